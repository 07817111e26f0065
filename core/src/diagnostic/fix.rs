//! Edits a rule proposes, and how far they can be trusted.

use std::ops::Range;
use std::path::PathBuf;

use serde::Serialize;

/// One replacement in one file: the bytes of `span` become `replacement`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The file, as it was named to [`check`](crate::check::check).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<PathBuf>,
    /// The bytes to replace; empty to insert.
    pub span: Range<usize>,
    /// What stands there afterwards.
    pub replacement: String,
}

/// How far a [`Fix`] can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Safety {
    /// The meaning is certain.
    Safe,
    /// Probably what was meant; look at it first.
    Unsafe,
}

/// A proposed repair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Fix {
    /// The edits, to be applied together.
    pub edits: Vec<Edit>,
    /// How far they can be trusted.
    pub safety: Safety,
}

impl Fix {
    pub(crate) fn new(safety: Safety, edits: Vec<Edit>) -> Self {
        Self { edits, safety }
    }
}
