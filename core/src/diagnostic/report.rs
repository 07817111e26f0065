//! One finding, and all of them.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Edit, Fix, Rule, Severity};
use crate::text::{SourceText, SpanUnit};

/// How many findings an error's message lists; the report has all of them.
const IN_A_MESSAGE: usize = 20;

/// One finding about a file: what is wrong, where, why, and how to fix it.
///
/// `line` and `column` count from 1, columns in Unicode scalar values, alike in all languages. `span` is in bytes;
/// [`Report::span_in`] gives it in another language's unit. A topology built in code has no text, hence no position.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The rule's stable kebab-case code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong and why.
    pub message: String,
    /// The file, as it was named by the caller.
    pub path: Option<PathBuf>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column in Unicode scalar values, from 1.
    pub column: Option<u32>,
    /// The bytes concerned.
    pub span: Option<Range<usize>>,
    /// How to fix it.
    pub help: Option<String>,
    /// Other places that belong to the finding, such as the first of two equal names.
    pub related: Vec<Related>,
    /// A proposed repair.
    pub fix: Option<Fix>,
    source: Option<usize>,
    origin: Origin,
}

/// The rule behind a diagnostic, for formats that carry its documentation. Two are equal when their codes are, and
/// `Debug` shows the code alone, not a page.
#[derive(Clone, Copy)]
struct Origin(&'static Rule);

impl PartialEq for Origin {
    fn eq(&self, other: &Self) -> bool {
        self.0.code == other.0.code
    }
}

impl Eq for Origin {}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code)
    }
}

/// Another place that belongs to a [`Diagnostic`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Related {
    /// What is there.
    pub message: String,
    /// The file, as it was named by the caller.
    pub path: Option<PathBuf>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column in Unicode scalar values, from 1.
    pub column: Option<u32>,
    /// The bytes concerned.
    pub span: Option<Range<usize>>,
    source: Option<usize>,
}

/// All findings about the files that were given, ordered by file, line and column.
///
/// ```
/// use gatewright::check::{NodeFile, check};
///
/// let file = NodeFile::from_text("cp/deployment.toml", "[server]\noffset = \"one\"\n");
/// let report = check(&[file])?;
/// assert!(!report.ok());
/// assert_eq!(report.diagnostics()[0].code, "invalid-offset");
/// assert_eq!(report.diagnostics()[0].line, Some(2));
/// # Ok::<(), gatewright::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    inferred: Vec<String>,
    not_compared: Vec<String>,
    sources: Vec<Arc<SourceText>>,
}

impl Report {
    /// The findings, ordered by file, line and column.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// True when there is no finding of severity [`Severity::Error`].
    pub fn ok(&self) -> bool {
        self.diagnostics.iter().all(|found| found.severity != Severity::Error)
    }

