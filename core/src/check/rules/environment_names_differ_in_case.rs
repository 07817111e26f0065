//! Two environments whose names are one to the eye.

use std::collections::{HashMap, HashSet};

use crate::check::DeploymentSet;
use crate::check::registry::Check;
use crate::check::values::quoted;
use crate::diagnostic::Sink;
use crate::diagnostic::shared::ENVIRONMENT_NAMES_DIFFER_IN_CASE;
use crate::model::Text;

pub(crate) const CHECK: Check = Check { rule: &ENVIRONMENT_NAMES_DIFFER_IN_CASE, run };

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.control_planes() {
        let mut spellings = HashSet::new();
        let mut first_of = HashMap::new();
        for environment in node.environments() {
            let Some(item) = environment.get("name") else { continue };
            let Some(name) = item.as_str().filter(|name| !name.is_empty()) else { continue };
            // The same spelling again is a duplicate, which has a rule of its own; `$env{a}` and `$env{A}` are two
            // variables.
            if !Text::parse(&name).is_plain() || !spellings.insert(name.clone()) {
                continue;
            }
            let first = *first_of.entry(name.to_lowercase()).or_insert(item);
            let Some(other) = first.as_str().filter(|other| *other != name) else { continue };
            let message = format!(
                "the name {} differs from {} only in upper and lower case: \
                 to API-M these are two environments",
                quoted(&name),
                quoted(&other)
            );
            sink.report(&ENVIRONMENT_NAMES_DIFFER_IN_CASE, Some(&node.at(item)), message)
                .help("choose names that differ in more than case, or remove one of the two")
                .related(Some(&node.at(first)), "the other environment");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings};

    const CODE: &str = "environment-names-differ-in-case";

    fn names(names: &[&str]) -> crate::NodeFile {
        let section = |name: &&str| format!("[[apim.gateway.environment]]\nname = \"{name}\"\n");
        file(&names.iter().map(section).collect::<String>())
    }

    #[test]
    fn each_further_spelling_is_found_once() {
        let files = || [names(&["Default", "default", "DEFAULT", "default"])];
        let expected = [("4:8", "`default` differs from `Default`"), ("6:8", "`DEFAULT`")];
        assert_found(CODE, files(), &expected);
        assert_eq!(findings(CODE, files())[0].related[0].line, Some(2));
    }

    #[test]
    fn equal_names_other_names_and_references_are_left_alone() {
        assert_silent(CODE, [names(&["Default", "Default"])]);
        assert_silent(CODE, [names(&["Default", "Default 2", "Defaults"])]);
        assert_silent(CODE, [names(&["$env{a}", "$env{A}"])]);
        assert_silent(CODE, [names(&["", ""])]);
    }
}
