//! A node as its own `deployment.toml` describes it: release, pack, ports, environments and links.
//!
//! Nothing here knows another node: what a node knows of others is what its file says.

mod environment;
mod file;
mod links;
mod pack;
mod placeholders;
mod ports;
mod release;

pub(crate) use environment::{Endpoints, GatewayEnvironment, VirtualHost};
pub(crate) use file::{NodeFile, NodeSource};
pub(crate) use links::{Account, Link};
pub use pack::Pack;
pub(crate) use placeholders::Surroundings;
pub use ports::{PORTS, PortUse, ports_of};
pub use release::Release;
