//! Taking back what a roll-out has changed of one API, and nothing else.
//!
//! Everything is read again first. What somebody else has done since is not undone: then the rest stays as it is, and the
//! account says so.

use std::collections::BTreeMap;

use crate::client::{ApiDocument, ControlPlane, DeploymentTarget, LifecycleChange};
use crate::error::{Error, ErrorKind, Result};
use crate::publish::lifecycle::Lifecycle;
use crate::publish::marker;
use crate::publish::publication::Publication;
use crate::publish::rollout::changed::Changed;
use crate::publish::rollout::outcome::ApiRollback;
use crate::publish::rollout::snapshot::Before;
use crate::rest::api;
use crate::rest::api_definition;
use crate::rest::api_object::ApiObject;
use crate::rest::revision::{Deployment, Revision};

/// When the API's last change was; an update says it, and the server does not keep it.
const TIMES: [&str; 2] = ["lastUpdatedTime", "lastUpdatedTimestamp"];

impl ControlPlane {
    /// `environments`: those that the waves have reached.
    pub(super) async fn take_back(
        &self,
        publication: &Publication,
        before: &Before,
        changed: &Changed,
        environments: &[String],
    ) -> ApiRollback {
        let (name, version) = (&publication.name, &publication.version);
        let mut done = Vec::new();
        let undone = match &changed.by_others {
            // To take ours back would take theirs back as well.
            Some(error) => Err(error.clone()),
            None => self.undo(publication, before, changed, environments, &mut done).await,
        };
        let error = undone
            .err()
            .map(|error| error.concerning_api(name, version).with_operation("roll_out"));
        ApiRollback { name: name.clone(), version: version.clone(), done, error }
    }

    async fn undo(
        &self,
        publication: &Publication,
        before: &Before,
        changed: &Changed,
        environments: &[String],
        done: &mut Vec<String>,
    ) -> Result<()> {
        let found = self.find_api(&publication.name, &publication.version).await?;
        let Some(found) = found else { return Ok(()) };
        let id = found.id;
        if !self.release().is_classic() {
            let made = self.revisions(&id).await?;
            require_ours_alone(before, &made)?;
            self.redeploy(&id, before, &made, environments, done).await?;
        }
        self.move_back(&id, before, done).await?;
        if let Some(object) = &before.api {
            self.put_back(&id, object, environments, done).await?;
            self.put_document_back(&id, before, done).await?;
        }
        if !self.release().is_classic() {
            self.delete_ours(&id, before, done).await?;
        }
        if before.api.is_none() && changed.is_made {
            self.delete_api(&id).await?;
            done.push("deleted it".to_owned());
        }
        Ok(())
    }

    /// Each environment gets the revision it had; one that had none is left.
    async fn redeploy(
        &self,
        id: &str,
        before: &Before,
        made: &[Revision],
        environments: &[String],
        done: &mut Vec<String>,
    ) -> Result<()> {
        let mut back: BTreeMap<&str, Vec<&Deployment>> = BTreeMap::new();
        let mut off: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for environment in environments {
            let now = made.iter().find_map(|revision| {
                let there = &revision.deployments;
                let there = there.iter().find(|there| there.environment == *environment)?;
                Some((revision.id.as_str(), there))
            });
            let was = before.deployed.iter().find(|(_, there)| there.environment == *environment);
            match (was, now) {
                (Some((was, there)), Some((now, _))) if was == now && is_same(there, made, now) => {
                }
                (Some((was, there)), _) => back.entry(was).or_default().push(there),
                (None, Some((now, _))) => off.entry(now).or_default().push(environment),
                (None, None) => {}
            }
        }
        for (revision, there) in back {
            let to: Vec<DeploymentTarget> = there.iter().map(|there| target(there)).collect();
            self.deploy_revision(id, revision, to).await?;
            let named: Vec<&str> = there.iter().map(|there| there.environment.as_str()).collect();
            done.push(format!("deployed what was there to {}", named.join(", ")));
        }
        for (revision, from) in off {
            self.undeploy_revision(id, revision, from.iter().copied()).await?;
            done.push(format!("took it off {}", from.join(", ")));
        }
        Ok(())
    }

