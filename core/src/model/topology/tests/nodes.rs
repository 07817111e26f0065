//! Rules of nodes.

use super::{BASE, finds, finds_nothing, is_error, two_gateways, with};

#[test]
fn names_of_nodes() {
    for (name, help) in [("gw 1", "write `gw-1`"), ("", "write `gateway-1`"), ("../x", "write `x`")]
    {
        let found = finds(
            &["invalid-node-name"],
            &with(BASE, "\"gw1\"", &format!("▸\"{name}\""))
                .replace("[\"gw1\"]", &format!("[\"{name}\"]")),
        );
        assert_eq!(found[0].help.as_deref(), Some(help));
    }
    let found = finds(
        &["duplicate-node-name"],
        &with(&two_gateways(), "\"gw2\"", "▸\"gw1\"").replace("[\"gw2\"]", "[\"gw1\"]"),
    );
    assert_eq!(found[0].related[0].line, Some(9));
    let found = finds(
        &["duplicate-node-name"],
        &with(&two_gateways(), "\"gw2\"", "▸\"GW1\"").replace("[\"gw2\"]", "[\"GW1\"]"),
    );
    assert!(found[0].message.contains("differ only in case"));
    finds_nothing(&two_gateways().replace("gw2", "gw1.b_c-d"));
}

#[test]
fn roles() {
    let found = finds(&["unknown-role"], &with(BASE, "[\"gateway\"]", "[▸\"gatway\"]"));
    assert_eq!(found[0].help.as_deref(), Some("did you mean `gateway`?"));
    assert_eq!(
        found[0].fix.as_ref().map(|fix| fix.edits[0].replacement.as_str()),
        Some("\"gateway\"")
    );
    // The control plane may be the one that was misspelt: its absence is not reported as well.
    finds(
        &["unknown-role"],
        &with(BASE, "control-plane", "control_planes").replace("\"control_", "▸\"control_"),
    );
    finds(&["missing-role"], &with(BASE, "[\"control-plane\"]", "▸[]"));
    finds(&["duplicate-role"], &with(BASE, "[\"gateway\"]", "[\"gateway\", ▸\"gateway\"]"));
    finds_nothing(&with(
        BASE,
        "[\"control-plane\"]",
        "[\"control-plane\", \"traffic-manager\", \"key-manager\"]",
    ));
}

#[test]
fn packs() {
    let pack = |release: &str, pack: &str| {
        with(&with(BASE, "4.7", release), "\"cp\"\n", &format!("\"cp\"\npack = {pack}\n"))
    };
    let found = finds(&["unknown-pack"], &pack("4.7", "▸\"control-plan\""));
    assert_eq!(found[0].help.as_deref(), Some("did you mean `control-plane`?"));
    finds(&["pack-not-in-release"], &pack("3.2", "▸\"control-plane\""));
    finds(&["role-not-in-pack"], &pack("4.7", "▸\"traffic-manager\""));
    finds_nothing(&pack("4.0", "\"control-plane\""));
    finds_nothing(&pack("4.7", "\"api-control-plane\""));
    finds_nothing(&pack("3.0", "\"all-in-one\""));
}

#[test]
fn hosts() {
    for (host, help) in [
        (
            "https://gw1.example.com:8243",
            "write the host alone, `gw1.example.com`: schemes and ports follow from release and offset",
        ),
        ("gw1:8243", "write the host alone, `gw1`: ports follow from the offset"),
        (
            "$env{HOST}",
            "write the host itself: it becomes part of URLs in the files of other nodes",
        ),
        (
            "0.0.0.0",
            "write the name or address by which other nodes reach it, such as `gw1.example.com`",
        ),
        ("", "write the name or address by which other nodes reach it, such as `gw1.example.com`"),
    ] {
        let text = with(
            BASE,
            "\"gateway\"]\nhost = \"localhost\"",
            &format!("\"gateway\"]\nhost = ▸\"{host}\""),
        );
        let found = finds(&["invalid-host"], &text);
        assert_eq!(found[0].help.as_deref(), Some(help));
    }
    let text = with(
        BASE,
        "\"control-plane\"]\nhost = \"localhost\"",
        "\"control-plane\"]\nhost = ▸\"127.0.0.1\"",
    );
    finds(
        &["loopback-host-among-others"],
        &with(&text, "\"gateway\"]\nhost = \"localhost\"", "\"gateway\"]\nhost = \"gw1\""),
    );
    finds_nothing(&text.replace('▸', ""));
    finds_nothing(&BASE.replace("localhost", "10.0.0.1"));
}

