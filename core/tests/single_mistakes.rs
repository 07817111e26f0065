//! One mistake at a time in a correct set of three nodes, for 3.2, 4.7 and others: the right rule finds it at the right
//! line, and nothing else speaks.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "clippy takes only functions marked #[test] for tests"
)]

use gatewright::check::NodeFile;
use gatewright::{Diagnostic, Release, Role};

mod correct {
    //! What the reference leads one to: a control plane (offset 0), a production and a sandbox gateway (1 and 2), all
    //! on one computer.

    use std::fmt::Write as _;

    fn environment(classic: bool, name: &str, kind: &str, offset: u16) -> String {
        let since_4_3 =
            if classic { "" } else { "gateway_type = \"Regular\"\nprovider = \"wso2\"\n" };
        let (service, http, https) = (9443 + offset, 8280 + offset, 8243 + offset);
        let (ws, wss) = (9099 + offset, 8099 + offset);
        let mut text = format!(
            r#"
[[apim.gateway.environment]]
name = "{name}"
type = "{kind}"
{since_4_3}display_in_api_console = true
description = "{name}"
show_as_token_endpoint_url = true
service_url = "https://localhost:{service}/services/"
username = "${{admin.username}}"
password = "${{admin.password}}"
http_endpoint = "http://localhost:{http}"
https_endpoint = "https://localhost:{https}"
ws_endpoint = "ws://localhost:{ws}"
wss_endpoint = "wss://localhost:{wss}"
"#
        );
        if !classic {
            let (websub, secure) = (9021 + offset, 8021 + offset);
            write!(
                text,
                "websub_event_receiver_http_endpoint = \"http://localhost:{websub}\"\n\
                 websub_event_receiver_https_endpoint = \"https://localhost:{secure}\"\n"
            )
            .unwrap();
        }
        text
    }

    pub(super) fn control_plane(classic: bool) -> String {
        format!(
            "[server]\nhostname = \"localhost\"\nserver_role = \"default\"\n\n[super_admin]\nusername = \"admin\"\n\
             password = \"admin\"\n{}{}",
            environment(classic, "Production Gateway", "production", 1),
            environment(classic, "Sandbox Gateway", "sandbox", 2),
        )
    }

    pub(super) fn gateway(classic: bool, offset: u16, label: &str) -> String {
        let mut text = format!(
            r#"[server]
hostname = "localhost"
offset = {offset}
server_role = "default"

[super_admin]
username = "admin"
password = "admin"

[apim.key_manager]
service_url = "https://localhost:9443/services/"
username = "$ref{{super_admin.username}}"
password = "$ref{{super_admin.password}}"

[apim.throttling]
throttle_decision_endpoints = ["tcp://localhost:5672"]
"#
        );
        if classic {
            text.push_str("service_url = \"https://localhost:9443/services/\"\n");
        }
        text.push_str(
            "\n[[apim.throttling.url_group]]\ntraffic_manager_urls = [\"tcp://localhost:9611\"]\n\
             traffic_manager_auth_urls = [\"ssl://localhost:9711\"]\n",
        );
        if !classic {
            write!(
                text,
                r#"
[apim.event_hub]
enable = true
username = "$ref{{super_admin.username}}"
password = "$ref{{super_admin.password}}"
service_url = "https://localhost:9443/services/"
event_listening_endpoints = ["tcp://localhost:5672"]

[apim.sync_runtime_artifacts.gateway]
gateway_labels = ["{label}"]
"#
            )
            .unwrap();
        }
        text
    }
}

const CONTROL_PLANE: usize = 0;
const PRODUCTION: usize = 1;
const SANDBOX: usize = 2;

/// A correct set; one change makes it wrong.
struct Set {
    release: Release,
    texts: [String; 3],
}

impl Set {
    fn of(release: Release) -> Self {
        let classic = release.is_classic();
        let texts = [
            correct::control_plane(classic),
            correct::gateway(classic, 1, "Production Gateway"),
            correct::gateway(classic, 2, "Sandbox Gateway"),
        ];
        Self { release, texts }
    }

    /// The files with what is known of them: hosts and release always, roles and packs perhaps.
    fn nodes(&self, roles: bool) -> Vec<NodeFile> {
        let all = [Role::ControlPlane, Role::Gateway, Role::Gateway];
        let names = ["cp.toml", "gw1.toml", "gw2.toml"];
        let files = names.iter().zip(&self.texts).zip(all);
        files
            .map(|((name, text), role)| {
                let node = NodeFile::from_text(name, text.as_str())
                    .host("localhost")
                    .release(self.release);
                if roles { node.roles([role]) } else { node }
            })
            .collect()
    }

    fn found(&self, roles: bool) -> Vec<Diagnostic> {
        gatewright::check(self.nodes(roles)).unwrap().diagnostics().to_vec()
    }
}

/// A mistake: in one file the first occurrence of a text becomes another one.
struct Mistake {
    code: &'static str,
    releases: &'static [Release],
    node: usize,
    before: &'static str,
    after: &'static str,
    /// Lines after the change's own first line at which it is found, or another place altogether.
    at: At,
    /// Found only when roles were given as well.
    needs_roles: bool,
}

