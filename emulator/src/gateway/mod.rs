//! A gateway: what it serves, whom it lets through, and where it forwards to.

mod admission;
mod artifact;
mod fault;
mod find;
mod forward;
mod listing;
mod sync;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::node::NodeFile;
use crate::server::client::{Client, Outgoing};
use crate::server::{Method, Reply, Request};

pub(crate) use artifact::{Artifact, Artifacts, Operation, Pushed, Verdict};
pub(crate) use sync::{GREETING, synchronise};

/// The APIs of a gateway. In 3.x they are files that outlive a restart.
#[derive(Default)]
pub(crate) struct Shelf {
    artifacts: Mutex<Vec<Artifact>>,
}

impl Shelf {
    fn lock(&self) -> MutexGuard<'_, Vec<Artifact>> {
        self.artifacts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    fn take(&self, pushed: Pushed) {
        let mut artifacts = self.lock();
        let (api, environment) = match &pushed {
            Pushed::Deploy { artifact } => (&artifact.api, &artifact.environment),
            Pushed::Undeploy { api, environment } => (api, environment),
        };
        artifacts.retain(|known| known.api != *api || known.environment != *environment);
        if let Pushed::Deploy { artifact } = pushed {
            artifacts.push(*artifact);
        }
    }
}

/// A gateway while its node runs.
pub(crate) struct Gateway {
    file: Arc<NodeFile>,
    shelf: Arc<Shelf>,
    client: Client,
}

impl Gateway {
    pub(crate) fn new(file: Arc<NodeFile>, shelf: Arc<Shelf>, client: Client) -> Self {
        Self { file, shelf, client }
    }

    /// Answers a request on the pass-through ports.
    pub(crate) async fn pass_through(&self, request: &Request) -> Reply {
        let classic = self.file.release.is_classic();
        match request.path.as_str() {
            "/token" if classic => return self.key_manager(request, "/oauth2/token").await,
            "/revoke" if classic => return self.key_manager(request, "/oauth2/revoke").await,
            _ => {}
        }
        let found = find::find(&self.shelf.lock(), request);
        let Some(found) = found else { return fault::not_found(classic) };
        match self.admit(&found, request).await {
            Ok(endpoint) => {
                forward::forward(&self.client, classic, &endpoint, &found.rest, request).await
            }
            Err(refusal) => refusal,
        }
    }

    /// The token API of 3.x, a proxy to the key manager.
    async fn key_manager(&self, request: &Request, path: &str) -> Reply {
        if request.method != Method::POST {
            return fault::method_not_allowed(true);
        }
        let mut outgoing = Outgoing::new(Method::POST, self.file.links.key_manager.at(path));
        for name in ["authorization", "content-type"] {
            if let (Some(value), Ok(name)) =
                (request.headers.get(name), hyper::header::HeaderName::from_bytes(name.as_bytes()))
            {
                outgoing.headers.insert(name, value.clone());
            }
        }
        outgoing.body = request.body.clone();
        match self.client.send(outgoing).await {
            Ok(reply) => forward::cleaned(reply),
            Err(_) => fault::no_backend(true),
        }
    }
}
