//! What an apply did.

use std::fmt;

use crate::error::{Error, Result};
use crate::model::one_line::{Name, one_line};
use crate::publish::awaited::Awaited;
use crate::publish::plan::{ApiPlan, Plan, Step};
use crate::publish::publication::Publication;
use crate::publish::run::Traces;

/// What was done, API by API, and what went wrong. One API's failure does not stop the others. `Display` is one line for
/// each thing that was done, awaits an approval or failed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// One entry per API of the plan.
    pub apis: Vec<ApiOutcome>,
    /// Why the journal or the audit log does not tell all of it.
    pub not_recorded: Option<Error>,
}

/// What was done for one API.
#[derive(Clone, Debug)]
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
    /// The step that failed.
    pub failed: Option<Step>,
    /// Why it failed; or why the API could not be planned.
    pub error: Option<Error>,
    /// True when its steps were not all begun, because another API failed and the apply was to stop then.
    pub is_stopped: bool,
    /// What [`Self::pending`] says in words.
    pub(crate) awaited: Vec<Awaited>,
    /// Whether the step that failed was begun: then it may have changed something all the same.
    pub(crate) is_half_done: bool,
    /// Whether the API was made here.
    pub(crate) made: Made,
    /// The revision that its environments have, or get; none in 3.x, and while none was made.
    pub(crate) revision: Option<String>,
    /// What may have to be taken back; of a roll-out that takes back.
    pub(crate) traces: Option<Box<Traces>>,
}

/// Whether a run has made an API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Made {
    #[default]
    No,
    /// It was sent, the answer was lost, and the server could not be read.
    Perhaps,
    Yes,
}

impl ApiOutcome {
    /// Of an API nothing was done for.
    pub(crate) fn new(publication: &Publication) -> Self {
        Self {
            name: publication.name.clone(),
            version: publication.version.clone(),
            id: None,
            done: Vec::new(),
            pending: Vec::new(),
            failed: None,
            error: None,
            is_stopped: false,
            awaited: Vec::new(),
            is_half_done: false,
            made: Made::No,
            revision: None,
            traces: None,
        }
    }
}

impl Outcome {
    /// Of publications that could not be planned, though nothing had failed before.
    pub(crate) fn not_planned(publications: &[Publication], error: &Error) -> Self {
        let failed = |publication: &Publication| {
            let mut outcome = ApiOutcome::new(publication);
            outcome.error = Some(error.clone().concerning_api(&outcome.name, &outcome.version));
            outcome
        };
        Self { apis: publications.iter().map(failed).collect(), not_recorded: None }
    }

    /// Of a plan of which nothing was begun.
    pub(crate) fn not_begun(plan: &Plan, error: &Error) -> Self {
        let failed = |api: &ApiPlan| {
            let mut outcome = ApiOutcome::new(&api.publication);
            outcome.error = Some(error.clone().concerning_api(api.name(), api.version()));
            outcome
        };
        Self { apis: plan.apis.iter().map(failed).collect(), not_recorded: None }
    }

    /// What was done afterwards for some of its APIs.
    pub(crate) fn add(&mut self, later: Self) {
        for then in later.apis {
            let is_it =
                |api: &&mut ApiOutcome| api.name == then.name && api.version == then.version;
            let Some(api) = self.apis.iter_mut().find(is_it) else { continue };
            api.done.extend(then.done);
            api.pending.extend(then.pending);
            api.awaited.extend(then.awaited);
            api.failed = then.failed;
            api.error = then.error;
            api.is_stopped = then.is_stopped;
            api.is_half_done = then.is_half_done;
            if let (Some(traces), Some(then)) = (&mut api.traces, then.traces) {
                traces.add(*then);
            }
        }
    }

    /// True when nothing failed, and what was to be written down is. Something may still await an approval.
    pub fn is_ok(&self) -> bool {
        self.not_recorded.is_none()
            && self.apis.iter().all(|api| api.error.is_none() && !api.is_stopped)
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
            None => self.not_recorded.take().map_or(Ok(self), Err),
            Some((error, done)) => {
                let done: Vec<String> = done.iter().map(ToString::to_string).collect();
                let done = if done.is_empty() { "nothing".to_owned() } else { done.join("; ") };
                Err(error.with_context("done", done))
            }
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines: Vec<String> = self.apis.iter().map(ToString::to_string).collect();
        lines.extend(
            self.not_recorded
                .iter()
                .map(|error| format!("not written down: {}", one_line(&error.to_string()))),
        );
        if lines.is_empty() { f.write_str("nothing to do") } else { f.write_str(&lines.join("\n")) }
    }
}

impl fmt::Display for ApiOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = |text: &str| {
            format!("{} {}: {}", Name(&self.name), Name(&self.version), one_line(text))
        };
        let mut lines: Vec<String> =
            self.done.iter().map(|step| named(&format!("done: {}", step.action))).collect();
        lines.extend(self.pending.iter().map(|pending| named(&format!("pending: {pending}"))));
        lines.extend(self.error.iter().map(|error| named(&format!("failed: {error}"))));
        if self.is_stopped {
            lines.push(named("stopped, because another API failed"));
        }
        if lines.is_empty() {
            lines.push(named("nothing to do"));
        }
        f.write_str(&lines.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::publish::plan::Action;

    #[test]
    fn an_outcome_says_what_was_done_what_waits_and_what_failed() {
        let step = Step {
            api: "Pets".to_owned(),
            version: "1".to_owned(),
            action: Action::CreateRevision,
        };
        let outcome = |done: Vec<Step>, error| ApiOutcome {
            name: "Pets".to_owned(),
            version: "1".to_owned(),
            id: None,
            pending: done
                .iter()
                .map(|_| "the deployment to a awaits an approval".to_owned())
                .collect(),
            done,
            failed: None,
            error,
            is_stopped: false,
            awaited: Vec::new(),
            is_half_done: false,
            made: Made::No,
            revision: None,
            traces: None,
        };
        let error = Error::new(ErrorKind::Server, "server-failed", "it broke");
        let apis = vec![outcome(vec![step], Some(error)), outcome(Vec::new(), None)];
        assert_eq!(
            Outcome { apis, not_recorded: None }.to_string(),
            "Pets 1: done: make a revision\n\
             Pets 1: pending: the deployment to a awaits an approval\n\
             Pets 1: failed: it broke\n\
             Pets 1: nothing to do"
        );
        assert_eq!(Outcome { apis: Vec::new(), not_recorded: None }.to_string(), "nothing to do");
    }
}
