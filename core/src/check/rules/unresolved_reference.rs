//! A reference that API-M cannot resolve.

use std::borrow::Cow;

use crate::check::registry::Check;
use crate::check::values::{for_each_string, quoted, verbatim_start};
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::{Item, ItemKind, known_key};
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};
use crate::model::{Part, Reference};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "unresolved-reference",
    severity: Severity::Error,
    summary: "A reference names a key or a secret that does not exist.",
    documentation: r#"## What it finds

- `$ref{a.b}` that names itself, directly or through others; a table or an array of tables; or a key within an array of
  tables: an error.
- `$ref{a.b}` of a key that is not in the file and that no file of WSO2 has: a warning, because API-M fills defaults in
  before it resolves references, and not every default is known here.
- `$ref{a.b}` within an array of tables such as `[[apim.throttling.url_group]]` or `[[event_listener]]`: a warning. Those
  in environments are `reference-in-environment`.
- `$secret{alias}` with an alias that `[secrets]` does not have: an error. Without `[secrets]` it is a note, because the
  section may still be written; with `[runtime_secrets]` nothing is said.

## Why it hurts

API-M (3.0 to 4.7) does not start: `Configuration with key a.b doesn't exist`, `References can't be resolved for a.b` or
`Secret references can't be resolved for alias`. Within arrays of tables references are not looked at: the text
`$ref{a.b}` itself is used as the value.

## Example

```toml
[super_admin]
username = "admin"

[apim.key_manager]
username = "$ref{super_admin.user_name}"
```

## How to fix it

Write the key as it stands in the file: `$ref{super_admin.username}`. Within an array of tables write the value itself or
`$env{…}`, which is resolved everywhere.
"#,
};

/// References from one to the next are followed this far; more are no file's.
const LONGEST_CHAIN: usize = 32;
/// How many typing errors a near key may have.
const MAX_DISTANCE: usize = 2;

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.nodes() {
        for_each_string(node.document.root(), &mut |item| {
            if item.raw().contains(['$', '\\']) {
                judge(node, item, sink);
            }
        });
    }
}

fn judge(node: &NodeView, item: Item<'_>, sink: &mut Sink) {
    let Some(text) = item.as_text() else { return };
    for part in text.parts() {
        match part {
            Part::Reference(Reference::Key, name) => judge_key(node, item, name, sink),
            Part::Reference(Reference::Secret, alias) => judge_secret(node, item, alias, sink),
            _ => {}
        }
    }
}

fn judge_key(node: &NodeView, item: Item<'_>, name: &str, sink: &mut Sink) {
    if is_in_tables(item) {
        if !item.path().starts_with("apim.gateway.environment") {
            let message = format!(
                "`$ref{{{name}}}` is not resolved inside an array of tables: API-M uses the text as it stands"
            );
            sink.report(&RULE, Some(&node.at(item)), message)
                .severity(Severity::Warning)
                .help("write the value itself, or `$env{…}`, which is resolved everywhere");
        }
        return;
    }
    // A quoted segment may hold dots; such keys are not taken apart here.
    if name.contains(['\'', '"']) {
        return;
    }
    match node.get(name) {
        Some(found) if is_table(found) => {
            let what = found.kind().description();
            let message = format!(
                "`$ref{{{name}}}` names {what}, not a value: API-M does not start (`Configuration with key {name} \
                 doesn't exist`)"
            );
            sink.report(&RULE, Some(&node.at(item)), message)
                .related(Some(&node.at(found)), format!("`{name}` is here"))
                .help("write the key of a value, such as `$ref{super_admin.username}`");
        }
        Some(found) => {
            if leads_back(node, item, found) {
                let message = format!(
                    "`$ref{{{name}}}` leads back to itself: API-M does not start (`References can't be resolved`)"
                );
                sink.report(&RULE, Some(&node.at(item)), message)
                    .related(Some(&node.at(found)), format!("`{name}` is here"))
                    .help("write the value itself in one of the two places");
            }
        }
        None => judge_absent(node, item, name, sink),
    }
}

