//! What a file gives away of its node: releases, roles and pack.
//!
//! Only what is certain enough to judge by: an inference that is wrong would be a false alarm.

use crate::deployment::Document;
use crate::model::{Endpoint, EndpointPort, Host, Pack, Port, Release, Role};

use super::Offset;

/// Keys that no earlier release reads, with the first that does.
///
/// Source: API-M 3.0–4.7, deployment.toml, the keys of `[[apim.gateway.environment]]`.
const ENVIRONMENT_KEYS_SINCE: [(&str, Release); 7] = [
    ("websub_event_receiver_http_endpoint", Release::V4_0),
    ("websub_event_receiver_https_endpoint", Release::V4_0),
    ("display_name", Release::V4_0),
    ("virtual_host", Release::V4_0),
    ("provider", Release::V4_1),
    ("properties", Release::V4_1),
    ("gateway_type", Release::V4_3),
];

/// The oldest release whose keys the file uses.
pub(super) fn oldest_release(document: &Document) -> Release {
    let mut oldest = Release::V3_0;
    for environment in document.environments() {
        for (key, since) in ENVIRONMENT_KEYS_SINCE {
            if since > oldest && environment.get(key).is_some() {
                oldest = since;
            }
        }
    }
    let gateway_labels = document.get("apim.sync_runtime_artifacts.gateway.gateway_labels");
    if gateway_labels.is_some() {
        oldest = oldest.max(Release::V4_0);
    }
    oldest
}

/// The value of `[server] server_role`, empty when there is none.
fn server_role(document: &Document) -> String {
    document
        .get("server.server_role")
        .and_then(crate::deployment::Item::as_str)
        .map(std::borrow::Cow::into_owned)
        .unwrap_or_default()
}

/// What the node does, as far as the file shows it.
pub(super) fn roles(
    document: &Document,
    pack: Option<Pack>,
    host: Option<&Host>,
    offset: Offset,
) -> Vec<Role> {
    match server_role(document).as_str() {
        "control-plane" => return vec![Role::ControlPlane],
        "gateway-worker" => return vec![Role::Gateway],
        "traffic-manager" => return vec![Role::TrafficManager],
        "api-key-manager" | "api-key-manager-deprecated" | "api-key-manager-node" => {
            return vec![Role::KeyManager];
        }
        // A single portal of a 3.x installation: none of the roles that are judged.
        "api-publisher" | "api-publisher-deprecated" | "api-devportal"
        | "api-devportal-deprecated" | "api-store" => return Vec::new(),
        _ => {}
    }
    match pack {
        Some(Pack::ControlPlane) => return vec![Role::ControlPlane],
        Some(Pack::Gateway) => return vec![Role::Gateway],
        Some(Pack::TrafficManager) => return vec![Role::TrafficManager],
        Some(Pack::KeyManager) => return vec![Role::KeyManager],
        Some(Pack::AllInOne) | None => {}
    }
    let links_elsewhere = ["apim.key_manager.service_url", "apim.event_hub.service_url"]
        .iter()
        .any(|path| names_another_node(document, path, host, offset));
    let has_environments = document.environments().next().is_some();
    let has_labels = document.get("apim.sync_runtime_artifacts.gateway.gateway_labels").is_some();
    if links_elsewhere {
        vec![Role::Gateway]
    } else if has_environments {
        // Nothing says that another node does any of it: the whole product.
        vec![Role::ControlPlane, Role::Gateway]
    } else if has_labels {
        vec![Role::Gateway]
    } else {
        Vec::new()
    }
}

/// True when the URL at `path` certainly leads away from this node.
fn names_another_node(
    document: &Document,
    path: &str,
    host: Option<&Host>,
    offset: Offset,
) -> bool {
    let url = document.get(path).and_then(crate::deployment::Item::as_str);
    let Some(endpoint) = url.and_then(|url| Endpoint::parse(&url).ok()) else { return false };
    let Some(named) = endpoint.host() else { return false };
    let is_loopback = Host::new(named).is_some_and(|named| named.is_loopback());
    let is_own_host = host.is_some_and(|host| host.as_str() == named);
    if !is_loopback && !is_own_host {
        return true;
    }
    match (endpoint.port(), offset) {
        (EndpointPort::Literal(port), Offset::Known(offset)) => {
            *port != Port::ServletHttps.number(offset) && *port != Port::ServletHttp.number(offset)
        }
        _ => false,
    }
}

/// What is started on the node, where file and release leave no doubt: a profile's template says its profile, and up to
/// 4.4 a node without one runs the whole product.
pub(super) fn pack(document: &Document, newest: Release) -> Option<Pack> {
    let role = server_role(document);
    match role.as_str() {
        "" | "default" => (newest < Release::V4_5).then_some(Pack::AllInOne),
        name => Pack::from_name(name),
    }
}
