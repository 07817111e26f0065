//! The ground a step stands on, read again before each write: API-M keeps no watch itself, the last writer wins.
//!
//! What remains is the time between that reading and the write, one request long. An API that this run has made is not
//! read again: nobody knew of it before, and the answers say whether somebody has found it since.

use super::{Ended, Run};
use crate::error::Result;
use crate::publish::difference::DEFINITION;
use crate::publish::plan::{Action, Existing};
use crate::publish::publication::Source;
use crate::rest::api_definition;
use crate::rest::api_object::ApiObject;
use crate::rest::revision::Revision;

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
            self.require_ours(planned, &seen)?;
        } else if self.stands(action, &seen)? {
            return Ok(Ended::Stood);
        } else {
            self.require_as_planned(planned, &seen)?;
        }
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
                let current = crate::publish::marker::newest_of(&seen.api, &seen.revisions);
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

    /// Nobody has changed it since our own writes.
    fn require_ours(&self, planned: &Existing, seen: &Seen) -> Result<()> {
        if self.has_updated() && !self.holds(&seen.api)? {
            return Err(self.changed("fields that this run has set are set otherwise now"));
        }
        if !self.left.is_in(&seen.api) {
            return Err(self.changed("its content is not what this run left"));
        }
        if let Some(document) = &seen.document
            && !self.left.is_document(document)?
        {
            return Err(self.changed("its document is not the one that this run sent"));
        }
        if !self.has_moved() && planned.lifecycle != seen.api.lifecycle() {
            let state = seen.api.lifecycle().to_lowercase();
            return Err(self.changed(&format!("its lifecycle state is {state} now")));
        }
        self.require_known_revisions(seen)
    }

    fn require_known_revisions(&self, seen: &Seen) -> Result<()> {
        if let Some(foreign) = seen.revisions.iter().find(|made| !self.known.contains(&made.id)) {
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
