//! Forwarding to backends.

use hyper::header::{AUTHORIZATION, CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING};

use super::fault;
use crate::server::client::{Client, Outgoing};
use crate::server::{Reply, Request};

pub(super) async fn forward(
    client: &Client,
    classic: bool,
    endpoint: &str,
    rest: &str,
    request: &Request,
) -> Reply {
    let (base, own_query) = endpoint.split_once('?').unwrap_or((endpoint, ""));
    let query = [own_query, &request.query].into_iter().filter(|part| !part.is_empty());
    let query = query.collect::<Vec<_>>().join("&");
    let mark = if query.is_empty() { "" } else { "?" };
    let url = format!("{}{rest}{mark}{query}", base.trim_end_matches('/'));
    let mut outgoing = Outgoing::new(request.method.clone(), url);
    outgoing.headers = request.headers.clone();
    // The token is not handed on: `enable_outbound_auth_header` is false by default.
    for name in [AUTHORIZATION, HOST, CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING] {
        outgoing.headers.remove(name);
    }
    // Nor are the other credentials of an API.
    for name in ["apikey", "internal-key"] {
        outgoing.headers.remove(name);
    }
    outgoing.body = request.body.clone();
    match client.send(outgoing).await {
        Ok(reply) => cleaned(reply),
        Err(_) => fault::no_backend(classic),
    }
}

/// Without the headers that belong to the connection the reply came over.
pub(super) fn cleaned(mut reply: Reply) -> Reply {
    let own = ["connection", "content-length", "transfer-encoding", "keep-alive", "date"];
    reply.headers.retain(|(name, _)| !own.contains(&name.as_str()));
    reply
}
