//! Reading back what the server says of a publication, and proof that gateways serve it.

mod evidence;
mod options;
mod prove;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::client::{ControlPlane, EndpointUrls, no_api, operation};
use crate::error::Result;
use crate::publish::publication::{Publication, Target};
use crate::publish::resolve;
use crate::rest::api::{self, ApiInfo};
use crate::rest::revision;

pub use evidence::{Certainty, Evidence, LiveVerification, Proof};
pub use options::{NodeAddress, VerifyOptions};

/// What the control plane and the Developer Portal say of a publication. That a gateway serves the API is shown only by
/// asking it: [`ControlPlane::verify_with`], or a call. `Display` is one line for the lifecycle
/// and one for each environment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verification {
    /// The lifecycle state as API-M spells it.
    pub lifecycle: String,
    /// One entry per environment the publication names, in its order.
    pub environments: Vec<EnvironmentState>,
}

/// How an API stands in one environment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnvironmentState {
    /// The environment's name.
    pub environment: String,
    /// Whether the API is in it, by the control plane's word.
    pub is_deployed: bool,
    /// Whether it awaits an approval (since 4.3).
    pub is_pending: bool,
    /// Whether the Developer Portal should show it.
    pub is_shown: bool,
    /// At which URLs the Developer Portal offers it.
    pub urls: Option<EndpointUrls>,
}

impl Verification {
    /// True when every environment has the API, none awaits an approval, and the portal shows what it should.
    pub fn is_ok(&self) -> bool {
        self.environments.iter().all(EnvironmentState::is_ok)
    }
}

impl EnvironmentState {
    /// True when the API is in it, that awaits no approval, and the portal shows what it should.
    pub fn is_ok(&self) -> bool {
        self.is_deployed && !self.is_pending && (self.urls.is_some() || !self.is_shown)
    }
}

impl fmt::Display for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "lifecycle: {}", self.lifecycle)?;
        for state in &self.environments {
            write!(f, "\n{state}")?;
        }
        Ok(())
    }
}

impl fmt::Display for EnvironmentState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_in = match (self.is_deployed, self.is_pending) {
            (true, true) => "awaits an approval",
            (true, false) => "deployed",
            (false, _) => "not deployed",
        };
        write!(f, "{}: {is_in}", self.environment)?;
        let urls = self.urls.iter().flat_map(|urls| [&urls.https, &urls.http, &urls.wss, &urls.ws]);
        let urls: Vec<&str> = urls.flatten().map(String::as_str).collect();
        match (&self.urls, self.is_shown) {
            (Some(_), _) => write!(f, ", the Developer Portal offers it at {}", urls.join(", ")),
            (None, true) => f.write_str(", the Developer Portal does not offer it"),
            (None, false) => Ok(()),
        }
    }
}

impl ControlPlane {
    /// Reads back how a publication stands: deployed, pending, and at which URLs the Developer Portal offers it.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such API;
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for an environment that the server does not have. See
    /// [`ErrorKind`](crate::ErrorKind).
    ///
    /// # Example
    /// See [`publish`](crate::publish).
    pub async fn verify(&self, publication: &Publication) -> Result<Verification> {
        operation("verify", async {
            let verified = self.verify_one(publication).await;
            verified
                .map(|(_, verification)| verification)
                .map_err(|error| error.concerning_api(&publication.name, &publication.version))
        })
        .await
    }

    async fn verify_one(&self, publication: &Publication) -> Result<(ApiInfo, Verification)> {
        publication.validate()?;
        resolve::targets(publication, &self.environments().await?)?;
        let (name, version) = (&publication.name, &publication.version);
        let found = self.find_api(name, version).await?;
        let found = found.ok_or_else(|| no_api(name, version))?;
        let deployed = self.deployed(&found.id).await?;
        let is_public = matches!(found.life_cycle_status.as_str(), "PUBLISHED" | "PROTOTYPED");
        let urls = if is_public { self.endpoint_urls(name, version).await? } else { Vec::new() };
        let state = |target: &Target| {
            let name = &target.environment;
            let there = deployed.iter().find(|(deployed, _)| deployed == name);
            EnvironmentState {
                environment: name.clone(),
                is_deployed: there.is_some(),
                is_pending: there.is_some_and(|(_, is_approved)| !is_approved),
                is_shown: target.is_shown && is_public,
                urls: urls.iter().find(|urls| urls.environment == *name).cloned(),
            }
        };
        let environments = publication.targets.iter().map(state).collect();
        let lifecycle = found.life_cycle_status.clone();
        Ok((found, Verification { lifecycle, environments }))
    }

    /// The environments an API is in, and whether that is approved.
    pub(crate) async fn deployed(&self, api_id: &str) -> Result<Vec<(String, bool)>> {
        let release = self.release();
        if release.is_classic() {
            let listed = self.send(&api::get(release, api_id)).await?.gateway_environments();
            return Ok(listed.into_iter().map(|name| (name, true)).collect());
        }
        let made = self.send(&revision::list(release, api_id)?).await?.list;
        let deployments = made.into_iter().flat_map(|revision| revision.deployments);
        Ok(deployments
            .map(|deployed| (deployed.environment.clone(), deployed.is_approved()))
            .collect())
    }
}
