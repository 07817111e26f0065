//! Further mistakes of reference 1.3 to 4.3 and 5.3: the second and third way to each failure.

use crate::mistakes::{
    At, CLASSIC, CONTROL_PLANE, EVERY, Mistake, PRODUCTION, SANDBOX, SINCE_4_0, mistake,
};

const HTTP_AND_HTTPS: &str =
    "http_endpoint = \"http://localhost:8281\"\nhttps_endpoint = \"https://localhost:8244\"";
const NAME: &str = "name = \"Sandbox Gateway\"";
const WEBSUB: &str = "https://localhost:8022\"\n";
/// A virtual host that is right but for its own URLs, which follow.
const HOST_OF_ONE_SCHEME: &str = "https://localhost:8022\"

[[apim.gateway.environment.virtual_host]]
ws_endpoint = \"ws://apis.example.com:9099\"
websub_event_receiver_http_endpoint = \"http://apis.example.com:9021\"
websub_event_receiver_https_endpoint = \"https://apis.example.com:8021\"
";
const HOST_WITH_BROKEN_URL: &str = "https://localhost:8022\"

[[apim.gateway.environment.virtual_host]]
https_endpoint = \"apis.example.com\"
websub_event_receiver_http_endpoint = \"http://apis.example.com:9021\"
websub_event_receiver_https_endpoint = \"https://apis.example.com:8021\"
";
const HOST_OF_TWO_HOSTS: &str = "https://localhost:8022\"

[[apim.gateway.environment.virtual_host]]
http_endpoint = \"http://internal.example.com\"
https_endpoint = \"https://apis.example.com\"
websub_event_receiver_http_endpoint = \"http://apis.example.com:9021\"
websub_event_receiver_https_endpoint = \"https://apis.example.com:8021\"
";

pub(crate) fn mistakes() -> Vec<Mistake> {
    let mut all = environments();
    all.extend(virtual_hosts());
    all.extend(names_and_types());
    all.extend(references());
    all.extend(ports());
    all.extend(links_and_keys());
    all.extend(protocols());
    all.extend(rejected_values());
    all
}

fn in_plane(code: &'static str, before: &'static str, after: &'static str) -> Mistake {
    mistake(code, EVERY, CONTROL_PLANE, before, after)
}

fn in_gateway(code: &'static str, before: &'static str, after: &'static str) -> Mistake {
    mistake(code, EVERY, PRODUCTION, before, after)
}

fn environments() -> Vec<Mistake> {
    vec![
        in_plane("malformed-endpoint", "https://localhost:8244", "https://https://localhost:8244"),
        in_plane("malformed-endpoint", "https://localhost:8244", "localhost:8244"),
        in_plane("malformed-endpoint", "http://localhost:8281", "http://localhost:82810"),
        in_plane("malformed-endpoint", "wss://localhost:8100", "wss://localhost:port"),
        mistake(
            "endpoint-hosts-differ",
            SINCE_4_0,
            CONTROL_PLANE,
            HTTP_AND_HTTPS,
            "http_endpoint = \"http://a.example.com\"\nhttps_endpoint = \"https://b.example.com\"",
        ),
        in_plane("missing-websocket-endpoint", "ws_endpoint = \"ws://localhost:9100\"\n", "")
            .at(At::Text(CONTROL_PLANE, "[[apim.gateway.environment]]"))
            .only_a_note(),
        in_plane("environment-hidden-by-default", "display_in_api_console = true\n", "")
            .at(At::Text(CONTROL_PLANE, "[[apim.gateway.environment]]"))
            .only_a_note(),
        in_plane(
            "endpoint-scheme-mismatch",
            HTTP_AND_HTTPS,
            "http_endpoint = \"https://localhost:8244\"\nhttps_endpoint = \"http://localhost:8281\"",
        )
        .again(1),
        in_plane("endpoint-scheme-mismatch", "\"ws://localhost:9100", "\"https://localhost:9100"),
        in_plane("unescaped-xml-character", "https://localhost:8244", "https://localhost:8244/a&b"),
        in_plane("unescaped-xml-character", "\"${admin.password}\"", "\"pass<word\""),
        in_gateway("unescaped-xml-character", "password = \"admin\"", "password = \"ad&min\""),
    ]
}

