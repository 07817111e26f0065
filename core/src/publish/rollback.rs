//! Deploying an older revision again.

use std::collections::BTreeMap;
use std::fmt;

use crate::client::{
    ApiDocument, ControlPlane, DeploymentTarget, find_environment, no_api, operation,
    require_definition,
};
use crate::error::{Error, ErrorKind, Result};
use crate::model::one_line::Name;
use crate::publish::standing;
use crate::rest::api;
use crate::rest::api_object::ApiObject;
use crate::rest::revision::{self, Deployment, Revision};

/// What a rollback goes back to.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RollbackTarget {
    /// In each environment to the newest revision that is older than the one there. Since 4.0.
    Previous,
    /// To the revision of this number. Since 4.0.
    Revision(u64),
    /// To this document, which was read before, and, where it is given, to the definition that was read with it. In 3.x,
    /// which keeps no revisions: the API's content is one for all its environments.
    Content {
        /// The API as [`ControlPlane::get_api`] gave it.
        api: Box<ApiDocument>,
        /// The definition as [`ControlPlane::api_definition`] gave it.
        definition: Option<String>,
    },
}

/// What a rollback did. `Display` is one line for each environment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RolledBack {
    /// One entry per environment, in the order they were named.
    pub environments: Vec<RolledBackEnvironment>,
}

/// What a rollback did in one environment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RolledBackEnvironment {
    /// The environment's name.
    pub environment: String,
    /// The number of the revision that was there; `None` when none was, and in 3.x.
    pub from: Option<u64>,
    /// The number of the revision that is there now; `None` in 3.x.
    pub to: Option<u64>,
    /// Whether somebody has to approve it first (since 4.3): until then the gateways keep what they have.
    pub is_pending: bool,
    /// The numbers of other revisions that awaited an approval to be there (since 4.3): their requests are taken back.
    pub cancelled: Vec<u64>,
}

/// A revision for an environment.
struct Step<'r> {
    environment: String,
    from: Option<u64>,
    to: &'r Revision,
    target: DeploymentTarget,
    cancelled: Vec<u64>,
    /// One that waited is there by now.
    is_overtaken: bool,
}

