//! A password that stands in the file for everyone to read.

use crate::check::registry::Check;
use crate::check::values::for_each_string;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::mask::is_secret_key;
use crate::diagnostic::{Rule, Severity, Sink};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "plain-text-credential",
    severity: Severity::Note,
    summary: "A credential stands in the file as plain text.",
    documentation: r#"## What it finds

A value of a key that holds a credential (`password`, `key_password`, `client_secret`, `auth_token` and the like, and the
`properties` of an environment) which is neither empty nor a reference or a placeholder. A note: every file that WSO2
ships has some. `[secrets]` is not judged.

## Why it hurts

Whoever may read the file, its backups or the repository it is kept in can sign in. The passwords of the shipped files are
known to everybody.

## Example

```toml
[super_admin]
username = "admin"
password = "admin"
```

## How to fix it

Write `$env{ADMIN_PASSWORD}` and define the variable where the node is started; or write `admin_password = "[…]"` in
`[secrets]`, encrypt it with the cipher tool, and refer to it as `$secret{admin_password}`.
"#,
};

fn run(set: &DeploymentSet, sink: &mut Sink) {
    if !sink.keeps_notes() {
        return;
    }
    for node in set.nodes() {
        for_each_string(node.document.root(), &mut |item| judge(node, item, sink));
    }
}

fn judge(node: &NodeView, item: Item<'_>, sink: &mut Sink) {
    let path = segments(item);
    let is_of_secrets =
        path.first().is_some_and(|first| matches!(first.as_str(), "secrets" | "runtime_secrets"));
    if is_of_secrets || !is_secret_key(&path) {
        return;
    }
    let is_open = |value: &str| !value.trim().is_empty();
    if !item.as_str().is_some_and(|value| is_open(&value))
        || !item.as_text().is_some_and(|text| text.is_plain())
    {
        return;
    }
    // Never the value.
    let message = format!(
        "the credential `{}` stands in the file as plain text",
        path.last().map(String::as_str).unwrap_or_default()
    );
    sink.report(&RULE, Some(&node.at(item)), message)
        .help("write `$env{…}`, or `$secret{…}` with the value encrypted in `[secrets]`");
}

/// The keys on the way to a value, without the positions in arrays.
fn segments(item: Item<'_>) -> Vec<String> {
    let mut segments = Vec::new();
    let mut current = Some(item);
    while let Some(item) = current {
        let key = item.key();
        if !key.is_empty() {
            segments.push(key.into_owned());
        }
        current = item.parent();
    }
    segments.reverse();
    segments
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_silent, file, notes};

    const CODE: &str = "plain-text-credential";

    #[test]
    fn open_credentials_are_noted_and_never_shown() {
        let text = "[super_admin]\nusername = \"admin\"\npassword = \"canary\"\n[keystore.tls]\nkey_password = 'canary'\n\
                    [[apim.gateway.environment]]\nname = \"A\"\n[apim.gateway.environment.properties]\nanything = \"canary\"\n";
        assert_silent(CODE, [file(text)]);
        let found = notes(CODE, [file(text)]);
        let lines: Vec<_> = found.iter().map(|found| found.line.unwrap()).collect();
        assert_eq!(lines, [3, 5, 9]);
        assert!(found.iter().all(|found| !format!("{found:?}").contains("canary")));
    }

    #[test]
    fn references_empty_values_and_secrets_are_silent() {
        for text in [
            "[super_admin]\npassword = \"$env{A}\"\n",
            "[super_admin]\npassword = \"$secret{a}\"\n",
            "[super_admin]\npassword = \"${admin.password}\"\n",
            "[super_admin]\npassword = \"\"\n",
            "[secrets]\npassword = \"[canary]\"\n",
            "[apim.ai]\ntoken_endpoint = \"https://a\"\n",
        ] {
            assert_eq!(notes(CODE, [file(text)]), [], "{text}");
        }
    }
}
