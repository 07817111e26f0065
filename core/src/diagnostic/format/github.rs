//! For GitHub Actions: workflow commands, which the runner shows as annotations of lines.

use std::fmt::Write as _;

use super::place::printable;
use crate::diagnostic::{Diagnostic, Report, Severity};

pub(super) fn report(report: &Report) -> String {
    let mut text = String::new();
    for found in report.diagnostics() {
        let command = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let properties: Vec<String> = properties(report, found)
            .into_iter()
            .map(|(name, value)| format!("{name}={}", property(&value)))
            .collect();
        let message = match &found.help {
            Some(help) => format!("{}\nhelp: {help}", found.message),
            None => found.message.clone(),
        };
        let _ = writeln!(text, "::{command} {}::{}", properties.join(","), data(&message));
    }
    for sentence in report.inferred() {
        let _ = writeln!(text, "::notice title=inferred::{}", data(sentence));
    }
    for sentence in report.not_compared() {
        let _ = writeln!(text, "::notice title=not compared::{}", data(sentence));
    }
    text
}

fn properties(report: &Report, found: &Diagnostic) -> Vec<(&'static str, String)> {
    let mut properties = Vec::new();
    if let Some(path) = &found.path {
        properties.push(("file", path.display().to_string()));
    }
    if let (Some(line), Some(column)) = (found.line, found.column) {
        let end = report.source_of(found).zip(found.span.as_ref());
        let (end_line, end_column) =
            end.map_or((line, column), |(source, span)| source.position(span.end));
        properties.push(("line", line.to_string()));
        properties.push(("endLine", end_line.to_string()));
        // GitHub takes columns of a single line only.
        if end_line == line {
            properties.push(("col", column.to_string()));
            properties.push(("endColumn", end_column.to_string()));
        }
    }
    properties.push(("title", found.code.to_owned()));
    properties
}

/// What follows the second `::`.
fn data(text: &str) -> String {
    printable(&text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A"))
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_the_runner_is_escaped() {
        assert_eq!(data("50%\r\n::error::\u{1b}x"), "50%25%0D%0A::error::\u{fffd}x");
        assert_eq!(property("C:\\a,b%"), "C%3A\\a%2Cb%25");
    }
}
