//! One gateway node, by its own REST API.

use std::future::Future;
use std::sync::Arc;

use gatewright::Result;
use gatewright::client::GatewayNode;
use gatewright::model::SecretText;
use pyo3::prelude::*;

use crate::call::NativeCall;
use crate::client::connect::Connection;
use crate::client::control_plane::{NativeControlPlane, boolean, nothing};

/// A gateway node, asked on this process's connection.
#[pyclass(frozen, module = "gatewright._gatewright")]
pub(crate) struct NativeGatewayNode {
    connection: Arc<Connection>,
    url: String,
    user: String,
    password: SecretText,
}

impl NativeGatewayNode {
    fn get(&self, py: Python<'_>) -> impl Future<Output = Result<GatewayNode>> + Send + use<> {
        let (connection, url) = (self.connection.get(py), self.url.clone());
        let (user, password) = (self.user.clone(), self.password.clone());
        async move { connection.await?.gateway(&url, user, password.expose()) }
    }
}

#[pymethods]
impl NativeControlPlane {
    fn gateway(&self, py: Python<'_>, url: String, user: String, password: String) -> NativeCall {
        let connection = Arc::clone(&self.connection);
        let (name, secret) = (user.clone(), SecretText::new(password.clone()));
        self.begin(
            py,
            "gateway",
            |control_plane| async move { control_plane.gateway(&url, user, password) },
            |py, node| {
                let url = node.url().to_owned();
                let node = NativeGatewayNode { connection, url, user: name, password: secret };
                Bound::new(py, node).map(Bound::into_any)
            },
        )
    }
}

#[pymethods]
impl NativeGatewayNode {
    #[getter]
    fn url(&self) -> &str {
        &self.url
    }

    fn has_api(&self, py: Python<'_>, name: String, version: String) -> NativeCall {
        let node = self.get(py);
        let work = async move { node.await?.has_api(&name, &version).await };
        NativeCall::new("has_api", work, boolean)
    }

    fn redeploy(&self, py: Python<'_>, name: String, version: String) -> NativeCall {
        let node = self.get(py);
        let work = async move { node.await?.redeploy(&name, &version).await };
        NativeCall::new("redeploy", work, nothing)
    }

    fn is_healthy(&self, py: Python<'_>) -> NativeCall {
        let node = self.get(py);
        let work = async move { node.await?.is_healthy().await };
        NativeCall::new("is_healthy", work, boolean)
    }
}
