//! The connection to a control plane, and what it lists.

use std::sync::Arc;

use crate::client::address::Address;
use crate::client::credentials::Credentials;
use crate::client::environment::GatewayEnvironment;
use crate::client::link::Link;
use crate::client::operation::operation;
use crate::client::options::ConnectOptions;
use crate::client::session::Session;
use crate::client::tokens::Tokens;
use crate::client::warning::Warning;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{EnvironmentType, Release, SecretText};
use crate::rest::api::ApiInfo;
use crate::rest::page::{Page, Slice};
use crate::rest::{Auth, Call, api, artefact, environment, portal};

/// A running control plane. Cloning is cheap: clones share connections and tokens.
///
/// ```no_run
/// use gatewright::ControlPlane;
/// use gatewright::client::{ConnectOptions, Credentials};
///
/// # async fn example() -> gatewright::Result<()> {
/// let credentials = Credentials::password("admin", std::env::var("APIM_PASSWORD").unwrap());
/// let control_plane =
///     ControlPlane::connect("https://localhost:9443", credentials, ConnectOptions::new()).await?;
/// for environment in control_plane.environments().await? {
///     println!("{}: {}", environment.name, environment.environment_type);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ControlPlane {
    pub(crate) session: Arc<Session>,
}

/// An API as the Publisher lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiSummary {
    /// API-M's identifier.
    pub id: String,
    /// The name.
    pub name: String,
    /// The version.
    pub version: String,
    /// The context, such as `/pets`.
    pub context: String,
    /// Who made it.
    pub provider: String,
    /// The lifecycle state as API-M spells it: `CREATED`, `PUBLISHED`, …
    pub lifecycle: String,
}

/// At which URLs the Developer Portal offers an API in one environment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointUrls {
    /// The environment's name.
    pub environment: String,
    /// Its type, when the portal names a known one.
    pub environment_type: Option<EnvironmentType>,
    /// The API's URL over HTTP, when offered.
    pub http: Option<String>,
    /// The API's URL over HTTPS, when offered.
    pub https: Option<String>,
    /// The API's URL over WebSocket, when offered.
    pub ws: Option<String>,
    /// The API's URL over secure WebSocket, when offered.
    pub wss: Option<String>,
}

impl ControlPlane {
    /// Connects: asks for the release unless it is given, and takes a first token, so that wrong credentials fail here.
    /// (Credentials that are sent as they are, [`Credentials::token`] and [`Credentials::basic`], are tried by the first
    /// operation.)
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`] for a URL, an option or a certificate that cannot be used;
    /// [`ErrorKind::Connect`], [`ErrorKind::Timeout`] and [`ErrorKind::Tls`] when the server is not reached;
    /// [`ErrorKind::Unauthenticated`] when it refuses the credentials; [`ErrorKind::Unsupported`] when it is no API-M.
    ///
    /// # Example
    /// See [`ControlPlane`].
    pub async fn connect(
        url: &str,
        credentials: Credentials,
        options: ConnectOptions,
    ) -> Result<Self> {
        let open = async {
            let mut link = Link::open(url, &options).await?;
            credentials.warnings.iter().for_each(|warning| link.warn(warning.clone()));
            let tokens = Tokens::new(credentials);
            tokens.proof(&link, None).await?;
            Ok(Self { session: Arc::new(Session { link, tokens }) })
        };
        operation("connect", open).await
    }

    /// The server's release, as it was given or asked.
    pub fn release(&self) -> Release {
        self.session.release()
    }

    /// What is worth knowing about the connection and stops nothing, such as a server that is newer than this library
    /// knows.
    ///
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) {
    /// for warning in control_plane.warnings() {
    ///     eprintln!("{warning}");
    /// }
    /// # }
    /// ```
    pub fn warnings(&self) -> &[Warning] {
        self.session.link.warnings()
    }

    /// The URL that was connected to, without a slash at its end.
    pub fn url(&self) -> &str {
        self.session.link.url()
    }

    pub(crate) async fn send<T>(&self, call: &Call<T>) -> Result<T> {
        self.session.send(call).await
    }

    /// The gateway environments that APIs can be published to, in the server's order.
    ///
    /// # Errors
    /// See [`ErrorKind`]; [`ErrorKind::MissingScope`] when the user may not read the Publisher's settings.
    ///
    /// # Example
    /// See [`ControlPlane`].
    pub async fn environments(&self) -> Result<Vec<GatewayEnvironment>> {
        let call = environment::settings(self.release());
        let settings = operation("environments", self.send(&call)).await?;
        Ok(settings.environment.into_iter().map(GatewayEnvironment::from).collect())
    }

