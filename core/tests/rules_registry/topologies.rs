//! A correct topology, and a mistake and a near miss in it for every rule that only a topology can break.

use std::collections::BTreeSet;

use gatewright::{Report, Topology};

const TOPOLOGY: &str = r#"release = "4.7"

[[node]]
name = "cp"
roles = ["control-plane"]
host = "localhost"
home = "/opt/cp"

[[node]]
name = "gw"
roles = ["gateway"]
host = "localhost"
offset = 1
home = "/opt/gw"

[[environment]]
name = "Production"
type = "production"
gateways = ["gw"]
"#;

/// A replacement; nothing to replace means an addition at the end.
pub(crate) type Change = (&'static str, &'static str);

pub(crate) struct Case {
    pub(crate) code: &'static str,
    pub(crate) mistake: &'static [Change],
    pub(crate) near_miss: &'static [Change],
}

const fn case(
    code: &'static str,
    mistake: &'static [Change],
    near_miss: &'static [Change],
) -> Case {
    Case { code, mistake, near_miss }
}

const SECOND_GATEWAY: &str = r#"
[[node]]
name = "gw2"
roles = ["gateway"]
host = "localhost"
offset = 2
"#;
const SECOND_CONTROL_PLANE: &str = r#"
[[node]]
name = "cp2"
roles = ["control-plane"]
host = "localhost"
offset = 2
"#;
const TRAFFIC_MANAGER: &str = r#"
[[node]]
name = "tm"
roles = ["traffic-manager"]
host = "localhost"
offset = 3
"#;
const SECOND_TRAFFIC_MANAGER: &str = r#"
[[node]]
name = "tm2"
roles = ["traffic-manager"]
host = "localhost"
offset = 4
"#;
const KEY_MANAGER: &str = r#"
[[node]]
name = "km"
roles = ["key-manager"]
host = "localhost"
offset = 5
"#;
const SECOND_KEY_MANAGER: &str = r#"
[[node]]
name = "km2"
roles = ["key-manager"]
host = "localhost"
offset = 6
"#;
const CREDENTIALS: &str = "offset = 1\nkey_manager = { username = \"u\", password = \"p\" }";

