//! Names of environments beside each other.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::environment::CheckedEnvironment;
use crate::diagnostic::shared::{DUPLICATE_ENVIRONMENT_NAME, ENVIRONMENT_NAMES_DIFFER_IN_CASE};
use crate::model::reader::Findings;
use crate::model::reader::shown;
use crate::model::topology::draft::At;

pub(super) fn check(environments: &[CheckedEnvironment<'_>], findings: &mut Findings) {
    let mut exact: HashMap<&str, &At<String>> = HashMap::new();
    let mut folded: HashMap<String, &At<String>> = HashMap::new();
    for name in environments.iter().filter_map(|environment| environment.draft.name.given()) {
        // An empty name is reported as such.
        if name.value.is_empty() {
            continue;
        }
        if let Some(first) = exact.get(name.value.as_str()) {
            let message = format!(
                "two environments have the name `{}`: API-M keeps the first and drops the others without a word",
                shown(&name.value)
            );
            findings
                .error(&DUPLICATE_ENVIRONMENT_NAME, &name.place, message)
                .related(&first.place, "the first environment of that name")
                .help("give each environment a name of its own");
            continue;
        }
        exact.insert(&name.value, name);
        match folded.entry(name.value.to_lowercase()) {
            Entry::Vacant(entry) => {
                entry.insert(name);
            }
            Entry::Occupied(entry) => differ_in_case(entry.get(), name, findings),
        }
    }
}

fn differ_in_case(first: &At<String>, name: &At<String>, findings: &mut Findings) {
    let message = format!(
        "the environments `{}` and `{}` differ only in case: API-M tells them apart, people and some databases do not",
        shown(&first.value),
        shown(&name.value)
    );
    findings
        .error(&ENVIRONMENT_NAMES_DIFFER_IN_CASE, &name.place, message)
        .related(&first.place, "the other name")
        .help("choose names that differ in more than case");
}
