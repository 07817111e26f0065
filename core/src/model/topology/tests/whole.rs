//! Whole topologies: all problems at once, every way in, every code registered.

use std::collections::BTreeSet;

use super::{BASE, findings, finds, with};
use crate::diagnostic::shared::SHARED;
use crate::model::topology::{EnvironmentSpec, NodeSpec, RULES, Topology, TopologySpec};
use crate::model::{EnvironmentType, Role};
use crate::{ErrorKind, Severity};

/// One of everything, to hold the registry against.
const MANY: &str = r#"release = ▸"4.8"
▸colour = "blue"

[[node]]
name = "cp"
roles = ["control-plane", ▸"gatway"]
host = ▸"https://localhost"

[[node]]
name = "gw 1▸"
roles = ["gateway"]
host = "localhost"
offset = ▸70000

[[node]]
name = "GW2"
roles = ["gateway"]
pack = ▸"traffic-manager"
host = "localhost"
offset = 1

[[node]]
name = ▸"gw2"
roles = ["gateway"]
host = "localhost"
offset = ▸1

▸[[environment]]
name = "Production"
type = ▸"Production"

[[environment]]
name = ▸"Production"
type = "hybrid"
gateways = ["gw2", ▸"gw3"]
https_endpoint = ▸"gw"
"#;

#[test]
fn all_problems_are_reported_at_once() {
    let codes = [
        "unknown-release",
        "unknown-key",
        "unknown-role",
        "invalid-host",
        "invalid-node-name",
        "invalid-offset",
        "role-not-in-pack",
        "duplicate-node-name",
        "port-collision",
        "missing-key",
        "invalid-environment-type",
        "duplicate-environment-name",
        "unknown-gateway",
        "malformed-endpoint",
    ];
    finds(&codes, &MANY.replace("\"gw 1▸\"", "▸\"gw 1\""));
}

#[test]
fn errors_say_what_failed_and_carry_the_report() {
    let error = Topology::parse(&with(BASE, "offset = 1", "offset = 70000")).unwrap_err();
    assert_eq!(
        (error.kind(), error.code(), error.operation()),
        (ErrorKind::InvalidInput, "invalid-topology", "parse")
    );
    let first = error.message().lines().next();
    assert_eq!(first, Some("the topology is not valid:"));
    assert!(
        error.message().contains("12:10: error[invalid-offset]: the offset 70000 of node `gw1`"),
        "{error}"
    );

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("topology.toml");
    std::fs::write(&path, with(BASE, "offset = 1", "offset = 0\noffest = 1")).unwrap();
    let error = Topology::load(&path).unwrap_err();
    assert_eq!(error.operation(), "load");
    assert!(
        error
            .message()
            .starts_with(&format!("`{}` is not valid, for 2 reasons:\n", path.display())),
        "{error}"
    );
    assert!(
        error
            .report()
            .unwrap()
            .diagnostics()
            .iter()
            .all(|found| found.path.as_deref() == Some(&*path))
    );
    assert!(error.context().contains(&("path", path.display().to_string())));
    std::fs::write(&path, BASE).unwrap();
    assert!(Topology::load(&path).is_ok());
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.toml");
    assert_eq!(Topology::load(&missing).unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(Topology::load(folder.path()).unwrap_err().code(), "not-a-file");
    let latin = folder.path().join("latin.toml");
    std::fs::write(&latin, b"release = \"4.7\"\n# gr\xfc\xdfe\n").unwrap();
    let error = Topology::load(&latin).unwrap_err();
    assert_eq!(error.code(), "not-utf-8");
    assert!(error.message().contains("line 2, column 5"), "{error}");
}

#[test]
fn builder_and_serde_find_the_same_without_positions() {
    let spec = Topology::builder("4.7")
        .node(NodeSpec::new("cp", Role::ControlPlane, "localhost"))
        .node(NodeSpec::new("gw1", Role::Gateway, "localhost").offset(70_000))
        .environment(EnvironmentSpec::new("A", EnvironmentType::Production, "gw1"))
        .environment(EnvironmentSpec::new("A", EnvironmentType::Sandbox, "gw2"));
    let error = spec.build().unwrap_err();
    assert_eq!(error.operation(), "build");
    let found = error.report().unwrap().diagnostics();
    let codes: Vec<_> = found.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["duplicate-environment-name", "invalid-offset", "unknown-gateway"]);
    assert!(
        found
            .iter()
            .all(|found| found.line.is_none() && found.span.is_none() && found.help.is_some())
    );

    let mut value = serde_json::to_value(Topology::parse(BASE).unwrap()).unwrap();
    assert_eq!(value["schema_version"], 1);
    let again: Topology = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(again, Topology::parse(BASE).unwrap());
    value["node"][1]["offset"] = (-1).into();
    let error = serde_json::from_value::<Topology>(value).unwrap_err().to_string();
    assert!(error.contains("error[invalid-offset]"), "{error}");
}

