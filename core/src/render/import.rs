//! From an installation's files to a topology.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use crate::check::{DeploymentSet, NodeFile, NodeView, Offset};
use crate::deployment::{Environment as Section, Item, ItemKind};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{
    Endpoint, EndpointKey, EndpointPort, Endpoints, EnvironmentSpec, Host, LoadBalancerSpec,
    NodeSpec, Pack, Port, Ports, Reference, Release, Role, Text, Topology, TopologySpec,
    VirtualHostSpec, resolve_endpoints,
};

impl Topology {
    /// Reads the files of an existing installation into a topology. What a file does not say (host, release, roles,
    /// pack, name) is taken from the [`NodeFile`]s, and otherwise inferred: the name from the path, the host from
    /// `[server] hostname`, the release as the newest known one.
    ///
    /// Rendering the topology into the same files changes nothing it need not.
    ///
    /// # Errors
    /// When a file cannot be read or is not valid TOML, and when the files do not make a valid topology.
    ///
    /// # Example
    /// ```
    /// use gatewright::check::NodeFile;
    /// use gatewright::{Release, Role, Topology};
    ///
    /// let topology = Topology::parse(gatewright::examples::THREE_NODES)?;
    /// let files = topology.render()?;
    /// let read = Topology::from_deployment(files.files().iter().zip(topology.nodes()).map(|(file, node)| {
    ///     NodeFile::from_text(file.path(), file.after())
    ///         .name(node.name.as_str())
    ///         .host("localhost")
    ///         .roles(node.roles.iter().copied())
    ///         .release(Release::V4_7)
    /// }))?;
    /// assert_eq!(read, topology);
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn from_deployment<I>(files: I) -> Result<Self>
    where
        I: IntoIterator,
        I::Item: Into<NodeFile>,
    {
        read(files.into_iter().map(Into::into).collect())
            .map_err(|error| error.with_operation("from_deployment"))
    }
}

struct Reading<'s> {
    set: &'s DeploymentSet,
    release: Release,
    nodes: Vec<NodeSpec>,
}

fn read(files: Vec<NodeFile>) -> Result<Topology> {
    let names = node_names(&files);
    let homes: Vec<Option<String>> = files.iter().map(home_of).collect();
    let report = crate::check::check(&files)?;
    let set = DeploymentSet::read(files.into_iter())?;
    if let Some(invalid) = set.all_nodes().find(|node| !node.document.problems().is_empty()) {
        return Err(Error::invalid(
            "invalid-deployment-file",
            format!("`{}` is not valid TOML as API-M reads it:", invalid.label),
            report,
        ));
    }
    let release = set.nodes().map(|node| *node.releases.end()).max().unwrap_or(Release::NEWEST);
    let mut reading = Reading { set: &set, release, nodes: Vec::new() };
    for ((node, name), home) in set.nodes().zip(names).zip(homes) {
        let spec = reading.node(node, name, home)?;
        reading.nodes.push(spec);
    }
    let environments: Vec<EnvironmentSpec> = match set.control_planes().next() {
        Some(control_plane) => {
            control_plane.environments().map(|section| reading.environment(section)).collect()
        }
        None => Vec::new(),
    };
    reading.drop_idle_gateways(&environments);
    let load_balancer = reading.load_balancers();
    Topology::try_from(TopologySpec {
        schema_version: None,
        release: release.to_string(),
        load_balancer,
        nodes: reading.nodes,
        environments,
    })
}

