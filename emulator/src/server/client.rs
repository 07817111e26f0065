//! Sending: between nodes, and to backends. One connection per request.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::header::{CONNECTION, HOST, HeaderMap, HeaderValue};
use hyper::{Method, Uri};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

use super::Reply;

const CONNECTING: Duration = Duration::from_secs(5);
const ANSWERING: Duration = Duration::from_secs(60);

/// Sends requests, trusting the emulator's own authority.
#[derive(Clone)]
pub(crate) struct Client {
    tls: Arc<ClientConfig>,
}

/// What is sent.
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) struct NoAnswer(String);

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl NoAnswer {
    fn new(error: impl fmt::Display) -> Self {
        Self(error.to_string())
    }
}

impl Outgoing {
    pub(crate) fn new(method: Method, url: impl Into<String>) -> Self {
        Self { method, url: url.into(), headers: HeaderMap::new(), body: Bytes::new() }
    }

    pub(crate) fn basic(mut self, username: &str, password: &str) -> Self {
        use base64::Engine as _;
        let text = format!("{username}:{password}");
        let encoded = base64::engine::general_purpose::STANDARD.encode(text);
        if let Ok(value) = HeaderValue::from_str(&format!("Basic {encoded}")) {
            self.headers.insert("authorization", value);
        }
        self
    }

    pub(crate) fn body(mut self, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        self.headers.insert("content-type", HeaderValue::from_static(content_type));
        self.body = body.into();
        self
    }
}

impl Client {
    pub(crate) fn new(tls: Arc<ClientConfig>) -> Self {
        Self { tls }
    }

    pub(crate) async fn send(&self, outgoing: Outgoing) -> Result<Reply, NoAnswer> {
        let uri: Uri = outgoing.url.parse().map_err(NoAnswer::new)?;
        let host = uri.host().ok_or_else(|| NoAnswer::new("the URL has no host"))?.to_owned();
        let secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(NoAnswer::new("the URL is neither http nor https")),
        };
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let address = (host.trim_matches(['[', ']']).to_owned(), port);
        let stream = within(CONNECTING, TcpStream::connect(address.clone())).await?;
        if secure {
            let name = ServerName::try_from(address.0).map_err(NoAnswer::new)?;
            let connector = TlsConnector::from(Arc::clone(&self.tls));
            let stream = within(CONNECTING, connector.connect(name, stream)).await?;
            within(ANSWERING, exchange(stream, &uri, outgoing)).await
        } else {
            within(ANSWERING, exchange(stream, &uri, outgoing)).await
        }
    }
}

async fn within<T, E: fmt::Display>(
    limit: Duration,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, NoAnswer> {
    match tokio::time::timeout(limit, work).await {
        Ok(result) => result.map_err(NoAnswer::new),
        Err(_) => Err(NoAnswer::new("no answer in time")),
    }
}

async fn exchange<S>(stream: S, uri: &Uri, outgoing: Outgoing) -> Result<Reply, NoAnswer>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(NoAnswer::new)?;
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let mut request = hyper::Request::new(Full::new(outgoing.body));
    *request.method_mut() = outgoing.method;
    *request.uri_mut() = target.parse().map_err(NoAnswer::new)?;
    *request.headers_mut() = outgoing.headers;
    let host = uri.authority().map_or("", |authority| authority.as_str());
    request.headers_mut().insert(HOST, HeaderValue::from_str(host).map_err(NoAnswer::new)?);
    request.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    let asking = async move {
        let response = sender.send_request(request).await.map_err(NoAnswer::new)?;
        let (head, body) = response.into_parts();
        let body = body.collect().await.map_err(NoAnswer::new)?.to_bytes();
        let headers = head
            .headers
            .iter()
            .filter_map(|(name, value)| {
                Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
            })
            .collect();
        Ok(Reply { status: head.status.as_u16(), headers, body })
    };
    let (reply, _) = tokio::join!(asking, connection);
    reply
}
