//! One node's `deployment.toml`: read with positions, as API-M reads it, and edited by splicing text at spans.
//!
//! What lives here: the reader ([`Document`], [`Item`]) with API-M's table semantics and dialect (TOML 0.5, not the
//! newer TOML that Rust's libraries speak), the keys that are known per release, and the editor ([`Editor`]), whose edits
//! change only the lines they must.
//! What does not: what a value means ([`crate::model`]), what a correct file says ([`crate::render`]) and what is wrong
//! with one ([`crate::check`](mod@crate::check)).

mod builder;
mod dialect;
mod document;
mod edit;
mod environment;
mod file;
mod known_keys;
mod recovery;
mod section;
mod style;
mod syntax;
mod syntax_error;
mod uncomment;
mod value;

pub use document::{Document, Item, ItemKind, TableKind};
pub(crate) use edit::NewSection;
pub use edit::{EditError, Editor};
pub use environment::Environment;
pub use file::{DEPLOYMENT_TOML, deployment_path};
pub use known_keys::{KnownKey, known_key, known_keys};
pub(crate) use section::commented_by_anybody;
pub use section::{CommentedSection, commented_sections};
pub use syntax::{SyntaxProblem, SyntaxProblemKind};
pub(crate) use uncomment::{Instead, uncommented};
pub(crate) use value::Value;
