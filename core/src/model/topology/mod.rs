//! The topology: releases, nodes and environments that fit together, or an error that says what does not.
//!
//! What lives here: what a `topology.toml` says ([`TopologySpec`]), its reader with positions ([`read`]), the validation
//! that text, builder and serde share ([`validate`]), its rules' pages ([`rules`]), and the way back to text ([`write`]).

mod builder;
mod construct;
mod draft;
mod json;
mod read;
mod rules;
mod schema;
mod setters;
mod spec;
#[cfg(test)]
mod tests;
mod urls;
mod validate;
mod write;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use builder::TopologyBuilder;
#[cfg(feature = "client")]
pub(crate) use rules::UNSUPPORTED_SCHEMA_VERSION;
pub(crate) use rules::{MISSING_KEY, RULES, UNKNOWN_KEY};
pub use spec::{
    CredentialsSpec, EnvironmentSpec, LoadBalancerSpec, NodeSpec, TopologySpec, VirtualHostSpec,
};
pub(crate) use urls::resolve_endpoints;

use super::{Environment, LoadBalancers, Node, Port, Release, Role};
use crate::diagnostic::Report;

/// A set of nodes and the gateway environments they serve. An invalid one cannot exist: every way to one, serde's
/// included, goes through the same validation.
///
/// Two topologies are equal when they say the same, whatever warnings their texts gave. `Debug` shows no passwords.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "TopologySpec", into = "TopologySpec")]
pub struct Topology {
    release: Release,
    load_balancers: LoadBalancers,
    nodes: Vec<Node>,
    environments: Vec<Environment>,
    report: Report,
}

impl PartialEq for Topology {
    fn eq(&self, other: &Self) -> bool {
        self.release == other.release
            && self.load_balancers == other.load_balancers
            && self.nodes == other.nodes
            && self.environments == other.environments
    }
}

impl Eq for Topology {}

impl Topology {
    /// The API-M release of all nodes.
    pub fn release(&self) -> Release {
        self.release
    }

    /// The nodes, in the order they were given.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The environments, in the order they were given.
    pub fn environments(&self) -> &[Environment] {
        &self.environments
    }

    /// The node of that name.
    pub fn node(&self, name: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.name.as_str() == name)
    }

    /// The environment of that name.
    pub fn environment(&self, name: &str) -> Option<&Environment> {
        self.environments.iter().find(|environment| environment.name.as_str() == name)
    }

    /// The control plane: every topology has a node of that role. The first, when several are highly available together.
    pub fn control_plane(&self) -> Option<&Node> {
        self.control_planes().next()
    }

    /// The control planes: one, or several that are highly available together (since 4.0).
    pub fn control_planes(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(|node| node.has_role(Role::ControlPlane))
    }

    /// The nodes that do the work of a role: those that have it, and otherwise the control planes, which have every role
    /// but the gateway's when no other node has.
    pub fn holders(&self, role: Role) -> Vec<&Node> {
        let given: Vec<&Node> = self.nodes.iter().filter(|node| node.has_role(role)).collect();
        if given.is_empty() && role != Role::Gateway {
            return self.control_planes().collect();
        }
        given
    }

    /// What stands before several nodes of one role.
    pub fn load_balancers(&self) -> &LoadBalancers {
        &self.load_balancers
    }

    /// Where other nodes reach the services of a role, without a slash at the end: the load balancer's address, or that of
    /// the first node that has the role. `None` for gateways, which others reach by the endpoints of environments.
    ///
    /// ```
    /// use gatewright::{Role, Topology};
    ///
    /// let topology = Topology::parse(gatewright::examples::THREE_NODES)?;
    /// assert_eq!(topology.address(Role::KeyManager).as_deref(), Some("https://localhost:9443"));
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn address(&self, role: Role) -> Option<String> {
        if role == Role::Gateway {
            return None;
        }
        let first = self.holders(role).into_iter().next()?;
        // A control plane is reached in one way, whatever it is asked for.
        let own = first.has_role(Role::ControlPlane).then_some(Role::ControlPlane);
        let given = self.load_balancers.get(role).or_else(|| self.load_balancers.get(own?));
        Some(given.map_or_else(
            || {
                let port = Port::ServletHttps.number(first.offset);
                format!("https://{}:{port}", first.host.in_url())
            },
            str::to_owned,
        ))
    }

    /// The nodes behind an environment.
    pub fn gateways<'t>(&'t self, environment: &'t Environment) -> impl Iterator<Item = &'t Node> {
        environment.gateways.iter().filter_map(|name| self.node(name.as_str()))
    }

    /// The environments that a node serves.
    pub fn served_by<'t>(&'t self, node: &'t Node) -> impl Iterator<Item = &'t Environment> {
        self.environments.iter().filter(|environment| environment.gateways.contains(&node.name))
    }

    /// What is worth knowing about a valid topology: its warnings.
    pub fn check(&self) -> &Report {
        &self.report
    }
}

impl fmt::Debug for Topology {
    /// Without the report: that holds the text, and the text may hold passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Topology")
            .field("release", &self.release)
            .field("load_balancers", &self.load_balancers)
            .field("nodes", &self.nodes)
            .field("environments", &self.environments)
            .finish_non_exhaustive()
    }
}
