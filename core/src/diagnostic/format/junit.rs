//! For CI servers: JUnit's XML, as Jenkins and GitLab read it.
//!
//! A suite per file, a case per finding. An error is a failure. JUnit knows no warnings: one is a case that passed and
//! has a `system-out`, so that the build is red exactly when the report is not [`ok`](Report::ok). What was
//! inferred is a case that passed, what was not compared a skipped one. A report without findings is one case that passed, since servers take a file without
//! cases for a mistake.

use std::fmt::Write as _;

use super::{Masks, place, text};
use crate::diagnostic::{Diagnostic, Report, Severity};

/// The suite of what belongs to no file.
const NO_FILE: &str = "gatewright";

#[derive(Default)]
struct Suite {
    name: String,
    cases: String,
    tests: usize,
    failures: usize,
    skipped: usize,
}

pub(super) fn report(report: &Report) -> String {
    let mut masks = Masks::default();
    let mut suites = Vec::from_iter(whole_report(report));
    // Findings are ordered by file.
    for found in report.diagnostics() {
        let name = found.path.as_deref().map_or_else(|| NO_FILE.to_owned(), place::path);
        if suites.last().is_none_or(|suite| suite.name != name) {
            suites.push(Suite { name, ..Suite::default() });
        }
        if let Some(suite) = suites.last_mut() {
            suite.finding(found, &text::finding(report, found, &mut masks));
        }
    }
    document(&suites)
}

/// What is said of all files together. Findings without a file come first, and join this suite.
fn whole_report(report: &Report) -> Option<Suite> {
    let mut suite = Suite { name: NO_FILE.to_owned(), ..Suite::default() };
    if report.is_empty() {
        suite.case("no findings", "");
    }
    for sentence in report.inferred() {
        let inside = format!("      <system-out>{}</system-out>\n", escaped_text(sentence));
        suite.case("inferred", &inside);
    }
    for sentence in report.not_compared() {
        suite.skipped += 1;
        suite
            .case("not compared", &format!("      <skipped message=\"{}\"/>\n", escaped(sentence)));
    }
    (suite.tests > 0).then_some(suite)
}

fn document(suites: &[Suite]) -> String {
    let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        xml,
        "<testsuites name=\"gatewright\" tests=\"{}\" failures=\"{}\" errors=\"0\">",
        sum(|suite| suite.tests),
        sum(|suite| suite.failures),
    );
    for suite in suites {
        let _ = writeln!(
            xml,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"0\">\n{}  </testsuite>",
            escaped(&suite.name),
            suite.tests,
            suite.failures,
            suite.skipped,
            suite.cases,
        );
    }
    xml.push_str("</testsuites>\n");
    xml
}

impl Suite {
    fn finding(&mut self, found: &Diagnostic, text: &str) {
        let name = match (found.line, found.column) {
            (Some(line), Some(column)) => format!("{} at {line}:{column}", found.code),
            _ => found.code.to_owned(),
        };
        let inside = if found.severity == Severity::Error {
            self.failures += 1;
            format!(
                "      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                escaped(found.code),
                escaped(&found.message),
                escaped_text(text)
            )
        } else {
            format!("      <system-out>{}</system-out>\n", escaped_text(text))
        };
        self.case(&name, &inside);
    }

    fn case(&mut self, name: &str, inside: &str) {
        self.tests += 1;
        let (suite, name) = (escaped(&self.name), escaped(name));
        let start = format!("    <testcase classname=\"{suite}\" name=\"{name}\" time=\"0\"");
        let _ = if inside.is_empty() {
            writeln!(self.cases, "{start}/>")
        } else {
            writeln!(self.cases, "{start}>\n{inside}    </testcase>")
        };
    }
}

/// Text within an attribute, where a bare line break would become a blank.
fn escaped(text: &str) -> String {
    escaped_text(text).replace('\n', "&#10;").replace('\t', "&#9;")
}

/// Text within an element. What XML 1.0 cannot hold at all becomes U+FFFD.
fn escaped_text(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\n' | '\t' => xml.push(character),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => xml.push(char::REPLACEMENT_CHARACTER),
            other => xml.push(other),
        }
    }
    xml
}
