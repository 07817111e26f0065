//! A server at the level of sockets: it does to each connection and request what the script says, until it is healed.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::certificates::Certificates;
use super::facts::Facts;
use super::faults::{Fault, Whole};
use crate::client::testing;

/// The time between two bytes of a slow drip.
const BETWEEN_BYTES: Duration = Duration::from_secs(4 * 3600);

/// What the connections share.
struct Script {
    facts: Facts,
    fault: Fault,
    is_healed: watch::Sender<bool>,
    connections: AtomicUsize,
    /// When each request had been read.
    requests: Mutex<Vec<Instant>>,
    /// Counts all that happens.
    steps: AtomicUsize,
    /// How many connections wait for their client to lose patience.
    stalled: AtomicUsize,
}

/// The server. It ends with its runtime.
pub(super) struct Socket {
    pub(super) url: String,
    script: Arc<Script>,
    /// Bound, so that nobody else gets the port, but not listening.
    closed: Option<TcpSocket>,
    certificates: Option<Arc<Certificates>>,
}

impl Socket {
    /// Speaks TLS with these certificates, where the fault is about TLS.
    pub(super) fn start(facts: Facts, fault: Fault, certificates: &Arc<Certificates>) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let port = socket.local_addr().unwrap().port();
        let is_over_tls = fault.is_over_tls();
        let (scheme, host) =
            if is_over_tls { ("https", "localhost") } else { ("http", "127.0.0.1") };
        let script = Script {
            facts,
            fault,
            is_healed: watch::Sender::new(false),
            connections: AtomicUsize::new(0),
            requests: Mutex::default(),
            steps: AtomicUsize::new(0),
            stalled: AtomicUsize::new(0),
        };
        let mut server = Self {
            url: format!("{scheme}://{host}:{port}"),
            script: Arc::new(script),
            closed: Some(socket),
            certificates: is_over_tls.then(|| Arc::clone(certificates)),
        };
        if fault != Fault::Refused {
            server.listen();
        }
        server
    }

    fn listen(&mut self) {
        if let Some(socket) = self.closed.take() {
            let listener = socket.listen(64).unwrap();
            let (script, certificates) = (Arc::clone(&self.script), self.certificates.clone());
            tokio::spawn(accept(listener, script, certificates));
        }
    }

    /// From now on everything goes well; nothing that went wrong goes on.
    pub(super) fn heal(&mut self) {
        self.script.is_healed.send_replace(true);
        self.listen();
    }

    /// And from now on nothing again.
    pub(super) fn break_again(&self) {
        self.script.is_healed.send_replace(false);
        self.script.connections.store(0, Ordering::SeqCst);
        self.script.requests.lock().unwrap().clear();
    }

    pub(super) fn connections(&self) -> usize {
        self.script.connections.load(Ordering::SeqCst)
    }

    pub(super) fn requests(&self) -> Vec<Instant> {
        self.script.requests.lock().unwrap().clone()
    }

    pub(super) fn steps(&self) -> usize {
        self.script.steps.load(Ordering::SeqCst)
    }

    pub(super) fn is_stalled(&self) -> bool {
        self.script.stalled.load(Ordering::SeqCst) > 0
    }
}

impl Script {
    fn is_healed(&self) -> bool {
        *self.is_healed.borrow()
    }

    fn step(&self) {
        self.steps.fetch_add(1, Ordering::SeqCst);
    }
}

