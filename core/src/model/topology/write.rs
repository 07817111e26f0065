//! A topology as a `topology.toml`.

use std::fmt::Write as _;

use super::{
    CredentialsSpec, EnvironmentSpec, LoadBalancerSpec, NodeSpec, Topology, TopologySpec,
    VirtualHostSpec,
};
use crate::model::{
    Credentials, EndpointKey, Endpoints, Environment, LoadBalancers, Node, Pack, Release, Role,
    SecretText,
};

/// The version of the format that is written.
const SCHEMA_VERSION: i64 = 1;

impl Topology {
    /// The topology as the text of a `topology.toml`: what has its default is left out, passwords are as they were given.
    ///
    /// ```
    /// use gatewright::Topology;
    ///
    /// let topology = Topology::parse(gatewright::examples::THREE_NODES)?;
    /// let text = topology.to_toml();
    /// assert!(text.starts_with("schema_version = 1\nrelease = \"4.7\"\n"));
    /// assert_eq!(Topology::parse(&text)?, topology);
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn to_toml(&self) -> String {
        TopologySpec::from(self).to_toml()
    }
}

impl TopologySpec {
    /// What is written, as the text of a `topology.toml`; valid or not.
    pub(crate) fn to_toml(&self) -> String {
        let mut toml = Toml::default();
        toml.line("schema_version", &SCHEMA_VERSION.to_string());
        toml.string("release", &self.release);
        if let Some(before) = &self.load_balancer {
            toml.text.push_str("\n[load_balancer]\n");
            toml.optional(Role::ControlPlane.as_str(), before.control_plane.as_ref());
            toml.optional(Role::TrafficManager.as_str(), before.traffic_manager.as_ref());
            toml.optional(Role::KeyManager.as_str(), before.key_manager.as_ref());
        }
        for node in &self.nodes {
            toml.header("node");
            toml.node(node);
        }
        for environment in &self.environments {
            toml.header("environment");
            toml.environment(&mut environment.clone());
        }
        toml.text
    }
}

impl From<&Topology> for TopologySpec {
    fn from(topology: &Topology) -> Self {
        Self {
            schema_version: Some(SCHEMA_VERSION),
            release: topology.release.to_string(),
            load_balancer: load_balancer_spec(&topology.load_balancers),
            nodes: topology.nodes.iter().map(|node| node_spec(node, topology.release)).collect(),
            environments: topology.environments.iter().map(environment_spec).collect(),
        }
    }
}

impl From<Topology> for TopologySpec {
    fn from(topology: Topology) -> Self {
        Self::from(&topology)
    }
}

fn load_balancer_spec(given: &LoadBalancers) -> Option<LoadBalancerSpec> {
    let address = |role| given.get(role).map(str::to_owned);
    (*given != LoadBalancers::default()).then(|| LoadBalancerSpec {
        control_plane: address(Role::ControlPlane),
        traffic_manager: address(Role::TrafficManager),
        key_manager: address(Role::KeyManager),
    })
}

fn node_spec(node: &Node, release: Release) -> NodeSpec {
    let pack = Some(node.pack).filter(|pack| *pack != Pack::default_for(release, &node.roles));
    NodeSpec {
        name: node.name.as_str().to_owned(),
        roles: node.roles.iter().map(|role| role.as_str().to_owned()).collect(),
        pack: pack.map(|pack| pack.as_str().to_owned()),
        host: node.host.as_str().to_owned(),
        offset: Some(i64::from(node.offset)).filter(|offset| *offset != 0),
        // It came from a text, so nothing is lost.
        home: node.home.as_ref().map(|home| home.to_string_lossy().into_owned()),
        http_proxy_port: node.http_proxy_port.map(i64::from),
        https_proxy_port: node.https_proxy_port.map(i64::from),
        key_manager: node.key_manager.as_ref().map(credentials_spec),
    }
}

fn credentials_spec(credentials: &Credentials) -> CredentialsSpec {
    CredentialsSpec {
        username: credentials.username.clone(),
        password: credentials.password.expose().to_owned(),
    }
}