fn virtual_hosts() -> Vec<Mistake> {
    let host = |code, after| mistake(code, SINCE_4_0, CONTROL_PLANE, WEBSUB, after);
    vec![
        host("missing-endpoint", HOST_OF_ONE_SCHEME).at(At::Line(2)),
        host("malformed-endpoint", HOST_WITH_BROKEN_URL).at(At::Line(3)),
        host("endpoint-hosts-differ", HOST_OF_TWO_HOSTS).at(At::Line(3)),
    ]
}

fn names_and_types() -> Vec<Mistake> {
    vec![
        in_plane("invalid-environment-name", NAME, "name = \"Sandbox Gateway \""),
        in_plane("invalid-environment-name", NAME, "name = \"Sandbox\\u0007Gateway\""),
        in_plane("invalid-environment-name", NAME, "name = \"Sandbox & Test\""),
        in_plane("invalid-environment-type", "\"sandbox\"", "\"Hybrid\""),
        in_plane("invalid-environment-type", "\"sandbox\"", "\"\""),
        in_plane("invalid-environment-type", "type = \"production\"\n", "")
            .at(At::Text(CONTROL_PLANE, "[[apim.gateway.environment]]")),
    ]
}

fn references() -> Vec<Mistake> {
    vec![
        in_plane(
            "unresolved-reference",
            "https://localhost:${mgt",
            "https://$ref{server.hostname}:${mgt",
        ),
        in_gateway(
            "undefined-environment-variable",
            "\"$ref{super_admin.password}\"",
            "\"$env{CONTROL_PLANE_PASSWORD}\"",
        ),
        in_plane("undefined-environment-variable", "${admin.password}", "$env{GATEWAY_PASSWORD}"),
        in_gateway(
            "unresolved-reference",
            "password = \"admin\"\n",
            "password = \"$secret{admin}\"\n\n[secrets]\nother = \"[encrypted]\"\n",
        ),
        in_gateway(
            "unresolved-reference",
            "password = \"admin\"\n",
            "password = \"$secret{admin}\"\n",
        )
        .only_a_note(),
        mistake(
            "placeholder-of-another-node",
            SINCE_4_0,
            CONTROL_PLANE,
            "https://localhost:9444/",
            "https://localhost:${mgt.transport.https.port}/",
        ),
        mistake(
            "event-hub-mismatch",
            SINCE_4_0,
            PRODUCTION,
            "event_listening_endpoints = [\"tcp://localhost:5672\"]",
            "event_listening_endpoints = [\"tcp://localhost:${jms.port}\"]",
        )
        .without_manager(),
        in_gateway(
            "throttling-mismatch",
            "\"tcp://localhost:9611\"",
            "\"tcp://localhost:${receiver.url.port}\"",
        )
        .without_manager(),
        in_gateway(
            "throttling-mismatch",
            "\"ssl://localhost:9711\"",
            "\"ssl://localhost:${auth.url.port}\"",
        )
        .without_manager(),
    ]
}

fn ports() -> Vec<Mistake> {
    let sandbox = |code, after| mistake(code, EVERY, SANDBOX, "offset = 2", after);
    vec![
        in_gateway(
            "double-shifted-port",
            "[super_admin]",
            "[transport.http.properties]\nport = 9764\n\n[super_admin]",
        )
        .at(At::Line(1)),
        sandbox("port-collision", "offset = 0"),
        sandbox("port-collision", "offset = 320"),
        sandbox("port-out-of-range", "offset = 65536"),
        sandbox("port-out-of-range", "offset = -9100"),
    ]
}

