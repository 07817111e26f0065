//! Edits a rule proposes, and how far they can be trusted.

use std::fmt;
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

impl Safety {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Safe, Self::Unsafe];

    /// The name in lower case, as it is printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

impl fmt::Display for Safety {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
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