impl Reading<'_> {
    fn node(&self, node: &NodeView, name: String, home: Option<String>) -> Result<NodeSpec> {
        let Offset::Known(offset) = node.offset else {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                "invalid-offset",
                format!(
                    "the `[server] offset` of `{}` is no number that is known here",
                    node.label
                ),
            )
            .with_context("node", node.label.clone()));
        };
        let mut spec = NodeSpec { name, home, ..NodeSpec::default() };
        spec.roles = node.roles.iter().map(|role| role.as_str().to_owned()).collect();
        spec.host =
            node.host.as_ref().map_or_else(|| hostname(node), |host| host.as_str().to_owned());
        spec.offset = Some(i64::from(offset.get())).filter(|offset| *offset != 0);
        spec.pack = pack(node, self.release, &node.roles);
        spec.http_proxy_port = proxy_port(node, "http");
        spec.https_proxy_port = proxy_port(node, "https");
        spec.key_manager = credentials(node).filter(|_| self.needs_key_manager(node));
        Ok(spec)
    }

    /// True for a node that signs in at another node's key manager.
    fn needs_key_manager(&self, node: &NodeView) -> bool {
        if !node.has_role(Role::ControlPlane) {
            return node.has_role(Role::Gateway) || node.has_role(Role::TrafficManager);
        }
        let is_apart = |other: &NodeView| {
            other.has_role(Role::KeyManager) && !other.has_role(Role::ControlPlane)
        };
        self.set.nodes().any(is_apart)
    }

    /// The addresses by which nodes reach the services of a role, where they are not the node's own.
    fn load_balancers(&self) -> Option<LoadBalancerSpec> {
        let mut spec = LoadBalancerSpec::default();
        let key_manager = "apim.key_manager.service_url";
        let traffic_manager = "apim.throttling.service_url";
        let is_apart = |role: Role| {
            let holds = |node: &NodeView| node.has_role(role) && !node.is_control_plane();
            self.set.nodes().any(holds)
        };
        // What leads to the control plane: since 4.0 it is the event hub, and ever since it does what no other node does.
        let hub = if !self.release.is_classic() {
            Some("apim.event_hub.service_url")
        } else if !is_apart(Role::KeyManager) {
            Some(key_manager)
        } else {
            Some(traffic_manager).filter(|_| !is_apart(Role::TrafficManager))
        };
        spec.control_plane = hub.and_then(|key| self.address(Role::ControlPlane, key));
        if is_apart(Role::KeyManager) {
            spec.key_manager = self.address(Role::KeyManager, key_manager);
        }
        if is_apart(Role::TrafficManager) {
            spec.traffic_manager = self.address(Role::TrafficManager, traffic_manager);
        }
        (spec != LoadBalancerSpec::default()).then_some(spec)
    }

    /// The one address that all links under a key have, when no node of the role is there.
    fn address(&self, role: Role, key: &str) -> Option<String> {
        let has_role = |node: &NodeView| node.has_role(role);
        let linked = self.set.nodes().filter(|node| !has_role(node) && !node.is_control_plane());
        let urls: Vec<String> =
            linked.filter_map(|node| Some(node.get(key)?.as_str()?.into_owned())).collect();
        let (first, others) = urls.split_first()?;
        let is_known = self.set.nodes().zip(&self.nodes).filter(|(node, _)| has_role(node)).any(
            |(node, spec)| {
                let own = Host::new(&spec.host).zip(node.port_number(Port::ServletHttps));
                own.is_some_and(|(host, port)| {
                    Endpoint::parse(first).is_ok_and(|endpoint| {
                        endpoint.leads_to(&host) && *endpoint.port() == EndpointPort::Literal(port)
                    })
                })
            },
        );
        let text = Text::parse(first);
        let is_usable = !text.has(Reference::Key) && text.placeholders().next().is_none();
        if is_known || !is_usable || others.iter().any(|url| url != first) {
            return None;
        }
        let address = first.trim_end_matches('/');
        Some(address.strip_suffix("/services").unwrap_or(address).to_owned())
    }

    /// A lone file that has environments looks like the whole product. When all of them turn out to be other nodes', it
    /// is a control plane and no gateway.
    fn drop_idle_gateways(&mut self, environments: &[EnvironmentSpec]) {
        let gateway = Role::Gateway.as_str();
        for (node, spec) in self.set.nodes().zip(&mut self.nodes) {
            let serves =
                environments.iter().any(|environment| environment.gateways.contains(&spec.name));
            if serves || node.roles_are_certain || !node.has_role(Role::ControlPlane) {
                continue;
            }
            spec.roles.retain(|role| role != gateway);
            let roles: Vec<Role> =
                node.roles.iter().copied().filter(|role| *role != Role::Gateway).collect();
            spec.pack = pack(node, self.release, &roles);
        }
    }

    fn environment(&self, section: Section<'_>) -> EnvironmentSpec {
        let text = |key: &str| section.string(key).map(std::borrow::Cow::into_owned);
        let flag = |key: &str| {
            let item = section.get(key);
            item.and_then(Item::as_bool).or_else(|| {
                let text = item.and_then(Item::as_str)?;
                Some(text.eq_ignore_ascii_case("true"))
            })
        };
        // No node stands behind another vendor's gateway.
        let is_federated = section.is_federated();
        let gateways = if is_federated { Vec::new() } else { self.gateways(section) };
        let endpoints = self.given(section, &gateways);
        let filled = |key: &str| text(key).filter(|value| !value.is_empty());
        let given =
            |key: &str, default: &str| text(key).filter(|value| is_federated || value != default);
        EnvironmentSpec {
            name: text("name").unwrap_or_default(),
            environment_type: text("type").unwrap_or_default(),
            gateways,
            display_name: filled("display_name"),
            description: text("description"),
            provider: filled("provider"),
            gateway_type: filled("gateway_type"),
            visibility: strings(section.get("visibility")),
            properties: properties(section),
            virtual_hosts: section.virtual_hosts().map(|host| self.virtual_host(host)).collect(),
            // Absent is false for API-M, and true for a topology.
            display_in_api_console: Some(flag("display_in_api_console").unwrap_or(false))
                .filter(|shown| !shown),
            show_as_token_endpoint_url: Some(flag("show_as_token_endpoint_url").unwrap_or(false))
                .filter(|shown| !shown),
            service_url: endpoints.service_url,
            username: given("username", "${admin.username}"),
            password: given("password", "${admin.password}"),
            http_endpoint: endpoints.http,
            https_endpoint: endpoints.https,
            ws_endpoint: endpoints.ws,
            wss_endpoint: endpoints.wss,
            websub_event_receiver_http_endpoint: endpoints.websub_http,
            websub_event_receiver_https_endpoint: endpoints.websub_https,
        }
    }

    fn virtual_host(&self, host: Item<'_>) -> VirtualHostSpec {
        let mut spec = VirtualHostSpec::default();
        for key in EndpointKey::OF_VIRTUAL_HOSTS {
            let url = host.get(key.as_str()).and_then(Item::as_str).filter(|url| !url.is_empty());
            if let Some(slot) = spec.endpoint_mut(key) {
                *slot = url.map(|url| self.with_own_ports(&url));
            }
        }
        spec
    }

    /// The nodes behind an environment: since 4.0 those that carry its name as a label, before that the one that its
    /// URLs lead to.
    fn gateways(&self, section: Section<'_>) -> Vec<String> {
        let name = section.name().unwrap_or_default();
        let by_label = self.named(|node| {
            node.has_role(Role::Gateway)
                && node.get("apim.sync_runtime_artifacts.gateway.gateway_labels").is_some_and(
                    |labels| {
                        labels
                            .elements()
                            .any(|label| label.as_str().is_some_and(|text| text == name))
                    },
                )
        });
        if !self.release.is_classic() && !by_label.is_empty() {
            return by_label;
        }
        let urls = [
            ("service_url", Port::ServletHttps),
            ("https_endpoint", Port::PassThroughHttps),
            ("http_endpoint", Port::PassThroughHttp),
        ];
        urls.into_iter()
            .map(|(key, port)| self.behind(section, key, port))
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    fn behind(&self, section: Section<'_>, key: &str, port: Port) -> Vec<String> {
        let Some(endpoint) = section.endpoint(key) else { return Vec::new() };
        let Some(host) = endpoint.host().and_then(Host::new) else { return Vec::new() };
        let number = match endpoint.port() {
            EndpointPort::Literal(number) => Some(*number),
            // A placeholder is a port of the node that reads the file: the control plane's own.
            EndpointPort::Placeholder(_) => {
                self.set.control_planes().next().and_then(|node| node.port_number(port))
            }
            EndpointPort::Absent | EndpointPort::Unknown => None,
        };
        let Some(number) = number else { return Vec::new() };
        self.set
            .nodes()
            .zip(&self.nodes)
            .filter(|(node, spec)| {
                node.has_role(Role::Gateway)
                    && node.port_number(port) == Some(number)
                    && Host::new(&spec.host).is_some_and(|known| known.is_same_computer(&host))
            })
            .map(|(_, spec)| spec.name.clone())
            .collect()
    }

    fn named(&self, condition: impl Fn(&NodeView) -> bool) -> Vec<String> {
        self.set
            .nodes()
            .zip(&self.nodes)
            .filter(|(node, _)| condition(node))
            .map(|(_, spec)| spec.name.clone())
            .collect()
    }

    /// The URLs that do not follow from the gateway and so must be given.
    fn given(&self, section: Section<'_>, gateways: &[String]) -> Endpoints {
        let text = |key: &str| {
            let url = section.string(key).filter(|url| !url.is_empty())?;
            Some(self.with_own_ports(&url))
        };
        let mut found = Endpoints {
            service_url: text("service_url"),
            http: text("http_endpoint"),
            https: text("https_endpoint"),
            ws: text("ws_endpoint"),
            wss: text("wss_endpoint"),
            websub_http: text("websub_event_receiver_http_endpoint"),
            websub_https: text("websub_event_receiver_https_endpoint"),
        };
        let [only] = gateways else { return found };
        let node = self.set.nodes().zip(&self.nodes).find(|(_, spec)| spec.name == *only);
        let Some(derived) = node.and_then(|(node, spec)| self.derived(node, spec)) else {
            return found;
        };
        let pair = |first: &mut Option<String>,
                    second: &mut Option<String>,
                    derived: [&Option<String>; 2]| {
            if [&*first, &*second] == derived {
                (*first, *second) = (None, None);
            }
        };
        pair(&mut found.http, &mut found.https, [&derived.http, &derived.https]);
        pair(&mut found.ws, &mut found.wss, [&derived.ws, &derived.wss]);
        pair(
            &mut found.websub_http,
            &mut found.websub_https,
            [&derived.websub_http, &derived.websub_https],
        );
        if found.service_url == derived.service_url {
            found.service_url = None;
        }
        found
    }

    /// A URL with the control plane's own ports in place of the placeholders for them: a topology says which node, not
    /// which of the reader's ports.
    fn with_own_ports(&self, url: &str) -> String {
        let ports = self.set.control_planes().next().and_then(|node| self.ports(node));
        ports.map_or_else(|| url.to_owned(), |ports| ports.resolve(url))
    }

    fn ports(&self, node: &NodeView) -> Option<Ports> {
        let Offset::Known(offset) = node.offset else { return None };
        let pack = node.pack.unwrap_or_else(|| Pack::default_for(self.release, &node.roles));
        Some(Ports::new(pack, self.release, offset))
    }

    fn derived(&self, node: &NodeView, spec: &NodeSpec) -> Option<Endpoints> {
        let host = Host::new(&spec.host)?;
        Some(resolve_endpoints(&Endpoints::default(), Some((&host, self.ports(node)?))))
    }
}

