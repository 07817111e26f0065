//! Topologies, their nodes and their environments.

use std::collections::BTreeMap;
use std::path::Path;

use gatewright::model::{Credentials, SecretText};
use gatewright::{Endpoints, Environment, Node, Role, Topology};
use napi_derive::napi;

use crate::check::{NativeNodeFile, into_core};
use crate::failure::{Answer, answer};
use crate::ports::NativePorts;
use crate::render::NativeRenderedFiles;
use crate::report::{NativeReport, path_text};
use crate::secret::NativeSecret;

/// A topology.
#[napi]
pub struct NativeTopology {
    pub(crate) topology: Topology,
}

impl From<Topology> for NativeTopology {
    fn from(topology: Topology) -> Self {
        Self { topology }
    }
}

/// Reads a topology file.
#[napi]
pub fn load_topology(path: String) -> Answer<NativeTopology> {
    answer(Topology::load(Path::new(&path)), NativeTopology::from)
}

/// Reads a topology's text.
#[napi]
pub fn parse_topology(text: String) -> Answer<NativeTopology> {
    answer(Topology::parse(&text), NativeTopology::from)
}

/// Reads an installation's files.
#[napi]
pub fn topology_from_deployment(files: Vec<NativeNodeFile>) -> Answer<NativeTopology> {
    let topology = into_core(files).and_then(Topology::from_deployment);
    answer(topology, NativeTopology::from)
}

/// Reads a topology's JSON.
#[napi]
pub fn topology_from_json(json: String) -> Answer<NativeTopology> {
    answer(Topology::from_json(&json), NativeTopology::from)
}

/// The JSON Schema of a topology.
#[napi]
pub fn topology_json_schema() -> &'static str {
    Topology::json_schema()
}

/// A node.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeNode {
    /// Its name.
    pub name: String,
    /// What it does.
    pub roles: Vec<&'static str>,
    /// What is started on it.
    pub pack: &'static str,
    /// The computer it runs on.
    pub host: String,
    /// What is added to its default ports.
    pub offset: u16,
    /// The folder of its pack.
    pub home: Option<String>,
    /// The port of a proxy before it, over HTTP.
    pub http_proxy_port: Option<u16>,
    /// The same over HTTPS.
    pub https_proxy_port: Option<u16>,
    /// How it signs in at the key manager.
    pub key_manager: Option<NativeCredentials>,
    /// The ports it opens.
    pub ports: NativePorts,
}

/// A user name and a password.
#[napi(object, object_from_js = false)]
pub struct NativeCredentials {
    /// The user name.
    pub username: String,
    /// The password.
    pub password: NativeSecret,
}

/// An environment.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeEnvironment {
    /// Its name.
    pub name: String,
    /// Which keys it accepts.
    #[napi(js_name = "type")]
    pub environment_type: &'static str,
    /// What the portals call it.
    pub display_name: Option<String>,
    /// Shown in the portals.
    pub description: Option<String>,
    /// Whose gateway it is.
    pub provider: Option<String>,
    /// Which kind of gateway it is.
    pub gateway_type: Option<String>,
    /// The roles whose users see it.
    pub visibility: Vec<String>,
    /// What another vendor's gateway needs to know. A list, because the names are the user's own.
    pub properties: Vec<NativeProperty>,
    /// True for another vendor's gateway.
    pub is_federated: bool,
    /// Whether the try-out lists it.
    pub display_in_api_console: bool,
    /// Whether its token endpoint is shown.
    pub show_as_token_endpoint_url: bool,
    /// The nodes behind it.
    pub gateways: Vec<String>,
    /// The URLs that were given.
    pub endpoints: NativeEndpoints,
    /// Further hosts under which its gateways are reached.
    pub virtual_hosts: Vec<NativeEndpoints>,
    /// The user that 3.x publishes with.
    pub username: Option<String>,
    /// The password of that user.
    pub password: Option<NativeSecret>,
}

/// The addresses of load balancers or proxies.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeLoadBalancers {
    /// Before the control planes.
    pub control_plane: Option<String>,
    /// Before the traffic managers.
    pub traffic_manager: Option<String>,
    /// Before the key managers.
    pub key_manager: Option<String>,
}

/// A property of an environment.
#[napi(object, object_from_js = false)]
pub struct NativeProperty {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: NativeSecret,
}

/// The URLs of an environment.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeEndpoints {
    /// Where 3.x pushes APIs to.
    pub service_url: Option<String>,
    /// APIs over HTTP.
    pub http: Option<String>,
    /// APIs over HTTPS.
    pub https: Option<String>,
    /// WebSocket APIs.
    pub ws: Option<String>,
    /// WebSocket APIs over TLS.
    pub wss: Option<String>,
    /// Event callbacks over HTTP.
    pub websub_http: Option<String>,
    /// Event callbacks over HTTPS.
    pub websub_https: Option<String>,
}

#[napi]
impl NativeTopology {
    /// The release of all nodes.
    #[napi(getter)]
    pub fn release(&self) -> String {
        self.topology.release().to_string()
    }

    /// The nodes.
    #[napi(getter)]
    pub fn nodes(&self) -> Vec<NativeNode> {
        self.topology.nodes().iter().map(|node| self.node(node)).collect()
    }

