//! The links a node's file must hold, by release and roles.
//!
//! Source: API-M 3.0–4.7, deployment.toml: which values of two nodes must agree, and what a gateway falls back to when a
//! link is absent (always itself); for traffic and key managers of their own and for control planes that are highly
//! available together, WSO2's pages on distributed deployments, 4.0–4.5, and the charts' files.

use crate::deployment::Value;
use crate::model::{Node, Pack, Port, Release, Role, Topology};

/// One key a file must say.
pub(super) struct Setting {
    pub(super) path: &'static str,
    pub(super) value: Value,
    pub(super) when: When,
    /// True for what the topology says itself, and does not follow from its nodes. It replaces variables of the node
    /// (`$env{…}`, `$sys{…}`) as well, whose values are not known here and may say the same.
    pub(super) is_given: bool,
}

/// When a [`Setting`] replaces what the file says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// Whatever is there.
    Always,
    /// Only when nothing is there, or an empty text, which would replace API-M's default by nothing.
    AbsentOrEmpty,
    /// Only when the key is there: where absent means the same.
    Present,
    /// Whatever is there but this, which serves as well.
    Unless(&'static str),
}

/// The `[[…]]` that name the receivers of events, one of them for each node.
pub(super) struct UrlGroups {
    pub(super) path: &'static str,
    /// The key of the receivers, and that of their authentication.
    pub(super) keys: [&'static str; 2],
    pub(super) groups: Vec<[String; 2]>,
}

/// What a node's file must say besides environments.
pub(super) struct Links {
    pub(super) settings: Vec<Setting>,
    pub(super) url_groups: Vec<UrlGroups>,
    /// Where revoked tokens are announced.
    pub(super) notification_endpoint: Option<String>,
    /// The names of the environments that a gateway serves, since 4.0.
    pub(super) labels: Option<Vec<String>>,
}

struct Collector<'t> {
    topology: &'t Topology,
    node: &'t Node,
    release: Release,
    links: Links,
}

impl<'t> Collector<'t> {
    fn add(&mut self, path: &'static str, value: impl Into<Value>, when: When) {
        self.push(path, value, when, false);
    }

    fn push(&mut self, path: &'static str, value: impl Into<Value>, when: When, is_given: bool) {
        self.links.settings.push(Setting { path, value: value.into(), when, is_given });
    }

    fn given(&mut self, path: &'static str, value: impl Into<Value>) {
        self.push(path, value, When::Always, true);
    }

    /// The address of a role, which somebody may have said.
    fn address(&mut self, path: &'static str, url: String, role: Role) {
        let is_given = self.topology.load_balancers().get(role).is_some();
        self.push(path, url, When::Always, is_given);
    }

    fn always(&mut self, path: &'static str, value: impl Into<Value>) {
        self.add(path, value, When::Always);
    }

    fn url_groups(
        &mut self,
        path: &'static str,
        keys: [&'static str; 2],
        receivers: impl IntoIterator<Item = &'t Node>,
    ) {
        let group = |node: &Node| {
            [
                url("tcp", node, Port::BinaryReceiver, ""),
                url("ssl", node, Port::BinaryReceiverAuth, ""),
            ]
        };
        let groups = receivers.into_iter().map(group).collect();
        self.links.url_groups.push(UrlGroups { path, keys, groups });
    }

    /// Where the services of a role are.
    fn services_url(&self, role: Role) -> Option<String> {
        Some(format!("{}/services/", self.topology.address(role)?))
    }

    /// The nodes that do the work of a role, or the control planes.
    fn holders(&self, role: Role) -> Vec<&'t Node> {
        self.topology.holders(role)
    }

    /// True when the node does the work of the role itself.
    fn holds(&self, role: Role) -> bool {
        self.holders(role).into_iter().any(|holder| holder.name == self.node.name)
    }

    /// The other nodes that do the work of a role.
    fn others(&self, role: Role) -> Vec<&'t Node> {
        self.holders(role).into_iter().filter(|holder| holder.name != self.node.name).collect()
    }

    /// True when the role is no control plane's.
    fn is_apart(&self, role: Role) -> bool {
        !self.holders(role).into_iter().any(|holder| holder.has_role(Role::ControlPlane))
    }
}

pub(super) fn links(topology: &Topology, node: &Node) -> Links {
    let links = Links {
        settings: Vec::new(),
        url_groups: Vec::new(),
        notification_endpoint: None,
        labels: None,
    };
    let mut collector = Collector { topology, node, release: topology.release(), links };
    server(&mut collector);
    proxy(&mut collector);
    if node.has_role(Role::ControlPlane) {
        control_plane(&mut collector);
    } else {
        linked_node(&mut collector);
    }
    gateway_labels(&mut collector, node);
    collector.links
}

