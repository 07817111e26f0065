//! The ground a step stands on, read again before each write: API-M keeps no watch itself, the last writer wins.
//!
//! What remains is the time between that reading and the write, one request long. An API that this run has made is not
//! read again: nobody knew of it before, and the answers say whether somebody has found it since.

use super::{Ended, Run};
use crate::error::{ErrorKind, Result};
use crate::publish::difference::DEFINITION;
use crate::publish::marker;
use crate::publish::plan::{Action, Existing};
use crate::publish::publication::Source;
use crate::rest::api_object::ApiObject;
use crate::rest::revision::Revision;
use crate::rest::{api, api_definition};

/// What is read before a write.
struct Seen {
    api: ApiObject,
    /// None in 3.x.
    revisions: Vec<Revision>,
    /// When this run has sent one.
    document: Option<String>,
}

impl Run<'_> {
    pub(super) async fn survey(&mut self, action: &Action) -> Result<Ended> {
        let Some(planned) = self.plan.existing.as_ref().filter(|_| !self.is_new) else {
            return Ok(Ended::Done);
        };
        let seen = self.look(action).await?;
        if !self.written.is_empty() {
            self.require_ours(planned, seen).await?;
            return Ok(Ended::Done);
        }
        if self.stands(action, &seen)? {
            return Ok(Ended::Stood);
        }
        self.require_as_planned(planned, &seen)?;
        self.left.read(seen.api);
        Ok(Ended::Done)
    }

    async fn look(&mut self, action: &Action) -> Result<Seen> {
        let api = self.read().await?;
        let has_revisions = !self.release().is_classic();
        let revisions = if has_revisions { self.revisions().await? } else { Vec::new() };
        // What is written is written over this.
        if matches!(action, Action::UpdateApi { .. }) {
            self.object = Some(api.clone());
        }
        let document = if self.left.has_document() {
            let call = api_definition::get(self.release(), self.known_id()?);
            Some(self.control_plane.send(&call).await?)
        } else {
            None
        };
        Ok(Seen { api, revisions, document })
    }

    /// Whether the server is as the step leaves it already: by this plan, applied before, or by somebody else.
    fn stands(&mut self, action: &Action, seen: &Seen) -> Result<bool> {
        Ok(match action {
            Action::CreateApi { .. } => false,
            // Of a project and a document the fields do not say enough.
            Action::UpdateApi { fields, .. } => {
                let is_known = !matches!(self.plan.publication.source(), Source::Project(_));
                is_known && !fields.contains(&DEFINITION) && self.holds(&seen.api)?
            }
            Action::DeleteRevision { id, .. } => !seen.revisions.iter().any(|made| made.id == *id),
            Action::CreateRevision => {
                let current = marker::newest_of(&seen.api, &seen.revisions);
                let asked = self.plan.publication.asked();
                let current = current.filter(|(_, marker)| marker.fulfils(asked.as_deref()));
                let id = current.map(|(revision, _)| revision.id.clone());
                let stands = id.is_some();
                if stands {
                    self.revision = id;
                }
                stands
            }
            Action::Deploy { .. } => {
                let ours = self.revision.as_ref();
                let ours = seen.revisions.iter().find(|made| Some(&made.id) == ours);
                let deployed = ours.map(|ours| ours.deployments.clone()).unwrap_or_default();
                let stands = ours.is_some() && self.is_deployed(&deployed);
                if stands {
                    self.note_pending(&deployed);
                }
                stands
            }
            Action::ChangeLifecycle { action } => {
                let wanted = self.plan.publication.lifecycle;
                !wanted.actions_from(seen.api.lifecycle())?.contains(action)
            }
        })
    }

    /// Nobody has changed it since the plan.
    fn require_as_planned(&self, planned: &Existing, seen: &Seen) -> Result<()> {
        if planned.last_updated != seen.api.last_updated() {
            return Err(self.changed("the time of its last change is another one"));
        }
        self.require_known_revisions(seen)
    }

    /// Nobody has changed it since our own writes; or since our revision was made, which has what they left.
    async fn require_ours(&mut self, planned: &Existing, seen: Seen) -> Result<()> {
        self.require_known_revisions(&seen)?;
        if !self.has_moved() && planned.lifecycle != seen.api.lifecycle() {
            let state = seen.api.lifecycle().to_lowercase();
            return Err(self.changed(&format!("its lifecycle state is {state} now")));
        }
        match self.changed_since(&seen)? {
            None => self.left.read(seen.api),
            Some(what) if !self.is_in_our_revision().await? => return Err(self.changed(what)),
            Some(_) => {}
        }
        Ok(())
    }

    /// What of the working copy is otherwise than this run left it.
    fn changed_since(&self, seen: &Seen) -> Result<Option<&'static str>> {
        if self.has_updated() && !self.holds(&seen.api)? {
            return Ok(Some("fields that this run has set are set otherwise now"));
        }
        if !self.left.is_in(&seen.api) {
            return Ok(Some("its content is not what this run left"));
        }
        let document = seen.document.as_deref();
        let is_ours = document.is_none_or(|document| self.left.is_document(document));
        Ok((!is_ours).then_some("its document is not the one that this run sent"))
    }

    /// Whether this run has made a revision, of what it left.
    async fn is_in_our_revision(&self) -> Result<bool> {
        let Some(made) = &self.made else { return Ok(false) };
        let api = self.control_plane.send(&api::get(self.release(), made)).await?;
        if !self.left.is_in(&api) || !self.left.has_document() {
            return Ok(self.left.is_in(&api));
        }
        let call = api_definition::get(self.release(), made);
        match self.control_plane.send(&call).await {
            Ok(document) => Ok(self.left.is_document(&document)),
            // A server that does not say it leaves open what the revision holds.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn require_known_revisions(&self, seen: &Seen) -> Result<()> {
        let ours = seen.revisions.iter().find(|made| self.made.as_ref() == Some(&made.id));
        let is_foreign = |made: &&Revision| {
            let yields = ours.is_some_and(|ours| gives_way_to(ours, made));
            !self.known.contains(&made.id) && !yields
        };
        if let Some(foreign) = seen.revisions.iter().find(is_foreign) {
            let what = format!("{} was made meanwhile", foreign.display_name);
            return Err(self.changed(&what));
        }
        let is_gone = |id: &&String| !seen.revisions.iter().any(|made| made.id == **id);
        if self.known.iter().any(|id| is_gone(&id)) {
            return Err(self.changed("a revision that was there is deleted"));
        }
        Ok(())
    }
}

/// Of two applies that have each made a revision before they saw the other's, the one that was later gives way: it looks at
/// the revisions once more before it deploys, and the other one's is there by then.
fn gives_way_to(ours: &Revision, other: &Revision) -> bool {
    marker::is_ours(other) && other.deployments.is_empty() && other.number() > ours.number()
}
