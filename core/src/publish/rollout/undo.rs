//! Taking back what a roll-out has changed of one API, and nothing else.
//!
//! Everything is read again first. What somebody else has done since is not undone: then the rest stays as it is, and the
//! account says so.

use std::collections::BTreeMap;

use crate::client::{ApiDocument, ControlPlane, DeploymentTarget, LifecycleChange};
use crate::error::{Error, ErrorKind, Result, Retry};
use crate::publish::awaited::Awaited;
use crate::publish::difference;
use crate::publish::lifecycle::Lifecycle;
use crate::publish::marker;
use crate::publish::outcome::Made;
use crate::publish::publication::Publication;
use crate::publish::rollout::changed::Changed;
use crate::publish::rollout::outcome::ApiRollback;
use crate::publish::rollout::snapshot::Before;
use crate::publish::standing::{self, Placed};
use crate::rest::api;
use crate::rest::api_definition;
use crate::rest::api_object::ApiObject;
use crate::rest::revision::{Deployment, Revision};

/// What was done, and what of it somebody has to approve.
struct Account<'a> {
    done: &'a mut Vec<String>,
    pending: &'a mut Vec<String>,
}

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
        let (mut done, mut pending) = (Vec::new(), Vec::new());
        let account = Account { done: &mut done, pending: &mut pending };
        let undone = match &changed.by_others {
            // To take ours back would take theirs back as well.
            Some(error) => Err(error.clone()),
            None => self.undo(publication, before, changed, environments, account).await,
        };
        let error = undone
            .err()
            .map(|error| error.concerning_api(name, version).with_operation("roll_out"));
        ApiRollback { name: name.clone(), version: version.clone(), done, pending, error }
    }

    async fn undo(
        &self,
        publication: &Publication,
        before: &Before,
        changed: &Changed,
        environments: &[String],
        mut account: Account<'_>,
    ) -> Result<()> {
        let found = self.changed_api(publication, before, changed).await?;
        let Some(id) = found else { return Ok(()) };
        let is_made = before.api.is_none() && changed.made != Made::No;
        if is_made && changed.made == Made::Perhaps {
            self.require_made(publication, &id).await?;
        }
        let has_revisions = !self.release().is_classic();
        let made = if has_revisions { self.revisions(&id).await? } else { Vec::new() };
        require_ours_alone(before, &made)?;
        // First what an approval could bring later: the rest may fail.
        if changed.has_asked {
            self.withdraw_change(publication, &id, account.done).await?;
        }
        if has_revisions {
            self.withdraw_requests(&id, before, &made, environments, account.done).await?;
            let made = self.revisions(&id).await?;
            self.redeploy(&id, before, &made, environments, &mut account).await?;
        }
        self.move_back(&id, before, &mut account).await?;
        if let Some(object) = &before.api {
            self.put_back(&id, object, environments, account.done).await?;
            self.put_document_back(&id, before, account.done).await?;
        }
        if has_revisions {
            self.delete_ours(&id, before, account.done).await?;
        }
        if is_made {
            self.delete_api(&id).await?;
            account.done.push("deleted it".to_owned());
        }
        Ok(())
    }

    /// Whoever made an API whose creation had no answer: it is ours when it is as it was sent.
    async fn require_made(&self, publication: &Publication, id: &str) -> Result<()> {
        let now = self.send(&api::get(self.release(), id)).await?;
        if difference::fields(publication, &now).is_ok_and(|differing| differing.is_empty()) {
            return Ok(());
        }
        let message =
            "an API of this name is there, and it is not what the roll-out sent: see whose it is";
        Err(Error::new(ErrorKind::ConcurrentChange, "changed-meanwhile", message))
    }

    /// Requests of the waves to deploy something. Those that waited before are not theirs.
    async fn withdraw_requests(
        &self,
        id: &str,
        before: &Before,
        made: &[Revision],
        environments: &[String],
        done: &mut Vec<String>,
    ) -> Result<()> {
        for environment in environments {
            for placed in standing::waiting(made, environment) {
                let was_so = before.waiting(environment).any(|was| was == placed.0.id);
                if !was_so && self.withdraw(id, placed).await? {
                    let name = &placed.0.display_name;
                    done.push(format!("took back the request to deploy {name} to {environment}"));
                }
            }
        }
        Ok(())
    }

    /// The request of the waves for another lifecycle state.
    async fn withdraw_change(
        &self,
        publication: &Publication,
        id: &str,
        done: &mut Vec<String>,
    ) -> Result<()> {
        let now = self.send(&api::get(self.release(), id)).await?;
        match self.cancel_lifecycle_change(id).await {
            // Whether it was done nobody can read; that nothing waits is no failure.
            Err(error) if error.retry() == Retry::Ambiguous => {
                self.cancel_lifecycle_change(id).await?;
            }
            cancelled => cancelled?,
        }
        if !publication.lifecycle.is_reached(now.lifecycle()) {
            done.push("took back the request to change its lifecycle".to_owned());
        }
        Ok(())
    }

    /// Each environment gets the revision it had; one that had none is left. A request that was there before, and that a
    /// wave's own has replaced, is made again.
    async fn redeploy(
        &self,
        id: &str,
        before: &Before,
        made: &[Revision],
        environments: &[String],
        account: &mut Account<'_>,
    ) -> Result<()> {
        let mut back: BTreeMap<&str, Vec<&Deployment>> = BTreeMap::new();
        let mut off: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut again: Vec<(&str, &Deployment)> = Vec::new();
        for environment in environments {
            let now = standing::live(made, environment);
            match (before.live(environment), now) {
                (Some((was, there)), now) if !now.is_some_and(|now| is_same(was, there, now)) => {
                    back.entry(was).or_default().push(there);
                    continue;
                }
                (None, Some((now, _))) => off.entry(&now.id).or_default().push(environment),
                _ => {}
            }
            let asked = before
                .deployed
                .iter()
                .filter(|(_, there)| there.environment == *environment && there.is_waiting());
            let is_gone = |was: &str| {
                let mut there = made.iter().filter(|made| made.id == was);
                let is_there = |there: &Deployment| there.environment == *environment;
                !there.any(|made| made.deployments.iter().any(is_there))
            };
            let asked = asked.map(|(was, there)| (was.as_str(), there));
            again.extend(asked.filter(|(was, _)| is_gone(was)));
        }
        for (revision, there) in back {
            let to: Vec<DeploymentTarget> = there.iter().map(|there| target(there)).collect();
            let deployed = self.deploy_revision(id, revision, to).await?;
            let named: Vec<&str> = there.iter().map(|there| there.environment.as_str()).collect();
            account.done.push(format!("deployed what was there to {}", named.join(", ")));
            let waiting = deployed.iter().filter(|deployed| {
                deployed.is_waiting() && named.contains(&deployed.environment.as_str())
            });
            let waiting = waiting.map(|there| Awaited::Deployment(there.environment.clone()));
            account.pending.extend(waiting.map(|waiting| waiting.to_string()));
        }
        for (revision, from) in off {
            self.undeploy_revision(id, revision, from.iter().copied()).await?;
            account.done.push(format!("took it off {}", from.join(", ")));
        }
        for (revision, there) in again {
            self.deploy_revision(id, revision, [target(there)]).await?;
            let environment = &there.environment;
            account.done.push(format!(
                "asked again for the deployment to {environment} that awaited an approval"
            ));
        }
        Ok(())
    }

    /// Back to the lifecycle state it had; one that was made by the roll-out goes back to where it can be deleted.
    async fn move_back(&self, id: &str, before: &Before, account: &mut Account<'_>) -> Result<()> {
        let was = before.api.as_ref().map_or("CREATED", ApiObject::lifecycle);
        let now = self.send(&api::get(self.release(), id)).await?;
        let Some(wanted) = Lifecycle::from_state(was) else { return Ok(()) };
        for action in wanted.actions_from(now.lifecycle())? {
            let moved = self.change_lifecycle(id, &LifecycleChange::new(action)).await?;
            account.done.push(format!("changed the lifecycle: {action}"));
            if moved.is_pending {
                account.pending.push(Awaited::Change(action.to_owned()).to_string());
                break;
            }
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
fn is_same(revision: &str, was: &Deployment, now: Placed<'_>) -> bool {
    let (made, now) = now;
    made.id == revision
        && now.virtual_host == was.virtual_host
        && now.display_on_devportal == was.display_on_devportal
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
