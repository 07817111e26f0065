//! Which gateway stands behind which environment, as far as labels, hosts and URLs tell.
//!
//! Source: API-M 4.0–4.7: a gateway loads what carries one of its labels, and the label is the environment's name,
//! compared exactly. In 3.x the control plane pushes APIs to an environment's `service_url`.

use std::collections::{HashMap, HashSet};

use super::{DeploymentSet, NodeView};
use crate::deployment::{Environment, Item, ItemKind};
use crate::model::{
    Endpoint, EndpointKey, EndpointPort, EnvironmentName, Host, Pack, Port, Role, Text,
};

/// The section and key of a gateway's labels.
pub(crate) const GATEWAY_LABELS: &str = "apim.sync_runtime_artifacts.gateway.gateway_labels";
/// What a gateway that names no label asks for.
pub(crate) const DEFAULT_LABEL: &str = "Default";

/// What a gateway asks the control plane for.
#[derive(Debug)]
pub(crate) enum Labels<'d> {
    /// Nothing: fetching by label is switched off.
    Off,
    /// No label is written: [`DEFAULT_LABEL`].
    Absent,
    /// The labels that are plain texts or numbers; not complete when others hold references or are neither.
    Written { labels: Vec<Item<'d>>, are_complete: bool },
}

impl<'d> Labels<'d> {
    pub(crate) fn of(node: &'d NodeView) -> Self {
        let switch = node.get("apim.sync_runtime_artifacts.gateway.enable");
        let is_off = switch.is_some_and(|item| {
            item.as_bool() == Some(false)
                || item.as_str().is_some_and(|value| value.eq_ignore_ascii_case("false"))
        });
        if is_off {
            return Self::Off;
        }
        let Some(item) = node.get(GATEWAY_LABELS) else {
            if node.misspells(GATEWAY_LABELS) {
                return Self::Written { labels: Vec::new(), are_complete: false };
            }
            return Self::Absent;
        };
        let is_plain =
            |found: &Item<'d>| found.as_scalar().is_some_and(|text| Text::parse(&text).is_plain());
        let labels: Vec<Item<'d>> = item.elements().filter(is_plain).collect();
        let are_complete =
            item.kind() == ItemKind::Array && labels.len() == item.elements().count();
        Self::Written { labels, are_complete }
    }
}

/// The gateways by the labels they carry. Without a label a gateway carries the default one, when it is certainly a
/// gateway.
#[derive(Debug, Default)]
pub(crate) struct Carriers<'s> {
    by_label: HashMap<String, Vec<&'s NodeView>>,
    /// True when some gateway's labels are not known completely.
    pub(crate) are_open: bool,
    /// True when some node that is no control plane is a gateway.
    pub(crate) has_gateway: bool,
}

impl<'s> Carriers<'s> {
    pub(crate) fn of(set: &'s DeploymentSet) -> Self {
        let mut carriers = Self::default();
        let may_carry = |node: &NodeView| {
            // The whole product has a gateway inside, whatever it is used for.
            let is_whole = node.is_control_plane() && node.pack == Some(Pack::AllInOne);
            node.has_role(Role::Gateway) || is_whole || node.can_be_anything()
        };
        for node in set.nodes().filter(|node| may_carry(node)) {
            carriers.has_gateway |= node.has_role(Role::Gateway) && !node.is_control_plane();
            match Labels::of(node) {
                Labels::Off => {}
                Labels::Absent if node.roles_are_certain || node.is_control_plane() => {
                    carriers.add(DEFAULT_LABEL.to_owned(), node);
                }
                Labels::Absent => carriers.are_open = true,
                Labels::Written { labels, are_complete } => {
                    carriers.are_open |= !are_complete;
                    for label in labels.into_iter().filter_map(Item::as_scalar) {
                        carriers.add(label.into_owned(), node);
                    }
                }
            }
        }
        carriers
    }

    fn add(&mut self, label: String, node: &'s NodeView) {
        let nodes = self.by_label.entry(label).or_default();
        if !nodes.iter().any(|known| known.is(node)) {
            nodes.push(node);
        }
    }

