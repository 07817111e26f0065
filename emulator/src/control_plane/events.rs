//! The event hub's port: one line for each change, to every gateway that listens.
//!
//! API-M speaks AMQP here. The emulator's gateways need no more than the news that something
//! changed, so a line of text stands for a message; the port, and who connects to it, are API-M's.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::Store;
use crate::gateway::GREETING;
use crate::server::Connections;

/// Serves one socket until its task is ended.
pub(crate) async fn tell(listener: TcpListener, store: Arc<Store>, connections: Connections) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let store = Arc::clone(&store);
                connections.spawn(async move {
                    // A gateway that goes away is no concern of the hub.
                    let _ = one(stream, &store).await;
                });
            }
            // Out of file descriptors, for example: others may end soon.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn one(mut stream: TcpStream, store: &Store) -> std::io::Result<()> {
    let mut changes = store.changes();
    let (reading, mut writing) = stream.split();
    let mut lines = BufReader::new(reading).lines();
    let greeting = lines.next_line().await?.unwrap_or_default();
    let Some(name) = greeting.strip_prefix(GREETING) else { return Ok(()) };
    let _leaving = Leaving { store, name };
    loop {
        let version = *changes.borrow_and_update();
        writing.write_all(format!("CHANGED {version}\n").as_bytes()).await?;
        tokio::select! {
            news = changes.changed() => if news.is_err() { return Ok(()) },
            line = lines.next_line() => if line?.is_none() { return Ok(()) },
        }
    }
}

/// Takes a gateway's counters away when it does not listen any more.
struct Leaving<'a> {
    store: &'a Store,
    name: &'a str,
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.store.gateway_left(self.name);
    }
}
