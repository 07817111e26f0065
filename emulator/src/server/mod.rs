//! The part that knows sockets: TLS, listeners, requests and replies as values, and sending.

mod body;
pub(crate) mod client;
mod holder;
mod listen;
mod reply;
mod request;
mod serve;
mod tls;
mod url;

pub(crate) use listen::{Listeners, Reserved, bind, is_free, reserve};
pub(crate) use reply::Reply;
pub(crate) use request::{Method, Request};
pub(crate) use serve::{Conduct, Connections, Handler, Serving, serve};
pub(crate) use tls::Authority;
pub(crate) use url::encode;
