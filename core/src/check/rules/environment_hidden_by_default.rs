//! An environment that the try-out does not list because nobody said that it should.

use crate::check::misspelling::is_misspelt_in;
use crate::check::registry::Check;
use crate::check::values::{line_after_header, quoted};
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Environment;
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "environment-hidden-by-default",
    severity: Severity::Note,
    summary: "An environment does not say whether the try-out lists it, and is hidden.",
    documentation: r#"## What it finds

An environment without `display_in_api_console`, or with an empty one. An explicit `false` says what is meant.

## Why it hurts

An absent key is written into `api-manager.xml` as an empty text, and that is read as `false` in every release from 3.0 to
4.7: the environment is not offered in the try-out of the portals. The default `true` that API-M's code has is out of
reach (product-apim#3384, product-apim#10916).

## Example

```toml
[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"
https_endpoint = "https://localhost:8244"
```

## How to fix it

Write `display_in_api_console = true`, or `false` when that is meant.
"#,
};

const KEY: &str = "display_in_api_console";

fn run(set: &DeploymentSet, sink: &mut Sink) {
    if !sink.keeps_notes() {
        return;
    }
    for node in set.control_planes() {
        node.environments().for_each(|environment| judge(node, environment, sink));
    }
}

fn judge(node: &NodeView, environment: Environment<'_>, sink: &mut Sink) {
    let item = environment.get(KEY);
    let is_hidden = match item {
        None => !is_misspelt_in(environment.item(), KEY),
        Some(item) => item.as_str().is_some_and(|value| value.trim().is_empty()),
    };
    if !is_hidden {
        return;
    }
    let message = format!(
        "the environment {} does not say `{KEY}`: it is hidden in the try-out",
        quoted(&environment.name().unwrap_or_default())
    );
    let location = item.map_or_else(|| node.at_environment(environment), |item| node.at(item));
    let found = sink
        .report(&RULE, Some(&location), message)
        .help(format!("write `{KEY} = true`, or `false` if it is meant to be hidden"));
    let edit = match item {
        Some(item) => Some(node.edit(item.span(), "true")),
        None => line_after_header(environment.item())
            .map(|(at, line_break)| node.edit(at..at, format!("{KEY} = true{line_break}"))),
    };
    if let Some(edit) = edit {
        found.fix(Fix::new(Safety::Unsafe, vec![edit]));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_silent, file, fixed, notes};

    const CODE: &str = "environment-hidden-by-default";

    #[test]
    fn an_environment_that_says_nothing_is_hidden() {
        for (text, repaired) in [
            (
                "[[apim.gateway.environment]] # x\r\nname = \"A\"\r\n",
                "[[apim.gateway.environment]] # x\r\ndisplay_in_api_console = true\r\nname = \"A\"\r\n",
            ),
            (
                "[[apim.gateway.environment]]\nname = \"A\"\ndisplay_in_api_console = \"\"\n",
                "[[apim.gateway.environment]]\nname = \"A\"\ndisplay_in_api_console = true\n",
            ),
        ] {
            assert_silent(CODE, [file(text)]);
            let found = notes(CODE, [file(text)]);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(fixed(text, &found[0]), repaired);
            assert_eq!(notes(CODE, [file(repaired)]), []);
        }
    }

    #[test]
    fn what_is_said_is_meant() {
        for line in [
            "display_in_api_console = false",
            "display_in_api_console = \"true\"",
            "displayInApiConsole = true",
        ] {
            let text = format!("[[apim.gateway.environment]]\nname = \"A\"\n{line}\n");
            assert_eq!(notes(CODE, [file(&text)]), [], "{line}");
        }
    }
}
