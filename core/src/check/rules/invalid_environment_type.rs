//! A type that is none of the three.

use crate::check::misspelling::is_misspelt_in;
use crate::check::registry::Check;
use crate::check::values::{quoted, rendered};
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::shared::INVALID_ENVIRONMENT_TYPE;
use crate::diagnostic::{Edit, Fix, Safety, Sink};
use crate::model::{EnvironmentType, Text};

pub(crate) const CHECK: Check = Check { rule: &INVALID_ENVIRONMENT_TYPE, run };

/// What follows from any other type; API-M logs none of it.
const EFFECT: &str =
    "the gateway takes production keys only and answers sandbox keys with an empty 401";
const HELP: &str =
    "write `production` (production keys only), `sandbox` (sandbox keys only) or `hybrid` (both)";

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.control_planes() {
        for environment in node.environments() {
            match environment.get("type") {
                Some(item) => judge(node, item, sink),
                None if is_misspelt_in(environment.item(), "type") => {}
                None => {
                    let location = node.at_environment(environment);
                    let message = format!("an environment has no `type`: {EFFECT}");
                    sink.report(&INVALID_ENVIRONMENT_TYPE, Some(&location), message).help(HELP);
                }
            }
        }
    }
}

fn judge(node: &NodeView, item: Item<'_>, sink: &mut Sink) {
    let Some(value) = rendered(item) else { return };
    if is_known(&value) {
        return;
    }
    let message = match &*value {
        "" => format!("an environment's type is empty: {EFFECT}"),
        value => format!("{} is no type of environment: {EFFECT}", quoted(value)),
    };
    let found = sink.report(&INVALID_ENVIRONMENT_TYPE, Some(&node.at(item)), message);
    match meant_by(&value).zip(repair(node, item, &value)) {
        Some(((meant, _), (edit, safety))) => {
            found.help(format!("write `{meant}`")).fix(Fix::new(safety, vec![edit]));
        }
        None => drop(found.help(HELP)),
    }
}

/// True for the three types, and for a reference: what it stands for is not known here.
pub(super) fn is_known(value: &str) -> bool {
    EnvironmentType::from_name(value).is_some() || !Text::parse(value).is_plain()
}

/// The type that was probably meant in place of a value that is none.
pub(super) fn repair(node: &NodeView, item: Item<'_>, value: &str) -> Option<(Edit, Safety)> {
    let (meant, safety) = meant_by(value)?;
    let quote = if item.raw().starts_with('\'') { '\'' } else { '"' };
    Some((node.edit(item.span(), format!("{quote}{meant}{quote}")), safety))
}

/// The type that a value stands for, and how certain that is.
fn meant_by(value: &str) -> Option<(EnvironmentType, Safety)> {
    let word = value.trim().to_lowercase();
    if let Some(same) = EnvironmentType::from_name(&word) {
        return Some((same, Safety::Safe));
    }
    let is_near = |kind: &EnvironmentType| {
        let is_prefix = word.len() >= 4 && kind.as_str().starts_with(&word);
        is_prefix || strsim::osa_distance(&word, kind.as_str()) <= 2
    };
    Some((EnvironmentType::ALL.into_iter().find(is_near)?, Safety::Unsafe))
}

#[cfg(test)]
mod tests {
    use crate::Safety;
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed};

    const CODE: &str = "invalid-environment-type";

    fn of_type(line: &str) -> String {
        format!("[[apim.gateway.environment]]\nname = \"A\"\n{line}\n")
    }

    #[test]
    fn another_word_another_case_and_no_word_are_found() {
        for (line, position, part) in [
            ("type = \"Production\"", "3:8", "`Production` is no type"),
            ("type = \"prod\"", "3:8", "`prod` is no type"),
            ("type = \" hybrid\"", "3:8", "` hybrid` is no type"),
            ("type = \"\"", "3:8", "type is empty"),
            ("type = true", "3:8", "`true` is no type"),
            ("", "1:1", "has no `type`"),
        ] {
            assert_found(CODE, [file(&of_type(line))], &[(position, part)]);
        }
    }

    #[test]
    fn the_fix_is_safe_only_where_nothing_but_case_differs() {
        for (line, after, safety) in [
            ("type = \"Production\"", "type = \"production\"", Safety::Safe),
            ("type = 'HYBRID'", "type = 'hybrid'", Safety::Safe),
            ("type = \"prod\"", "type = \"production\"", Safety::Unsafe),
            ("type = \"sandox\"", "type = \"sandbox\"", Safety::Unsafe),
        ] {
            let text = of_type(line);
            let found = findings(CODE, [file(&text)]);
            assert_eq!(fixed(&text, &found[0]), of_type(after));
            assert_eq!(found[0].fix.as_ref().unwrap().safety, safety, "{line}");
        }
        assert!(findings(CODE, [file(&of_type("type = \"both\""))])[0].fix.is_none());
    }

    #[test]
    fn the_three_words_references_and_misspelt_keys_are_left_alone() {
        for line in [
            "type = \"hybrid\"",
            "type = 'production'",
            "type = \"\"\"sandbox\"\"\"",
            "type = \"$env{GATEWAY_TYPE}\"",
            "type = \"$sys{gateway.type}\"",
            "tpye = \"hybrid\"",
            "type = [\"hybrid\"]",
        ] {
            assert_silent(CODE, [file(&of_type(line))]);
        }
        assert_silent(
            CODE,
            [file("[server]\nserver_role = \"gateway-worker\"\n[[apim.gateway.environment]]\n")],
        );
    }
}