fn environment_spec(environment: &Environment) -> EnvironmentSpec {
    let mut spec = EnvironmentSpec {
        name: environment.name.as_str().to_owned(),
        environment_type: environment.environment_type.as_str().to_owned(),
        gateways: environment.gateways.iter().map(|name| name.as_str().to_owned()).collect(),
        display_name: environment.display_name.clone(),
        description: environment.description.clone(),
        provider: environment.provider.clone(),
        gateway_type: environment.gateway_type.clone(),
        visibility: environment.visibility.clone(),
        display_in_api_console: Some(environment.display_in_api_console).filter(|shown| !shown),
        show_as_token_endpoint_url: Some(environment.show_as_token_endpoint_url)
            .filter(|shown| !shown),
        username: environment.username.clone(),
        password: environment.password.as_ref().map(SecretText::expose).map(str::to_owned),
        properties: environment
            .properties
            .iter()
            .map(|(name, value)| (name.clone(), value.expose().to_owned()))
            .collect(),
        virtual_hosts: environment.virtual_hosts.iter().map(virtual_host_spec).collect(),
        ..EnvironmentSpec::default()
    };
    for key in EndpointKey::ALL {
        *spec.endpoint_mut(key) = environment.endpoints.get(key).map(str::to_owned);
    }
    spec
}

fn virtual_host_spec(host: &Endpoints) -> VirtualHostSpec {
    let mut spec = VirtualHostSpec::default();
    for key in EndpointKey::OF_VIRTUAL_HOSTS {
        if let Some(slot) = spec.endpoint_mut(key) {
            *slot = host.get(key).map(str::to_owned);
        }
    }
    spec
}

#[derive(Default)]
struct Toml {
    text: String,
}

impl Toml {
    fn header(&mut self, name: &str) {
        // Writing to a string does not fail.
        let _ = write!(self.text, "\n[[{name}]]\n");
    }

    fn line(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.text, "{key} = {value}");
    }

    fn string(&mut self, key: &str, value: &str) {
        self.line(key, &quoted(value));
    }

    fn optional(&mut self, key: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.string(key, value);
        }
    }

    fn integer(&mut self, key: &str, value: Option<i64>) {
        if let Some(value) = value {
            self.line(key, &value.to_string());
        }
    }

    fn list(&mut self, key: &str, values: &[String]) {
        let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
        self.line(key, &format!("[{}]", values.join(", ")));
    }

    fn flag(&mut self, key: &str, value: Option<bool>) {
        if let Some(value) = value {
            self.line(key, if value { "true" } else { "false" });
        }
    }

    fn node(&mut self, node: &NodeSpec) {
        self.string("name", &node.name);
        self.list("roles", &node.roles);
        self.optional("pack", node.pack.as_ref());
        self.string("host", &node.host);
        self.integer("offset", node.offset);
        self.optional("home", node.home.as_ref());
        self.integer("http_proxy_port", node.http_proxy_port);
        self.integer("https_proxy_port", node.https_proxy_port);
        if let Some(CredentialsSpec { username, password }) = &node.key_manager {
            let table =
                format!("{{ username = {}, password = {} }}", quoted(username), quoted(password));
            self.line("key_manager", &table);
        }
    }

    fn environment(&mut self, environment: &mut EnvironmentSpec) {
        self.string("name", &environment.name);
        self.string("type", &environment.environment_type);
        if !environment.gateways.is_empty() {
            self.list("gateways", &environment.gateways);
        }
        self.optional("display_name", environment.display_name.as_ref());
        self.optional("description", environment.description.as_ref());
        self.optional("provider", environment.provider.as_ref());
        self.optional("gateway_type", environment.gateway_type.as_ref());
        if !environment.visibility.is_empty() {
            self.list("visibility", &environment.visibility);
        }
        self.flag("display_in_api_console", environment.display_in_api_console);
        self.flag("show_as_token_endpoint_url", environment.show_as_token_endpoint_url);
        self.optional("username", environment.username.as_ref());
        self.optional("password", environment.password.as_ref());
        for key in EndpointKey::ALL {
            self.optional(key.as_str(), environment.endpoint_mut(key).as_ref());
        }
        if !environment.properties.is_empty() {
            self.text.push_str("\n[environment.properties]\n");
            for (name, value) in &environment.properties {
                self.string(&key(name), value);
            }
        }
        for host in &mut environment.virtual_hosts {
            self.header("environment.virtual_host");
            for key in EndpointKey::OF_VIRTUAL_HOSTS {
                let url = host.endpoint_mut(key);
                self.optional(key.as_str(), url.and_then(|url| url.as_ref()));
            }
        }
    }
}

/// A key, within quotes where it needs them.
fn key(name: &str) -> String {
    let is_bare = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_bare { name.to_owned() } else { quoted(name) }
}

/// A TOML basic string.
pub(super) fn quoted(value: &str) -> String {
    let mut quoted = String::with_capacity(value.len() + 2);
    quoted.push('"');
    for character in value.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
