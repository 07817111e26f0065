//! Deploying an older revision again.

use gatewright::publish::{RollbackTarget, RolledBack, RolledBackEnvironment};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::call::NativeCall;
use crate::client::api_document::NativeApiDocument;
use crate::client::control_plane::NativeControlPlane;
use crate::client::listing::all;
use crate::package::Maker;

static ROLLED_BACK: Maker = Maker::new("gatewright.publish._rollback", "RolledBack");
static ROLLED_BACK_ENVIRONMENT: Maker =
    Maker::new("gatewright.publish._rollback", "RolledBackEnvironment");

#[pymethods]
impl NativeControlPlane {
    /// `content` is a document and the definition that was read with it.
    fn rollback(
        &self,
        py: Python<'_>,
        name: String,
        version: String,
        environments: Vec<String>,
        revision: Option<u64>,
        content: Option<(Py<NativeApiDocument>, Option<String>)>,
    ) -> NativeCall {
        let target = match (content, revision) {
            (Some((api, definition)), _) => {
                RollbackTarget::Content { api: Box::new(api.get().document.clone()), definition }
            }
            (None, Some(number)) => RollbackTarget::Revision(number),
            (None, None) => RollbackTarget::Previous,
        };
        self.begin(
            py,
            "rollback",
            |control_plane| async move {
                control_plane.rollback(&name, &version, environments, &target).await
            },
            |py, done| rolled_back(py, &done),
        )
    }
}

fn rolled_back<'py>(py: Python<'py>, done: &RolledBack) -> PyResult<Bound<'py, PyAny>> {
    ROLLED_BACK.make(py, (all(py, &done.environments, environment)?, done.to_string()))
}

fn environment<'py>(py: Python<'py>, done: &RolledBackEnvironment) -> PyResult<Bound<'py, PyAny>> {
    let cancelled = PyTuple::new(py, &done.cancelled)?;
    let text = done.to_string();
    ROLLED_BACK_ENVIRONMENT
        .make(py, (&done.environment, done.from, done.to, done.is_pending, cancelled, text))
}
