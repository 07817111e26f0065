//! What a roll-out knows of an API before a wave is planned: which API it is, though the search does not find it yet, and which
//! revision goes out, though somebody has edited the API since.

use std::collections::HashMap;

use crate::client::ControlPlane;
use crate::error::{Error, ErrorKind, Result};
use crate::publish::outcome::{ApiOutcome, Outcome};
use crate::publish::plan::ApiPlan;
use crate::publish::publication::Publication;
use crate::publish::recorder::Recorder;
use crate::rest::revision::Revision;

/// Of one API; by default nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// API-M's identifier.
    pub(crate) id: Option<String>,
    pub(crate) revision: Option<Chosen>,
}

/// The revision that goes out; none in 3.x.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// What the gate of an earlier wave has seen: it, or nothing.
    Seen(String),
    /// What a run that was cut off has made: it, while the API has what the publication names.
    Begun(String),
}

impl Known {
    /// Of an API after a wave.
    pub(crate) fn of(done: &ApiOutcome) -> Self {
        Self { id: done.id.clone(), revision: done.revision.clone().map(Chosen::Seen) }
    }

    /// The revision that alone may go out.
    pub(crate) fn seen(&self) -> Option<&str> {
        match &self.revision {
            Some(Chosen::Seen(id)) => Some(id),
            _ => None,
        }
    }

    /// The revision that is as good as one of the API as it is, if it is there.
    pub(crate) fn chosen<'r>(&self, made: &'r [Revision]) -> Option<&'r Revision> {
        let (Chosen::Seen(id) | Chosen::Begun(id)) = self.revision.as_ref()?;
        made.iter().find(|revision| revision.id == *id)
    }
}

/// Of all APIs of a roll-out, by name and version.
#[derive(Debug, Default)]
pub(crate) struct KnownApis(HashMap<(String, String), Known>);

impl KnownApis {
    /// What a run that was cut off has written down.
    pub(crate) fn begun(publications: &[Publication], recorder: &Recorder) -> Self {
        let begun = publications.iter().filter_map(|publication| {
            let revision = recorder.revision_made_before(publication)?;
            let known = Known { id: None, revision: Some(Chosen::Begun(revision)) };
            Some(((publication.name.clone(), publication.version.clone()), known))
        });
        Self(begun.collect())
    }

    pub(crate) fn of(&self, publication: &Publication) -> Known {
        let key = (publication.name.clone(), publication.version.clone());
        self.0.get(&key).cloned().unwrap_or_default()
    }

    /// What a wave has left.
    pub(crate) fn learn(&mut self, outcome: &Outcome) {
        for api in &outcome.apis {
            self.0.insert((api.name.clone(), api.version.clone()), Known::of(api));
        }
    }
}

impl ControlPlane {
    /// The identifiers of the APIs that are there: those that are not known are looked for.
    pub(super) async fn identify(
        &self,
        wanted: &[(Publication, Known)],
    ) -> Result<Vec<Result<Option<String>>>> {
        let unknown = wanted.iter().filter(|(_, known)| known.id.is_none());
        let unknown: Vec<Publication> =
            unknown.map(|(publication, _)| publication.clone()).collect();
        let mut found = self.look_up(&unknown).await?.into_iter();
        let id_of = |(_, known): &(Publication, Known)| match &known.id {
            Some(id) => Ok(Some(id.clone())),
            None => found.next().unwrap_or(Ok(None)).map(|found| found.map(|api| api.id)),
        };
        Ok(wanted.iter().map(id_of).collect())
    }
}

/// The plan of an API of which what the gate has seen is not there any more.
pub(super) fn lost(publication: Publication, what: &str) -> ApiPlan {
    let (name, version) = (&publication.name, &publication.version);
    let message = format!("somebody changed `{name}` {version} during the roll-out ({what})");
    let error = Error::new(ErrorKind::ConcurrentChange, "changed-meanwhile", message);
    let error = error.concerning_api(name, version).with_operation("plan");
    let mut plan = ApiPlan::new(publication);
    plan.error = Some(error);
    plan
}
