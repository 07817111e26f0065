//! An outcome for CI servers: JUnit's XML. An API is a suite and a step a case, so that the build is red exactly when
//! something failed.

use crate::diagnostic::junit::{Suite, document};
use crate::publish::report::view::{ApiOutcomeView, OutcomeView, STOPPED};

pub(super) fn outcome(outcome: &OutcomeView) -> String {
    let mut suites: Vec<Suite> = outcome.apis.iter().map(suite).collect();
    if suites.is_empty() {
        // Servers take a file without cases for a mistake.
        let mut empty = Suite::new("gatewright");
        empty.passed("nothing to do");
        suites.push(empty);
    }
    document(&suites)
}

fn suite(api: &ApiOutcomeView) -> Suite {
    let mut suite = Suite::new(format!("{} {}", api.name, api.version));
    for step in &api.done {
        suite.passed(&step.text);
    }
    for pending in &api.pending {
        suite.skipped(pending, pending);
    }
    if let Some(error) = &api.error {
        let name = api.failed.as_ref().map_or(error.code, |step| step.text.as_str());
        let mut lines = vec![error.message.clone()];
        if !error.environments.is_empty() {
            lines.push(format!("environments: {}", error.environments.join(", ")));
        }
        if !error.remedy.is_empty() {
            lines.push(format!("fix: {}", error.remedy));
        }
        if let Some(id) = &error.correlation_id {
            lines.push(format!("correlation id: {id}"));
        }
        suite.failed(name, error.code, &error.message, &lines.join("\n"));
    }
    if api.is_stopped {
        suite.skipped("stopped", STOPPED);
    }
    if suite.is_empty() {
        suite.passed("nothing to do");
    }
    suite
}
