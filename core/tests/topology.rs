//! Properties of every valid topology, and the JSON Schema of its format.

#[cfg(test)]
mod support;

use gatewright::model::{Endpoint, EndpointPort, TopologySpec};
use gatewright::{Port, Release, Topology, examples};
use proptest::prelude::*;
use schema::{SCHEMA, as_json};
use serde_json::json;
use support::topologies::{topology, topology_of};

/// The schema, and a `topology.toml` as an editor's schema support sees it.
#[cfg(test)]
mod schema {
    use std::sync::LazyLock;

    use gatewright::Topology;
    use jsonschema::Validator;

    pub(crate) static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
        let schema = serde_json::from_str(Topology::json_schema()).expect("JSON");
        jsonschema::meta::validate(&schema).expect("a schema of draft 2020-12");
        jsonschema::draft202012::new(&schema).expect("a schema that can be used")
    });

    pub(crate) fn as_json(text: &str) -> serde_json::Value {
        let table: toml::Table = toml::from_str(text).expect("TOML");
        serde_json::to_value(table).expect("JSON")
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(topology in topology()) {
        let text = topology.to_toml();
        let again = Topology::parse(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(&again, &topology);
        prop_assert_eq!(again.to_toml(), text, "writing again changes nothing");
    }

    #[test]
    fn serde_reads_back_the_same(topology in topology()) {
        let text = serde_json::to_string(&topology).expect("JSON");
        let again: Topology = serde_json::from_str(&text).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(&again, &topology);
        prop_assert_eq!(Topology::try_from(TopologySpec::from(&topology)).expect("valid"), topology);
    }

    #[test]
    fn nothing_valid_is_worse_than_a_newer_release(topology in topology()) {
        let expected: &[&str] = if topology.release().is_known() { &[] } else { &["unknown-release"] };
        let codes: Vec<_> = topology.check().diagnostics().iter().map(|found| found.code).collect();
        prop_assert_eq!(codes, expected);
    }

    /// The first half of law 5.
    #[test]
    fn no_two_nodes_of_one_host_share_a_port(topology in topology()) {
        let nodes = topology.nodes();
        for (index, one) in nodes.iter().enumerate() {
            for other in &nodes[index + 1..] {
                if one.host == other.host || (one.host.is_loopback() && other.host.is_loopback()) {
                    let (mine, theirs) = (one.ports(topology.release()), other.ports(topology.release()));
                    prop_assert_eq!(mine.collisions(&theirs).next(), None, "{} and {}", one.name, other.name);
                }
            }
        }
    }

    /// The second half of law 5, for the URLs of environments.
    #[test]
    fn derived_urls_use_the_gateways_ports(topology in topology()) {
        for environment in topology.environments() {
            let [only] = topology.gateways(environment).collect::<Vec<_>>()[..] else { continue };
            let urls = topology.endpoints(environment);
            let given = &environment.endpoints;
            for (url, given, port) in [
                (&urls.service_url, &given.service_url, Port::ServletHttps),
                (&urls.http, &given.http, Port::PassThroughHttp),
                (&urls.https, &given.https, Port::PassThroughHttps),
                (&urls.ws, &given.ws, Port::WebSocket),
                (&urls.wss, &given.wss, Port::SecureWebSocket),
                (&urls.websub_http, &given.websub_http, Port::WebSubHttp),
                (&urls.websub_https, &given.websub_https, Port::WebSubHttps),
            ] {
                let (Some(url), None) = (url, given) else { continue };
                let endpoint = Endpoint::parse(url).expect("a URL");
                prop_assert_eq!(endpoint.host(), Some(only.host.as_str()));
                prop_assert_eq!(endpoint.port(), &EndpointPort::Literal(port.number(only.offset)));
            }
            prop_assert!(urls.http.is_some() || urls.https.is_some());
        }
    }

    #[test]
    fn the_schema_accepts_every_valid_topology(topology in topology()) {
        let document = as_json(&topology.to_toml());
        let errors: Vec<_> = SCHEMA.iter_errors(&document).map(|error| error.to_string()).collect();
        prop_assert!(errors.is_empty(), "{:?}\n{}", errors, topology.to_toml());
    }

    #[test]
    fn any_text_is_read_or_refused_with_a_reason(text in "[\\x20-\\x7e\\n\\t\u{fc}]{0,200}") {
        if let Err(error) = Topology::parse(&text) {
            prop_assert!(error.report().is_some_and(|report| !report.ok()));
        }
    }

    /// A valid text with a piece cut out: never a panic, always positions inside the text.
    #[test]
    fn damaged_texts_are_refused_in_place(
        topology in topology(), at in any::<proptest::sample::Index>(), length in 1..40_usize,
    ) {
        let text: Vec<char> = topology.to_toml().chars().collect();
        let start = at.index(text.len());
        let end = (start + length).min(text.len());
        let damaged: String = text[..start].iter().chain(&text[end..]).collect();
        if let Err(error) = Topology::parse(&damaged) {
            for found in error.report().expect("a report").diagnostics() {
                let span = found.span.clone().expect("a span");
                prop_assert!(damaged.get(span).is_some(), "{found:?}");
                prop_assert!(found.help.is_some() && !found.message.is_empty());
            }
        }
    }
}

#[test]
fn the_strategy_reaches_every_release() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for release in Release::KNOWN {
        let tree = topology_of(release).new_tree(&mut runner).expect("a topology");
        assert_eq!(tree.current().release(), release);
    }
}

