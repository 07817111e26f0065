//! How a connection is made.

use gatewright::client::{ConnectOptions, Credentials, milliseconds};
use gatewright::{ControlPlane, Release};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::control_plane::NativeControlPlane;
use crate::promise::{NativeCancellation, promise};

/// Who talks to the control plane.
#[napi]
pub struct NativeCredentials {
    credentials: Credentials,
}

impl From<Credentials> for NativeCredentials {
    fn from(credentials: Credentials) -> Self {
        Self { credentials }
    }
}

#[napi]
impl NativeCredentials {
    /// A user.
    #[napi(factory)]
    pub fn password(user: String, password: String) -> Self {
        Credentials::password(user, password).into()
    }

    /// A user, with a client that is registered already.
    #[napi(factory)]
    pub fn password_with_client(
        user: String,
        password: String,
        client_id: String,
        client_secret: String,
    ) -> Self {
        Credentials::password_with_client(user, password, client_id, client_secret).into()
    }

    /// A client without a user.
    #[napi(factory)]
    pub fn client(id: String, secret: String) -> Self {
        Credentials::client(id, secret).into()
    }

    /// An access token that was obtained elsewhere.
    #[napi(factory)]
    pub fn token(token: String) -> Self {
        Credentials::token(token).into()
    }

    /// A user's name and password, sent with each request.
    #[napi(factory)]
    pub fn basic(user: String, password: String) -> Self {
        Credentials::basic(user, password).into()
    }

    /// What may be printed of them.
    #[napi(getter)]
    pub fn shown(&self) -> String {
        format!("{:?}", self.credentials)
    }
}

/// What is said about a connection; what is absent stays as the core has it. Times are in milliseconds.
#[napi(object, object_to_js = false)]
pub struct NativeConnectOptions {
    /// The release, instead of asking.
    pub release: Option<String>,
    /// Where the Developer Portal's API is.
    pub devportal_url: Option<String>,
    /// The token endpoint.
    pub token_url: Option<String>,
    /// The tenant.
    pub tenant: Option<String>,
    /// Certificates to trust, as PEM texts.
    pub ca_certificates: Option<Vec<String>>,
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
    pub(crate) fn into_core(self) -> gatewright::Result<ConnectOptions> {
        let mut options = ConnectOptions::new();
        if let Some(release) = self.release {
            options = options.release(release.parse::<Release>()?);
        }
        if let Some(url) = self.devportal_url {
            options = options.devportal_url(url);
        }
        if let Some(url) = self.token_url {
            options = options.token_url(url);
        }
        if let Some(tenant) = self.tenant {
            options = options.tenant(tenant);
        }
        for pem in self.ca_certificates.into_iter().flatten() {
            options = options.ca_certificates(pem);
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

/// Connects.
#[napi]
pub fn connect<'env>(
    env: &'env Env,
    cancellation: &NativeCancellation,
    url: String,
    credentials: &NativeCredentials,
    options: NativeConnectOptions,
) -> napi::Result<Object<'env>> {
    let credentials = credentials.credentials.clone();
    let work = async move { ControlPlane::connect(&url, credentials, options.into_core()?).await };
    promise(env, cancellation, "connect", work, NativeControlPlane::from)
}
