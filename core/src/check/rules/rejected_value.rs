//! A value that API-M's own validation rejects.

use crate::check::registry::Check;
use crate::check::values::quoted;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::{Item, ItemKind};
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};
use crate::model::Text;

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "rejected-value",
    severity: Severity::Error,
    summary: "A value is none of those with which API-M starts.",
    documentation: r#"## What it finds

On any node, a value that is none of these words, spelt exactly so:

| key | values |
|---|---|
| `user_store.type` | `database`, `read_only_ldap`, `read_write_ldap`, `active_directory`, and each with `_unique_id` behind it |
| `encryption.type` | `asymmetric`, `symmetric` |

An empty text is none of them, nor is a number, a boolean or a list. What a reference stands for is not known here.

Also an empty or missing `WhiteList` in `[admin_console.authenticator.mutual_ssl_authenticator.config]` whose
`WhiteListEnabled` is `true`.

## Why it hurts

These are the values that API-M checks when it starts. With another one it stops with
`Validation failed for user_store.type. Expected value to match …` or `Trusted client certificates list is required`, or
with a `ClassCastException` where it is no text.

## Example

```toml
[user_store]
type = "jdbc"
```

## How to fix it

Write one of the words: `type = "database_unique_id"` is what the packs since 3.2 come with.
"#,
};

/// Source: API-M 3.0–4.7, the kernel's `validator.json`, in which no other rules than these and the one of the white list
/// are enforced. Older kernels do not know the words with `_unique_id`; which release was the first is not certain.
const VALUES: [(&str, &[&str]); 2] = [
    (
        "user_store.type",
        &[
            "database",
            "database_unique_id",
            "read_only_ldap",
            "read_only_ldap_unique_id",
            "read_write_ldap",
            "read_write_ldap_unique_id",
            "active_directory",
            "active_directory_unique_id",
        ],
    ),
    ("encryption.type", &["asymmetric", "symmetric"]),
];

const MUTUAL_TLS: &str = "admin_console.authenticator.mutual_ssl_authenticator.config";

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.nodes() {
        judge_white_list(node, sink);
        for (key, values) in VALUES {
            if let Some(item) = node.get(key) {
                judge(node, key, values, item, sink);
            }
        }
    }
}

fn judge(node: &NodeView, key: &str, values: &'static [&str], item: Item<'_>, sink: &mut Sink) {
    let text = item.as_str();
    let what = match (&text, item.kind()) {
        (Some(text), _) if values.contains(&&**text) || !Text::parse(text).is_plain() => return,
        (Some(text), _) if text.is_empty() => "is empty".to_owned(),
        (Some(text), _) => format!("is {}", quoted(text)),
        // The keys of a table are other keys.
        (None, ItemKind::Table(_)) => return,
        (None, _) => "is no text".to_owned(),
    };
    let message = format!("`{key}` {what}, with which API-M does not start");
    let found = sink.report(&RULE, Some(&node.at(item)), message);
    if let Some((meant, safety)) = text.and_then(|text| meant_by(&text, values)) {
        let quote = if item.raw().starts_with('\'') { '\'' } else { '"' };
        let edit = node.edit(item.span(), format!("{quote}{meant}{quote}"));
        found.help(format!("write `{meant}`")).fix(Fix::new(safety, vec![edit]));
    } else {
        let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
        found.help(format!("write one of {}", values.join(", ")));
    }
}

/// Whoever asks for a white list must give one: an empty text is what stands for none.
fn judge_white_list(node: &NodeView, sink: &mut Sink) {
    let Some(config) = node.get(MUTUAL_TLS) else { return };
    // Only the boolean is compared; a text switches the list on as well, but nothing checks it then.
    let Some(switch) = config.get("WhiteListEnabled").filter(|item| item.as_bool() == Some(true))
    else {
        return;
    };
    let list = config.get("WhiteList");
    let what = match list.map(|list| (list.as_str(), list.kind())) {
        None => "is missing",
        Some((Some(text), _)) if text.is_empty() => "is empty",
        Some((Some(_), _) | (None, ItemKind::Table(_))) => return,
        Some((None, _)) => "is no text",
    };
    let message = format!(
        "`{MUTUAL_TLS}.WhiteList` {what}, with which API-M does not start while `WhiteListEnabled` is `true`"
    );
    sink.report(&RULE, Some(&node.at(list.unwrap_or(switch))), message).help(
        "write the aliases of the trusted certificates as one text, or `WhiteListEnabled = false`",
    );
}