#[test]
fn offsets() {
    for offset in
        ["70000", "54425", "-1", "\"one\"", "\"1\"", "1.5", "true", "99999999999999999999"]
    {
        let found =
            finds(&["invalid-offset"], &with(BASE, "offset = 1", &format!("offset = ▸{offset}")));
        assert!(found[0].message.contains("54424") || offset == "-1", "{}", found[0].message);
    }
    let found = finds(&["invalid-offset"], &with(BASE, "offset = 1", "offset = ▸\"1\""));
    assert_eq!(found[0].fix.as_ref().map(|fix| fix.edits[0].replacement.as_str()), Some("1"));
    finds_nothing(&with(BASE, "offset = 1", "offset = 54_424"));
    finds_nothing(&with(BASE, "offset = 1", "offset = 0x1F"));
}

#[test]
fn equal_offsets_on_one_host_collide() {
    let found = finds(&["port-collision"], &with(&two_gateways(), "offset = 2", "offset = ▸1"));
    assert_eq!(
        found[0].message,
        "node `gw1` (offset 1) and node `gw2` (offset 1) both open port 9444 of `localhost`: `servlet-https` of both, \
         and 9 more ports"
    );
    assert_eq!(found[0].help.as_deref(), Some("use `offset = 2` for node `gw2`"));
    assert_eq!(found[0].related[0].line, Some(12));
    assert_eq!(found[0].fix.as_ref().map(|fix| fix.edits[0].replacement.as_str()), Some("2"));
    // Without an offset the node itself is pointed at.
    let text = with(BASE, "\noffset = 1", "").replacen(
        "[[node]]\nname = \"gw1\"",
        "▸[[node]]\nname = \"gw1\"",
        1,
    );
    assert!(finds(&["port-collision"], &text)[0].fix.is_none());
    // All names of the computer itself are one host.
    let text = with(
        &two_gateways(),
        "\"gateway\"]\nhost = \"localhost\"",
        "\"gateway\"]\nhost = \"127.0.0.1\"",
    );
    finds(&["port-collision"], &with(&text, "offset = 2", "offset = ▸1"));
}

#[test]
fn offsets_37_apart_collide_and_36_apart_do_not() {
    let found = finds(&["port-collision"], &with(&two_gateways(), "offset = 2", "offset = ▸38"));
    assert_eq!(
        found[0].message,
        "node `gw1` (offset 1) and node `gw2` (offset 38) both open port 8281 of `localhost`: `pass-through-http` of the \
         first, `pass-through-https` of the second"
    );
    assert_eq!(found[0].help.as_deref(), Some("use `offset = 39` for node `gw2`"));
    finds_nothing(&with(&two_gateways(), "offset = 2", "offset = 37"));
    let elsewhere = two_gateways().replace("localhost", "a.example.com");
    finds_nothing(&with(&elsewhere, "a.example.com\"\noffset = 2", "b.example.com\"\noffset = 38"));
}

#[test]
fn suggested_offsets_do_not_collide_with_each_other() {
    let text = format!(
        "{}{}",
        two_gateways(),
        super::SECOND.replace("gw2", "gw3").replace("Sandbox", "Third")
    );
    let text = text.replace("offset = 2", "offset = ▸1");
    let found = finds(&["port-collision", "port-collision"], &text);
    let helps: Vec<_> = found.iter().filter_map(|found| found.help.as_deref()).collect();
    assert_eq!(helps, ["use `offset = 2` for node `gw2`", "use `offset = 3` for node `gw3`"]);
}

