//! An environment of a kind of gateway that nobody offers.

use crate::check::registry::Check;
use crate::check::values::quoted;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Environment;
use crate::diagnostic::shared::UNKNOWN_GATEWAY_TYPE;
use crate::diagnostic::{Fix, Safety, Sink};
use crate::model::{GATEWAY_KINDS, GATEWAY_PROVIDERS, Text, nearly};

pub(crate) const CHECK: Check = Check { rule: &UNKNOWN_GATEWAY_TYPE, run };

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
                None => (Known::Some(&GATEWAY_KINDS), None),
            };
            judge(node, environment, "gateway_type", &known, list, sink);
            judge(node, environment, "provider", &Known::Some(&GATEWAY_PROVIDERS), None, sink);
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
    let near = nearly(&value, &all);
    if near.is_none() && !are_all {
        return;
    }
    let message = if are_all {
        format!("`{key}` is {}, which `[apim] gateway_type` does not offer", quoted(&value))
    } else {
        format!("`{key}` is {}, which is nearly a known one and none", quoted(&value))
    };
    let mut found = sink.report(&UNKNOWN_GATEWAY_TYPE, Some(&node.at(item)), message);
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
