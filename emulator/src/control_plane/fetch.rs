//! Definitions that a request names by a URL are fetched before the request is answered, for an
//! answer is made while the databases are locked.

use std::net::IpAddr;

use hyper::Uri;

use super::{Store, caller, paths};
use crate::node::NodeFile;
use crate::server::client::{Client, Outgoing};
use crate::server::{Method, Request};

/// What the URL of a request has, or why it has nothing; `None` when the request names none.
pub(super) async fn wanted(
    file: &NodeFile,
    store: &Store,
    client: &Client,
    request: &Request,
) -> Option<Result<String, String>> {
    let parts = paths::below(file.release, file.release.publisher_base(), request)?;
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let takes_a_url = matches!(
        (request.method.as_str(), parts.as_slice()),
        ("POST", ["apis", "import-openapi"]) | ("PUT", ["apis", _, "swagger"])
    );
    // Nothing is fetched for those who are not let in.
    if !takes_a_url || caller(&store.lock(), request).is_err() {
        return None;
    }
    let parts = request.parts();
    let (_, url) = parts.iter().find(|(name, _)| name == "url")?;
    let url = String::from_utf8_lossy(url).trim().to_owned();
    (!url.is_empty()).then_some(())?;
    Some(fetch(client, &url).await)
}

/// From this computer alone: the emulator asks nobody else.
async fn fetch(client: &Client, url: &str) -> Result<String, String> {
    let uri: Uri = url.parse().map_err(|_| "it is no URL".to_owned())?;
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let is_here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    if !is_here {
        return Err("the emulator reads URLs of this computer only".to_owned());
    }
    let reply =
        client.send(Outgoing::new(Method::GET, url)).await.map_err(|error| error.to_string())?;
    match reply.status {
        200..=299 => String::from_utf8(reply.body.to_vec())
            .map_err(|_| "what it answers is no text".to_owned()),
        status => Err(format!("it answers {status}")),
    }
}
