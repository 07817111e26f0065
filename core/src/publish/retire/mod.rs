//! Moving everything off an environment before it goes.

mod options;
mod outcome;

use std::time::Duration;

use crate::client::{
    ControlPlane, DeploymentTarget, GatewayEnvironment, find_environment, operation,
};
use crate::error::{Error, ErrorKind, Result, Retry};
use crate::publish::lifecycle::Lifecycle;
use crate::publish::publication::{Publication, Target, lacks};
use crate::publish::resolve;
use crate::publish::together::together;
use crate::publish::verify::{LiveVerification, Proof, VerifyOptions};
use crate::rest::api::{self, ApiInfo};
use crate::rest::capability::Capability;
use crate::rest::revision::{self, Deployment, Revision};

pub use options::RetireOptions;
pub use outcome::{Fate, RetiredApi, Retirement};

/// An API that is in the environment.
struct Resident {
    api: ApiInfo,
    /// The revision that is there and how; none in 3.x, and when it only waits for an approval.
    deployed: Option<(Revision, Deployment)>,
    /// Whether the replacement has it, in whatever revision.
    is_replaced: bool,
    /// Why it cannot be moved.
    obstacle: Option<Error>,
}

/// Where everything goes.
struct Destination<'s> {
    environment: &'s GatewayEnvironment,
    virtual_host: String,
    /// One that the options name.
    is_named: bool,
}