fn links_and_keys() -> Vec<Mistake> {
    vec![
        // Row 5, and what else of 4.3 one file shows.
        mistake(
            "empty-environment-credentials",
            CLASSIC,
            CONTROL_PLANE,
            "username = \"${admin.username}\"",
            "username = \"\"",
        ),
        mistake(
            "event-hub-mismatch",
            SINCE_4_0,
            PRODUCTION,
            "enable = true\nusername = \"$ref{super_admin.username}\"\npassword = \"$ref{super_admin.password}\"\nservice_url = \"https://localhost:9443/",
            "enable = true\nusername = \"$ref{super_admin.username}\"\npassword = \"$ref{super_admin.password}\"\nservice_url = \"https://localhost:9711/",
        )
        .at(At::Line(3)),
        in_gateway("throttling-mismatch", "\"ssl://localhost:9711\"", "\"ssl://localhost:9611\"")
            .without_manager(),
        mistake(
            "unknown-gateway-label",
            SINCE_4_0,
            PRODUCTION,
            "[\"Production Gateway\"]",
            "[\"Production Gatway\"]",
        ),
        // 5.3.
        in_gateway(
            "ineffective-key",
            "[super_admin]",
            "[apim.oauth_config]\nremove_outbound_auth_header = true\n\n[super_admin]",
        )
        .at(At::Line(1))
        .only_a_note(),
    ]
}

/// The right node, but TLS to its port without, or none to the other.
fn protocols() -> Vec<Mistake> {
    const LINK: &str = "service_url = \"https://localhost:9443";
    const THROTTLING: &str = "[apim.throttling]\nservice_url = \"https://localhost:9443";
    const HUB: &str =
        "password = \"$ref{super_admin.password}\"\nservice_url = \"https://localhost:9443";
    vec![
        in_gateway("key-manager-link-mismatch", LINK, "service_url = \"https://localhost:9763"),
        in_gateway("key-manager-link-mismatch", LINK, "service_url = \"http://localhost:9443"),
        mistake(
            "event-hub-mismatch",
            SINCE_4_0,
            PRODUCTION,
            HUB,
            "password = \"$ref{super_admin.password}\"\nservice_url = \"https://localhost:9763",
        )
        .at(At::Line(1)),
        mistake(
            "event-hub-mismatch",
            SINCE_4_0,
            SANDBOX,
            HUB,
            "password = \"$ref{super_admin.password}\"\nservice_url = \"http://localhost:9443",
        )
        .at(At::Line(1)),
        mistake(
            "throttling-mismatch",
            CLASSIC,
            PRODUCTION,
            THROTTLING,
            "[apim.throttling]\nservice_url = \"https://localhost:9763",
        )
        .at(At::Line(1)),
        mistake(
            "throttling-mismatch",
            CLASSIC,
            SANDBOX,
            THROTTLING,
            "[apim.throttling]\nservice_url = \"http://localhost:9443",
        )
        .at(At::Line(1)),
        in_plane(
            "notification-endpoint-mismatch",
            "https://localhost:${mgt.transport.https.port}/internal",
            "https://localhost:9763/internal",
        ),
        mistake(
            "placeholder-of-another-node",
            CLASSIC,
            CONTROL_PLANE,
            "service_url = \"https://localhost:9444/",
            "service_url = \"https://localhost:${mgt.transport.https.port}/",
        ),
    ]
}

/// What API-M checks itself when it starts, reference 5.2.
fn rejected_values() -> Vec<Mistake> {
    let with = |code, section| in_gateway(code, "[super_admin]", section).at(At::Line(1));
    let value = |section| with("rejected-value", section);
    let time = |section| with("invalid-time-value", section);
    vec![
        value("[user_store]\ntype = \"jdbc\"\n\n[super_admin]"),
        value("[user_store]\ntype = \"Database\"\n\n[super_admin]"),
        value("[user_store]\ntype = 1\n\n[super_admin]"),
        value("[encryption]\ntype = \"AES\"\n\n[super_admin]"),
        value("[encryption]\ntype = \"\"\n\n[super_admin]"),
        value(
            "[admin_console.authenticator.mutual_ssl_authenticator.config]\nWhiteListEnabled = true\n\n[super_admin]",
        ),
        time("[apim.cache.resource]\nexpiry_time = \"15min\"\n\n[super_admin]"),
        time("[apim.throttling.jms]\nstart_delay = \"soon\"\n\n[super_admin]"),
        time("[apim.cache.jwt_claim]\nexpiry_time = \"500ms\"\n\n[super_admin]"),
        time("[tomcat.management_console]\nsession_timeout = true\n\n[super_admin]"),
    ]
}
