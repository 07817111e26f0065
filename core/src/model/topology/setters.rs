//! Nodes and environments written in Rust.

use super::{CredentialsSpec, EnvironmentSpec, NodeSpec, VirtualHostSpec};
use crate::model::{EnvironmentType, Pack, Role};

impl NodeSpec {
    /// A node with one role; more with [`NodeSpec::role`].
    ///
    /// ```
    /// use gatewright::Role;
    /// use gatewright::model::NodeSpec;
    ///
    /// let gateway = NodeSpec::new("gateway-1", Role::Gateway, "gw1.example.com")
    ///     .offset(1)
    ///     .home("/opt/apim/gateway-1")
    ///     .key_manager("$env{KM_USER}", "$secret{km_password}");
    /// assert_eq!(gateway.roles, ["gateway"]);
    /// ```
    pub fn new(name: impl Into<String>, role: Role, host: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            roles: vec![role.as_str().to_owned()],
            host: host.into(),
            ..Self::default()
        }
    }

    /// Adds a role.
    #[must_use]
    pub fn role(mut self, role: Role) -> Self {
        self.roles.push(role.as_str().to_owned());
        self
    }

    /// What is started on it.
    #[must_use]
    pub fn pack(mut self, pack: Pack) -> Self {
        self.pack = Some(pack.as_str().to_owned());
        self
    }

    /// What is added to its default ports.
    #[must_use]
    pub fn offset(mut self, offset: i64) -> Self {
        self.offset = Some(offset);
        self
    }

    /// The ports by which a proxy before it is reached over HTTP and HTTPS.
    #[must_use]
    pub fn proxy_ports(mut self, http: i64, https: i64) -> Self {
        self.http_proxy_port = Some(http);
        self.https_proxy_port = Some(https);
        self
    }

    /// The folder of its pack.
    #[must_use]
    pub fn home(mut self, home: impl Into<String>) -> Self {
        self.home = Some(home.into());
        self
    }

    /// How it signs in at the key manager: values, or references such as `$env{KM_USER}`.
    #[must_use]
    pub fn key_manager(mut self, username: impl Into<String>, password: impl Into<String>) -> Self {
        self.key_manager =
            Some(CredentialsSpec { username: username.into(), password: password.into() });
        self
    }
}

