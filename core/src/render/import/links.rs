//! What is behind the URLs of files: which gateways serve an environment, and what stands before other nodes.

use super::{Mark, Place, Reading};
use crate::check::{DEFAULT_LABEL, GATEWAY_LABELS, Labels, NodeView};
use crate::deployment::{Environment as Section, Item};
use crate::model::{
    Endpoint, EndpointPort, EnvironmentSpec, Host, LoadBalancerSpec, Port, Reference, Role, Scheme,
    Text,
};

const THROTTLING: &str = "apim.throttling.service_url";
const EVENT_HUB: &str = "apim.event_hub.service_url";
/// The keys by which a node reaches another one, and those of each `[[apim.throttling.url_group]]`.
const LINKS: [&str; 5] = [
    "apim.key_manager.service_url",
    THROTTLING,
    "apim.throttling.throttle_decision_endpoints",
    EVENT_HUB,
    "apim.event_hub.event_listening_endpoints",
];
const URL_GROUPS: &str = "apim.throttling.url_group";
const OF_URL_GROUPS: [&str; 2] = ["traffic_manager_urls", "traffic_manager_auth_urls"];

impl Reading<'_> {
    /// Links that lead to none of the nodes, and to no load balancer before them: rendering would lead them elsewhere.
    pub(super) fn mark_foreign_links(&mut self, load_balancer: Option<&LoadBalancerSpec>) {
        let addresses = load_balancer.map(|spec| {
            [&spec.control_plane, &spec.key_manager, &spec.traffic_manager]
                .into_iter()
                .flatten()
                .filter_map(|address| Host::new(Endpoint::parse(address).ok()?.host()?))
                .collect::<Vec<_>>()
        });
        let before = addresses.unwrap_or_default();
        let known: Vec<Host> = self.nodes.iter().filter_map(|spec| Host::new(&spec.host)).collect();
        for (index, node) in self.set.nodes().enumerate() {
            let mut foreign: Vec<(Host, Vec<&str>)> = Vec::new();
            for (key, item) in links_of(node).filter(|(key, _)| self.is_used(node, key)) {
                let Some(url) = item.as_str() else { continue };
                // A group is one text: `{tcp://a:9611,tcp://b:9611}`.
                for endpoint in
                    url.split(['{', '}', ',', '|']).filter_map(|url| Endpoint::parse(url).ok())
                {
                    let Some(host) = endpoint.host().and_then(Host::new) else { continue };
                    let is_service = matches!(endpoint.scheme(), Scheme::Http | Scheme::Https);
                    let is_known = host.is_loopback()
                        || known.iter().any(|known| known.is_same_computer(&host))
                        || (is_service && before.contains(&host));
                    if is_known {
                        continue;
                    }
                    match foreign.iter_mut().find(|(found, _)| *found == host) {
                        Some((_, keys)) if keys.contains(&key) => {}
                        Some((_, keys)) => keys.push(key),
                        None => foreign.push((host, vec![key])),
                    }
                }
            }
            for (host, keys) in foreign {
                let keys: Vec<String> = keys.into_iter().map(|key| format!("`{key}`")).collect();
                let message = format!(
                    "what is at `{}`, the host of none of these nodes, where it looks for others ({}): add that node's \
                     file, mend a `host`, or name it in `[load_balancer]`; otherwise rendering leads elsewhere",
                    host.as_str(),
                    keys.join(", "),
                );
                self.marks.push(Mark::missing(Place::Node(index, "name"), message, None));
            }
        }
    }

    /// False for links that stay in files of which they are no longer a part.
    ///
    /// Source: API-M 4.0–4.7: the traffic manager's service stands in for an event hub's that is missing, and a key
    /// manager sends no events of calls.
    fn is_used(&self, node: &NodeView, key: &str) -> bool {
        if self.release.is_classic() {
            return true;
        }
        let is_throttling = key.starts_with("apim.throttling") || OF_URL_GROUPS.contains(&key);
        let is_lone_key_manager = !node.has_role(Role::Gateway) && !node.is_control_plane();
        !(key == THROTTLING && node.get(EVENT_HUB).is_some()
            || is_throttling && is_lone_key_manager)
    }

    /// The addresses by which nodes reach the services of a role, where they are not the node's own.
    pub(super) fn load_balancers(&self) -> Option<LoadBalancerSpec> {
        let mut spec = LoadBalancerSpec::default();
        let key_manager = "apim.key_manager.service_url";
        let traffic_manager = THROTTLING;
        let is_apart = |role: Role| {
            let holds = |node: &NodeView| node.has_role(role) && !node.is_control_plane();
            self.set.nodes().any(holds)
        };
        // What leads to the control plane: since 4.0 it is the event hub, and ever since it does what no other node does.
        let hub = if !self.release.is_classic() {
            Some(EVENT_HUB)
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
        if self.is_of_the_set(first) {
            return None;
        }
        let text = Text::parse(first);
        let is_usable = !text.has(Reference::Key) && text.placeholders().next().is_none();
        if !is_usable || others.iter().any(|url| url != first) {
            return None;
        }
        let address = first.trim_end_matches('/');
        Some(address.strip_suffix("/services").unwrap_or(address).to_owned())
    }

    /// True for a URL of a node's own services, and for one that leads every reader to its own computer while the nodes
    /// are on others: neither is a load balancer's.
    fn is_of_the_set(&self, url: &str) -> bool {
        let Ok(endpoint) = Endpoint::parse(url) else { return false };
        let is_local = endpoint.host().and_then(Host::new).is_some_and(|host| host.is_loopback());
        let hosts = self.nodes.iter().map(|spec| Host::new(&spec.host));
        if is_local && hosts.flatten().any(|host| !host.is_loopback()) {
            return true;
        }
        self.set.nodes().zip(&self.nodes).any(|(node, spec)| {
            let own = Host::new(&spec.host).zip(node.port_number(Port::ServletHttps));
            own.is_some_and(|(host, port)| {
                endpoint.leads_to(&host) && *endpoint.port() == EndpointPort::Literal(port)
            })
        })
    }

    /// The nodes behind an environment: since 4.0 those that carry its name as a label, before that the one that its
    /// URLs lead to.
    pub(super) fn gateways(&self, section: Section<'_>) -> Vec<String> {
        let name = section.name().unwrap_or_default();
        let by_label = self.named(|node| node.has_role(Role::Gateway) && carries(node, &name));
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
                    && (self.release.is_classic() || may_carry(node))
                    && node.port_number(port) == Some(number)
                    && Host::new(&spec.host).is_some_and(|known| known.is_same_computer(&host))
            })
            .map(|(_, spec)| spec.name.clone())
            .collect()
    }

    /// Labels that are the name of no environment: of one that was made in the Admin portal, perhaps, or of none.
    pub(super) fn mark_foreign_labels(&mut self, environments: &[EnvironmentSpec]) {
        let is_read = |node: &NodeView| {
            node.has_role(Role::Gateway) && (node.roles_are_certain || !node.is_control_plane())
        };
        if self.release.is_classic() || environments.is_empty() {
            return;
        }
        for (index, node) in self.set.nodes().enumerate().filter(|(_, node)| is_read(node)) {
            let written = node.get(GATEWAY_LABELS).into_iter().flat_map(Item::elements);
            for label in written.filter_map(Item::as_scalar) {
                if environments.iter().any(|environment| environment.name == *label) {
                    continue;
                }
                let message = if Text::parse(&label).has_variable() {
                    format!(
                        "which environments it serves: what its label `{label}` stands for is not known here; rendering \
                         keeps it beside the names of the environments that it is said to serve"
                    )
                } else if label == DEFAULT_LABEL {
                    format!(
                        "no environment of these files is called `{label}`, as the label with which packs are shipped: \
                         rendering takes it away"
                    )
                } else {
                    format!(
                        "no environment of these files is called `{label}`, as its label is: rendering keeps it for one \
                         that was made in the Admin portal"
                    )
                };
                self.marks.push(Mark::assumed(Place::Node(index, "name"), message));
            }
        }
    }

    fn named(&self, condition: impl Fn(&NodeView) -> bool) -> Vec<String> {
        self.set
            .nodes()
            .zip(&self.nodes)
            .filter(|(node, _)| condition(node))
            .map(|(_, spec)| spec.name.clone())
            .collect()
    }
}

