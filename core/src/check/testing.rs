//! What the tests of rules share.

use super::{CheckOptions, NodeFile, check, check_with};
use crate::diagnostic::Diagnostic;

/// One file without anything said of its node.
pub(crate) fn file(text: &str) -> NodeFile {
    NodeFile::from_text("deployment.toml", text)
}

/// The findings with this code, of all rules over these files.
pub(crate) fn findings(code: &str, files: impl IntoIterator<Item = NodeFile>) -> Vec<Diagnostic> {
    let report = check(files).unwrap();
    report.diagnostics().iter().filter(|found| found.code == code).cloned().collect()
}

/// As [`findings`], with notes.
pub(crate) fn notes(code: &str, files: impl IntoIterator<Item = NodeFile>) -> Vec<Diagnostic> {
    let report = check_with(files, &CheckOptions::new().notes(true)).unwrap();
    report.diagnostics().iter().filter(|found| found.code == code).cloned().collect()
}

/// Holds when exactly these findings have this code: `line:column`, and what the message must contain.
#[track_caller]
pub(crate) fn assert_found(
    code: &str,
    files: impl IntoIterator<Item = NodeFile>,
    expected: &[(&str, &str)],
) {
    let found = findings(code, files);
    let shown: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), expected.len(), "{shown:#?}");
    for (found, (position, part)) in found.iter().zip(expected) {
        let at = format!("{}:{}", found.line.unwrap(), found.column.unwrap());
        assert_eq!(&at, position, "{found}");
        assert!(found.message.contains(part), "`{}` lacks `{part}`", found.message);
        assert!(found.help.is_some(), "no help: {found}");
    }
}

/// Holds when nothing has this code.
#[track_caller]
pub(crate) fn assert_silent(code: &str, files: impl IntoIterator<Item = NodeFile>) {
    assert_found(code, files, &[]);
}

/// The text after a finding's fix.
#[track_caller]
pub(crate) fn fixed(text: &str, found: &Diagnostic) -> String {
    let mut edits = found.fix.clone().expect("a fix").edits;
    edits.sort_by_key(|edit| edit.span.start);
    let mut fixed = text.to_owned();
    for edit in edits.iter().rev() {
        fixed.replace_range(edit.span.clone(), &edit.replacement);
    }
    fixed
}