impl ControlPlane {
    /// Takes every API off an environment, so that it can be removed. With a replacement, each is deployed there first (the
    /// same revision; one that the replacement has already stays as it is), and taken off only when the replacement is
    /// proven to serve it. In 3.x one that the replacement has, and does not serve because its gateway could not be told, is sent
    /// to the gateways again. Several APIs are worked on at a time, within what the session may have under way.
    ///
    /// Everything is looked at before anything is written: when an API cannot be moved, since it lacks the endpoint that the
    /// replacement's type needs, nothing is, unless the options say [`keep_going`](RetireOptions::keep_going). What could not
    /// be moved stands in the result with its reason. API products are not looked at.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`], codes `unknown-environment`, `unknown-virtual-host`, `replaced-by-itself` and
    /// `no-virtual-host`; [`ErrorKind::Unsupported`] for a virtual host in 3.x; what prevents that the APIs are listed. See
    /// [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::publish::RetireOptions;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let options = RetireOptions::new().replacement("eu-west");
    /// let retired = control_plane.retire("Hybrid Gateway", &options).await?;
    /// println!("{retired}");
    /// assert!(retired.is_ok());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn retire(&self, environment: &str, options: &RetireOptions) -> Result<Retirement> {
        operation("retire", async {
            let retired = self.retire_all(environment, options).await;
            retired.map_err(|error| error.concerning("environment", environment))
        })
        .await
    }

    async fn retire_all(&self, environment: &str, options: &RetireOptions) -> Result<Retirement> {
        let offered = self.environments().await?;
        find_environment(environment, &offered)?;
        let destination = match &options.replacement {
            Some(target) => Some(self.destination(environment, target, &offered)?),
            None => None,
        };
        let destination = destination.as_ref();
        let release = self.release();
        let listed = self.pages(|slice| api::list(release, slice)).await?;
        let mut looks = Vec::with_capacity(listed.len());
        for api in listed {
            looks.push(Box::pin(self.resident(api, environment, destination)));
        }
        let found: Result<Vec<Option<Resident>>> =
            together(self.breadth(), looks).await.into_iter().collect();
        let residents: Vec<Resident> = found?.into_iter().flatten().collect();
        let is_blocked = residents.iter().any(|resident| resident.obstacle.is_some());
        let stays = is_blocked && !options.keeps_going;
        let mut moves = Vec::with_capacity(residents.len());
        for resident in residents {
            moves.push(Box::pin(async move {
                if stays || resident.obstacle.is_some() {
                    let Resident { api, obstacle, .. } = resident;
                    return retired(api, Ok(Fate::Kept), obstacle);
                }
                let fate = self.move_off(&resident, environment, destination, options).await;
                retired(resident.api, fate, None)
            }));
        }
        Ok(Retirement {
            environment: environment.to_owned(),
            replacement: destination.map(|destination| destination.environment.name.clone()),
            apis: together(self.breadth(), moves).await,
        })
    }

    fn destination<'s>(
        &self,
        environment: &str,
        target: &Target,
        offered: &'s [GatewayEnvironment],
    ) -> Result<Destination<'s>> {
        let found = find_environment(&target.environment, offered)?;
        if found.name == environment {
            let message = format!(
                "the environment `{environment}` cannot be its own replacement: name another one, or none"
            );
            return Err(Error::new(ErrorKind::InvalidInput, "replaced-by-itself", message));
        }
        if target.virtual_host.is_some() {
            Capability::VirtualHosts.require(self.release())?;
        }
        let virtual_host = resolve::virtual_host(target, found)?;
        if virtual_host.is_empty() && !self.release().is_classic() {
            let message = format!(
                "the environment `{}` has no virtual host to deploy at: give it one in the control plane",
                found.name
            );
            return Err(Error::new(ErrorKind::InvalidInput, "no-virtual-host", message));
        }
        let is_named = target.virtual_host.is_some();
        Ok(Destination { environment: found, virtual_host, is_named })
    }

    /// An API that is in the environment, and whether it can be moved; nothing when it is not there.
    async fn resident(
        &self,
        api: ApiInfo,
        environment: &str,
        destination: Option<&Destination<'_>>,
    ) -> Result<Option<Resident>> {
        let release = self.release();
        let is_replacement =
            |name: &String| destination.is_some_and(|to| to.environment.name == *name);
        if release.is_classic() {
            let object = self.send(&api::get(release, &api.id)).await?;
            let listed = object.gateway_environments();
            if !listed.iter().any(|name| name == environment) {
                return Ok(None);
            }
            let is_replaced = listed.iter().any(is_replacement);
            let obstacle = obstacle(&api, destination, |key_type| object.has_endpoint(key_type));
            return Ok(Some(Resident { api, deployed: None, is_replaced, obstacle }));
        }
        let made = self.send(&revision::list(release, &api.id)?).await?.list;
        let all = || made.iter().flat_map(|revision| &revision.deployments);
        if !all().any(|there| there.environment == environment) {
            return Ok(None);
        }
        let is_replaced =
            all().any(|there| is_replacement(&there.environment) && there.is_approved());
        let deployed = made.iter().find_map(|revision| {
            let mut there = revision.deployments.iter();
            let there =
                there.find(|there| there.environment == environment && there.is_approved())?;
            Some((revision.clone(), there.clone()))
        });
        let mut found = Resident { api, deployed, is_replaced, obstacle: None };
        if let Some((revision, _)) = &found.deployed
            && destination.is_some()
            && !is_replaced
        {
            // As that revision has it.
            let object = self.send(&api::get(release, &revision.id)).await?;
            found.obstacle =
                obstacle(&found.api, destination, |key_type| object.has_endpoint(key_type));
        }
        Ok(Some(found))
    }

    async fn move_off(
        &self,
        resident: &Resident,
        environment: &str,
        destination: Option<&Destination<'_>>,
        options: &RetireOptions,
    ) -> Result<Fate> {
        let api = &resident.api;
        // What is retired is served nowhere, and what only waits for an approval was never there.
        let is_served = !api.life_cycle_status.eq_ignore_ascii_case("RETIRED")
            && (self.release().is_classic() || resident.deployed.is_some());
        let fate = match destination.filter(|_| is_served) {
            None => Fate::TakenOff,
            Some(to) => {
                if !resident.is_replaced {
                    self.bring(resident, to).await?;
                } else if self.release().is_classic() && self.is_missing(api, to, options).await? {
                    self.push_again(&api.id).await?;
                }
                self.require_served(api, to, options).await?;
                Fate::Moved
            }
        };
        self.take_off(api, environment).await?;
        Ok(fate)
    }

    async fn bring(&self, resident: &Resident, to: &Destination<'_>) -> Result<()> {
        let (id, name) = (&resident.api.id, &to.environment.name);
        let Some((revision, there)) = &resident.deployed else {
            return self.change_list(id, Some(name), None).await.map(drop);
        };
        let target = DeploymentTarget::new(name).virtual_host(&to.virtual_host);
        let target = if there.display_on_devportal { target } else { target.hidden() };
        self.deploy_revision(id, &revision.id, [target]).await.map(drop)
    }

    /// Whether the replacement, whose list of 3.x has the API, answers that it does not: its gateway could not be told when
    /// that was written, and nobody tells it again.
    async fn is_missing(
        &self,
        api: &ApiInfo,
        to: &Destination<'_>,
        options: &RetireOptions,
    ) -> Result<bool> {
        let once = options.proof.clone().timeout(Duration::ZERO);
        let proven = self.served(api, to, &once).await?;
        let mut evidence = proven.iter().flat_map(|proven| &proven.evidence);
        Ok(evidence.any(|evidence| matches!(evidence.proof, Proof::Missing(_))))
    }

    /// # Errors
    /// When the replacement is not proven to serve the API.
    async fn require_served(
        &self,
        api: &ApiInfo,
        to: &Destination<'_>,
        options: &RetireOptions,
    ) -> Result<()> {
        let proven = self.served(api, to, &options.proof).await?;
        let Some(proven) = proven.filter(|proven| !proven.is_ok()) else { return Ok(()) };
        let message = format!(
            "the replacement `{}` has the API and is not proven to serve it, so nothing was taken off: {proven}",
            to.environment.name
        );
        Err(Error::new(ErrorKind::Timeout, "not-live", message)
            .with_retry(Retry::Safe)
            .with_context("environments", &to.environment.name))
    }

    /// How the replacement serves the API; none for what no gateway has to serve.
    async fn served(
        &self,
        api: &ApiInfo,
        to: &Destination<'_>,
        proof: &VerifyOptions,
    ) -> Result<Option<LiveVerification>> {
        // In 3.x an API that was never published is on no gateway.
        if self.release().is_classic() && api.life_cycle_status.eq_ignore_ascii_case("CREATED") {
            return Ok(None);
        }
        let mut target = Target::new(&to.environment.name).hidden_in_portal();
        if to.is_named {
            target = target.virtual_host(&to.virtual_host);
        }
        let publication = Publication::new(&api.name, &api.version).environment(target);
        let publication = publication.lifecycle(Lifecycle::Unchanged);
        self.prove(&publication, proof).await.map(Some)
    }
}

fn retired(api: ApiInfo, fate: Result<Fate>, obstacle: Option<Error>) -> RetiredApi {
    let ApiInfo { id, name, version, .. } = api;
    let (fate, error) = match fate {
        Ok(fate) => (fate, obstacle),
        Err(error) => (Fate::Kept, Some(error)),
    };
    let error = error.map(|error| error.concerning_api(&name, &version).with_operation("retire"));
    RetiredApi { name, version, id, fate, error }
}

/// API-M leaves an API out of an environment whose endpoint it lacks, without a word.
fn obstacle(
    api: &ApiInfo,
    destination: Option<&Destination<'_>>,
    has: impl Fn(crate::model::KeyType) -> bool,
) -> Option<Error> {
    let to = destination?.environment;
    let what = lacks(to.environment_type, has)?;
    let message = format!(
        "it cannot be moved to `{}`, which is of type {}: it lacks {what}",
        to.name, to.environment_type
    );
    Some(
        Error::new(ErrorKind::InvalidInput, "api-lacks-endpoint", message)
            .with_context("api", &api.name)
            .with_context("environment", &to.name),
    )
}

#[cfg(test)]
mod tests;