#[test]
fn the_schema_knows_the_example_and_refuses_what_is_wrong() {
    let example = as_json(examples::THREE_NODES);
    assert!(SCHEMA.is_valid(&example));
    for (pointer, wrong) in [
        ("/release", json!(4.7)),
        ("/release", json!("v4.7")),
        ("/release", json!("2.6")),
        ("/node/0/name", json!("a b")),
        ("/node/0/name", json!("")),
        ("/node/0/roles", json!([])),
        ("/node/0/roles", json!(["gatway"])),
        ("/node/0/roles", json!("gateway")),
        ("/node/0/host", json!("https://localhost")),
        ("/node/1/offset", json!(-1)),
        ("/node/1/offset", json!(54_425)),
        ("/node/1/offset", json!("1")),
        ("/node/1/offset", json!(1.5)),
        ("/environment/0/name", json!("a,b")),
        ("/environment/0/name", json!("none")),
        ("/environment/0/name", json!(" a")),
        ("/environment/0/type", json!("Production")),
        ("/environment/0/gateways", json!([])),
        ("/environment/0/gateways", json!(["gateway-1", "gateway-1"])),
    ] {
        let mut document = example.clone();
        *document.pointer_mut(pointer).expect("a place") = wrong.clone();
        assert!(!SCHEMA.is_valid(&document), "{pointer} = {wrong}");
    }
    for (pointer, key, value) in [
        ("", "nodes", json!([])),
        ("", "schema_version", json!(2)),
        ("/node/0", "offest", json!(1)),
        ("/node/0", "pack", json!("gatway")),
        ("/node/0", "key_manager", json!({"username": "u"})),
        ("/environment/0", "https_endpoint", json!("http://gw")),
        ("/environment/0", "ws_endpoint", json!("gw:9099")),
        ("/environment/0", "display_in_api_console", json!("true")),
        ("/environment/0", "password", json!("")),
    ] {
        let mut document = example.clone();
        let table = document.pointer_mut(pointer).and_then(|table| table.as_object_mut());
        table.expect("a table").insert(key.to_owned(), value.clone());
        assert!(!SCHEMA.is_valid(&document), "{pointer}/{key} = {value}");
    }
    for (pointer, key) in [("", "release"), ("/node/0", "host"), ("/environment/0", "gateways")] {
        let mut document = example.clone();
        let table = document.pointer_mut(pointer).and_then(|table| table.as_object_mut());
        table.expect("a table").remove(key);
        assert!(!SCHEMA.is_valid(&document), "{pointer} without {key}");
    }
}

/// The schema and the reader must know the same keys.
#[test]
fn the_schema_has_the_keys_of_the_reader() {
    let schema: serde_json::Value = serde_json::from_str(Topology::json_schema()).expect("JSON");
    for (pointer, table) in [
        ("/properties", ""),
        ("/$defs/node/properties", "[[node]]\n"),
        ("/$defs/environment/properties", "[[environment]]\n"),
    ] {
        let keys = schema.pointer(pointer).and_then(|keys| keys.as_object()).expect("properties");
        for key in keys.keys() {
            let Err(error) = Topology::parse(&format!("{table}{key} = \"x\"\n")) else { continue };
            assert!(!error.message().contains("has no key"), "{key}: {error}");
        }
        let Err(error) = Topology::parse(&format!("{table}unheard_of = 1\n")) else { continue };
        let found = error
            .report()
            .expect("a report")
            .diagnostics()
            .iter()
            .find(|found| found.code == "unknown-key");
        let listed =
            found.and_then(|found| found.help.as_deref()).expect("the keys").matches('`').count()
                / 2;
        assert_eq!(listed, keys.len(), "{pointer}");
    }
}
