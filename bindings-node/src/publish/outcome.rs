//! What an apply did.

use gatewright::publish::{ApiOutcome, Outcome};
use napi_derive::napi;

use crate::failure::{Answer, Failure, answer};
use crate::publish::plan::NativeStep;

/// What was done, API by API, and what went wrong.
#[napi]
pub struct NativeOutcome {
    outcome: Option<Outcome>,
}

impl From<Outcome> for NativeOutcome {
    fn from(outcome: Outcome) -> Self {
        Self { outcome: Some(outcome) }
    }
}

#[napi]
impl NativeOutcome {
    /// One entry per API of the plan; none once the outcome was turned into its result.
    #[napi(getter)]
    pub fn apis(&self) -> Vec<NativeApiOutcome> {
        let apis = self.outcome.iter().flat_map(|outcome| &outcome.apis);
        apis.map(NativeApiOutcome::from).collect()
    }

    /// True when nothing failed.
    #[napi(getter)]
    pub fn is_ok(&self) -> bool {
        self.outcome.as_ref().is_some_and(Outcome::is_ok)
    }

    /// One line for each thing that was done, waits or failed.
    #[napi(getter)]
    pub fn text(&self) -> Option<String> {
        self.outcome.as_ref().map(ToString::to_string)
    }

    /// The first error, once.
    #[napi]
    pub fn take_failure(&mut self) -> Answer<()> {
        let taken = self.outcome.take().map_or(Ok(()), |outcome| outcome.into_result().map(|_| ()));
        answer(taken, |()| ())
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
    /// Why the next step failed.
    pub error: Option<Failure>,
}

impl From<&ApiOutcome> for NativeApiOutcome {
    fn from(api: &ApiOutcome) -> Self {
        Self {
            name: api.name.clone(),
            version: api.version.clone(),
            id: api.id.clone(),
            done: api.done.iter().map(NativeStep::from).collect(),
            pending: api.pending.clone(),
            error: api.error.as_ref().map(Failure::from),
        }
    }
}
