//! One step of one API: doing it, and seeing whether it is done.

use crate::client::ControlPlane;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{KeyType, Release};
use crate::publish::plan::{Action, ApiPlan};
use crate::publish::{classic, marker};
use crate::rest::api_object::ApiObject;
use crate::rest::revision::{DeployTo, Deployment, LIMIT_REACHED, Revision};
use crate::rest::{api, lifecycle, revision};

/// What is known while the steps of one API are done.
pub(crate) struct Run<'p> {
    control_plane: &'p ControlPlane,
    plan: &'p ApiPlan,
    id: Option<String>,
    revision: Option<String>,
    pending: Vec<String>,
}

impl<'p> Run<'p> {
    pub(crate) fn new(control_plane: &'p ControlPlane, plan: &'p ApiPlan) -> Self {
        let id = plan.existing.as_ref().map(|existing| existing.id.clone());
        Self { control_plane, plan, id, revision: plan.revision.clone(), pending: Vec::new() }
    }

    pub(crate) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    pub(crate) fn into_pending(self) -> Vec<String> {
        self.pending
    }

    fn release(&self) -> Release {
        self.control_plane.release()
    }

    /// The API's identifier, which every step but the first has.
    fn known_id(&self) -> Result<&str> {
        self.id().ok_or_else(|| unknown("API"))
    }

    async fn read(&self) -> Result<ApiObject> {
        self.control_plane.send(&api::get(self.release(), self.known_id()?)).await
    }

    async fn revisions(&self) -> Result<Vec<Revision>> {
        let call = revision::list(self.release(), self.known_id()?)?;
        Ok(self.control_plane.send(&call).await?.list)
    }

    pub(crate) async fn attempt(&mut self, action: &Action) -> Result<()> {
        match action {
            Action::CreateApi { .. } => self.create().await,
            Action::UpdateApi { .. } => self.update().await,
            Action::DeleteRevision { id, .. } => {
                let call = revision::delete(self.release(), self.known_id()?, id)?;
                self.control_plane.send(&call).await
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

    /// Whether the server is as the step leaves it already: asked before anything was written.
    ///
    /// # Errors
    /// [`ErrorKind::ConcurrentChange`] when the step has lost its ground since the plan was made.
    pub(crate) async fn stands(&mut self, action: &Action) -> Result<bool> {
        match action {
            Action::CreateApi { .. } => {
                let (name, version) = (&self.plan.publication.name, &self.plan.publication.version);
                if self.control_plane.find_api(name, version).await?.is_none() {
                    return Ok(false);
                }
                let message =
                    format!("`{name}` {version} was created after the plan was made: plan again");
                Err(Error::new(ErrorKind::ConcurrentChange, "created-meanwhile", message))
            }
            // Compares the time of the last change itself.
            Action::UpdateApi { .. } => Ok(false),
            Action::DeleteRevision { .. }
            | Action::CreateRevision
            | Action::Deploy { .. }
            | Action::ChangeLifecycle { .. } => self.is_done(action).await,
        }
    }

    /// Whether the server is as the step leaves it: asked when its answer was lost.
    pub(crate) async fn is_done(&mut self, action: &Action) -> Result<bool> {
        match action {
            Action::CreateApi { .. } => {
                let publication = &self.plan.publication;
                let found =
                    self.control_plane.find_api(&publication.name, &publication.version).await?;
                self.id = found.map(|found| found.id);
                Ok(self.id.is_some())
            }
            // It can be sent again.
            Action::UpdateApi { .. } => Ok(false),
            Action::DeleteRevision { id, .. } => {
                Ok(!self.revisions().await?.iter().any(|made| made.id == *id))
            }
            Action::CreateRevision => {
                let wanted = marker::of(&self.read().await?);
                let made = self.revisions().await?;
                self.revision = marker::newest(&wanted, &made).map(|revision| revision.id.clone());
                Ok(self.revision.is_some())
            }
            Action::Deploy { .. } => {
                let made = self.revisions().await?;
                let ours = made.iter().find(|made| Some(&made.id) == self.revision.as_ref());
                let deployed = ours.map_or(&[][..], |ours| &ours.deployments);
                let is_there = |to: &DeployTo| {
                    deployed
                        .iter()
                        .any(|there| there.environment == to.name && there.virtual_host == to.vhost)
                };
                let is_done = self.plan.deployments.iter().all(is_there);
                let waiting =
                    deployed.iter().filter(|_| is_done).filter(awaits(&self.plan.deployments));
                self.pending.extend(waiting.map(pending_deployment));
                Ok(is_done)
            }
            Action::ChangeLifecycle { .. } => {
                let state = self.read().await?;
                let action = self.plan.publication.lifecycle.action_from(state.lifecycle())?;
                Ok(action.is_none())
            }
        }
    }

    async fn create(&mut self) -> Result<()> {
        let publication = &self.plan.publication;
        let Some(definition) = &publication.definition else { return Err(unknown("definition")) };
        let new = definition.to_new_api(publication);
        let call = match &definition.document {
            Some(document) => api::import_openapi(self.release(), &new, document),
            None => api::create(self.release(), &new),
        };
        let made = self.control_plane.send(&call).await?;
        self.id = Some(made.id().to_owned());
        self.require_stored().await
    }

    async fn update(&mut self) -> Result<()> {
        let mut object = self.read().await?;
        let planned = self.plan.existing.as_ref().map(|existing| existing.last_updated.as_str());
        if planned.is_some_and(|planned| planned != object.last_updated()) {
            let message = format!(
                "somebody changed `{}` {} after the plan was made: plan again",
                self.plan.publication.name, self.plan.publication.version
            );
            return Err(Error::new(ErrorKind::ConcurrentChange, "changed-meanwhile", message));
        }
        if let Some(definition) = &self.plan.publication.definition {
            for key_type in KeyType::ALL {
                if let Some(url) = definition.endpoint(key_type)
                    && object.endpoint_url(key_type) != Some(url)
                {
                    object.set_endpoint_url(key_type, url);
                }
            }
            object.set_policies(&definition.plans);
        }
        if self.release().is_classic() {
            classic::add(self.plan, &mut object);
        }
        self.control_plane.send(&api::update(self.release(), &object)).await?;
        self.require_stored().await
    }

    async fn require_stored(&self) -> Result<()> {
        if self.release().is_classic() {
            classic::require_stored(self.control_plane, self.plan, self.known_id()?).await?;
        }
        Ok(())
    }

    async fn create_revision(&mut self) -> Result<()> {
        let description = marker::of(&self.read().await?);
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
        self.revision = Some(made.id);
        Ok(())
    }

    async fn deploy(&mut self) -> Result<()> {
        let Some(revision) = &self.revision else { return Err(unknown("revision")) };
        let (id, to) = (self.known_id()?, &self.plan.deployments);
        let call = revision::deploy(self.release(), id, revision, to)?;
        let deployments = self.control_plane.send(&call).await?.into_result()?;
        self.pending.extend(deployments.iter().filter(awaits(to)).map(pending_deployment));
        Ok(())
    }

    /// What was asked for before its answer was lost waits for somebody's approval.
    pub(crate) fn await_approval(&mut self, action: &Action) {
        if let Action::ChangeLifecycle { action } = action {
            self.pending.push(pending_change(action));
        }
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

/// A step whose precondition no earlier step has met: a fault of ours.
fn unknown(what: &str) -> Error {
    Error::new(
        ErrorKind::Unexpected,
        "unordered-plan",
        format!("a step needs the {what} before it is there"),
    )
}
