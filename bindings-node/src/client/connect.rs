//! How a connection is made.

use gatewright::client::{ConnectOptions, RetryOptions, Warning, milliseconds};
use gatewright::{ControlPlane, Release};
use napi::Env;
use napi::bindgen_prelude::{Function, Object};
use napi_derive::napi;

use crate::callback::{Callback, Reply};
use crate::client::control_plane::NativeControlPlane;
use crate::client::credentials::NativeCredentials;
use crate::promise::{NativeCancellation, promise};

/// Headers of the user's own, which a function gives before each request.
#[napi]
pub struct NativeHeaders {
    pub(crate) callback: Callback<HeadersReply>,
}

#[napi]
impl NativeHeaders {
    /// What a function says.
    #[napi(constructor)]
    pub fn new(ask: Function<'_, HeadersReply, ()>) -> napi::Result<Self> {
        Ok(Self { callback: Callback::new(&ask)? })
    }
}

/// Where the headers that a function gives go.
#[napi]
pub struct HeadersReply {
    reply: Reply<Vec<(String, String)>>,
}

#[napi]
impl HeadersReply {
    /// The headers: pairs of name and value.
    #[napi]
    pub fn fill(&mut self, pairs: Vec<Vec<String>>) {
        let pair = |pair: Vec<String>| <[String; 2]>::try_from(pair).ok();
        self.reply.fill(pairs.into_iter().filter_map(pair).map(Into::into).collect());
    }

    /// Why there are none.
    #[napi]
    pub fn fail(&mut self, message: String) {
        self.reply.fail(message);
    }
}

/// How failures are repeated; what is absent stays as the core has it. Times are in milliseconds.
#[napi(object, object_to_js = false)]
pub struct NativeRetryOptions {
    /// No repetition at all, unless the others say otherwise.
    pub off: Option<bool>,
    /// How often a request is sent at most.
    pub attempts: Option<u32>,
    /// The longest first pause.
    pub first_delay: Option<f64>,
    /// Where the pauses stop growing.
    pub longest_delay: Option<f64>,
    /// How many repetitions a session has in store.
    pub budget: Option<u32>,
    /// How long one request may take with all its repetitions.
    pub deadline: Option<f64>,
}

impl NativeRetryOptions {
    fn into_core(self) -> gatewright::Result<RetryOptions> {
        let is_off = self.off == Some(true);
        let mut retry = if is_off { RetryOptions::off() } else { RetryOptions::new() };
        if let Some(attempts) = self.attempts {
            retry = retry.attempts(attempts);
        }
        if let Some(delay) = self.first_delay {
            retry = retry.first_delay(milliseconds("firstDelay", delay)?);
        }
        if let Some(delay) = self.longest_delay {
            retry = retry.longest_delay(milliseconds("longestDelay", delay)?);
        }
        if let Some(budget) = self.budget {
            retry = retry.budget(budget);
        }
        if let Some(deadline) = self.deadline {
            retry = retry.deadline(milliseconds("deadline", deadline)?);
        }
        Ok(retry)
    }
}

/// A certificate that proves who the client is.
#[napi(object, object_to_js = false)]
pub struct NativeClientCertificate {
    /// Its chain, as PEM text.
    pub certificates: String,
    /// Its private key, as PEM text.
    pub key: String,
}

/// What is said about a connection; what is absent stays as the core has it. Times are in milliseconds.
#[napi(object, object_to_js = false)]
pub struct NativeConnectOptions {
    /// The release, instead of asking.
    pub release: Option<String>,
    /// Where the Publisher's API is.
    pub publisher_url: Option<String>,
    /// Where the Admin API is.
    pub admin_url: Option<String>,
    /// Where the Developer Portal's API is.
    pub devportal_url: Option<String>,
    /// The token endpoint.
    pub token_url: Option<String>,
    /// What revokes tokens.
    pub revoke_url: Option<String>,
    /// Where clients are registered.
    pub registration_url: Option<String>,
    /// The tenant.
    pub tenant: Option<String>,
    /// Certificates to trust, as PEM texts.
    pub ca_certificates: Option<Vec<String>>,
    /// A certificate that proves who the client is.
    pub client_certificate: Option<NativeClientCertificate>,
    /// A proxy for all connections.
    pub proxy: Option<String>,
    /// Leaves the environment's proxies alone.
    pub without_environment_proxy: Option<bool>,
    /// What follows the library's name in the user agent.
    pub user_agent: Option<String>,
    /// How failures are repeated.
    pub retry: Option<NativeRetryOptions>,
    /// How many requests are under way at most.
    pub max_concurrency: Option<u32>,
    /// How long making a connection may take.
    pub connect_timeout: Option<f64>,
    /// How long one request may take.
    pub request_timeout: Option<f64>,
    /// Lets `http://` URLs carry credentials.
    pub danger_allow_plain_http: Option<bool>,
    /// Accepts any certificate.
    pub danger_accept_invalid_certificates: Option<bool>,
}

