//! The keys of each table of a `topology.toml`.

use crate::model::topology::suggest;
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

/// The key of this table that an unknown one probably means.
pub(super) fn meant(unknown: &str, known: &'static [&'static str]) -> Option<&'static str> {
    let other_word = OTHER_WORDS.iter().find(|(word, _)| *word == unknown).map(|(_, key)| *key);
    other_word
        .filter(|key| known.contains(key))
        .or_else(|| suggest::nearest(unknown, known.iter().copied()))
}

/// The table that a key belongs to, when it is one of another table.
pub(super) fn home_of(key: &str) -> Option<&'static str> {
    [("[[node]]", NODE), ("[[environment]]", ENVIRONMENT)]
        .into_iter()
        .find(|(_, keys)| keys.contains(&key))
        .map(|(table, _)| table)
}

/// What a missing key could say.
pub(super) fn example(key: &str) -> &'static str {
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
