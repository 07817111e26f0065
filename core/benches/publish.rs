//! Publishing many APIs beside the same requests, prepared beforehand and sent by bare `reqwest` with as many under way.
//!
//! `cargo bench -p gatewright --bench publish` prints, for 1,000 APIs in three environments from an empty server: requests
//! by kind, and the time beside the ideal, with 50 ms of latency and without, each on a server of its own, in turns. A
//! number as argument takes so many APIs instead. Where `GATEWRIGHT_BENCH_PYTHON` names an interpreter that has
//! `requests`, the obvious script (`support/publish_obvious.py`) takes its turn, too.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints its table and stops at a broken assumption"
)]

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use gatewright::client::{ConnectOptions, Credentials};
use gatewright::publish::{ApiDefinition, ApplyOptions, Journal, Publication};
use gatewright::{ControlPlane, Port, Topology};
use gatewright_emulator::{Action, Emulator, Fault, NodeSource, free_offset_block};
use reqwest::Certificate;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

const ENVIRONMENTS: [&str; 3] = ["Production", "Sandbox", "Hybrid"];
/// A session's default, and twice as many.
const AT_A_TIME: [usize; 2] = [16, 32];
const LATENCY: Duration = Duration::from_millis(50);
const ROUNDS: usize = 3;

/// A control plane and a gateway node for three environments, and its address.
async fn server() -> (Emulator, String) {
    let block = free_offset_block(2).expect("a free block");
    let base = block.base();
    let mut text = format!(
        "release = \"4.7\"\n[[node]]\nname = \"control-plane\"\nroles = [\"control-plane\"]\nhost = \"localhost\"\noffset = {base}\n\
         [[node]]\nname = \"gateway\"\nroles = [\"gateway\"]\nhost = \"localhost\"\noffset = {}\n",
        base + 1
    );
    for name in ENVIRONMENTS {
        let kind = name.to_lowercase();
        let lines =
            ["[[environment]]", &format!("name = \"{name}\""), &format!("type = \"{kind}\"")];
        text.push_str(&lines.join("\n"));
        text.push_str("\ngateways = [\"gateway\"]\n");
    }
    let topology = Topology::parse(&text).expect("a topology");
    let mut builder = Emulator::builder().offset_block(block);
    for file in topology.render().expect("files").files() {
        let pack = if file.node() == "gateway" {
            gatewright_emulator::Pack::Gateway
        } else {
            gatewright_emulator::Pack::ControlPlane
        };
        let release = "4.7".parse().expect("a release");
        builder =
            builder.node(NodeSource::text(file.node(), file.after()).release(release).pack(pack));
    }
    let emulator = builder.start().await.expect("two nodes");
    let offset = topology.control_plane().expect("one").offset;
    (emulator, format!("https://localhost:{}", Port::ServletHttps.number(offset)))
}

/// Counts requests without changing them: reads, then writes.
fn count(emulator: &Emulator) {
    for method in ["GET", "POST", "PUT", "DELETE"] {
        let counter = Fault::new(Action::Delay(Duration::ZERO)).method(method);
        emulator.faults().add(counter.node("control-plane").path("/api/am/"));
    }
}

fn counted(emulator: &Emulator) -> (u32, u32) {
    let met: Vec<u32> = emulator.faults().list().iter().map(Fault::met).collect();
    (met[0], met[1..].iter().sum())
}

fn publications(apis: usize) -> Vec<Publication> {
    let publication = |number: usize| {
        let definition = ApiDefinition::new(format!("/api-{number}"))
            .production_endpoint("https://back.end/production")
            .sandbox_endpoint("https://back.end/sandbox");
        Publication::new(format!("Api{number}"), "1.0.0")
            .definition(definition)
            .environments(ENVIRONMENTS)
    };
    (0..apis).map(publication).collect()
}

async fn session(emulator: &Emulator, url: &str, at_a_time: usize) -> ControlPlane {
    let options = ConnectOptions::new()
        .ca_certificates(emulator.ca_pem())
        .without_environment_proxy()
        .max_concurrency(at_a_time);
    let credentials = Credentials::basic("admin", "admin");
    ControlPlane::connect(url, credentials, options).await.expect("a session")
}

/// Plans and applies, with a journal; then once more. The times, and what the second time sent.
async fn ours(
    apis: usize,
    latency: Duration,
    at_a_time: usize,
) -> (Duration, (u32, u32), Duration, (u32, u32)) {
    let (emulator, url) = server().await;
    let control_plane = session(&emulator, &url, at_a_time).await;
    let folder = tempfile::tempdir().expect("a folder");
    let options = ApplyOptions::new().journal(Journal::at(folder.path().join("journal")));
    emulator.faults().set_latency(latency);
    count(&emulator);
    let begun = Instant::now();
    let plan = control_plane.plan(publications(apis)).await.expect("a plan");
    let outcome = control_plane.apply_with(&plan, &options).await;
    let first = begun.elapsed();
    outcome.into_result().expect("published");
    let sent = counted(&emulator);
    emulator.faults().clear();
    count(&emulator);
    let begun = Instant::now();
    let again = control_plane.plan(publications(apis)).await.expect("a plan");
    assert!(again.is_empty(), "{again}");
    control_plane.apply_with(&again, &options).await.into_result().expect("nothing to do");
    let second = begun.elapsed();
    let sent_again = counted(&emulator);
    emulator.stop().await;
    (first, sent, second, sent_again)
}

