//! A report as text for people and as data for machines.

use super::Report;

/// How a [`Report`] is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// For people: the source line, a caret below the place, the help.
    Text,
    /// For programs: every field, with a `schema_version`.
    Json,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
}

impl Report {
    /// The report in one of the formats.
    pub fn format(&self, format: Format) -> String {
        let _ = format;
        String::new()
    }
}
