//! What an apply did.

use crate::error::{Error, Result};
use crate::publish::plan::Step;

/// What was done, API by API, and what went wrong. One API's failure does not stop the others.
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// One entry per API of the plan.
    pub apis: Vec<ApiOutcome>,
}

/// What was done for one API.
#[derive(Debug)]
#[non_exhaustive]
pub struct ApiOutcome {
    /// The API's name.
    pub name: String,
    /// The API's version.
    pub version: String,
    /// API-M's identifier, when the API exists.
    pub id: Option<String>,
    /// The steps that were done, in order.
    pub done: Vec<Step>,
    /// What the server accepted and somebody has to approve, in words.
    pub pending: Vec<String>,
    /// Why the next step failed.
    pub error: Option<Error>,
}

impl Outcome {
    /// True when nothing failed. Something may still await an approval.
    pub fn is_ok(&self) -> bool {
        self.apis.iter().all(|api| api.error.is_none())
    }

    /// The outcome, or the first error, whose context says what had been done before it.
    ///
    /// # Errors
    /// The first API's that failed.
    ///
    /// # Example
    /// See [`publish`](crate::publish).
    pub fn into_result(mut self) -> Result<Self> {
        let failed = self.apis.iter_mut().find_map(|api| Some((api.error.take()?, &api.done)));
        match failed {
            None => Ok(self),
            Some((error, done)) => {
                let done: Vec<String> = done.iter().map(ToString::to_string).collect();
                let done = if done.is_empty() { "nothing".to_owned() } else { done.join("; ") };
                Err(error.with_context("done", done))
            }
        }
    }
}
