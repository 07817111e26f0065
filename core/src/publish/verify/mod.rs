//! Reading back what the server says of a publication, and proof that gateways serve it.

mod evidence;
mod options;
mod prove;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::client::{ControlPlane, EndpointUrls, no_api, operation};
use crate::error::Result;
use crate::model::one_line::Name;
use crate::publish::lifecycle::Lifecycle;
use crate::publish::publication::{Publication, Target};
use crate::publish::resolve;
use crate::rest::api::{self, ApiInfo};

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
    /// The one that the publication names.
    pub wanted_lifecycle: Lifecycle,
    /// One entry per environment the publication names, in its order.
    pub environments: Vec<EnvironmentState>,
}

/// How an API stands in one environment.
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own that the server tells")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnvironmentState {
    /// The environment's name.
    pub environment: String,
    /// Whether the API is in it, by the control plane's word.
    pub is_deployed: bool,
    /// Whether a deployment there awaits an approval (since 4.3), beside what is there or alone.
    pub is_pending: bool,
    /// Whether a deployment there was refused an approval (since 4.3), and nothing newer is there.
    pub is_rejected: bool,
    /// Whether the Developer Portal should show it.
    pub is_shown: bool,
    /// At which URLs the Developer Portal offers it.
    pub urls: Option<EndpointUrls>,
}

impl Verification {
    /// True when the API has the lifecycle state it should have, every environment has it and awaits no approval, none was
    /// refused one, and the portal shows what it should.
    pub fn is_ok(&self) -> bool {
        self.has_lifecycle() && self.environments.iter().all(EnvironmentState::is_ok)
    }

    /// Whether the lifecycle state is the wanted one.
    pub(crate) fn has_lifecycle(&self) -> bool {
        self.wanted_lifecycle.is_reached(&self.lifecycle)
    }

    /// The line about the lifecycle.
    pub(crate) fn lifecycle_line(&self) -> String {
        let Self { lifecycle, wanted_lifecycle, .. } = self;
        if self.has_lifecycle() {
            format!("lifecycle: {lifecycle}")
        } else {
            format!("lifecycle: {lifecycle}, not {wanted_lifecycle}")
        }
    }
}

impl EnvironmentState {
    /// True when the API is in it, that awaits no approval and was not refused one, and the portal shows what it should.
    pub fn is_ok(&self) -> bool {
        let is_settled = !self.is_pending && !self.is_rejected;
        self.is_deployed && is_settled && (self.urls.is_some() || !self.is_shown)
    }
}

impl fmt::Display for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lifecycle_line())?;
        for state in &self.environments {
            write!(f, "\n{state}")?;
        }
        Ok(())
    }
}

impl fmt::Display for EnvironmentState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_in = match self {
            Self { is_pending: true, .. } => "awaits an approval",
            Self { is_rejected: true, .. } => "was refused an approval",
            Self { is_deployed: true, .. } => "deployed",
            Self { .. } => "not deployed",
        };
        write!(f, "{}: {is_in}", Name(&self.environment))?;
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
        self.verify_known(publication, None).await
    }

    /// The same, of an API whose identifier may be known: the search finds a new one only later.
    pub(crate) async fn verify_known(
        &self,
        publication: &Publication,
        id: Option<&str>,
    ) -> Result<Verification> {
        operation("verify", async {
            let verified = self.verify_one(publication, id).await;
            verified
                .map(|(_, verification)| verification)
                .map_err(|error| error.concerning_api(&publication.name, &publication.version))
        })
        .await
    }

    async fn verify_one(
        &self,
        publication: &Publication,
        id: Option<&str>,
    ) -> Result<(ApiInfo, Verification)> {
        publication.validate()?;
        resolve::targets(publication, &self.environments().await?)?;
        let (name, version) = (&publication.name, &publication.version);
        let found = match id {
            Some(id) => ApiInfo::from(self.send(&api::get(self.release(), id)).await?),
            None => self.find_api(name, version).await?.ok_or_else(|| no_api(name, version))?,
        };
        let standing = self.standing(&found.id).await?;
        let is_public = matches!(found.life_cycle_status.as_str(), "PUBLISHED" | "PROTOTYPED");
        let urls = if is_public { self.urls_of(&found.id).await? } else { Vec::new() };
        let state = |target: &Target| {
            let name = &target.environment;
            let is_pending = standing.is_waiting(name);
            EnvironmentState {
                environment: name.clone(),
                is_deployed: is_pending || standing.is_live(name),
                is_pending,
                is_rejected: standing.is_rejected(name, publication),
                is_shown: target.is_shown && is_public,
                urls: urls.iter().find(|urls| urls.environment == *name).cloned(),
            }
        };
        let environments = publication.targets.iter().map(state).collect();
        let lifecycle = found.life_cycle_status.clone();
        let wanted_lifecycle = publication.lifecycle;
        Ok((found, Verification { lifecycle, wanted_lifecycle, environments }))
    }
}
