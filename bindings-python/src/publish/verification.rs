//! What was read back, on its way to Python.

use gatewright::publish::{EnvironmentState, Verification};
use pyo3::prelude::*;

use crate::client::listing::{all, endpoint_urls};
use crate::package::Maker;
use crate::publish::publication::lifecycle;

static ENVIRONMENT_STATE: Maker =
    Maker::new("gatewright.publish._verification", "EnvironmentState");
static VERIFICATION: Maker = Maker::new("gatewright.publish._verification", "Verification");

pub(crate) fn verification<'py>(
    py: Python<'py>,
    found: &Verification,
) -> PyResult<Bound<'py, PyAny>> {
    let environments = all(py, &found.environments, state)?;
    let wanted = lifecycle(py, found.wanted_lifecycle)?;
    let text = found.to_string();
    VERIFICATION.make(py, (&found.lifecycle, wanted, environments, found.is_ok(), text))
}

fn state<'py>(py: Python<'py>, state: &EnvironmentState) -> PyResult<Bound<'py, PyAny>> {
    ENVIRONMENT_STATE.make(
        py,
        (
            &state.environment,
            state.is_deployed,
            state.is_pending,
            state.is_rejected,
            state.is_shown,
            state.urls.as_ref().map(|urls| endpoint_urls(py, urls)).transpose()?,
            state.is_ok(),
            state.to_string(),
        ),
    )
}
