//! A correct installation for each release, and a mistake and a near miss in it for every rule over files.

use std::collections::BTreeSet;

use gatewright::check::{CheckOptions, check_with};
use gatewright::{NodeFile, Release, Report, Role};

/// The nodes of the correct installation: a control plane and two gateways on one computer.
pub(crate) const NODES: [&str; 3] = ["control-plane", "gateway-1", "gateway-2"];

/// Lines that start with `4.0|` are for 4.0 and later only. `O` stands for the gateway's
/// offset.
const CONTROL_PLANE: &str = r#"[server]
hostname = "localhost"
server_role = "default"
"#;

const ENVIRONMENT: &str = r#"
[[apim.gateway.environment]]
name = "NAME Gateway"
type = "TYPE"
4.1|provider = "wso2"
4.3|gateway_type = "Regular"
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
4.0|websub_event_receiver_http_endpoint = "http://localhost:{9021+O}"
4.0|websub_event_receiver_https_endpoint = "https://localhost:{8021+O}"
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
4.0|
4.0|[apim.event_hub]
4.0|enable = true
4.0|service_url = "https://localhost:9443/services/"
4.0|event_listening_endpoints = ["tcp://localhost:5672"]
4.0|
4.0|[apim.sync_runtime_artifacts.gateway]
4.0|gateway_labels = ["NAME Gateway"]
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

pub(crate) const CP: &str = NODES[0];
pub(crate) const GW1: &str = NODES[1];
const GW2: &str = NODES[2];
/// A second control plane, with the first one's file; there where a [`Change`] names it.
const CP2: &str = "control-plane-2";
const SINGLE_BRACKETS: &str = "[apim.gateway.environment]
name = \"Production Gateway\"
type = \"production\"
display_in_api_console = true
https_endpoint = \"https://localhost:8244\"
ws_endpoint = \"ws://localhost:9100\"
wss_endpoint = \"wss://localhost:8100\"
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

const LISTENER: &str = "
[[event_listener]]
id = \"token_revocation\"
[event_listener.properties]
notification_endpoint = \"https://localhost:9443/internal/data/v1/notify\"
";
const DATABASE: &str = "
[database.shared_db]
type = \"mysql\"
url = \"jdbc:mysql://db.example.com:3306/shared_db\"
";
/// What the nodes find when they start; the rules over `$env{…}` look at it.
const VARIABLES: [&str; 2] = ["ADMIN_PASSWORD", "WSS_URL"];

