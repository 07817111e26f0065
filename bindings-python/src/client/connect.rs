//! How a connection is opened, and opened again in a forked child.

use std::sync::Arc;

use gatewright::client::{self, ConnectOptions, Credentials};
use gatewright::{ControlPlane, Release, Result};
use pyo3::prelude::*;
use tokio::sync::OnceCell;

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
    fn basic(user: String, password: String) -> Self {
        Self { credentials: Credentials::basic(user, password) }
    }
}

/// The attributes of the package's options; what is absent stays as the core has it.
#[derive(FromPyObject)]
#[pyo3(rename_all = "snake_case")]
pub(crate) struct Options {
    release: Option<String>,
    devportal_url: Option<String>,
    token_url: Option<String>,
    tenant: Option<String>,
    ca_certificates: Vec<String>,
    connect_timeout: Option<f64>,
    request_timeout: Option<f64>,
    danger_allow_plain_http: bool,
    danger_accept_invalid_certificates: bool,
}

impl Options {
    pub(crate) fn into_core(self) -> Result<ConnectOptions> {
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
        for pem in self.ca_certificates {
            options = options.ca_certificates(pem);
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

/// An open connection, and what opens it again: a forked child must not share its parent's.
pub(crate) struct Connection {
    url: String,
    credentials: Credentials,
    options: ConnectOptions,
    pub(crate) release: Release,
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
