//! What is printed of each rule's mistake, in every format: positions, excerpts, fixes and related places as people and
//! tools see them.

use gatewright::check::rules;
use gatewright::{Format, Report};

use crate::{files, publications, topologies};

/// All five formats below each other.
fn printed(code: &str, report: &Report) -> String {
    let version = concat!("ersion\": \"", env!("CARGO_PKG_VERSION"), "\"");
    let rule = rules().into_iter().find(|rule| rule.code == code).unwrap();
    let page = format!("{}\n", rule.documentation.trim());
    let page = serde_json::to_string(&page).unwrap();
    let printed = Format::ALL.map(|format| {
        // The program's own version and the rule's page, which SARIF carries, have tests of their own.
        let text = report.format(format).replace(version, "ersion\": \"0.0.0\"");
        let text = text.replace(&page, "\"the rule's page\"");
        format!("==== {format}\n{text}")
    });
    printed.join("\n")
}

#[test]
fn every_rule_in_every_format() {
    let of_files =
        files::CASES.iter().map(|case| (case.code, files::report(case.release, case.mistake)));
    let of_topologies = topologies::CASES
        .iter()
        .map(|case| (case.code, topologies::report(&topologies::text(case, case.mistake))));
    let of_publications = publications::CASES
        .iter()
        .map(|case| (case.code, publications::report(case, case.mistake, "4.7")));
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (code, report) in of_files.chain(of_topologies).chain(of_publications) {
            insta::assert_snapshot!(code, printed(code, &report));
        }
    });
}