/// A control plane has links only where another node does something in its stead, or beside it.
fn control_plane(collector: &mut Collector<'_>) {
    if !collector.holds(Role::KeyManager) {
        key_manager(collector);
    }
    let is_alone = collector.topology.control_planes().nth(1).is_none();
    if collector.holds(Role::TrafficManager) {
        if !is_alone {
            traffic_manager_pair(collector);
        }
    } else {
        throttling(collector);
    }
    if !is_alone || !collector.holds(Role::TrafficManager) {
        own_event_hub(collector);
    }
}

/// Any other node is linked to the control planes, and to those that do something in their stead.
fn linked_node(collector: &mut Collector<'_>) {
    let node = collector.node;
    let is_gateway = node.has_role(Role::Gateway);
    if is_gateway || node.has_role(Role::TrafficManager) {
        key_manager(collector);
    }
    if is_gateway {
        revoke(collector);
    }
    event_hub(collector);
    let is_classic = collector.release.is_classic();
    if is_gateway || (is_classic && node.has_role(Role::KeyManager)) {
        throttling(collector);
    }
    if node.has_role(Role::KeyManager) {
        notification(collector);
    }
}

fn server(collector: &mut Collector<'_>) {
    let node = collector.node;
    let offset = Value::Integer(i64::from(node.offset));
    let when = if node.offset.get() == 0 { When::Present } else { When::Always };
    collector.push("server.offset", offset, when, true);
    match node.pack.server_role(collector.release) {
        // The key manager's older profile is there beside the newer one (4.3, 4.4).
        Some(role) if node.pack == Pack::KeyManager => {
            let older = When::Unless("api-key-manager-deprecated");
            collector.add("server.server_role", role, older);
        }
        Some(role) => collector.always("server.server_role", role),
        // A role that a profile left behind would make API-M infer that profile's settings.
        None if collector.release < Release::V4_5 => {
            collector.add("server.server_role", "default", When::Present);
        }
        None => {}
    }
}

/// Row 15: what clients see of a node behind a proxy. Links between nodes keep the ports that nodes open.
fn proxy(collector: &mut Collector<'_>) {
    for (path, port) in [
        ("transport.http.properties.proxyPort", collector.node.http_proxy_port),
        ("transport.https.properties.proxyPort", collector.node.https_proxy_port),
    ] {
        if let Some(port) = port {
            collector.given(path, Value::Integer(i64::from(port)));
        }
    }
}

fn url(scheme: &str, node: &Node, port: Port, path: &str) -> String {
    format!("{scheme}://{}:{}{path}", node.host.in_url(), port.number(node.offset))
}

fn brokers<'n>(nodes: impl IntoIterator<Item = &'n Node>) -> Value {
    let broker = |node: &Node| url("tcp", node, Port::Amqp, "");
    Value::Strings(nodes.into_iter().map(broker).collect())
}

/// Rows 6 and 7: where tokens are validated, and the account for it.
fn key_manager(collector: &mut Collector<'_>) {
    let Some(url) = collector.services_url(Role::KeyManager) else { return };
    collector.address("apim.key_manager.service_url", url, Role::KeyManager);
    if let Some(credentials) = &collector.node.key_manager {
        collector.given("apim.key_manager.username", credentials.username.as_str());
        collector.given("apim.key_manager.password", credentials.password.expose());
    } else {
        super_admin(collector, "apim.key_manager.username", "apim.key_manager.password");
    }
}

fn super_admin(collector: &mut Collector<'_>, username: &'static str, password: &'static str) {
    collector.add(username, "$ref{super_admin.username}", When::AbsentOrEmpty);
    collector.add(password, "$ref{super_admin.password}", When::AbsentOrEmpty);
}

/// Where a token is revoked: in 3.x the gateway's own `/revoke`, which forwards to the key manager; since 4.0, where
/// gateways have no such path, the key manager's. The original page writes neither.
fn revoke(collector: &mut Collector<'_>) {
    let url = if collector.release.is_classic() {
        Some(url("https", collector.node, Port::PassThroughHttps, "/revoke"))
    } else {
        let address = collector.topology.address(Role::KeyManager);
        address.map(|address| format!("{address}/oauth2/revoke"))
    };
    if let Some(url) = url {
        collector.address("apim.oauth_config.revoke_endpoint", url, Role::KeyManager);
    }
}

