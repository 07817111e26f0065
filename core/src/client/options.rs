//! How to connect.

use std::time::Duration;

use crate::client::retry_options::RetryOptions;
use crate::client::user_headers::UserHeaders;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Release, SecretText};

/// What can be said about a connection beyond its URL and credentials. Everything has a default.
///
/// ```
/// use std::time::Duration;
/// use gatewright::Release;
/// use gatewright::client::ConnectOptions;
///
/// let options = ConnectOptions::new()
///     .release(Release::V4_7)
///     .devportal_url("https://portal.example.com")
///     .request_timeout(Duration::from_secs(20));
/// # let _ = options;
/// ```
#[derive(Clone, Debug)]
pub struct ConnectOptions {
    pub(crate) release: Option<Release>,
    pub(crate) publisher_url: Option<String>,
    pub(crate) devportal_url: Option<String>,
    pub(crate) admin_url: Option<String>,
    pub(crate) token_url: Option<String>,
    pub(crate) revoke_url: Option<String>,
    pub(crate) registration_url: Option<String>,
    pub(crate) tenant: Option<String>,
    pub(crate) ca_certificates: Vec<String>,
    /// The chain and its key.
    pub(crate) client_certificate: Option<(String, SecretText)>,
    /// It may hold a password.
    pub(crate) proxy: Option<SecretText>,
    pub(crate) uses_environment_proxy: bool,
    pub(crate) user_agent: Option<String>,
    pub(crate) headers: Option<UserHeaders>,
    pub(crate) connect_timeout: Duration,
    pub(crate) request_timeout: Duration,
    pub(crate) retry: RetryOptions,
    pub(crate) max_concurrency: usize,
    pub(crate) danger_allow_plain_http: bool,
    pub(crate) danger_accept_invalid_certificates: bool,
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self {
            release: None,
            publisher_url: None,
            devportal_url: None,
            admin_url: None,
            token_url: None,
            revoke_url: None,
            registration_url: None,
            tenant: None,
            ca_certificates: Vec::new(),
            client_certificate: None,
            proxy: None,
            uses_environment_proxy: true,
            user_agent: None,
            headers: None,
            connect_timeout: Duration::from_secs(5),
            request_timeout: Duration::from_secs(60),
            retry: RetryOptions::default(),
            max_concurrency: 16,
            danger_allow_plain_http: false,
            danger_accept_invalid_certificates: false,
        }
    }
}

impl ConnectOptions {
    /// The defaults: the release is asked of the server, every API is at the control plane's URL, the platform's roots
    /// are trusted, the environment's proxy is used, 5 seconds to connect and 60 for an attempt, repetitions as
    /// [`RetryOptions::new`] says, at most 16 requests at a time.
    pub fn new() -> Self {
        Self::default()
    }

    /// The release, instead of asking the server.
    #[must_use]
    pub fn release(mut self, release: Release) -> Self {
        self.release = Some(release);
        self
    }

    /// Where the Publisher's API is, when not at the control plane's URL, such as `https://publisher.example.com`. Its
    /// path `/api/am/publisher/…` is added.
    #[must_use]
    pub fn publisher_url(mut self, url: impl Into<String>) -> Self {
        self.publisher_url = Some(url.into());
        self
    }

    /// Where the Admin API is, when not at the control plane's URL. Its path `/api/am/admin/…` is added.
    #[must_use]
    pub fn admin_url(mut self, url: impl Into<String>) -> Self {
        self.admin_url = Some(url.into());
        self
    }

    /// Where the Developer Portal's API is, when not at the control plane's URL. Its path `/api/am/devportal/…` (3.x:
    /// `/api/am/store/…`) is added.
    #[must_use]
    pub fn devportal_url(mut self, url: impl Into<String>) -> Self {
        self.devportal_url = Some(url.into());
        self
    }

    /// The whole address of the token endpoint, such as `https://km.example.com:9443/oauth2/token`. What revokes tokens
    /// is its neighbour `revoke`, unless [`Self::revoke_url`] says otherwise.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// The whole address of what revokes tokens, when it is not the neighbour `revoke` of the token endpoint.
    #[must_use]
    pub fn revoke_url(mut self, url: impl Into<String>) -> Self {
        self.revoke_url = Some(url.into());
        self
    }

    /// Where clients are registered, when not at the control plane's URL. The path `/client-registration/…` is added.
    #[must_use]
    pub fn registration_url(mut self, url: impl Into<String>) -> Self {
        self.registration_url = Some(url.into());
        self
    }

