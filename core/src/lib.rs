//! Gatewright.
#![forbid(unsafe_code)]

pub mod check;
pub mod deployment;
pub mod diagnostic;
mod error;
pub mod examples;
mod files;
pub mod model;
// pub mod render; (waits for the topology reader)
mod text;

pub use check::{NodeFile, check, explain};
pub use diagnostic::{Diagnostic, Edit, Fix, Format, Related, Report, Rule, Safety, Severity};
pub use error::{Error, ErrorKind, Result, Retry};
pub use model::{
    Endpoints, Environment, EnvironmentName, EnvironmentType, KeyType, Node, Pack, Port,
    PortOffset, Ports, Release, Role, Topology,
};
pub use text::SpanUnit;
