//! The connection to a control plane, and what can be asked of it.

use std::future::Future;
use std::sync::Arc;

use gatewright::client::seconds;
use gatewright::{ControlPlane, Result};
use pyo3::prelude::*;
use pyo3::types::PyBool;

use crate::call::NativeCall;
use crate::client::application::NativeApplication;
use crate::client::connect::{Connection, NativeCredentials, Options};
use crate::client::gateway::{self, NativeApiRequest};
use crate::client::listing::{self, all};
use crate::client::token::{self, Keys, NativeAccessToken, NativeGrant};
use crate::errors::OrRaise;
use crate::publish::publication::PublicationAttributes;
use crate::publish::verification;

type Value<'py> = PyResult<Bound<'py, PyAny>>;

/// An open connection.
#[pyclass(frozen, module = "gatewright._gatewright")]
pub(crate) struct NativeControlPlane {
    pub(crate) connection: Arc<Connection>,
}

/// Connects.
#[pyfunction]
pub(crate) fn connect(
    py: Python<'_>,
    url: String,
    credentials: &Bound<'_, NativeCredentials>,
    options: Options,
) -> PyResult<NativeCall> {
    let options = options.into_core().or_raise(py)?;
    let work = Connection::open(url, credentials.get().credentials.clone(), options);
    Ok(NativeCall::new("connect", work, |py, connection| {
        let control_plane = NativeControlPlane { connection: Arc::new(connection) };
        Bound::new(py, control_plane).map(Bound::into_any)
    }))
}

impl NativeControlPlane {
    /// A call on this process's connection.
    pub(crate) fn begin<T, F>(
        &self,
        py: Python<'_>,
        operation: &'static str,
        work: impl FnOnce(ControlPlane) -> F + Send + 'static,
        convert: impl for<'py> FnOnce(Python<'py>, T) -> Value<'py> + Send + 'static,
    ) -> NativeCall
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let connection = self.connection.get(py);
        NativeCall::new(operation, async move { work(connection.await?).await }, convert)
    }
}

#[pymethods]
impl NativeControlPlane {
    #[getter]
    fn url(&self) -> &str {
        self.connection.url()
    }