impl ControlPlane {
    /// Brings an older revision back to environments: it is deployed there again, at the virtual host and as visible in the
    /// Developer Portal as what is there now. The API's working copy stays as it is ([`Self::restore_revision`] changes it).
    ///
    /// 3.x keeps no revisions. There, [`RollbackTarget::Content`] puts back what was read before, in all environments of the
    /// API at once; its list of environments stays.
    ///
    /// Nothing is written before every environment has a revision to go back to. What awaits an approval to be there instead
    /// is taken back then, so that no approval brings it later.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`], code `no-earlier-revision`, and [`ErrorKind::NotFound`], code `unknown-revision`, saying
    /// which revisions there are; [`ErrorKind::NotFound`] when there is no such API; [`ErrorKind::InvalidInput`] when no
    /// environment is named, for one that the server does not have, and, code `document-of-another-api`, for a document that
    /// is not this API's; [`ErrorKind::Unsupported`] for a revision in 3.x, and for content since 4.0; what
    /// [`Self::deploy_revision`], and in 3.x [`Self::update_api_definition`], refuse. See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::publish::RollbackTarget;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let environments = ["Production Gateway"];
    /// let back = RollbackTarget::Previous;
    /// println!("{}", control_plane.rollback("Pets", "1.0.0", environments, &back).await?);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn rollback(
        &self,
        name: &str,
        version: &str,
        environments: impl IntoIterator<Item = impl Into<String>>,
        target: &RollbackTarget,
    ) -> Result<RolledBack> {
        let environments: Vec<String> = environments.into_iter().map(Into::into).collect();
        operation("rollback", async {
            let done = self.roll_back(name, version, &environments, target).await;
            done.map_err(|error| error.concerning_api(name, version))
        })
        .await
    }

    async fn roll_back(
        &self,
        name: &str,
        version: &str,
        environments: &[String],
        target: &RollbackTarget,
    ) -> Result<RolledBack> {
        if environments.is_empty() {
            let message = "no environment is named: name each one to roll back";
            return Err(Error::new(ErrorKind::InvalidInput, "no-environment", message));
        }
        match (target, self.release().is_classic()) {
            (RollbackTarget::Content { api, definition }, true) => {
                self.put_content_back(name, version, environments, api, definition.as_deref()).await
            }
            (RollbackTarget::Content { .. }, false) => Err(self.unsupported(
                "since API Manager 4.0 it is revisions that are rolled back to: name one, or the previous one",
            )),
            (_, true) => Err(self.unsupported(
                "API Manager 3.x keeps no revisions: give the document and the definition that were read before the change, \
                 or publish a new version instead of changing one",
            )),
            (target, false) => self.redeploy_older(name, version, environments, target).await,
        }
    }

    fn unsupported(&self, message: &str) -> Error {
        Error::new(ErrorKind::Unsupported, "unsupported-by-release", message)
            .with_context("release", self.release().to_string())
    }

    async fn redeploy_older(
        &self,
        name: &str,
        version: &str,
        environments: &[String],
        target: &RollbackTarget,
    ) -> Result<RolledBack> {
        let offered = self.environments().await?;
        for environment in environments {
            find_environment(environment, &offered)?;
        }
        let api = self.find_api(name, version).await?.ok_or_else(|| no_api(name, version))?;
        let made = self.send(&revision::list(self.release(), &api.id)?).await?.list;
        let steps: Result<Vec<Step<'_>>> =
            environments.iter().map(|environment| step(environment, &made, target)).collect();
        let mut steps = steps?;
        for step in &mut steps {
            for placed in standing::waiting(&made, &step.environment) {
                if placed.0.id == step.to.id {
                    continue;
                }
                if self.withdraw(&api.id, placed).await? {
                    step.cancelled.push(placed.0.number());
                } else {
                    step.is_overtaken = true;
                }
            }
        }
        let mut targets: BTreeMap<&str, Vec<DeploymentTarget>> = BTreeMap::new();
        let is_needed = |step: &&Step<'_>| step.is_overtaken || step.from != Some(step.to.number());
        for step in steps.iter().filter(is_needed) {
            targets.entry(&step.to.id).or_default().push(step.target.clone());
        }
        let mut deployed: Vec<Deployment> = Vec::new();
        for (revision, targets) in targets {
            deployed.extend(self.deploy_revision(&api.id, revision, targets).await?);
        }
        let environments = steps.into_iter().map(|step| RolledBackEnvironment {
            is_pending: deployed
                .iter()
                .any(|there| there.environment == step.environment && there.is_waiting()),
            environment: step.environment,
            from: step.from,
            to: Some(step.to.number()),
            cancelled: step.cancelled,
        });
        Ok(RolledBack { environments: environments.collect() })
    }

    /// 3.x: the content alone; which environments the API is in, and its lifecycle state, stay as they are.
    async fn put_content_back(
        &self,
        name: &str,
        version: &str,
        environments: &[String],
        document: &ApiDocument,
        definition: Option<&str>,
    ) -> Result<RolledBack> {
        definition.map_or(Ok(()), require_definition)?;
        let api = self.find_api(name, version).await?.ok_or_else(|| no_api(name, version))?;
        let current = self.send(&api::get(self.release(), &api.id)).await?;
        let listed = current.gateway_environments();
        if let Some(missing) = environments.iter().find(|name| !listed.contains(name)) {
            find_environment(missing, &self.environments().await?)?;
            let message = format!(
                "`{name}` {version} is not in the environment `{missing}`: it is in {}",
                if listed.is_empty() { "none".to_owned() } else { listed.join(", ") }
            );
            return Err(Error::new(ErrorKind::Conflict, "no-earlier-revision", message)
                .with_context("environment", missing));
        }
        require_same_api(&document.0, &current)?;
        let mut wanted = document.0.clone();
        for field in ["id", "lifeCycleStatus", "lastUpdatedTime"] {
            if let Some(value) = current.field(field) {
                wanted.set_field(field, value.clone());
            }
        }
        wanted.set_gateway_environments(&listed);
        self.replace_api(&current, &wanted).await?;
        if let Some(definition) = definition {
            self.update_api_definition(&api.id, definition).await?;
        }
        let environments = environments.iter().map(|environment| RolledBackEnvironment {
            environment: environment.clone(),
            from: None,
            to: None,
            is_pending: false,
            cancelled: Vec::new(),
        });
        Ok(RolledBack { environments: environments.collect() })
    }
}

