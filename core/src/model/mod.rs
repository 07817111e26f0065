//! Values without I/O: what a set of gateways is made of, and what of it is valid.
//!
//! What lives here: [`Release`], [`Pack`], [`Role`], [`PortOffset`] and [`Ports`], [`EnvironmentName`],
//! [`EnvironmentType`] and [`KeyType`], [`Node`], [`Environment`] and the [`Topology`] that holds them, with its strict
//! reader. What does not: files of nodes ([`crate::deployment`]), what is written into them ([`crate::render`]).

mod endpoint;
mod endpoint_key;
mod environment;
mod host;
mod load_balancers;
mod name;
mod node;
mod offset;
#[cfg(feature = "client")]
pub(crate) mod one_line;
mod pack;
mod ports;
pub(crate) mod reader;
mod release;
mod scheme;
mod secret;
mod text;
mod topology;
mod xml;

pub use endpoint::{Endpoint, EndpointError, EndpointPort};
pub(crate) use endpoint_key::EndpointKey;
pub use environment::{Endpoints, Environment, EnvironmentType, KeyType};
pub(crate) use environment::{GATEWAY_KINDS, GATEWAY_PROVIDERS, is_federated, nearly};
pub use host::Host;
pub use load_balancers::LoadBalancers;
pub use name::{EnvironmentName, NameError, NodeName};
pub use node::{Credentials, Node};
pub use offset::{OffsetError, PortOffset};
pub use pack::{Pack, Role};
pub use ports::{Port, Ports};
pub use release::{Release, ReleaseError};
pub use scheme::Scheme;
pub use secret::SecretText;
pub use text::{Part, Reference, Text};
pub use topology::{
    CredentialsSpec, EnvironmentSpec, LoadBalancerSpec, NodeSpec, Topology, TopologyBuilder,
    TopologySpec, VirtualHostSpec,
};
#[cfg(feature = "client")]
pub(crate) use topology::{MISSING_KEY, UNSUPPORTED_SCHEMA_VERSION};
pub(crate) use topology::{RULES, resolve_endpoints};
pub(crate) use xml::xml_breaking;