/// True for a node that loads what is deployed to this environment. One that names no label asks for `Default`; of a
/// control plane that is only known by its environments, that says nothing.
fn carries(node: &NodeView, environment: &str) -> bool {
    match Labels::of(node) {
        Labels::Off => false,
        Labels::Absent => {
            environment == DEFAULT_LABEL && (node.roles_are_certain || !node.is_control_plane())
        }
        Labels::Written { labels, .. } => {
            labels.iter().any(|label| label.as_scalar().is_some_and(|label| label == environment))
        }
    }
}

/// True for a gateway of which no file says what it loads. Where labels are written, they alone decide.
fn may_carry(node: &NodeView) -> bool {
    match Labels::of(node) {
        Labels::Off => false,
        Labels::Absent => true,
        Labels::Written { are_complete, .. } => !are_complete,
    }
}

/// The links of a node's file: each key, and each text below it.
fn links_of(node: &NodeView) -> impl Iterator<Item = (&'static str, Item<'_>)> {
    let groups = node.get(URL_GROUPS).into_iter().flat_map(Item::elements);
    let of_groups = groups.flat_map(|group| {
        OF_URL_GROUPS.into_iter().filter_map(move |key| Some((key, group.get(key)?)))
    });
    let found = LINKS.into_iter().filter_map(|key| Some((key, node.get(key)?))).chain(of_groups);
    found.flat_map(|(key, item)| {
        std::iter::once(item).chain(item.elements()).map(move |item| (key, item))
    })
}
