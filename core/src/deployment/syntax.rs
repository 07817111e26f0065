//! What is wrong with a file as TOML, as API-M's parser sees it.

use std::ops::Range;

/// One thing that makes API-M's parser refuse the file.
///
/// Source: API-M 3.0–4.7, the configuration mapper parses with a TOML 0.5.0 library and logs
/// `Error parsing deployment configuration` for each.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SyntaxProblem {
    /// Which kind of problem.
    pub kind: SyntaxProblemKind,
    /// The bytes concerned.
    pub span: Range<usize>,
    /// What is wrong, in a sentence without a final stop.
    pub message: String,
    /// How to fix it, when that is known.
    pub help: Option<&'static str>,
    /// Where the same thing was defined first, for [`SyntaxProblemKind::Duplicate`].
    pub first: Option<Range<usize>>,
}

/// The kinds of [`SyntaxProblem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SyntaxProblemKind {
    /// No TOML of any version.
    Invalid,
    /// TOML of a newer version than the one API-M speaks, or a form its parser does not take.
    Dialect,
    /// A key or a table defined twice.
    Duplicate,
    /// A byte-order mark before the first character.
    ByteOrderMark,
}

impl SyntaxProblem {
    pub(super) fn new(
        kind: SyntaxProblemKind,
        span: Range<usize>,
        message: impl Into<String>,
        help: Option<&'static str>,
    ) -> Self {
        Self { kind, span, message: message.into(), help, first: None }
    }
}
