//! What an apply did, on its way to Python.

use gatewright::publish::{ApiOutcome, Outcome};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::client::listing::all;
use crate::errors::raised;
use crate::package::Maker;
use crate::publish::plan::step;

static API_OUTCOME: Maker = Maker::new("gatewright.publish._outcome", "ApiOutcome");
static OUTCOME: Maker = Maker::new("gatewright.publish._outcome", "Outcome");

pub(crate) fn outcome(py: Python<'_>, outcome: Outcome) -> PyResult<Bound<'_, PyAny>> {
    let (apis, is_ok) = (all(py, &outcome.apis, api)?, outcome.is_ok());
    let text = outcome.to_string();
    let failure = outcome.into_result().err().map(|error| raised(py, &error).into_value(py));
    OUTCOME.make(py, (apis, is_ok, failure, text))
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
            api.error.as_ref().map(|error| raised(py, error).into_value(py)),
            api.to_string(),
        ),
    )
}
