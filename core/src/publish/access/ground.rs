//! What is read of the server before anything is written: the APIs as the Developer Portal shows them, and the environments.

use std::collections::HashMap;

use crate::client::{ApiQuery, ControlPlane, GatewayEnvironment, PortalApi, no_api};
use crate::error::{Error, Result};
use crate::publish::access::environments::{EnvironmentAccess, resolve, unnamed_by_portal};
use crate::publish::access::outcome::{AccessAction, AccessFailure, AccessStep};
use crate::publish::access::wanted::{ApplicationAccess, WantedSubscription};
use crate::publish::together::together;

/// What is known before an application is begun with.
pub(crate) struct Ground {
    /// In the order of the wanted subscriptions; some are missing when there are failures.
    pub(crate) apis: Vec<PortalApi>,
    pub(crate) failures: Vec<AccessFailure>,
    pub(crate) environments: Vec<EnvironmentAccess>,
}

type Found = HashMap<(String, String), Result<PortalApi>>;

impl ControlPlane {
    /// The ground of each application. An API that is not there is its application's failure.
    ///
    /// # Errors
    /// For an environment that is not there or takes tokens of no wanted key type.
    pub(super) async fn ground(&self, accesses: &[ApplicationAccess]) -> Result<Vec<Ground>> {
        let found = self.shown_apis(accesses).await;
        let others = self.other_environments(accesses, &found).await?;
        accesses.iter().map(|wanted| ground_of(wanted, &found, &others)).collect()
    }

    /// Each API once, as the portal shows it: whoever may use applications need not see the Publisher.
    async fn shown_apis(&self, accesses: &[ApplicationAccess]) -> Found {
        let mut wanted: Vec<&WantedSubscription> = Vec::new();
        for one in accesses.iter().flat_map(|access| &access.subscriptions) {
            if !wanted.iter().any(|known| known.api == one.api && known.version == one.version) {
                wanted.push(one);
            }
        }
        let mut work = Vec::with_capacity(wanted.len());
        for one in &wanted {
            work.push(Box::pin(self.shown_api(&one.api, &one.version)));
        }
        let found = together(self.breadth(), work).await;
        let named = wanted.iter().map(|one| (one.api.clone(), one.version.clone()));
        named.zip(found).collect()
    }

    async fn shown_api(&self, name: &str, version: &str) -> Result<PortalApi> {
        let find = async {
            let mut found = self.search_portal_apis(ApiQuery::new().name(name).version(version));
            while let Some(api) = found.next().await {
                let api = api?;
                if api.name == name && api.version == version {
                    return self.portal_api(&api.id).await;
                }
            }
            Err(no_api(name, version))
        };
        find.await.map_err(|error: Error| error.concerning_api(name, version))
    }

    /// The server's environments, when some are named in which no API is offered.
    async fn other_environments(
        &self,
        accesses: &[ApplicationAccess],
        found: &Found,
    ) -> Result<Vec<GatewayEnvironment>> {
        let is_unknown = |wanted: &ApplicationAccess| {
            !unnamed_by_portal(wanted, &apis_of(wanted, found)).is_empty()
        };
        if accesses.iter().any(is_unknown) { self.environments().await } else { Ok(Vec::new()) }
    }
}

fn result_of<'f>(one: &WantedSubscription, found: &'f Found) -> Option<&'f Result<PortalApi>> {
    found.get(&(one.api.clone(), one.version.clone()))
}

fn apis_of<'f>(wanted: &ApplicationAccess, found: &'f Found) -> Vec<&'f PortalApi> {
    let results = wanted.subscriptions.iter().filter_map(|one| result_of(one, found));
    results.filter_map(|result| result.as_ref().ok()).collect()
}

fn ground_of(
    wanted: &ApplicationAccess,
    found: &Found,
    others: &[GatewayEnvironment],
) -> Result<Ground> {
    let apis = apis_of(wanted, found);
    let environments = resolve(wanted, &apis, others)?;
    let failures = wanted.subscriptions.iter().filter_map(|one| {
        let error = result_of(one, found)?.as_ref().err()?.clone();
        let step = AccessStep::api(AccessAction::LookUpApi, &one.api, &one.version);
        Some(AccessFailure { step, error })
    });
    Ok(Ground {
        failures: failures.collect(),
        environments,
        apis: apis.into_iter().cloned().collect(),
    })
}
