//! For programs. The schema is `core/schemas/report.schema.json`; what is absent is `null`, so that every field is
//! always there.

use std::ops::Range;
use std::path::Path;

use serde::{Serialize, Serializer};

use super::Masks;
use crate::diagnostic::{Diagnostic, Fix, Related, Report, Safety, Severity};

/// Grows when a field changes its meaning or goes; a new field does not count.
const SCHEMA_VERSION: u32 = 1;

pub(super) fn report(report: &Report) -> String {
    // It cannot fail: there is no map with keys other than text, and nothing is written to but memory.
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    text
}

/// The same document as [`Format::Json`](super::Format::Json).
///
/// ```
/// let document = serde_json::to_value(gatewright::Report::default())?;
/// assert_eq!(document["schema_version"], 1);
/// assert_eq!(document["ok"], true);
/// # Ok::<(), serde_json::Error>(())
/// ```
impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut masks = Masks::default();
        Document {
            schema_version: SCHEMA_VERSION,
            ok: self.ok(),
            counts: Counts {
                error: self.count(Severity::Error),
                warning: self.count(Severity::Warning),
                note: self.count(Severity::Note),
            },
            diagnostics: self
                .diagnostics()
                .iter()
                .map(|found| Finding::of(found, masks.fix(self, found)))
                .collect(),
            inferred: self.inferred(),
            not_compared: self.not_compared(),
        }
        .serialize(serializer)
    }
}

#[derive(Serialize)]
struct Document<'r> {
    schema_version: u32,
    ok: bool,
    counts: Counts,
    diagnostics: Vec<Finding<'r>>,
    inferred: &'r [String],
    not_compared: &'r [String],
}

#[derive(Serialize)]
struct Counts {
    error: usize,
    warning: usize,
    note: usize,
}

#[derive(Serialize)]
struct Finding<'r> {
    code: &'static str,
    severity: Severity,
    message: &'r str,
    #[serde(flatten)]
    place: Place<'r>,
    help: Option<&'r str>,
    related: Vec<Other<'r>>,
    fix: Option<Proposal<'r>>,
}

#[derive(Serialize)]
struct Place<'r> {
    path: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    /// In bytes of UTF-8.
    span: Option<&'r Range<usize>>,
}

#[derive(Serialize)]
struct Other<'r> {
    message: &'r str,
    #[serde(flatten)]
    place: Place<'r>,
}

#[derive(Serialize)]
struct Proposal<'r> {
    safety: Safety,
    edits: Vec<Change<'r>>,
}

#[derive(Serialize)]
struct Change<'r> {
    path: Option<String>,
    span: &'r Range<usize>,
    replacement: &'r str,
}

impl<'r> Finding<'r> {
    fn of(found: &'r Diagnostic, fix: Option<&'r Fix>) -> Self {
        let place = Place {
            path: found.path.as_deref().map(named),
            line: found.line,
            column: found.column,
            span: found.span.as_ref(),
        };
        Self {
            code: found.code,
            severity: found.severity,
            message: &found.message,
            place,
            help: found.help.as_deref(),
            related: found.related.iter().map(Other::of).collect(),
            fix: fix.map(Proposal::of),
        }
    }
}

impl<'r> Other<'r> {
    fn of(related: &'r Related) -> Self {
        let place = Place {
            path: related.path.as_deref().map(named),
            line: related.line,
            column: related.column,
            span: related.span.as_ref(),
        };
        Self { message: &related.message, place }
    }
}

impl<'r> Proposal<'r> {
    fn of(fix: &'r Fix) -> Self {
        let edits = fix.edits.iter().map(|edit| Change {
            path: edit.path.as_deref().map(named),
            span: &edit.span,
            replacement: &edit.replacement,
        });
        Self { safety: fix.safety, edits: edits.collect() }
    }
}

fn named(path: &Path) -> String {
    path.display().to_string()
}