impl NativeConnectOptions {
    pub(crate) fn into_core(
        self,
        headers: Option<Callback<HeadersReply>>,
    ) -> gatewright::Result<ConnectOptions> {
        let mut options = ConnectOptions::new();
        if let Some(release) = self.release {
            options = options.release(release.parse::<Release>()?);
        }
        if let Some(url) = self.publisher_url {
            options = options.publisher_url(url);
        }
        if let Some(url) = self.admin_url {
            options = options.admin_url(url);
        }
        if let Some(url) = self.devportal_url {
            options = options.devportal_url(url);
        }
        if let Some(url) = self.token_url {
            options = options.token_url(url);
        }
        if let Some(url) = self.revoke_url {
            options = options.revoke_url(url);
        }
        if let Some(url) = self.registration_url {
            options = options.registration_url(url);
        }
        if let Some(tenant) = self.tenant {
            options = options.tenant(tenant);
        }
        for pem in self.ca_certificates.into_iter().flatten() {
            options = options.ca_certificates(pem);
        }
        if let Some(NativeClientCertificate { certificates, key }) = self.client_certificate {
            options = options.client_certificate(certificates, key);
        }
        if let Some(url) = self.proxy {
            options = options.proxy(url);
        }
        if self.without_environment_proxy == Some(true) {
            options = options.without_environment_proxy();
        }
        if let Some(product) = self.user_agent {
            options = options.user_agent(product);
        }
        if let Some(callback) = headers {
            let ask = move || callback.clone().ask(|reply| HeadersReply { reply });
            options = options.headers_callback(ask);
        }
        if let Some(retry) = self.retry {
            options = options.retry(retry.into_core()?);
        }
        if let Some(requests) = self.max_concurrency {
            options = options.max_concurrency(usize::try_from(requests).unwrap_or(usize::MAX));
        }
        if let Some(timeout) = self.connect_timeout {
            options = options.connect_timeout(milliseconds("connectTimeout", timeout)?);
        }
        if let Some(timeout) = self.request_timeout {
            options = options.request_timeout(milliseconds("requestTimeout", timeout)?);
        }
        if self.danger_allow_plain_http == Some(true) {
            options = options.danger_allow_plain_http();
        }
        if self.danger_accept_invalid_certificates == Some(true) {
            options = options.danger_accept_invalid_certificates();
        }
        Ok(options)
    }
}

/// Something about a connection that its owner should know.
#[napi(object, object_from_js = false)]
pub struct NativeWarning {
    /// A stable name.
    pub code: &'static str,
    /// What it is, and what to do.
    pub message: String,
    /// All of it in one line.
    pub text: String,
}

#[napi]
impl NativeControlPlane {
    /// What is worth knowing about the connection.
    #[napi]
    pub fn warnings(&self) -> Vec<NativeWarning> {
        let warning = |warning: &Warning| NativeWarning {
            code: warning.code,
            message: warning.message.clone(),
            text: warning.to_string(),
        };
        self.control_plane.warnings().iter().map(warning).collect()
    }
}

/// Connects.
#[napi]
pub fn connect<'env>(
    env: &'env Env,
    cancellation: &NativeCancellation,
    url: String,
    credentials: &NativeCredentials,
    options: NativeConnectOptions,
    headers: Option<&NativeHeaders>,
) -> napi::Result<Object<'env>> {
    let credentials = credentials.credentials.clone();
    let headers = headers.map(|headers| headers.callback.clone());
    let work =
        async move { ControlPlane::connect(&url, credentials, options.into_core(headers)?).await };
    promise(env, cancellation, "connect", work, NativeControlPlane::from)
}
