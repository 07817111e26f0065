//! A gateway of 4.x fetches what carries its labels, when the event hub tells of a change.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::{Artifact, Artifacts, Shelf};
use crate::node::NodeFile;
use crate::server::client::{Client, Outgoing};
use crate::server::{Method, encode};

const RETRY: Duration = Duration::from_millis(100);

/// What a gateway says first on the event hub's port, followed by its name.
pub(crate) const GREETING: &str = "GATEWAY ";

/// Runs until its task is ended.
pub(crate) async fn synchronise(
    file: Arc<NodeFile>,
    shelf: Arc<Shelf>,
    client: Client,
    delay: Duration,
) {
    // At start everything is fetched, with or without events.
    while !fetch(&file, &shelf, &client).await {
        tokio::time::sleep(RETRY).await;
    }
    loop {
        for endpoint in &file.links.events {
            listen(endpoint, &file, &shelf, &client, delay).await;
        }
        tokio::time::sleep(RETRY).await;
    }
}

/// Fetches after each event, until the connection ends.
async fn listen(endpoint: &str, file: &NodeFile, shelf: &Shelf, client: &Client, delay: Duration) {
    let Some((_, address)) = endpoint.split_once("://") else { return };
    let address = address.split(['/', '?']).next().unwrap_or(address);
    let Ok(mut stream) = TcpStream::connect(address).await else { return };
    let (reading, mut writing) = stream.split();
    let greeting = format!("{GREETING}{}\n", file.name);
    if writing.write_all(greeting.as_bytes()).await.is_err() {
        return;
    }
    let mut lines = BufReader::new(reading).lines();
    while let Ok(Some(_)) = lines.next_line().await {
        tokio::time::sleep(delay).await;
        fetch(file, shelf, client).await;
    }
}

/// Replaces what is served by what the control plane has for the labels; true when it answered.
async fn fetch(file: &NodeFile, shelf: &Shelf, client: &Client) -> bool {
    let Some(artifacts) = ask(file, client).await else { return false };
    let revisions = shelf.replace(artifacts);
    tell(file, client, &revisions).await;
    true
}

/// Puts one API back as the control plane has it; `None` when that does not answer.
pub(super) async fn fetch_one(
    file: &NodeFile,
    shelf: &Shelf,
    client: &Client,
    name: &str,
    version: &str,
) -> Option<bool> {
    let artifacts = ask(file, client).await?;
    let is_there = shelf.put_back(artifacts, name, version);
    let served = shelf.lock().iter().filter_map(|known| known.revision.clone()).collect::<Vec<_>>();
    tell(file, client, &served).await;
    Some(is_there)
}

/// What the control plane has for the gateway's labels.
async fn ask(file: &NodeFile, client: &Client) -> Option<Vec<Artifact>> {
    let link = &file.links.event_hub;
    let labels = encode(&file.links.labels.join("|"));
    let url = link.at(&format!("/internal/data/v1/runtime-artifacts?gatewayLabel={labels}"));
    let account = &link.account;
    let outgoing = Outgoing::new(Method::GET, url).basic(&account.username, &account.password);
    let reply = client.send(outgoing).await.ok().filter(|reply| reply.status == 200)?;
    Some(serde_json::from_slice::<Artifacts>(&reply.body).ok()?.artifacts)
}

/// The counters are a courtesy: a gateway serves without them.
async fn tell(file: &NodeFile, client: &Client, revisions: &[String]) {
    let link = &file.links.event_hub;
    let account = &link.account;
    let said = json!({"gateway": file.name, "labels": file.links.labels, "revisions": revisions});
    let outgoing = Outgoing::new(Method::POST, link.at("/internal/data/v1/gateway-deployments"))
        .basic(&account.username, &account.password)
        .body("application/json", said.to_string());
    let _ = client.send(outgoing).await;
}
