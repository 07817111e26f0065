//! A correct installation for each release, and a mistake and a near miss in it for every rule over files.

use std::collections::BTreeSet;

use gatewright::{NodeFile, Release, Role, check};

/// The nodes of the correct installation: a control plane and two gateways on one computer.
pub(crate) const NODES: [&str; 3] = ["control-plane", "gateway-1", "gateway-2"];

/// Lines that start with `4|` are for 4.x only. `O` stands for the gateway's
/// offset.
const CONTROL_PLANE: &str = r#"[server]
hostname = "localhost"
server_role = "default"
"#;

const ENVIRONMENT: &str = r#"
[[apim.gateway.environment]]
name = "NAME Gateway"
type = "TYPE"
4|provider = "wso2"
4|gateway_type = "Regular"
display_in_api_console = true
description = "NAME keys"
show_as_token_endpoint_url = true
service_url = "https://localhost:{9443+O}/services/"
username = "${admin.username}"
password = "${admin.password}"
http_endpoint = "http://localhost:{8280+O}"
https_endpoint = "https://localhost:{8243+O}"
ws_endpoint = "ws://localhost:{9099+O}"
wss_endpoint = "wss://localhost:{8099+O}"
4|websub_event_receiver_http_endpoint = "http://localhost:{9021+O}"
4|websub_event_receiver_https_endpoint = "https://localhost:{8021+O}"
"#;

const GATEWAY: &str = r#"[server]
hostname = "localhost"
offset = O
server_role = "default"

[apim.key_manager]
service_url = "https://localhost:9443/services/"
username = "$ref{super_admin.username}"
password = "$ref{super_admin.password}"

[apim.throttling]
service_url = "https://localhost:9443/services/"
throttle_decision_endpoints = ["tcp://localhost:5672"]

[[apim.throttling.url_group]]
traffic_manager_urls = ["tcp://localhost:9611"]
traffic_manager_auth_urls = ["ssl://localhost:9711"]
4|
4|[apim.event_hub]
4|enable = true
4|service_url = "https://localhost:9443/services/"
4|event_listening_endpoints = ["tcp://localhost:5672"]
4|
4|[apim.sync_runtime_artifacts.gateway]
4|gateway_labels = ["NAME Gateway"]
"#;