    #[getter]
    fn release(&self) -> String {
        self.connection.release.to_string()
    }

    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> Value<'py> {
        all(py, &self.connection.warnings, listing::warning)
    }

    fn environments(&self, py: Python<'_>) -> NativeCall {
        self.begin(
            py,
            "environments",
            |control_plane| async move { control_plane.environments().await },
            |py, found| all(py, &found, listing::environment),
        )
    }

    fn apis(&self, py: Python<'_>) -> NativeCall {
        self.begin(
            py,
            "apis",
            |control_plane| async move { control_plane.apis().await },
            |py, found| all(py, &found, listing::api),
        )
    }

    fn api(&self, py: Python<'_>, name: String, version: String) -> NativeCall {
        self.begin(
            py,
            "api",
            |control_plane| async move { control_plane.api(&name, &version).await },
            |py, found| listing::api(py, &found),
        )
    }

    fn endpoint_urls(&self, py: Python<'_>, name: String, version: String) -> NativeCall {
        self.begin(
            py,
            "endpoint_urls",
            |control_plane| async move { control_plane.endpoint_urls(&name, &version).await },
            |py, found| all(py, &found, listing::endpoint_urls),
        )
    }

    fn is_on_gateway(
        &self,
        py: Python<'_>,
        gateway_url: String,
        user: String,
        password: String,
        name: String,
        version: String,
    ) -> NativeCall {
        self.begin(
            py,
            "is_on_gateway",
            |control_plane| async move {
                control_plane.is_on_gateway(&gateway_url, &user, &password, &name, &version).await
            },
            boolean,
        )
    }

    fn application(&self, py: Python<'_>, name: String) -> NativeCall {
        let connection = Arc::clone(&self.connection);
        self.begin(
            py,
            "application",
            |control_plane| async move { control_plane.application(&name).await },
            |py, found| {
                let application = NativeApplication::new(connection, found);
                Bound::new(py, application).map(Bound::into_any)
            },
        )
    }

    fn token_endpoints(&self, py: Python<'_>) -> NativeCall {
        self.begin(
            py,
            "token_endpoints",
            |control_plane| async move { control_plane.token_endpoints().await },
            |py, found| all(py, &found, listing::token_endpoint),
        )
    }

    fn token(
        &self,
        py: Python<'_>,
        token_url: String,
        keys: Keys,
        grant: &Bound<'_, NativeGrant>,
    ) -> PyResult<NativeCall> {
        let (keys, grant) = (keys.into_core()?, grant.get().grant.clone());
        Ok(self.begin(
            py,
            "token",
            |control_plane| async move { control_plane.token(&token_url, &keys, &grant).await },
            token::token,
        ))
    }

    fn revoke_token(
        &self,
        py: Python<'_>,
        keys: Keys,
        token: &Bound<'_, NativeAccessToken>,
    ) -> PyResult<NativeCall> {
        let (keys, token) = (keys.into_core()?, token.get().token.clone());
        Ok(self.begin(
            py,
            "revoke_token",
            |control_plane| async move { control_plane.revoke_token(&keys, &token).await },
            nothing,
        ))
    }

    fn call(&self, py: Python<'_>, request: &Bound<'_, NativeApiRequest>) -> NativeCall {
        let request = request.get().request.clone();
        self.begin(
            py,
            "call",
            |control_plane| async move { control_plane.call(&request).await },
            |py, response| gateway::response(py, &response),
        )
    }

    fn probe(
        &self,
        py: Python<'_>,
        name: String,
        version: String,
        environment: String,
    ) -> NativeCall {
        self.begin(
            py,
            "probe",
            |control_plane| async move { control_plane.probe(&name, &version, &environment).await },
            |py, probe| gateway::probe(py, &probe),
        )
    }

    fn wait_until_live(
        &self,
        py: Python<'_>,
        name: String,
        version: String,
        environments: Vec<String>,
        timeout: f64,
    ) -> PyResult<NativeCall> {
        let timeout = seconds("timeout", timeout).or_raise(py)?;
        Ok(self.begin(
            py,
            "wait_until_live",
            move |control_plane| async move {
                let environments: Vec<&str> = environments.iter().map(String::as_str).collect();
                control_plane.wait_until_live(&name, &version, &environments, timeout).await
            },
            |py, probes| all(py, &probes, gateway::probe),
        ))
    }

    fn wait_until_absent(
        &self,
        py: Python<'_>,
        name: String,
        version: String,
        environment: String,
        timeout: f64,
    ) -> PyResult<NativeCall> {
        let timeout = seconds("timeout", timeout).or_raise(py)?;
        Ok(self.begin(
            py,
            "wait_until_absent",
            move |control_plane| async move {
                control_plane.wait_until_absent(&name, &version, &environment, timeout).await
            },
            |py, probe| gateway::probe(py, &probe),
        ))
    }

    fn undeploy(
        &self,
        py: Python<'_>,
        name: String,
        version: String,
        environment: String,
    ) -> NativeCall {
        self.begin(
            py,
            "undeploy",
            |control_plane| async move {
                control_plane.undeploy(&name, &version, &environment).await
            },
            boolean,
        )
    }

    fn verify(&self, py: Python<'_>, publication: PublicationAttributes) -> PyResult<NativeCall> {
        let publication = publication.into_core()?;
        Ok(self.begin(
            py,
            "verify",
            |control_plane| async move { control_plane.verify(&publication).await },
            |py, found| verification::verification(py, &found),
        ))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the form of every conversion")]
pub(crate) fn boolean(py: Python<'_>, value: bool) -> Value<'_> {
    Ok(PyBool::new(py, value).to_owned().into_any())
}

#[expect(clippy::unnecessary_wraps, reason = "the form of every conversion")]
pub(crate) fn nothing(py: Python<'_>, (): ()) -> Value<'_> {
    Ok(py.None().into_bound(py))
}