    /// Every API the user may see.
    ///
    /// # Errors
    /// See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// for api in control_plane.apis().await? {
    ///     println!("{} {} is {}", api.name, api.version, api.lifecycle);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn apis(&self) -> Result<Vec<ApiSummary>> {
        let release = self.release();
        let listed = operation("apis", self.pages(|slice| api::list(release, slice))).await?;
        Ok(listed.into_iter().map(ApiSummary::from).collect())
    }

    /// The API of exactly this name and version.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is none (or the user may not see it); see [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let pets = control_plane.api("Pets", "1.0.0").await?;
    /// assert_eq!(pets.context, "/pets");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn api(&self, name: &str, version: &str) -> Result<ApiSummary> {
        let found = operation("api", async {
            let found = self.find_api(name, version).await;
            found
                .and_then(|found| found.ok_or_else(|| no_api(name, version)))
                .map_err(|error| error.concerning_api(name, version))
        });
        found.await.map(ApiSummary::from)
    }

    /// At which URLs the Developer Portal offers a published API: one entry per environment.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is no such API; [`ErrorKind::Rejected`] when it is not published.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// for urls in control_plane.endpoint_urls("Pets", "1.0.0").await? {
    ///     println!("{}: {}", urls.environment, urls.https.unwrap_or_default());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn endpoint_urls(&self, name: &str, version: &str) -> Result<Vec<EndpointUrls>> {
        let read = async {
            let api = self.find_api(name, version).await?.ok_or_else(|| no_api(name, version))?;
            self.urls_of(&api.id).await
        };
        let read = async { read.await.map_err(|error: Error| error.concerning_api(name, version)) };
        operation("endpoint_urls", read).await
    }

    /// The same, of an API that was found.
    pub(crate) async fn urls_of(&self, id: &str) -> Result<Vec<EndpointUrls>> {
        let api = self.send(&portal::get(self.release(), id)).await?;
        Ok(api.endpoint_urls.into_iter().map(EndpointUrls::from).collect())
    }

    /// Whether one gateway node holds this API, by the node's own REST API (since 4.0). `gateway_url` is the node's
    /// management address, such as `https://gateway-1:9444`; the user is one of that node's.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] before 4.0; see [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let node = "https://localhost:9444";
    /// assert!(control_plane.is_on_gateway(node, "admin", "admin", "Pets", "1.0.0").await?);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn is_on_gateway(
        &self,
        gateway_url: &str,
        user: &str,
        password: &str,
        name: &str,
        version: &str,
    ) -> Result<bool> {
        let ask = async {
            let address = self.session.link.parse("the gateway's URL", gateway_url)?;
            let tenant = self.session.link.tenant_domain();
            let auth = Auth::Basic { user: user.to_owned(), password: SecretText::new(password) };
            let call = artefact::list(self.release(), name, version, tenant)?.with_auth(auth);
            match self.session.link.send_to(&address, &call).await {
                Ok(_) => Ok(true),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
                Err(error) => Err(error),
            }
        };
        operation("is_on_gateway", async {
            ask.await.map_err(|error: Error| error.concerning_api(name, version))
        })
        .await
    }

    pub(crate) async fn find_api(&self, name: &str, version: &str) -> Result<Option<ApiInfo>> {
        let page = self.send(&api::search(self.release(), name, version)).await?;
        Ok(page.list.into_iter().find(|api| api.name == name && api.version == version))
    }

    /// All entries of a listing, page by page.
    pub(crate) async fn pages<T>(&self, page: impl Fn(Slice) -> Call<Page<T>>) -> Result<Vec<T>> {
        let mut all = Vec::new();
        loop {
            let slice = Slice::after(all.len());
            let next = self.send(&page(slice)).await?;
            let is_last = next.is_last(slice);
            all.extend(next.list);
            if is_last {
                return Ok(all);
            }
        }
    }
}

pub(crate) fn no_api(name: &str, version: &str) -> Error {
    let message = format!(
        "there is no API `{name}` {version}, or the user may not see it: check the name, its case and the version"
    );
    Error::new(ErrorKind::NotFound, "unknown-api", message)
        .with_context("api", name)
        .with_context("version", version)
}

impl Link {
    /// An address that is not one of the control plane's.
    pub(crate) fn parse(&self, what: &'static str, url: &str) -> Result<Address> {
        Address::parse(what, url, self.allows_plain_http())
    }
}

impl From<ApiInfo> for ApiSummary {
    fn from(api: ApiInfo) -> Self {
        Self {
            id: api.id,
            name: api.name,
            version: api.version,
            context: api.context,
            provider: api.provider,
            lifecycle: api.life_cycle_status,
        }
    }
}

impl From<portal::EndpointUrls> for EndpointUrls {
    fn from(urls: portal::EndpointUrls) -> Self {
        let kind = urls.environment_type.to_ascii_lowercase();
        Self {
            environment: urls.environment_name,
            environment_type: EnvironmentType::from_name(&kind),
            http: urls.urls.http,
            https: urls.urls.https,
            ws: urls.urls.ws,
            wss: urls.urls.wss,
        }
    }
}
