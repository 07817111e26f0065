//! Where an API is deployed, since 4.0.

use crate::client::control_plane::ControlPlane;
use crate::client::operation::operation;
use crate::error::{Error, ErrorKind, Result};
use crate::rest::revision::{self, DeployTo, Deployment};

impl ControlPlane {
    /// Where an API is deployed: one entry per environment, with what its gateways have reported since 4.6.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is no such API; [`ErrorKind::Unsupported`] before 4.0. See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let pets = control_plane.api("Pets", "1.0.0").await?.id;
    /// for mut deployment in control_plane.deployments(&pets).await? {
    ///     println!("{} at {}", deployment.environment, deployment.virtual_host);
    ///     if !deployment.is_approved() {
    ///         continue;
    ///     }
    ///     deployment.display_on_devportal = false;
    ///     control_plane.update_deployment(&pets, &deployment).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn deployments(&self, api_id: &str) -> Result<Vec<Deployment>> {
        let call = revision::deployments(self.release(), api_id);
        operation("deployments", async { self.send(&call?).await }).await
    }

    /// Changes what [`Self::deployments`] gave: whether the Developer Portal shows it, and its virtual host. Both are said,
    /// so the last writer wins.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`], code `deployment-without-revision`, when the deployment does not say its revision;
    /// [`ErrorKind::NotFound`] when the API is not deployed there; [`ErrorKind::Unsupported`] before 4.0. See
    /// [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::deployments`].
    pub async fn update_deployment(
        &self,
        api_id: &str,
        deployment: &Deployment,
    ) -> Result<Deployment> {
        operation("update_deployment", async {
            let Some(revision_id) = &deployment.revision_id else {
                let message =
                    "a deployment is changed as it was read: this one does not say its revision";
                let code = "deployment-without-revision";
                return Err(Error::new(ErrorKind::InvalidInput, code, message));
            };
            let to = DeployTo {
                name: deployment.environment.clone(),
                vhost: deployment.virtual_host.clone(),
                display_on_devportal: deployment.display_on_devportal,
            };
            let call = revision::update_deployment(self.release(), api_id, revision_id, &to)?;
            self.send(&call).await
        })
        .await
    }

    /// Takes back a deployment that awaits an approval, since 4.3. When the answer is lost, the revision's deployments are
    /// read.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when nothing waits there; [`ErrorKind::Unsupported`] before 4.3. See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let pets = control_plane.api("Pets", "1.0.0").await?.id;
    /// for revision in control_plane.revisions(&pets).await? {
    ///     for waiting in revision.deployments.iter().filter(|deployment| !deployment.is_approved()) {
    ///         control_plane.cancel_deployment(&pets, &revision.id, &waiting.environment).await?;
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn cancel_deployment(
        &self,
        api_id: &str,
        revision_id: &str,
        environment: &str,
    ) -> Result<()> {
        operation("cancel_deployment", async {
            let release = self.release();
            let call = revision::cancel_deployment(release, api_id, revision_id, environment)?;
            self.send_once(&call, || async {
                let now = self.send(&revision::list(release, api_id)?).await?.list;
                let waits = now.iter().filter(|made| made.id == revision_id).any(|made| {
                    let mut there = made.deployments.iter();
                    there.any(|there| there.environment == environment && there.is_waiting())
                });
                Ok((!waits).then_some(()))
            })
            .await
        })
        .await
    }
}
