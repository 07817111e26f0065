//! The keys of each table of a `topology.toml`.

use crate::model::reader::Vocabulary;
use crate::model::{EndpointKey, Role};

pub(super) const TOPOLOGY: &[&str] =
    &["schema_version", "release", "load_balancer", "node", "environment"];

pub(super) const NODE: &[&str] = &[
    "name",
    "roles",
    "pack",
    "host",
    "offset",
    "home",
    "http_proxy_port",
    "https_proxy_port",
    "key_manager",
];

pub(super) const LOAD_BALANCER: &[&str] =
    &[Role::ControlPlane.as_str(), Role::TrafficManager.as_str(), Role::KeyManager.as_str()];

pub(super) const CREDENTIALS: &[&str] = &["username", "password"];

pub(super) const ENVIRONMENT: &[&str] = &[
    "name",
    "type",
    "gateways",
    "display_name",
    "description",
    "provider",
    "gateway_type",
    "visibility",
    "display_in_api_console",
    "show_as_token_endpoint_url",
    "username",
    "password",
    EndpointKey::ServiceUrl.as_str(),
    EndpointKey::Http.as_str(),
    EndpointKey::Https.as_str(),
    EndpointKey::Ws.as_str(),
    EndpointKey::Wss.as_str(),
    EndpointKey::WebSubHttp.as_str(),
    EndpointKey::WebSubHttps.as_str(),
    "properties",
    "virtual_host",
];

pub(super) const VIRTUAL_HOST: &[&str] = &[
    EndpointKey::Http.as_str(),
    EndpointKey::Https.as_str(),
    EndpointKey::Ws.as_str(),
    EndpointKey::Wss.as_str(),
    EndpointKey::WebSubHttp.as_str(),
    EndpointKey::WebSubHttps.as_str(),
];

/// The words of a `topology.toml`.
pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    other_words: OTHER_WORDS,
    tables: &[("[[node]]", NODE), ("[[environment]]", ENVIRONMENT)],
    example,
    about_twice: "remove one of the two; several nodes or environments stand under `[[node]]` and `[[environment]]`, \
                  with two brackets",
};

/// Words that other tools, or API-M elsewhere, use for a key.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("environment_type", "type"),
    ("port_offset", "offset"),
    ("proxyPort", "https_proxy_port"),
    ("proxy_port", "https_proxy_port"),
    ("load_balancers", "load_balancer"),
    ("profile", "pack"),
    ("distribution", "pack"),
    ("hostname", "host"),
    ("version", "release"),
    ("apim_version", "release"),
    ("gateway_labels", "gateways"),
    ("vhost", "virtual_host"),
    ("virtual_hosts", "virtual_host"),
    ("websub_http_endpoint", "websub_event_receiver_http_endpoint"),
    ("websub_https_endpoint", "websub_event_receiver_https_endpoint"),
];

/// What a missing key could say.
fn example(key: &str) -> &'static str {
    match key {
        "release" => "release = \"4.7\"",
        "name" => "name = \"gateway-1\"",
        "roles" => "roles = [\"gateway\"]",
        "host" => "host = \"localhost\"",
        "type" => "type = \"production\"",
        "gateways" => "gateways = [\"gateway-1\"]",
        "username" => "username = \"$env{KM_USER}\"",
        "key_manager" => "key_manager = { username = \"…\", password = \"…\" }",
        "load_balancer" => "load_balancer = { control-plane = \"https://api.example.com\" }",
        "password" => "password = \"$secret{km_password}\"",
        _ => "",
    }
}
