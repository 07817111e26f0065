//! What is worth knowing about a connection and stops nothing.

use std::fmt;

/// Something about a connection that its owner should know. It is logged as well, through `tracing`.
///
/// Codes: `newer-release` (the server is newer than this library knows and served as the newest it knows),
/// `certificates-not-checked` and `plain-http-allowed` (an option whose name says so), `readable-credentials` (a file of
/// credentials that others can read).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// A stable kebab-case name.
    pub code: &'static str,
    /// What it is, and what to do.
    pub message: String,
}

impl Warning {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}
