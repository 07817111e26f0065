//! Revisions of an API and their deployments, since 4.0.

use crate::client::api_document::ApiDocument;
use crate::client::control_plane::ControlPlane;
use crate::client::environment::find_environment;
use crate::client::operation::operation;
use crate::error::{Error, ErrorKind, Result};
use crate::rest::revision::{self, DeployTo, Deployed, LIMIT};
pub use crate::rest::revision::{Deployment, Revision};

/// Where a revision is deployed to.
///
/// ```
/// use gatewright::client::DeploymentTarget;
///
/// let europe = DeploymentTarget::new("eu-west").virtual_host("eu.gw.example").hidden();
/// # let _ = europe;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentTarget {
    environment: String,
    virtual_host: Option<String>,
    is_shown: bool,
}

impl DeploymentTarget {
    /// An environment, by its name, at its first virtual host, shown in the Developer Portal.
    pub fn new(environment: impl Into<String>) -> Self {
        Self { environment: environment.into(), virtual_host: None, is_shown: true }
    }

    /// At this virtual host of the environment.
    #[must_use]
    pub fn virtual_host(mut self, host: impl Into<String>) -> Self {
        self.virtual_host = Some(host.into());
        self
    }

    /// Without its URLs in the Developer Portal.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.is_shown = false;
        self
    }
}

/// API-M takes no longer description of a revision.
const LONGEST_DESCRIPTION: usize = 255;