#[test]
fn collisions_are_found_when_release_and_pack_are_unknown() {
    let text = with(&two_gateways(), "offset = 2", "offset = ▸1");
    finds(&["invalid-release", "port-collision"], &with(&text, "\"4.7\"", "▸\"4\""));
}

#[test]
fn homes() {
    let home = |first: &str, second: &str| {
        with(
            &with(BASE, "\"cp\"", &format!("\"cp\"\nhome = {first}")),
            "\"gw1\"\nroles",
            &format!("\"gw1\"\nhome = {second}\nroles"),
        )
    };
    let found = finds(&["duplicate-home"], &home("\"/opt/apim\"", "▸\"/opt/./apim/\""));
    assert_eq!(found[0].related[0].line, Some(5));
    finds(&["invalid-home"], &home("▸\"\"", "\"/opt/gw\""));
    finds(&["invalid-home"], &home("▸\"/opt/\\u0000\"", "\"/opt/gw\""));
    finds_nothing(&home("\"/opt/apim\"", "\"/opt/apim/gw\""));
}

#[test]
fn roles_that_only_one_node_may_have() {
    finds(
        &["no-control-plane"],
        &with(&with(BASE, "control-plane", "gateway"), "[\"gateway\"]", "▸[\"gateway\"]").replace(
            "[\"gw1\"]",
            "[\"cp\", \"gw1\"]\nhttp_endpoint = \"http://gw\"\nws_endpoint = \"ws://gw\"",
        ),
    );
    finds(&["no-control-plane"], "release = ▸\"4.7\"\n");
    let roles = |role: &str| format!("[\"{role}\"]");
    let extra = |role: &str, offset: i64| {
        format!(
            "\n[[node]]\nname = \"x{offset}\"\nroles = {}\nhost = \"localhost\"\noffset = {offset}\n",
            roles(role)
        )
    };
    let second = extra("control-plane", 5);
    let found = finds(
        &["several-control-planes"],
        &format!("{BASE}{}", second.replace("roles = [", "roles = ▸[")).replace("4.7", "3.2"),
    );
    assert_eq!(found[0].related[0].line, Some(5));
    finds_nothing(&format!("{BASE}{second}"));
    let both = format!("{BASE}{second}").replace("-plane\"]", "-plane\", \"traffic-manager\"]");
    finds_nothing(&both);
    for role in ["traffic-manager", "key-manager"] {
        let second = extra(role, 6).replace("roles = [", "roles = ▸[");
        finds(&[&format!("several-{role}s")], &format!("{BASE}{}{second}", extra(role, 5)));
        finds_nothing(&format!("{BASE}{}", extra(role, 5)));
    }
}

#[test]
fn key_manager_credentials() {
    let credentials = |username: &str, password: &str| {
        with(
            BASE,
            "offset = 1",
            &format!(
                "offset = 1\nkey_manager = {{ username = {username}, password = {password} }}"
            ),
        )
    };
    let found = finds(
        &["empty-key-manager-credentials", "empty-key-manager-credentials"],
        &credentials("▸\"\"", "▸\"\""),
    );
    assert!(is_error(&found), "a topology is strict");
    let found = finds(&["unescaped-xml-character"], &credentials("\"a\"", "▸\"hunter&2\""));
    assert!(is_error(&found) && !format!("{found:?}").contains("hunter"), "{found:?}");
    finds_nothing(&credentials("\"$ref{super_admin.username}\"", "\"a&amp;b\""));
    finds_nothing(&credentials("\"${admin.username}\"", "\"<![CDATA[a&b]]>\""));
    let found = finds(
        &["unused-key-manager-credentials"],
        &with(BASE, "\"cp\"", "\"cp\"\nkey_manager = ▸{ username = \"u\", password = \"p\" }"),
    );
    assert!(!is_error(&found));
}