    /// Back to the lifecycle state it had; one that was made by the roll-out goes back to where it can be deleted.
    async fn move_back(&self, id: &str, before: &Before, done: &mut Vec<String>) -> Result<()> {
        let was = before.api.as_ref().map_or("CREATED", ApiObject::lifecycle);
        let now = self.send(&api::get(self.release(), id)).await?;
        let Some(wanted) = Lifecycle::from_state(was) else { return Ok(()) };
        for action in wanted.actions_from(now.lifecycle())? {
            self.change_lifecycle(id, &LifecycleChange::new(action)).await?;
            done.push(format!("changed the lifecycle: {action}"));
        }
        Ok(())
    }

    /// The working copy, and in 3.x the list of environments, as they were.
    async fn put_back(
        &self,
        id: &str,
        object: &ApiObject,
        environments: &[String],
        done: &mut Vec<String>,
    ) -> Result<()> {
        let now = self.send(&api::get(self.release(), id)).await?;
        let mut wanted = object.clone();
        let mut listed = now.gateway_environments();
        if self.release().is_classic() {
            let was = object.gateway_environments();
            // What others have added or removed elsewhere stays.
            listed.retain(|name| was.contains(name) || !environments.contains(name));
            let missing = was.iter().filter(|name| environments.contains(name));
            let missing: Vec<String> =
                missing.filter(|name| !listed.contains(name)).cloned().collect();
            listed.extend(missing);
            wanted.set_gateway_environments(&listed);
        }
        let is_same_list = listed == now.gateway_environments();
        if wanted.content() == now.content() && is_same_list {
            return Ok(());
        }
        for time in TIMES {
            if let Some(value) = now.field(time) {
                wanted.set_field(time, value.clone());
            }
        }
        self.update_api(&ApiDocument(wanted)).await?;
        done.push("put back its fields".to_owned());
        Ok(())
    }

    async fn put_document_back(
        &self,
        id: &str,
        before: &Before,
        done: &mut Vec<String>,
    ) -> Result<()> {
        let Some(document) = &before.document else { return Ok(()) };
        let now = self.send(&api_definition::get(self.release(), id)).await?;
        if now != *document {
            self.update_api_definition(id, document).await?;
            done.push("put back its definition".to_owned());
        }
        Ok(())
    }

    async fn delete_ours(&self, id: &str, before: &Before, done: &mut Vec<String>) -> Result<()> {
        for made in self.revisions(id).await? {
            if before.revisions.contains(&made.id) || !made.deployments.is_empty() {
                continue;
            }
            self.delete_revision(id, &made.id).await?;
            done.push(format!("deleted {}", made.display_name));
        }
        Ok(())
    }
}

fn target(there: &Deployment) -> DeploymentTarget {
    let target = DeploymentTarget::new(&there.environment).virtual_host(&there.virtual_host);
    if there.display_on_devportal { target } else { target.hidden() }
}

/// Whether an environment has the revision as it had it.
fn is_same(was: &Deployment, made: &[Revision], now: &str) -> bool {
    let there = made.iter().filter(|revision| revision.id == now);
    there.flat_map(|revision| &revision.deployments).any(|there| {
        there.environment == was.environment
            && there.virtual_host == was.virtual_host
            && there.display_on_devportal == was.display_on_devportal
    })
}

/// Revisions that were made since are Gatewright's.
fn require_ours_alone(before: &Before, made: &[Revision]) -> Result<()> {
    let new = |revision: &&Revision| !before.revisions.contains(&revision.id);
    match made.iter().filter(new).find(|revision| !marker::is_ours(revision)) {
        None => Ok(()),
        Some(foreign) => {
            let message = format!(
                "somebody made {} during the roll-out: see what is deployed where, and take back by hand what should go",
                foreign.display_name
            );
            Err(Error::new(ErrorKind::ConcurrentChange, "changed-meanwhile", message))
        }
    }
}