    /// True when there is no finding at all.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|found| found.severity == severity).count()
    }

    /// What was taken for granted although nobody said it, a sentence each: releases that were read from the packs, that
    /// are those of other nodes, or that are not known; roles that the files show. Say it with the
    /// [`NodeFile`](crate::check::NodeFile)s where it is wrong.
    ///
    /// ```
    /// use gatewright::check::{NodeFile, check};
    ///
    /// let report = check([NodeFile::from_text("gw.toml", "")])?;
    /// assert_eq!(
    ///     report.inferred()[0],
    ///     "`gw.toml`: the release is not known: reported is what is wrong in every one from 3.0 to 4.7"
    /// );
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn inferred(&self) -> &[String] {
        &self.inferred
    }

    /// What could not be compared and why, a sentence each: URLs whose host is none of the hosts that are known.
    pub fn not_compared(&self) -> &[String] {
        &self.not_compared
    }

    /// A diagnostic's span in another language's index unit; `None` when it has no position.
    pub fn span_in(&self, diagnostic: &Diagnostic, unit: SpanUnit) -> Option<Range<usize>> {
        self.convert(diagnostic.source, diagnostic.span.as_ref(), unit)
    }

    /// A related place's span in another language's index unit; `None` when it has no position.
    pub fn related_span_in(&self, related: &Related, unit: SpanUnit) -> Option<Range<usize>> {
        self.convert(related.source, related.span.as_ref(), unit)
    }

    /// The span of one of a diagnostic's edits in another language's index unit.
    pub fn edit_span_in(
        &self,
        diagnostic: &Diagnostic,
        edit: &Edit,
        unit: SpanUnit,
    ) -> Option<Range<usize>> {
        Some(self.edit_source_of(diagnostic, edit)?.convert(&edit.span, unit))
    }

    fn convert(
        &self,
        source: Option<usize>,
        span: Option<&Range<usize>>,
        unit: SpanUnit,
    ) -> Option<Range<usize>> {
        Some(self.sources.get(source?)?.convert(span?, unit))
    }

    /// The texts that findings are about.
    pub(crate) fn sources(&self) -> &[Arc<SourceText>] {
        &self.sources
    }

    pub(crate) fn source_of(&self, diagnostic: &Diagnostic) -> Option<&SourceText> {
        self.sources.get(diagnostic.source?).map(AsRef::as_ref)
    }

    /// The text that one of a diagnostic's edits is about, as far as the report holds it.
    pub(crate) fn edit_source_of(
        &self,
        diagnostic: &Diagnostic,
        edit: &Edit,
    ) -> Option<&SourceText> {
        self.sources.get(self.edit_source_index(diagnostic, edit)?).map(AsRef::as_ref)
    }

    /// Which of [`Report::sources`] one of a diagnostic's edits is about.
    pub(crate) fn edit_source_index(&self, diagnostic: &Diagnostic, edit: &Edit) -> Option<usize> {
        if edit.path == diagnostic.path {
            return diagnostic.source;
        }
        self.sources.iter().position(|source| source.path() == edit.path.as_deref())
    }

    pub(crate) fn related_source_of(&self, related: &Related) -> Option<&SourceText> {
        self.sources.get(related.source?).map(AsRef::as_ref)
    }

    /// What an error's message carries below its first line: each finding on a line of its own, the first
    /// [`IN_A_MESSAGE`] of them.
    pub(crate) fn appendix(&self) -> String {
        let mut text = String::new();
        for found in self.diagnostics.iter().take(IN_A_MESSAGE) {
            text.push_str("\n  ");
            text.push_str(&found.to_string());
            if let Some(help) = &found.help {
                text.push_str("; ");
                text.push_str(help);
            }
        }
        let more = self.diagnostics.len().saturating_sub(IN_A_MESSAGE);
        if more > 0 {
            text.push_str("\n  … and ");
            text.push_str(&more.to_string());
            text.push_str(" more");
        }
        text
    }
}

impl Diagnostic {
    /// The rule that found it.
    pub(crate) fn rule(&self) -> &'static Rule {
        self.origin.0
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{}:", path.display())?;
        }
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, "{line}:{column}: ")?;
        } else if self.path.is_some() {
            f.write_str(" ")?;
        }
        write!(f, "{}[{}]: {}", self.severity, self.code, self.message)
    }
}

/// Where a finding is: a text and a range of its bytes.
#[derive(Clone, Debug)]
pub(crate) struct Location {
    pub(crate) source: Arc<SourceText>,
    pub(crate) span: Range<usize>,
}

/// Collects findings and becomes a [`Report`].
#[derive(Debug, Default)]
pub(crate) struct Sink {
    report: Report,
    /// The sentences about what was not compared, each once: there may be several for each of thousands of nodes.
    said: HashSet<String>,
    notes: bool,
}

impl Sink {
    /// A sink that keeps notes as well.
    pub(crate) fn with_notes(notes: bool) -> Self {
        Self { notes, ..Self::default() }
    }

    /// False when notes are dropped: a rule that gives nothing else need not look.
    pub(crate) fn keeps_notes(&self) -> bool {
        self.notes
    }

