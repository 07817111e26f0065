//! What an apply did, on its way to Python.

use gatewright::Error;
use gatewright::publish::{ApiOutcome, Outcome, OutcomeFormat};
use pyo3::exceptions::PyBaseException;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::client::listing::all;
use crate::errors::{OrRaise, raised};
use crate::names::member;
use crate::package::Maker;
use crate::publish::plan::step;

static API_OUTCOME: Maker = Maker::new("gatewright.publish._outcome", "ApiOutcome");
static OUTCOME: Maker = Maker::new("gatewright.publish._outcome", "Outcome");

/// What an apply did.
#[pyclass(frozen, module = "gatewright._gatewright")]
pub(crate) struct NativeOutcome {
    outcome: Outcome,
}

#[pymethods]
impl NativeOutcome {
    fn require_ok(&self, py: Python<'_>) -> PyResult<()> {
        self.outcome.clone().into_result().map(|_| ()).or_raise(py)
    }

    fn format(&self, format: &str) -> PyResult<String> {
        Ok(self.outcome.format(member(OutcomeFormat::from_name(format), format)?))
    }

    fn __str__(&self) -> String {
        self.outcome.to_string()
    }
}

pub(crate) fn outcome(py: Python<'_>, outcome: Outcome) -> PyResult<Bound<'_, PyAny>> {
    let (apis, is_ok) = (all(py, &outcome.apis, api)?, outcome.is_ok());
    let not_recorded = failure(py, outcome.not_recorded.as_ref());
    OUTCOME.make(py, (apis, not_recorded, is_ok, Bound::new(py, NativeOutcome { outcome })?))
}

/// An error that is data here.
pub(crate) fn failure<'py>(
    py: Python<'py>,
    error: Option<&Error>,
) -> Option<Bound<'py, PyBaseException>> {
    error.map(|error| raised(py, error).into_value(py).into_bound(py))
}

fn api<'py>(py: Python<'py>, api: &ApiOutcome) -> PyResult<Bound<'py, PyAny>> {
    API_OUTCOME.make(
        py,
        (
            &api.name,
            &api.version,
            &api.id,
            all(py, &api.done, step)?,
            PyTuple::new(py, &api.pending)?,
            api.failed.as_ref().map(|failed| step(py, failed)).transpose()?,
            failure(py, api.error.as_ref()),
            api.is_stopped,
            api.to_string(),
        ),
    )
}
