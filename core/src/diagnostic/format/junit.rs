//! For CI servers: JUnit's XML, as Jenkins and GitLab read it.
//!
//! A suite per file, a case per finding. An error is a failure. JUnit knows no warnings: one is a case that passed and
//! has a `system-out`, so that the build is red exactly when the report is not [`ok`](Report::ok). What was
//! inferred is a case that passed, what was not compared a skipped one. A report without findings is one case that passed, since servers take a file without
//! cases for a mistake.

use super::{Masks, place, text};
use crate::diagnostic::junit::{Suite, document};
use crate::diagnostic::{Diagnostic, Report, Severity};

/// The suite of what belongs to no file.
const NO_FILE: &str = "gatewright";

pub(super) fn report(report: &Report) -> String {
    let mut masks = Masks::default();
    let mut suites = Vec::from_iter(whole_report(report));
    // Findings are ordered by file.
    for found in report.diagnostics() {
        let name = found.path.as_deref().map_or_else(|| NO_FILE.to_owned(), place::path);
        if suites.last().is_none_or(|suite| suite.name() != name) {
            suites.push(Suite::new(name));
        }
        if let Some(suite) = suites.last_mut() {
            finding(suite, found, &text::finding(report, found, &mut masks));
        }
    }
    document(&suites)
}

/// What is said of all files together. Findings without a file come first, and join this suite.
fn whole_report(report: &Report) -> Option<Suite> {
    let mut suite = Suite::new(NO_FILE);
    if report.is_empty() {
        suite.passed("no findings");
    }
    for sentence in report.inferred() {
        suite.passed_saying("inferred", sentence);
    }
    for sentence in report.not_compared() {
        suite.skipped("not compared", sentence);
    }
    (!suite.is_empty()).then_some(suite)
}

fn finding(suite: &mut Suite, found: &Diagnostic, text: &str) {
    let name = match (found.line, found.column) {
        (Some(line), Some(column)) => format!("{} at {line}:{column}", found.code),
        _ => found.code.to_owned(),
    };
    if found.severity == Severity::Error {
        suite.failed(&name, found.code, &found.message, text);
    } else {
        suite.passed_saying(&name, text);
    }
}
