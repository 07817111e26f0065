//! The original procedure's three nodes, as a `topology.toml`: the example that the documentation, the tests and the
//! bindings share.

/// A control plane (offset 0), a production gateway (offset 1) and a hybrid gateway (offset 2) on one computer.
///
/// ```
/// let topology = gatewright::Topology::parse(gatewright::examples::THREE_NODES)?;
/// assert_eq!(topology.nodes().len(), 3);
/// # Ok::<(), gatewright::Error>(())
/// ```
pub const THREE_NODES: &str = include_str!("../../examples/topology.toml");
