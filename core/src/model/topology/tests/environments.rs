//! Rules of environments.

use super::{BASE, finds, finds_nothing, is_error, two_gateways, with};

#[test]
fn names_that_api_m_cannot_keep() {
    finds(&["empty-environment-name"], &with(BASE, "\"Production\"", "▸\"\""));
    for (name, what) in [
        ("a,b", "comma"),
        ("none", "`none`"),
        (" a", "blank"),
        ("a&b", "`&`"),
        ("a\\u0007b", "U+0007"),
    ] {
        let found = finds(
            &["invalid-environment-name"],
            &with(BASE, "\"Production\"", &format!("▸\"{name}\"")),
        );
        assert!(found[0].message.contains(what), "{}", found[0].message);
    }
    finds(&["unescaped-xml-character"], &with(BASE, "\"Production\"", "▸\"a\\uFFFE\""));
    finds_nothing(&with(BASE, "\"Production\"", "\"None of Production’s\""));
}

#[test]
fn names_must_differ() {
    let found = finds(
        &["duplicate-environment-name"],
        &with(&two_gateways(), "\"Sandbox\"", "▸\"Production\""),
    );
    assert_eq!((found[0].related[0].line, found[0].related[0].column), (Some(15), Some(8)));
    let found = finds(
        &["environment-names-differ-in-case"],
        &with(&two_gateways(), "\"Sandbox\"", "▸\"PRODUCTION\""),
    );
    assert!(is_error(&found), "a topology is strict");
    finds_nothing(&with(&two_gateways(), "\"Sandbox\"", "\"Production 2\""));
    // Every one is reported.
    let third = super::SECOND.replace("gw2", "gw3").replace("offset = 2", "offset = 3");
    let text = format!("{}{third}", two_gateways()).replace("\"Sandbox\"", "▸\"Production\"");
    finds(&["duplicate-environment-name", "duplicate-environment-name"], &text);
}

#[test]
fn types_are_compared_exactly() {
    for (kind, meant) in [
        ("Production", "did you mean `production`?"),
        ("prod", "did you mean `production`?"),
        ("hybird", "did you mean `hybrid`?"),
        ("", "write one of `production`, `sandbox` and `hybrid`"),
    ] {
        let found = finds(
            &["invalid-environment-type"],
            &with(BASE, "\"production\"", &format!("▸\"{kind}\"")),
        );
        assert_eq!(found[0].help.as_deref(), Some(meant));
    }
    finds_nothing(&with(BASE, "\"production\"", "\"hybrid\""));
}

#[test]
fn gateways_are_nodes_with_the_role() {
    let found = finds(&["unknown-gateway"], &with(BASE, "[\"gw1\"]", "[▸\"gw2\"]"));
    assert_eq!(found[0].help.as_deref(), Some("did you mean `gw1`?"));
    let found = finds(&["unknown-gateway"], &with(BASE, "[\"gw1\"]", "[▸\"elsewhere\"]"));
    assert_eq!(found[0].help.as_deref(), Some("the gateways are `gw1`"));
    finds(
        &["gateway-without-environment", "not-a-gateway"],
        &with(
            &with(BASE, "[\"gw1\"]", "[▸\"cp\"]"),
            "[[node]]\nname = \"gw1\"",
            "▸[[node]]\nname = \"gw1\"",
        ),
    );
    finds(&["duplicate-gateway"], &with(BASE, "[\"gw1\"]", "[\"gw1\", ▸\"gw1\"]"));
    finds(&["environment-without-gateway"], &with(BASE, "[\"gw1\"]", "▸[]"));
    finds_nothing(
        &with(
            &with(BASE, "[\"gw1\"]", "[\"cp\"]"),
            "[\"control-plane\"]",
            "[\"control-plane\", \"gateway\"]",
        )
        .replace(
            "[[node]]\nname = \"gw1\"\nroles = [\"gateway\"]\nhost = \"localhost\"\noffset = 1\n",
            "",
        ),
    );
}

#[test]
fn every_gateway_serves_an_environment() {
    let text = with(&two_gateways(), "[[node]]\nname = \"gw2\"", "▸[[node]]\nname = \"gw2\"");
    finds(&["gateway-without-environment"], &with(&text, "[\"gw2\"]", "[\"gw1\"]"));
    // One gateway may serve several environments, and a topology of one node none.
    finds_nothing(&with(
        &two_gateways(),
        "[\"gw2\"]",
        "[\"gw2\"]\n[[environment]]\nname = \"Both\"\ntype = \"hybrid\"\ngateways = [\"gw2\"]",
    ));
    finds_nothing(
        "release = \"4.7\"\n[[node]]\nname = \"cp\"\nroles = [\"control-plane\"]\nhost = \"localhost\"\n",
    );
}

#[test]
fn values_that_api_m_pastes_into_xml() {
    let found = finds(&["unescaped-xml-character"], &format!("{BASE}description = ▸\"a & b\"\n"));
    assert!(is_error(&found) && found[0].help.as_ref().is_some_and(|help| help.contains("&amp;")));
    finds(&["unescaped-xml-character"], &format!("{BASE}username = ▸\"<admin>\"\n"));
    finds(&["unescaped-xml-character"], &format!("{BASE}description = ▸\"a\\u001bb\"\n"));
    finds(
        &["unescaped-xml-character"],
        &format!("{BASE}https_endpoint = ▸\"https://gw/?a=1&b=2\"\n"),
    );
    finds_nothing(&format!("{BASE}description = \"a &amp; b &#60; c\\n\\t<![CDATA[&]]>\"\n"));
}

#[test]
fn references_that_stay_literal() {
    let found = finds(
        &["reference-in-environment"],
        &format!("{BASE}username = ▸\"$ref{{super_admin.username}}\"\n"),
    );
    assert!(
        is_error(&found)
            && found[0].help.as_ref().is_some_and(|help| help.contains("${admin.username}"))
    );
    finds(
        &["reference-in-environment"],
        &format!("{BASE}https_endpoint = ▸\"https://$ref{{server.hostname}}\"\n"),
    );
    finds(&["reference-in-environment"], &with(BASE, "\"Production\"", "▸\"$ref{name}\""));
    finds_nothing(&format!(
        "{BASE}username = \"${{admin.username}}\"\npassword = \"$secret{{gw}}\"\ndescription = \"$env{{D}}\"\n"
    ));
}

#[test]
fn empty_credentials() {
    let found = finds(
        &["empty-environment-credentials", "empty-environment-credentials"],
        &format!("{BASE}username = ▸\"\"\npassword = ▸\"\"\n"),
    );
    assert!(is_error(&found));
    finds_nothing(&format!("{BASE}username = \" \"\n"));
}
