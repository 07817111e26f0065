//! Findings about a user's files: what, where, why, how to fix it.
//!
//! What lives here: the [`Diagnostic`] and the [`Report`] that holds many, the description every rule gives of itself
//! ([`Rule`]), masking of secrets in what is printed, and the renderers in [`format`](Format).
//! What does not: the rules. Those that judge a `topology.toml` are in [`crate::model`], those that judge
//! `deployment.toml` files in [`crate::check`](mod@crate::check). This is the lowest layer: it knows none of the others.

mod fix;
mod format;
pub(crate) mod junit;
pub(crate) mod mask;
pub(crate) mod publications;
mod report;
mod rule;
pub(crate) mod shared;

pub use fix::{Edit, Fix, Safety};
pub use format::Format;
#[cfg(feature = "client")]
pub(crate) use format::printable;
pub use report::{Diagnostic, Related, Report};
pub(crate) use report::{Found, Location, Sink};
pub use rule::{Rule, Severity};
