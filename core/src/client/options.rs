//! How to connect.

use std::time::Duration;

use crate::model::Release;

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
    pub(crate) devportal_url: Option<String>,
    pub(crate) token_url: Option<String>,
    pub(crate) tenant: Option<String>,
    pub(crate) ca_certificates: Vec<String>,
    pub(crate) connect_timeout: Duration,
    pub(crate) request_timeout: Duration,
    pub(crate) danger_allow_plain_http: bool,
    pub(crate) danger_accept_invalid_certificates: bool,
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self {
            release: None,
            devportal_url: None,
            token_url: None,
            tenant: None,
            ca_certificates: Vec::new(),
            connect_timeout: Duration::from_secs(5),
            request_timeout: Duration::from_secs(60),
            danger_allow_plain_http: false,
            danger_accept_invalid_certificates: false,
        }
    }
}

impl ConnectOptions {
    /// The defaults: the release is asked of the server, every API is at the control plane's URL, the platform's roots
    /// are trusted, 5 seconds to connect and 60 for a request.
    pub fn new() -> Self {
        Self::default()
    }

    /// The release, instead of asking the server.
    #[must_use]
    pub fn release(mut self, release: Release) -> Self {
        self.release = Some(release);
        self
    }

    /// Where the Developer Portal's API is, when not at the control plane's URL.
    #[must_use]
    pub fn devportal_url(mut self, url: impl Into<String>) -> Self {
        self.devportal_url = Some(url.into());
        self
    }

    /// The whole address of the token endpoint, such as `https://km.example.com:9443/oauth2/token`. What revokes tokens
    /// is its neighbour `revoke`.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
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

    /// How long making a connection may take.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long one request may take, to the last byte of its answer.
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
}
