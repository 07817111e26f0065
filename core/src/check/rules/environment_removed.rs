//! An environment that is commented out although APIs may be deployed to it.

use std::collections::HashSet;

use crate::check::registry::Check;
use crate::check::values::quoted;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::commented_sections;
use crate::diagnostic::{Rule, Severity, Sink};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "environment-removed",
    severity: Severity::Note,
    summary: "An environment is commented out; APIs may still be deployed to it.",
    documentation: r#"## What it finds

On a control plane, a commented-out `[[apim.gateway.environment]]` with a name that no active environment of the file has.
A note: whether anything is deployed there, the file does not say. A file also does not say which environments were
deleted or renamed; Gatewright's own writing refuses both unless they are named.

## Why it hurts

What was deployed to an environment stays deployed to its name. When the name is gone, API-M 4.x logs `Error resolving
vhost while retrieving runtime artifact … Skipping runtime artifact for the API` (carbon-apimgt#10289), and the portals of
3.x answer `Could not find provided environment` (product-apim#8419, product-apim#7255).

## Example

```toml
#[[apim.gateway.environment]]
#name = "Default"
#type = "hybrid"

[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"
```

## How to fix it

Undeploy all APIs from the environment before it goes, or keep it beside the new ones.
"#,
};

fn run(set: &DeploymentSet, sink: &mut Sink) {
    if sink.keeps_notes() {
        set.control_planes().for_each(|node| judge(node, sink));
    }
}

fn judge(node: &NodeView, sink: &mut Sink) {
    let active: HashSet<_> =
        node.environments().filter_map(crate::deployment::Environment::name).collect();
    if active.is_empty() {
        return;
    }
    for section in commented_sections(&node.document, "apim.gateway.environment") {
        let Some(name) = section.name.filter(|name| !active.contains(name.as_str())) else {
            continue;
        };
        let header = node.document.text().get(section.span.clone()).unwrap_or_default();
        let end = section.span.start + header.lines().next().unwrap_or_default().len();
        let name = quoted(&name);
        let message = format!(
            "the environment {name} is commented out: what is deployed to it is not reached"
        );
        sink.report(&RULE, Some(&node.location(section.span.start..end)), message).help(format!(
            "undeploy all APIs from {name} first, or take the `#` away and keep it beside the others"
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_silent, file, notes};

    const CODE: &str = "environment-removed";
    const ACTIVE: &str = "[[apim.gateway.environment]]\nname = \"A\"\n";

    #[test]
    fn a_commented_out_environment_is_noted() {
        let text =
            format!("[server]\n#[[apim.gateway.environment]]\n#name = \"Default\"\n\n{ACTIVE}");
        assert_silent(CODE, [file(&text)]);
        let found = notes(CODE, [file(&text)]);
        assert_eq!((found[0].line, found[0].span.clone()), (Some(2), Some(9..38)));
        assert!(found[0].message.contains("`Default`"));
    }

    #[test]
    fn one_that_is_active_under_its_name_and_one_alone_are_silent() {
        for text in [
            format!("#[[apim.gateway.environment]]\n#name = \"A\"\n\n{ACTIVE}"),
            format!("#[[apim.gateway.environment]]\n#type = \"hybrid\"\n\n{ACTIVE}"),
            "#[[apim.gateway.environment]]\n#name = \"Default\"\n".to_owned(),
        ] {
            assert_eq!(notes(CODE, [file(&text)]), [], "{text}");
        }
    }
}
