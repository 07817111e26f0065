//! Taking back what a roll-out has changed of one API, and nothing else.
//!
//! Everything is read again first. What somebody else has done since is not undone: what it is about (an environment, the
//! lifecycle, the working copy) stays as it is, and the account says so.

use std::collections::BTreeMap;

use crate::client::{ApiDocument, ControlPlane, DeploymentTarget, LifecycleChange};
use crate::error::{Error, ErrorKind, Result, Retry};
use crate::publish::awaited::Awaited;
use crate::publish::difference;
use crate::publish::lifecycle::Lifecycle;
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

/// What was done, what of it somebody has to approve, and what was left because it is somebody else's.
#[derive(Default)]
struct Account {
    done: Vec<String>,
    pending: Vec<String>,
    theirs: Vec<String>,
}

/// What is read and sent about one API.
struct Undo<'u> {
    control_plane: &'u ControlPlane,
    publication: &'u Publication,
    before: &'u Before,
    changed: &'u Changed,
    id: String,
    account: Account,
}

/// When the API's last change was; an update says it, and the server does not keep it.
const TIMES: [&str; 2] = ["lastUpdatedTime", "lastUpdatedTimestamp"];

impl ControlPlane {
    pub(super) async fn take_back(
        &self,
        publication: &Publication,
        before: &Before,
        changed: &Changed,
    ) -> ApiRollback {
        let (name, version) = (&publication.name, &publication.version);
        let (account, undone) = match &changed.by_others {
            // To take ours back would take theirs back as well.
            Some(error) => (Account::default(), Err(error.clone())),
            None => match self.changed_api(publication, before, changed).await {
                Ok(None) => (Account::default(), Ok(())),
                Err(error) => (Account::default(), Err(error)),
                Ok(Some(id)) => {
                    let (control_plane, account) = (self, Account::default());
                    let mut undo =
                        Undo { control_plane, publication, before, changed, id, account };
                    let undone = undo.all().await;
                    (undo.account, undone)
                }
            },
        };
        let error = undone
            .err()
            .map(|error| error.concerning_api(name, version).with_operation("roll_out"));
        let (name, version) = (name.clone(), version.clone());
        ApiRollback { name, version, done: account.done, pending: account.pending, error }
    }
}

