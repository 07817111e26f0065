//! What an apply did.

use gatewright::publish::{ApiOutcome, Outcome, OutcomeFormat};
use napi_derive::napi;

use crate::failure::{Answer, Failure, answer};
use crate::publish::plan::NativeStep;

/// What was done, API by API, and what went wrong.
#[napi]
pub struct NativeOutcome {
    outcome: Outcome,
}

impl From<Outcome> for NativeOutcome {
    fn from(outcome: Outcome) -> Self {
        Self { outcome }
    }
}

#[napi]
impl NativeOutcome {
    /// One entry per API of the plan.
    #[napi(getter)]
    pub fn apis(&self) -> Vec<NativeApiOutcome> {
        self.outcome.apis.iter().map(NativeApiOutcome::from).collect()
    }

    /// Why the journal or the audit log does not tell all of it.
    #[napi(getter)]
    pub fn not_recorded(&self) -> Option<Failure> {
        self.outcome.not_recorded.as_ref().map(Failure::from)
    }

    /// True when nothing failed, and what was to be written down is.
    #[napi(getter)]
    pub fn is_ok(&self) -> bool {
        self.outcome.is_ok()
    }

    /// One line for each thing that was done, waits or failed.
    #[napi(getter)]
    pub fn text(&self) -> String {
        self.outcome.to_string()
    }

    /// In one of the formats, whose name JavaScript has checked.
    #[napi]
    pub fn format(&self, format: String) -> Option<String> {
        OutcomeFormat::from_name(&format).map(|format| self.outcome.format(format))
    }

    /// The first error.
    #[napi]
    pub fn failure(&self) -> Answer<()> {
        answer(self.outcome.clone().into_result(), |_| ())
    }
}

/// What was done for one API.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeApiOutcome {
    /// The API's name.
    pub name: String,
    /// The API's version.
    pub version: String,
    /// API-M's identifier.
    pub id: Option<String>,
    /// The steps that were done.
    pub done: Vec<NativeStep>,
    /// What somebody has to approve.
    pub pending: Vec<String>,
    /// The step that failed.
    pub failed: Option<NativeStep>,
    /// Why it failed.
    pub error: Option<Failure>,
    /// Whether steps were left out because another API failed.
    pub is_stopped: bool,
    /// One line for each thing that was done, waits or failed.
    pub text: String,
}

impl From<&ApiOutcome> for NativeApiOutcome {
    fn from(api: &ApiOutcome) -> Self {
        Self {
            name: api.name.clone(),
            version: api.version.clone(),
            id: api.id.clone(),
            done: api.done.iter().map(NativeStep::from).collect(),
            pending: api.pending.clone(),
            failed: api.failed.as_ref().map(NativeStep::from),
            error: api.error.as_ref().map(Failure::from),
            is_stopped: api.is_stopped,
            text: api.to_string(),
        }
    }
}
