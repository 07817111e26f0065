//! How an API was before a roll-out touched it.

use crate::client::{ControlPlane, no_api};
use crate::error::Result;
use crate::publish::outcome::Made;
use crate::publish::publication::Publication;
use crate::publish::rollout::changed::Changed;
use crate::rest::api::{self, ApiInfo};
use crate::rest::api_definition;
use crate::rest::api_object::ApiObject;
use crate::rest::revision::{self, Deployment};

/// What is put back when the roll-out is taken back.
#[derive(Clone, Debug)]
pub(super) struct Before {
    /// None when there was no such API.
    pub(super) api: Option<ApiObject>,
    /// The document as the server keeps it; none when there was no such API.
    pub(super) document: Option<String>,
    /// Which revision was where; none in 3.x.
    pub(super) deployed: Vec<(String, Deployment)>,
    /// Identifiers of the revisions there were.
    pub(super) revisions: Vec<String>,
}

impl ControlPlane {
    pub(super) async fn snapshot(&self, found: Result<Option<ApiInfo>>) -> Result<Before> {
        let (deployed, revisions) = (Vec::new(), Vec::new());
        let mut before = Before { api: None, document: None, deployed, revisions };
        let Some(found) = found? else { return Ok(before) };
        before.document = Some(self.send(&api_definition::get(self.release(), &found.id)).await?);
        before.api = Some(self.send(&api::get(self.release(), &found.id)).await?);
        if !self.release().is_classic() {
            for made in self.send(&revision::list(self.release(), &found.id)?).await?.list {
                let there = made.deployments.into_iter().map(|there| (made.id.clone(), there));
                before.deployed.extend(there);
                before.revisions.push(made.id);
            }
        }
        Ok(before)
    }

    /// The identifier of the API of which something is taken back; none when nothing was done, and it is not there.
    ///
    /// # Errors
    /// `unknown-api` when what may have been done cannot be found.
    pub(super) async fn changed_api(
        &self,
        publication: &Publication,
        before: &Before,
        changed: &Changed,
    ) -> Result<Option<String>> {
        let known = before.api.as_ref().map(ApiObject::id).or(changed.id.as_deref());
        if let Some(id) = known {
            return Ok(Some(id.to_owned()));
        }
        let (name, version) = (&publication.name, &publication.version);
        if changed.made == Made::No && !changed.is_any {
            return Ok(self.find_api(name, version).await?.map(|found| found.id));
        }
        let found = self.find_indexed(name, version).await?;
        found.map(|found| Some(found.id)).ok_or_else(|| no_api(name, version))
    }
}

impl Before {
    /// The revision that an environment's gateways were told to serve.
    pub(super) fn live(&self, environment: &str) -> Option<(&str, &Deployment)> {
        let there = |(_, there): &&(String, Deployment)| {
            there.environment == environment && there.is_approved()
        };
        self.deployed.iter().find(there).map(|(revision, there)| (revision.as_str(), there))
    }

    /// The revisions that awaited an approval to be in an environment.
    pub(super) fn waiting(&self, environment: &str) -> impl Iterator<Item = &str> {
        let there = move |(_, there): &&(String, Deployment)| {
            there.environment == environment && there.is_waiting()
        };
        self.deployed.iter().filter(there).map(|(revision, _)| revision.as_str())
    }

    /// Whether the API was in an environment that a publication names.
    pub(super) fn is_in_any(&self, publication: &Publication) -> bool {
        let listed = self.api.as_ref().map(ApiObject::gateway_environments).unwrap_or_default();
        publication.targets.iter().any(|target| listed.contains(&target.environment))
    }
}