/// A key that is not in the file.
fn judge_absent(node: &NodeView, item: Item<'_>, name: &str, sink: &mut Sink) {
    let tables = deepest_array_of_tables(node, name);
    if let Some(tables) = &tables {
        let message = format!(
            "`$ref{{{name}}}` names a key within `[[{}]]`, of which there can be several: API-M does not start \
             (`Configuration with key {name} doesn't exist`)",
            tables.path()
        );
        sink.report(&RULE, Some(&node.at(item)), message)
            .related(Some(&node.at(*tables)), format!("`{}` is here", tables.path()))
            .help("write the value itself");
        return;
    }
    // What WSO2's files have may have a default as well.
    if known_key(name).is_some() {
        return;
    }
    let near = nearest(node, name);
    let message = format!(
        "`$ref{{{name}}}` names a key that is not in this file and that API-M is not known to have: without it API-M does \
         not start"
    );
    let found = sink.report(&RULE, Some(&node.at(item)), message).severity(Severity::Warning);
    let Some(near) = near else {
        found.help(format!("write {} into the file, or the value itself", quoted(name)));
        return;
    };
    let found = found.help(format!("did you mean `$ref{{{near}}}`?"));
    let start = item.as_str().and_then(|value| {
        let at = value.find(&format!("$ref{{{name}}}"))?;
        Some(verbatim_start(item, &value)? + at + "$ref{".len())
    });
    if let Some(start) = start {
        let edit = node.edit(start..start + name.len(), near);
        found.fix(Fix::new(Safety::Unsafe, vec![edit]));
    }
}

fn judge_secret(node: &NodeView, item: Item<'_>, alias: &str, sink: &mut Sink) {
    if node.get("runtime_secrets").is_some() {
        return;
    }
    let secrets = node.get("secrets");
    if secrets.is_some_and(|secrets| secrets.get(alias).is_some()) {
        return;
    }
    let message = format!(
        "`$secret{{{alias}}}` names a secret that `[secrets]` does not have: API-M does not start (`Secret references \
         can't be resolved for {alias}`)"
    );
    let severity = if secrets.is_some() { Severity::Error } else { Severity::Note };
    let mut found = sink.report(&RULE, Some(&node.at(item)), message).severity(severity);
    if let Some(secrets) = secrets {
        found = found.related(Some(&node.at(secrets)), "the secrets of this file");
    }
    found.help(format!(
        "write `{alias} = \"[…]\"` in `[secrets]` and encrypt it with the cipher tool"
    ));
}

fn is_table(item: Item<'_>) -> bool {
    matches!(item.kind(), ItemKind::Table(_) | ItemKind::ArrayOfTables)
}

/// True within an array of tables, in either form.
fn is_in_tables(item: Item<'_>) -> bool {
    let mut table = item.parent();
    while let Some(current) = table {
        let parent = current.parent();
        let is_element = parent.is_some_and(|parent| {
            matches!(parent.kind(), ItemKind::ArrayOfTables | ItemKind::Array)
        });
        if current.is_table() && is_element {
            return true;
        }
        table = parent;
    }
    false
}

/// The array of tables that a path leads through.
fn deepest_array_of_tables<'s>(node: &'s NodeView, name: &str) -> Option<Item<'s>> {
    let mut table = node.document.root();
    for segment in name.split('.') {
        table = table.get(segment)?;
        if table.kind() == ItemKind::ArrayOfTables {
            return Some(table);
        }
    }
    None
}

/// True when following the references from `found` on leads to `item`.
fn leads_back(node: &NodeView, item: Item<'_>, found: Item<'_>) -> bool {
    let mut current = found;
    for _ in 0..LONGEST_CHAIN {
        if current.span() == item.span() {
            return true;
        }
        let Some(text) = current.as_text() else { return false };
        let next = text.parts().iter().find_map(|part| match part {
            Part::Reference(Reference::Key, name) => node.get(name),
            _ => None,
        });
        match next {
            Some(next) => current = next,
            None => return false,
        }
    }
    false
}

