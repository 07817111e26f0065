//! What a roll-out itself has done to an API: only that is its to take back.

use std::collections::HashMap;

use crate::error::{Error, ErrorKind, Retry};
use crate::publish::awaited::Awaited;
use crate::publish::lifecycle::Lifecycle;
use crate::publish::marker;
use crate::publish::outcome::{ApiOutcome, Made};
use crate::publish::plan::Action;
use crate::publish::publication::{Publication, Source};
use crate::publish::rollout::outcome::WaveOutcome;
use crate::publish::run::{self, Deployed, Left};
use crate::publish::standing::Placed;
use crate::rest::api_object::ApiObject;
use crate::rest::revision::Revision;

/// What the waves so far did to one API.
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own about the waves")]
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
    /// The lifecycle states to which it was brought, in order, or may have been.
    pub(super) states: Vec<Lifecycle>,
    /// The environments that were added to its list: 3.x.
    pub(super) listed: Vec<String>,
    /// Where revisions were deployed; none in 3.x.
    deployed: Vec<Deployed>,
    /// The revisions that were made.
    revisions: Vec<String>,
    /// A revision may have been made whose identifier nobody knows.
    has_lost_revision: bool,
    /// What was written of its working copy.
    pub(super) content: Option<Content>,
    /// Somebody else was found to have changed it meanwhile.
    pub(super) by_others: Option<Error>,
}

/// What was written of an API's working copy.
#[derive(Clone, Debug)]
pub(super) struct Content {
    /// As it was before the first write; none of an API that was made.
    pub(super) found: Option<ApiObject>,
    pub(super) has_document: bool,
    left: Left,
    /// Somebody else has written it between two of our writes.
    is_mixed: bool,
}

impl Changed {
    /// Of each publication, in order.
    pub(super) fn by(publications: &[Publication], waves: &[WaveOutcome]) -> Vec<Self> {
        let mut outcomes: HashMap<(&str, &str), Vec<&ApiOutcome>> = HashMap::new();
        for api in waves.iter().flat_map(|wave| &wave.outcome.apis) {
            outcomes.entry((&api.name, &api.version)).or_default().push(api);
        }
        let mut all = Vec::with_capacity(publications.len());
        for one in publications {
            let mut changed = Self::default();
            // A project is imported as a whole, each time.
            let is_project = matches!(one.source(), Source::Project(_));
            for api in outcomes.remove(&(one.name(), one.version())).unwrap_or_default() {
                changed.add(api, is_project);
            }
            all.push(changed);
        }
        all
    }

    /// And what one more wave did.
    fn add(&mut self, api: &ApiOutcome, is_project: bool) {
        self.id = self.id.take().or_else(|| api.id.clone());
        self.is_any |= !api.done.is_empty();
        if self.made != Made::Yes && api.made != Made::No {
            self.made = api.made;
        }
        let asked = |awaited: &Awaited| matches!(awaited, Awaited::Change(_));
        self.has_asked |= api.awaited.iter().any(asked) || may_have_asked(api);
        let begun = api.failed.iter().filter(|_| api.is_half_done);
        for step in api.done.iter().chain(begun) {
            match &step.action {
                Action::ChangeLifecycle { action } => self.states.extend(Lifecycle::after(action)),
                Action::UpdateApi { environments, .. } => self.listed.extend(environments.clone()),
                _ => {}
            }
        }
        self.has_lost_revision |= is_lost(api, |step| matches!(step, Action::CreateRevision));
        if let Some(traces) = api.traces.as_deref().cloned() {
            self.deployed.extend(traces.deployed);
            self.revisions.extend(traces.revisions);
            if let Some(content) = traces.content {
                self.write(content, is_project);
            }
        }
        let concurrent = |error: &&Error| error.kind() == ErrorKind::ConcurrentChange;
        let error = api.error.as_ref().filter(concurrent).cloned();
        // A step that met somebody else's change has given way itself.
        self.is_half_done |= api.is_half_done && error.is_none();
        self.by_others = self.by_others.take().or(error);
    }

    fn write(&mut self, then: run::Content, is_project: bool) {
        let run::Content { found, has_document, left } = then;
        self.content = Some(match self.content.take() {
            None => Content { found, has_document, left, is_mixed: false },
            Some(first) => {
                // What was written once needs no other writing, unless somebody else has changed it.
                let is_found = found.is_none_or(|found| first.left.is_all_of(&found));
                let is_sent_again = first.has_document && has_document && !is_project;
                Content {
                    found: first.found,
                    has_document: first.has_document || has_document,
                    left: left.since(first.left),
                    is_mixed: first.is_mixed || !is_found || is_sent_again,
                }
            }
        });
    }

    /// Where it deployed revisions.
    pub(super) fn environments(&self) -> Vec<&str> {
        let mut named: Vec<&str> = Vec::new();
        for deployed in &self.deployed {
            if !named.contains(&deployed.to.name.as_str()) {
                named.push(&deployed.to.name);
            }
        }
        named
    }

    /// Whether it is this roll-out that has placed a revision so.
    pub(super) fn has_deployed(&self, (revision, there): Placed<'_>) -> bool {
        self.deployed.iter().any(|deployed| {
            deployed.revision == revision.id
                && deployed.to.name == there.environment
                && deployed.to.vhost == there.virtual_host
                && deployed.to.display_on_devportal == there.display_on_devportal
        })
    }

    /// Whether it is this roll-out that has made a revision, which was not there before.
    pub(super) fn has_made(&self, revision: &Revision) -> bool {
        self.revisions.contains(&revision.id)
            || (self.has_lost_revision && marker::is_ours(revision))
    }
}

impl Content {
    /// Whether the working copy as it is now has nobody else's changes.
    pub(super) fn is_all_of(&self, now: &ApiObject) -> bool {
        !self.is_mixed && self.left.is_all_of(now)
    }

    /// Whether its document hasn't, either.
    pub(super) fn is_all_of_document(&self, now: &str) -> bool {
        self.left.is_all_of_document(now)
    }
}

/// Whether such a step was begun, and nobody could be asked what became of it.
fn is_lost(api: &ApiOutcome, is_such: impl Fn(&Action) -> bool) -> bool {
    let is_open = api.error.as_ref().is_some_and(|error| error.retry() == Retry::Ambiguous);
    is_open && api.is_half_done && api.failed.as_ref().is_some_and(|step| is_such(&step.action))
}

/// A change of the lifecycle whose answer was lost, when nobody could be asked about it.
fn may_have_asked(api: &ApiOutcome) -> bool {
    is_lost(api, |step| matches!(step, Action::ChangeLifecycle { .. }))
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