    /// The environments.
    #[napi(getter)]
    pub fn environments(&self) -> Vec<NativeEnvironment> {
        self.topology.environments().iter().map(environment).collect()
    }

    /// The name of the control plane.
    #[napi(getter)]
    pub fn control_plane(&self) -> Option<&str> {
        self.topology.control_plane().map(|node| node.name.as_str())
    }

    /// The names of the control planes.
    #[napi(getter)]
    pub fn control_planes(&self) -> Vec<&str> {
        self.topology.control_planes().map(|node| node.name.as_str()).collect()
    }

    /// What stands before several nodes of one role.
    #[napi(getter)]
    pub fn load_balancers(&self) -> NativeLoadBalancers {
        let given = self.topology.load_balancers();
        NativeLoadBalancers {
            control_plane: given.control_plane.clone(),
            traffic_manager: given.traffic_manager.clone(),
            key_manager: given.key_manager.clone(),
        }
    }

    /// The names of the nodes that do the work of a role. JavaScript has checked its name.
    #[napi]
    pub fn holders(&self, role: String) -> Vec<&str> {
        let holders = Role::from_name(&role).map(|role| self.topology.holders(role));
        holders.unwrap_or_default().into_iter().map(|node| node.name.as_str()).collect()
    }

    /// Where other nodes reach the services of a role.
    #[napi]
    pub fn address(&self, role: String) -> Option<String> {
        self.topology.address(Role::from_name(&role)?)
    }

    /// Every URL of an environment, given or derived.
    #[napi]
    pub fn endpoints(&self, environment: String) -> Option<NativeEndpoints> {
        let environment = self.topology.environment(&environment)?;
        Some(endpoints(&self.topology.endpoints(environment)))
    }

    /// What is worth knowing about a valid topology.
    #[napi]
    pub fn check(&self) -> NativeReport {
        self.topology.check().clone().into()
    }

    /// Renders the nodes' files, from these texts where there are any.
    #[napi]
    pub fn render(&self, texts: Vec<Vec<String>>) -> Answer<NativeRenderedFiles> {
        let pair = |pair: Vec<String>| <[String; 2]>::try_from(pair).ok();
        let texts: BTreeMap<String, String> =
            texts.into_iter().filter_map(pair).map(|[node, text]| (node, text)).collect();
        answer(self.topology.render_from(&texts), NativeRenderedFiles::from)
    }

    /// The topology as a `topology.toml`.
    #[napi]
    pub fn to_toml(&self) -> String {
        self.topology.to_toml()
    }

    /// The topology as JSON, with the keys of a `topology.toml`.
    #[napi]
    pub fn to_json(&self) -> String {
        self.topology.to_json()
    }

    /// True when both say the same.
    #[napi]
    pub fn equals(&self, other: &NativeTopology) -> bool {
        self.topology == other.topology
    }
}

impl NativeTopology {
    fn node(&self, node: &Node) -> NativeNode {
        NativeNode {
            name: node.name.as_str().to_owned(),
            roles: node.roles.iter().map(|role| role.as_str()).collect(),
            pack: node.pack.as_str(),
            host: node.host.as_str().to_owned(),
            offset: node.offset.get(),
            home: node.home.as_deref().map(path_text),
            http_proxy_port: node.http_proxy_port,
            https_proxy_port: node.https_proxy_port,
            key_manager: node.key_manager.as_ref().map(credentials),
            ports: node.ports(self.topology.release()).into(),
        }
    }
}

fn credentials(credentials: &Credentials) -> NativeCredentials {
    NativeCredentials {
        username: credentials.username.clone(),
        password: credentials.password.clone().into(),
    }
}

fn environment(environment: &Environment) -> NativeEnvironment {
    NativeEnvironment {
        name: environment.name.as_str().to_owned(),
        environment_type: environment.environment_type.as_str(),
        display_name: environment.display_name.clone(),
        description: environment.description.clone(),
        provider: environment.provider.clone(),
        gateway_type: environment.gateway_type.clone(),
        visibility: environment.visibility.clone(),
        properties: environment.properties.iter().map(property).collect(),
        is_federated: environment.is_federated(),
        display_in_api_console: environment.display_in_api_console,
        show_as_token_endpoint_url: environment.show_as_token_endpoint_url,
        gateways: environment.gateways.iter().map(|name| name.as_str().to_owned()).collect(),
        endpoints: endpoints(&environment.endpoints),
        virtual_hosts: environment.virtual_hosts.iter().map(endpoints).collect(),
        username: environment.username.clone(),
        password: environment.password.clone().map(NativeSecret::from),
    }
}

fn property((name, value): (&String, &SecretText)) -> NativeProperty {
    NativeProperty { name: name.clone(), value: value.clone().into() }
}

fn endpoints(endpoints: &Endpoints) -> NativeEndpoints {
    NativeEndpoints {
        service_url: endpoints.service_url.clone(),
        http: endpoints.http.clone(),
        https: endpoints.https.clone(),
        ws: endpoints.ws.clone(),
        wss: endpoints.wss.clone(),
        websub_http: endpoints.websub_http.clone(),
        websub_https: endpoints.websub_https.clone(),
    }
}
