//! Building a topology in code.

use super::{EnvironmentSpec, NodeSpec, Topology, TopologySpec};
use crate::error::{Error, Result};
use crate::model::Role;

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

    /// The address of the load balancer or proxy before the nodes of a role, such as `https://api.example.com`. Gateways
    /// have theirs in the endpoints of their environments.
    pub fn load_balancer(mut self, role: Role, address: impl Into<String>) -> Self {
        let given = self.spec.load_balancer.get_or_insert_default();
        let slot = match role {
            Role::ControlPlane => &mut given.control_plane,
            Role::TrafficManager => &mut given.traffic_manager,
            Role::KeyManager => &mut given.key_manager,
            Role::Gateway => return self,
        };
        *slot = Some(address.into());
        self
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

    /// The topology, when everything fits together.
    ///
    /// # Errors
    /// `invalid-topology` of kind [`InvalidInput`](crate::ErrorKind::InvalidInput), with every problem in
    /// [`Error::report`]; without a text they have no positions.
    ///
    /// # Example
    /// ```
    /// use gatewright::model::{EnvironmentSpec, NodeSpec};
    /// use gatewright::{EnvironmentType, Role, Topology};
    ///
    /// let topology = Topology::builder("4.7")
    ///     .node(NodeSpec::new("control-plane", Role::ControlPlane, "localhost"))
    ///     .node(NodeSpec::new("gateway-1", Role::Gateway, "localhost").offset(1))
    ///     .environment(EnvironmentSpec::new("Production Gateway", EnvironmentType::Production, "gateway-1"))
    ///     .build()?;
    /// assert_eq!(topology.environments().len(), 1);
    ///
    /// let error = Topology::builder("4.7")
    ///     .node(NodeSpec::new("control-plane", Role::ControlPlane, "localhost"))
    ///     .node(NodeSpec::new("gateway-1", Role::Gateway, "localhost"))
    ///     .build()
    ///     .unwrap_err();
    /// let codes: Vec<_> = error.report().unwrap().diagnostics().iter().map(|found| found.code).collect();
    /// assert_eq!(codes, ["gateway-without-environment", "port-collision"]);
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn build(self) -> Result<Topology, Error> {
        Topology::try_from(self.spec)
    }
}
