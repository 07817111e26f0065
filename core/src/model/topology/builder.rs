//! Building a topology in code.

use super::{EnvironmentSpec, NodeSpec, TopologySpec};

/// Collects nodes and environments; [`TopologyBuilder::build`] checks them all at once.
#[derive(Clone, Debug)]
#[must_use]
pub struct TopologyBuilder {
    spec: TopologySpec,
}

impl TopologyBuilder {
    pub(super) fn new(release: &str) -> Self {
        Self { spec: TopologySpec { release: release.to_owned(), ..TopologySpec::default() } }
    }

    /// Adds a node.
    pub fn node(mut self, node: NodeSpec) -> Self {
        self.spec.nodes.push(node);
        self
    }

    /// Adds an environment.
    pub fn environment(mut self, environment: EnvironmentSpec) -> Self {
        self.spec.environments.push(environment);
        self
    }
}
