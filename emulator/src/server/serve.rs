//! Accepting connections and answering their requests, until told to stop.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::header::{HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use super::body::Sent;
use super::{Listeners, Reply, Request};

const LARGEST_BODY: usize = 64 << 20;
const HANDSHAKE: Duration = Duration::from_secs(10);

/// What is done with a request, besides its reply.
pub(crate) enum Conduct {
    /// It is answered.
    Answer(Reply),
    /// Half of the answer is sent.
    Half(Reply),
    /// The connection is closed without an answer.
    Drop,
}

/// Answers requests.
pub(crate) trait Handler: Send + Sync + 'static {
    fn handle(&self, request: Request) -> impl Future<Output = Conduct> + Send;
}

/// Tasks that end when they are told to; dropping it ends them as well.
#[derive(Default)]
pub(crate) struct Serving {
    tasks: JoinSet<()>,
    connections: Connections,
}

/// The connections of all ports of one node, which end after the tasks that accept them.
#[derive(Clone, Default)]
pub(crate) struct Connections(Arc<Mutex<JoinSet<()>>>);

impl Connections {
    fn lock(&self) -> MutexGuard<'_, JoinSet<()>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn spawn(&self, connection: impl Future<Output = ()> + Send + 'static) {
        let mut connections = self.lock();
        // What has ended is let go.
        while connections.try_join_next().is_some() {}
        connections.spawn(connection);
    }
}

impl Serving {
    pub(crate) fn spawn(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(task);
    }

    pub(crate) fn connections(&self) -> Connections {
        self.connections.clone()
    }

    /// Ends every task and waits until it is gone.
    pub(crate) async fn stop(&mut self) {
        self.tasks.shutdown().await;
        // Nothing adds to it any more.
        let mut left = std::mem::take(&mut *self.connections.lock());
        left.shutdown().await;
    }
}

/// Serves a port with a handler.
pub(crate) fn serve<H: Handler>(
    serving: &mut Serving,
    listeners: Listeners,
    tls: Option<&Arc<ServerConfig>>,
    handler: &Arc<H>,
) {
    for listener in listeners.sockets {
        let acceptor = tls.map(|config| TlsAcceptor::from(Arc::clone(config)));
        let connections = serving.connections();
        serving.spawn(accept(listener, acceptor, Arc::clone(handler), connections));
    }
}

async fn accept<H: Handler>(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    handler: Arc<H>,
    connections: Connections,
) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let (tls, handler) = (tls.clone(), Arc::clone(&handler));
                connections.spawn(connection(stream, tls, handler));
            }
            // Out of file descriptors, for example: others may end soon.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn connection<H: Handler>(stream: TcpStream, tls: Option<TlsAcceptor>, handler: Arc<H>) {
    // Without it small answers wait for an acknowledgement.
    let _ = stream.set_nodelay(true);
    match tls {
        None => answer(stream, false, handler).await,
        Some(tls) => {
            if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await {
                answer(stream, true, handler).await;
            }
        }
    }
}

async fn answer<S, H: Handler>(stream: S, secure: bool, handler: Arc<H>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |incoming| {
        let handler = Arc::clone(&handler);
        async move {
            let conduct = match receive(incoming, secure).await {
                Ok(request) => handler.handle(request).await,
                Err(status) => Conduct::Answer(Reply::empty(status)),
            };
            match conduct {
                Conduct::Answer(reply) => Ok(response(&reply, Sent::whole(reply.body.clone()))),
                Conduct::Half(reply) => Ok(response(&reply, Sent::half(&reply.body))),
                Conduct::Drop => Err(io::Error::other("the fault script drops this connection")),
            }
        }
    });
    // A client that goes away is no concern of the server.
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn receive(incoming: hyper::Request<Incoming>, secure: bool) -> Result<Request, u16> {
    let (head, body) = incoming.into_parts();
    let body = Limited::new(body, LARGEST_BODY).collect().await.map_err(|_| 413_u16)?.to_bytes();
    Ok(Request {
        method: head.method,
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers,
        body,
        secure,
    })
}

fn response(reply: &Reply, body: Sent) -> hyper::Response<Sent> {
    let mut response = hyper::Response::new(body);
    *response.status_mut() = hyper::StatusCode::from_u16(reply.status).unwrap_or_default();
    for (name, value) in &reply.headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

/// A handler that never fails, for fixed services.
impl<F, R> Handler for F
where
    F: Fn(Request) -> R + Send + Sync + 'static,
    R: Future<Output = Result<Reply, Infallible>> + Send,
{
    async fn handle(&self, request: Request) -> Conduct {
        match self(request).await {
            Ok(reply) => Conduct::Answer(reply),
            Err(never) => match never {},
        }
    }
}
