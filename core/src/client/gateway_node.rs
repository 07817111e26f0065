//! One gateway node, by its own REST API, since 4.0.

use crate::client::address::Address;
use crate::client::control_plane::ControlPlane;
use crate::client::operation::operation;
use crate::error::{Error, ErrorKind, Result};
use crate::model::SecretText;
use crate::rest::{Auth, artefact};

/// A gateway node and an account of it. The password does not print.
///
/// ```no_run
/// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
/// let node = control_plane.gateway("https://gateway-1:9444", "admin", "admin")?;
/// if node.is_healthy().await? && !node.has_api("Pets", "1.0.0").await? {
///     node.redeploy("Pets", "1.0.0").await?;
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct GatewayNode {
    control_plane: ControlPlane,
    address: Address,
    user: String,
    password: SecretText,
}

impl ControlPlane {
    /// A gateway node of this control plane's: the node's management address, such as `https://gateway-1:9444`, and an
    /// account of that node's own. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`] for a URL that cannot be used, or would carry the password in the clear.
    ///
    /// # Example
    /// See [`GatewayNode`].
    pub fn gateway(
        &self,
        url: &str,
        user: impl Into<String>,
        password: impl Into<String>,
    ) -> Result<GatewayNode> {
        let address = self.session.link.parse("the gateway's URL", url);
        let address = address.map_err(|error| error.with_operation("gateway"))?;
        let password = SecretText::new(password);
        Ok(GatewayNode { control_plane: self.clone(), address, user: user.into(), password })
    }
}

impl GatewayNode {
    fn auth(&self) -> Auth {
        Auth::Basic { user: self.user.clone(), password: self.password.clone() }
    }

    /// The management address, without a slash at its end.
    pub fn url(&self) -> &str {
        self.address.as_str()
    }

    /// Whether the node holds this API.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] before 4.0; [`ErrorKind::Unauthenticated`] when the node refuses the account. See
    /// [`ErrorKind`].
    ///
    /// # Example
    /// See [`GatewayNode`].
    pub async fn has_api(&self, name: &str, version: &str) -> Result<bool> {
        operation("has_api", async {
            let link = &self.control_plane.session.link;
            let release = self.control_plane.release();
            let call = artefact::list(release, name, version, link.tenant_domain())?;
            match link.send_to(&self.address, &call.with_auth(self.auth())).await {
                Ok(_) => Ok(true),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
                Err(error) => Err(error),
            }
        })
        .await
    }

    /// Has the node fetch the API from the control plane again: for one that missed the news of a deployment, which the
    /// control plane does not repeat.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when the API is not deployed to the node's environments; [`ErrorKind::Server`], code
    /// `redeployment-failed`, when the node says that it failed; [`ErrorKind::Unsupported`] before 4.0. See [`ErrorKind`].
    ///
    /// # Example
    /// See [`GatewayNode`].
    pub async fn redeploy(&self, name: &str, version: &str) -> Result<()> {
        operation("redeploy", async {
            let link = &self.control_plane.session.link;
            let release = self.control_plane.release();
            let call = artefact::redeploy(release, name, version, link.tenant_domain())?;
            let answer = link.send_to(&self.address, &call.with_auth(self.auth())).await?;
            if answer.deploy_status == "DEPLOYED" {
                return Ok(());
            }
            let message = format!(
                "the gateway node {} could not deploy `{}` {} again: look at its log",
                self.url(),
                name.escape_debug(),
                version.escape_debug()
            );
            Err(Error::new(ErrorKind::Server, "redeployment-failed", message)
                .with_context("api", name)
                .with_context("version", version))
        })
        .await
    }

    /// Whether the node has started and loaded its APIs: false while it answers that it has not. Since 4.1; before, ask
    /// [`wait_until_ready`](crate::client::wait_until_ready). No account is needed.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] before 4.1; [`ErrorKind::Connect`], [`ErrorKind::Timeout`] and [`ErrorKind::Tls`] when the
    /// node is not reached. See [`ErrorKind`].
    ///
    /// # Example
    /// See [`GatewayNode`].
    pub async fn is_healthy(&self) -> Result<bool> {
        operation("is_healthy", async {
            let link = &self.control_plane.session.link;
            let call = artefact::health(self.control_plane.release())?;
            match link.send_to(&self.address, &call).await {
                Ok(()) => Ok(true),
                Err(error) if error.kind() == ErrorKind::Server => Ok(false),
                Err(error) => Err(error),
            }
        })
        .await
    }
}
