//! How a connection is opened, and opened again in a forked child.

use std::path::PathBuf;
use std::sync::Arc;

use gatewright::client::{self, ConnectOptions, Credentials, RetryOptions, Warning};
use gatewright::{ControlPlane, Release, Result};
use pyo3::prelude::*;
use tokio::sync::OnceCell;

use crate::callback;
use crate::client::token::Secret;
use crate::errors::OrRaise;
use crate::process::PerProcess;

/// Who talks to a control plane.
#[pyclass(frozen, module = "gatewright._gatewright")]
pub(crate) struct NativeCredentials {
    pub(crate) credentials: Credentials,
}

#[pymethods]
impl NativeCredentials {
    #[staticmethod]
    fn password(user: String, password: String, client: Option<(String, String)>) -> Self {
        let credentials = match client {
            None => Credentials::password(user, password),
            Some((id, secret)) => Credentials::password_with_client(user, password, id, secret),
        };
        Self { credentials }
    }

    #[staticmethod]
    fn client(client_id: String, client_secret: String) -> Self {
        Self { credentials: Credentials::client(client_id, client_secret) }
    }

    #[staticmethod]
    fn token(token: String) -> Self {
        Self { credentials: Credentials::token(token) }
    }

    #[staticmethod]
    fn expiring_token(py: Python<'_>, token: String, expires_in: f64) -> PyResult<Self> {
        let life = client::seconds("expires_in", expires_in).or_raise(py)?;
        Ok(Self { credentials: Credentials::expiring_token(token, life) })
    }

    #[staticmethod]
    fn from_environment(py: Python<'_>) -> PyResult<Self> {
        Ok(Self { credentials: Credentials::from_environment().or_raise(py)? })
    }

    #[staticmethod]
    fn from_file(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let read = py.detach(|| Credentials::from_file(path));
        Ok(Self { credentials: read.or_raise(py)? })
    }

    #[staticmethod]
    fn callback(function: Py<PyAny>) -> Self {
        Self { credentials: callback::credentials(function) }
    }

    #[staticmethod]
    fn basic(user: String, password: String) -> Self {
        Self { credentials: Credentials::basic(user, password) }
    }
}

/// The attributes of the package's options; what is absent stays as the core has it.
#[derive(FromPyObject)]
#[pyo3(rename_all = "snake_case")]
pub(crate) struct Options {
    release: Option<String>,
    publisher_url: Option<String>,
    devportal_url: Option<String>,
    admin_url: Option<String>,
    token_url: Option<String>,
    revoke_url: Option<String>,
    registration_url: Option<String>,
    tenant: Option<String>,
    ca_certificates: Vec<String>,
    client_certificate: Option<(String, Secret)>,
    proxy: Option<Secret>,
    without_environment_proxy: bool,
    user_agent: Option<String>,
    headers: Option<Py<PyAny>>,
    connect_timeout: Option<f64>,
    request_timeout: Option<f64>,
    retry: Option<RetryAttributes>,
    max_concurrency: Option<usize>,
    danger_allow_plain_http: bool,
    danger_accept_invalid_certificates: bool,
}

impl Options {
    pub(crate) fn into_core(self) -> Result<ConnectOptions> {
        let mut options = ConnectOptions::new();
        if let Some(release) = self.release {
            options = options.release(release.parse::<Release>()?);
        }
        if let Some(url) = self.publisher_url {
            options = options.publisher_url(url);
        }
        if let Some(url) = self.devportal_url {
            options = options.devportal_url(url);
        }
        if let Some(url) = self.admin_url {
            options = options.admin_url(url);
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
        for pem in self.ca_certificates {
            options = options.ca_certificates(pem);
        }
        if let Some((certificates, key)) = self.client_certificate {
            options = options.client_certificate(certificates, key.0.expose());
        }
        if let Some(url) = self.proxy {
            options = options.proxy(url.0.expose());
        }
        if self.without_environment_proxy {
            options = options.without_environment_proxy();
        }
        if let Some(product) = self.user_agent {
            options = options.user_agent(product);
        }
        if let Some(function) = self.headers {
            options = options.headers_callback(callback::headers(function));
        }
        if let Some(retry) = self.retry {
            options = options.retry(retry.into_core()?);
        }
        if let Some(requests) = self.max_concurrency {
            options = options.max_concurrency(requests);
        }
        if let Some(timeout) = self.connect_timeout {
            options = options.connect_timeout(client::seconds("connect_timeout", timeout)?);
        }
        if let Some(timeout) = self.request_timeout {
            options = options.request_timeout(client::seconds("request_timeout", timeout)?);
        }
        if self.danger_allow_plain_http {
            options = options.danger_allow_plain_http();
        }
        if self.danger_accept_invalid_certificates {
            options = options.danger_accept_invalid_certificates();
        }
        Ok(options)
    }
}

/// The attributes of the package's `RetryOptions`; what is absent stays as the core has it.
#[derive(FromPyObject)]
struct RetryAttributes {
    attempts: Option<u32>,
    first_delay: Option<f64>,
    longest_delay: Option<f64>,
    budget: Option<u32>,
    deadline: Option<f64>,
    is_off: bool,
}

impl RetryAttributes {
    fn into_core(self) -> Result<RetryOptions> {
        let mut retry = if self.is_off { RetryOptions::off() } else { RetryOptions::new() };
        if let Some(attempts) = self.attempts {
            retry = retry.attempts(attempts);
        }
        if let Some(delay) = self.first_delay {
            retry = retry.first_delay(client::seconds("first_delay", delay)?);
        }
        if let Some(delay) = self.longest_delay {
            retry = retry.longest_delay(client::seconds("longest_delay", delay)?);
        }
        if let Some(repetitions) = self.budget {
            retry = retry.budget(repetitions);
        }
        if let Some(deadline) = self.deadline {
            retry = retry.deadline(client::seconds("deadline", deadline)?);
        }
        Ok(retry)
    }
}

/// An open connection, and what opens it again: a forked child must not share its parent's.
pub(crate) struct Connection {
    url: String,
    credentials: Credentials,
    options: ConnectOptions,
    pub(crate) release: Release,
    pub(crate) warnings: Vec<Warning>,
    opened: PerProcess<Arc<OnceCell<ControlPlane>>>,
}

impl Connection {
    pub(crate) async fn open(
        url: String,
        credentials: Credentials,
        options: ConnectOptions,
    ) -> Result<Self> {
        let control_plane =
            ControlPlane::connect(&url, credentials.clone(), options.clone()).await?;
        let release = control_plane.release();
        Ok(Self {
            url: control_plane.url().to_owned(),
            credentials,
            options: options.release(release),
            release,
            warnings: control_plane.warnings().to_vec(),
            opened: PerProcess::new(Arc::new(OnceCell::new_with(Some(control_plane)))),
        })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The connection of this process.
    pub(crate) fn get(
        self: &Arc<Self>,
        py: Python<'_>,
    ) -> impl Future<Output = Result<ControlPlane>> + Send + use<> {
        let cell = self.opened.get_or_make(py, Arc::default);
        let connection = Arc::clone(self);
        async move {
            let Self { url, credentials, options, .. } = &*connection;
            let open = || ControlPlane::connect(url, credentials.clone(), options.clone());
            cell.get_or_try_init(open).await.cloned()
        }
    }
}
