//! An environment of a kind of gateway that nobody offers.

use crate::check::registry::Check;
use crate::check::values::quoted;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Environment;
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};
use crate::model::Text;

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "unknown-gateway-type",
    severity: Severity::Warning,
    summary: "An environment's `gateway_type` or `provider` is none that API-M offers.",
    documentation: r#"## What it finds

- A `gateway_type` of an environment that is not in the list which the same file has in `[apim] gateway_type` (since 4.5).
- Without such a list, a `gateway_type` that is nearly one of the kinds that WSO2's files name (`Regular`, `APK`, `AWS`,
  `Azure`, `Kong`, `Envoy`, `APIPlatform`) and a `provider` that is nearly `wso2` or `solace`.

Upper and lower case make no difference here, references are not judged.

## Why it hurts

API-M takes whatever stands there. The Publisher offers the kinds of `[apim] gateway_type` alone: nothing can be deployed
to an environment of another kind. A misspelt `Regular` or `wso2` makes the environment one of an unknown vendor, which no
gateway node serves; the rules about ports and hosts do not look at it either.

## Example

```toml
[apim]
gateway_type = "Regular,APK,AWS"

[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"
gateway_type = "Kong"
```

## How to fix it

Write a kind that is offered, or add the one that is meant to the list in `[apim]`: `gateway_type = "Regular,Kong"`.
"#,
};

/// Source: API-M 4.5–4.7, deployment.toml as shipped: `[apim] gateway_type`.
const KINDS: [&str; 7] = ["Regular", "APK", "AWS", "Azure", "Kong", "Envoy", "APIPlatform"];
/// Source: API-M 4.1–4.7, deployment.toml as shipped, and the integration tests'.
const PROVIDERS: [&str; 2] = ["wso2", "solace"];

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.control_planes() {
        let offered = node.get("apim.gateway_type").and_then(|item| {
            let list = item.as_text().filter(Text::is_plain).and(item.as_str())?;
            let kinds: Vec<String> = list
                .split(',')
                .map(|kind| kind.trim().to_owned())
                .filter(|kind| !kind.is_empty())
                .collect();
            (!kinds.is_empty()).then_some((item, kinds))
        });
        for environment in node.environments() {
            let (known, list) = match &offered {
                Some((list, kinds)) => (Known::All(kinds), Some(*list)),
                None => (Known::Some(&KINDS), None),
            };
            judge(node, environment, "gateway_type", &known, list, sink);
            judge(node, environment, "provider", &Known::Some(&PROVIDERS), None, sink);
        }
    }
}

/// The values that are known of a key.
enum Known<'k> {
    /// There are no others.
    All(&'k [String]),
    /// There may be others, which only look different.
    Some(&'k [&'k str]),
}

fn judge(
    node: &NodeView,
    environment: Environment<'_>,
    key: &str,
    known: &Known<'_>,
    list: Option<crate::deployment::Item<'_>>,
    sink: &mut Sink,
) {
    let Some(item) = environment.get(key) else { return };
    let Some(value) = item.as_str().filter(|value| !value.contains('$') && !value.is_empty())
    else {
        return;
    };
    let (all, are_all): (Vec<&str>, bool) = match known {
        Known::All(kinds) => (kinds.iter().map(String::as_str).collect(), true),
        Known::Some(kinds) => (kinds.to_vec(), false),
    };
    if all.iter().any(|kind| kind.eq_ignore_ascii_case(&value)) {
        return;
    }
    let near = near(&value, &all);
    if near.is_none() && !are_all {
        return;
    }
    let message = if are_all {
        format!("`{key}` is {}, which `[apim] gateway_type` does not offer", quoted(&value))
    } else {
        format!("`{key}` is {}, which is nearly a known one and none", quoted(&value))
    };
    let mut found = sink.report(&RULE, Some(&node.at(item)), message);
    if let Some(list) = list {
        found = found.related(Some(&node.at(list)), "what the Publisher offers");
    }
    match near {
        Some(near) => {
            let edit = node.edit(item.span(), format!("\"{near}\""));
            found.help(format!("did you mean `{near}`?")).fix(Fix::new(Safety::Unsafe, vec![edit]));
        }
        None => {
            found.help(format!("write one of {}, or add it to the list", all.join(", ")));
        }
    }
}

/// The known value that is probably meant: one typing error, or blanks around it.
fn near<'k>(value: &str, known: &[&'k str]) -> Option<&'k str> {
    let folded = value.trim().to_lowercase();
    known
        .iter()
        .filter(|kind| {
            let kind = kind.to_lowercase();
            // One error makes another word of three letters.
            kind == folded || (kind.len() > 3 && strsim::osa_distance(&kind, &folded) <= 1)
        })
        .copied()
        .next()
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed};

    const CODE: &str = "unknown-gateway-type";

    fn with(list: &str, lines: &str) -> String {
        format!("{list}\n[[apim.gateway.environment]]\nname = \"A\"\n{lines}\n")
    }

    const LIST: &str = "[apim]\ngateway_type = \"Regular, APK,AWS\"";

    #[test]
    fn what_is_not_offered_is_found() {
        let text = with(LIST, "gateway_type = \"Kong\"");
        assert_found(CODE, [file(&text)], &[("5:16", "`Kong`")]);
        assert!(findings(CODE, [file(&text)])[0].fix.is_none());
        let text = with(LIST, "gateway_type = \"Regualr\"");
        assert_eq!(
            fixed(&text, &findings(CODE, [file(&text)])[0]),
            with(LIST, "gateway_type = \"Regular\"")
        );
    }

    #[test]
    fn without_a_list_only_slips_are_found() {
        let text = with("", "gateway_type = \"Regulr\"\nprovider = \"wso\"");
        assert_found(CODE, [file(&text)], &[("4:16", "`Regulr`"), ("5:12", "`wso`")]);
        for lines in [
            "gateway_type = \"Kong\"\nprovider = \"solace\"",
            "gateway_type = \"MyGateway\"\nprovider = \"acme\"",
            "gateway_type = \"regular\"\nprovider = \"WSO2\"",
            "gateway_type = \"\"\nprovider = \"$env{PROVIDER}\"",
            "gateway_type = \"AKS\"",
        ] {
            assert_silent(CODE, [file(&with("", lines))]);
        }
    }

    #[test]
    fn offered_kinds_and_lists_that_are_not_known_are_left_alone() {
        for lines in ["gateway_type = \"aws\"", "gateway_type = \"$env{KIND}\"", ""] {
            assert_silent(CODE, [file(&with(LIST, lines))]);
        }
        let open = "[apim]\ngateway_type = \"$env{KINDS}\"";
        assert_silent(CODE, [file(&with(open, "gateway_type = \"Kong\""))]);
    }
}
