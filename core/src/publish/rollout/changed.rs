//! What a roll-out itself has done to an API: only that is its to take back.

use crate::error::{Error, ErrorKind};
use crate::publish::plan::Action;
use crate::publish::publication::Publication;
use crate::publish::rollout::outcome::WaveOutcome;

/// What the waves so far did to one API.
#[derive(Clone, Debug, Default)]
pub(super) struct Changed {
    /// A step was done.
    pub(super) is_any: bool,
    /// It was made by this roll-out.
    pub(super) is_made: bool,
    /// Somebody else was found to have changed it meanwhile.
    pub(super) by_others: Option<Error>,
}

impl Changed {
    /// Of each publication, in order.
    pub(super) fn by(publications: &[Publication], waves: &[WaveOutcome]) -> Vec<Self> {
        let of = |publication: &Publication| {
            let mut changed = Self::default();
            let outcomes = waves.iter().flat_map(|wave| &wave.outcome.apis);
            for api in outcomes
                .filter(|api| api.name == publication.name && api.version == publication.version)
            {
                changed.is_any |= !api.done.is_empty();
                let is_creation = |action: &Action| matches!(action, Action::CreateApi { .. });
                changed.is_made |= api.done.iter().any(|step| is_creation(&step.action));
                let concurrent = |error: &&Error| error.kind() == ErrorKind::ConcurrentChange;
                let error = api.error.as_ref().filter(concurrent).cloned();
                changed.by_others = changed.by_others.take().or(error);
            }
            changed
        };
        publications.iter().map(of).collect()
    }
}
