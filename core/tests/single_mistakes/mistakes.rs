//! The mistakes: what is changed, which rule finds it, and where.

use gatewright::Release;

pub(crate) const CONTROL_PLANE: usize = 0;
pub(crate) const PRODUCTION: usize = 1;
pub(crate) const SANDBOX: usize = 2;

/// A mistake: in one file the first occurrence of a text becomes another one.
pub(crate) struct Mistake {
    pub(crate) code: &'static str,
    pub(crate) releases: &'static [Release],
    pub(crate) node: usize,
    pub(crate) before: &'static str,
    pub(crate) after: &'static str,
    /// Lines after the change's own first line at which it is found, or another place altogether.
    pub(crate) at: At,
    /// Found only when roles were given as well.
    pub(crate) needs_roles: bool,
    /// How many gateways there must be for it to be this mistake.
    pub(crate) gateways: u16,
    /// With a traffic manager of its own it is another mistake.
    pub(crate) is_without_manager: bool,
    /// Lines after the change's own first line at which the rule speaks a second time.
    pub(crate) again: Option<usize>,
    /// It is a note, and so said only when notes are asked for.
    pub(crate) is_note: bool,
}

/// Where the finding is.
#[derive(Clone, Copy)]
pub(crate) enum At {
    /// On this line of what was written, from 0.
    Line(usize),
    /// At the start of the line with this text in this file.
    Text(usize, &'static str),
}

pub(crate) const CLASSIC: &[Release] = &[Release::V3_0, Release::V3_2];
pub(crate) const SINCE_4_0: &[Release] = &[Release::V4_0, Release::V4_3, Release::V4_7];
pub(crate) const EVERY: &[Release] =
    &[Release::V3_0, Release::V3_2, Release::V4_0, Release::V4_3, Release::V4_4, Release::V4_7];

pub(crate) const fn mistake(
    code: &'static str,
    releases: &'static [Release],
    node: usize,
    before: &'static str,
    after: &'static str,
) -> Mistake {
    Mistake {
        code,
        releases,
        node,
        before,
        after,
        at: At::Line(0),
        needs_roles: false,
        gateways: 1,
        is_without_manager: false,
        again: None,
        is_note: false,
    }
}

impl Mistake {
    pub(crate) const fn at(mut self, at: At) -> Self {
        self.at = at;
        self
    }

    pub(crate) const fn needs_roles(mut self) -> Self {
        self.needs_roles = true;
        self
    }

    /// It names a port of the second gateway.
    pub(crate) const fn needs_two(mut self) -> Self {
        self.gateways = 2;
        self
    }

    /// The rule speaks of two places, each for itself.
    pub(crate) const fn again(mut self, lines: usize) -> Self {
        self.again = Some(lines);
        self
    }

    pub(crate) const fn only_a_note(mut self) -> Self {
        self.is_note = true;
        self
    }