    /// The tenant, such as `example.com`: whose Developer Portal is asked, and how the token endpoints of 3.x and the
    /// listings of gateway nodes name it. Without it the portal is that of the user, the rest is `carbon.super`.
    #[must_use]
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = Some(tenant.into());
        self
    }

    /// Certificates to trust beside the platform's, as PEM text.
    #[must_use]
    pub fn ca_certificates(mut self, pem: impl Into<String>) -> Self {
        self.ca_certificates.push(pem.into());
        self
    }

    /// A certificate that proves who the client is (mutual TLS): its chain as PEM text, the client's own first, and its
    /// private key as PEM text (PKCS #8, PKCS #1 or SEC1, not encrypted). The key does not print.
    #[must_use]
    pub fn client_certificate(
        mut self,
        certificates: impl Into<String>,
        key: impl Into<String>,
    ) -> Self {
        self.client_certificate = Some((certificates.into(), SecretText::new(key)));
        self
    }

    /// A proxy for all connections but those to this computer: `http://proxy.example.com:3128` or `https://…`, with
    /// `user:password@` before the host when it asks for them. It goes before the environment's. Other kinds, such as
    /// `socks5://`, are refused when connecting.
    #[must_use]
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(SecretText::new(url));
        self
    }

    /// Leaves the environment's proxies alone. Otherwise the variables `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY` (or in
    /// lower case) name proxies and `NO_PROXY` the hosts to reach directly, as for other programs; connections to this
    /// computer never use one, and a proxy of a kind that is not supported is an error.
    #[must_use]
    pub fn without_environment_proxy(mut self) -> Self {
        self.uses_environment_proxy = false;
        self
    }

    /// What follows `gatewright/<version>` in the header `User-Agent`, such as `deploy-pipeline/2.1`.
    #[must_use]
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.user_agent = Some(product.into());
        self
    }

    /// Headers of one's own, asked for before each request to API-M: what a load balancer or an audit wants. What the
    /// client sets itself (`Authorization`, `Host`, `Content-Length`, …) is refused when the request would be sent.
    /// Calls through gateways ([`ControlPlane::call`](super::ControlPlane::call)) have headers of their own.
    ///
    /// ```
    /// use gatewright::client::ConnectOptions;
    ///
    /// let options = ConnectOptions::new()
    ///     .headers(|| vec![("X-Change-Ticket".to_owned(), "CHG-1234".to_owned())]);
    /// # let _ = options;
    /// ```
    #[must_use]
    pub fn headers(
        self,
        headers: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static,
    ) -> Self {
        self.try_headers(move || Ok(headers()))
    }

    /// The same for a function that may fail, such as one that reads a file: its error is the error of the operation
    /// that needed the headers, code `headers-callback-failed`, and nothing is sent.
    ///
    /// ```
    /// use gatewright::client::ConnectOptions;
    ///
    /// let options = ConnectOptions::new().try_headers(|| {
    ///     let ticket = std::fs::read_to_string("ticket.txt")?;
    ///     Ok(vec![("X-Change-Ticket".to_owned(), ticket.trim().to_owned())])
    /// });
    /// # let _ = options;
    /// ```
    #[must_use]
    pub fn try_headers(
        self,
        headers: impl Fn() -> std::result::Result<
            Vec<(String, String)>,
            Box<dyn std::error::Error + Send + Sync>,
        > + Send
        + Sync
        + 'static,
    ) -> Self {
        self.headers_callback(move || std::future::ready(headers()))
    }

    /// The same for a function that takes time, such as one that asks a vault. The request waits while it is asked; when
    /// nobody waits any more, its future is dropped.
    ///
    /// ```
    /// use gatewright::client::ConnectOptions;
    ///
    /// # async fn ticket() -> Result<String, std::io::Error> { Ok(String::new()) }
    /// let options = ConnectOptions::new()
    ///     .headers_callback(|| async { Ok(vec![("X-Change-Ticket".to_owned(), ticket().await?)]) });
    /// # let _ = options;
    /// ```
    #[must_use]
    pub fn headers_callback<F, R>(mut self, ask: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<Vec<(String, String)>, Box<dyn std::error::Error + Send + Sync>>>
            + Send
            + 'static,
    {
        self.headers = Some(UserHeaders::new(ask));
        self
    }

    /// How failures are repeated.
    #[must_use]
    pub fn retry(mut self, retry: RetryOptions) -> Self {
        self.retry = retry;
        self
    }

    /// How many requests to the control plane are under way at most: 1 or more. A session starts with 4, grows by one
    /// while as many as it may succeed, and halves when the server asks for fewer (429) or its database is in a
    /// deadlock, which parallel publishing can cause. Default: 16.
    #[must_use]
    pub fn max_concurrency(mut self, requests: usize) -> Self {
        self.max_concurrency = requests;
        self
    }

    /// How long making a connection may take.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long one attempt of a request may take, to the last byte of its answer. With its repetitions it may take as
    /// long as [`RetryOptions::deadline`] says.
    #[must_use]
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.request_timeout = timeout;
        self
    }

    /// Lets `http://` URLs of other computers carry credentials, where everyone on the way can read them.
    #[must_use]
    pub fn danger_allow_plain_http(mut self) -> Self {
        self.danger_allow_plain_http = true;
        self
    }

    /// Accepts any certificate of anybody: whoever stands on the way can read and change everything. For a trial with
    /// API-M's own self-signed certificate, trusting that certificate with [`Self::ca_certificates`] is as easy.
    #[must_use]
    pub fn danger_accept_invalid_certificates(mut self) -> Self {
        self.danger_accept_invalid_certificates = true;
        self
    }

    /// # Errors
    /// [`ErrorKind::InvalidInput`], code `invalid-option`, for a number that makes no sense.
    pub(crate) fn check(&self) -> Result<()> {
        self.retry.check()?;
        if self.max_concurrency == 0 {
            let message = "`max_concurrency` is 0, so nothing would be sent: give 1 or more";
            return Err(Error::new(ErrorKind::InvalidInput, "invalid-option", message));
        }
        Ok(())
    }
}
