//! A backend that answers with what it was sent.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use serde_json::{Map, Value, json};

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

fn headers(request: &Request) -> Map<String, Value> {
    request
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), json!(String::from_utf8_lossy(value.as_bytes()))))
        .collect()
}

/// An error in the form of the management APIs, and of OAuth, that quotes the request.
pub(super) fn quote(status: u16, request: &Request) -> Reply {
    let account = request.basic().map(|(user, password)| format!("{user}:{password}"));
    let quoted = format!(
        "{} {}?{} {} {} {}",
        request.method,
        request.path,
        request.query,
        Value::Object(headers(request)),
        account.unwrap_or_default(),
        String::from_utf8_lossy(&request.body),
    );
    let fields: Vec<Value> = request
        .form_pairs()
        .map(|(name, value)| {
            json!({"code": "0", "message": name, "description": format!("{name} is {value}")})
        })
        .collect();
    Reply::json(
        status,
        &json!({
            "code": status, "message": "The request was", "description": quoted, "moreInfo": "",
            "error": fields, "error_description": quoted,
        }),
    )
}

fn echo(request: &Request) -> Reply {
    Reply::json(
        200,
        &json!({
            "method": request.method.as_str(),
            "path": request.path,
            "query": request.query,
            "headers": headers(request),
            "body": String::from_utf8_lossy(&request.body),
        }),
    )
}
