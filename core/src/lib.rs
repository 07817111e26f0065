//! Several gateways for WSO2 API Manager, as a program: model them, check them strictly, write and repair every node's
//! `deployment.toml`, and take it all back.
//!
//! # The original procedure's three nodes
//!
//! A control plane, a production gateway with port offset 1 and a hybrid gateway with port offset 2, on one computer:
//!
//! ```
//! use gatewright::render::{WriteOptions, revert};
//! use gatewright::Topology;
//!
//! let topology = Topology::parse(gatewright::examples::THREE_NODES)?;
//!
//! // One file per node: from what is in the node's home, or from a short default file.
//! let files = topology.render()?;
//! let control_plane = files.get("control-plane").unwrap();
//! assert!(control_plane.after().contains("https_endpoint = \"https://localhost:8244\""));
//! println!("{}", files.diff());
//!
//! // Each file atomically, the control plane's last. Homes on other computers are written below a folder.
//! let folder = tempfile::tempdir()?;
//! let outcome = files.write_to(folder.path(), &WriteOptions::new().removing(["Default"]))?;
//! assert_eq!(outcome.restart, ["control-plane", "gateway-1", "gateway-2"]);
//!
//! // Any installation's files can be checked, and the last write undone.
//! let report = gatewright::check(&outcome.written)?;
//! assert!(report.is_empty());
//! revert(["control-plane", "gateway-1", "gateway-2"].map(|node| folder.path().join(node)))?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to look
//!
//! | for | see |
//! |---|---|
//! | a set of nodes and environments that fit together | [`Topology`] |
//! | the files that follow from it, writing and undoing | [`render`] |
//! | what is wrong with files, by rules | [`check`](mod@check), [`Report`] |
//! | repairing what rules found | [`Report::fix`], [`fix`] |
//! | one file, read with positions and edited | [`deployment`] |
//! | ports, offsets, environment types, releases | [`model`] |
//! | a running API-M: environments, applications, keys, tokens and calls | [`client`], [`ControlPlane`] |
//! | publishing an API through several environments | [`publish`] |
//! | applications, keys and tokens as a whole | [`publish::ApplicationAccess`] |
//! | what can go wrong | [`Error`], [`ErrorKind`] |
#![forbid(unsafe_code)]

pub mod check;
#[cfg(feature = "client")]
pub mod client;
pub mod deployment;
pub mod diagnostic;
mod error;
pub mod examples;
mod files;
pub mod fix;
pub mod model;
#[cfg(feature = "client")]
pub mod publish;
pub mod render;
#[cfg(feature = "client")]
mod rest;
mod text;

pub use check::{NodeFile, check, explain};
#[cfg(feature = "client")]
pub use client::ControlPlane;
pub use diagnostic::{Diagnostic, Edit, Fix, Format, Related, Report, Rule, Safety, Severity};
pub use error::{Error, ErrorCode, ErrorKind, Result, Retry, error_codes};
pub use fix::{FixedFile, FixedFiles, Fixes};
pub use model::{
    Endpoints, Environment, EnvironmentName, EnvironmentType, KeyType, Node, Pack, Port,
    PortOffset, Ports, Release, Role, Topology,
};
pub use render::{restore_default_environment, restore_environment, revert};
pub use text::SpanUnit;

/// The README's program compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// So do those of the page about connecting.
#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../../docs/connecting.md")]
struct Connecting;

/// And that of the page about access.
#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../../docs/access.md")]
struct Access;

/// And that of the page about many APIs in one file.
#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../../docs/publications.md")]
struct PublicationsPage;