/// Rows 8 and 9: since 4.0 a node fetches APIs, keys, subscriptions and policies from the control plane when events tell
/// it to, and listens for those at every control plane.
fn event_hub(collector: &mut Collector<'_>) {
    if collector.release.is_classic() {
        return;
    }
    let Some(hub) = collector.services_url(Role::ControlPlane) else { return };
    collector.always("apim.event_hub.enable", true);
    super_admin(collector, "apim.event_hub.username", "apim.event_hub.password");
    collector.address("apim.event_hub.service_url", hub, Role::ControlPlane);
    let brokers = brokers(collector.topology.control_planes());
    collector.always("apim.event_hub.event_listening_endpoints", brokers);
}

/// Since 4.0 the event hub is in the control plane. Where throttling is another node's, the defaults of the event hub
/// would lead there; where there are several, each publishes to all.
fn own_event_hub(collector: &mut Collector<'_>) {
    if collector.release.is_classic() {
        return;
    }
    let node = collector.node;
    collector.always("apim.event_hub.enable", true);
    super_admin(collector, "apim.event_hub.username", "apim.event_hub.password");
    let own = url("https", node, Port::ServletHttps, "/services/");
    collector.always("apim.event_hub.service_url", own);
    collector.always("apim.event_hub.event_listening_endpoints", brokers([node]));
    let topology = collector.topology;
    collector.url_groups(
        "apim.event_hub.publish.url_group",
        ["urls", "auth_urls"],
        topology.control_planes(),
    );
    let others = collector.others(Role::ControlPlane);
    if !others.is_empty() {
        collector.always("apim.event_hub.event_duplicate_url", brokers(others));
    }
}

const RECEIVERS: [&str; 2] = ["traffic_manager_urls", "traffic_manager_auth_urls"];
const THROTTLING_GROUP: &str = "apim.throttling.url_group";

/// Rows 8 and 10: throttling decisions come from the traffic manager's broker, events go to its receivers.
fn throttling(collector: &mut Collector<'_>) {
    let managers = collector.holders(Role::TrafficManager);
    // A key manager asks for no policies.
    let asks =
        collector.node.has_role(Role::Gateway) || collector.node.has_role(Role::ControlPlane);
    let is_needed = collector.release.is_classic() || collector.is_apart(Role::TrafficManager);
    if asks
        && is_needed
        && let Some(service) = collector.services_url(Role::TrafficManager)
    {
        collector.address("apim.throttling.service_url", service, Role::TrafficManager);
    }
    let decisions = brokers(managers.iter().copied());
    collector.always("apim.throttling.throttle_decision_endpoints", decisions);
    collector.url_groups(THROTTLING_GROUP, RECEIVERS, managers);
}

/// Control planes that are the traffic managers as well: each decides for itself, hears of all calls, and tells the
/// others what it decided.
fn traffic_manager_pair(collector: &mut Collector<'_>) {
    let node = collector.node;
    collector.always("apim.throttling.throttle_decision_endpoints", brokers([node]));
    let others = collector.others(Role::TrafficManager);
    if !others.is_empty() {
        collector.always("apim.throttling.event_duplicate_url", brokers(others));
    }
    let managers = collector.holders(Role::TrafficManager);
    collector.url_groups(THROTTLING_GROUP, RECEIVERS, managers);
}

/// Row 16: since 3.2 a key manager of its own announces revoked tokens to the event hub.
fn notification(collector: &mut Collector<'_>) {
    let hub = if collector.release < Release::V3_2 {
        return;
    } else if collector.release.is_classic() {
        Role::TrafficManager
    } else {
        Role::ControlPlane
    };
    let address = collector.topology.address(hub);
    collector.links.notification_endpoint =
        address.map(|address| format!("{address}/internal/data/v1/notify"));
}

/// Row 11: since 4.0 a gateway loads what carries one of its labels, the names of the environments it serves.
fn gateway_labels(collector: &mut Collector<'_>, node: &Node) {
    if collector.release.is_classic() {
        return;
    }
    if node.has_role(Role::Gateway) {
        // It may be left from when the node was a control plane only.
        collector.add("apim.sync_runtime_artifacts.gateway.enable", true, When::Present);
        let served = collector.topology.served_by(node);
        let labels = served.map(|environment| environment.name.as_str().to_owned()).collect();
        collector.links.labels = Some(labels);
    } else if node.pack == Pack::AllInOne {
        // The whole product has a gateway inside. Unless told otherwise it asks for the APIs of an environment
        // `Default`, which may not exist; the control-plane profile switches this off in the same way.
        collector.always("apim.sync_runtime_artifacts.gateway.enable", false);
    }
}