/// The key of the same section that the name is nearest to.
fn nearest(node: &NodeView, name: &str) -> Option<String> {
    let (section, key) = name.rsplit_once('.').unwrap_or(("", name));
    let table = if section.is_empty() { node.document.root() } else { node.get(section)? };
    let plain = |key: &str| key.replace(['_', '-'], "").to_lowercase();
    let wanted = plain(key);
    table
        .children()
        .filter(|child| !is_table(*child))
        .map(Item::key)
        .map(|found: Cow<'_, str>| (strsim::osa_distance(&wanted, &plain(&found)), found))
        .filter(|(distance, found)| *distance <= MAX_DISTANCE && distance * 2 < found.len())
        .min()
        .map(
            |(_, found)| {
                if section.is_empty() { found.into_owned() } else { format!("{section}.{found}") }
            },
        )
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed, notes};
    use crate::diagnostic::Severity;

    const CODE: &str = "unresolved-reference";

    #[test]
    fn a_key_that_nobody_knows_is_found_and_the_near_one_proposed() {
        let text = "[super_admin]\nusername = \"admin\"\n[apim.key_manager]\nusername = \"$ref{super_admin.user_name}\"\n";
        assert_found(CODE, [file(text)], &[("4:12", "`$ref{super_admin.user_name}`")]);
        let found = findings(CODE, [file(text)]);
        assert_eq!(found[0].severity, Severity::Warning);
        assert!(fixed(text, &found[0]).ends_with("\"$ref{super_admin.username}\"\n"));
        let text = "[apim.devportal]\nurl = \"https://$ref{my.own.host}/devportal\"\n";
        assert_found(CODE, [file(text)], &[("2:7", "`$ref{my.own.host}`")]);
        assert!(findings(CODE, [file(text)])[0].fix.is_none());
    }

    #[test]
    fn what_names_no_value_is_an_error() {
        let text =
            "[a]\nb = \"$ref{c}\"\nd = \"$ref{a.d}\"\n[c]\ne = \"$ref{f.g}\"\n[[f]]\ng = 1\n";
        assert_found(
            CODE,
            [file(text)],
            &[("2:5", "names a table"), ("3:5", "back to itself"), ("5:5", "within `[[f]]`")],
        );
        let circle = "[a]\nb = \"x$ref{a.c}\"\nc = \"$ref{a.b}\"\nd = \"$ref{a.b}\"\n";
        assert_found(CODE, [file(circle)], &[("2:5", "back"), ("3:5", "back")]);
        assert!(
            findings(CODE, [file(circle)]).iter().all(|found| found.severity == Severity::Error)
        );
    }

    #[test]
    fn within_arrays_of_tables_nothing_is_resolved() {
        let text = "[[apim.throttling.url_group]]\ntraffic_manager_urls = [\"tcp://$ref{server.hostname}:9611\"]\n\
                    [[event_listener]]\n[event_listener.properties]\nusername = \"$ref{super_admin.username}\"\n";
        assert_found(
            CODE,
            [file(text)],
            &[("2:25", "array of tables"), ("5:12", "array of tables")],
        );
        assert_silent(CODE, [file("[[apim.gateway.environment]]\nusername = \"$ref{a.b}\"\n")]);
    }

    #[test]
    fn secrets_must_be_there() {
        let text =
            "[secrets]\nadmin = \"[x]\"\n[super_admin]\npassword = \"$secret{admin_password}\"\n";
        assert_found(CODE, [file(text)], &[("4:12", "`$secret{admin_password}`")]);
        assert_silent(CODE, [file(&text.replace("admin_password", "admin"))]);
        assert_silent(CODE, [file(&format!("{text}[runtime_secrets]\nenable = true\n"))]);
        let without = "[super_admin]\npassword = \"$secret{admin_password}\"\n";
        assert_silent(CODE, [file(without)]);
        assert_eq!(notes(CODE, [file(without)]).len(), 1);
    }

    #[test]
    fn keys_of_the_file_and_of_api_m_are_left_alone() {
        for text in [
            "[apim.key_manager]\nusername = \"$ref{super_admin.username}\"\n",
            "[a]\nb = 1\nc = \"x$ref{a.b}y\"\nd = [\"$ref{a.c}\"]\n",
            "[a]\nb = \"$ref{keystore.tls.password}$env{X}${y}$ref{\"\n",
            "[a]\nb = \"$ref{synapse_properties.'inbound.port.offset.enable'}\"\n",
            "# a = \"$ref{b}\"\n",
        ] {
            assert_silent(CODE, [file(text)]);
        }
    }
}
