//! A server on this computer that answers as a test says, and keeps what it was asked.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// One request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    /// `GET /path?query`
    pub(crate) line: String,
    /// In lower case, but for the values.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// What the server does about it.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Json(u16, String),
    /// An answer with headers of its own.
    Headed(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// Closes the connection without a word.
    Reset,
    /// Half an answer, then closes.
    Half,
    /// Never answers.
    Silence,
}

impl From<serde_json::Value> for Answer {
    fn from(value: serde_json::Value) -> Self {
        Self::Json(200, value.to_string())
    }
}

/// The server. It ends with its runtime.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) url: String,
    received: Arc<Mutex<Vec<Received>>>,
    connections: Arc<AtomicUsize>,
    handshakes: Arc<AtomicUsize>,
}

impl Server {
    pub(crate) async fn start(
        answer: impl Fn(&Received) -> Answer + Send + Sync + 'static,
    ) -> Self {
        Self::listen("http", None, answer).await
    }

    /// One that speaks TLS as `localhost`, and the certificate of its CA as PEM.
    pub(crate) async fn start_tls(
        answer: impl Fn(&Received) -> Answer + Send + Sync + 'static,
    ) -> (Self, String) {
        let certified = certified(false);
        (Self::listen("https", Some(certified.acceptor), answer).await, certified.ca)
    }

    /// One that wants a certificate of its CA from its clients; that CA, and such a certificate with its key.
    pub(crate) async fn start_mutual_tls(
        answer: impl Fn(&Received) -> Answer + Send + Sync + 'static,
    ) -> (Self, String, (String, String)) {
        let Certified { acceptor, ca, client } = certified(true);
        (Self::listen("https", Some(acceptor), answer).await, ca, client)
    }

    async fn listen(
        scheme: &str,
        tls: Option<TlsAcceptor>,
        answer: impl Fn(&Received) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = if tls.is_some() { "localhost" } else { "127.0.0.1" };
        let url = format!("{scheme}://{host}:{}", listener.local_addr().unwrap().port());
        let received = Arc::new(Mutex::new(Vec::new()));
        let (answer, log) = (Arc::new(answer), Arc::clone(&received));
        let connections: Arc<AtomicUsize> = Arc::default();
        let handshakes: Arc<AtomicUsize> = Arc::default();
        let (made, shaken) = (Arc::clone(&connections), Arc::clone(&handshakes));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                made.fetch_add(1, Ordering::SeqCst);
                let (answer, log, tls) = (Arc::clone(&answer), Arc::clone(&log), tls.clone());
                let shaken = Arc::clone(&shaken);
                tokio::spawn(async move {
                    match tls {
                        None => serve(stream, &*answer, &log).await,
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                shaken.fetch_add(1, Ordering::SeqCst);
                                serve(stream, &*answer, &log).await;
                            }
                        }
                    }
                });
            }
        });
        Self { url, received, connections, handshakes }
    }

    /// The request lines so far, with the API's base path taken off.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.received.lock().unwrap().iter().map(|received| received.line.clone()).collect()
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    pub(crate) fn count(&self, part: &str) -> usize {
        self.lines().iter().filter(|line| line.contains(part)).count()
    }

    /// How many connections were accepted so far, and in how many a TLS handshake succeeded.
    pub(crate) fn connections(&self) -> (usize, usize) {
        (self.connections.load(Ordering::SeqCst), self.handshakes.load(Ordering::SeqCst))
    }

    pub(crate) fn forget(&self) {
        self.received.lock().unwrap().clear();
    }
}

/// A CA made for the occasion, what accepts as `localhost`, and a client's certificate with its key.
struct Certified {
    acceptor: TlsAcceptor,
    ca: String,
    client: (String, String),
}

fn certified(wants_client: bool) -> Certified {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca_key = KeyPair::generate().unwrap();
    let ca = params.self_signed(&ca_key).unwrap();
    let issuer = Issuer::new(params, ca_key);
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let leaf = leaf.signed_by(&key, &issuer).unwrap();
    let client_key = KeyPair::generate().unwrap();
    let client = CertificateParams::new(vec!["client".to_owned()]).unwrap();
    let client = client.signed_by(&client_key, &issuer).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(ca.der().clone()).unwrap();
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
    let builder = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap();
    let builder = if wants_client {
        builder.with_client_cert_verifier(verifier.build().unwrap())
    } else {
        builder.with_no_client_auth()
    };
    let config = builder.with_single_cert(vec![leaf.der().clone()], key).unwrap();
    Certified {
        acceptor: TlsAcceptor::from(Arc::new(config)),
        ca: ca.pem(),
        client: (client.pem(), client_key.serialize_pem()),
    }
}

async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    answer: &(dyn Fn(&Received) -> Answer + Send + Sync),
    log: &Mutex<Vec<Received>>,
) {
    let mut buffer = Vec::new();
    while let Some(received) = read(&mut stream, &mut buffer).await {
        let answer = answer(&received);
        log.lock().unwrap().push(received);
        let (status, headers, body) = match answer {
            Answer::Json(status, body) => (status, Vec::new(), body.into_bytes()),
            Answer::Headed(status, headers, body) => (status, headers, body),
            Answer::Reset => return,
            Answer::Half => {
                let _ =
                    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"a\":").await;
                return;
            }
            Answer::Silence => std::future::pending().await,
        };
        let own: Vec<String> =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let own = own.concat();
        let head = format!(
            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{own}content-length: {}\r\n\r\n",
            body.len()
        );
        let answer = [head.as_bytes(), &body].concat();
        if stream.write_all(&answer).await.is_err() {
            return;
        }
    }
}

/// The next request of a connection; nothing when there is none any more.
pub(crate) async fn read(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    buffer: &mut Vec<u8>,
) -> Option<Received> {
    loop {
        if buffer.first() == Some(&0x16) {
            // A TLS handshake: an HTTP server answers that it does not understand.
            let _ =
                stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
            return None;
        }
        let end = buffer.windows(4).position(|window| window == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
            let mut lines = head.lines();
            let line = lines.next()?.trim_end_matches(" HTTP/1.1").to_owned();
            let headers: Vec<(String, String)> = lines
                .filter_map(|line| line.split_once(": "))
                .map(|(key, value)| (key.to_ascii_lowercase(), value.to_owned()))
                .collect();
            let length = headers.iter().find(|(key, _)| key == "content-length");
            let length: usize = length.map_or(0, |(_, value)| value.parse().unwrap());
            if buffer.len() >= end + 4 + length {
                let body = String::from_utf8_lossy(&buffer[end + 4..end + 4 + length]).into_owned();
                buffer.drain(..end + 4 + length);
                return Some(Received { line, headers, body });
            }
        }
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk).await {
            Ok(count) if count > 0 => buffer.extend_from_slice(&chunk[..count]),
            _ => return None,
        }
    }
}

/// Polls a future so many times, each time after it was woken, then drops it; its output when it was done by then.
pub(crate) async fn polled<T>(times: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut polls = 0;
    poll_fn(move |context| {
        if polls == times {
            return Poll::Ready(None);
        }
        polls += 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}
