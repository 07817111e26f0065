//! Reports and their diagnostics.

use std::ops::Range;
use std::path::Path;

use gatewright::{Fix, Fixes, Format, Report, Severity, SpanUnit};
use napi_derive::napi;

use crate::fix::NativeFixedFiles;

/// A report; its diagnostics go over when they are asked for.
#[napi]
pub struct NativeReport {
    report: Report,
}

impl From<Report> for NativeReport {
    fn from(report: Report) -> Self {
        Self { report }
    }
}

/// A finding. Spans are in UTF-16 code units, in which JavaScript indexes its strings.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct Diagnostic {
    /// The rule's code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: &'static str,
    /// What is wrong and why.
    pub message: String,
    /// The file, as it was named by the caller.
    pub path: Option<String>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column in Unicode scalar values, from 1.
    pub column: Option<u32>,
    /// The part of the text concerned.
    pub span: Option<Span>,
    /// How to fix it.
    pub help: Option<String>,
    /// Other places that belong to the finding.
    pub related: Vec<Related>,
    /// A proposed repair.
    pub fix: Option<NativeFix>,
    /// The finding in one line.
    pub text: String,
}

/// A range of UTF-16 code units.
#[napi(object, object_from_js = false)]
pub struct Span {
    /// The first.
    pub start: u32,
    /// The one after the last.
    pub end: u32,
}

/// Another place that belongs to a finding.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct Related {
    /// What is there.
    pub message: String,
    /// The file, as it was named by the caller.
    pub path: Option<String>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column in Unicode scalar values, from 1.
    pub column: Option<u32>,
    /// The part of the text concerned.
    pub span: Option<Span>,
}

/// A proposed repair.
#[napi(object, object_from_js = false)]
pub struct NativeFix {
    /// The edits, to be applied together.
    pub edits: Vec<NativeEdit>,
    /// How far they can be trusted.
    pub safety: &'static str,
}

/// One replacement in one file.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeEdit {
    /// The file, as it was named by the caller.
    pub path: Option<String>,
    /// The part of the text to replace.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
}

#[napi]
impl NativeReport {
    /// True when there is no error.
    #[napi(getter)]
    pub fn ok(&self) -> bool {
        self.report.ok()
    }

    /// True when there is no finding at all.
    #[napi(getter)]
    pub fn is_empty(&self) -> bool {
        self.report.is_empty()
    }

    /// How many findings have a severity.
    #[napi]
    pub fn count(&self, severity: String) -> u32 {
        let severity = Severity::ALL.into_iter().find(|known| known.as_str() == severity);
        let count = severity.map_or(0, |severity| self.report.count(severity));
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// What was taken for granted although nobody said it.
    #[napi(getter)]
    pub fn inferred(&self) -> Vec<String> {
        self.report.inferred().to_vec()
    }

    /// What could not be compared and why.
    #[napi(getter)]
    pub fn not_compared(&self) -> Vec<String> {
        self.report.not_compared().to_vec()
    }

    /// The findings, ordered by file, line and column.
    #[napi(getter)]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        diagnostics(&self.report, self.report.diagnostics())
    }

    /// The report in a format; nothing when there is no format of that name.
    #[napi]
    pub fn format(&self, name: String) -> Option<String> {
        Some(self.report.format(Format::from_name(&name)?))
    }

    /// The proposed repairs, made; nothing when there is no such choice of them.
    #[napi]
    pub fn fix(&self, name: String) -> Option<NativeFixedFiles> {
        let files = self.report.fix(Fixes::from_name(&name)?);
        Some(NativeFixedFiles::new(files, self.report.clone()))
    }
}

/// Findings of a report, whose texts tell their spans.
pub(crate) fn diagnostics(report: &Report, found: &[gatewright::Diagnostic]) -> Vec<Diagnostic> {
    found.iter().map(|found| Within { report }.diagnostic(found)).collect()
}

/// The report that places are in.
struct Within<'r> {
    report: &'r Report,
}

impl Within<'_> {
    fn diagnostic(&self, found: &gatewright::Diagnostic) -> Diagnostic {
        Diagnostic {
            code: found.code,
            severity: found.severity.as_str(),
            message: found.message.clone(),
            path: found.path.as_deref().map(path_text),
            line: found.line,
            column: found.column,
            span: self.report.span_in(found, SpanUnit::Utf16).map(span),
            help: found.help.clone(),
            related: found.related.iter().map(|related| self.related(related)).collect(),
            fix: found.fix.as_ref().and_then(|fix| self.fix(found, fix)),
            text: found.to_string(),
        }
    }

    fn related(&self, related: &gatewright::Related) -> Related {
        Related {
            message: related.message.clone(),
            path: related.path.as_deref().map(path_text),
            line: related.line,
            column: related.column,
            span: self.report.related_span_in(related, SpanUnit::Utf16).map(span),
        }
    }

    /// Nothing when an edit is of a text that the report does not hold, so that its place cannot be given.
    fn fix(&self, found: &gatewright::Diagnostic, fix: &Fix) -> Option<NativeFix> {
        let edit = |edit: &gatewright::Edit| {
            Some(NativeEdit {
                path: edit.path.as_deref().map(path_text),
                span: self.report.edit_span_in(found, edit, SpanUnit::Utf16).map(span)?,
                replacement: edit.replacement.clone(),
            })
        };
        let edits = fix.edits.iter().map(edit).collect::<Option<_>>()?;
        Some(NativeFix { edits, safety: fix.safety.as_str() })
    }
}

/// A path as JavaScript holds it: a string.
pub(crate) fn path_text(path: impl AsRef<Path>) -> String {
    path.as_ref().to_string_lossy().into_owned()
}

/// No text is longer than 32 bits can count: the core refuses larger files.
pub(crate) fn span(range: Range<usize>) -> Span {
    let offset = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
    Span { start: offset(range.start), end: offset(range.end) }
}
