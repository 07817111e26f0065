//! Doing one step, and seeing whether it is done.

use super::{Deployed, Run, unordered};
use crate::error::{Error, ErrorKind, Result};
use crate::publish::awaited::Awaited;
use crate::publish::marker::{self, Marker};
use crate::publish::plan::Action;
use crate::rest::api_object::ApiObject;
use crate::rest::revision::{DeployTo, Deployment, LIMIT_REACHED, Revision};
use crate::rest::{api, lifecycle, revision};

impl Run<'_> {
    pub(super) async fn read(&mut self) -> Result<ApiObject> {
        let call = api::get(self.release(), self.known_id()?);
        let object = self.control_plane.send(&call).await?;
        self.object = Some(object.clone());
        Ok(object)
    }

    pub(super) async fn revisions(&self) -> Result<Vec<Revision>> {
        let call = revision::list(self.release(), self.known_id()?)?;
        Ok(self.control_plane.send(&call).await?.list)
    }

    pub(super) async fn attempt(&mut self, action: &Action) -> Result<()> {
        match action {
            Action::CreateApi { .. } => self.create().await,
            Action::UpdateApi { fields, .. } => self.update(fields).await,
            Action::DeleteRevision { id, .. } => {
                let call = revision::delete(self.release(), self.known_id()?, id)?;
                self.control_plane.send(&call).await?;
                self.known.retain(|known| known != id);
                Ok(())
            }
            Action::CreateRevision => self.create_revision().await,
            Action::Deploy { .. } => self.deploy().await,
            Action::ChangeLifecycle { action } => {
                let call = lifecycle::change(self.release(), self.known_id()?, action, &[]);
                let changed = self.control_plane.send(&call).await?;
                if changed.workflow_status == "CREATED" {
                    self.awaited.push(Awaited::Change((*action).to_owned()));
                }
                Ok(())
            }
        }
    }

    /// Whether the server is as the step leaves it: asked when its answer was lost.
    pub(super) async fn is_done(&mut self, action: &Action) -> Result<bool> {
        match action {
            Action::CreateApi { .. } => {
                let publication = &self.plan.publication;
                let (name, version) = (&publication.name, &publication.version);
                // What was refused is there: the search finds it later.
                let found = if self.was_refused {
                    self.control_plane.find_indexed(name, version).await?
                } else {
                    self.control_plane.find_api(name, version).await?
                };
                let Some(found) = found else { return Ok(false) };
                self.id = Some(found.id);
                self.is_new = true;
                let made = self.read().await?;
                self.left.read(made);
                self.require_stored().await?;
                Ok(true)
            }
            Action::UpdateApi { fields, .. } => self.is_updated(fields).await,
            Action::DeleteRevision { id, .. } => {
                let is_gone = !self.revisions().await?.iter().any(|made| made.id == *id);
                if is_gone {
                    self.known.retain(|known| known != id);
                }
                Ok(is_gone)
            }
            Action::CreateRevision => {
                let wanted = self.marker().await?;
                let made = self.revisions().await?;
                let new: Vec<Revision> =
                    made.into_iter().filter(|made| !self.known.contains(&made.id)).collect();
                let ours = marker::newest(&wanted, &new).map(|revision| revision.id.clone());
                let is_made = ours.is_some();
                if let Some(ours) = ours {
                    self.take_for_ours(ours);
                }
                Ok(is_made)
            }
            Action::Deploy { .. } => {
                let made = self.revisions().await?;
                let ours = made.iter().find(|made| Some(&made.id) == self.revision.as_ref());
                let deployed = ours.map_or(&[][..], |ours| &ours.deployments);
                let is_done = self.is_deployed(deployed);
                if is_done {
                    self.note_pending(deployed);
                }
                Ok(is_done)
            }
            Action::ChangeLifecycle { action } => {
                let state = self.read().await?;
                let to_do = self.plan.publication.lifecycle.actions_from(state.lifecycle())?;
                Ok(!to_do.contains(action))
            }
        }
    }

    pub(super) fn is_deployed(&self, deployed: &[Deployment]) -> bool {
        let is_there = |to: &DeployTo| {
            deployed.iter().any(|there| {
                !there.is_rejected()
                    && there.environment == to.name
                    && there.virtual_host == to.vhost
                    && there.display_on_devportal == to.display_on_devportal
            })
        };
        self.plan.deployments.iter().all(is_there)
    }

    pub(super) fn note_pending(&mut self, deployed: &[Deployment]) {
        let ours = |there: &Deployment| {
            self.plan.deployments.iter().any(|to| to.name == there.environment)
        };
        let waiting = deployed.iter().filter(|there| there.is_waiting() && ours(there));
        self.awaited.extend(waiting.map(|there| Awaited::Deployment(there.environment.clone())));
    }

    /// The marker of the API as it is, which is read unless this run has just made or changed it.
    async fn marker(&mut self) -> Result<Marker> {
        let object = match self.object.take() {
            Some(object) => object,
            None => self.read().await?,
        };
        let marker = Marker::new(&object, &self.plan.publication);
        self.object = Some(object);
        Ok(marker)
    }

    async fn create_revision(&mut self) -> Result<()> {
        let description = self.marker().await?.text();
        let call = revision::create(self.release(), self.known_id()?, &description)?;
        let made = self.control_plane.send(&call).await.map_err(|error| {
            let limit = ("api_manager_code", LIMIT_REACHED.to_string());
            if !error.context().contains(&limit) {
                return error;
            }
            let message = "the API has as many revisions as API Manager keeps: somebody made one after the plan; \
                           plan again";
            Error::new(ErrorKind::Conflict, "revision-limit", message).with_source(error)
        })?;
        let number = made.number();
        self.take_for_ours(made.id);
        if self.is_new && number > 1 {
            return Err(
                self.changed("it has revisions that are not ours, though it was made just now")
            );
        }
        Ok(())
    }

    fn take_for_ours(&mut self, id: String) {
        self.known.push(id.clone());
        self.traces.revisions.push(id.clone());
        self.made = Some(id.clone());
        self.revision = Some(id);
    }

    async fn deploy(&mut self) -> Result<()> {
        let Some(revision) = &self.revision else { return Err(unordered("revision")) };
        let (id, to) = (self.known_id()?, &self.plan.deployments);
        let call = revision::deploy(self.release(), id, revision, to)?;
        let deployed = |to: &DeployTo| Deployed { revision: revision.clone(), to: to.clone() };
        self.traces.deployed = to.iter().map(deployed).collect();
        let deployments = self.control_plane.send(&call).await?.into_result()?;
        self.note_pending(&deployments);
        let is_foreign = |deployed: &Deployment| {
            deployed.revision_id.as_ref().is_some_and(|id| !self.known.contains(id))
        };
        if let Some(foreign) = deployments.iter().find(|deployed| is_foreign(deployed)) {
            let what = format!("another revision was deployed to {}", foreign.environment);
            return Err(self.changed(&what));
        }
        Ok(())
    }

    /// A change of the lifecycle waits for somebody's approval: ours, whose answer was lost, or one from before.
    pub(super) fn await_approval(&mut self, action: &Action, is_ours: bool) {
        if let Action::ChangeLifecycle { action } = action {
            let action = (*action).to_owned();
            self.awaited.push(if is_ours {
                Awaited::Change(action)
            } else {
                Awaited::ChangeFromBefore(action)
            });
        }
    }

    pub(super) fn changed(&self, what: &str) -> Error {
        let message = format!(
            "somebody changed `{}` {} after the plan was made ({what}): plan again",
            self.plan.publication.name, self.plan.publication.version
        );
        Error::new(ErrorKind::ConcurrentChange, "changed-meanwhile", message)
    }
}
