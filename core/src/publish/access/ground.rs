//! What is read of the server before anything is written: the APIs as the Developer Portal shows them, and the environments.

use std::collections::{HashMap, HashSet};

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
    /// The ground of each application. An API that is not there is its application's failure, and so are environments that
    /// cannot be looked up.
    ///
    /// # Errors
    /// For an environment that is not there or takes tokens of no wanted key type.
    pub(super) async fn ground(&self, accesses: &[ApplicationAccess]) -> Result<Vec<Ground>> {
        let found = self.shown_apis(accesses).await;
        let others = self.other_environments(accesses, &found).await;
        accesses.iter().map(|wanted| ground_of(wanted, &found, &others)).collect()
    }

    /// Each API once, as the portal shows it: whoever may use applications need not see the Publisher.
    async fn shown_apis(&self, accesses: &[ApplicationAccess]) -> Found {
        let mut named = HashSet::new();
        let all = accesses.iter().flat_map(|access| &access.subscriptions);
        let wanted: Vec<&WantedSubscription> =
            all.filter(|one| named.insert((&one.api, &one.version))).collect();
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
        if accesses.iter().any(|wanted| needs_others(wanted, found)) {
            self.environments().await
        } else {
            Ok(Vec::new())
        }
    }
}

/// Whether the portal does not say what all environments are that an application names. One whose APIs are not all there
/// gets nothing, and so needs no answer.
fn needs_others(wanted: &ApplicationAccess, found: &Found) -> bool {
    missing(wanted, found).next().is_none()
        && !unnamed_by_portal(wanted, &apis_of(wanted, found)).is_empty()
}

fn result_of<'f>(one: &WantedSubscription, found: &'f Found) -> Option<&'f Result<PortalApi>> {
    found.get(&(one.api.clone(), one.version.clone()))
}

fn apis_of<'f>(wanted: &ApplicationAccess, found: &'f Found) -> Vec<&'f PortalApi> {
    let results = wanted.subscriptions.iter().filter_map(|one| result_of(one, found));
    results.filter_map(|result| result.as_ref().ok()).collect()
}

fn missing(wanted: &ApplicationAccess, found: &Found) -> impl Iterator<Item = AccessFailure> {
    wanted.subscriptions.iter().filter_map(|one| {
        let error = result_of(one, found)?.as_ref().err()?.clone();
        let step = AccessStep::api(AccessAction::LookUpApi, &one.api, &one.version);
        Some(AccessFailure { step, error })
    })
}

fn ground_of(
    wanted: &ApplicationAccess,
    found: &Found,
    others: &Result<Vec<GatewayEnvironment>>,
) -> Result<Ground> {
    let apis = apis_of(wanted, found);
    let mut failures: Vec<AccessFailure> = missing(wanted, found).collect();
    if let Err(error) = others
        && needs_others(wanted, found)
    {
        failures.push(AccessFailure { step: AccessStep::environments(), error: error.clone() });
    }
    let others = others.as_deref().ok().filter(|_| failures.is_empty());
    let environments = resolve(wanted, &apis, others)?;
    Ok(Ground { failures, environments, apis: apis.into_iter().cloned().collect() })
}