impl EnvironmentSpec {
    /// An environment with one gateway behind it; more with [`EnvironmentSpec::gateway`].
    ///
    /// ```
    /// use gatewright::EnvironmentType;
    /// use gatewright::model::EnvironmentSpec;
    ///
    /// let environment = EnvironmentSpec::new("Production Gateway", EnvironmentType::Production, "gateway-1")
    ///     .gateway("gateway-2")
    ///     .description("Behind the load balancer")
    ///     .https_endpoint("https://gw.example.com")
    ///     .ws_endpoint("ws://gw.example.com:9099")
    ///     .wss_endpoint("wss://gw.example.com:8099");
    /// assert_eq!(environment.gateways.len(), 2);
    /// ```
    pub fn new(
        name: impl Into<String>,
        environment_type: EnvironmentType,
        gateway: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            environment_type: environment_type.as_str().to_owned(),
            gateways: vec![gateway.into()],
            ..Self::default()
        }
    }

    /// An environment of another vendor's gateway, behind which no node stands.
    ///
    /// ```
    /// use gatewright::EnvironmentType;
    /// use gatewright::model::EnvironmentSpec;
    ///
    /// let events = EnvironmentSpec::federated("Events", EnvironmentType::Hybrid, "solace")
    ///     .display_name("Event broker")
    ///     .http_endpoint("http://broker.example.com:9960")
    ///     .property("Organization", "Example");
    /// assert!(events.gateways.is_empty());
    /// ```
    pub fn federated(
        name: impl Into<String>,
        environment_type: EnvironmentType,
        provider: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            environment_type: environment_type.as_str().to_owned(),
            provider: Some(provider.into()),
            ..Self::default()
        }
    }

    /// What the portals call it, since 4.0.
    #[must_use]
    pub fn display_name(mut self, name: impl Into<String>) -> Self {
        self.display_name = Some(name.into());
        self
    }

    /// Which kind of gateway it is, since 4.3.
    #[must_use]
    pub fn gateway_type(mut self, gateway_type: impl Into<String>) -> Self {
        self.gateway_type = Some(gateway_type.into());
        self
    }

    /// The roles whose users see it, since 4.3.
    #[must_use]
    pub fn visibility<R: Into<String>>(mut self, roles: impl IntoIterator<Item = R>) -> Self {
        self.visibility = roles.into_iter().map(Into::into).collect();
        self
    }

    /// Adds what another vendor's gateway needs to know, since 4.1: a value, or a reference such as `$secret{alias}`.
    #[must_use]
    pub fn property(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.properties.insert(name.into(), value.into());
        self
    }

    /// Adds a further host under which its gateways are reached, since 4.0.
    #[must_use]
    pub fn virtual_host(mut self, host: VirtualHostSpec) -> Self {
        self.virtual_hosts.push(host);
        self
    }

    /// Adds a node behind it.
    #[must_use]
    pub fn gateway(mut self, name: impl Into<String>) -> Self {
        self.gateways.push(name.into());
        self
    }

    /// What the portals show.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Whether the Developer Portal's try-out lists it.
    #[must_use]
    pub fn display_in_api_console(mut self, display: bool) -> Self {
        self.display_in_api_console = Some(display);
        self
    }

    /// Whether its token endpoint is shown.
    #[must_use]
    pub fn show_as_token_endpoint_url(mut self, show: bool) -> Self {
        self.show_as_token_endpoint_url = Some(show);
        self
    }

    /// The account that 3.x publishes with: values, or references such as `$env{GW_USER}`.
    #[must_use]
    pub fn credentials(mut self, username: impl Into<String>, password: impl Into<String>) -> Self {
        self.username = Some(username.into());
        self.password = Some(password.into());
        self
    }

    /// Where 3.x pushes APIs to.
    #[must_use]
    pub fn service_url(mut self, url: impl Into<String>) -> Self {
        self.service_url = Some(url.into());
        self
    }

    /// The URL of APIs over HTTP.
    #[must_use]
    pub fn http_endpoint(mut self, url: impl Into<String>) -> Self {
        self.http_endpoint = Some(url.into());
        self
    }

    /// The URL of APIs over HTTPS.
    #[must_use]
    pub fn https_endpoint(mut self, url: impl Into<String>) -> Self {
        self.https_endpoint = Some(url.into());
        self
    }

    /// The URL of WebSocket APIs.
    #[must_use]
    pub fn ws_endpoint(mut self, url: impl Into<String>) -> Self {
        self.ws_endpoint = Some(url.into());
        self
    }

    /// The URL of WebSocket APIs over TLS.
    #[must_use]
    pub fn wss_endpoint(mut self, url: impl Into<String>) -> Self {
        self.wss_endpoint = Some(url.into());
        self
    }

    /// The URL of `WebSub` callbacks over HTTP, since 4.0.
    #[must_use]
    pub fn websub_event_receiver_http_endpoint(mut self, url: impl Into<String>) -> Self {
        self.websub_event_receiver_http_endpoint = Some(url.into());
        self
    }

    /// The URL of `WebSub` callbacks over HTTPS, since 4.0.
    #[must_use]
    pub fn websub_event_receiver_https_endpoint(mut self, url: impl Into<String>) -> Self {
        self.websub_event_receiver_https_endpoint = Some(url.into());
        self
    }
}

impl VirtualHostSpec {
    /// A virtual host that is reached over HTTPS. Its other URLs are set as fields.
    ///
    /// ```
    /// use gatewright::model::VirtualHostSpec;
    ///
    /// let europe = VirtualHostSpec {
    ///     ws_endpoint: Some("ws://eu.example.com:9099".into()),
    ///     ..VirtualHostSpec::https("https://eu.example.com")
    /// };
    /// assert_eq!(europe.http_endpoint, None);
    /// ```
    pub fn https(url: impl Into<String>) -> Self {
        Self { https_endpoint: Some(url.into()), ..Self::default() }
    }
}
