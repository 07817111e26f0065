//! From a file to what a topology says of its node.

use super::{Mark, Place, Reading};
use crate::check::{NodeView, Offset};
use crate::deployment::Item;
use crate::model::{EnvironmentSpec, Host, NodeSpec, Pack, Ports, Release, Role};

impl Reading<'_> {
    pub(super) fn node(&mut self, node: &NodeView, name: String, home: Option<String>) -> NodeSpec {
        let mut spec = NodeSpec { name, home, ..NodeSpec::default() };
        spec.roles = node.roles.iter().map(|role| role.as_str().to_owned()).collect();
        spec.host =
            node.host.as_ref().map_or_else(|| hostname(node), |host| host.as_str().to_owned());
        spec.pack = pack(node, self.release, &node.roles);
        spec.http_proxy_port = proxy_port(node, "http");
        spec.https_proxy_port = proxy_port(node, "https");
        spec.key_manager = credentials(node).filter(|_| self.needs_key_manager(node));
        self.mark_node(node, &spec);
        if let Offset::Known(offset) = node.offset {
            spec.offset = Some(i64::from(offset.get())).filter(|offset| *offset != 0);
        }
        spec
    }

    /// What was assumed of a node, and what cannot be.
    fn mark_node(&mut self, node: &NodeView, spec: &NodeSpec) {
        let at = |key| Place::Node(self.nodes.len(), key);
        let mut marks = Vec::new();
        if !node.roles_are_certain && !spec.roles.is_empty() {
            marks.push(Mark::assumed(at("roles"), "inferred from what the file says"));
        }
        if node.host.is_none() {
            let source = match node.get("server.hostname") {
                Some(_) => {
                    "`[server] hostname`, which need not be the name by which other nodes reach it"
                }
                None => "nothing says which computer it runs on",
            };
            marks.push(Mark::assumed(at("host"), source));
        }
        if !matches!(node.offset, Offset::Known(_)) {
            let message = format!(
                "the `[server] offset` of `{}` is no number that is known here",
                node.label
            );
            marks.push(Mark::missing(at("offset"), message, Some("offset = 0".to_owned())));
        }
        self.marks.append(&mut marks);
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

    /// A lone file that has environments looks like the whole product. When all of them turn out to be other nodes', it
    /// is a control plane and no gateway.
    pub(super) fn drop_idle_gateways(&mut self, environments: &[EnvironmentSpec]) {
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

    pub(super) fn ports(&self, node: &NodeView) -> Option<Ports> {
        let Offset::Known(offset) = node.offset else { return None };
        let pack = node.pack.unwrap_or_else(|| Pack::default_for(self.release, &node.roles));
        Some(Ports::new(pack, self.release, offset))
    }
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
            .and_then(Item::as_scalar)
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
