//! Syntax, keys and types.

use super::{BASE, finds, finds_nothing, with};
use crate::model::topology::Topology;

#[test]
fn every_syntax_error_is_found_and_nothing_behind_them() {
    finds(&["invalid-toml"], &with(BASE, "\"localhost\"", "▸localhost"));
    let text = with(
        &with(BASE, "\"gw1\"\nroles", "▸gw1\nroles"),
        "offset = 1",
        "offset = 70000\n▸offset = 2",
    );
    finds(&["invalid-toml", "invalid-toml"], &text);
    finds(&["invalid-toml"], "release = \"4.7\"\n[[node▸\n");
    finds_nothing(&format!("\u{feff}{}", BASE.replace('\n', "\r\n")));
}

#[test]
fn unknown_keys_are_found_with_what_was_meant() {
    let found = finds(&["unknown-key"], &with(BASE, "offset", "▸offest"));
    assert_eq!(found[0].help.as_deref(), Some("did you mean `offset`?"));
    assert_eq!(found[0].message, "node `gw1` has no key `offest`");
    let fix = found[0].fix.as_ref().expect("a fix");
    assert_eq!(fix.edits[0].replacement, "offset");
    assert_eq!(Some(&fix.edits[0].span), found[0].span.as_ref());

    let found = finds(&["unknown-key"], &with(BASE, "type =", "▸environment_type ="));
    assert_eq!(found[0].help.as_deref(), Some("did you mean `type`?"));
    let found = finds(&["unknown-key"], &with(BASE, "type =", "▸offset = 1\ntype ="));
    assert_eq!(found[0].help.as_deref(), Some("`offset` belongs below a `[[node]]`"));
    let found = finds(&["unknown-key"], &with(BASE, "offset = 1", "▸colour = 1\noffset = 1"));
    assert!(found[0].help.as_ref().is_some_and(|help| help.contains("`key_manager`")));
    // A key that is there cannot have been meant a second time.
    let found = finds(&["unknown-key"], &with(BASE, "offset = 1", "▸offest = 1\noffset = 1"));
    assert!(found[0].fix.is_none());
    finds(&["unknown-key"], &BASE.replacen("[[environment]]", "[[▸environments]]", 1));
    let credentials = "offset = 1\nkey_manager = ▸{ ▸user = \"x\", password = \"y\" }";
    finds(&["missing-key", "unknown-key"], &with(BASE, "offset = 1", credentials));
}

#[test]
fn missing_keys_are_found_at_their_table() {
    finds(&["missing-key"], &format!("▸{}", with(BASE, "release = \"4.7\"\n", "")));
    finds(&["missing-key"], &with(BASE, "[[node]]\nname = \"gw1\"\n", "▸[[node]]\n"));
    finds(
        &["missing-key", "missing-key"],
        &with(
            BASE,
            "[[environment]]\nname = \"Production\"\ntype = \"production\"",
            "▸▸[[environment]]",
        ),
    );
    finds(
        &["missing-key"],
        &with(BASE, "offset = 1", "offset = 1\nkey_manager = ▸{ username = \"u\" }"),
    );
}

#[test]
fn wrong_types_are_found_at_the_value() {
    finds(&["wrong-value-type"], &with(BASE, "\"4.7\"", "▸4.7"));
    finds(&["wrong-value-type"], &with(BASE, "[\"gw1\"]", "▸\"gw1\""));
    finds(&["wrong-value-type"], &with(BASE, "[\"gw1\"]", "[\"gw1\", ▸1]"));
    finds(&["wrong-value-type"], &format!("{BASE}display_in_api_console = ▸\"true\"\n"));
    finds(&["wrong-value-type"], &with(BASE, "offset = 1", "key_manager = ▸\"admin\"\noffset = 1"));
    finds(&["wrong-value-type"], &format!("{BASE}https_endpoint = ▸[\"https://gw\"]\n"));
    finds(&["wrong-value-type"], &with(BASE, "[[environment]]", "▸[environment]"));
    finds(&["wrong-value-type"], "release = \"4.7\"\nnode = ▸\"cp\"\n");
    finds(&["wrong-value-type"], "release = \"4.7\"\nnode = [▸\"cp\"]\n");
    finds(&["wrong-value-type"], &format!("schema_version = ▸\"1\"\n{BASE}"));
    finds_nothing(&format!("schema_version = 1\n{BASE}display_in_api_console = true\n"));
}

#[test]
fn tables_may_be_written_inline() {
    let text = r#"
release = "4.2.0"
node = [
    { name = "all", roles = ["control-plane", "gateway"], host = "::1" },
]
environment = [{ name = 'Default', type = 'hybrid', gateways = ['all'] }]
"#;
    let topology = Topology::parse(text).expect("a valid topology");
    assert_eq!(topology.node("all").map(|node| node.host.in_url()).as_deref(), Some("[::1]"));
}

#[test]
fn releases_and_versions_are_checked() {
    for release in ["2.6", "3.3", "4", "v4.7", "", "4.7.0.1"] {
        finds(&["invalid-release"], &with(BASE, "\"4.7\"", &format!("▸\"{release}\"")));
    }
    let found = finds(&["unknown-release"], &with(BASE, "\"4.7\"", "▸\"4.8\""));
    assert_eq!(found[0].severity, crate::Severity::Warning);
    assert!(Topology::parse(&with(BASE, "4.7", "5.0.1")).is_ok());
    finds_nothing(&with(BASE, "4.7", "4.7.0"));
    finds(&["unsupported-schema-version"], &format!("schema_version = ▸2\n{BASE}"));
}