impl ControlPlane {
    /// Makes a revision of the API as it is now. When the answer is lost, the revision that was not there before and has
    /// this description is looked for.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`], code `revision-limit`, when the API has as many revisions as API-M keeps: five;
    /// [`ErrorKind::InvalidInput`], code `revision-description-too-long`, above 255 characters;
    /// [`ErrorKind::Unsupported`] before 4.0. See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::client::DeploymentTarget;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let pets = control_plane.api("Pets", "1.0.0").await?.id;
    /// let revision = control_plane.create_revision(&pets, "with cats").await?;
    /// control_plane.deploy_revision(&pets, &revision.id, [DeploymentTarget::new("Default")]).await?;
    ///
    /// // As that revision has it:
    /// println!("{}", control_plane.get_api(&revision.id).await?.to_json());
    ///
    /// control_plane.undeploy_revision(&pets, &revision.id, ["Default"]).await?;
    /// control_plane.delete_revision(&pets, &revision.id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_revision(&self, api_id: &str, description: &str) -> Result<Revision> {
        operation("create_revision", self.new_revision(api_id, description)).await
    }

    async fn new_revision(&self, api_id: &str, description: &str) -> Result<Revision> {
        if description.chars().count() > LONGEST_DESCRIPTION {
            let message =
                format!("a revision's description has at most {LONGEST_DESCRIPTION} characters");
            let code = "revision-description-too-long";
            return Err(Error::new(ErrorKind::InvalidInput, code, message));
        }
        let before = self.list_revisions(api_id).await?;
        if before.len() >= LIMIT {
            let message = format!(
                "the API has {LIMIT} revisions, as many as API Manager keeps: delete one that is deployed nowhere"
            );
            return Err(Error::new(ErrorKind::Conflict, "revision-limit", message));
        }
        let call = revision::create(self.release(), api_id, description)?;
        self.send_once(&call, || async {
            let now = self.list_revisions(api_id).await?;
            let is_new = |made: &Revision| !before.iter().any(|known| known.id == made.id);
            Ok(now.into_iter().find(|made| is_new(made) && made.description == description))
        })
        .await
    }

    async fn list_revisions(&self, api_id: &str) -> Result<Vec<Revision>> {
        Ok(self.send(&revision::list(self.release(), api_id)?).await?.list)
    }

    /// The revisions of an API, each with where it is deployed.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is no such API; [`ErrorKind::Unsupported`] before 4.0. See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let pets = control_plane.api("Pets", "1.0.0").await?.id;
    /// for revision in control_plane.revisions(&pets).await? {
    ///     println!("{}: {} deployments", revision.display_name, revision.deployments.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn revisions(&self, api_id: &str) -> Result<Vec<Revision>> {
        operation("revisions", self.list_revisions(api_id)).await
    }

    /// Deletes a revision that is deployed nowhere. When the answer is lost and the revision is not there, it was deleted.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is none; [`ErrorKind::Rejected`] while it is deployed (API-M's code 900348);
    /// [`ErrorKind::Unsupported`] before 4.0. See [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::create_revision`].
    pub async fn delete_revision(&self, api_id: &str, revision_id: &str) -> Result<()> {
        operation("delete_revision", async {
            let call = revision::delete(self.release(), api_id, revision_id)?;
            self.send_once(&call, || async {
                let now = self.list_revisions(api_id).await?;
                Ok((!now.iter().any(|made| made.id == revision_id)).then_some(()))
            })
            .await
        })
        .await
    }

    /// Deploys a revision to environments, in one request; another revision that is there is replaced. The names of
    /// environments and hosts are checked first. The answer is a promise: gateways fetch the API afterwards
    /// ([`Self::wait_until_live`]). When it is lost, the revision's deployments are read.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`], codes `no-environment`, `unknown-environment` and `unknown-virtual-host`;
    /// [`ErrorKind::Server`], code `external-gateway-failed`, when the gateway is another vendor's and fails;
    /// [`ErrorKind::Unsupported`] before 4.0. See [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::create_revision`].
    pub async fn deploy_revision(
        &self,
        api_id: &str,
        revision_id: &str,
        targets: impl IntoIterator<Item = DeploymentTarget>,
    ) -> Result<Vec<Deployment>> {
        let targets: Vec<DeploymentTarget> = targets.into_iter().collect();
        operation("deploy_revision", async {
            // Whether the release can do it at all comes first.
            revision::deploy(self.release(), api_id, revision_id, &[])?;
            let to = self.resolve(&targets).await?;
            let call = revision::deploy(self.release(), api_id, revision_id, &to)?;
            let deployed = self.send_once(&call, || async {
                let now = self.list_revisions(api_id).await?;
                let ours = now.into_iter().find(|made| made.id == revision_id);
                let there = ours.map(|made| made.deployments).unwrap_or_default();
                Ok(is_deployed(&to, &there).then_some(Deployed::To(there)))
            });
            deployed.await?.into_result()
        })
        .await
    }

    async fn resolve(&self, targets: &[DeploymentTarget]) -> Result<Vec<DeployTo>> {
        if targets.is_empty() {
            let message = "a revision is deployed to at least one environment: name it";
            return Err(Error::new(ErrorKind::InvalidInput, "no-environment", message));
        }
        let offered = self.environments().await?;
        let resolve = |target: &DeploymentTarget| {
            let environment = find_environment(&target.environment, &offered)?;
            let hosts: Vec<&str> =
                environment.virtual_hosts.iter().map(|host| host.host.as_str()).collect();
            let wanted = target.virtual_host.as_deref();
            let found = hosts.iter().find(|host| wanted.is_none_or(|wanted| wanted == **host));
            let Some(host) = found else {
                let message = format!(
                    "the environment `{}` has no virtual host `{}`; it has {}",
                    environment.name,
                    wanted.unwrap_or_default().escape_debug(),
                    if hosts.is_empty() { "none".to_owned() } else { hosts.join(", ") }
                );
                return Err(Error::new(ErrorKind::InvalidInput, "unknown-virtual-host", message)
                    .with_context("environment", &environment.name));
            };
            Ok(DeployTo {
                name: environment.name.clone(),
                vhost: (*host).to_owned(),
                display_on_devportal: target.is_shown,
            })
        };
        targets.iter().map(resolve).collect()
    }

    /// Takes a revision off environments. When the answer is lost, the revision's deployments are read.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`], code `no-environment`; [`ErrorKind::NotFound`] when there is no such revision;
    /// [`ErrorKind::Unsupported`] before 4.0. See [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::create_revision`].
    pub async fn undeploy_revision(
        &self,
        api_id: &str,
        revision_id: &str,
        environments: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<()> {
        let from: Vec<String> = environments.into_iter().map(Into::into).collect();
        operation("undeploy_revision", async {
            if from.is_empty() {
                let message = "a revision is taken off at least one environment: name it";
                return Err(Error::new(ErrorKind::InvalidInput, "no-environment", message));
            }
            let call = revision::undeploy(self.release(), api_id, revision_id, &from)?;
            self.send_once(&call, || self.is_off(api_id, revision_id, Some(&from))).await
        })
        .await
    }

    /// Takes a revision off every environment. When the answer is lost, its deployments are read.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is no such revision; [`ErrorKind::Unsupported`] before 4.0. See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let pets = control_plane.api("Pets", "1.0.0").await?.id;
    /// for revision in control_plane.revisions(&pets).await? {
    ///     control_plane.undeploy_revision_everywhere(&pets, &revision.id).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn undeploy_revision_everywhere(
        &self,
        api_id: &str,
        revision_id: &str,
    ) -> Result<()> {
        operation("undeploy_revision_everywhere", async {
            let call = revision::undeploy_everywhere(self.release(), api_id, revision_id)?;
            self.send_once(&call, || self.is_off(api_id, revision_id, None)).await
        })
        .await
    }

    /// Whether a revision stands on none of the environments, or on none at all.
    async fn is_off(
        &self,
        api_id: &str,
        revision_id: &str,
        environments: Option<&Vec<String>>,
    ) -> Result<Option<()>> {
        let now = self.list_revisions(api_id).await?;
        let mut there = now
            .iter()
            .filter(|made| made.id == revision_id)
            .flat_map(|made| &made.deployments)
            .filter(|there| environments.is_none_or(|from| from.contains(&there.environment)));
        Ok(there.next().is_none().then_some(()))
    }

    /// Makes the API's working copy what a revision is. Nothing is deployed by it.
    ///
    /// When the answer is lost, nobody can read whether it was done: the error is
    /// [`Ambiguous`](crate::Retry::Ambiguous), and doing it again harmless unless somebody changed the API meanwhile.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is no such revision; [`ErrorKind::Unsupported`] before 4.0. See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let pets = control_plane.api("Pets", "1.0.0").await?.id;
    /// if let Some(first) = control_plane.revisions(&pets).await?.first() {
    ///     control_plane.restore_revision(&pets, &first.id).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn restore_revision(&self, api_id: &str, revision_id: &str) -> Result<ApiDocument> {
        let call = revision::restore(self.release(), api_id, revision_id);
        let restored = operation("restore_revision", async { self.send(&call?).await }).await;
        restored.map(ApiDocument)
    }
}

/// Whether each target is there, at its host.
fn is_deployed(to: &[DeployTo], there: &[Deployment]) -> bool {
    to.iter().all(|to| {
        there.iter().any(|there| there.environment == to.name && there.virtual_host == to.vhost)
    })
}
