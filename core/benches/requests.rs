//! Requests of a session beside bare `reqwest` sending the same bytes to the same server, which is a process of its own.
//!
//! `cargo bench -p gatewright --bench requests` prints instructions per request, counted by callgrind where `valgrind` is
//! installed: the difference between a long and a short run, so that setting up does not count. Then the throughput of 32
//! tasks, in rounds in which the clients take turns.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark prints its table and stops at a broken assumption"
)]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use gatewright::client::{ConnectOptions, Credentials, RetryOptions};
use gatewright::{ControlPlane, Release};
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

const SHORT: usize = 200;
const LONG: usize = 1_200;
const TASKS: usize = 32;
const PER_TASK: usize = 200;
const ROUNDS: usize = 9;
const PATH: &str = "/api/am/publisher/v4/settings";
const BODY: &str = r#"{"environment":[{"name":"Default","type":"hybrid","displayName":"Default","showInApiConsole":true,"vhosts":[{"host":"gw.example.com","httpContext":"","httpPort":8280,"httpsPort":8243,"wsPort":9099,"wssPort":8099}]}]}"#;
const TIME: Duration = Duration::from_secs(60);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Client {
    Session,
    /// The answer's bytes are read, and that is all.
    Bare,
    /// They are read as JSON, too, as whoever does without a session must.
    BareWithJson,
}

const CLIENTS: [(&str, Client); 3] = [
    ("session", Client::Session),
    ("bare", Client::Bare),
    ("bare-with-json", Client::BareWithJson),
];

/// Something to send requests with.
#[derive(Clone)]
enum Sender {
    Session(ControlPlane),
    Bare(reqwest::Client, HeaderMap, String, bool),
}