pub(crate) static CASES: &[Case] = &[
    case(
        "duplicate-gateway",
        &[("[\"gw\"]", "[\"gw\", \"gw\"]")],
        &[("[\"gw\"]", "[\"gw\" ] # gw")],
    ),
    case(
        "duplicate-home",
        &[("\"/opt/gw\"", "\"/opt/cp/\"")],
        &[("\"/opt/gw\"", "\"/opt/cp/gw\"")],
    ),
    case(
        "duplicate-node-name",
        &[
            ("", SECOND_GATEWAY),
            ("gw2", "GW"),
            (
                "[\"gw\"]",
                "[\"gw\", \"GW\"]\nhttps_endpoint = \"https://gw\"\nws_endpoint = \"ws://gw\"",
            ),
        ],
        &[
            ("", SECOND_GATEWAY),
            (
                "[\"gw\"]",
                "[\"gw\", \"gw2\"]\nhttps_endpoint = \"https://gw\"\nws_endpoint = \"ws://gw\"",
            ),
        ],
    ),
    case(
        "duplicate-role",
        &[("[\"gateway\"]", "[\"gateway\", \"gateway\"]")],
        &[("[\"control-plane\"]", "[\"control-plane\", \"key-manager\"]")],
    ),
    case(
        "endpoint-not-in-release",
        &[("4.7", "3.2"), ("", "websub_event_receiver_http_endpoint = \"http://gw:9022\"\n")],
        &[("", "websub_event_receiver_http_endpoint = \"http://gw:9022\"\n")],
    ),
    case(
        "gateway-without-environment",
        &[("", SECOND_GATEWAY)],
        &[
            ("", SECOND_GATEWAY),
            ("", "[[environment]]\nname = \"B\"\ntype = \"sandbox\"\ngateways = [\"gw2\"]\n"),
        ],
    ),
    case("invalid-home", &[("\"/opt/gw\"", "\"\"")], &[("home = \"/opt/gw\"", "")]),
    case(
        "invalid-host",
        &[("host = \"localhost\"", "host = \"localhost:9443\"")],
        &[("host = \"localhost\"", "host = \"LOCALHOST\"")],
    ),
    case(
        "invalid-node-name",
        &[("name = \"gw\"", "name = \"gw 1\""), ("[\"gw\"]", "[\"gw 1\"]")],
        &[("name = \"gw\"", "name = \"gw.1_a-b\""), ("[\"gw\"]", "[\"gw.1_a-b\"]")],
    ),
    case("invalid-release", &[("4.7", "3.3")], &[("4.7", "3.2.0")]),
    case(
        "loopback-host-among-others",
        &[("host = \"localhost\"\noffset = 1", "host = \"gw.example.com\"\noffset = 1")],
        &[("host = \"localhost\"\noffset = 1", "host = \"127.0.0.1\"\noffset = 1")],
    ),
    case("missing-key", &[("type = \"production\"\n", "")], &[("offset = 1", "offset = 0x01")]),
    case(
        "missing-role",
        &[("[\"control-plane\"]", "[]")],
        &[("[\"control-plane\"]", "[\"control-plane\",]")],
    ),
    case(
        "no-control-plane",
        &[("[\"control-plane\"]", "[\"key-manager\"]")],
        &[("[\"control-plane\"]", "[\"key-manager\", \"control-plane\"]")],
    ),
    case(
        "not-a-gateway",
        &[(
            "[\"gw\"]",
            "[\"gw\", \"cp\"]\nhttps_endpoint = \"https://gw\"\nws_endpoint = \"ws://gw\"",
        )],
        &[("[\"gw\"]", "['gw']")],
    ),
    case(
        "pack-not-in-release",
        &[("4.7", "3.2"), ("\"cp\"", "\"cp\"\npack = \"control-plane\"")],
        &[("4.7", "4.0"), ("\"cp\"", "\"cp\"\npack = \"control-plane\"")],
    ),
    case(
        "placeholder-in-endpoint",
        &[("", "https_endpoint = \"https://gw:${https.nio.port}\"\n")],
        &[("", "https_endpoint = \"https://gw:$env{PORT}\"\n")],
    ),
    case(
        "role-not-in-pack",
        &[("\"cp\"", "\"cp\"\npack = \"traffic-manager\"")],
        &[("\"cp\"", "\"cp\"\npack = \"all-in-one\"")],
    ),
    case(
        "several-control-planes",
        &[("4.7", "3.2"), ("", SECOND_CONTROL_PLANE)],
        &[("", SECOND_CONTROL_PLANE)],
    ),
    case(
        "invalid-proxy-port",
        &[("offset = 1", "offset = 1\nhttps_proxy_port = 0")],
        &[("offset = 1", "offset = 1\nhttps_proxy_port = 443")],
    ),
    case(
        "several-key-managers",
        &[("", KEY_MANAGER), ("", SECOND_KEY_MANAGER)],
        &[("", KEY_MANAGER)],
    ),
    case(
        "several-traffic-managers",
        &[("", TRAFFIC_MANAGER), ("", SECOND_TRAFFIC_MANAGER)],
        &[("", TRAFFIC_MANAGER)],
    ),
    case("unknown-gateway", &[("[\"gw\"]", "[\"gw9\"]")], &[("[\"gw\"]", "[\"gw\"] # gw9")]),
    case("unknown-key", &[("offset = 1", "offest = 1")], &[("offset = 1", "offset = 1 # offest")]),
    case(
        "environment-key-not-in-release",
        &[("4.7", "4.2"), ("[\"gw\"]", "[\"gw\"]\nvisibility = [\"admin\"]")],
        &[("4.7", "4.2"), ("[\"gw\"]", "[\"gw\"]\ngateway_type = \"Regular\"")],
    ),
    case(
        "federated-environment-with-gateways",
        &[(
            "",
            "[[environment]]\nname = \"X\"\ntype = \"hybrid\"\nprovider = \"solace\"\ngateways = [\"gw\"]\n",
        )],
        &[("", "[[environment]]\nname = \"X\"\ntype = \"hybrid\"\nprovider = \"solace\"\n")],
    ),
    case(
        "invalid-visibility",
        &[("[\"gw\"]", "[\"gw\"]\nvisibility = [\"admin,internal/publisher\"]")],
        &[("[\"gw\"]", "[\"gw\"]\nvisibility = [\"admin\", \"internal/publisher\"]")],
    ),
    case(
        "unknown-pack",
        &[("\"cp\"", "\"cp\"\npack = \"apim\"")],
        &[("\"cp\"", "\"cp\"\npack = \"api-control-plane\"")],
    ),
    case("unknown-release", &[("4.7", "4.8")], &[("4.7", "4.7.0")]),
    case(
        "unknown-role",
        &[("[\"control-plane\"]", "[\"control-plane\", \"broker\"]")],
        &[("[\"control-plane\"]", "[\"control-plane\", \"traffic-manager\"]")],
    ),
    case(
        "unsupported-schema-version",
        &[("release", "schema_version = 2\nrelease")],
        &[("release", "schema_version = 1\nrelease")],
    ),
    case(
        "unused-key-manager-credentials",
        &[("\"cp\"", "\"cp\"\nkey_manager = { username = \"u\", password = \"p\" }")],
        &[("offset = 1", CREDENTIALS)],
    ),
];

/// The codes of everything found in the correct topology with these changes.
pub(crate) fn codes(case: &Case, changes: &[Change]) -> BTreeSet<&'static str> {
    report(&text(case, changes)).diagnostics().iter().map(|found| found.code).collect()
}

/// The correct topology with these changes.
pub(crate) fn text(case: &Case, changes: &[Change]) -> String {
    let mut text = TOPOLOGY.to_owned();
    for (from, to) in changes {
        if from.is_empty() {
            text.push_str(to);
        } else {
            assert!(text.contains(from), "{}: nothing to replace: {from}", case.code);
            text = text.replacen(from, to, 1);
        }
    }
    text
}

/// Everything found in a topology.
pub(crate) fn report(text: &str) -> Report {
    match Topology::parse(text) {
        Ok(topology) => topology.check().clone(),
        Err(error) => error.report().expect("a report of what is wrong").clone(),
    }
}