/// A mistake and a near miss for every rule over files.
pub(crate) static CASES: &[Case] = &[
    case(
        "byte-order-mark",
        Release::V4_7,
        &[(GW2, "[server]", "\u{feff}[server]")],
        &[(GW2, "\"localhost\"", "\"localhost\" # \u{feff}")],
    ),
    case(
        "double-shifted-port",
        Release::V4_7,
        &[(GW1, "", "\n[transport.https.properties]\nport = 9444\n")],
        &[(GW1, "", "\n[transport.https.properties]\nport = 9443\n")],
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
        "duplicate-virtual-host",
        Release::V4_7,
        &[(
            CP,
            "",
            "\n[[apim.gateway.environment.virtual_host]]\nhttps_endpoint = \"https://localhost:9999\"\n",
        )],
        &[(
            CP,
            "",
            "\n[[apim.gateway.environment.virtual_host]]\nhttps_endpoint = \"https://eu.example.com:9999\"\n",
        )],
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
        "empty-event-hub-credentials",
        Release::V4_7,
        &[(GW1, "[apim.event_hub]\n", "[apim.event_hub]\npassword = \"\"\n")],
        &[(
            GW1,
            "[apim.event_hub]\n",
            "[apim.event_hub]\npassword = \"$ref{super_admin.password}\"\n",
        )],
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
        "endpoint-port-mismatch",
        Release::V4_7,
        &[(CP, "https://localhost:8244", "https://localhost:8245")],
        &[(CP, "https://localhost:8244", "https://localhost:443")],
    ),
    case(
        "endpoint-scheme-mismatch",
        Release::V4_7,
        &[(CP, "http_endpoint = \"http:", "http_endpoint = \"https:")],
        &[(CP, "http_endpoint = \"http:", "http_endpoint = \"HTTP:")],
    ),
    case(
        "environment-hidden-by-default",
        Release::V4_7,
        &[(CP, "display_in_api_console = true\n", "")],
        &[(CP, "display_in_api_console = true", "display_in_api_console = false")],
    ),
    case(
        "environment-mismatch",
        Release::V4_7,
        &[(CP2, "type = \"sandbox\"", "type = \"hybrid\"")],
        &[(CP2, "description = \"Sandbox keys\"", "description = \"Sandbox\"")],
    ),
    case(
        "environment-names-differ-in-case",
        Release::V3_2,
        &[(CP, "name = \"Sandbox Gateway\"", "name = \"production gateway\"")],
        &[(CP, "name = \"Sandbox Gateway\"", "name = \"production gateways\"")],
    ),
    case(
        "environment-removed",
        Release::V4_7,
        &[(CP, "", "\n#[[apim.gateway.environment]]\n#name = \"Default\"\n")],
        &[(CP, "", "\n#[[apim.gateway.environment]]\n#name = \"Sandbox Gateway\"\n")],
    ),
    case(
        "environment-without-gateway",
        Release::V4_7,
        &[(GW2, "[\"Sandbox Gateway\"]", "[\"Production Gateway\"]")],
        &[(GW2, "[\"Sandbox Gateway\"]", "[\"Production Gateway\", \"Sandbox Gateway\"]")],
    ),
    case(
        "event-hub-mismatch",
        Release::V4_7,
        &[(
            GW1,
            "event_listening_endpoints = [\"tcp://localhost:5672",
            "event_listening_endpoints = [\"tcp://localhost:5673",
        )],
        &[(
            GW1,
            "event_listening_endpoints = [\"tcp://localhost:5672",
            "event_listening_endpoints = [\"ssl://localhost:8672",
        )],
    ),
    case(
        "ineffective-key",
        Release::V4_7,
        &[(CP, "type = \"production\"", "type = \"production\"\nmode = \"READ_WRITE\"")],
        &[(CP, "type = \"production\"", "type = \"production\"\ndisplay_name = \"READ_WRITE\"")],
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
        "invalid-time-value",
        Release::V4_7,
        &[(GW1, "", "\n[apim.cache.resource]\nexpiry_time = \"15min\"\n")],
        &[(GW1, "", "\n[apim.cache.resource]\nexpiry_time = \"15 m\"\n")],
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
        "key-not-in-release",
        Release::V3_2,
        &[(CP, "type = \"production\"", "type = \"production\"\nprovider = \"solace\"")],
        &[(CP, "type = \"production\"", "type = \"production\" # provider = \"wso2\"")],
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
        "missing-websocket-endpoint",
        Release::V4_7,
        &[(CP, "wss_endpoint = \"wss://localhost:8100\"\n", "")],
        &[(
            CP,
            "wss_endpoint = \"wss://localhost:8100\"",
            "wss_endpoint = \"wss://gw.example.com\"",
        )],
    ),
    case(
        "misspelt-key",
        Release::V4_7,
        &[(GW1, "offset = 1", "offest = 1")],
        &[(GW1, "offset = 1", "offset = 1\nmgt_console_hostname = \"localhost\"")],
    ),
    case(
        "notification-endpoint-mismatch",
        Release::V4_7,
        &[(CP, "", LISTENER), (CP, "9443/internal", "8244/internal")],
        &[(CP, "", LISTENER)],
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
        "placeholder-without-listener",
        Release::V4_4,
        &[
            (CP, "server_role = \"default\"", "server_role = \"control-plane\""),
            (CP, "https://localhost:8244", "https://elsewhere.example.com:${https.nio.port}"),
            (CP, "http://localhost:8281", "http://elsewhere.example.com:8281"),
        ],
        &[
            (CP, "server_role = \"default\"", "server_role = \"control-plane\""),
            (CP, "https://localhost:8244", "https://elsewhere.example.com:8244"),
            (CP, "http://localhost:8281", "http://elsewhere.example.com:8281"),
        ],
    ),
    case(
        "plain-text-credential",
        Release::V4_7,
        &[(CP, "${admin.password}", "admin")],
        &[
            (CP, "${admin.password}", "$secret{admin}"),
            (CP, "[server]", "[secrets]\nadmin = \"[x]\"\n\n[server]"),
        ],
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
        "rejected-value",
        Release::V4_7,
        &[(GW1, "", "\n[user_store]\ntype = \"databse_unique_id\"\n")],
        &[(GW1, "", "\n[user_store]\ntype = \"database_unique_id\"\n")],
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
        "service-url-mismatch",
        Release::V4_7,
        &[(CP, "https://localhost:9444/", "https://localhost:9445/")],
        &[(CP, "https://localhost:9444/", "https://localhost:443/")],
    ),
    case(
        "shared-database-mismatch",
        Release::V4_7,
        &[(CP, "", DATABASE), (GW1, "", DATABASE), (GW1, "shared_db\"", "other_db\"")],
        &[(CP, "", DATABASE), (GW1, "", DATABASE)],
    ),
    case(
        "single-bracket-environment",
        Release::V4_7,
        &[(CP, WHOLE, SINGLE_BRACKETS), (GW2, "[\"Sandbox Gateway\"]", "[\"Production Gateway\"]")],
        &[(CP, "keys\"\n", "keys\" # [apim.gateway.environment]\n")],
    ),
    case(
        "throttling-mismatch",
        Release::V4_7,
        &[(GW1, "ssl://localhost:9711", "ssl://localhost:9712")],
        &[(GW1, "ssl://localhost:9711", "ssl://127.0.0.1:9711")],
    ),
    case(
        "undefined-environment-variable",
        Release::V4_7,
        &[(CP, "Production keys", "$env{NOT_THERE}")],
        &[(CP, "Production keys", "$env{WSS_URL}")],
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
        "unknown-gateway-type",
        Release::V4_7,
        &[(CP, "gateway_type = \"Regular\"", "gateway_type = \"Regulr\"")],
        &[(CP, "gateway_type = \"Regular\"", "gateway_type = \"REGULAR\"")],
    ),
    case(
        "unknown-server-role",
        Release::V4_4,
        &[(GW1, "server_role = \"default\"", "server_role = \"gateway\"")],
        &[(GW1, "server_role = \"default\"", "server_role = \"gateway-worker\"")],
    ),
    case(
        "unpaired-traffic-manager-urls",
        Release::V4_7,
        &[(
            GW1,
            "[\"tcp://localhost:9611\"]",
            "[\"tcp://localhost:9611\", \"tcp://localhost:9611\"]",
        )],
        &[(
            GW1,
            "[\"tcp://localhost:9611\"]\ntraffic_manager_auth_urls = [\"ssl://localhost:9711\"]",
            "[\"tcp://localhost:9611\", \"tcp://localhost:9611\"]\ntraffic_manager_auth_urls = [\"ssl://localhost:9711\", \"ssl://localhost:9711\"]",
        )],
    ),
    case(
        "unresolved-reference",
        Release::V4_7,
        &[(GW1, "$ref{super_admin.username}", "$ref{super_admin.user_name}")],
        &[(GW1, "$ref{super_admin.username}", "$ref{apim.key_manager.service_url}")],
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

/// As much as can be reported.
pub(crate) fn options() -> CheckOptions {
    CheckOptions::new().notes(true).environment_variables(VARIABLES)
}

/// The codes of everything found in the correct installation of a release with these changes.
pub(crate) fn codes(release: Release, changes: &[Change]) -> BTreeSet<&'static str> {
    report(release, changes).diagnostics().iter().map(|found| found.code).collect()
}

/// Everything found in the correct installation of a release with these changes.
pub(crate) fn report(release: Release, changes: &[Change]) -> Report {
    let files = texts(release, changes).into_iter().map(|(node, text)| file(node, text, release));
    check_with(files, &options()).unwrap()
}

/// [`codes`] of as many of the changes as the release's files have a place for; none without one.
pub(crate) fn lenient_codes(release: Release, changes: &[Change]) -> BTreeSet<&'static str> {
    let has_place = |change: &&Change| try_texts(release, &[**change]).is_some();
    let possible: Vec<Change> = changes.iter().filter(has_place).copied().collect();
    if possible.is_empty() { BTreeSet::new() } else { codes(release, &possible) }
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
        if node == CP2 {
            text = text.replacen("[server]\n", "[server]\noffset = 3\n", 1);
        }
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
    let second = changes.iter().any(|(changed, ..)| *changed == CP2).then_some((0, CP2));
    let nodes = NODES.into_iter().enumerate().chain(second);
    nodes.map(|(index, node)| with(index, node)).collect()
}

/// A node's file with all that is known of the node.
pub(crate) fn file(node: &str, text: String, release: Release) -> NodeFile {
    NodeFile::from_text(format!("{node}/deployment.toml"), text)
        .name(node)
        .host("localhost")
        .roles([if [CP, CP2].contains(&node) { Role::ControlPlane } else { Role::Gateway }])
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
        .filter_map(|line| match line.split_once('|') {
            Some((since, line)) => (release >= since.parse().unwrap()).then(|| format!("{line}\n")),
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