/// A replacement in the file of one node. Nothing to replace means an addition at the end.
pub(crate) type Change = (&'static str, &'static str, &'static str);

pub(crate) struct Case {
    pub(crate) code: &'static str,
    pub(crate) release: Release,
    pub(crate) mistake: &'static [Change],
    pub(crate) near_miss: &'static [Change],
}

const fn case(
    code: &'static str,
    release: Release,
    mistake: &'static [Change],
    near_miss: &'static [Change],
) -> Case {
    Case { code, release, mistake, near_miss }
}

/// As what a [`Change`] replaces: everything.
const WHOLE: &str = "*";

const CP: &str = NODES[0];
const GW1: &str = NODES[1];
const GW2: &str = NODES[2];
const SINGLE_BRACKETS: &str = "[apim.gateway.environment]
name = \"Production Gateway\"
type = \"production\"
https_endpoint = \"https://localhost:8244\"
";
const VIRTUAL_HOST: &str = "
[[apim.gateway.environment.virtual_host]]
https_endpoint = \"https://eu.example.com\"
";
const COMPLETE_VIRTUAL_HOST: &str = "
[[apim.gateway.environment.virtual_host]]
https_endpoint = \"https://eu.example.com\"
websub_event_receiver_http_endpoint = \"http://eu.example.com:9022\"
websub_event_receiver_https_endpoint = \"https://eu.example.com:8022\"
";

/// A mistake and a near miss for every rule over files.
pub(crate) static CASES: &[Case] = &[
    case(
        "byte-order-mark",
        Release::V4_7,
        &[(GW2, "[server]", "\u{feff}[server]")],
        &[(GW2, "\"localhost\"", "\"localhost\" # \u{feff}")],
    ),
    case(
        "duplicate-environment-name",
        Release::V3_2,
        &[(CP, "name = \"Sandbox Gateway\"", "name = 'Production Gateway'")],
        &[(CP, "name = \"Sandbox Gateway\"", "name = 'Production Gateway 2'")],
    ),
    case(
        "duplicate-key",
        Release::V4_7,
        &[(GW1, "offset = 1", "offset = 1\noffset = 1")],
        &[(GW1, "offset = 1", "offset = 1 # offset = 1")],
    ),
    case(
        "empty-environment-credentials",
        Release::V3_2,
        &[(CP, "username = \"${admin.username}\"", "username = \"\"")],
        &[(CP, "username = \"${admin.username}\"", "username = \"publisher\"")],
    ),
    case(
        "empty-environment-name",
        Release::V3_2,
        &[(CP, "name = \"Sandbox Gateway\"\n", "")],
        &[(CP, "name = \"Sandbox Gateway\"", "name = \"S\"")],
    ),
    case(
        "empty-key-manager-credentials",
        Release::V4_7,
        &[(GW1, "username = \"$ref{super_admin.username}\"", "username = \"\"")],
        &[(GW1, "username = \"$ref{super_admin.username}\"\n", "")],
    ),
    case(
        "endpoint-hosts-differ",
        Release::V4_7,
        &[(CP, "http://localhost:8281", "http://gateways.example.com:8281")],
        &[(CP, "http://localhost:8281", "http://LOCALHOST:8281")],
    ),
    case(
        "endpoint-scheme-mismatch",
        Release::V4_7,
        &[(CP, "http_endpoint = \"http:", "http_endpoint = \"https:")],
        &[(CP, "http_endpoint = \"http:", "http_endpoint = \"HTTP:")],
    ),
    case(
        "environment-names-differ-in-case",
        Release::V3_2,
        &[(CP, "name = \"Sandbox Gateway\"", "name = \"production gateway\"")],
        &[(CP, "name = \"Sandbox Gateway\"", "name = \"production gateways\"")],
    ),
    case(
        "environment-without-gateway",
        Release::V4_7,
        &[(GW2, "[\"Sandbox Gateway\"]", "[\"Production Gateway\"]")],
        &[(GW2, "[\"Sandbox Gateway\"]", "[\"Production Gateway\", \"Sandbox Gateway\"]")],
    ),
    case(
        "invalid-environment-name",
        Release::V3_2,
        &[(CP, "name = \"Sandbox Gateway\"", "name = \"Sandbox, Gateway\"")],
        &[(CP, "name = \"Sandbox Gateway\"", "name = \"Sandbox; Gateway\"")],
    ),
    case(
        "invalid-environment-type",
        Release::V4_7,
        &[(CP, "type = \"production\"", "type = \"Production\"")],
        &[(CP, "type = \"production\"", "type = \"hybrid\"")],
    ),
    case(
        "invalid-offset",
        Release::V4_7,
        &[(GW1, "offset = 1", "offset = \"one\"")],
        &[(GW1, "offset = 1", "offset = \"1\"")],
    ),
    case(
        "invalid-toml",
        Release::V4_7,
        &[(GW1, "hostname = \"localhost\"", "hostname = localhost")],
        &[(GW1, "hostname = \"localhost\"", "hostname = 'localhost'")],
    ),
    case(
        "key-manager-link-mismatch",
        Release::V4_7,
        &[(
            GW1,
            "[apim.key_manager]\nservice_url = \"https://localhost:9443",
            "[apim.key_manager]\nservice_url = \"https://localhost:9444",
        )],
        &[(
            GW1,
            "[apim.key_manager]\nservice_url = \"https://localhost:9443",
            "[apim.key_manager]\nservice_url = \"https://elsewhere.example.com:9444",
        )],
    ),
    case(
        "literal-port-ignores-offset",
        Release::V4_7,
        &[(CP, "ws://localhost:9100", "ws://localhost:9099")],
        &[(CP, "ws://localhost:9100", "ws://balancer.example.com:9099")],
    ),
    case(
        "malformed-endpoint",
        Release::V4_7,
        &[(CP, "wss_endpoint = \"wss://", "wss_endpoint = \"")],
        &[(CP, "wss_endpoint = \"wss://localhost:8100\"", "wss_endpoint = \"$env{WSS_URL}\"")],
    ),
    case(
        "missing-endpoint",
        Release::V4_7,
        &[
            (CP, "http_endpoint = \"http://localhost:8281\"\n", ""),
            (CP, "https_endpoint = \"https://localhost:8244\"\n", ""),
        ],
        &[(CP, "http_endpoint = \"http://localhost:8281\"\n", "")],
    ),
    case(
        "misspelt-key",
        Release::V4_7,
        &[(GW1, "offset = 1", "offest = 1")],
        &[(GW1, "offset = 1", "offset = 1\nmgt_console_hostname = \"localhost\"")],
    ),
    case(
        "placeholder-of-another-node",
        Release::V4_7,
        &[(CP, "https://localhost:8244", "https://localhost:${https.nio.port}")],
        &[(
            CP,
            "",
            "\n[apim.devportal]\nurl = \"https://localhost:${mgt.transport.https.port}/devportal\"\n",
        )],
    ),
    case(
        "port-collision",
        Release::V4_7,
        &[(GW2, "offset = 2", "offset = 1")],
        &[(GW1, "", "# offset = 2\n")],
    ),
    case(
        "port-out-of-range",
        Release::V4_7,
        &[(GW1, "offset = 1", "offset = 70000")],
        &[(GW1, "offset = 1", "offset = 0x1")],
    ),
    case(
        "reference-in-environment",
        Release::V4_7,
        &[(CP, "${admin.password}", "$ref{super_admin.password}")],
        &[(CP, "${admin.password}", "$env{ADMIN_PASSWORD}")],
    ),
    case(
        "revoke-endpoint-mismatch",
        Release::V3_2,
        &[(
            GW1,
            "",
            "\n[apim.oauth_config]\nrevoke_endpoint = \"https://localhost:8243/services/\"\n",
        )],
        &[(
            GW1,
            "",
            "\n[apim.oauth_config]\nrevoke_endpoint = \"https://localhost:${https.nio.port}/revoke\"\n",
        )],
    ),
    case(
        "single-bracket-environment",
        Release::V4_7,
        &[(CP, WHOLE, SINGLE_BRACKETS), (GW2, "[\"Sandbox Gateway\"]", "[\"Production Gateway\"]")],
        &[(CP, "keys\"\n", "keys\" # [apim.gateway.environment]\n")],
    ),
    case(
        "unescaped-xml-character",
        Release::V4_7,
        &[(CP, "Production keys", "Production & keys")],
        &[(CP, "Production keys", "Production &amp; keys > 1")],
    ),
    case(
        "unknown-gateway-label",
        Release::V4_7,
        &[(GW1, "[\"Production Gateway\"]", "[\"Production Gateway\", \"Internal\"]")],
        &[(GW1, "[\"Production Gateway\"]", "[\"Production Gateway\", \"Sandbox Gateway\"]")],
    ),
    case(
        "unsupported-toml",
        Release::V4_7,
        &[(CP, "Production keys", "Production\tkeys")],
        &[(CP, "description = \"Production keys\"", "description = 'Production\tkeys'")],
    ),
    case(
        "virtual-host-without-websub",
        Release::V4_1,
        &[(CP, "", VIRTUAL_HOST)],
        &[(CP, "", COMPLETE_VIRTUAL_HOST)],
    ),
    case(
        "wrong-value-type",
        Release::V4_7,
        &[(CP, "display_in_api_console = true", "display_in_api_console = [true]")],
        &[(CP, "display_in_api_console = true", "display_in_api_console = \"True\"")],
    ),
];

/// The codes of everything found in the correct installation of a release with these changes.
pub(crate) fn codes(release: Release, changes: &[Change]) -> BTreeSet<&'static str> {
    let files = texts(release, changes).into_iter().map(|(node, text)| file(node, text, release));
    check(files).unwrap().diagnostics().iter().map(|found| found.code).collect()
}

