//! A gateway: what it serves, whom it lets through, and where it forwards to.

mod admission;
mod artifact;
mod fault;
mod find;
mod forward;
mod moment;
mod rest;
mod shelf;
mod sync;

use std::sync::Arc;

use crate::node::NodeFile;
use crate::server::client::{Client, Outgoing};
use crate::server::{Method, Reply, Request};

pub(crate) use artifact::{Artifact, Artifacts, Operation, Pushed, Verdict};
pub(crate) use fault::{authentication as authentication_failure, challenge, throttled};
pub(crate) use shelf::Shelf;
pub(crate) use sync::{GREETING, synchronise};

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
        if let Some(path) = token_api(&request.path).filter(|_| classic) {
            return self.key_manager(request, path).await;
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

/// The key manager's path for one of the token API of 3.x; tenants have one each, and the emulator's key manager is the
/// same for all.
fn token_api(path: &str) -> Option<&'static str> {
    let own = match path.strip_prefix("/t/") {
        Some(rest) => rest.split_once('/').filter(|(tenant, _)| !tenant.is_empty())?.1,
        None => path.strip_prefix('/')?,
    };
    match own {
        "token" => Some("/oauth2/token"),
        "revoke" => Some("/oauth2/revoke"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_api_of_tenants() {
        for (path, expected) in [
            ("/token", Some("/oauth2/token")),
            ("/revoke", Some("/oauth2/revoke")),
            ("/t/wso2.com/token", Some("/oauth2/token")),
            ("/t//token", None),
            ("/t/wso2.com/pets/token", None),
            ("/tokens", None),
        ] {
            assert_eq!(token_api(path), expected, "{path}");
        }
    }
}