impl Undo<'_> {
    async fn all(&mut self) -> Result<()> {
        let is_made = self.before.api.is_none() && self.changed.made != Made::No;
        if is_made && self.changed.made == Made::Perhaps {
            self.require_made().await?;
        }
        let has_revisions = !self.control_plane.release().is_classic();
        let made = if has_revisions { self.revisions().await? } else { Vec::new() };
        self.require_ours_alone(&made)?;
        // First what an approval could bring later: the rest may fail.
        if self.changed.has_asked {
            self.withdraw_change().await?;
        }
        if has_revisions {
            self.withdraw_requests(&made).await?;
            let made = self.revisions().await?;
            self.redeploy(&made).await?;
        }
        self.move_back().await?;
        if let Some(object) = &self.before.api {
            self.put_back(object).await?;
        }
        if has_revisions {
            self.delete_revisions().await?;
        }
        if is_made {
            self.delete_api().await?;
        }
        let theirs = &self.account.theirs;
        if theirs.is_empty() {
            return Ok(());
        }
        let message = format!(
            "somebody has changed it since, and that stays: {}; see how it should be, and put it right by hand",
            theirs.join("; ")
        );
        Err(Error::new(ErrorKind::ConcurrentChange, "changed-meanwhile", message))
    }

    async fn read(&self) -> Result<ApiObject> {
        let control_plane = self.control_plane;
        control_plane.send(&api::get(control_plane.release(), &self.id)).await
    }

    async fn revisions(&self) -> Result<Vec<Revision>> {
        self.control_plane.revisions(&self.id).await
    }

    fn did(&mut self, what: impl Into<String>) {
        self.account.done.push(what.into());
    }

    /// Whoever made an API whose creation had no answer: it is ours when it is as it was sent.
    async fn require_made(&self) -> Result<()> {
        let now = self.read().await?;
        if difference::fields(self.publication, &now).is_ok_and(|differing| differing.is_empty()) {
            return Ok(());
        }
        let message =
            "an API of this name is there, and it is not what the roll-out sent: see whose it is";
        Err(Error::new(ErrorKind::ConcurrentChange, "changed-meanwhile", message))
    }

    /// Revisions that were made since are the roll-out's.
    fn require_ours_alone(&self, made: &[Revision]) -> Result<()> {
        let is_new = |revision: &&Revision| !self.before.revisions.contains(&revision.id);
        let foreign = made.iter().filter(is_new).find(|revision| !self.changed.has_made(revision));
        let Some(foreign) = foreign else { return Ok(()) };
        let message = format!(
            "somebody made {} during the roll-out: see what is deployed where, and take back by hand what should go",
            foreign.display_name
        );
        Err(Error::new(ErrorKind::ConcurrentChange, "changed-meanwhile", message))
    }

    /// Requests of the waves to deploy something. Those that waited before, or came since, are not theirs.
    async fn withdraw_requests(&mut self, made: &[Revision]) -> Result<()> {
        for environment in self.changed.environments() {
            for placed in standing::waiting(made, environment) {
                let is_ours = self.changed.has_deployed(placed);
                if is_ours && self.control_plane.withdraw(&self.id, placed).await? {
                    let name = &placed.0.display_name;
                    self.did(format!("took back the request to deploy {name} to {environment}"));
                }
            }
        }
        Ok(())
    }

    /// The request of the waves for another lifecycle state.
    async fn withdraw_change(&mut self) -> Result<()> {
        let (control_plane, now) = (self.control_plane, self.read().await?);
        let last = self.changed.states.last();
        if last.is_some_and(|state| state.is_reached(now.lifecycle())) {
            // It was approved: what waits now is somebody else's.
            return Ok(());
        }
        match control_plane.cancel_lifecycle_change(&self.id).await {
            // Whether it was done nobody can read; that nothing waits is no failure.
            Err(error) if error.retry() == Retry::Ambiguous => {
                control_plane.cancel_lifecycle_change(&self.id).await?;
            }
            cancelled => cancelled?,
        }
        self.did("took back the request to change its lifecycle");
        Ok(())
    }

    /// Each environment that has a revision of the waves gets the one it had; one that had none is left. A request that was
    /// there before, and that a wave's own has replaced, is made again.
    async fn redeploy(&mut self, made: &[Revision]) -> Result<()> {
        let (before, changed) = (self.before, self.changed);
        let mut back: BTreeMap<&str, Vec<&Deployment>> = BTreeMap::new();
        let mut off: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut again: Vec<(&str, &Deployment)> = Vec::new();
        for environment in changed.environments() {
            let was_waiting = |placed: &Placed<'_>| {
                before.waiting(environment).any(|revision| revision == placed.0.id)
            };
            let mut waiting = standing::waiting(made, environment);
            if let Some((theirs, _)) = waiting.find(|placed| !was_waiting(placed)) {
                let name = &theirs.display_name;
                self.account
                    .theirs
                    .push(format!("{name} awaits an approval to be in {environment}"));
                continue;
            }
            match (before.live(environment), standing::live(made, environment)) {
                (Some((was, there)), Some(now)) if is_same(was, there, now) => {}
                (None, None) => {}
                (was, Some(now)) if changed.has_deployed(now) => match was {
                    Some((was, there)) => {
                        back.entry(was).or_default().push(there);
                        continue;
                    }
                    None => off.entry(&now.0.id).or_default().push(environment),
                },
                (_, Some((theirs, _))) => {
                    let name = &theirs.display_name;
                    self.account.theirs.push(format!("{environment} has {name}"));
                    continue;
                }
                (Some(_), None) => {
                    self.account.theirs.push(format!("it was taken off {environment}"));
                    continue;
                }
            }
            let asked = before
                .deployed
                .iter()
                .filter(|(_, there)| there.environment == environment && there.is_waiting());
            let is_gone = |was: &str| {
                let mut there = made.iter().filter(|made| made.id == was);
                let is_there = |there: &Deployment| there.environment == environment;
                !there.any(|made| made.deployments.iter().any(is_there))
            };
            let asked = asked.map(|(was, there)| (was.as_str(), there));
            again.extend(asked.filter(|(was, _)| is_gone(was)));
        }
        let control_plane = self.control_plane;
        for (revision, there) in back {
            let to: Vec<DeploymentTarget> = there.iter().map(|there| target(there)).collect();
            let deployed = control_plane.deploy_revision(&self.id, revision, to).await?;
            let named: Vec<&str> = there.iter().map(|there| there.environment.as_str()).collect();
            self.did(format!("deployed what was there to {}", named.join(", ")));
            let waiting = deployed.iter().filter(|deployed| {
                deployed.is_waiting() && named.contains(&deployed.environment.as_str())
            });
            let waiting = waiting.map(|there| Awaited::Deployment(there.environment.clone()));
            self.account.pending.extend(waiting.map(|waiting| waiting.to_string()));
        }
        for (revision, from) in off {
            control_plane.undeploy_revision(&self.id, revision, from.iter().copied()).await?;
            self.did(format!("took it off {}", from.join(", ")));
        }
        for (revision, there) in again {
            control_plane.deploy_revision(&self.id, revision, [target(there)]).await?;
            let environment = &there.environment;
            self.did(format!(
                "asked again for the deployment to {environment} that awaited an approval"
            ));
        }
        Ok(())
    }

    /// From a lifecycle state to which the waves have brought it, back to the one it had; one that was made by the roll-out
    /// goes back to where it can be deleted.
    async fn move_back(&mut self) -> Result<()> {
        let was = self.before.api.as_ref().map_or("CREATED", ApiObject::lifecycle);
        let states = &self.changed.states;
        if states.is_empty() && self.before.api.is_some() {
            return Ok(());
        }
        let now = self.read().await?;
        let now = now.lifecycle();
        if now.eq_ignore_ascii_case(was) {
            return Ok(());
        }
        if !states.iter().any(|state| state.is_reached(now)) {
            let state = now.to_lowercase();
            self.account.theirs.push(format!("its lifecycle state is {state}"));
            return Ok(());
        }
        let Some(wanted) = Lifecycle::from_state(was) else { return Ok(()) };
        for action in wanted.actions_from(now)? {
            let change = LifecycleChange::new(action);
            let moved = self.control_plane.change_lifecycle(&self.id, &change).await?;
            self.did(format!("changed the lifecycle: {action}"));
            if moved.is_pending {
                self.account.pending.push(Awaited::Change(action.to_owned()).to_string());
                break;
            }
        }
        Ok(())
    }

    /// The working copy as it was before the waves wrote it, when it is as they left it; and in 3.x the list of environments
    /// without those that they added.
    async fn put_back(&mut self, object: &ApiObject) -> Result<()> {
        let now = self.read().await?;
        let (mut wanted, mut document) = (now.clone(), None);
        if let Some(content) = &self.changed.content {
            let found = content.found.as_ref().unwrap_or(object);
            let stored = if content.has_document { Some(self.document().await?) } else { None };
            let was = self.before.document.as_ref().filter(|_| content.has_document);
            let is_found = found.content() == now.content();
            let is_document_ours = stored
                .as_ref()
                .is_none_or(|stored| Some(stored) == was || content.is_all_of_document(stored));
            if is_found && stored.as_ref() == was {
                // Nothing of what was sent is there.
            } else if is_document_ours && (is_found || content.is_all_of(&now)) {
                (wanted, document) = (found.clone(), was);
            } else {
                self.account.theirs.push("its working copy has other changes".to_owned());
            }
        }
        let listed = now.gateway_environments();
        if self.control_plane.release().is_classic() {
            let added = &self.changed.listed;
            let left: Vec<String> =
                listed.iter().filter(|name| !added.contains(name)).cloned().collect();
            wanted.set_gateway_environments(&left);
        }
        let is_same_list = wanted.gateway_environments() == listed;
        if wanted.content() != now.content() || !is_same_list {
            for time in TIMES {
                if let Some(value) = now.field(time) {
                    wanted.set_field(time, value.clone());
                }
            }
            self.control_plane.update_api(&ApiDocument(wanted)).await?;
            self.did("put back its fields");
        }
        if let Some(document) = document
            && self.document().await? != *document
        {
            self.control_plane.update_api_definition(&self.id, document).await?;
            self.did("put back its definition");
        }
        Ok(())
    }

    async fn document(&self) -> Result<String> {
        let control_plane = self.control_plane;
        control_plane.send(&api_definition::get(control_plane.release(), &self.id)).await
    }

    /// Those that the waves have made and that are nowhere; what was refused an approval is not there.
    async fn delete_revisions(&mut self) -> Result<()> {
        for made in self.revisions().await? {
            let is_ours = !self.before.revisions.contains(&made.id) && self.changed.has_made(&made);
            if !is_ours || made.is_deployed() {
                continue;
            }
            match self.control_plane.delete_revision(&self.id, &made.id).await {
                Ok(()) => self.did(format!("deleted {}", made.display_name)),
                // A server to which a refused deployment is one all the same: nobody is served by what stays.
                Err(error) if is_deployed(&error) && !made.deployments.is_empty() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The API that the waves have made, unless there is something of somebody else's in it.
    async fn delete_api(&mut self) -> Result<()> {
        let now = self.read().await?;
        if self.changed.content.as_ref().is_some_and(|content| !content.is_all_of(&now)) {
            self.account.theirs.push("its working copy has other changes".to_owned());
        }
        for environment in self.control_plane.standing(&self.id).await?.live_environments() {
            let is_named = self.publication.names(environment);
            if !is_named || !self.control_plane.release().is_classic() {
                self.account.theirs.push(format!("it is in {environment}"));
            }
        }
        if self.account.theirs.is_empty() {
            self.control_plane.delete_api(&self.id).await?;
            self.did("deleted it");
        }
        Ok(())
    }
}

/// "API Revision is deployed"
fn is_deployed(error: &Error) -> bool {
    error.context().iter().any(|(key, value)| *key == "api_manager_code" && value == "900348")
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
