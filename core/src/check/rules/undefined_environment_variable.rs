//! An `$env{…}` of a variable that will not be there.

use crate::check::registry::Check;
use crate::check::values::for_each_string;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::{Rule, Severity, Sink};
use crate::model::{Part, Reference};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "undefined-environment-variable",
    severity: Severity::Error,
    summary: "An `$env{…}` names an environment variable that is not defined.",
    documentation: r#"## What it finds

An `$env{X}` in any value when the caller of `check` said which environment variables the nodes will find, and `X` is none
of them. Without that nothing is said: the environment of the one who checks is seldom that of the nodes.

## Why it hurts

API-M (3.0 to 4.7) resolves `$env{…}` when it starts, and does not start when a variable is missing: `Environment variable
X not defined in system`. A variable that is defined and empty is accepted.

## Example

```toml
[super_admin]
username = "admin"
password = "$env{ADMIN_PASSWORD}"
```

## How to fix it

Define the variable where the node is started (`export ADMIN_PASSWORD=…`, the unit's or the container's environment), or
correct its name: upper and lower case count.
"#,
};

fn run(set: &DeploymentSet, sink: &mut Sink) {
    let Some(variables) = set.variables() else { return };
    for node in set.nodes() {
        for_each_string(node.document.root(), &mut |item| {
            let may_hold_one = item.raw().contains("$env") || item.raw().contains('\\');
            if may_hold_one {
                judge(node, item, variables, sink);
            }
        });
    }
}

fn judge(
    node: &NodeView,
    item: Item<'_>,
    variables: &std::collections::BTreeSet<String>,
    sink: &mut Sink,
) {
    let Some(text) = item.as_text() else { return };
    for part in text.parts() {
        let Part::Reference(Reference::EnvironmentVariable, name) = part else { continue };
        if variables.contains(name) {
            continue;
        }
        let message = format!(
            "the environment variable `{name}` is not defined: API-M does not start (`Environment variable {name} not \
             defined in system`)"
        );
        let near = variables.iter().find(|known| known.eq_ignore_ascii_case(name));
        let help = match near {
            Some(near) => format!("did you mean `$env{{{near}}}`? Upper and lower case count"),
            None => format!("define `{name}` where the node is started, or correct its name here"),
        };
        sink.report(&RULE, Some(&node.at(item)), message).help(help);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_silent, file};
    use crate::check::{CheckOptions, check_with};

    const CODE: &str = "undefined-environment-variable";
    const TEXT: &str = "[super_admin]\npassword = \"$env{ADMIN_PASSWORD}\"\n\
        [[apim.gateway.environment]]\nname = \"A\"\ndescription = \"\\u0024env{WHERE} and $env{where}\"\n";

    fn found(variables: &[&str]) -> Vec<String> {
        let options = CheckOptions::new().environment_variables(variables.iter().copied());
        let report = check_with([file(TEXT)], &options).unwrap();
        let of_rule = report.diagnostics().iter().filter(|found| found.code == CODE);
        of_rule
            .map(|found| {
                format!(
                    "{}:{} {}",
                    found.line.unwrap(),
                    found.column.unwrap(),
                    found.help.as_ref().unwrap()
                )
            })
            .collect()
    }

    #[test]
    fn variables_that_are_not_there_are_found_everywhere() {
        let none = found(&[]);
        assert_eq!(none.len(), 3);
        assert!(none[0].starts_with("2:12 define `ADMIN_PASSWORD`"), "{none:?}");
        let one = found(&["ADMIN_PASSWORD", "WHERE"]);
        assert_eq!(one, ["5:15 did you mean `$env{WHERE}`? Upper and lower case count"]);
        assert!(found(&["ADMIN_PASSWORD", "WHERE", "where", "OTHER"]).is_empty());
    }

    #[test]
    fn unless_they_are_said_nothing_is_said_of_them() {
        assert_silent(CODE, [file(TEXT)]);
    }
}
