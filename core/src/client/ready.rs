//! Whether a node has started.

use std::time::Duration;

use reqwest::header::HeaderMap;

use crate::client::address::Address;
use crate::client::failure;
use crate::client::operation::operation;
use crate::client::options::ConnectOptions;
use crate::client::transport::{Outgoing, Transport};
use crate::client::wait::Patience;
use crate::error::{Error, ErrorKind, Result, Retry};
use crate::rest::identity;

/// Waits until a node of any role has started: until its `/services/Version` tells the release. `url` is the node's
/// management address, such as `https://localhost:9443` (a gateway with port offset 1: `https://localhost:9444`); no
/// credentials are sent. A node that refuses connections or fails is asked again, at first often, then once a second.
///
/// Of the options count the certificates and the time allowed for a connection. When they name a release, any success is
/// taken for readiness: for a server that keeps its own to itself.
///
/// # Errors
/// [`ErrorKind::Timeout`], code `not-ready`, with the URL and the last failure; [`ErrorKind::InvalidInput`] for a URL or an
/// option that cannot be used; [`ErrorKind::Tls`] at once when the certificate is not trusted.
///
/// # Example
/// ```no_run
/// use std::time::Duration;
/// use gatewright::client::{ConnectOptions, wait_until_ready};
///
/// # async fn example() -> gatewright::Result<()> {
/// let options = ConnectOptions::new().ca_certificates(std::fs::read_to_string("ca.pem").unwrap());
/// for node in ["https://localhost:9443", "https://localhost:9444"] {
///     wait_until_ready(node, &options, Duration::from_secs(120)).await?;
/// }
/// # Ok(())
/// # }
/// ```
pub async fn wait_until_ready(
    url: &str,
    options: &ConnectOptions,
    timeout: Duration,
) -> Result<()> {
    operation("wait_until_ready", until_ready(url, options, timeout)).await
}

async fn until_ready(url: &str, options: &ConnectOptions, timeout: Duration) -> Result<()> {
    let address = Address::parse("the node's URL", url, true)?;
    let node = Node { transport: Transport::new(options)?, address, options };
    let mut patience = Patience::new(timeout);
    loop {
        let Some(why) = node.failure(patience.for_one()).await? else { return Ok(()) };
        if patience.pause().await {
            continue;
        }
        let url = node.address.as_str();
        let message = format!(
            "after {timeout:?} the node at {url} is not ready: {why}; is it started, are host and port right, and what \
             does its log say?"
        );
        return Err(Error::new(ErrorKind::Timeout, "not-ready", message)
            .with_retry(Retry::Safe)
            .with_context("server", url));
    }
}

struct Node<'o> {
    transport: Transport,
    address: Address,
    options: &'o ConnectOptions,
}

impl Node<'_> {
    /// Why it is not ready yet; none when it is.
    ///
    /// # Errors
    /// What no waiting heals.
    async fn failure(&self, within: Duration) -> Result<Option<String>> {
        let call = identity::version();
        let outgoing = Outgoing {
            method: reqwest::Method::GET,
            url: self.address.url(&call.request.target),
            headers: HeaderMap::new(),
            body: None,
            within: Some(within.min(self.options.request_timeout)),
        };
        let answer = match self.transport.exchange(outgoing).await {
            Ok(answer) => answer,
            Err(lost) if matches!(lost.kind, ErrorKind::Connect | ErrorKind::Timeout) => {
                return Ok(Some(lost.why));
            }
            Err(lost) => {
                return Err(failure::lost(call.request.operation, self.address.as_str(), &lost));
            }
        };
        if !(200..300).contains(&answer.status) {
            return Ok(Some(format!("it answers with status {}", answer.status)));
        }
        match call.read(&answer.body) {
            Err(why) if self.options.release.is_none() => {
                Ok(Some(format!("it answers, but {why}")))
            }
            _ => Ok(None),
        }
    }
}