    /// Reports a finding of `rule`'s severity. The builder methods of the result add to it.
    pub(crate) fn report(
        &mut self,
        rule: &'static Rule,
        location: Option<&Location>,
        message: impl Into<String>,
    ) -> Found<'_> {
        let source = location.map(|location| self.register(&location.source));
        let position = location.map(|at| at.source.position(at.span.start));
        let diagnostic = Diagnostic {
            code: rule.code,
            severity: rule.severity,
            message: message.into(),
            path: location.and_then(|at| at.source.path()).map(Path::to_path_buf),
            line: position.map(|(line, _)| line),
            column: position.map(|(_, column)| column),
            span: location.map(|at| at.span.clone()),
            help: None,
            related: Vec::new(),
            fix: None,
            source,
            origin: Origin(rule),
        };
        Found { sink: self, diagnostic: Some(diagnostic) }
    }

    /// Says what was inferred.
    pub(crate) fn inferred(&mut self, sentences: Vec<String>) {
        self.report.inferred = sentences;
    }

    /// Says what could not be compared, once.
    pub(crate) fn not_compared(&mut self, sentence: String) {
        if self.said.insert(sentence.clone()) {
            self.report.not_compared.push(sentence);
        }
    }

    fn register(&mut self, source: &Arc<SourceText>) -> usize {
        let sources = &mut self.report.sources;
        // Findings come file by file: the last source is nearly always the one asked for.
        if let Some(at) = sources.iter().rposition(|known| Arc::ptr_eq(known, source)) {
            return at;
        }
        sources.push(Arc::clone(source));
        sources.len() - 1
    }

    /// Orders the texts as the `files` were given, and the findings by file, position and code.
    pub(crate) fn into_report(self, files: &[Arc<SourceText>]) -> Report {
        let mut report = self.report;
        let given: HashMap<*const SourceText, usize> =
            files.iter().enumerate().rev().map(|(at, file)| (Arc::as_ptr(file), at)).collect();
        let place = |source: &Arc<SourceText>| {
            given.get(&Arc::as_ptr(source)).copied().unwrap_or(files.len())
        };
        let mut sources: Vec<_> =
            std::mem::take(&mut report.sources).into_iter().enumerate().collect();
        sources.sort_by_key(|(_, source)| place(source));
        let moved: HashMap<usize, usize> =
            sources.iter().enumerate().map(|(now, (before, _))| (*before, now)).collect();
        report.sources = sources.into_iter().map(|(_, source)| source).collect();
        for found in &mut report.diagnostics {
            let related = found.related.iter_mut().map(|related| &mut related.source);
            for source in related.chain([&mut found.source]) {
                *source = source.and_then(|before| moved.get(&before).copied());
            }
        }
        report.diagnostics.sort_by_key(|found| {
            let span = found.span.as_ref().map_or((0, 0), |span| (span.start, span.end));
            (found.source, span, found.code)
        });
        report
    }
}

/// A finding being described; it enters the report when this value is dropped.
pub(crate) struct Found<'s> {
    sink: &'s mut Sink,
    diagnostic: Option<Diagnostic>,
}

impl Found<'_> {
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        if let Some(diagnostic) = &mut self.diagnostic {
            diagnostic.help = Some(help.into());
        }
        self
    }

    /// A milder (or harsher) severity than the rule's usual one, for cases its page names.
    pub(crate) fn severity(mut self, severity: Severity) -> Self {
        if let Some(diagnostic) = &mut self.diagnostic {
            diagnostic.severity = severity;
        }
        self
    }

    pub(crate) fn related(
        mut self,
        location: Option<&Location>,
        message: impl Into<String>,
    ) -> Self {
        let source = location.map(|location| self.sink.register(&location.source));
        let position = location.map(|at| at.source.position(at.span.start));
        if let Some(diagnostic) = &mut self.diagnostic {
            diagnostic.related.push(Related {
                message: message.into(),
                path: location.and_then(|at| at.source.path()).map(Path::to_path_buf),
                line: position.map(|(line, _)| line),
                column: position.map(|(_, column)| column),
                span: location.map(|at| at.span.clone()),
                source,
            });
        }
        self
    }

    pub(crate) fn fix(mut self, fix: Fix) -> Self {
        if let Some(diagnostic) = &mut self.diagnostic {
            diagnostic.fix = Some(fix);
        }
        self
    }
}

impl Drop for Found<'_> {
    fn drop(&mut self) {
        if let Some(diagnostic) = self.diagnostic.take()
            && (diagnostic.severity != Severity::Note || self.sink.notes)
        {
            self.sink.report.diagnostics.push(diagnostic);
        }
    }
}