    /// The gateways that ask for this environment.
    pub(crate) fn get(&self, name: &str) -> &[&'s NodeView] {
        self.by_label.get(name).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The names of the environments of all control planes; `None` when they cannot be relied on: one of them is missing,
/// no valid name or not unique, so that a label that fits none of them may well be meant for that one.
pub(crate) fn environment_names(set: &DeploymentSet) -> Option<HashSet<String>> {
    let mut names = HashSet::new();
    for node in set.control_planes() {
        let mut folded = HashSet::new();
        let section = node.get("apim.gateway.environment");
        if section.is_some_and(|section| section.elements().next().is_none()) {
            return None;
        }
        for environment in node.environments() {
            let name = environment.name()?.into_owned();
            let is_plain = Text::parse(&name).is_plain();
            EnvironmentName::validate(&name).ok().filter(|()| is_plain)?;
            if !folded.insert(name.to_lowercase()) {
                return None;
            }
            names.insert(name);
        }
    }
    Some(names)
}

/// The endpoints of an environment that can be taken apart.
pub(crate) fn endpoints(
    environment: Environment<'_>,
) -> impl Iterator<Item = (EndpointKey, Item<'_>, Endpoint)> {
    EndpointKey::ALL.into_iter().filter_map(move |key| {
        let item = environment.get(key.as_str())?;
        Some((key, item, Endpoint::parse(&item.as_str()?).ok()?))
    })
}

/// The port that a `${…}` in a URL stands for: the one of the node whose file it is in.
///
/// Source: API-M 3.0–4.7: system properties that the node's own listeners set.
pub(crate) fn local_port(endpoint: &Endpoint) -> Option<Port> {
    match endpoint.port() {
        EndpointPort::Placeholder(name) => Port::from_placeholder(name),
        _ => None,
    }
}

/// The number that a URL in `node`'s file names; `None` when none is written or it is not known.
pub(crate) fn port_number(node: &NodeView, endpoint: &Endpoint) -> Option<u16> {
    match endpoint.port() {
        EndpointPort::Literal(number) => Some(*number),
        _ => node.port_number(local_port(endpoint)?),
    }
}

/// What labels say of the gateway behind an environment.
pub(crate) enum Behind<'s> {
    /// Exactly one node carries the environment's name.
    Node(&'s NodeView),
    /// Several do, and no URL tells them apart.
    Several,
    /// No label says anything: 3.x, or none is known.
    Unknown,
}

/// The gateway behind an environment by label, where labels certainly decide: since 4.0.
pub(crate) fn behind_by_label<'s>(
    carriers: &Carriers<'s>,
    control_plane: &NodeView,
    environment: Environment<'_>,
) -> Behind<'s> {
    let Some(name) = environment.name() else { return Behind::Unknown };
    if !control_plane.certainly(|release| !release.is_classic()) {
        return Behind::Unknown;
    }
    match carriers.get(&name) {
        [] => Behind::Unknown,
        [only] => Behind::Node(only),
        _ => Behind::Several,
    }
}

/// The one node behind an environment by its `service_url`: a literal port on a known host.
pub(crate) fn behind_by_service_url<'s>(
    set: &'s DeploymentSet,
    control_plane: &NodeView,
    environment: Environment<'_>,
) -> Option<&'s NodeView> {
    let service = environment.endpoint(EndpointKey::ServiceUrl.as_str())?;
    let EndpointPort::Literal(number) = *service.port() else { return None };
    let computer = set.computer_at(control_plane, service.host()?)?;
    let mut fitting = computer
        .at(number)
        .filter(|(node, port)| *port == Port::ServletHttps && may_serve(node))
        .map(|(node, _)| node);
    let found = fitting.next()?;
    fitting.next().is_none().then_some(found)
}

/// As many URLs of an environment as lead to one gateway by no accident.
pub(crate) const ENOUGH: usize = 3;

/// The one node whose ports all URLs of an environment name, but for its `service_url`.
pub(crate) fn behind_by_endpoints<'s>(
    set: &'s DeploymentSet,
    control_plane: &NodeView,
    environment: Environment<'_>,
) -> Option<&'s NodeView> {
    let mut gateway: Option<&NodeView> = None;
    let mut count = 0;
    for (key, _, endpoint) in endpoints(environment) {
        let EndpointPort::Literal(number) = *endpoint.port() else { continue };
        if key == EndpointKey::ServiceUrl {
            continue;
        }
        let computer = set.computer_at(control_plane, endpoint.host()?)?;
        let mut fitting = computer
            .at(number)
            .filter(|(node, port)| *port == key.port() && may_serve(node))
            .map(|(node, _)| node);
        let found = fitting.next()?;
        if fitting.next().is_some() || gateway.is_some_and(|gateway| !gateway.is(found)) {
            return None;
        }
        gateway = Some(found);
        count += 1;
    }
    gateway.filter(|_| count >= ENOUGH)
}

/// True unless the node is certainly no gateway. The whole product has one inside, whatever it is used for.
pub(crate) fn may_serve(node: &NodeView) -> bool {
    let is_whole_product = match node.pack {
        Some(pack) => pack == Pack::AllInOne,
        None => node.is_control_plane() && !node.roles_are_certain,
    };
    node.roles.is_empty() || node.has_role(Role::Gateway) || is_whole_product
}

/// Why a URL in `node`'s file with this host is not compared with any node.
pub(crate) fn why_not_compared(node: &NodeView, host: &str) -> String {
    let is_loopback = Host::new(host).is_some_and(|host| host.is_loopback());
    if is_loopback && node.host.is_none() {
        format!("nobody said on which host `{}` runs, so that `{host}` can be any", node.label)
    } else {
        format!("`{host}` is none of the hosts of the set")
    }
}
