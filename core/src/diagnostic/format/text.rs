//! For people: what, where, the source line with carets, how to fix it. No colour: the same bytes everywhere.

use std::fmt::Write as _;
use std::ops::Range;

use super::Masks;
use super::excerpt::excerpt;
use super::place::{self, printable};
use crate::diagnostic::{Diagnostic, Edit, Fix, Report, Safety, Severity};
use crate::text::SourceText;

pub(super) fn report(report: &Report) -> String {
    let mut masks = Masks::default();
    let mut text = String::new();
    for found in report.diagnostics() {
        text.push_str(&finding(report, found, &mut masks));
        text.push('\n');
    }
    for sentence in report.inferred() {
        let _ = writeln!(text, "note: inferred: {}", printable(sentence));
    }
    for sentence in report.not_compared() {
        let _ = writeln!(text, "note: not compared: {}", printable(sentence));
    }
    let has_notes = !report.inferred().is_empty() || !report.not_compared().is_empty();
    if has_notes && !report.is_empty() {
        text.push('\n');
    }
    text.push_str(&summary(report));
    text.push('\n');
    text
}

/// `2 errors, 1 warning`.
pub(super) fn summary(report: &Report) -> String {
    let counted: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| match report.count(severity) {
            0 => None,
            1 => Some(format!("1 {severity}")),
            many => Some(format!("{many} {severity}s")),
        })
        .collect();
    if counted.is_empty() { "no findings".to_owned() } else { counted.join(", ") }
}

/// One finding; the text ends in a line break.
pub(super) fn finding(report: &Report, found: &Diagnostic, masks: &mut Masks) -> String {
    let lines = found.related.iter().filter_map(|related| related.line).chain(found.line);
    let gutter = lines.max().unwrap_or(0).to_string().len();
    let mut text = String::new();
    let title = format!("{}[{}]: {}", found.severity, found.code, found.message);
    let _ = writeln!(text, "{}", hanging(&title, 2));
    if let Some(place) = place::of_diagnostic(found) {
        let _ = writeln!(text, "{:gutter$}--> {place}", "");
    }
    let source = report.source_of(found).zip(found.line).zip(found.span.as_ref());
    if let Some(((source, line), span)) = source {
        text.push_str(&source_line(source, line, span, gutter, masks));
    }
    if let Some(help) = &found.help {
        let _ = writeln!(text, "{:gutter$} = help: {}", "", hanging(help, gutter + 9));
    }
    if let Some(fix) = masks.fix(report, found) {
        text.push_str(&proposal(report, found, fix, gutter));
    }
    for related in &found.related {
        let _ = writeln!(text, "note: {}", hanging(&related.message, 2));
        if let Some(place) = place::of_related(related) {
            let _ = writeln!(text, "{:gutter$}--> {place}", "");
        }
        let source = report.related_source_of(related).zip(related.line).zip(related.span.as_ref());
        if let Some(((source, line), span)) = source {
            text.push_str(&source_line(source, line, span, gutter, masks));
        }
    }
    text
}

fn source_line(
    source: &SourceText,
    number: u32,
    span: &Range<usize>,
    gutter: usize,
    masks: &mut Masks,
) -> String {
    let excerpt = excerpt(source, masks.of(source), number, span);
    let line = format!("{number:>gutter$} | {}", excerpt.line);
    format!("{:gutter$} |\n{}\n{:gutter$} | {}\n", "", line.trim_end(), "", excerpt.carets)
}

/// What the fix would do, an edit per line. What stands there now is in the source line.
fn proposal(report: &Report, found: &Diagnostic, fix: &Fix, gutter: usize) -> String {
    let safety = match fix.safety {
        Safety::Safe => "safe",
        Safety::Unsafe => "unsafe",
    };
    let mut text = String::new();
    for edit in &fix.edits {
        let Some(source) = report.edit_source_of(found, edit) else { continue };
        let _ = writeln!(text, "{:gutter$} = fix ({safety}): {}", "", change(source, edit, found));
    }
    text
}

fn change(source: &SourceText, edit: &Edit, found: &Diagnostic) -> String {
    let at = |offset: usize| {
        let (line, column) = source.position(offset);
        let path = edit.path.as_deref().filter(|_| edit.path != found.path);
        place::place(path, Some(line), Some(column)).unwrap_or_default()
    };
    let mut lines = edit.replacement.split_inclusive('\n');
    let first = printable(lines.next().unwrap_or_default().trim_end());
    let more = if lines.next().is_some() { " …" } else { "" };
    if edit.replacement.is_empty() {
        format!("delete from {} to {}", at(edit.span.start), at(edit.span.end))
    } else if edit.span.is_empty() {
        format!("insert `{first}{more}` at {}", at(edit.span.start))
    } else {
        format!("write `{first}{more}` at {}", at(edit.span.start))
    }
}

/// Printable text whose further lines are indented.
fn hanging(text: &str, indent: usize) -> String {
    printable(text).replace('\n', &format!("\n{:indent$}", ""))
}
