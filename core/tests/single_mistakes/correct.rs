//! What the reference leads one to: a control plane (offset 0), gateways (offsets 1, 2, …) and perhaps a traffic manager
//! of its own (offset 20), all on one computer.

use std::fmt::Write as _;

use gatewright::{Release, Role};

/// Which nodes there are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) gateways: u16,
    pub(crate) traffic_manager: bool,
}

/// The traffic manager's offset, and its name among the files.
const TRAFFIC_MANAGER: u16 = 20;

/// The files of a correct installation: name, text and role.
pub(crate) fn installation(release: Release, shape: Shape) -> Vec<(String, String, Role)> {
    let manager = if shape.traffic_manager { TRAFFIC_MANAGER } else { 0 };
    let mut files = vec![(
        "cp.toml".to_owned(),
        control_plane(release, shape.gateways, manager),
        Role::ControlPlane,
    )];
    for offset in 1..=shape.gateways {
        let text = gateway(release, offset, manager);
        files.push((format!("gw{offset}.toml"), text, Role::Gateway));
    }
    if shape.traffic_manager {
        files.push(("tm.toml".to_owned(), traffic_manager(), Role::TrafficManager));
    }
    files
}

fn label(offset: u16) -> String {
    match offset {
        1 => "Production Gateway".to_owned(),
        2 => "Sandbox Gateway".to_owned(),
        _ => format!("Gateway {offset}"),
    }
}

fn environment(release: Release, offset: u16) -> String {
    let name = label(offset);
    let kind = match offset {
        1 => "production",
        2 => "sandbox",
        _ => "hybrid",
    };
    let provider = if release >= Release::V4_1 { "provider = \"wso2\"\n" } else { "" };
    let vendor = if release >= Release::V4_3 { "gateway_type = \"Regular\"\n" } else { "" };
    let (service, http, https) = (9443 + offset, 8280 + offset, 8243 + offset);
    let (ws, wss) = (9099 + offset, 8099 + offset);
    let mut text = format!(
        r#"
[[apim.gateway.environment]]
name = "{name}"
type = "{kind}"
{vendor}{provider}display_in_api_console = true
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
    if !release.is_classic() {
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

const DATABASE: &str = r#"
[database.shared_db]
type = "mysql"
url = "jdbc:mysql://db.example.com:3306/shared_db"
"#;

fn control_plane(release: Release, gateways: u16, manager: u16) -> String {
    let mut text = format!(
        "[server]\nhostname = \"localhost\"\nserver_role = \"default\"\n\n[super_admin]\nusername = \"admin\"\n\
         password = \"admin\"\n{DATABASE}"
    );
    for offset in 1..=gateways {
        text.push_str(&environment(release, offset));
    }
    text.push_str(
        "\n[[event_listener]]\nid = \"token_revocation\"\n[event_listener.properties]\n\
         notification_endpoint = \"https://localhost:${mgt.transport.https.port}/internal/data/v1/notify\"\n",
    );
    if manager > 0 {
        text.push_str("\n[apim.throttling]\n");
        text.push_str(&throttling(manager));
    }
    text
}

fn throttling(manager: u16) -> String {
    let (jms, receiver, authentication) = (5672 + manager, 9611 + manager, 9711 + manager);
    format!(
        "throttle_decision_endpoints = [\"tcp://localhost:{jms}\"]\n\n[[apim.throttling.url_group]]\n\
         traffic_manager_urls = [\"tcp://localhost:{receiver}\"]\n\
         traffic_manager_auth_urls = [\"ssl://localhost:{authentication}\"]\n"
    )
}

fn gateway(release: Release, offset: u16, manager: u16) -> String {
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
{DATABASE}
[apim.throttling]
"#
    );
    if release.is_classic() {
        let service = 9443 + manager;
        writeln!(text, "service_url = \"https://localhost:{service}/services/\"").unwrap();
    }
    text.push_str(&throttling(manager));
    if !release.is_classic() {
        let (name, jms) = (label(offset), 5672 + manager);
        write!(
            text,
            r#"
[apim.event_hub]
enable = true
username = "$ref{{super_admin.username}}"
password = "$ref{{super_admin.password}}"
service_url = "https://localhost:9443/services/"
event_listening_endpoints = ["tcp://localhost:{jms}"]

[apim.sync_runtime_artifacts.gateway]
gateway_labels = ["{name}"]
"#
        )
        .unwrap();
    }
    text
}

fn traffic_manager() -> String {
    format!(
        "[server]\noffset = {TRAFFIC_MANAGER}\nserver_role = \"default\"\n\n[super_admin]\nusername = \"admin\"\n\
         password = \"admin\"\n\n[apim.key_manager]\nservice_url = \"https://localhost:9443/services/\"\n\
         username = \"$ref{{super_admin.username}}\"\npassword = \"$ref{{super_admin.password}}\"\n"
    )
}
