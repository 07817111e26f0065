//! The links a node's file must hold, by release and roles.
//!
//! Source: API-M 3.0–4.7, deployment.toml: which values of two nodes must agree, and what a gateway falls back to when a
//! link is absent (always itself).

use crate::deployment::Value;
use crate::model::{Node, Pack, Port, Release, Role, Topology};

/// One key a file must say.
pub(super) struct Setting {
    pub(super) path: &'static str,
    pub(super) value: Value,
    pub(super) when: When,
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
}

/// One `[[apim.throttling.url_group]]`: the receivers of throttling events.
pub(super) struct UrlGroup {
    pub(super) receiver: String,
    pub(super) auth: String,
}

/// What a node's file must say besides environments.
pub(super) struct Links {
    pub(super) settings: Vec<Setting>,
    pub(super) url_group: Option<UrlGroup>,
}

struct Collector<'t> {
    topology: &'t Topology,
    release: Release,
    settings: Vec<Setting>,
}

impl Collector<'_> {
    fn add(&mut self, path: &'static str, value: impl Into<Value>, when: When) {
        self.settings.push(Setting { path, value: value.into(), when });
    }

    fn always(&mut self, path: &'static str, value: impl Into<Value>) {
        self.add(path, value, When::Always);
    }

    /// The node with a role, or the control plane, which has every role that no other node has.
    fn holder(&self, role: Role) -> Option<&Node> {
        let nodes = self.topology.nodes();
        nodes.iter().find(|node| node.has_role(role)).or_else(|| self.topology.control_plane())
    }
}

pub(super) fn links(topology: &Topology, node: &Node) -> Links {
    let release = topology.release();
    let mut collector = Collector { topology, release, settings: Vec::new() };
    server(&mut collector, node);
    let mut url_group = None;
    if node.has_role(Role::Gateway) && !node.has_role(Role::ControlPlane) {
        key_manager(&mut collector, node);
        revoke(&mut collector, node);
        event_hub(&mut collector);
        url_group = throttling(&mut collector);
    } else if node.has_role(Role::TrafficManager) && !node.has_role(Role::ControlPlane) {
        key_manager(&mut collector, node);
    } else if collector
        .holder(Role::TrafficManager)
        .is_some_and(|manager| manager.name != node.name)
    {
        url_group = throttling(&mut collector);
    }
    gateway_labels(&mut collector, node);
    Links { settings: collector.settings, url_group }
}

fn server(collector: &mut Collector<'_>, node: &Node) {
    let offset = Value::Integer(i64::from(node.offset));
    let when = if node.offset.get() == 0 { When::Present } else { When::Always };
    collector.add("server.offset", offset, when);
    match node.pack.server_role(collector.release) {
        Some(role) => collector.always("server.server_role", role),
        // A role that a profile left behind would make API-M infer that profile's settings.
        None if collector.release < Release::V4_5 => {
            collector.add("server.server_role", "default", When::Present);
        }
        None => {}
    }
}

fn services_url(node: &Node) -> String {
    url("https", node, Port::ServletHttps, "/services/")
}

fn url(scheme: &str, node: &Node, port: Port, path: &str) -> String {
    format!("{scheme}://{}:{}{path}", node.host.in_url(), port.number(node.offset))
}

/// Rows 6 and 7: where tokens are validated, and the account for it.
fn key_manager(collector: &mut Collector<'_>, node: &Node) {
    let Some(url) = collector.holder(Role::KeyManager).map(services_url) else { return };
    collector.always("apim.key_manager.service_url", url);
    if let Some(credentials) = &node.key_manager {
        collector.always("apim.key_manager.username", credentials.username.as_str());
        collector.always("apim.key_manager.password", credentials.password.expose());
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
fn revoke(collector: &mut Collector<'_>, node: &Node) {
    let url = if collector.release.is_classic() {
        Some(url("https", node, Port::PassThroughHttps, "/revoke"))
    } else {
        collector
            .holder(Role::KeyManager)
            .map(|manager| url("https", manager, Port::ServletHttps, "/oauth2/revoke"))
    };
    if let Some(url) = url {
        collector.always("apim.oauth_config.revoke_endpoint", url);
    }
}

/// Rows 8 and 9: since 4.0 a gateway fetches APIs, keys and subscriptions from the control plane when events tell it to.
fn event_hub(collector: &mut Collector<'_>) {
    if collector.release.is_classic() {
        return;
    }
    let Some(hub) = collector.topology.control_plane().map(services_url) else { return };
    let Some(broker) = broker_url(collector) else { return };
    collector.always("apim.event_hub.enable", true);
    super_admin(collector, "apim.event_hub.username", "apim.event_hub.password");
    collector.always("apim.event_hub.service_url", hub);
    collector.always("apim.event_hub.event_listening_endpoints", Value::Strings(vec![broker]));
}

fn broker_url(collector: &Collector<'_>) -> Option<String> {
    collector.holder(Role::TrafficManager).map(|manager| url("tcp", manager, Port::Amqp, ""))
}

/// Rows 8 and 10: throttling decisions come from the traffic manager's broker, events go to its receivers.
fn throttling(collector: &mut Collector<'_>) -> Option<UrlGroup> {
    let manager = collector.holder(Role::TrafficManager)?;
    let group = UrlGroup {
        receiver: url("tcp", manager, Port::BinaryReceiver, ""),
        auth: url("ssl", manager, Port::BinaryReceiverAuth, ""),
    };
    let service = services_url(manager);
    let broker = url("tcp", manager, Port::Amqp, "");
    if collector.release.is_classic() {
        collector.always("apim.throttling.service_url", service);
    }
    collector.always("apim.throttling.throttle_decision_endpoints", Value::Strings(vec![broker]));
    Some(group)
}

/// Row 11: since 4.0 a gateway loads what carries one of its labels, the names of the environments it serves.
fn gateway_labels(collector: &mut Collector<'_>, node: &Node) {
    if collector.release.is_classic() {
        return;
    }
    if node.has_role(Role::Gateway) {
        // It may be left from when the node was a control plane only.
        collector.add("apim.sync_runtime_artifacts.gateway.enable", true, When::Present);
        let labels = collector
            .topology
            .served_by(node)
            .map(|environment| environment.name.as_str().to_owned())
            .collect();
        collector
            .always("apim.sync_runtime_artifacts.gateway.gateway_labels", Value::Strings(labels));
    } else if node.pack == Pack::AllInOne {
        // The whole product has a gateway inside. Unless told otherwise it asks for the APIs of an environment
        // `Default`, which may not exist; the control-plane profile switches this off in the same way.
        collector.always("apim.sync_runtime_artifacts.gateway.enable", false);
    }
}
