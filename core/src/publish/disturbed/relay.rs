//! A way to the control plane on which requests and answers get lost, and which remembers what passed.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::client::testing::{self, Received};

/// What goes wrong with a request: nobody can tell afterwards whether it was done.
#[derive(Clone, Copy, Debug)]
pub(super) struct Loss {
    /// Whether the server gets it.
    pub(super) is_done: bool,
    pub(super) how: How,
}

/// What the client sees instead of an answer.
#[derive(Clone, Copy, Debug)]
pub(super) enum How {
    Reset,
    /// The connection ends as if all had been said.
    End,
    HalfAnswer,
    /// Something between them waited for the server in vain.
    GatewayTimeout,
    Silence,
}

/// A request that came along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Passed {
    /// `GET /path?query`, with `#` for each identifier.
    pub(super) line: String,
    /// What the server answered; none when it did not get the request.
    pub(super) status: Option<u16>,
    /// Whether the client got that answer.
    pub(super) is_answered: bool,
}

impl Passed {
    pub(super) fn is_write(&self) -> bool {
        !self.line.starts_with("GET ")
    }

    /// Whether the server did something because of it.
    pub(super) fn is_effective(&self) -> bool {
        self.is_write() && self.status.is_some_and(|status| status < 300)
    }
}

/// The way. It ends with its runtime.
#[derive(Clone)]
pub(super) struct Relay {
    pub(super) url: String,
    script: Arc<Mutex<Script>>,
}

#[derive(Default)]
struct Script {
    passed: Vec<Passed>,
    /// Requests, by their place among those that passed, with what happens to them.
    losses: Vec<(usize, Loss)>,
}

impl Relay {
    pub(super) async fn start(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let script: Arc<Mutex<Script>> = Arc::default();
        let shared = Arc::clone(&script);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, port, Arc::clone(&shared)));
            }
        });
        Self { url, script }
    }

    /// Forgets what passed, and loses these from now on, counted from 0.
    pub(super) fn lose(&self, losses: Vec<(usize, Loss)>) {
        *self.script.lock().unwrap() = Script { passed: Vec::new(), losses };
    }

    pub(super) fn passed(&self) -> Vec<Passed> {
        self.script.lock().unwrap().passed.clone()
    }
}

async fn serve(mut client: TcpStream, port: u16, script: Arc<Mutex<Script>>) {
    let mut buffer = Vec::new();
    while let Some(request) = testing::read(&mut client, &mut buffer).await {
        let (at, loss) = {
            let mut script = script.lock().unwrap();
            let at = script.passed.len();
            let line = without_identifiers(&request.line);
            script.passed.push(Passed { line, status: None, is_answered: false });
            let found = script.losses.iter().find(|(lost, _)| *lost == at);
            (at, found.map(|(_, loss)| *loss))
        };
        let answer = match loss {
            Some(Loss { is_done: false, .. }) => Vec::new(),
            _ => forward(&request, port).await,
        };
        {
            let mut script = script.lock().unwrap();
            if let Some(passed) = script.passed.get_mut(at) {
                passed.status = status(&answer);
                passed.is_answered = loss.is_none();
            }
        }
        let sent: &[u8] = match loss.map(|loss| loss.how) {
            None => &answer,
            Some(How::HalfAnswer) => b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"id\":",
            Some(How::GatewayTimeout) => {
                b"HTTP/1.1 504 Gateway Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            }
            Some(How::Reset) => {
                client.set_zero_linger().unwrap(); // closing it resets it
                return;
            }
            Some(How::End) => return,
            Some(How::Silence) => {
                let _ = client.read(&mut [0]).await; // until the client gives up
                return;
            }
        };
        // The client may be gone.
        if client.write_all(sent).await.is_err() || loss.is_some() {
            return;
        }
    }
}

/// The server's answer, as it came.
async fn forward(request: &Received, port: u16) -> Vec<u8> {
    let headers = request.headers.iter().filter(|(name, _)| name != "connection");
    let headers: Vec<String> =
        headers.map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let headers = headers.concat();
    let line = &request.line;
    let text = format!("{line} HTTP/1.1\r\n{headers}connection: close\r\n\r\n{}", request.body);
    let mut answer = Vec::new();
    let mut server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    server.write_all(text.as_bytes()).await.unwrap();
    server.read_to_end(&mut answer).await.unwrap();
    answer
}

fn status(answer: &[u8]) -> Option<u16> {
    let head = String::from_utf8_lossy(answer.get(..12)?).into_owned();
    head.strip_prefix("HTTP/1.1 ")?.parse().ok()
}

/// A server's identifiers differ from those of another one.
fn without_identifiers(line: &str) -> String {
    let is_of_one = |byte: char| byte.is_ascii_hexdigit() || byte == '-';
    let parts = line.split_inclusive(|byte| !is_of_one(byte)).map(|part| {
        let found = part.trim_end_matches(|byte| !is_of_one(byte));
        if found.len() == 36 { part.replace(found, "#") } else { part.to_owned() }
    });
    parts.collect()
}
