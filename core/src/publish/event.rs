//! What is told of an apply while it goes on.

use std::fmt;

use crate::model::one_line::{Name, one_line};
use crate::publish::plan::Step;

/// Something that happened while a plan was applied. `Display` is one line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// The API's name.
    pub api: String,
    /// The API's version.
    pub version: String,
    /// The step it is about; `None` at the end of an API.
    pub step: Option<Step>,
    /// What awaits an approval, or went wrong, in words.
    pub message: Option<String>,
    /// How many APIs are finished.
    pub finished: usize,
    /// How many APIs the plan changes.
    pub total: usize,
}

/// Which kind of event it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EventKind {
    /// A step begins.
    StepBegun,
    /// A step is done.
    StepDone,
    /// A step failed, and with it the API.
    StepFailed,
    /// An API is finished: as planned, or with a failure.
    ApiFinished,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 4] =
        [Self::StepBegun, Self::StepDone, Self::StepFailed, Self::ApiFinished];

    /// The kind's name.
    ///
    /// ```
    /// assert_eq!(gatewright::publish::EventKind::StepDone.as_str(), "step-done");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StepBegun => "step-begun",
            Self::StepDone => "step-done",
            Self::StepFailed => "step-failed",
            Self::ApiFinished => "api-finished",
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { api, version, finished, total, .. } = self;
        write!(f, "[{finished}/{total}] {} {}: ", Name(api), Name(version))?;
        let step = self.step.as_ref().map(|step| step.action.to_string()).unwrap_or_default();
        match self.kind {
            EventKind::StepBegun => write!(f, "{step}")?,
            EventKind::StepDone => write!(f, "done: {step}")?,
            EventKind::StepFailed => write!(f, "failed: {step}")?,
            EventKind::ApiFinished => f.write_str("finished")?,
        }
        self.message.iter().try_for_each(|message| write!(f, ": {}", one_line(message)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::plan::Action;

    #[test]
    fn an_event_is_one_line() {
        let step = Step {
            api: "Pets".to_owned(),
            version: "1".to_owned(),
            action: Action::CreateRevision,
        };
        let event = |kind, step, message: Option<&str>| {
            let (api, version) = ("Pets".to_owned(), "1".to_owned());
            let message = message.map(str::to_owned);
            Event { kind, api, version, step, message, finished: 1, total: 3 }.to_string()
        };
        let with = Some(step);
        assert_eq!(
            event(EventKind::StepBegun, with.clone(), None),
            "[1/3] Pets 1: make a revision"
        );
        assert_eq!(
            event(EventKind::StepDone, with.clone(), None),
            "[1/3] Pets 1: done: make a revision"
        );
        assert_eq!(
            event(EventKind::StepFailed, with, Some("no")),
            "[1/3] Pets 1: failed: make a revision: no"
        );
        assert_eq!(event(EventKind::ApiFinished, None, None), "[1/3] Pets 1: finished");
        assert_eq!(
            event(EventKind::ApiFinished, None, Some("one\ntwo")),
            "[1/3] Pets 1: finished: one; two"
        );
    }
}
