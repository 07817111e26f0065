//! Applications in the Developer Portal.

use std::future::Future;
use std::sync::Arc;

use gatewright::Result;
use gatewright::client::Application;
use pyo3::prelude::*;
use tokio::sync::OnceCell;

use crate::call::NativeCall;
use crate::client::connect::Connection;
use crate::client::control_plane::nothing;
use crate::client::token;
use crate::process::PerProcess;

/// An application; in a forked child it is looked up again, on the child's own connection.
#[pyclass(frozen, module = "gatewright._gatewright")]
pub(crate) struct NativeApplication {
    connection: Arc<Connection>,
    id: String,
    name: String,
    found: PerProcess<Arc<OnceCell<Application>>>,
}

impl NativeApplication {
    pub(crate) fn new(connection: Arc<Connection>, found: Application) -> Self {
        Self {
            connection,
            id: found.id().to_owned(),
            name: found.name().to_owned(),
            found: PerProcess::new(Arc::new(OnceCell::new_with(Some(found)))),
        }
    }

    pub(crate) fn get(
        &self,
        py: Python<'_>,
    ) -> impl Future<Output = Result<Application>> + Send + use<> {
        let cell = self.found.get_or_make(py, Arc::default);
        let (connection, name) = (self.connection.get(py), self.name.clone());
        async move {
            let find = || async move { connection.await?.application(&name).await };
            cell.get_or_try_init(find).await.cloned()
        }
    }
}

#[pymethods]
impl NativeApplication {
    #[getter]
    fn id(&self) -> &str {
        &self.id
    }

    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    fn subscribe(&self, py: Python<'_>, api: String, version: String) -> NativeCall {
        let application = self.get(py);
        let work = async move { application.await?.subscribe(&api, &version).await };
        NativeCall::new("subscribe", work, nothing)
    }

    fn keys(&self, py: Python<'_>, key_type: &str) -> PyResult<NativeCall> {
        let (application, key_type) = (self.get(py), token::key_type(key_type)?);
        let work = async move { application.await?.keys(key_type).await };
        Ok(NativeCall::new("keys", work, |py, keys| token::keys(py, &keys)))
    }
}
