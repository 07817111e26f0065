//! What a roll-out itself has done to an API: only that is its to take back.

use std::collections::HashMap;

use crate::error::{Error, ErrorKind, Retry};
use crate::publish::awaited::Awaited;
use crate::publish::outcome::{ApiOutcome, Made};
use crate::publish::plan::Action;
use crate::publish::publication::Publication;
use crate::publish::rollout::outcome::WaveOutcome;

/// What the waves so far did to one API.
#[derive(Clone, Debug, Default)]
pub(super) struct Changed {
    /// API-M's identifier of it, once it is known.
    pub(super) id: Option<String>,
    /// A step was done.
    pub(super) is_any: bool,
    /// A step has failed after it was begun: a part of it may be done.
    pub(super) is_half_done: bool,
    /// Whether it was made by this roll-out.
    pub(super) made: Made,
    /// Another lifecycle state was asked for, and somebody has to approve that.
    pub(super) has_asked: bool,
    /// Somebody else was found to have changed it meanwhile.
    pub(super) by_others: Option<Error>,
}

impl Changed {
    /// Of each publication, in order.
    pub(super) fn by(publications: &[Publication], waves: &[WaveOutcome]) -> Vec<Self> {
        let mut outcomes: HashMap<(&str, &str), Self> = HashMap::new();
        for api in waves.iter().flat_map(|wave| &wave.outcome.apis) {
            outcomes.entry((&api.name, &api.version)).or_default().add(api);
        }
        let mut all = Vec::with_capacity(publications.len());
        for one in publications {
            all.push(outcomes.remove(&(one.name(), one.version())).unwrap_or_default());
        }
        all
    }

    /// And what one more wave did.
    fn add(&mut self, api: &ApiOutcome) {
        self.id = self.id.take().or_else(|| api.id.clone());
        self.is_any |= !api.done.is_empty();
        if self.made != Made::Yes && api.made != Made::No {
            self.made = api.made;
        }
        let asked = |awaited: &Awaited| matches!(awaited, Awaited::Change(_));
        self.has_asked |= api.awaited.iter().any(asked) || may_have_asked(api);
        let concurrent = |error: &&Error| error.kind() == ErrorKind::ConcurrentChange;
        let error = api.error.as_ref().filter(concurrent).cloned();
        // A step that met somebody else's change has given way itself.
        self.is_half_done |= api.is_half_done && error.is_none();
        self.by_others = self.by_others.take().or(error);
    }
}

/// A change of the lifecycle whose answer was lost, when nobody could be asked about it.
fn may_have_asked(api: &ApiOutcome) -> bool {
    let is_open = api.error.as_ref().is_some_and(|error| error.retry() == Retry::Ambiguous);
    let failed = api.failed.as_ref().map(|step| &step.action);
    is_open && api.is_half_done && matches!(failed, Some(Action::ChangeLifecycle { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::outcome::Outcome;
    use crate::publish::plan::Step;

    fn pets() -> Publication {
        Publication::new("Pets", "1").environment("eu")
    }

    /// A wave whose one step was begun and failed so.
    fn failed(action: Action, error: Error) -> WaveOutcome {
        let mut api = ApiOutcome::new(&pets());
        let (name, version) = (api.name.clone(), api.version.clone());
        api.failed = Some(Step { api: name, version, action });
        api.error = Some(error);
        api.is_half_done = true;
        wave(api)
    }

    fn wave(api: ApiOutcome) -> WaveOutcome {
        let outcome = Outcome { apis: vec![api], not_recorded: None };
        WaveOutcome { environments: vec!["eu".to_owned()], outcome, failures: Vec::new() }
    }

    fn changed(waves: &[WaveOutcome]) -> Changed {
        let others = Publication::new("Dogs", "1").environment("eu");
        let mut all = Changed::by(&[others, pets()], waves);
        let pets = all.pop().unwrap();
        let untouched = &all[0];
        assert!(!untouched.is_any && !untouched.is_half_done && untouched.by_others.is_none());
        pets
    }

    #[test]
    fn what_the_waves_did_comes_together() {
        let mut made = ApiOutcome::new(&pets());
        made.made = Made::Yes;
        made.awaited = vec![Awaited::Change("Publish".to_owned())];
        let then =
            failed(Action::CreateRevision, Error::new(ErrorKind::Server, "server-failed", ""));
        let found = changed(&[wave(made), then]);
        assert!(found.is_half_done && found.has_asked && !found.is_any);
        assert_eq!(found.made, Made::Yes);
    }

    #[test]
    fn a_request_from_before_is_not_the_roll_outs() {
        let mut api = ApiOutcome::new(&pets());
        api.awaited = vec![Awaited::ChangeFromBefore("Publish".to_owned())];
        assert!(!changed(&[wave(api)]).has_asked);
    }

    #[test]
    fn a_change_whose_answer_was_lost_may_have_been_asked_for() {
        for (retry, has_asked) in [(Retry::Ambiguous, true), (Retry::Never, false)] {
            let error = Error::new(ErrorKind::Server, "server-failed", "").with_retry(retry);
            let change = Action::ChangeLifecycle { action: "Publish" };
            assert_eq!(changed(&[failed(change, error)]).has_asked, has_asked);
        }
    }

    #[test]
    fn a_step_that_gave_way_to_somebody_else_is_not_half_done() {
        let error = Error::new(ErrorKind::ConcurrentChange, "created-meanwhile", "");
        let found = changed(&[failed(Action::CreateRevision, error)]);
        assert!(!found.is_half_done && !found.is_any && found.by_others.is_some());
    }
}