/// A value as API-M pastes it: a string, or a number or boolean as it is written.
fn scalar(item: Item<'_>) -> Option<String> {
    let text = item.as_str().map(std::borrow::Cow::into_owned);
    text.or_else(|| {
        let is_scalar =
            matches!(item.kind(), ItemKind::Integer | ItemKind::Boolean | ItemKind::Float);
        is_scalar.then(|| item.raw().to_owned())
    })
}

fn properties(section: Section<'_>) -> BTreeMap<String, String> {
    let entries = section.get("properties").into_iter().flat_map(Item::children);
    entries.filter_map(|item| Some((item.key().into_owned(), scalar(item)?))).collect()
}

/// The strings of a list.
fn strings(item: Option<Item<'_>>) -> Vec<String> {
    let elements = item.into_iter().flat_map(Item::elements);
    elements.filter_map(|element| element.as_str().map(std::borrow::Cow::into_owned)).collect()
}

/// What is started on the node, when it is not what follows from release and roles.
fn pack(node: &NodeView, release: Release, roles: &[Role]) -> Option<String> {
    let pack = node.pack.filter(|pack| *pack != Pack::default_for(release, roles))?;
    Some(pack.as_str().to_owned())
}

/// The port of a proxy before the node: a number, or one within quotes, which is the same to API-M.
fn proxy_port(node: &NodeView, scheme: &str) -> Option<i64> {
    let item = node.get(&format!("transport.{scheme}.properties.proxyPort"))?;
    item.as_integer().or_else(|| item.as_str()?.trim().parse().ok())
}

