//! Roll-outs on their way to the core, and what they did on its way to Python.

use gatewright::publish::{ApiRollback, Gate, GateFailure, Rollout, RolloutOutcome, WaveOutcome};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::callback;
use crate::client::listing::all;
use crate::errors::OrRaise;
use crate::package::Maker;
use crate::publish::outcome::{failure, outcome};
use crate::publish::proof::VerifyAttributes;
use crate::publish::publication::{PublicationAttributes, into_core};

static API_ROLLBACK: Maker = Maker::new("gatewright.publish._rollout", "ApiRollback");
static GATE_FAILURE: Maker = Maker::new("gatewright.publish._rollout", "GateFailure");
static ROLLOUT_OUTCOME: Maker = Maker::new("gatewright.publish._rollout", "RolloutOutcome");
static WAVE_OUTCOME: Maker = Maker::new("gatewright.publish._rollout", "WaveOutcome");

type Value<'py> = PyResult<Bound<'py, PyAny>>;

/// The attributes of the package's `Rollout`.
#[derive(FromPyObject)]
pub(crate) struct RolloutAttributes {
    publications: Vec<PublicationAttributes>,
    waves: Vec<Vec<String>>,
    rest: bool,
    proof: Option<VerifyAttributes>,
    check: Option<Py<PyAny>>,
    roll_back_on_failure: bool,
}

impl RolloutAttributes {
    pub(crate) fn into_core(self, py: Python<'_>) -> PyResult<Rollout> {
        let mut rollout = Rollout::new(into_core(self.publications)?);
        for wave in self.waves {
            rollout = rollout.wave(wave);
        }
        if self.rest {
            rollout = rollout.rest();
        }
        let mut gate = Gate::new();
        if let Some(proof) = self.proof {
            gate = gate.proof(proof.into_core().or_raise(py)?);
        }
        if let Some(function) = self.check {
            gate = gate.check(callback::check(function));
        }
        let rollout = rollout.gate(gate);
        Ok(if self.roll_back_on_failure { rollout.roll_back_on_failure() } else { rollout })
    }
}

pub(crate) fn rollout_outcome<'py>(py: Python<'py>, outcome: &RolloutOutcome) -> Value<'py> {
    let (is_ok, is_rolled_back) = (outcome.is_ok(), outcome.is_rolled_back());
    let rolled_back = all(py, &outcome.rolled_back, api_rollback)?;
    let waves = all(py, &outcome.waves, wave)?;
    let not_recorded = failure(py, outcome.not_recorded.as_ref());
    let text = outcome.to_string();
    ROLLOUT_OUTCOME
        .make(py, (waves, outcome.total, rolled_back, not_recorded, is_ok, is_rolled_back, text))
}

fn wave<'py>(py: Python<'py>, wave: &WaveOutcome) -> Value<'py> {
    WAVE_OUTCOME.make(
        py,
        (
            PyTuple::new(py, &wave.environments)?,
            outcome(py, wave.outcome.clone())?,
            all(py, &wave.failures, gate_failure)?,
            wave.is_ok(),
        ),
    )
}

fn gate_failure<'py>(py: Python<'py>, failure: &GateFailure) -> Value<'py> {
    let (name, version) = failure.api.as_ref().map(|(name, version)| (name, version)).unzip();
    GATE_FAILURE.make(py, (name, version, &failure.message, failure.to_string()))
}

fn api_rollback<'py>(py: Python<'py>, api: &ApiRollback) -> Value<'py> {
    API_ROLLBACK.make(
        py,
        (
            &api.name,
            &api.version,
            PyTuple::new(py, &api.done)?,
            PyTuple::new(py, &api.pending)?,
            failure(py, api.error.as_ref()),
            api.to_string(),
        ),
    )
}
