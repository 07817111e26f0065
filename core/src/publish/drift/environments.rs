//! A topology's environments beside the server's.

use super::item::{DriftItem, DriftKind};
use crate::client::GatewayEnvironment;
use crate::model::{Endpoint, EndpointPort, Endpoints, Environment, Scheme, Topology};

pub(super) fn compare(
    topology: &Topology,
    offered: &[GatewayEnvironment],
    is_classic: bool,
) -> Vec<DriftItem> {
    let mut items = Vec::new();
    for wanted in topology.environments() {
        let same = |found: &&GatewayEnvironment| found.name == wanted.name.as_str();
        if let Some(found) = offered.iter().find(same) {
            items.extend(differences(topology, wanted, found, is_classic));
        } else {
            let message = "missing on the server: it was not started with this topology's file, or the environment \
                           is not visible to this user's roles";
            items.push(item(DriftKind::MissingOnServer, wanted.name.as_str(), message));
        }
    }
    for found in offered {
        if topology.environment(&found.name).is_none() {
            let message = "missing in the topology: the server has it, from its own file or from the Admin Portal";
            items.push(item(DriftKind::MissingInTopology, &found.name, message));
        }
    }
    items
}

fn item(kind: DriftKind, environment: &str, message: &str) -> DriftItem {
    DriftItem {
        kind,
        environment: Some(environment.to_owned()),
        api: None,
        version: None,
        wanted: None,
        found: None,
        message: message.to_owned(),
    }
}

fn differences(
    topology: &Topology,
    wanted: &Environment,
    found: &GatewayEnvironment,
    is_classic: bool,
) -> Vec<DriftItem> {
    let mut items = Vec::new();
    let mut compare = |kind, what: &str, wanted: String, found_as: String| {
        if wanted != found_as {
            let message = format!("{what}: the topology says {wanted}, the server {found_as}");
            let mut differs = item(kind, &found.name, &message);
            (differs.wanted, differs.found) = (Some(wanted), Some(found_as));
            items.push(differs);
        }
    };
    compare(
        DriftKind::EnvironmentType,
        "type",
        wanted.environment_type.to_string(),
        found.environment_type.to_string(),
    );
    compare(
        DriftKind::ApiConsole,
        "display_in_api_console",
        wanted.display_in_api_console.to_string(),
        found.display_in_api_console.to_string(),
    );
    // What another vendor's gateways are reached at is not the topology's to say.
    if !wanted.is_federated() {
        let own = topology.endpoints(wanted);
        let hosts: Option<Vec<String>> = if is_classic {
            classic_addresses(&own).map(|addresses| vec![addresses])
        } else {
            std::iter::once(&own).chain(&wanted.virtual_hosts).map(virtual_host).collect()
        };
        // A reference is resolved on the server alone.
        if let Some(hosts) = hosts {
            compare(
                DriftKind::Addresses,
                "addresses",
                shown(&hosts),
                shown(&found_at(found, is_classic)),
            );
        }
    }
    items
}

fn shown(hosts: &[String]) -> String {
    if hosts.is_empty() { "none".to_owned() } else { hosts.join(", ") }
}

fn found_at(found: &GatewayEnvironment, is_classic: bool) -> Vec<String> {
    let both = |https: &Option<String>, http: &Option<String>| {
        let urls = [https, http].into_iter().flatten();
        urls.map(|url| spelt_out(url).unwrap_or_else(|| url.clone())).collect::<Vec<_>>().join(" ")
    };
    if is_classic {
        return vec![both(&found.https_url, &found.http_url)];
    }
    found.virtual_hosts.iter().map(|host| both(&host.https_url, &host.http_url)).collect()
}

/// In 3.x each URL stands by itself; `None` when one holds what is not known here.
fn classic_addresses(own: &Endpoints) -> Option<String> {
    let urls: Option<Vec<String>> =
        [&own.https, &own.http].into_iter().flatten().map(|url| spelt_out(url)).collect();
    urls.map(|urls| urls.join(" "))
}

/// Since 4.0 a virtual host has one host and one path, those of its HTTPS URL where it has one, and a port per scheme.
fn virtual_host(own: &Endpoints) -> Option<String> {
    let main = own.https.as_deref().or(own.http.as_deref())?;
    let main = Endpoint::parse(main).ok()?;
    let host = main.host()?;
    let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    let path = main.path().trim_end_matches('/');
    let urls =
        [("https", &own.https), ("http", &own.http)].into_iter().filter_map(|(scheme, url)| {
            let endpoint = Endpoint::parse(url.as_deref()?).ok();
            Some(
                endpoint
                    .and_then(|endpoint| port(&endpoint))
                    .map(|port| format!("{scheme}://{host}:{port}{path}")),
            )
        });
    urls.collect::<Option<Vec<String>>>().map(|urls| urls.join(" "))
}

fn port(endpoint: &Endpoint) -> Option<u16> {
    match (endpoint.port(), endpoint.scheme()) {
        (EndpointPort::Literal(port), _) => Some(*port),
        (EndpointPort::Absent, Scheme::Https) => Some(443),
        (EndpointPort::Absent, Scheme::Http) => Some(80),
        _ => None,
    }
}

/// A URL with its port, and without a slash at its end.
fn spelt_out(url: &str) -> Option<String> {
    let endpoint = Endpoint::parse(url).ok()?;
    let scheme = url.split_once("://")?.0.to_ascii_lowercase();
    let host = endpoint.host()?;
    let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    let path = endpoint.path().trim_end_matches('/');
    Some(format!("{scheme}://{host}:{}{path}", port(&endpoint)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_with_their_ports() {
        let urls = |https: &str, http: &str| {
            let mut own = Endpoints::default();
            (own.https, own.http) = (Some(https.to_owned()), Some(http.to_owned()));
            own
        };
        assert_eq!(
            virtual_host(&urls("https://GW.example/base/", "http://other:8280")).unwrap(),
            "https://gw.example:443/base http://gw.example:8280/base"
        );
        assert_eq!(virtual_host(&urls("https://gw:${https.nio.port}", "http://gw:80")), None);
        assert_eq!(
            classic_addresses(&urls("https://gw.example/base/", "http://other:8280")).unwrap(),
            "https://gw.example:443/base http://other:8280"
        );
        assert_eq!(classic_addresses(&urls("https://gw", "http://$env{HOST}")), None);
        assert_eq!(spelt_out("HTTPS://[::1]/").unwrap(), "https://[::1]:443");
    }
}