fn credentials(node: &NodeView) -> Option<crate::model::CredentialsSpec> {
    let text = |key: &str| {
        node.get(&format!("apim.key_manager.{key}"))
            .and_then(Item::as_str)
            .map(std::borrow::Cow::into_owned)
    };
    let (username, password) = (text("username")?, text("password")?);
    let is_default =
        username == "$ref{super_admin.username}" && password == "$ref{super_admin.password}";
    (!is_default).then_some(crate::model::CredentialsSpec { username, password })
}

/// `[server] hostname`, or the host that the node's own URLs have by default.
fn hostname(node: &NodeView) -> String {
    node.get("server.hostname")
        .and_then(Item::as_str)
        .filter(|name| Host::new(name).is_some())
        .map_or_else(|| "localhost".to_owned(), std::borrow::Cow::into_owned)
}

/// The home a file on disk is in.
fn home_of(file: &NodeFile) -> Option<String> {
    if file.text.is_some() {
        return None;
    }
    let home = file.path().ancestors().nth(3)?;
    let is_home = crate::deployment::deployment_path(home) == file.path();
    // Named from within the home, its path is empty.
    let home = if home.as_os_str().is_empty() { Path::new(".") } else { home };
    is_home.then(|| home.display().to_string())
}

/// A name for each node: the given one, or the folder's, made unique.
fn node_names(files: &[NodeFile]) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    files
        .iter()
        .map(|file| {
            let base = file.name.clone().unwrap_or_else(|| name_from(file.path()));
            let mut name = base.clone();
            let mut number = 2;
            while !taken.insert(name.to_lowercase()) {
                name = format!("{base}-{number}");
                number += 1;
            }
            name
        })
        .collect()
}

fn name_from(path: &Path) -> String {
    let is_usual = path
        .ancestors()
        .nth(3)
        .is_some_and(|home| crate::deployment::deployment_path(home) == path);
    let folder = path.ancestors().nth(if is_usual { 3 } else { 1 });
    let name = folder
        .and_then(Path::file_name)
        .or_else(|| path.file_stem())
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let usable: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' })
        .collect();
    let usable = usable.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    if usable.is_empty() { "node".to_owned() } else { usable.to_owned() }
}
