//! Tests of the rules: each at its exact place, and each with a near miss.

mod attributes;
mod endpoints;
mod environments;
mod gateway_urls;
mod nodes;
mod reading;
mod whole;

use super::{RULES, Topology};
use crate::diagnostic::shared::SHARED;
use crate::diagnostic::{Diagnostic, Severity};

/// A valid topology of one control plane and one gateway, which the tests change.
pub(super) const BASE: &str = r#"release = "4.7"

[[node]]
name = "cp"
roles = ["control-plane"]
host = "localhost"

[[node]]
name = "gw1"
roles = ["gateway"]
host = "localhost"
offset = 1

[[environment]]
name = "Production"
type = "production"
gateways = ["gw1"]
"#;

/// A node and an environment to append to [`BASE`].
pub(super) const SECOND: &str = r#"
[[node]]
name = "gw2"
roles = ["gateway"]
host = "localhost"
offset = 2

[[environment]]
name = "Sandbox"
type = "sandbox"
gateways = ["gw2"]
"#;

/// Marks, in a test's text, where the finding must be.
const HERE: char = '▸';

/// [`BASE`] and [`SECOND`].
pub(super) fn two_gateways() -> String {
    format!("{BASE}{SECOND}")
}

/// A text with its first `from` replaced, which must be there.
pub(super) fn with(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "nothing to replace: {from}");
    text.replacen(from, to, 1)
}

/// Everything that is reported about a text: its errors, or its warnings when it is valid.
pub(super) fn findings(text: &str) -> Vec<Diagnostic> {
    let found = match Topology::parse(text) {
        Ok(topology) => topology.check().diagnostics().to_vec(),
        Err(error) => {
            error.report().expect("an invalid topology has a report").diagnostics().to_vec()
        }
    };
    for found in &found {
        let is_registered = RULES.iter().chain(SHARED).any(|rule| rule.code == found.code);
        assert!(is_registered, "{} has no page", found.code);
    }
    found
}

/// Holds that a text has these findings and no other, where its marks are, and gives them back.
#[track_caller]
pub(super) fn finds(codes: &[&str], marked: &str) -> Vec<Diagnostic> {
    let mut places = Vec::new();
    let (mut line, mut column) = (1, 1);
    for character in marked.chars() {
        match character {
            HERE => places.push((Some(line), Some(column))),
            '\n' => (line, column) = (line + 1, 1),
            _ => column += 1,
        }
    }
    assert_eq!(places.len(), codes.len(), "a mark for each finding");
    let found = findings(&marked.replace(HERE, ""));
    let expected: Vec<_> = codes.iter().copied().zip(places).collect();
    let actual: Vec<_> =
        found.iter().map(|found| (found.code, (found.line, found.column))).collect();
    assert_eq!(actual, expected, "{found:#?}");
    for found in &found {
        assert!(found.span.is_some() && found.message.len() >= 20, "{found:?}");
        assert!(found.help.as_ref().is_some_and(|help| !help.is_empty()), "{found:?}");
        assert!(!found.message.contains('\n'), "{found:?}");
    }
    found
}

/// Holds that nothing is reported.
#[track_caller]
pub(super) fn finds_nothing(text: &str) {
    let found = findings(text);
    assert!(found.is_empty(), "{found:#?}");
}

pub(super) fn is_error(found: &[Diagnostic]) -> bool {
    found.iter().all(|found| found.severity == Severity::Error)
}