/// An update replaces all of an API, and in 3.x its gateways have it at once: a document of another one would put that one's
/// back end in this one's place, and a part of one would leave the API without the rest.
fn require_same_api(document: &ApiObject, current: &ApiObject) -> Result<()> {
    let (name, version) = (current.name(), current.version());
    let fields = [
        ("id", document.id(), current.id()),
        ("name", document.name(), name),
        ("version", document.version(), version),
        ("context", document.context(), current.context()),
    ];
    for (field, found, wanted) in fields {
        if found == wanted {
            continue;
        }
        let what = if found.is_empty() {
            format!("does not say whose it is: it has no `{field}`")
        } else {
            format!(
                "is of another API: its `{field}` is `{found}`, and that of `{name}` {version} is `{wanted}`"
            )
        };
        let message = format!(
            "the document to roll back to {what}; give the one that was read of `{name}` {version} before the change, whole"
        );
        return Err(Error::new(ErrorKind::InvalidInput, "document-of-another-api", message));
    }
    Ok(())
}

/// What an environment goes back to.
fn step<'r>(environment: &str, made: &'r [Revision], target: &RollbackTarget) -> Result<Step<'r>> {
    let current = standing::live(made, environment);
    let from = current.map(|(revision, _)| revision.number());
    let has = || match made {
        [] => "the API has no revisions".to_owned(),
        made => {
            let mut names: Vec<(u64, &str)> = made
                .iter()
                .map(|revision| (revision.number(), revision.display_name.as_str()))
                .collect();
            names.sort_unstable();
            let names: Vec<&str> = names.into_iter().map(|(_, name)| name).collect();
            format!("the API has {}", names.join(", "))
        }
    };
    let none = |kind, code, message: String| {
        Err(Error::new(kind, code, message).with_context("environment", environment))
    };
    let to = match (target, from) {
        (RollbackTarget::Revision(number), _) => {
            let Some(found) = made.iter().find(|revision| revision.number() == *number) else {
                let message = format!("there is no revision {number} to roll back to: {}", has());
                return none(ErrorKind::NotFound, "unknown-revision", message);
            };
            found
        }
        (_, None) => {
            let message = format!(
                "the API is not deployed to `{environment}`, so there is nothing before it there: {}",
                has()
            );
            return none(ErrorKind::Conflict, "no-earlier-revision", message);
        }
        (_, Some(from)) => {
            let older = made.iter().filter(|revision| revision.number() < from);
            let Some(found) = older.max_by_key(|revision| revision.number()) else {
                let message = format!(
                    "`{environment}` has revision {from}, and there is no older one: {}",
                    has()
                );
                return none(ErrorKind::Conflict, "no-earlier-revision", message);
            };
            found
        }
    };
    let mut deployment = DeploymentTarget::new(environment);
    if let Some((_, there)) = current {
        if !there.virtual_host.is_empty() {
            deployment = deployment.virtual_host(&there.virtual_host);
        }
        if !there.display_on_devportal {
            deployment = deployment.hidden();
        }
    }
    Ok(Step {
        environment: environment.to_owned(),
        from,
        to,
        target: deployment,
        cancelled: Vec::new(),
        is_overtaken: false,
    })
}

