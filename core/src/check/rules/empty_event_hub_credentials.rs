//! `[apim.event_hub]` or `[apim.throttling]` signs in with nothing.

use crate::check::DeploymentSet;
use crate::check::registry::Check;
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "empty-event-hub-credentials",
    severity: Severity::Warning,
    summary: "The account for the event hub or the traffic manager is empty.",
    documentation: r#"## What it finds

A `username` or `password` in `[apim.event_hub]` or `[apim.throttling]` that is there and empty. One finding for each
section.

## Why it hurts

API-M (3.0 to 4.7) fills in a default only where a key is absent. An empty text replaces it: the node signs in to the
broker and to the internal services with nothing, and gets no events, APIs or throttling decisions (401 in the log;
api-manager#3808, product-apim#9286).

## Example

```toml
[apim.event_hub]
enable = true
username = ""
password = ""
```

## How to fix it

Write an account of the control plane, `username = "$ref{super_admin.username}"` and
`password = "$ref{super_admin.password}"`, or leave both keys out: the default is the same.
"#,
};

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.nodes() {
        for path in ["apim.event_hub", "apim.throttling"] {
            let Some(section) = node.get(path) else { continue };
            let mut empty: Vec<_> = ["username", "password"]
                .into_iter()
                .filter_map(|key| section.get(key))
                .filter(|item| item.as_str().is_some_and(|value| value.is_empty()))
                .collect();
            empty.sort_by_key(|item| item.span().start);
            let Some(first) = empty.first() else { continue };
            let keys: Vec<String> = empty.iter().map(|item| format!("`{}`", item.key())).collect();
            let (verb, it) =
                if keys.len() > 1 { ("are", "they replace") } else { ("is", "it replaces") };
            let message = format!(
                "{} of `[{path}]` {verb} empty: {it} the default by nothing, and no events arrive",
                keys.join(" and ")
            );
            let edits = empty.iter().map(|item| {
                node.edit(item.span(), format!("\"$ref{{super_admin.{}}}\"", item.key()))
            });
            sink.report(&RULE, Some(&node.at(*first)), message)
                .help(
                    "write an account of the control plane (`username = \"$ref{super_admin.username}\"`, \
                     `password = \"$ref{super_admin.password}\"`), or leave both keys out",
                )
                .fix(Fix::new(Safety::Unsafe, edits.collect()));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file};

    const CODE: &str = "empty-event-hub-credentials";

    #[test]
    fn each_section_is_reported_once() {
        let text = "[apim.event_hub]\nusername = \"\"\npassword = ''\n[apim.throttling]\npassword = \"\"\nusername = \"a\"\n";
        assert_found(
            CODE,
            [file(text)],
            &[
                ("2:12", "`username` and `password` of `[apim.event_hub]` are"),
                ("5:12", "`password` of `[apim.throttling]` is"),
            ],
        );
    }

    #[test]
    fn what_is_absent_or_refers_elsewhere_is_silent() {
        for text in [
            "[apim.event_hub]\nenable = true\n",
            "[apim.event_hub]\nusername = \"$ref{super_admin.username}\"\npassword = \"$env{A}\"\n",
            "[apim.key_manager]\nusername = \"\"\n",
        ] {
            assert_silent(CODE, [file(text)]);
        }
    }
}
