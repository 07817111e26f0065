//! Gateway environments that are made at run time, in the Admin Portal, since 4.0.

use crate::client::control_plane::ControlPlane;
use crate::client::environment::advice;
use crate::client::operation::operation;
use crate::error::{Error, ErrorKind, Result};
pub use crate::rest::admin_environment::GatewayInstance;
use crate::rest::admin_environment::{self, AdminEnvironment as Wire, VHost};

/// A gateway environment as the Admin Portal has it. What a release says of it beyond these fields is kept, so that a
/// change leaves it alone.
///
/// ```
/// use gatewright::client::{AdminEnvironment, AdminVirtualHost};
///
/// let host = AdminVirtualHost::new("eu.gw.example").https_port(443);
/// let environment = AdminEnvironment::new("eu-west", [host]).display_name("EU West");
/// assert_eq!(environment.name(), "eu-west");
/// ```
#[derive(Clone, Debug)]
pub struct AdminEnvironment(Wire);

/// A host at which an environment's gateways offer APIs, with its ports: 8280, 8243, 9099 and 8099 unless they are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminVirtualHost(VHost);

impl AdminVirtualHost {
    /// A host, never a URL, with API-M's own ports.
    pub fn new(host: impl Into<String>) -> Self {
        Self(VHost {
            host: host.into(),
            http_context: String::new(),
            http_port: Some(8280),
            https_port: Some(8243),
            ws_port: Some(9099),
            wss_port: Some(8099),
            rest: serde_json::Map::new(),
        })
    }

    /// What stands before an API's context in its URLs.
    #[must_use]
    pub fn http_context(mut self, context: impl Into<String>) -> Self {
        self.0.http_context = context.into();
        self
    }

    /// The port for HTTP.
    #[must_use]
    pub fn http_port(mut self, port: u16) -> Self {
        self.0.http_port = Some(port);
        self
    }

    /// The port for HTTPS.
    #[must_use]
    pub fn https_port(mut self, port: u16) -> Self {
        self.0.https_port = Some(port);
        self
    }

    /// The port for WebSocket.
    #[must_use]
    pub fn ws_port(mut self, port: u16) -> Self {
        self.0.ws_port = Some(port);
        self
    }

    /// The port for secure WebSocket.
    #[must_use]
    pub fn wss_port(mut self, port: u16) -> Self {
        self.0.wss_port = Some(port);
        self
    }

    /// The host.
    pub fn host(&self) -> &str {
        &self.0.host
    }

    /// The ports for HTTP, HTTPS, WebSocket and secure WebSocket, where there are any.
    pub fn ports(&self) -> [Option<u16>; 4] {
        [self.0.http_port, self.0.https_port, self.0.ws_port, self.0.wss_port]
    }
}

impl AdminEnvironment {
    /// An environment with this name (letters, digits, `_` and `-`) and these virtual hosts, the default one first.
    pub fn new(
        name: impl Into<String>,
        virtual_hosts: impl IntoIterator<Item = AdminVirtualHost>,
    ) -> Self {
        Self(Wire {
            id: String::new(),
            name: name.into(),
            display_name: String::new(),
            description: String::new(),
            is_read_only: false,
            gateway_type: None,
            vhosts: virtual_hosts.into_iter().map(|host| host.0).collect(),
            rest: serde_json::Map::new(),
        })
    }

    /// What people are shown.
    #[must_use]
    pub fn display_name(mut self, name: impl Into<String>) -> Self {
        self.0.display_name = name.into();
        self
    }

    /// What it is for.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.0.description = description.into();
        self
    }

    /// Other virtual hosts, the default one first.
    #[must_use]
    pub fn virtual_hosts(mut self, hosts: impl IntoIterator<Item = AdminVirtualHost>) -> Self {
        self.0.vhosts = hosts.into_iter().map(|host| host.0).collect();
        self
    }

    /// The kind of its gateways, such as `Regular` or `APK`, since 4.3.
    #[must_use]
    pub fn gateway_type(mut self, kind: impl Into<String>) -> Self {
        self.0.gateway_type = Some(kind.into());
        self
    }

    /// API-M's identifier; empty for one that is not there yet.
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// What people are shown.
    pub fn shown_name(&self) -> &str {
        &self.0.display_name
    }

    /// Whether it is of the control plane's `deployment.toml`, and cannot be changed here.
    pub fn is_read_only(&self) -> bool {
        self.0.is_read_only
    }

    /// Its virtual hosts, the default one first.
    pub fn hosts(&self) -> impl Iterator<Item = AdminVirtualHost> + '_ {
        self.0.vhosts.iter().cloned().map(AdminVirtualHost)
    }
}