impl fmt::Display for RolledBack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.environments.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl fmt::Display for RolledBackEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to, is_pending, cancelled, .. } = self;
        let environment = Name(&self.environment);
        let awaits = if *is_pending { ", which awaits an approval" } else { "" };
        match (from, to) {
            (_, None) => write!(f, "{environment}: the content that was read before"),
            (Some(from), Some(to)) if from == to => {
                write!(f, "{environment}: revision {to}, as before{awaits}")
            }
            (Some(from), Some(to)) => {
                write!(f, "{environment}: from revision {from} back to revision {to}{awaits}")
            }
            (None, Some(to)) => write!(f, "{environment}: revision {to}{awaits}"),
        }?;
        cancelled.iter().try_for_each(|number| {
            write!(f, "; revision {number}, which awaited an approval, is taken back")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Release;
    use crate::publish::Publication;
    use crate::publish::emulated::{HYBRID, PRODUCTION, World};

    #[tokio::test]
    async fn each_environment_goes_back_to_what_it_had() {
        let world = World::start(Release::V4_7).await;
        let control_plane = &world.control_plane;
        let id = |path: &str| {
            world
                .definition("/pets")
                .sandbox_endpoint(format!("{}{path}", world.emulator.echo_url()))
        };
        for path in ["/1", "/2", "/3"] {
            let environments: &[&str] =
                if path == "/3" { &[PRODUCTION] } else { &[PRODUCTION, HYBRID] };
            let publication = world.publication("Pets", environments).definition(id(path));
            control_plane.publish([publication]).await.unwrap();
        }
        let back = async |environments: &[&str], target| {
            let environments = environments.iter().copied();
            let done = control_plane.rollback("Pets", "1.0.0", environments, &target).await;
            done.map(|done| done.to_string()).map_err(|error| (error.code(), error.to_string()))
        };
        let previous = || RollbackTarget::Previous;
        assert_eq!(
            back(&[PRODUCTION, HYBRID], previous()).await.unwrap(),
            format!(
                "{PRODUCTION}: from revision 3 back to revision 2\n{HYBRID}: from revision 2 back to revision 1"
            )
        );
        let (code, message) = back(&[PRODUCTION, HYBRID], previous()).await.unwrap_err();
        assert_eq!(code, "no-earlier-revision");
        assert!(message.contains("the API has Revision 1, Revision 2, Revision 3"), "{message}");
        // Nothing was written: one of them has nothing to go back to.
        let third = || RollbackTarget::Revision(3);
        assert_eq!(
            back(&[PRODUCTION, HYBRID], third()).await.unwrap(),
            format!(
                "{PRODUCTION}: from revision 2 back to revision 3\n{HYBRID}: from revision 1 back to revision 3"
            )
        );
        assert_eq!(
            back(&[HYBRID], third()).await.unwrap(),
            format!("{HYBRID}: revision 3, as before")
        );
        assert_eq!(
            back(&[HYBRID], RollbackTarget::Revision(9)).await.unwrap_err().0,
            "unknown-revision"
        );
        assert_eq!(back(&[], third()).await.unwrap_err().0, "no-environment");
        assert_eq!(back(&["Nowhere"], third()).await.unwrap_err().0, "unknown-environment");
        control_plane.undeploy("Pets", "1.0.0", HYBRID).await.unwrap();
        assert_eq!(back(&[HYBRID], previous()).await.unwrap_err().0, "no-earlier-revision");
        assert_eq!(back(&[HYBRID], third()).await.unwrap(), format!("{HYBRID}: revision 3"));
        world.emulator.stop().await;
    }

    #[tokio::test]
    async fn what_was_read_before_is_put_back_in_3_x() {
        let world = World::start(Release::V3_2).await;
        let control_plane = &world.control_plane;
        let document = "openapi: 3.0.1\ninfo: {title: Pets, version: 1.0.0}\npaths: {/a: {get: {responses: {}}}}\n";
        let definition = world.definition("/pets").document(document);
        let publication = world.publication("Pets", &[PRODUCTION]).definition(definition);
        control_plane.publish([publication]).await.unwrap();
        let id = control_plane.api("Pets", "1.0.0").await.unwrap().id;
        let api = control_plane.get_api(&id).await.unwrap();
        let text = control_plane.api_definition(&id).await.unwrap();
        let mut changed = api.clone();
        changed.set("description", "changed").unwrap();
        control_plane.update_api(&changed).await.unwrap();
        control_plane.update_api_definition(&id, &document.replace("/a", "/b")).await.unwrap();

        let unsupported =
            control_plane.rollback("Pets", "1.0.0", [PRODUCTION], &RollbackTarget::Previous);
        let error = unsupported.await.unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::Unsupported, "unsupported-by-release")
        );
        assert!(error.message().contains("new version"), "{error}");
        let target = RollbackTarget::Content { api: Box::new(api.clone()), definition: Some(text) };
        let error = control_plane.rollback("Pets", "1.0.0", [HYBRID], &target).await.unwrap_err();
        assert_eq!(error.code(), "no-earlier-revision");
        let done = control_plane.rollback("Pets", "1.0.0", [PRODUCTION], &target).await.unwrap();
        assert_eq!(done.to_string(), format!("{PRODUCTION}: the content that was read before"));
        let now = control_plane.get_api(&id).await.unwrap();
        assert_eq!(now.get::<String>("description").unwrap(), api.get("description").unwrap());
        assert!(control_plane.api_definition(&id).await.unwrap().contains("/a"));
        world.emulator.stop().await;
    }

    #[tokio::test]
    async fn another_apis_document_or_a_part_of_one_is_refused_before_anything_is_written() {
        let world = World::start(Release::V3_2).await;
        let control_plane = &world.control_plane;
        for (name, context) in [("Pets", "/pets"), ("Pay", "/pay")] {
            let endpoint = format!("{}{context}", world.emulator.echo_url());
            let definition = world.definition(context).production_endpoint(endpoint);
            let publication =
                Publication::new(name, "1.0.0").environment(PRODUCTION).definition(definition);
            control_plane.publish([publication]).await.unwrap();
        }
        let of = async |name| {
            let id = control_plane.api(name, "1.0.0").await.unwrap().id;
            control_plane.get_api(&id).await.unwrap()
        };
        let (pets, pay) = (of("Pets").await, of("Pay").await);
        let but = |field: &str, value: Option<&str>| {
            let mut document = pets.clone();
            document.set(field, &value).unwrap();
            document
        };
        let empty = ApiDocument::parse("{}").unwrap();
        let wrong = [
            (pay.clone(), format!("another API: its `id` is `{}`", pay.id())),
            (but("name", Some("Pay")), "another API: its `name` is `Pay`, and".to_owned()),
            (but("version", Some("2")), "another API: its `version` is `2`, and".to_owned()),
            (but("context", Some("/pay")), "another API: its `context` is `/pay`, and".to_owned()),
            (but("context", None), "it has no `context`".to_owned()),
            (empty, "it has no `id`".to_owned()),
        ];
        let definition = control_plane.api_definition(pay.id()).await.unwrap();
        for (document, said) in wrong {
            let target = RollbackTarget::Content {
                api: Box::new(document),
                definition: Some(definition.clone()),
            };
            let refused = control_plane.rollback("Pets", "1.0.0", [PRODUCTION], &target).await;
            let error = refused.unwrap_err();
            assert_eq!(
                (error.kind(), error.code()),
                (ErrorKind::InvalidInput, "document-of-another-api")
            );
            assert!(error.message().contains(&said), "{error}");
            assert_eq!(of("Pets").await.to_json(), pets.to_json(), "{said}");
        }
        world.emulator.stop().await;
    }

    #[tokio::test]
    async fn a_rollback_may_await_an_approval() {
        let world = World::start(Release::V4_7).await;
        let control_plane = &world.control_plane;
        for path in ["/1", "/2"] {
            let endpoint = format!("{}{path}", world.emulator.echo_url());
            let definition = world.definition("/pets").production_endpoint(endpoint);
            let publication = world.publication("Pets", &[PRODUCTION]).definition(definition);
            control_plane.publish([publication]).await.unwrap();
        }
        world.emulator.require_approval("AM_REVISION_DEPLOYMENT").await.unwrap();
        let done = control_plane.rollback("Pets", "1.0.0", [PRODUCTION], &RollbackTarget::Previous);
        assert_eq!(
            done.await.unwrap().to_string(),
            format!("{PRODUCTION}: from revision 2 back to revision 1, which awaits an approval")
        );
        world.emulator.stop().await;
    }

    /// What waited was approved just before it could be taken back, and what was there is deployed again.
    #[test]
    fn a_revision_that_was_overtaken_may_await_an_approval() {
        let mut overtaken = RolledBackEnvironment {
            environment: "eu".to_owned(),
            from: Some(1),
            to: Some(1),
            is_pending: true,
            cancelled: Vec::new(),
        };
        assert_eq!(overtaken.to_string(), "eu: revision 1, as before, which awaits an approval");
        overtaken.is_pending = false;
        assert_eq!(overtaken.to_string(), "eu: revision 1, as before");
    }

    #[tokio::test]
    async fn what_waits_is_taken_back_so_that_no_approval_brings_it_later() {
        for release in [Release::V4_3, Release::V4_7] {
            let world = World::start(release).await;
            let control_plane = &world.control_plane;
            for path in ["/1", "/2"] {
                let endpoint = format!("{}{path}", world.emulator.echo_url());
                let definition = world.definition("/pets").production_endpoint(endpoint);
                let publication = world.publication("Pets", &[PRODUCTION]).definition(definition);
                control_plane.publish([publication]).await.unwrap();
                world.emulator.require_approval("AM_REVISION_DEPLOYMENT").await.unwrap();
            }
            assert_eq!(control_plane.workflow_tasks(None).await.unwrap().len(), 1, "{release}");
            let back = || {
                let target = RollbackTarget::Revision(1);
                async move { control_plane.rollback("Pets", "1.0.0", [PRODUCTION], &target).await }
            };
            let done = back().await.unwrap();
            assert_eq!(done.environments[0].cancelled, [2], "{release}");
            assert_eq!(
                done.to_string(),
                format!(
                    "{PRODUCTION}: revision 1, as before; revision 2, which awaited an approval, is taken back"
                )
            );
            assert!(control_plane.workflow_tasks(None).await.unwrap().is_empty(), "{release}");
            let again = back().await.unwrap().to_string();
            assert_eq!(again, format!("{PRODUCTION}: revision 1, as before"));
            world.emulator.stop().await;
        }
    }
}
