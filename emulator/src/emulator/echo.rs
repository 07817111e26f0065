//! A backend that answers with what it was sent.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use serde_json::{Map, json};

use crate::error::{Error, Result};
use crate::server::{Listeners, Reply, Request, Serving, serve};

/// Starts it on a port that the system chooses: no file names it.
pub(super) fn start(serving: &mut Serving) -> Result<String> {
    let failed =
        |source| Error::System { doing: "cannot start the echo backend".to_owned(), source };
    let listener =
        std::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    let listener = tokio::net::TcpListener::from_std(listener).map_err(failed)?;
    let handler = |request: Request| async move { Ok::<_, Infallible>(echo(&request)) };
    serve(serving, Listeners { sockets: vec![listener] }, None, &Arc::new(handler));
    Ok(format!("http://127.0.0.1:{port}"))
}

fn echo(request: &Request) -> Reply {
    let headers: Map<_, _> = request
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), json!(String::from_utf8_lossy(value.as_bytes()))))
        .collect();
    Reply::json(
        200,
        &json!({
            "method": request.method.as_str(),
            "path": request.path,
            "query": request.query,
            "headers": headers,
            "body": String::from_utf8_lossy(&request.body),
        }),
    )
}