/// The same writes, whose bodies are there before the clock runs.
async fn ideal(apis: usize, latency: Duration, at_a_time: usize) -> Duration {
    let (emulator, url) = server().await;
    let certificate = Certificate::from_pem(emulator.ca_pem().as_bytes()).expect("a certificate");
    let client = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([certificate])
        .build()
        .expect("a client");
    emulator.faults().set_latency(latency);
    let base = format!("{url}/api/am/publisher/v4/apis");
    let deploy =
        json!(ENVIRONMENTS.map(|name| {
            json!({"name": name, "vhost": "localhost", "displayOnDevportal": true})
        }))
        .to_string();
    let revision =
        json!({"description": "gatewright:2:0123456789abcdef0123456789abcdef:-"}).to_string();
    let bodies: VecDeque<String> = (0..apis)
        .map(|number| {
            json!({
                "name": format!("Api{number}"), "version": "1.0.0", "context": format!("/api-{number}"),
                "policies": ["Unlimited"], "transport": ["https"],
                "endpointConfig": {"endpoint_type": "http",
                    "production_endpoints": {"url": "https://back.end/production"},
                    "sandbox_endpoints": {"url": "https://back.end/sandbox"}},
            })
            .to_string()
        })
        .collect();
    let bodies = Arc::new(Mutex::new(bodies));
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..at_a_time {
        let (client, base, bodies) = (client.clone(), base.clone(), Arc::clone(&bodies));
        let (deploy, revision) = (deploy.clone(), revision.clone());
        tasks.spawn(async move {
            let post = async |target: String, body: String| -> Value {
                let request = client.post(target).basic_auth("admin", Some("admin"));
                let request = request.header("content-type", "application/json").body(body);
                let answer = request.send().await.expect("an answer").error_for_status();
                let bytes = answer.expect("a success").bytes().await.expect("a body");
                serde_json::from_slice(&bytes).expect("JSON")
            };
            loop {
                let Some(body) = bodies.lock().expect("bodies").pop_front() else { return };
                let api = post(base.clone(), body).await;
                let id = api["id"].as_str().expect("an identifier").to_owned();
                let made = post(format!("{base}/{id}/revisions"), revision.clone()).await;
                let made = made["id"].as_str().expect("an identifier");
                post(format!("{base}/{id}/deploy-revision?revisionId={made}"), deploy.clone())
                    .await;
                post(format!("{base}/change-lifecycle?action=Publish&apiId={id}"), String::new())
                    .await;
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.expect("a task");
    }
    let elapsed = begun.elapsed();
    emulator.stop().await;
    elapsed
}

/// The obvious script in Python, with as many threads.
async fn script(python: &str, apis: usize, latency: Duration, at_a_time: usize) -> Duration {
    let (emulator, url) = server().await;
    let folder = tempfile::tempdir().expect("a folder");
    let authority = folder.path().join("ca.pem");
    std::fs::write(&authority, emulator.ca_pem()).expect("a file");
    emulator.faults().set_latency(latency);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/support/publish_obvious.py");
    let mut command = std::process::Command::new(python);
    // `requests` would take these before the authority that the script names.
    command.env_remove("REQUESTS_CA_BUNDLE").env_remove("CURL_CA_BUNDLE");
    command.arg(script).arg(url).arg(authority);
    command.args([apis.to_string(), at_a_time.to_string()]).args(ENVIRONMENTS);
    let run = move || command.output().expect("Python");
    let output = tokio::task::spawn_blocking(run).await.expect("a thread");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    emulator.stop().await;
    let seconds = String::from_utf8(output.stdout).expect("a number");
    Duration::from_secs_f64(seconds.trim().parse().expect("a number"))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn main() {
    let given = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let apis: usize = given.unwrap_or(1_000);
    let python = std::env::var("GATEWRIGHT_BENCH_PYTHON").ok().filter(|path| !path.is_empty());
    // The bare client's; a session brings its own.
    rustls::crypto::ring::default_provider().install_default().expect("the first");
    let runtime = Runtime::new().expect("a runtime");
    println!("{apis} APIs x {} environments\n", ENVIRONMENTS.len());
    println!("| at a time | latency | Gatewright | ideal | ratio | second apply | Python script |");
    println!("|---|---|---|---|---|---|---|");
    let mut sent = None;
    for (latency, at_a_time) in
        [LATENCY, Duration::ZERO].into_iter().flat_map(|one| AT_A_TIME.map(|most| (one, most)))
    {
        let (mut first, mut second, mut best) = (Vec::new(), Vec::new(), Vec::new());
        let mut scripts = Vec::new();
        for _ in 0..ROUNDS {
            best.push(runtime.block_on(ideal(apis, latency, at_a_time)));
            let (time, requests, again, requests_again) =
                runtime.block_on(ours(apis, latency, at_a_time));
            first.push(time);
            second.push(again);
            sent = Some((requests, requests_again));
            if let Some(python) = &python {
                scripts.push(runtime.block_on(script(python, apis, latency, at_a_time)));
            }
        }
        let scripts = if scripts.is_empty() {
            "not run".to_owned()
        } else {
            format!("{:.2} s", median(scripts).as_secs_f64())
        };
        let (first, second, best) = (median(first), median(second), median(best));
        println!(
            "| {at_a_time} | {} ms | {:.2} s | {:.2} s | {:.2} | {:.2} s | {scripts} |",
            latency.as_millis(),
            first.as_secs_f64(),
            best.as_secs_f64(),
            first.as_secs_f64() / best.as_secs_f64(),
            second.as_secs_f64()
        );
    }
    if let Some(((reads, writes), (reads_again, writes_again))) = sent {
        println!(
            "\nfirst apply: {reads} reads, {writes} writes; second: {reads_again} reads, {writes_again} writes"
        );
    }
}
