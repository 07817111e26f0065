//! From publications and the server's state to a plan: reads, and never writes.

use std::collections::HashSet;

use crate::client::{ControlPlane, GatewayEnvironment, operation};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Release;
use crate::publish::known::{Known, lost};
use crate::publish::plan::{Action, ApiPlan, Existing, Plan};
use crate::publish::plan_options::PlanOptions;
use crate::publish::publication::{Publication, Source, lacks};
use crate::publish::together::together;
use crate::publish::{classic, difference, marker, resolve, revisions};
use crate::rest::api_object::ApiObject;
use crate::rest::capability::Capability;
use crate::rest::revision::Revision;
use crate::rest::{api, api_definition, definition_match, revision};

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
        operation("plan", self.plan_all(publications, PlanOptions::new())).await
    }

    /// The same, with options: with [`PlanOptions::keep_going`], an API that cannot be published stands in the plan beside
    /// the others, and the plan's [`verdict`](Plan::verdict) says so.
    ///
    /// # Errors
    /// Those of [`ControlPlane::plan`]; with [`PlanOptions::keep_going`] those alone that concern no single API.
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::publish::{PlanOptions, Publication, Verdict};
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let pets = Publication::new("Pets", "1.0.0").environment("Default");
    /// let plan = control_plane.plan_with([pets], PlanOptions::new().keep_going()).await?;
    /// for api in plan.apis().filter(|api| api.verdict() == Verdict::Cannot) {
    ///     println!("{} {}: {}", api.name(), api.version(), api.error().unwrap());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn plan_with(
        &self,
        publications: impl IntoIterator<Item = Publication>,
        options: PlanOptions,
    ) -> Result<Plan> {
        let publications: Vec<Publication> = publications.into_iter().collect();
        operation("plan", self.plan_all(publications, options)).await
    }

    pub(crate) async fn plan_all(
        &self,
        publications: Vec<Publication>,
        options: PlanOptions,
    ) -> Result<Plan> {
        let wanted = publications.into_iter().map(|publication| (publication, Known::default()));
        self.plan_each(wanted.collect(), options).await
    }

    /// The same of APIs of which something is known already. One that is known and not there any more stands in the plan with
    /// its error: the others are not its fault.
    pub(crate) async fn plan_known(&self, wanted: Vec<(Publication, Known)>) -> Result<Plan> {
        operation("plan", self.plan_each(wanted, PlanOptions::new())).await
    }

    async fn plan_each(
        &self,
        wanted: Vec<(Publication, Known)>,
        options: PlanOptions,
    ) -> Result<Plan> {
        let (publications, known): (Vec<Publication>, Vec<Known>) = wanted.into_iter().unzip();
        require_one_each(&publications)?;
        let mut apis: Vec<ApiPlan> = publications.into_iter().map(ApiPlan::new).collect();
        let settle = |plan: &mut ApiPlan, checked: Result<()>| {
            let Err(error) = checked else { return Ok(()) };
            let error = error.concerning_api(plan.name(), plan.version());
            if options.keeps_going && concerns_one_api(&error) {
                plan.error = Some(error.with_operation("plan"));
                return Ok(());
            }
            Err(error)
        };
        for plan in &mut apis {
            let checked = validate(&plan.publication, self.release());
            settle(plan, checked)?;
        }
        let offered = self.environments().await?;
        for plan in apis.iter_mut().filter(|plan| plan.error.is_none()) {
            let checked = resolve::targets(&plan.publication, &offered).map(drop);
            settle(plan, checked)?;
        }
        let sound = apis.iter().zip(known).filter(|(plan, _)| plan.error.is_none());
        let wanted: Vec<(Publication, Known)> =
            sound.map(|(plan, known)| (plan.publication.clone(), known)).collect();
        let found = self.identify(&wanted).await?;
        let mut work = Vec::with_capacity(wanted.len());
        for ((publication, known), found) in wanted.into_iter().zip(found) {
            work.push(Box::pin(self.plan_one(publication, known, found, &offered)));
        }
        let planned = together(self.breadth(), work).await;
        for (plan, planned) in apis.iter_mut().filter(|plan| plan.error.is_none()).zip(planned) {
            let planned = planned.map(|planned| *plan = planned);
            settle(plan, planned)?;
        }
        Ok(Plan { apis, control_plane: self.url().to_owned(), release: self.release() })
    }

    async fn plan_one(
        &self,
        publication: Publication,
        known: Known,
        found: Result<Option<String>>,
        offered: &[GatewayEnvironment],
    ) -> Result<ApiPlan> {
        let release = self.release();
        let environments = resolve::targets(&publication, offered)?;
        let api = match found? {
            Some(id) => match self.send(&api::get(release, &id)).await {
                Err(error) if error.kind() == ErrorKind::NotFound && known.id.is_some() => {
                    return Ok(lost(publication, "it is deleted"));
                }
                read => Some(read?),
            },
            None => None,
        };
        let mut changed = match (&api, publication.source()) {
            (None, Source::Existing) => return Err(missing(&publication)),
            (None, _) => Vec::new(),
            (Some(api), _) => difference::fields(&publication, api)?,
        };
        require_endpoints(&publication, api.as_ref(), &environments)?;
        let lifecycle = api.as_ref().map_or("CREATED", ApiObject::lifecycle);
        let actions = publication.lifecycle.actions_from(lifecycle)?;
        let made = match &api {
            Some(api) if !release.is_classic() => {
                self.send(&revision::list(release, api.id())?).await?.list
            }
            _ => Vec::new(),
        };
        if known.seen().is_some() {
            if known.chosen(&made).is_none() {
                return Ok(lost(publication, "the revision that was deployed before is deleted"));
            }
            // What goes out was made before: what the API has become since is not part of it.
            changed.clear();
        }
        let stored = match &api {
            Some(api) if known.seen().is_none() => {
                self.document(&publication, api, &made, !changed.is_empty()).await?
            }
            _ => None,
        };
        if let Some((wanted, stored)) = publication.document().zip(stored.as_ref())
            && !definition_match::stands_in(wanted, stored)?
        {
            changed.push(difference::DEFINITION);
        }
        let mut plan = ApiPlan::new(publication);
        plan.existing = api.as_ref().map(|api| Existing {
            id: api.id().to_owned(),
            last_updated: api.last_updated().to_owned(),
            lifecycle: api.lifecycle().to_owned(),
            content: marker::digest(api.content().as_bytes()),
            document: stored.as_ref().map(|text| marker::digest(text.as_bytes())),
            listed: api.gateway_environments(),
            revisions: made.iter().map(|revision| revision.id.clone()).collect(),
            deployed: made
                .iter()
                .flat_map(|made| made.deployments.iter().map(|there| (there, &made.id)))
                .map(|(there, id)| (there.environment.clone(), id.clone()))
                .collect(),
        });
        if release.is_classic() {
            classic::plan(&mut plan, api.as_ref(), changed);
        } else {
            let chosen = known.chosen(&made).filter(|_| changed.is_empty());
            let seen = chosen.filter(|_| known.seen().is_some());
            let mut kept = match &api {
                Some(api) if changed.is_empty() => {
                    let newest = || marker::newest_of(api, &made).map(|(revision, _)| revision);
                    self.kept(&plan.publication, &made, seen.or_else(newest)).await?
                }
                _ => Vec::new(),
            };
            kept.extend(chosen.map(|chosen| chosen.id.clone()));
            revisions::plan(&mut plan, api.as_ref(), changed, (&made, seen, &kept), &environments)?;
        }
        for action in actions {
            plan.push(Action::ChangeLifecycle { action });
        }
        Ok(plan)
    }

    /// The API's document as the server keeps it. It is read only when one is wanted and no revision of ours says that it was
    /// made of that.
    async fn document(
        &self,
        publication: &Publication,
        api: &ApiObject,
        made: &[Revision],
        has_changed: bool,
    ) -> Result<Option<String>> {
        if publication.document().is_none() {
            return Ok(None);
        }
        let asked = publication.asked();
        let current = marker::newest_of(api, made);
        let is_known = current.is_some_and(|(_, marker)| marker.fulfils(asked.as_deref()));
        if is_known && !has_changed {
            return Ok(None);
        }
        self.send(&api_definition::get(self.release(), api.id())).await.map(Some)
    }

    /// How many APIs are worked on at a time: as many as the session may have requests under way.
    pub(crate) fn breadth(&self) -> usize {
        self.session.link.pipeline().limiter.cap()
    }
}

