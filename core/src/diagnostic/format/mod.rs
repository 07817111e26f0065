//! A report as text for people and as data for machines.
//!
//! What lives here: [`Format`] and one file for each of them; [`place`], how places are named in all of them; and
//! [`Masks`], so that none of them prints a secret.
//! What does not: what a finding says. Messages are the rules', and rules do not quote secrets.

mod excerpt;
mod github;
mod json;
mod junit;
mod place;
mod sarif;
#[cfg(test)]
mod tests;
mod text;

use std::collections::HashMap;
use std::fmt;

#[cfg(feature = "client")]
pub(crate) use place::printable;

use super::mask::{Mask, mask};
use super::{Diagnostic, Edit, Fix, Report};
use crate::text::SourceText;

/// How a [`Report`] is written.
///
/// ```
/// use gatewright::Format;
///
/// assert_eq!(Format::from_name("sarif"), Some(Format::Sarif));
/// assert_eq!(Format::Sarif.as_str(), "sarif");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// For people: the source line, a caret below the place, the help.
    Text,
    /// For programs: every field, with a `schema_version`. Spans are in bytes.
    Json,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// For CI servers: JUnit's XML. An error is a failed test; a warning or note is a passed one that says so, because
    /// JUnit knows nothing between, and a report with warnings alone is [`ok`](Report::ok).
    Junit,
    /// For GitHub Actions: one workflow command per finding, shown at the line.
    Github,
}

impl Format {
    /// Every format, in declaration order.
    ///
    /// ```
    /// use gatewright::Format;
    ///
    /// let names: Vec<_> = Format::ALL.into_iter().map(Format::as_str).collect();
    /// assert_eq!(names, ["text", "json", "sarif", "junit", "github"]);
    /// ```
    pub const ALL: [Self; 5] = [Self::Text, Self::Json, Self::Sarif, Self::Junit, Self::Github];

    /// The format's name, as it is given to `Report.format` in Python and Node.
    ///
    /// ```
    /// assert_eq!(gatewright::Format::Text.as_str(), "text");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Github => "github",
        }
    }

    /// The format of this name, exactly as [`Format::as_str`] spells it.
    ///
    /// ```
    /// use gatewright::Format;
    ///
    /// assert_eq!(Format::from_name("junit"), Some(Format::Junit));
    /// assert_eq!(Format::from_name("JUnit"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Report {
    /// The report in one of the formats: the same text for the same report, ending in a line break unless it is empty.
    ///
    /// No secret is in it: the values of secret keys in source lines are `***`, and a [`Fix`] whose replacement would
    /// show one is left out.
    ///
    /// ```
    /// use gatewright::{Format, Report};
    ///
    /// assert_eq!(Report::default().format(Format::Text), "no findings\n");
    /// ```
    pub fn format(&self, format: Format) -> String {
        match format {
            Format::Text => text::report(self),
            Format::Json => json::report(self),
            Format::Sarif => sarif::report(self),
            Format::Junit => junit::report(self),
            Format::Github => github::report(self),
        }
    }
}

/// The masks of a report's texts, each made when it is first needed.
#[derive(Default)]
struct Masks(HashMap<*const SourceText, Mask>);

impl Masks {
    fn of(&mut self, source: &SourceText) -> &Mask {
        self.0.entry(std::ptr::from_ref(source)).or_insert_with(|| Mask::new(source.text()))
    }

    /// A diagnostic's fix, unless a replacement in it may hold a secret. With `***` in its place the fix would destroy
    /// the secret of whoever applies it; hence it is all or nothing.
    fn fix<'d>(&mut self, report: &Report, diagnostic: &'d Diagnostic) -> Option<&'d Fix> {
        let fix = diagnostic.fix.as_ref()?;
        fix.edits.iter().all(|edit| self.may_show(report, diagnostic, edit)).then_some(fix)
    }

    fn may_show(&mut self, report: &Report, diagnostic: &Diagnostic, edit: &Edit) -> bool {
        // To delete gives nothing away.
        edit.replacement.is_empty()
            || report.edit_source_of(diagnostic, edit).is_some_and(|source| {
                !self.of(source).hides(&edit.span) && mask(&edit.replacement) == edit.replacement
            })
    }
}
