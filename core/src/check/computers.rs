//! The computers of a set: which nodes run there, and whose a port is.
//!
//! What lives here: an index over ports, so that a URL is looked up and not compared with every node. What does not:
//! what a URL is for.

use std::collections::HashMap;

use super::{DeploymentSet, NodeView};
use crate::model::Port;

/// The ports of all nodes of one computer.
#[derive(Debug, Default)]
pub(super) struct PortIndex {
    /// By number: the node, by its position in the set, and which of its ports that is, open or not.
    by_number: HashMap<u16, Vec<(usize, Port)>>,
    /// True when the offset or the base ports of some node are not known.
    is_incomplete: bool,
    /// True when two of its nodes open the same port: then one of the offsets is probably the mistake.
    collides: bool,
}

impl PortIndex {
    pub(super) fn of(nodes: &[NodeView], members: &[usize]) -> Self {
        let mut index = Self::default();
        for at in members {
            let Some(node) = nodes.get(*at) else { continue };
            index.is_incomplete |= node.ports().is_none() || node.moves_servlet_ports();
            index.collides |= node.collides;
            for port in Port::ALL {
                if let Some(number) = node.port_number(port) {
                    index.by_number.entry(number).or_default().push((*at, port));
                }
            }
        }
        index
    }
}

/// One computer, as the host of a URL names it.
#[derive(Clone, Copy)]
pub(crate) struct Computer<'s> {
    pub(super) set: &'s DeploymentSet,
    pub(super) members: &'s [usize],
    pub(super) index: &'s PortIndex,
}

impl<'s> Computer<'s> {
    /// Its nodes, in the order of the files.
    pub(crate) fn nodes(self) -> impl Iterator<Item = &'s NodeView> {
        self.members.iter().filter_map(move |at| self.set.node_at(*at))
    }

    pub(crate) fn has(self, node: &NodeView) -> bool {
        self.nodes().any(|other| other.is(node))
    }

    /// The nodes with a port of this number, whether it is certainly open or not.
    pub(crate) fn at(self, number: u16) -> impl Iterator<Item = (&'s NodeView, Port)> {
        let found = self.index.by_number.get(&number).map(Vec::as_slice).unwrap_or_default();
        found.iter().filter_map(move |(at, port)| Some((self.set.node_at(*at)?, *port)))
    }

    /// The node that certainly opens this port.
    pub(crate) fn owner(self, number: u16) -> Option<(&'s NodeView, Port)> {
        self.at(number)
            .find(|(node, port)| node.ports().is_some_and(|ports| ports.get(*port).is_some()))
    }

    /// True when the ports of all nodes are known: what none of them opens, nobody known opens.
    pub(crate) fn ports_are_known(self) -> bool {
        !self.index.is_incomplete
    }

    /// True when two nodes open the same port, which is reported there.
    pub(crate) fn collides(self) -> bool {
        self.index.collides
    }
}