    pub(crate) const fn without_manager(mut self) -> Self {
        self.is_without_manager = true;
        self
    }
}

pub(crate) fn mistakes() -> Vec<Mistake> {
    let mut all = mistakes_in_files();
    all.extend(mistakes_of_ports());
    all.extend(mistakes_of_links());
    all.extend(mistakes_of_references());
    all.extend(mistakes_of_ineffective_keys());
    all.extend(mistakes_of_services());
    all.extend(mistakes_of_throttling());
    all.extend(crate::toml::mistakes());
    all.extend(crate::others::mistakes());
    all
}

fn mistakes_in_files() -> Vec<Mistake> {
    vec![
        // The TOML itself.
        mistake("invalid-toml", EVERY, PRODUCTION, "hostname = \"localhost\"", "hostname = localhost"),
        mistake("unsupported-toml", EVERY, PRODUCTION, "[\"tcp://localhost:5672\"]", "[\"tcp://localhost:5672\", 1]"),
        mistake("byte-order-mark", EVERY, PRODUCTION, "[server]", "\u{feff}[server]"),
        mistake("duplicate-key", EVERY, PRODUCTION, "offset = 1", "offset = 1\noffset = 1").at(At::Line(1)),
        mistake("misspelt-key", EVERY, PRODUCTION, "offset = 1", "offest = 1"),
        mistake("misspelt-key", EVERY, PRODUCTION, "[apim.key_manager]", "[apim.key_managers]"),
        mistake("misspelt-key", EVERY, PRODUCTION, "service_url = \"https://localhost:9443", "servce_url = \"https://localhost:9443"),
        mistake("misspelt-key", EVERY, CONTROL_PLANE, "https_endpoint", "htps_endpoint"),
        mistake("misspelt-key", EVERY, CONTROL_PLANE, "name = \"Production", "nmae = \"Production"),
        mistake("misspelt-key", SINCE_4_0, PRODUCTION, "gateway_labels", "gateway_lables"),
        // Environments, reference 1.3 and 1.4.
        mistake("duplicate-environment-name", EVERY, CONTROL_PLANE, "name = \"Sandbox Gateway\"", "name = \"Production Gateway\""),
        mistake("environment-names-differ-in-case", EVERY, CONTROL_PLANE, "name = \"Sandbox Gateway\"", "name = \"production gateway\""),
        mistake("empty-environment-name", EVERY, CONTROL_PLANE, "name = \"Sandbox Gateway\"", "name = \"\""),
        mistake("invalid-environment-name", EVERY, CONTROL_PLANE, "name = \"Sandbox Gateway\"", "name = \"Sandbox, Test\""),
        mistake("invalid-environment-name", EVERY, CONTROL_PLANE, "name = \"Sandbox Gateway\"", "name = \"none\""),
        mistake("invalid-environment-type", EVERY, CONTROL_PLANE, "\"production\"", "\"Production\""),
        mistake("invalid-environment-type", EVERY, CONTROL_PLANE, "\"sandbox\"", "\"prod\""),
        mistake("malformed-endpoint", EVERY, CONTROL_PLANE, "https://localhost:8244", "https:/localhost:8244"),
        mistake("endpoint-scheme-mismatch", EVERY, CONTROL_PLANE, "https_endpoint = \"https:", "https_endpoint = \"http:"),
        mistake("virtual-host-without-websub", &[Release::V4_0], CONTROL_PLANE, "https://localhost:8022\"\n", HOST_WITHOUT_WEBSUB)
            .at(At::Line(2)),
        mistake("endpoint-hosts-differ", SINCE_4_0, CONTROL_PLANE, "http://localhost:8281", "http://gw.example.com:8281"),
        mistake("missing-endpoint", SINCE_4_0, CONTROL_PLANE, "http_endpoint = \"http://localhost:8281\"\nhttps_endpoint = \"https://localhost:8244\"\n", "")
            .at(At::Text(CONTROL_PLANE, "[[apim.gateway.environment]]")),
        mistake("unescaped-xml-character", EVERY, CONTROL_PLANE, "description = \"Sandbox Gateway\"", "description = \"Sandbox & Test\""),
        mistake("reference-in-environment", EVERY, CONTROL_PLANE, "${admin.username}", "$ref{super_admin.username}"),
        mistake("wrong-value-type", SINCE_4_0, PRODUCTION, "[\"Production Gateway\"]", "\"Production Gateway\""),
    ]
}

fn mistakes_of_ports() -> Vec<Mistake> {
    vec![
        // Ports and offsets, reference 3.
        mistake("invalid-offset", EVERY, PRODUCTION, "offset = 1", "offset = \"one\""),
        mistake("invalid-offset", EVERY, PRODUCTION, "offset = 1", "offset = 1.0"),
        mistake("invalid-offset", EVERY, PRODUCTION, "offset = 1", "offset = -1"),
        mistake("port-out-of-range", EVERY, PRODUCTION, "offset = 1", "offset = 70000"),
        mistake("port-out-of-range", EVERY, SANDBOX, "offset = 2", "offset = 54425"),
        mistake("port-collision", EVERY, SANDBOX, "offset = 2", "offset = 1"),
        mistake("port-collision", EVERY, SANDBOX, "offset = 2", "offset = 38"),
        mistake("port-collision", EVERY, CONTROL_PLANE, "server_role", "offset = 2\nserver_role")
            .at(At::Text(SANDBOX, "offset = 2")),
        // URLs that ignore the offset, reference 4.3, rows 1 to 4.
        mistake(
            "literal-port-ignores-offset",
            EVERY,
            CONTROL_PLANE,
            "https://localhost:9444/",
            "https://localhost:9443/",
        ),
        mistake(
            "literal-port-ignores-offset",
            EVERY,
            CONTROL_PLANE,
            "http://localhost:8281",
            "http://localhost:8280",
        ),
        mistake(
            "literal-port-ignores-offset",
            EVERY,
            CONTROL_PLANE,
            "https://localhost:8245",
            "https://localhost:8243",
        ),
        mistake(
            "literal-port-ignores-offset",
            EVERY,
            CONTROL_PLANE,
            "ws://localhost:9100",
            "ws://localhost:9099",
        ),
        mistake(
            "literal-port-ignores-offset",
            EVERY,
            CONTROL_PLANE,
            "wss://localhost:8101",
            "wss://localhost:8099",
        ),
        mistake(
            "literal-port-ignores-offset",
            SINCE_4_0,
            CONTROL_PLANE,
            "http://localhost:9022",
            "http://localhost:9021",
        ),
        mistake(
            "literal-port-ignores-offset",
            SINCE_4_0,
            CONTROL_PLANE,
            "https://localhost:8023",
            "https://localhost:8021",
        ),
        mistake(
            "placeholder-of-another-node",
            EVERY,
            CONTROL_PLANE,
            "https://localhost:8244",
            "https://localhost:${https.nio.port}",
        ),
        mistake(
            "placeholder-of-another-node",
            EVERY,
            CONTROL_PLANE,
            "http://localhost:8282",
            "http://localhost:${http.nio.port}",
        ),
        mistake(
            "environment-without-gateway",
            CLASSIC,
            CONTROL_PLANE,
            "https://localhost:9444/",
            "https://localhost:9454/",
        ),
    ]
}

fn mistakes_of_links() -> Vec<Mistake> {
    vec![
        // Links, reference 4.3, rows 6, 7 and 11.
        mistake("key-manager-link-mismatch", EVERY, PRODUCTION, "https://localhost:9443/", "https://localhost:9444/"),
        mistake("key-manager-link-mismatch", EVERY, PRODUCTION, "https://localhost:9443/", "https://localhost:9445/").needs_two(),
        mistake("key-manager-link-mismatch", EVERY, PRODUCTION, "https://localhost:9443/", "https://localhost:9453/"),
        mistake("key-manager-link-mismatch", EVERY, PRODUCTION, "https://localhost:9443/", "https://localhost:${mgt.transport.https.port}/"),
        mistake("key-manager-link-mismatch", EVERY, PRODUCTION, "service_url = \"https://localhost:9443/services/\"\n", "")
            .at(At::Text(PRODUCTION, "[apim.key_manager]"))
            .needs_roles(),
        mistake("empty-key-manager-credentials", EVERY, PRODUCTION, "username = \"$ref{super_admin.username}\"", "username = \"\""),
        mistake("empty-key-manager-credentials", EVERY, SANDBOX, "password = \"$ref{super_admin.password}\"", "password = \"\""),
        mistake("empty-environment-credentials", CLASSIC, CONTROL_PLANE, "password = \"${admin.password}\"", "password = \"\""),
        mistake("unknown-gateway-label", SINCE_4_0, PRODUCTION, "[\"Production Gateway\"]", "[\"production gateway\"]"),
        mistake("unknown-gateway-label", SINCE_4_0, SANDBOX, "[\"Sandbox Gateway\"]", "[\"Sandbox Gateway\", \"Default\"]"),
        mistake("unknown-gateway-label", SINCE_4_0, SANDBOX, "gateway_labels = [\"Sandbox Gateway\"]\n", "")
            .at(At::Text(SANDBOX, "[apim.sync_runtime_artifacts.gateway]"))
            .needs_roles(),
        mistake("unknown-gateway-label", SINCE_4_0, CONTROL_PLANE, "name = \"Sandbox Gateway\"", "name = \"Test Gateway\"")
            .at(At::Text(SANDBOX, "gateway_labels")),
        mistake("environment-without-gateway", SINCE_4_0, SANDBOX, "[\"Sandbox Gateway\"]", "[\"Production Gateway\"]")
            .at(At::Text(CONTROL_PLANE, "name = \"Sandbox Gateway\""))
            .needs_roles(),
        mistake("environment-without-gateway", SINCE_4_0, SANDBOX, "[\"Sandbox Gateway\"]", "[]")
            .at(At::Text(CONTROL_PLANE, "name = \"Sandbox Gateway\""))
            .needs_roles(),
        mistake("revoke-endpoint-mismatch", EVERY, PRODUCTION, "[apim.throttling]", "[apim.oauth_config]\nrevoke_endpoint = \"https://localhost:8243/services/\"\n\n[apim.throttling]")
            .at(At::Line(1)),
        mistake("revoke-endpoint-mismatch", CLASSIC, PRODUCTION, "[apim.throttling]", "[apim.oauth_config]\nrevoke_endpoint = \"https://localhost:9443/revoke\"\n\n[apim.throttling]")
            .at(At::Line(1)),
        mistake("revoke-endpoint-mismatch", SINCE_4_0, PRODUCTION, "[apim.throttling]", "[apim.oauth_config]\nrevoke_endpoint = \"https://localhost:8244/oauth2/revoke\"\n\n[apim.throttling]")
            .at(At::Line(1)),
    ]
}

fn mistakes_of_references() -> Vec<Mistake> {
    vec![
        // References, reference 2.
        mistake(
            "unresolved-reference",
            EVERY,
            PRODUCTION,
            "$ref{super_admin.username}",
            "$ref{super_admin.user_name}",
        ),
        mistake(
            "unresolved-reference",
            EVERY,
            PRODUCTION,
            "$ref{super_admin.username}",
            "$ref{apim.key_manager.username}",
        ),
        mistake(
            "unresolved-reference",
            EVERY,
            PRODUCTION,
            "$ref{super_admin.password}",
            "$ref{super_admin}",
        ),
        mistake(
            "unresolved-reference",
            EVERY,
            PRODUCTION,
            "\"tcp://localhost:9611\"",
            "\"tcp://$ref{server.hostname}:9611\"",
        )
        .without_manager(),
    ]
}

fn mistakes_of_ineffective_keys() -> Vec<Mistake> {
    vec![
        // Keys, reference 1.1 and 5.3.
        mistake(
            "ineffective-key",
            EVERY,
            CONTROL_PLANE,
            "type = \"production\"",
            "type = \"production\"\nmode = \"READ_WRITE\"",
        )
        .at(At::Line(1)),
        mistake(
            "key-not-in-release",
            &[Release::V3_2, Release::V4_0],
            CONTROL_PLANE,
            "type = \"production\"",
            "type = \"production\"\nvisibility = [\"a\"]",
        )
        .at(At::Line(1)),
        mistake(
            "key-not-in-release",
            &[Release::V3_0],
            PRODUCTION,
            "[super_admin]",
            "[apim.event_hub]\nenable = true\n\n[super_admin]",
        ),
        mistake(
            "duplicate-virtual-host",
            SINCE_4_0,
            CONTROL_PLANE,
            "https://localhost:8022\"\n",
            DUPLICATE_HOST,
        )
        .at(At::Line(3)),
        mistake(
            "empty-event-hub-credentials",
            SINCE_4_0,
            PRODUCTION,
            "enable = true\nusername = \"$ref{super_admin.username}\"",
            "enable = true\nusername = \"\"",
        )
        .at(At::Line(1)),
        mistake(
            "empty-event-hub-credentials",
            EVERY,
            SANDBOX,
            "[apim.throttling]\n",
            "[apim.throttling]\npassword = ''\n",
        )
        .at(At::Line(1)),
        mistake(
            "unknown-server-role",
            EVERY,
            PRODUCTION,
            "server_role = \"default\"",
            "server_role = \"gateway\"",
        ),
        mistake(
            "unknown-gateway-type",
            &[Release::V4_3, Release::V4_7],
            CONTROL_PLANE,
            "gateway_type = \"Regular\"",
            "gateway_type = \"Regulr\"",
        ),
        mistake(
            "unknown-gateway-type",
            &[Release::V4_3, Release::V4_7],
            CONTROL_PLANE,
            "provider = \"wso2\"",
            "provider = \"wso\"",
        ),
        // Ports, reference 3.2.
        mistake(
            "double-shifted-port",
            EVERY,
            PRODUCTION,
            "[super_admin]",
            "[transport.https.properties]\nport = 9444\n\n[super_admin]",
        )
        .at(At::Line(1)),
    ]
}

const HOST_WITHOUT_WEBSUB: &str = "https://localhost:8022\"

[[apim.gateway.environment.virtual_host]]
https_endpoint = \"https://apis.example.com\"
";
const DUPLICATE_HOST: &str = "https://localhost:8022\"

[[apim.gateway.environment.virtual_host]]
https_endpoint = \"https://localhost:9999\"
websub_event_receiver_http_endpoint = \"http://localhost:9022\"
websub_event_receiver_https_endpoint = \"https://localhost:8022\"
";
/// All that a gateway says of the event hub.
const HUB: &str = "service_url = \"https://localhost:9443/services/\"\nevent_listening_endpoints = [\"tcp://localhost:5672\"]\n";

fn mistakes_of_services() -> Vec<Mistake> {
    vec![
        // Environments and gateways, reference 4.3, rows 1 to 4.
        mistake(
            "service-url-mismatch",
            EVERY,
            CONTROL_PLANE,
            "https://localhost:9444/",
            "https://localhost:9445/",
        )
        .needs_two(),
        mistake(
            "service-url-mismatch",
            SINCE_4_0,
            CONTROL_PLANE,
            "https://localhost:9444/",
            "https://localhost:8244/",
        ),
        mistake(
            "endpoint-port-mismatch",
            EVERY,
            CONTROL_PLANE,
            "https://localhost:8244",
            "https://localhost:8245",
        )
        .needs_two(),
        mistake(
            "endpoint-port-mismatch",
            EVERY,
            CONTROL_PLANE,
            "https://localhost:8244",
            "https://localhost:8281",
        ),
        mistake(
            "endpoint-port-mismatch",
            EVERY,
            CONTROL_PLANE,
            "ws://localhost:9100",
            "ws://localhost:8100",
        ),
        mistake(
            "endpoint-port-mismatch",
            EVERY,
            CONTROL_PLANE,
            "wss://localhost:8101",
            "wss://localhost:8100",
        )
        .needs_two(),
        mistake(
            "endpoint-port-mismatch",
            SINCE_4_0,
            CONTROL_PLANE,
            "http://localhost:9022",
            "http://localhost:9023",
        )
        .needs_two(),
        mistake("endpoint-port-mismatch", SINCE_4_0, PRODUCTION, "offset = 1", "offset = 30")
            .at(At::Text(CONTROL_PLANE, "service_url = \"https://localhost:9444")),
        mistake("environment-without-gateway", CLASSIC, PRODUCTION, "offset = 1", "offset = 30")
            .at(At::Text(CONTROL_PLANE, "service_url = \"https://localhost:9444")),
        // Rows 8 and 9.
        mistake(
            "event-hub-mismatch",
            SINCE_4_0,
            PRODUCTION,
            "event_listening_endpoints = [\"tcp://localhost:5672\"]",
            "event_listening_endpoints = [\"tcp://localhost:5673\"]",
        )
        .without_manager(),
        mistake(
            "event-hub-mismatch",
            SINCE_4_0,
            PRODUCTION,
            "event_listening_endpoints = [\"tcp://",
            "event_listening_endpoints = [\"tcp:/",
        ),
        mistake("event-hub-mismatch", SINCE_4_0, PRODUCTION, HUB, HUB_AT_ITSELF).without_manager(),
        mistake("event-hub-mismatch", SINCE_4_0, PRODUCTION, HUB, "")
            .at(At::Text(PRODUCTION, "[apim.event_hub]"))
            .needs_roles()
            .without_manager(),
    ]
}

fn mistakes_of_throttling() -> Vec<Mistake> {
    vec![
        // Row 10.
        mistake(
            "throttling-mismatch",
            EVERY,
            PRODUCTION,
            "throttle_decision_endpoints = [\"tcp://localhost:5672\"]",
            "throttle_decision_endpoints = [\"tcp://localhost:9611\"]",
        )
        .without_manager(),
        mistake(
            "throttling-mismatch",
            EVERY,
            PRODUCTION,
            "throttle_decision_endpoints = [\"tcp://localhost:5692\"]",
            "throttle_decision_endpoints = [\"tcp://localhost:5693\"]",
        ),
        mistake(
            "throttling-mismatch",
            EVERY,
            CONTROL_PLANE,
            "tcp://localhost:9631",
            "tcp://localhost:9632",
        ),
        mistake(
            "throttling-mismatch",
            EVERY,
            PRODUCTION,
            "tcp://localhost:9611",
            "tcp://localhost:9711",
        )
        .without_manager(),
        mistake("throttling-mismatch", EVERY, SANDBOX, "ssl://localhost:97", "ssl:/localhost:97"),
        mistake(
            "throttling-mismatch",
            CLASSIC,
            PRODUCTION,
            "[apim.throttling]\nservice_url = \"https://localhost:9443",
            "[apim.throttling]\nservice_url = \"https://localhost:9444",
        )
        .at(At::Line(1)),
        mistake(
            "unpaired-traffic-manager-urls",
            EVERY,
            PRODUCTION,
            "traffic_manager_auth_urls = [",
            "traffic_manager_auth_urls = [\"ssl://tm.example.com:9711\", ",
        ),
        mistake(
            "unpaired-traffic-manager-urls",
            EVERY,
            PRODUCTION,
            "traffic_manager_urls = [\"tcp://localhost:9611\"]\n",
            "",
        )
        .without_manager(),
        // Rows 16 and 17.
        mistake(
            "notification-endpoint-mismatch",
            EVERY,
            CONTROL_PLANE,
            "${mgt.transport.https.port}/internal",
            "8244/internal",
        ),
        mistake(
            "notification-endpoint-mismatch",
            EVERY,
            CONTROL_PLANE,
            "/internal/data/v1/notify",
            "/internal/data/notify",
        ),
        mistake("shared-database-mismatch", EVERY, PRODUCTION, "3306/shared_db", "3306/apim_db"),
        mistake("shared-database-mismatch", EVERY, SANDBOX, "db.example.com", "db2.example.com"),
    ]
}

const HUB_AT_ITSELF: &str = "service_url = \"https://localhost:9444/services/\"\nevent_listening_endpoints = [\"tcp://localhost:5672\"]\n";
