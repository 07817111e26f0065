//! Two environments of one name.

use std::collections::HashMap;

use crate::check::DeploymentSet;
use crate::check::registry::Check;
use crate::check::values::{quoted, rendered};
use crate::diagnostic::Sink;
use crate::diagnostic::shared::DUPLICATE_ENVIRONMENT_NAME;

pub(crate) const CHECK: Check = Check { rule: &DUPLICATE_ENVIRONMENT_NAME, run };

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.control_planes() {
        let mut first_of = HashMap::new();
        for environment in node.environments() {
            let Some(item) = environment.get("name") else { continue };
            // A missing or empty name has a rule of its own.
            let Some(name) = rendered(item).filter(|name| !name.is_empty()) else { continue };
            let Some(first) = first_of.get(&name).copied() else {
                first_of.insert(name, item);
                continue;
            };
            let message = format!(
                "a second environment is named {}: API-M keeps the first and drops this one",
                quoted(&name)
            );
            sink.report(&DUPLICATE_ENVIRONMENT_NAME, Some(&node.at(item)), message)
                .help(
                    "give this environment a name of its own, or remove it: \
                     several gateways that serve the same APIs belong behind one environment",
                )
                .related(Some(&node.at(first)), "the first environment of this name");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings};

    const CODE: &str = "duplicate-environment-name";

    fn names(names: &[&str]) -> crate::NodeFile {
        let section = |name: &&str| format!("[[apim.gateway.environment]]\nname = {name}\n");
        file(&names.iter().map(section).collect::<String>())
    }

    #[test]
    fn every_environment_but_the_first_is_found() {
        let files = || [names(&["\"A\"", "\"B\"", "'A'", "\"A\""])];
        assert_found(CODE, files(), &[("6:8", "is named `A`"), ("8:8", "is named `A`")]);
        for found in findings(CODE, files()) {
            assert_eq!((found.related[0].line, found.related[0].column), (Some(2), Some(8)));
        }
        assert_found(CODE, [names(&["1", "\"1\""])], &[("4:8", "`1`")]);
        assert_found(CODE, [names(&["\"$env{A}\"", "\"$env{A}\""])], &[("4:8", "`$env{A}`")]);
    }

    #[test]
    fn other_names_and_no_names_are_left_alone() {
        assert_silent(CODE, [names(&["\"Default\"", "\"default\"", "\"Default \""])]);
        assert_silent(CODE, [names(&["\"\"", "\"\""])]);
        assert_silent(CODE, [names(&["\"A\""]), names(&["\"A\""])]);
    }
}