/// The word that was meant, and how certain that is.
fn meant_by(text: &str, values: &'static [&str]) -> Option<(&'static str, Safety)> {
    let word = text.trim().to_lowercase().replace(['-', ' '], "_");
    if let Some(same) = values.iter().find(|value| **value == word) {
        return Some((same, Safety::Safe));
    }
    let near = values.iter().map(|value| (strsim::osa_distance(&word, value), *value));
    near.filter(|(distance, _)| *distance <= 2).min().map(|(_, value)| (value, Safety::Unsafe))
}

#[cfg(test)]
mod tests {
    use crate::Safety;
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed};

    const CODE: &str = "rejected-value";

    fn store(value: &str) -> String {
        format!("[user_store]\ntype = {value}\n")
    }

    #[test]
    fn other_words_and_other_types_are_found() {
        for (value, part) in [
            ("\"jdbc\"", "`user_store.type` is `jdbc`, with which API-M does not start"),
            ("\"Database\"", "is `Database`"),
            ("\"database \"", "is `database `"),
            ("\"\"", "`user_store.type` is empty"),
            ("1", "`user_store.type` is no text"),
            ("true", "is no text"),
            ("[\"database\"]", "is no text"),
        ] {
            assert_found(CODE, [file(&store(value))], &[("2:8", part)]);
        }
        let text = "[encryption]\nkey = \"x\"\ntype = \"aes\"\n";
        assert_found(CODE, [file(text)], &[("3:8", "`encryption.type` is `aes`")]);
        let dotted = "encryption.type = 'Symmetric'\n";
        assert_found(CODE, [file(dotted)], &[("1:19", "`encryption.type` is `Symmetric`")]);
    }

    #[test]
    fn the_fix_is_safe_where_only_case_and_separators_differ() {
        for (before, after, safety) in [
            ("\"Database\"", "\"database\"", Safety::Safe),
            ("'READ-ONLY-LDAP'", "'read_only_ldap'", Safety::Safe),
            ("\"active directory\"", "\"active_directory\"", Safety::Safe),
            ("\"read_olny_ldap\"", "\"read_only_ldap\"", Safety::Unsafe),
            ("\"database_unique_ids\"", "\"database_unique_id\"", Safety::Unsafe),
        ] {
            let text = store(before);
            let found = &findings(CODE, [file(&text)])[0];
            assert_eq!(fixed(&text, found), store(after));
            assert_eq!(found.fix.as_ref().unwrap().safety, safety, "{before}");
        }
        for value in ["\"ldap\"", "\"jdbc\"", "\"\"", "7"] {
            assert!(findings(CODE, [file(&store(value))])[0].fix.is_none(), "{value}");
        }
    }

    #[test]
    fn the_words_references_and_tables_are_left_alone() {
        for value in [
            "\"database\"",
            "'database_unique_id'",
            "\"read_only_ldap_unique_id\"",
            "\"read_write_ldap\"",
            "\"\"\"active_directory_unique_id\"\"\"",
            "\"$env{USER_STORE}\"",
            "\"$sys{user.store}\"",
            "{ name = \"jdbc\" }",
        ] {
            assert_silent(CODE, [file(&store(value))]);
        }
        assert_silent(CODE, [file("[encryption]\ntype = \"symmetric\"\n")]);
        assert_silent(CODE, [file("[user_store]\nclass = \"com.example.Store\"\n")]);
        assert_silent(CODE, [file("[database.apim_db]\ntype = \"mysql\"\n")]);
    }

    #[test]
    fn a_white_list_that_is_asked_for_must_be_there() {
        let with = |lines: &str| {
            format!("[admin_console.authenticator.mutual_ssl_authenticator.config]\n{lines}\n")
        };
        for (lines, at, part) in [
            ("WhiteListEnabled = true", "2:20", "WhiteList` is missing"),
            ("WhiteListEnabled = true\nWhiteList = \"\"", "3:13", "WhiteList` is empty"),
            ("WhiteList = [\"a\"]\nWhiteListEnabled = true", "2:13", "WhiteList` is no text"),
        ] {
            assert_found(CODE, [file(&with(lines))], &[(at, part)]);
        }
        for lines in [
            "WhiteListEnabled = false",
            "WhiteListEnabled = \"true\"",
            "WhiteListEnabled = true\nWhiteList = \"wso2carbon\"",
            "WhiteListEnabled = true\nWhiteList = \"$env{ALIASES}\"",
            "WhiteList = \"\"",
        ] {
            assert_silent(CODE, [file(&with(lines))]);
        }
    }
}