/// Where the finding is.
#[derive(Clone, Copy)]
enum At {
    /// On this line of what was written, from 0.
    Line(usize),
    /// At the start of the line with this text in this file.
    Text(usize, &'static str),
}

const CLASSIC: &[Release] = &[Release::V3_0, Release::V3_2];
const SINCE_4_0: &[Release] = &[Release::V4_0, Release::V4_3, Release::V4_7];
const EVERY: &[Release] =
    &[Release::V3_0, Release::V3_2, Release::V4_0, Release::V4_3, Release::V4_4, Release::V4_7];

const fn mistake(
    code: &'static str,
    releases: &'static [Release],
    node: usize,
    before: &'static str,
    after: &'static str,
) -> Mistake {
    Mistake { code, releases, node, before, after, at: At::Line(0), needs_roles: false }
}

impl Mistake {
    const fn at(mut self, at: At) -> Self {
        self.at = at;
        self
    }

    const fn needs_roles(mut self) -> Self {
        self.needs_roles = true;
        self
    }
}

fn mistakes() -> Vec<Mistake> {
    let mut all = mistakes_in_files();
    all.extend(mistakes_of_ports());
    all.extend(mistakes_of_links());
    all
}

fn mistakes_in_files() -> Vec<Mistake> {
    vec![
        // The TOML itself.
        mistake("invalid-toml", EVERY, PRODUCTION, "hostname = \"localhost\"", "hostname = localhost"),
        mistake("unsupported-toml", EVERY, PRODUCTION, "[\"tcp://localhost:5672\"]", "[\"tcp://localhost:5672\", 1]"),
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
        mistake("key-manager-link-mismatch", EVERY, PRODUCTION, "https://localhost:9443/", "https://localhost:9445/"),
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
            .at(At::Text(CONTROL_PLANE, "name = \"Sandbox Gateway\"")),
        mistake("environment-without-gateway", SINCE_4_0, SANDBOX, "[\"Sandbox Gateway\"]", "[]")
            .at(At::Text(CONTROL_PLANE, "name = \"Sandbox Gateway\"")),
        mistake("revoke-endpoint-mismatch", EVERY, PRODUCTION, "[apim.throttling]", "[apim.oauth_config]\nrevoke_endpoint = \"https://localhost:8243/services/\"\n\n[apim.throttling]")
            .at(At::Line(1)),
        mistake("revoke-endpoint-mismatch", CLASSIC, PRODUCTION, "[apim.throttling]", "[apim.oauth_config]\nrevoke_endpoint = \"https://localhost:9443/revoke\"\n\n[apim.throttling]")
            .at(At::Line(1)),
        mistake("revoke-endpoint-mismatch", SINCE_4_0, PRODUCTION, "[apim.throttling]", "[apim.oauth_config]\nrevoke_endpoint = \"https://localhost:8244/oauth2/revoke\"\n\n[apim.throttling]")
            .at(At::Line(1)),
    ]
}

/// The line of an offset, from 1.
fn line_at(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

/// The set with the mistake, and the file and line at which it must be found.
fn with(mistake: &Mistake, release: Release) -> (Set, &'static str, usize) {
    let mut set = Set::of(release);
    let text = &mut set.texts[mistake.node];
    let before = text.match_indices(mistake.before).next();
    let (offset, _) = before.unwrap_or_else(|| panic!("no `{}` for {release}", mistake.before));
    text.replace_range(offset..offset + mistake.before.len(), mistake.after);
    let (node, line) = match mistake.at {
        At::Line(after) => (mistake.node, line_at(text, offset) + after),
        At::Text(node, part) => {
            (node, line_at(&set.texts[node], set.texts[node].find(part).unwrap()))
        }
    };
    (set, ["cp.toml", "gw1.toml", "gw2.toml"][node], line)
}

#[test]
fn the_correct_sets_give_an_empty_report() {
    for release in Release::KNOWN {
        for roles in [false, true] {
            let found = Set::of(release).found(roles);
            assert!(found.is_empty(), "{release}, roles {roles}: {found:#?}");
        }
    }
}

#[test]
fn each_mistake_is_found_by_its_rule_at_its_line_and_nothing_else_is() {
    let mut wrong = Vec::new();
    for mistake in mistakes() {
        for release in mistake.releases {
            let (set, path, line) = with(&mistake, *release);
            let expected = format!("{} {path}:{line}", mistake.code);
            for roles in [false, true] {
                let found: Vec<String> = set
                    .found(roles)
                    .iter()
                    .map(|found| {
                        format!(
                            "{} {}:{}",
                            found.code,
                            found.path.as_ref().unwrap().display(),
                            found.line.unwrap()
                        )
                    })
                    .collect();
                let is_right = if mistake.needs_roles && !roles {
                    found.iter().all(|found| *found == expected)
                } else {
                    found == [expected.clone()]
                };
                if !is_right {
                    wrong.push(format!(
                        "{release}, roles {roles}, `{}` for `{}`:\n  expected {expected}\n  found {found:?}",
                        mistake.after, mistake.before
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_environment_with_single_brackets_is_found_alone() {
    for release in [Release::V3_2, Release::V4_7] {
        let mut set = Set::of(release);
        let text = &mut set.texts[CONTROL_PLANE];
        let second = text.rfind("[[apim.gateway.environment]]").unwrap();
        text.truncate(second);
        *text = text.replace("[[apim.gateway.environment]]", "[apim.gateway.environment]");
        for roles in [false, true] {
            let found: Vec<&str> = set.found(roles).iter().map(|found| found.code).collect();
            assert_eq!(found, ["single-bracket-environment"], "{release}, roles {roles}");
        }
    }
}
