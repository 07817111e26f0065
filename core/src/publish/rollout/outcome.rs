//! The account of a roll-out.

use std::fmt;

use crate::error::Error;
use crate::model::one_line::{Name, names, one_line};
use crate::publish::outcome::Outcome;
use crate::publish::publication::Publication;
use crate::publish::rollout::gate::GateFailure;

/// What a roll-out did. `Display` says in its first lines whether it came to its end, where it stopped, and why.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RolloutOutcome {
    /// The waves that were begun, in order.
    pub waves: Vec<WaveOutcome>,
    /// How many waves there are.
    pub total: usize,
    /// What was taken back, API by API; nothing when the roll-out came to its end, or was not to roll back.
    pub rolled_back: Vec<ApiRollback>,
    /// Why the journal or the audit log does not tell all of it.
    pub not_recorded: Option<Error>,
}

/// What one wave did.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WaveOutcome {
    /// The wave's environments.
    pub environments: Vec<String>,
    /// What was done, and what failed.
    pub outcome: Outcome,
    /// Why the gate stayed closed, and which APIs were not blocked, deprecated or retired therefore; nothing when it opened, or
    /// the wave failed before.
    pub failures: Vec<GateFailure>,
}

/// What was taken back of one API.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ApiRollback {
    /// The API's name.
    pub name: String,
    /// The API's version.
    pub version: String,
    /// What was done, in words, in order.
    pub done: Vec<String>,
    /// What somebody has to approve before it is as it was, in words.
    pub pending: Vec<String>,
    /// Why the rest could not be taken back.
    pub error: Option<Error>,
}

impl RolloutOutcome {
    /// True when every wave is done and every gate opened.
    pub fn is_ok(&self) -> bool {
        let is_done = self.waves.len() == self.total && self.waves.iter().all(WaveOutcome::is_ok);
        is_done && self.not_recorded.is_none()
    }

    /// True when everything that had to be taken back was, and none of it awaits an approval; also what an earlier run of
    /// the same journal had changed, which was cut off, and cannot be taken back.
    pub fn is_rolled_back(&self) -> bool {
        let is_back = |api: &ApiRollback| api.error.is_none() && api.pending.is_empty();
        !self.rolled_back.is_empty() && self.rolled_back.iter().all(is_back)
    }
}

impl ApiRollback {
    /// Nothing was taken back of it.
    pub(super) fn nothing(publication: &Publication) -> Self {
        let (name, version) = (publication.name.clone(), publication.version.clone());
        Self { name, version, done: Vec::new(), pending: Vec::new(), error: None }
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.done.is_empty() && self.pending.is_empty() && self.error.is_none()
    }
}

impl WaveOutcome {
    /// True when it is done and its gate opened.
    pub fn is_ok(&self) -> bool {
        self.outcome.is_ok() && self.failures.is_empty()
    }

    /// Why it is not, in words.
    fn reasons(&self) -> Vec<String> {
        let failed = self.outcome.apis.iter().filter_map(|api| {
            let error = api.error.as_ref()?;
            let error = error.to_string();
            Some(format!("{} {}: {}", Name(&api.name), Name(&api.version), one_line(&error)))
        });
        failed.chain(self.failures.iter().map(ToString::to_string)).collect()
    }
}

impl fmt::Display for RolloutOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.total;
        match self.waves.iter().zip(1..).find(|(wave, _)| !wave.is_ok()) {
            None if self.is_ok() => write!(f, "rolled out: {total} of {total} waves")?,
            // One that was begun has failed, or all that were begun are all there are.
            None => write!(f, "stopped after {} of {total} waves", self.waves.len())?,
            Some((wave, number)) => {
                let environments = names(&wave.environments);
                write!(f, "stopped at wave {number} of {total} ({environments})")?;
                for reason in wave.reasons() {
                    write!(f, "\n  {reason}")?;
                }
            }
        }
        if let Some(error) = &self.not_recorded {
            write!(f, "\nnot written down: {}", one_line(&error.to_string()))?;
        }
        for api in &self.rolled_back {
            write!(f, "\n{api}")?;
        }
        for (wave, number) in self.waves.iter().zip(1..) {
            let (verdict, environments) =
                (if wave.is_ok() { "done" } else { "failed" }, names(&wave.environments));
            write!(f, "\nwave {number} ({environments}): {verdict}")?;
            for line in wave.outcome.to_string().lines() {
                write!(f, "\n  {line}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for ApiRollback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, version, done, pending, error } = self;
        let done = if done.is_empty() { "nothing".to_owned() } else { done.join("; ") };
        write!(f, "rolled back: {} {}: {}", Name(name), Name(version), one_line(&done))?;
        pending.iter().try_for_each(|pending| write!(f, "; pending: {}", one_line(pending)))?;
        match error {
            Some(error) => write!(f, "; the rest was not: {}", one_line(&error.to_string())),
            None => Ok(()),
        }
    }
}