impl ControlPlane {
    /// The environments as the Admin Portal has them, those of the control plane's file among them. Since 4.0.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] before 4.0; [`ErrorKind::MissingScope`] when the user is no administrator. See
    /// [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::client::{AdminEnvironment, AdminVirtualHost};
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let new = AdminEnvironment::new("eu-west", [AdminVirtualHost::new("eu.gw.example")]);
    /// control_plane.create_admin_environment(&new).await?;
    /// let made = control_plane.admin_environment("eu-west").await?;
    /// let made = control_plane.update_admin_environment(&made.display_name("EU West")).await?;
    /// for node in control_plane.environment_gateways(made.id()).await? {
    ///     println!("{} is {}", node.id, node.status);
    /// }
    /// control_plane.delete_admin_environment(made.id()).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn admin_environments(&self) -> Result<Vec<AdminEnvironment>> {
        let listed = operation("admin_environments", self.list_admin_environments()).await?;
        Ok(listed.into_iter().map(AdminEnvironment).collect())
    }

    async fn list_admin_environments(&self) -> Result<Vec<Wire>> {
        Ok(self.send(&admin_environment::list(self.release())?).await?.list)
    }

    async fn find_admin_environment(&self, name: &str) -> Result<Option<Wire>> {
        let listed = self.list_admin_environments().await?;
        Ok(listed.into_iter().find(|environment| environment.name == name))
    }

    /// The environment of exactly this name. (By the list: before 4.7 no release is known to give a single one.)
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`], code `no-such-environment`, saying what there is; see [`Self::admin_environments`].
    ///
    /// # Example
    /// See [`Self::admin_environments`].
    pub async fn admin_environment(&self, name: &str) -> Result<AdminEnvironment> {
        let found = operation("admin_environment", async {
            let listed = self.list_admin_environments().await?;
            let names: Vec<&str> = listed.iter().map(|known| known.name.as_str()).collect();
            let help = advice(name, &names);
            let found = listed.into_iter().find(|known| known.name == name);
            found.ok_or_else(|| {
                let message = format!(
                    "the Admin Portal has no environment `{}`: {help}",
                    name.escape_debug()
                );
                Error::new(ErrorKind::NotFound, "no-such-environment", message)
                    .with_context("environment", name)
            })
        });
        found.await.map(AdminEnvironment)
    }

    /// Makes an environment; gateways serve it when their files name it. When the answer is lost, it is looked for: there
    /// was none of the name before.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`], code `environment-exists`; [`ErrorKind::Rejected`] for a name or a host that API-M does not
    /// take; [`ErrorKind::Unsupported`] before 4.0. See [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::admin_environments`].
    pub async fn create_admin_environment(
        &self,
        environment: &AdminEnvironment,
    ) -> Result<AdminEnvironment> {
        let name = environment.name();
        let made = operation("create_admin_environment", async {
            let call = admin_environment::create(self.release(), &environment.0)?;
            if self.find_admin_environment(name).await?.is_some() {
                let message = format!("there is an environment `{}` already", name.escape_debug());
                return Err(Error::new(ErrorKind::Conflict, "environment-exists", message)
                    .with_context("environment", name));
            }
            self.send_once(&call, || self.find_admin_environment(name)).await
        });
        made.await.map(AdminEnvironment)
    }

    /// Changes an environment that was read before. Its name stays. API-M does not tell when an environment last changed,
    /// so the last writer wins.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`], code `environment-without-id`, for one that was not read; [`ErrorKind::Rejected`] for one
    /// of the control plane's file, and for another name; [`ErrorKind::Unsupported`] before 4.0. See [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::admin_environments`].
    pub async fn update_admin_environment(
        &self,
        environment: &AdminEnvironment,
    ) -> Result<AdminEnvironment> {
        let changed = operation("update_admin_environment", async {
            let call = admin_environment::update(self.release(), &environment.0)?;
            if environment.id().is_empty() {
                let message =
                    "only an environment that was read can be changed: this one has no identifier";
                let code = "environment-without-id";
                return Err(Error::new(ErrorKind::InvalidInput, code, message));
            }
            self.send(&call).await
        });
        changed.await.map(AdminEnvironment)
    }

    /// Deletes an environment. When the answer is lost and the environment is not there, it was deleted.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`] while an API is deployed there; [`ErrorKind::NotFound`] when there is none;
    /// [`ErrorKind::Rejected`] for one of the control plane's file; [`ErrorKind::Unsupported`] before 4.0. See
    /// [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::admin_environments`].
    pub async fn delete_admin_environment(&self, id: &str) -> Result<()> {
        operation("delete_admin_environment", async {
            let call = admin_environment::delete(self.release(), id)?;
            self.send_once(&call, || async {
                let listed = self.list_admin_environments().await?;
                Ok((!listed.iter().any(|listed| listed.id == id)).then_some(()))
            })
            .await
        })
        .await
    }

    /// The gateway nodes that stand behind an environment and report to the control plane. Since 4.6.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] before 4.6; [`ErrorKind::NotFound`] when there is no such environment. See
    /// [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::admin_environments`].
    pub async fn environment_gateways(&self, id: &str) -> Result<Vec<GatewayInstance>> {
        let call = admin_environment::gateways(self.release(), id);
        Ok(operation("environment_gateways", async { self.send(&call?).await }).await?.list)
    }
}