/// The files of the correct installation of a release with these changes, by node.
pub(crate) fn texts(release: Release, changes: &[Change]) -> Vec<(&'static str, String)> {
    try_texts(release, changes).unwrap_or_else(|| panic!("nothing to replace: {changes:?}"))
}

/// [`texts`]; `None` when one change took away what another replaces.
pub(crate) fn try_texts(
    release: Release,
    changes: &[Change],
) -> Option<Vec<(&'static str, String)>> {
    let with = |index: usize, node: &'static str| {
        let mut text = correct(index, release);
        for (_, from, to) in changes.iter().filter(|(changed, ..)| *changed == node) {
            text = match *from {
                WHOLE => (*to).to_owned(),
                "" => format!("{text}{to}"),
                from if text.contains(from) => text.replacen(from, to, 1),
                _ => return None,
            };
        }
        Some((node, text))
    };
    NODES.into_iter().enumerate().map(|(index, node)| with(index, node)).collect()
}

/// A node's file with all that is known of the node.
pub(crate) fn file(node: &str, text: String, release: Release) -> NodeFile {
    NodeFile::from_text(format!("{node}/deployment.toml"), text)
        .name(node)
        .host("localhost")
        .roles([if node == CP { Role::ControlPlane } else { Role::Gateway }])
        .release(release)
}

/// The correct file of a node.
fn correct(node: usize, release: Release) -> String {
    let template = match node {
        0 => format!("{CONTROL_PLANE}{}{}", filled(ENVIRONMENT, 1), filled(ENVIRONMENT, 2)),
        offset => filled(GATEWAY, offset),
    };
    template
        .lines()
        .filter_map(|line| match line.strip_prefix("4|") {
            Some(line) => (!release.is_classic()).then(|| format!("{line}\n")),
            None => Some(format!("{line}\n")),
        })
        .collect()
}

/// A template with what differs between the gateways.
fn filled(template: &str, offset: usize) -> String {
    let (name, kind) =
        if offset == 1 { ("Production", "production") } else { ("Sandbox", "sandbox") };
    let mut text = template
        .replace("NAME", name)
        .replace("TYPE", kind)
        .replace("offset = O", &format!("offset = {offset}"));
    for base in [9443, 8280, 8243, 9099, 8099, 9021, 8021] {
        text = text.replace(&format!("{{{base}+O}}"), &(base + offset).to_string());
    }
    text
}