async fn accept(
    listener: TcpListener,
    script: Arc<Script>,
    certificates: Option<Arc<Certificates>>,
) {
    while let Ok((stream, _)) = listener.accept().await {
        script.step();
        script.connections.fetch_add(1, Ordering::SeqCst);
        let fault = Some(script.fault).filter(|_| !script.is_healed());
        let resets = [
            Fault::ResetInHandshake,
            Fault::ResetOnAccept,
            Fault::ResetAfterRequest,
            Fault::ResetInBody,
        ];
        if fault.is_some_and(|fault| resets.contains(&fault)) {
            stream.set_zero_linger().unwrap(); // closing it resets it
        }
        if let Some(Fault::ResetInHandshake | Fault::ResetOnAccept) = fault {
            continue;
        }
        let tls = certificates.as_ref().map(|certificates| match fault {
            Some(Fault::ExpiredCertificate) => certificates.expired.clone(),
            Some(Fault::WrongHost) => certificates.of_another_host.clone(),
            _ => certificates.good.clone(),
        });
        let script = Arc::clone(&script);
        tokio::spawn(async move {
            match tls {
                None => serve(stream, &script).await,
                Some(tls) => {
                    if let Ok(stream) = tls.accept(stream).await {
                        serve(stream, &script).await;
                    }
                }
            }
            script.step();
        });
    }
}

async fn serve(mut stream: impl AsyncRead + AsyncWrite + Unpin, script: &Script) {
    let mut buffer = Vec::new();
    while testing::read(&mut stream, &mut buffer).await.is_some() {
        script.step();
        script.requests.lock().unwrap().push(Instant::now());
        let answer = if script.is_healed() {
            Some(Whole::good(script.facts))
        } else {
            script.fault.answer(script.facts)
        };
        match answer {
            Some(answer) => {
                let head = head(&answer, answer.body.len());
                if stream
                    .write_all(&[head.as_bytes(), answer.body.as_bytes()].concat())
                    .await
                    .is_err()
                {
                    return;
                }
                script.step();
            }
            None => return spoil(&mut stream, script).await,
        }
    }
}

fn head(answer: &Whole, length: usize) -> String {
    let Whole { status, content_type, headers, .. } = answer;
    // 204 has no body, and says nothing about one.
    let of_the_body = if *status == 204 {
        String::new()
    } else {
        format!("content-type: {content_type}\r\ncontent-length: {length}\r\n")
    };
    format!("HTTP/1.1 {status} X\r\n{headers}{of_the_body}\r\n")
}

/// Gives half an answer or none, and ends the connection.
async fn spoil(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), script: &Script) {
    let good = Whole::good(script.facts);
    let promised = good.body.len() + 99;
    let sent = match script.fault {
        Fault::StalledHeaders => "HTTP/1.1 200 OK\r\ncontent-".to_owned(),
        Fault::ResetInBody | Fault::StalledBody | Fault::SlowDrip => {
            format!("{}{}", head(&Whole { status: 200, ..good.clone() }, promised), good.body)
        }
        // More than any answer may have: 65 MiB.
        Fault::HugeBody => head(&Whole { status: 200, ..good }, 65 * 1024 * 1024),
        _ => String::new(),
    };
    let _ = stream.write_all(sent.as_bytes()).await; // the client may be gone
    let _ = stream.flush().await;
    if !matches!(script.fault, Fault::StalledHeaders | Fault::StalledBody | Fault::SlowDrip) {
        if script.fault == Fault::ResetInBody {
            // A reset overtakes what was sent before it, unless that was read.
            tokio::task::spawn_blocking(|| std::thread::sleep(Duration::from_millis(2)))
                .await
                .unwrap();
        }
        return;
    }
    let _stalled = Stalled::begin(script);
    let mut healed = script.is_healed.subscribe();
    let mut byte = [0; 1];
    loop {
        tokio::select! {
            () = async { healed.wait_for(|healed| *healed).await.map(drop).unwrap_or_default() } => return,
            _ = stream.read(&mut byte) => return, // the client gave up
            () = sleep(BETWEEN_BYTES), if script.fault == Fault::SlowDrip => {
                let _ = stream.write_all(b" ").await;
            }
        }
    }
}

/// Stands still as long as this is kept.
struct Stalled<'s>(&'s Script);

impl<'s> Stalled<'s> {
    fn begin(script: &'s Script) -> Self {
        script.stalled.fetch_add(1, Ordering::SeqCst);
        Self(script)
    }
}

impl Drop for Stalled<'_> {
    fn drop(&mut self) {
        self.0.stalled.fetch_sub(1, Ordering::SeqCst);
    }
}