#[test]
fn debug_shows_no_password() {
    let text = with(
        BASE,
        "offset = 1",
        "offset = 1\nkey_manager = { username = \"u\", password = \"hunter2\" }",
    );
    let text = format!("{text}password = \"hunter2\"\n");
    let topology = Topology::parse(&text).unwrap();
    assert!(!format!("{topology:?}").contains("hunter2"));
    assert!(!format!("{:?}", TopologySpec::from(&topology)).contains("hunter2"));
    // With a second mistake next to it, and as the value itself.
    for broken in [
        with(&text, "offset = 1", "offest = 1"),
        with(&text, "password = \"hunter2\" }", "pasword = \"hunter2\" }"),
    ] {
        let error = Topology::parse(&broken).unwrap_err();
        assert!(!format!("{error}{error:?}").contains("hunter2"), "{error}");
    }
}

#[test]
fn warnings_do_not_make_a_topology_invalid() {
    let topology = Topology::parse(&with(BASE, "4.7", "4.9")).unwrap();
    assert!(topology.check().ok());
    assert_eq!(topology.check().count(Severity::Warning), 1);
    assert_eq!(topology, Topology::parse(&with(BASE, "4.7", "4.9.0")).unwrap());
}

#[test]
fn every_rule_has_a_page_and_an_example_that_is_toml() {
    let mut seen = BTreeSet::new();
    for rule in RULES.iter().chain(SHARED) {
        assert!(seen.insert(rule.code), "{} twice", rule.code);
        assert!(
            rule.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
            "{}",
            rule.code
        );
        assert!(rule.summary.ends_with('.'), "{}", rule.code);
        let page = rule.documentation;
        let places: Vec<_> =
            ["## What it finds\n", "## Why it hurts\n", "## Example\n", "## How to fix it\n"]
                .iter()
                .map(|heading| {
                    page.find(heading).unwrap_or_else(|| panic!("{} lacks {heading}", rule.code))
                })
                .collect();
        assert!(places[0] == 0 && places.is_sorted(), "{}", rule.code);
        let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
        let example = example.unwrap_or_else(|| panic!("{} has no example", rule.code));
        let is_toml = toml::from_str::<toml::Table>(example).is_ok();
        assert_eq!(is_toml, rule.code != "invalid-toml", "{}", rule.code);
    }
}

/// The example of each topology-only rule breaks that rule, and the pages speak of it.
#[test]
fn the_examples_break_their_rules() {
    for rule in RULES {
        let example =
            rule.documentation.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
        let release = if example.contains("release =") { "" } else { "release = \"4.7\"\n" };
        let found = findings(&format!("{release}{example}"));
        // Some need an offset or a host besides; the rest of a topology is left out.
        assert!(found.iter().any(|found| found.code == rule.code), "{}: {found:#?}", rule.code);
    }
}

#[test]
fn large_topologies_are_checked_in_reasonable_time() {
    let mut text = String::from(BASE);
    for index in 2..1000 {
        let second = super::SECOND
            .replace("gw2", &format!("g{index}"))
            .replace("Sandbox", &format!("E{index}"))
            .replace("localhost", &format!("host-{}", index / 10))
            .replace("offset = 2", &format!("offset = {}", index % 10));
        text.push_str(&second);
    }
    let text = text.replace("localhost", "first");
    super::finds_nothing(&text);
}
