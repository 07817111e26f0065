//! `gatewright-contract-driver RELEASE`: an emulator of that release, and a client that sends it everything it can.
//!
//! It speaks with `contract/run.mjs` in lines of JSON. First it says where its emulator is. The answer is the recorder's
//! address; the client connects there and sends every request it has, once or more. Then it says that it is done, and the
//! emulator runs on until standard input ends: others send it requests of their own meanwhile.
#![forbid(unsafe_code)]

mod direct;
mod node;
mod walk;

use std::process::ExitCode;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};

/// What can go wrong is told and ends the run; nobody decides by it.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main(worker_threads = 2)]
async fn main() -> ExitCode {
    let done = match std::env::args().nth(1) {
        Some(release) => run(&release).await,
        None => Err("usage: gatewright-contract-driver RELEASE".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            // With the reader gone there is nobody left to tell.
            let _ = say(&json!({ "failed": problem.to_string() })).await;
            ExitCode::FAILURE
        }
    }
}

async fn run(release: &str) -> Result<()> {
    let node = node::Node::start(release).await?;
    say(&json!({
        "url": node.url(9443),
        "ca": node.emulator.ca_pem(),
        "backend": node.emulator.echo_url(),
        "operations": node.operations(),
    }))
    .await?;
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let line =
        lines.next_line().await?.ok_or("standard input ended before a recorder was named")?;
    let recorder: Value = serde_json::from_str(&line)?;
    let recorder =
        recorder.get("url").and_then(Value::as_str).ok_or("the line names no recorder's `url`")?;
    let problems = walk::walk(&node, recorder).await?;
    say(&json!({ "done": true, "problems": problems })).await?;
    while lines.next_line().await?.is_some() {}
    node.emulator.stop().await;
    Ok(())
}

async fn say(what: &Value) -> std::io::Result<()> {
    let mut out = tokio::io::stdout();
    out.write_all(format!("{what}\n").as_bytes()).await?;
    out.flush().await
}
