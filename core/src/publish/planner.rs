//! From publications and the server's state to a plan: reads, and never writes.

use crate::client::{ControlPlane, GatewayEnvironment, operation};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{KeyType, Release};
use crate::publish::plan::{Action, ApiPlan, Existing, Plan};
use crate::publish::publication::{ApiDefinition, Publication, lacks};
use crate::publish::{classic, resolve, revisions};
use crate::rest::api_object::ApiObject;
use crate::rest::capability::Capability;
use crate::rest::{api, revision};

impl ControlPlane {
    /// What is missing for these publications to be true. Everything is checked before anything could be written:
    /// environments and virtual hosts against the server's settings, and that each API has the endpoint that an
    /// environment's type needs. API-M 3.x would silently skip both.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`] with the code `no-environment`, `unknown-environment`, `unknown-virtual-host`,
    /// `api-lacks-endpoint` or another that names the mistake; [`ErrorKind::NotFound`] for an API that is not there and
    /// has no definition; [`ErrorKind::Unsupported`] for what the release cannot do; [`ErrorKind::Conflict`] for a
    /// context that an existing API does not have, a lifecycle state that leads nowhere, or five revisions of others.
    /// See [`ErrorKind`].
    ///
    /// # Example
    /// See [`publish`](crate::publish).
    pub async fn plan(&self, publications: impl IntoIterator<Item = Publication>) -> Result<Plan> {
        let publications: Vec<Publication> = publications.into_iter().collect();
        operation("plan", self.plan_all(publications)).await
    }

    async fn plan_all(&self, publications: Vec<Publication>) -> Result<Plan> {
        validate(&publications, self.release())?;
        let offered = self.environments().await?;
        let resolved: Result<Vec<_>> = publications
            .into_iter()
            .map(|publication| {
                let environments = resolve::targets(&publication, &offered)?;
                Ok((publication, environments))
            })
            .collect();
        let mut apis = Vec::new();
        for (publication, environments) in resolved? {
            apis.push(self.plan_one(publication, &environments).await?);
        }
        Ok(Plan { apis })
    }

    async fn plan_one(
        &self,
        publication: Publication,
        environments: &[&GatewayEnvironment],
    ) -> Result<ApiPlan> {
        let release = self.release();
        let found = self.find_api(&publication.name, &publication.version).await?;
        let api = match found {
            Some(found) => Some(self.send(&api::get(release, &found.id)).await?),
            None => None,
        };
        let changed = match (&api, &publication.definition) {
            (None, None) => return Err(missing(&publication)),
            (None, Some(_)) => Vec::new(),
            (Some(api), definition) => {
                definition.as_ref().map_or(Ok(Vec::new()), |wanted| changes(api, wanted))?
            }
        };
        require_endpoints(&publication, api.as_ref(), environments)?;
        let existing = api.as_ref().map(|api| Existing {
            id: api.id().to_owned(),
            last_updated: api.last_updated().to_owned(),
        });
        let lifecycle = api.as_ref().map_or("CREATED", ApiObject::lifecycle);
        let action = publication.lifecycle.action_from(lifecycle).map_err(|error| {
            error
                .with_context("api", &publication.name)
                .with_context("version", &publication.version)
        })?;
        let (deployments, steps) = (Vec::new(), Vec::new());
        let mut plan = ApiPlan { publication, existing, revision: None, deployments, steps };
        if release.is_classic() {
            classic::plan(&mut plan, api.as_ref(), changed);
        } else {
            let made = match &api {
                Some(api) => self.send(&revision::list(release, api.id())?).await?.list,
                None => Vec::new(),
            };
            revisions::plan(&mut plan, api.as_ref(), changed, &made, environments)?;
        }
        if let Some(action) = action {
            plan.push(Action::ChangeLifecycle { action });
        }
        Ok(plan)
    }
}

fn validate(publications: &[Publication], release: Release) -> Result<()> {
    for (at, publication) in publications.iter().enumerate() {
        publication.validate()?;
        if publication.targets.iter().any(|target| target.virtual_host.is_some()) {
            Capability::VirtualHosts.require(release)?;
        }
        let same = |other: &Publication| {
            other.name == publication.name && other.version == publication.version
        };
        if publications.iter().take(at).any(same) {
            let message = format!(
                "`{}` {} has two publications: name all its environments in one",
                publication.name, publication.version
            );
            return Err(Error::new(ErrorKind::InvalidInput, "published-twice", message)
                .with_context("api", &publication.name));
        }
    }
    Ok(())
}

fn missing(publication: &Publication) -> Error {
    let message = format!(
        "there is no API `{}` {}, or the user may not see it: check name, case and version, or give a definition to \
         create it from",
        publication.name, publication.version
    );
    Error::new(ErrorKind::NotFound, "unknown-api", message)
        .with_context("api", &publication.name)
        .with_context("version", &publication.version)
}

/// Which of the fields that a definition names an API has otherwise.
fn changes(api: &ApiObject, wanted: &ApiDefinition) -> Result<Vec<&'static str>> {
    if api.context() != wanted.context {
        let message = format!(
            "the API is at `{}` and cannot be moved to `{}`: publish it under another name, or delete it first",
            api.context(),
            wanted.context
        );
        return Err(Error::new(ErrorKind::Conflict, "context-differs", message)
            .with_context("context", api.context()));
    }
    let mut changed = Vec::new();
    let differs = |key_type| {
        let wanted = wanted.endpoint(key_type);
        wanted.is_some() && wanted != api.endpoint_url(key_type)
    };
    if KeyType::ALL.into_iter().any(differs) {
        changed.push("endpointConfig");
    }
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    if sorted(api.policies()) != sorted(wanted.plans.clone()) {
        changed.push("policies");
    }
    Ok(changed)
}

/// API-M leaves an API out of an environment whose endpoint it lacks, without a word.
fn require_endpoints(
    publication: &Publication,
    api: Option<&ApiObject>,
    environments: &[&GatewayEnvironment],
) -> Result<()> {
    let has = |key_type| {
        let given = publication.definition.as_ref().and_then(|given| given.endpoint(key_type));
        given.is_some() || api.is_some_and(|api| api.has_endpoint(key_type))
    };
    for environment in environments {
        if let Some(what) = lacks(environment.environment_type, has) {
            let message = format!(
                "`{}` {} cannot be in the environment `{}`, which is of type {}: the API has no {}",
                publication.name,
                publication.version,
                environment.name,
                environment.environment_type,
                what.trim_start_matches("a ").trim_start_matches("an "),
            );
            return Err(Error::new(ErrorKind::InvalidInput, "api-lacks-endpoint", message)
                .with_context("api", &publication.name)
                .with_context("environment", &environment.name));
        }
    }
    Ok(())
}