/// A failure that says nothing about the other APIs.
fn concerns_one_api(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::InvalidInput
            | ErrorKind::NotFound
            | ErrorKind::Conflict
            | ErrorKind::Unsupported
            | ErrorKind::Rejected
    )
}

fn require_one_each(publications: &[Publication]) -> Result<()> {
    let mut seen = HashSet::new();
    for publication in publications {
        if !seen.insert((&publication.name, &publication.version)) {
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

fn validate(publication: &Publication, release: Release) -> Result<()> {
    publication.validate()?;
    if let Source::Project(project) = publication.source() {
        project.require_release(release)?;
    }
    if publication.targets.iter().any(|target| target.virtual_host.is_some()) {
        Capability::VirtualHosts.require(release)?;
    }
    // 3.x would show it, to everybody who may see the API.
    if publication.targets.iter().any(|target| !target.is_shown) {
        Capability::HiddenDeployments.require(release)?;
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

/// API-M leaves an API out of an environment whose endpoint it lacks, without a word.
fn require_endpoints(
    publication: &Publication,
    api: Option<&ApiObject>,
    environments: &[&GatewayEnvironment],
) -> Result<()> {
    let has = |key_type| {
        publication.has_endpoint(key_type) || api.is_some_and(|api| api.has_endpoint(key_type))
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