impl Client {
    async fn connect(self, url: &str) -> Sender {
        if self == Self::Session {
            let options = ConnectOptions::new()
                .release(Release::V4_7)
                .without_environment_proxy()
                .max_concurrency(TASKS)
                .retry(RetryOptions::new());
            let credentials = Credentials::token("a-token-of-thirty-six-characters-long");
            let session = ControlPlane::connect(url, credentials, options).await;
            return Sender::Session(session.expect("a session"));
        }
        let client = reqwest::Client::builder()
            .user_agent(concat!("gatewright/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(TIME)
            .timeout(TIME)
            .tls_backend_preconfigured(tls())
            .build()
            .expect("a client");
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json, */*;q=0.5"));
        let bearer = "Bearer a-token-of-thirty-six-characters-long";
        headers.insert(AUTHORIZATION, HeaderValue::from_static(bearer));
        let id = "0f6b1d3c-5f0e-4b57-9d0a-6f3f2f1f7c11";
        headers.insert("activityid", HeaderValue::from_static(id));
        Sender::Bare(client, headers, format!("{url}{PATH}"), self == Self::BareWithJson)
    }
}

fn tls() -> rustls::ClientConfig {
    let provider = rustls::crypto::ring::default_provider();
    rustls::ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .expect("the library's own versions")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}

impl Sender {
    async fn send(&self) {
        match self {
            Self::Session(session) => {
                let found = session.environments().await.expect("environments");
                assert_eq!(found.len(), 1);
            }
            Self::Bare(client, headers, url, reads_json) => {
                let sent = client.get(url).headers(headers.clone()).send().await;
                let body = sent.expect("an answer").bytes().await.expect("a body");
                if *reads_json {
                    let value: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
                    assert!(value["environment"].is_array());
                } else {
                    assert_eq!(body.len(), BODY.len());
                }
            }
        }
    }
}

/// Answers every request the same until its parent is gone; prints its port.
async fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("{}", listener.local_addr().expect("an address").port());
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    let answer: &'static str = answer.leak();
    while let Ok((mut stream, _)) = listener.accept().await {
        stream.set_nodelay(true).expect("an option");
        tokio::spawn(async move {
            let (mut buffer, mut filled) = (vec![0; 4096], 0);
            while let Ok(count @ 1..) = stream.read(&mut buffer[filled..]).await {
                filled += count;
                if buffer[..filled].ends_with(b"\r\n\r\n") {
                    filled = 0;
                    if stream.write_all(answer.as_bytes()).await.is_err() {
                        return;
                    }
                }
            }
        });
    }
}

fn runtime(workers: usize) -> tokio::runtime::Runtime {
    let mut builder = match workers {
        0 => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    };
    if workers > 0 {
        builder.worker_threads(workers);
    }
    builder.enable_all().build().expect("a runtime")
}

fn own() -> Command {
    Command::new(std::env::current_exe().expect("this program"))
}

/// The server's process, which ends with this.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start() -> Self {
        let mut process =
            own().arg("serve").stdout(Stdio::piped()).spawn().expect("this program again");
        let mut port = String::new();
        let output = process.stdout.take().expect("a pipe");
        BufReader::new(output).read_line(&mut port).expect("a port");
        Self { process, url: format!("http://127.0.0.1:{}", port.trim()) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill(); // it may be gone
        let _ = self.process.wait();
    }
}

/// Of a whole run with so many requests; none without valgrind.
fn instructions(client: &str, requests: usize, url: &str) -> Option<u64> {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    command.arg(own().get_program()).args([client, &requests.to_string(), url]);
    let output = command.output().ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{text}");
    let line = text.lines().find_map(|line| line.split_once("Collected :"))?.1;
    line.trim().parse().ok()
}

fn count_instructions(url: &str) {
    let mut per_request = Vec::new();
    for (name, _) in CLIENTS {
        let [short, long] = [SHORT, LONG].map(|requests| instructions(name, requests, url));
        let (Some(short), Some(long)) = (short, long) else {
            println!("instructions per request: not counted, there is no valgrind\n");
            return;
        };
        per_request.push((long - short) as f64 / (LONG - SHORT) as f64);
    }
    println!("| client | instructions per request | session beside it |\n|---|---|---|");
    for ((name, _), count) in CLIENTS.into_iter().zip(&per_request) {
        println!("| {name} | {count:.0} | {:.2} |", per_request[0] / count);
    }
    println!();
}

async fn round(sender: &Sender) -> Duration {
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let sender = sender.clone();
        tasks.spawn(async move {
            for _ in 0..PER_TASK {
                sender.send().await;
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.expect("a task ends well");
    }
    start.elapsed()
}

async fn compare_throughput(url: &str) {
    let mut senders = Vec::new();
    for (_, client) in CLIENTS {
        let sender = client.connect(url).await;
        round(&sender).await; // until the session has all its permits
        senders.push(sender);
    }
    let mut times = [const { Vec::new() }; CLIENTS.len()];
    for _ in 0..ROUNDS {
        for (sender, times) in senders.iter().zip(&mut times) {
            times.push(round(sender).await);
        }
    }
    let medians = times.map(|mut times| {
        times.sort();
        times[ROUNDS / 2].as_secs_f64()
    });
    println!("| client | requests per second, {TASKS} tasks | session beside it |\n|---|---|---|");
    for ((name, _), time) in CLIENTS.into_iter().zip(medians) {
        let requests = (TASKS * PER_TASK) as f64 / time;
        println!("| {name} | {requests:.0} | {:.2} |", time / medians[0]);
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["serve"] => runtime(1).block_on(serve()),
        [client, requests, url] => {
            let (_, client) =
                CLIENTS.into_iter().find(|(name, _)| *name == client).expect("a client");
            let requests: usize = requests.parse().expect("a number");
            runtime(0).block_on(async {
                let sender = client.connect(url).await;
                for _ in 0..requests {
                    sender.send().await;
                }
            });
        }
        // Cargo itself gives `--bench`.
        _ => {
            let server = Server::start();
            count_instructions(&server.url);
            runtime(2).block_on(compare_throughput(&server.url));
        }
    }
}
