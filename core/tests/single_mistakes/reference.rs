//! The failures that the reference (deployment-toml.md) describes, section by section, and what sees each of them. It
//! cannot rot: what it names must be there.

use crate::mistakes::mistakes;

/// A failure, and what sees it.
struct Failure {
    section: &'static str,
    what: &'static str,
    seen: Seen,
}

enum Seen {
    /// Mistakes of this test: the rule, and a part of what is written (or, when something is removed, of that).
    By(&'static [(&'static str, &'static str)]),
    /// Another test: its file below `core/`, and its name.
    Elsewhere(&'static str, &'static str),
    /// No check over files can see it, or it is none; why.
    Not(&'static str),
}

use Seen::{By, Elsewhere, Not};

const fn failure(section: &'static str, what: &'static str, seen: Seen) -> Failure {
    Failure { section, what, seen }
}

const ENVIRONMENTS: &[Failure] = &[
    failure(
        "1.3",
        "one name twice",
        By(&[("duplicate-environment-name", "name = \"Production Gateway\"")]),
    ),
    failure(
        "1.3",
        "names that differ in case",
        By(&[("environment-names-differ-in-case", "production gateway")]),
    ),
    failure(
        "1.3",
        "environments of the file are read-only",
        Not("it is how API-M works, no failure"),
    ),
    failure(
        "1.3",
        "renamed: its gateway asks for the old name",
        By(&[("unknown-gateway-label", "Test Gateway")]),
    ),
    failure(
        "1.3",
        "renamed or removed: what was deployed there",
        Elsewhere("src/check/rules/environment_removed.rs", "a_commented_out_environment_is_noted"),
    ),
    failure(
        "1.3",
        "not exactly one ://",
        By(&[
            ("malformed-endpoint", "https:/localhost"),
            ("malformed-endpoint", "https://https://"),
            ("malformed-endpoint", "localhost:8244"),
            ("malformed-endpoint", "\"apis.example.com\""),
        ]),
    ),
    failure(
        "1.3",
        "neither http nor https",
        By(&[("missing-endpoint", "http_endpoint"), ("missing-endpoint", "ws://apis.example.com")]),
    ),
    failure(
        "1.3",
        "http and https on different hosts",
        By(&[
            ("endpoint-hosts-differ", "http://gw.example.com:8281"),
            ("endpoint-hosts-differ", "http://internal.example.com"),
        ]),
    ),
    failure(
        "1.3",
        "a port left out",
        Not("80 and 443 are what stands behind a proxy: a legal URL"),
    ),
    failure("1.3", "http or https alone", Not("legal; what 4.1's portals showed of it is mended")),
    failure("1.3", "ws or wss missing", By(&[("missing-websocket-endpoint", "ws_endpoint")])),
    failure(
        "1.3",
        "a placeholder that nothing resolves",
        Elsewhere(
            "src/check/rules/placeholder_without_listener.rs",
            "a_control_plane_has_no_listener_for_apis",
        ),
    ),
    failure(
        "1.3",
        "no ports and different hosts",
        By(&[("endpoint-hosts-differ", "http://a.example.com")]),
    ),
    failure(
        "1.3",
        "a virtual host without WebSub up to 4.2",
        By(&[("virtual-host-without-websub", "https://apis.example.com")]),
    ),
    failure(
        "1.3",
        "& or < in a value",
        By(&[
            ("unescaped-xml-character", "Sandbox & Test"),
            ("unescaped-xml-character", "8244/a&b"),
            ("unescaped-xml-character", "pass<word"),
            ("unescaped-xml-character", "ad&min"),
        ]),
    ),
    failure(
        "1.3",
        "two virtual hosts of one host",
        By(&[("duplicate-virtual-host", "https://localhost:9999")]),
    ),
    failure(
        "1.3",
        "a name with a comma, a space at an end, a control character, or none",
        By(&[
            ("invalid-environment-name", "Sandbox, Test"),
            ("invalid-environment-name", "Sandbox Gateway \""),
            ("invalid-environment-name", "u0007"),
            ("invalid-environment-name", "\"none\""),
            ("invalid-environment-name", "Sandbox & Test"),
            ("empty-environment-name", "\"\""),
        ]),
    ),
    failure(
        "1.4",
        "hybrid, and an API with one endpoint",
        Not("an API's endpoints are in no deployment.toml"),
    ),
    failure(
        "1.4",
        "production or sandbox, and a key of the other kind",
        Not("keys are in no file"),
    ),
    failure(
        "1.4",
        "no type of the three",
        By(&[
            ("invalid-environment-type", "\"Production\""),
            ("invalid-environment-type", "\"Hybrid\""),
            ("invalid-environment-type", "\"prod\""),
            ("invalid-environment-type", "\"\""),
            ("invalid-environment-type", "type = \"production\""),
        ]),
    ),
    failure("1.4", "3.x does not push an API without that endpoint", Not("APIs are in no file")),
];

const REFERENCES: &[Failure] = &[
    failure(
        "2.2",
        "$ref of a key that is not there, of itself, of a table",
        By(&[
            ("unresolved-reference", "user_name"),
            ("unresolved-reference", "apim.key_manager.username"),
            ("unresolved-reference", "$ref{super_admin}"),
        ]),
    ),
    failure(
        "2.2",
        "$ref in an array of tables",
        By(&[
            ("reference-in-environment", "$ref{super_admin.username}"),
            ("unresolved-reference", "tcp://$ref{server.hostname}"),
            ("unresolved-reference", "https://$ref{server.hostname}"),
        ]),
    ),
    failure(
        "2.2",
        "$env of a variable that is not there",
        By(&[
            ("undefined-environment-variable", "CONTROL_PLANE_PASSWORD"),
            ("undefined-environment-variable", "GATEWAY_PASSWORD"),
        ]),
    ),
    failure(
        "2.2",
        "$sys that is not there or empty",
        Not("the properties of the JVM are in no file"),
    ),
    failure(
        "2.2",
        "$secret of an alias that is not there",
        By(&[("unresolved-reference", "[secrets]"), ("unresolved-reference", "$secret{admin}")]),
    ),
    failure(
        "2.2",
        "$secret in brackets, not yet encrypted",
        Not("right for the start that encrypts it, which is how secrets are made"),
    ),
    failure(
        "2.2",
        "a port of this node for another one's",
        By(&[
            ("placeholder-of-another-node", "${https.nio.port}"),
            ("placeholder-of-another-node", "${http.nio.port}"),
            ("placeholder-of-another-node", "${mgt.transport.https.port}"),
            ("key-manager-link-mismatch", "${mgt.transport.https.port}"),
            ("event-hub-mismatch", "${jms.port}"),
            ("throttling-mismatch", "${receiver.url.port}"),
            ("throttling-mismatch", "${auth.url.port}"),
        ]),
    ),
    failure(
        "2.2",
        "the same in the service_url of 3.x",
        By(&[(
            "placeholder-of-another-node",
            "service_url = \"https://localhost:${mgt.transport.https.port}",
        )]),
    ),
    failure(
        "2.2",
        "${…} of an unknown name",
        Not("any system property of the JVM is a legal name"),
    ),
    failure("2.3", "a quoted key with dots", Not("one key by design")),
];

const PORTS: &[Failure] = &[
    failure("3.1", "default ports", Not("a table; what breaks it is 3.2 and 4.3")),
    failure(
        "3.2",
        "an offset that is no integer",
        By(&[("invalid-offset", "\"one\""), ("invalid-offset", "1.0"), ("invalid-offset", "-1")]),
    ),
    failure(
        "3.2",
        "an offset that moves a port out of range",
        By(&[
            ("port-out-of-range", "70000"),
            ("port-out-of-range", "54425"),
            ("port-out-of-range", "65536"),
            ("port-out-of-range", "-9100"),
        ]),
    ),
    failure("3.2", "-DportOffset wins", Not("the start command is in no file")),
    failure(
        "3.2",
        "a literal that was not moved",
        By(&[
            ("literal-port-ignores-offset", "https://localhost:9443/"),
            ("literal-port-ignores-offset", "http://localhost:8280"),
            ("literal-port-ignores-offset", "ws://localhost:9099"),
        ]),
    ),
    failure(
        "3.2",
        "a base port that was moved already",
        By(&[("double-shifted-port", "port = 9444"), ("double-shifted-port", "port = 9764")]),
    ),
    failure("3.2", "carbon.xml edited by hand", Not("no deployment.toml")),
    failure(
        "3.2",
        "a WebSub inbound port moved already",
        Not("its port is in a Synapse file, not here"),
    ),
    failure(
        "3.2",
        "two nodes of one computer on one port",
        By(&[
            ("port-collision", "offset = 1"),
            ("port-collision", "offset = 38"),
            ("port-collision", "offset = 320"),
            ("port-collision", "offset = 0"),
        ]),
    ),
    failure("3.2", "a Micro Integrator with offset 10", Not("it has no file in the set")),
    failure("3.3", "an offset added to a proxy's port", Not("where a proxy listens is in no file")),
];

const LINKS: &[Failure] = &[
    failure(
        "4.3",
        "row 1: service_url",
        By(&[
            ("literal-port-ignores-offset", "https://localhost:9443/"),
            ("service-url-mismatch", "https://localhost:9445/"),
            ("service-url-mismatch", "https://localhost:8244/"),
            ("environment-without-gateway", "https://localhost:9454/"),
        ]),
    ),
    failure(
        "4.3",
        "row 2: http and https",
        By(&[
            ("endpoint-port-mismatch", "https://localhost:8245"),
            ("endpoint-port-mismatch", "https://localhost:8281"),
            ("endpoint-scheme-mismatch", "https://localhost:8244\"\nhttps_endpoint"),
            ("endpoint-scheme-mismatch", "https_endpoint = \"http:"),
        ]),
    ),
    failure(
        "4.3",
        "row 3: ws and wss",
        By(&[
            ("endpoint-port-mismatch", "ws://localhost:8100"),
            ("endpoint-port-mismatch", "wss://localhost:8100"),
            ("endpoint-scheme-mismatch", "https://localhost:9100"),
        ]),
    ),
    failure(
        "4.3",
        "row 4: WebSub",
        By(&[
            ("endpoint-port-mismatch", "http://localhost:9023"),
            ("literal-port-ignores-offset", "https://localhost:8021"),
        ]),
    ),
    failure(
        "4.3",
        "rows 1 to 4: the gateway's offset was changed alone",
        By(&[
            ("endpoint-port-mismatch", "offset = 30"),
            ("environment-without-gateway", "offset = 30"),
        ]),
    ),
    failure(
        "4.3",
        "row 5: credentials of the environment",
        By(&[
            ("empty-environment-credentials", "password = \"\""),
            ("empty-environment-credentials", "username = \"\""),
        ]),
    ),
    failure(
        "4.3",
        "row 6: key manager",
        By(&[
            ("key-manager-link-mismatch", "https://localhost:9444/"),
            ("key-manager-link-mismatch", "https://localhost:9445/"),
            ("key-manager-link-mismatch", "https://localhost:9453/"),
            ("key-manager-link-mismatch", "service_url"),
        ]),
    ),
    failure(
        "4.3",
        "row 7: its credentials",
        By(&[
            ("empty-key-manager-credentials", "username = \"\""),
            ("empty-key-manager-credentials", "password = \"\""),
            ("empty-event-hub-credentials", "username = \"\""),
        ]),
    ),
    failure("4.3", "rows 5 and 7: credentials nobody has", Not("the user store is in no file")),
    failure(
        "4.3",
        "row 8: events",
        By(&[
            ("event-hub-mismatch", "tcp://localhost:5673"),
            ("event-hub-mismatch", "\"tcp:/"),
            ("throttling-mismatch", "throttle_decision_endpoints = [\"tcp://localhost:9611\"]"),
        ]),
    ),
    failure(
        "4.3",
        "row 9: event hub",
        By(&[
            ("event-hub-mismatch", "https://localhost:9444/"),
            ("event-hub-mismatch", "https://localhost:9711/"),
            ("event-hub-mismatch", "https://localhost:9443/"),
        ]),
    ),
    failure(
        "4.3",
        "rows 6, 8, 9 and 16: https:// with the port of plain HTTP (9763), or the other way round",
        By(&[
            ("key-manager-link-mismatch", "https://localhost:9763"),
            ("key-manager-link-mismatch", "http://localhost:9443"),
            ("event-hub-mismatch", "https://localhost:9763"),
            ("event-hub-mismatch", "http://localhost:9443"),
            ("throttling-mismatch", "https://localhost:9763"),
            ("throttling-mismatch", "http://localhost:9443"),
            ("notification-endpoint-mismatch", "9763/internal"),
        ]),
    ),
    failure(
        "4.3",
        "row 10: receivers",
        By(&[
            ("throttling-mismatch", "tcp://localhost:9711"),
            ("throttling-mismatch", "ssl://localhost:9611"),
            ("throttling-mismatch", "tcp://localhost:9632"),
            ("throttling-mismatch", "ssl:/localhost"),
            ("unpaired-traffic-manager-urls", "ssl://tm.example.com:9711"),
            ("unpaired-traffic-manager-urls", "traffic_manager_urls"),
        ]),
    ),
    failure(
        "4.3",
        "row 11: labels",
        By(&[
            ("unknown-gateway-label", "production gateway"),
            ("unknown-gateway-label", "Production Gatway"),
            ("unknown-gateway-label", "\"Default\""),
            ("environment-without-gateway", "[]"),
        ]),
    ),
    failure("4.3", "row 12: type", By(&[("invalid-environment-type", "\"Production\"")])),
    failure(
        "4.3",
        "rows 13 and 14: certificates",
        Not("they are in keystores; the files name only those"),
    ),
    failure(
        "4.3",
        "row 15: the proxy's port 443",
        Not("a proxy may listen there, which no file says"),
    ),
    failure(
        "4.3",
        "row 16: notifications",
        By(&[
            ("notification-endpoint-mismatch", "8244/internal"),
            ("notification-endpoint-mismatch", "/internal/data/notify"),
        ]),
    ),
    failure(
        "4.3",
        "row 17: shared database",
        By(&[
            ("shared-database-mismatch", "apim_db"),
            ("shared-database-mismatch", "db2.example.com"),
        ]),
    ),
];

const FILES: &[Failure] = &[
    failure(
        "5.1",
        "a key or section twice",
        By(&[
            ("duplicate-key", "offset = 1\noffset = 1"),
            ("duplicate-key", "[server]\n\n[super_admin]"),
        ]),
    ),
    failure(
        "5.1",
        "[x] and [[x]]",
        By(&[("duplicate-key", "[event_listener]\n"), ("duplicate-key", "[[server]]")]),
    ),
    failure("5.1", "no quotes", By(&[("invalid-toml", "hostname = localhost")])),
    failure("5.1", "smart quotes", By(&[("invalid-toml", "\u{201c}localhost")])),
    failure("5.1", "True, False", By(&[("invalid-toml", "True"), ("invalid-toml", "False")])),
    failure("5.1", "a leading zero", By(&[("invalid-toml", "offset = 01")])),
    failure("5.1", "a bare CR", By(&[("invalid-toml", "\r")])),
    failure("5.1", "a bad escape", By(&[("invalid-toml", "C:\\data")])),
    failure("5.1", "a semicolon", By(&[("invalid-toml", ";")])),
    failure("5.1", "two pairs on one line", By(&[("invalid-toml", "\"localhost\" offset")])),
    failure("5.1", "${x} as a key", By(&[("invalid-toml", "${port} =")])),
    failure("5.1", "a byte order mark", By(&[("byte-order-mark", "\u{feff}")])),
    failure("5.1", "a tab in a string", By(&[("unsupported-toml", "\t")])),
    failure("5.1", "an array of mixed types", By(&[("unsupported-toml", ", 1]")])),
    failure("5.1", "a line break in an inline table", By(&[("unsupported-toml", ",\n maxWait")])),
    failure("5.1", "a last comma in an inline table", By(&[("unsupported-toml", "10, }")])),
    failure(
        "5.1",
        "escapes and times of TOML 1.1",
        By(&[("unsupported-toml", "\\x41"), ("unsupported-toml", "07:32")]),
    ),
    failure("5.1", "a dotted key, then that table's header", Not("API-M accepts it")),
    failure(
        "5.2",
        "user_store.type and encryption.type that API-M rejects",
        By(&[
            ("rejected-value", "\"jdbc\""),
            ("rejected-value", "\"Database\""),
            ("rejected-value", "type = 1"),
            ("rejected-value", "\"AES\""),
            ("rejected-value", "type = \"\""),
        ]),
    ),
    failure(
        "5.2",
        "time units and values that API-M rejects",
        By(&[
            ("invalid-time-value", "15min"),
            ("invalid-time-value", "soon"),
            ("invalid-time-value", "500ms"),
            ("invalid-time-value", "session_timeout = true"),
        ]),
    ),
    failure(
        "5.2",
        "mutual TLS with a white list, and none given",
        By(&[("rejected-value", "WhiteListEnabled = true")]),
    ),
    failure(
        "5.3",
        "a misspelt section or key",
        By(&[
            ("misspelt-key", "[apim.key_managers]"),
            ("misspelt-key", "servce_url"),
            ("misspelt-key", "offest"),
            ("misspelt-key", "htps_endpoint"),
            ("misspelt-key", "nmae"),
            ("misspelt-key", "gateway_lables"),
        ]),
    ),
    failure(
        "5.3",
        "[apim.gateway.environment]",
        Elsewhere(
            "tests/single_mistakes/main.rs",
            "an_environment_with_single_brackets_is_found_alone",
        ),
    ),
    failure(
        "5.3",
        "a port that is none",
        By(&[("malformed-endpoint", "82810"), ("malformed-endpoint", "wss://localhost:port")]),
    ),
    failure("5.3", "an unknown server_role", By(&[("unknown-server-role", "\"gateway\"")])),
    failure(
        "5.3",
        "a key without effect",
        By(&[
            ("ineffective-key", "remove_outbound_auth_header"),
            ("ineffective-key", "READ_WRITE"),
            ("key-not-in-release", "visibility"),
        ]),
    ),
];

fn failures() -> impl Iterator<Item = &'static Failure> {
    [ENVIRONMENTS, REFERENCES, PORTS, LINKS, FILES].into_iter().flatten()
}

#[test]
fn what_sees_each_failure_exists() {
    let mistakes = mistakes();
    for Failure { section, what, seen } in failures() {
        match *seen {
            By(named) => {
                assert!(!named.is_empty(), "{section}, {what}: nothing");
                for (code, part) in named {
                    let is_there = mistakes.iter().any(|mistake| {
                        let text =
                            if mistake.after.is_empty() { mistake.before } else { mistake.after };
                        mistake.code == *code && text.contains(part)
                    });
                    assert!(is_there, "{section}, {what}: no mistake `{part}` of {code}");
                }
            }
            Elsewhere(path, test) => {
                let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
                assert!(
                    std::fs::read_to_string(path).unwrap().contains(&format!("fn {test}(")),
                    "{section}, {what}"
                );
            }
            Not(why) => assert!(!why.is_empty(), "{section}, {what}"),
        }
    }
}

#[test]
fn each_section_is_gone_through() {
    for section in ["1.3", "1.4", "2.2", "2.3", "3.1", "3.2", "3.3", "4.3", "5.1", "5.2", "5.3"] {
        assert!(failures().any(|failure| failure.section == section), "{section}");
    }
}
