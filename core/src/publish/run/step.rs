//! Doing one step, and seeing whether it is done.

use super::{Run, unordered};
use crate::client::no_api;
use crate::error::{Error, ErrorKind, Result};
use crate::publish::marker::{self, Marker};
use crate::publish::plan::Action;
use crate::publish::project::ApiProject;
use crate::publish::publication::Source;
use crate::publish::{classic, difference};
use crate::rest::api_object::ApiObject;
use crate::rest::archive::{self, Import};
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
            Action::UpdateApi { .. } => self.update().await,
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
                    self.pending.push(pending_change(action));
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
                let found = self.control_plane.find_api(name, version).await?;
                let Some(found) = found else { return Ok(false) };
                self.id = Some(found.id);
                self.is_new = true;
                self.read().await?;
                self.require_stored().await?;
                Ok(true)
            }
            Action::UpdateApi { .. } => self.is_updated().await,
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
                there.environment == to.name
                    && there.virtual_host == to.vhost
                    && there.display_on_devportal == to.display_on_devportal
            })
        };
        self.plan.deployments.iter().all(is_there)
    }

    pub(super) fn note_pending(&mut self, deployed: &[Deployment]) {
        let waiting = deployed.iter().filter(awaits(&self.plan.deployments));
        self.pending.extend(waiting.map(pending_deployment));
    }

    /// The marker of the API as it is, which is read unless this run has just made or changed it.
    async fn marker(&mut self) -> Result<Marker> {
        let object = match self.object.take() {
            Some(object) => object,
            None => self.read().await?,
        };
        let marker = Marker::new(&object, self.plan.publication.asked().as_deref());
        self.object = Some(object);
        Ok(marker)
    }

    async fn create(&mut self) -> Result<()> {
        let publication = &self.plan.publication;
        let definition = match publication.source() {
            Source::Existing => return Err(unordered("definition")),
            Source::Definition(definition) => definition,
            Source::Project(project) => return self.import(project, None, false).await,
        };
        let new = definition.to_new_api(publication);
        let call = match &definition.document {
            Some(document) => api::import_openapi(self.release(), &new, document),
            None => api::create(self.release(), &new),
        };
        let made = self.control_plane.send(&call).await?;
        self.id = Some(made.id().to_owned());
        self.is_new = true;
        self.object = Some(made);
        self.require_stored().await
    }

    async fn update(&mut self) -> Result<()> {
        let publication = &self.plan.publication;
        let Some(mut object) = self.object.clone() else { return Err(unordered("API's fields")) };
        match publication.source() {
            Source::Existing => {}
            Source::Definition(definition) => difference::remove(definition, &mut object),
            Source::Project(project) => return self.import(project, Some(object), true).await,
        }
        if self.release().is_classic() {
            classic::add(self.plan, &mut object);
        }
        let stored = self.control_plane.send(&api::update(self.release(), &object)).await?;
        self.object = Some(stored);
        self.require_stored().await
    }

    /// Imports a project. The answer says nothing of the API, so it is read.
    async fn import(
        &mut self,
        project: &ApiProject,
        over: Option<ApiObject>,
        overwrite: bool,
    ) -> Result<()> {
        let publication = &self.plan.publication;
        let listed = over.as_ref().map(ApiObject::gateway_environments).unwrap_or_default();
        let mut environments: Vec<&str> = listed.iter().map(String::as_str).collect();
        for target in publication.targets() {
            if !environments.contains(&target.name()) {
                environments.push(target.name());
            }
        }
        let archive =
            project.archive_for_import(over.as_ref().map(ApiObject::lifecycle), &environments)?;
        let options = Import { overwrite, ..Import::default() };
        self.control_plane.send(&archive::import(self.release(), &archive, options)?).await?;
        if self.id.is_none() {
            let (name, version) = (publication.name(), publication.version());
            let found = self.control_plane.find_api(name, version).await?;
            let found = found.ok_or_else(|| no_api(name, version))?;
            self.id = Some(found.id);
            self.is_new = true;
        }
        self.read().await?;
        self.require_stored().await
    }

    /// Whether an update whose answer was lost took effect. What somebody else wrote at the same moment is not written over.
    async fn is_updated(&mut self) -> Result<bool> {
        let before = self.object.as_ref().map(|object| object.last_updated().to_owned());
        let now = self.read().await?;
        let is_as_before = before.as_deref() == Some(now.last_updated());
        // A project can be there without a difference in any field; then only the time says so.
        let says_all = !matches!(self.plan.publication.source(), Source::Project(_));
        if self.holds(&now)? && (says_all || !is_as_before) {
            return Ok(true);
        }
        if is_as_before {
            return Ok(false);
        }
        Err(self.changed("its fields are neither what they were nor what was sent"))
    }

    /// Whether an API has everything that the publication names.
    pub(super) fn holds(&self, api: &ApiObject) -> Result<bool> {
        let differs = difference::fields(&self.plan.publication, api)?;
        let lacks_none =
            !self.release().is_classic() || classic::missing(self.plan, api).is_empty();
        Ok(differs.is_empty() && lacks_none)
    }

    async fn require_stored(&self) -> Result<()> {
        if self.release().is_classic() {
            classic::require_stored(self.control_plane, self.plan, self.known_id()?).await?;
        }
        Ok(())
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
        self.made = Some(id.clone());
        self.revision = Some(id);
    }

    async fn deploy(&mut self) -> Result<()> {
        let Some(revision) = &self.revision else { return Err(unordered("revision")) };
        let (id, to) = (self.known_id()?, &self.plan.deployments);
        let call = revision::deploy(self.release(), id, revision, to)?;
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

    /// What was asked for before its answer was lost waits for somebody's approval.
    pub(super) fn await_approval(&mut self, action: &Action) {
        if let Action::ChangeLifecycle { action } = action {
            self.pending.push(pending_change(action));
        }
    }

    pub(super) fn changed(&self, what: &str) -> Error {
        let message = format!(
            "somebody changed `{}` {} after the plan was made: {what}. Plan again",
            self.plan.publication.name, self.plan.publication.version
        );
        Error::new(ErrorKind::ConcurrentChange, "changed-meanwhile", message)
    }
}

fn pending_change(action: &str) -> String {
    format!("the lifecycle change {action} awaits an approval")
}

fn awaits(to: &[DeployTo]) -> impl Fn(&&Deployment) -> bool {
    |deployed| !deployed.is_approved() && to.iter().any(|to| to.name == deployed.environment)
}

fn pending_deployment(deployed: &Deployment) -> String {
    format!("the deployment to {} awaits an approval", deployed.environment)
}
