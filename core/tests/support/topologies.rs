//! Valid topologies of every kind, for property tests.
//!
//! All releases and a newer one, all packs, one or several hosts, an all-in-one node or many, gateways behind several
//! environments and environments before several gateways, derived and explicit endpoints, credentials of every form.

mod draw;

use gatewright::model::{EnvironmentSpec, Host, NodeSpec, VirtualHostSpec};
use gatewright::{Pack, Port, PortOffset, Ports, Release, Role, Topology};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use self::draw::{Extras, Given, RELEASES, Raw, RawNode, Urls, raw};

/// A valid topology of any kind.
pub(crate) fn topology() -> impl Strategy<Value = Topology> {
    raw(select(&RELEASES[..])).prop_map(|raw| build(&raw))
}

/// A valid topology of one release.
pub(crate) fn topology_of(release: Release) -> impl Strategy<Value = Topology> {
    let text = RELEASES.into_iter().find(|text| *text == release.to_string());
    raw(Just(text.expect("a known release"))).prop_map(|raw| build(&raw))
}

/// Makes a valid topology of what was drawn: names become unique, offsets free, every gateway serves something.
fn build(raw: &Raw) -> Topology {
    let release: Release = raw.release.parse().expect("a release");
    let mut builder = Topology::builder(raw.release);
    let mut placed: Vec<(String, Ports)> = Vec::new();
    let mut gateways: Vec<(String, String, PortOffset)> = Vec::new();
    for (name, roles, raw_node) in nodes(raw) {
        let host = raw_node.host.get(raw.hosts);
        let pack = pack(release, &roles, raw_node.pack);
        let ports_pack = pack.unwrap_or_else(|| Pack::default_for(release, &roles));
        let offset = free_offset(host, ports_pack, release, raw_node.offset, &mut placed);
        let mut node = NodeSpec::new(&name, roles[0], *host).offset(i64::from(offset));
        for role in &roles[1..] {
            node = node.role(*role);
        }
        if let Some(pack) = pack {
            node = node.pack(pack);
        }
        if raw_node.has_proxy {
            node = node.proxy_ports(80, 443);
        }
        if raw_node.has_home {
            node = node.home(format!("/opt/apim x/{name}"));
        }
        let key_manager_is_apart =
            raw.key_manager.is_some() && !raw.control_plane_roles.contains(&Role::KeyManager);
        let signs_in = match roles[0] {
            Role::ControlPlane => key_manager_is_apart,
            role => role != Role::KeyManager,
        };
        if let Some((username, password)) = raw_node.key_manager.as_ref().filter(|_| signs_in) {
            node = node.key_manager(username, password);
        }
        if roles.contains(&Role::Gateway) {
            gateways.push((name, (*host).to_owned(), offset));
        }
        builder = builder.node(node);
    }
    if !gateways.is_empty() {
        for environment in environments(raw, release, &gateways) {
            builder = builder.environment(environment);
        }
    }
    if let Some(environment) = federated(raw, release) {
        builder = builder.environment(environment);
    }
    // Links tell an address only where there are some.
    let is_linked = !raw.gateways.is_empty();
    for ((role, before), host) in [Role::ControlPlane, Role::TrafficManager, Role::KeyManager]
        .into_iter()
        .zip(&raw.load_balancers)
        .zip(["https://api.example.com", "https://tm.example.com:8443", "https://$env{KM_HOST}/km"])
    {
        let node = match role {
            Role::TrafficManager => raw.traffic_manager.as_ref(),
            Role::KeyManager => raw.key_manager.as_ref(),
            _ => Some(&raw.control_plane),
        };
        let is_apart = node.is_some() && !raw.control_plane_roles.contains(&role);
        let is_told = is_apart
            || (role == Role::ControlPlane
                && (!release.is_classic()
                    || raw.traffic_manager.is_none()
                    || raw.key_manager.is_none()
                    || raw.control_plane_roles.len() > 2));
        if *before && is_linked && is_told {
            builder = builder.load_balancer(role, host);
        }
    }
    builder
        .build()
        .unwrap_or_else(|error| panic!("the strategy drew an invalid topology: {error}\n{raw:#?}"))
}

fn nodes(raw: &Raw) -> Vec<(String, Vec<Role>, &RawNode)> {
    let mut control_plane = vec![Role::ControlPlane];
    control_plane.extend(&raw.control_plane_roles);
    let mut nodes = vec![("control-plane".to_owned(), control_plane.clone(), &raw.control_plane)];
    let release: Release = raw.release.parse().expect("a release");
    if let Some(standby) = raw.standby.as_ref().filter(|_| !release.is_classic()) {
        nodes.push(("standby".to_owned(), control_plane, standby));
    }
    for (role, node) in
        [(Role::TrafficManager, &raw.traffic_manager), (Role::KeyManager, &raw.key_manager)]
    {
        if let Some(node) = node.as_ref().filter(|_| !raw.control_plane_roles.contains(&role)) {
            nodes.push((format!("the.{role}"), vec![role], node));
        }
    }
    for (index, node) in raw.gateways.iter().enumerate() {
        nodes.push((format!("Gateway_{index}"), vec![Role::Gateway], node));
    }
    nodes
}

/// No pack, or one that exists and can have the roles.
fn pack(release: Release, roles: &[Role], choice: Index) -> Option<Pack> {
    let mut packs = vec![None];
    packs.extend(
        Pack::ALL
            .into_iter()
            .filter(|pack| pack.exists_in(release) && roles.iter().all(|role| pack.can_be(*role)))
            .map(Some),
    );
    *choice.get(&packs)
}

/// The first offset from the drawn one on at which nothing on the computer collides.
fn free_offset(
    host: &str,
    pack: Pack,
    release: Release,
    drawn: i64,
    placed: &mut Vec<(String, Ports)>,
) -> PortOffset {
    let host = Host::new(host).expect("a host");
    let computer = if host.is_loopback() { "localhost".to_owned() } else { host.to_string() };
    let (offset, ports) = (drawn..=54_424)
        .chain(0..drawn)
        .map(|offset| PortOffset::new(offset).expect("in range"))
        .map(|offset| (offset, Ports::new(pack, release, offset)))
        .find(|(_, ports)| {
            placed.iter().all(|(other, taken)| {
                *other != computer || ports.collisions(taken).next().is_none()
            })
        })
        .expect("a free offset");
    placed.push((computer, ports));
    offset
}

fn environments(
    raw: &Raw,
    release: Release,
    gateways: &[(String, String, PortOffset)],
) -> Vec<EnvironmentSpec> {
    let count = raw.environments.len();
    let mut behind: Vec<Vec<usize>> = raw
        .environments
        .iter()
        .map(|environment| {
            (0..gateways.len()).filter(|index| environment.gateways[*index]).collect()
        })
        .collect();
    for index in 0..gateways.len() {
        if behind.iter().all(|gateways| !gateways.contains(&index)) {
            behind[index % count].push(index);
        }
    }
    let with_gateways = raw.environments.iter().zip(behind).enumerate();
    with_gateways
        .map(|(index, (raw, mut behind))| {
            if behind.is_empty() {
                behind.push(index % gateways.len());
            }
            let name = format!("{} {index}", raw.name.trim());
            let mut spec = EnvironmentSpec::new(name, raw.environment_type, &gateways[behind[0]].0);
            for other in &behind[1..] {
                spec = spec.gateway(&gateways[*other].0);
            }
            spec.description.clone_from(&raw.description);
            spec.display_in_api_console = raw.display;
            spec.show_as_token_endpoint_url = raw.show;
            if let Some((username, password)) = &raw.credentials {
                spec = spec.credentials(username, password);
            }
            let only = (behind.len() == 1).then(|| &gateways[behind[0]]);
            extras(endpoints(spec, &raw.urls, release, only), &raw.extras, release)
        })
        .collect()
}

/// What the release reads of it.
fn extras(mut spec: EnvironmentSpec, extras: &Extras, release: Release) -> EnvironmentSpec {
    if release >= Release::V4_0 {
        spec.display_name.clone_from(&extras.display_name);
        let hosts = extras.virtual_hosts.iter().enumerate();
        spec.virtual_hosts = hosts.map(|(index, given)| virtual_host(index, given)).collect();
    }
    if release >= Release::V4_1 {
        spec.properties = extras.properties.iter().cloned().collect();
    }
    if release >= Release::V4_3 {
        spec.visibility.clone_from(&extras.visibility);
    }
    spec
}

fn virtual_host(index: usize, given: &[bool]) -> VirtualHostSpec {
    let url = |scheme: &str, which: Given| {
        given[which as usize].then(|| format!("{scheme}://vhost-{index}.example.com:{index}8443/x"))
    };
    let mut host = VirtualHostSpec::https(format!("https://vhost-{index}.example.com"));
    host.http_endpoint = url("http", Given::Http);
    if host.http_endpoint.is_some() && !given[Given::Https as usize] {
        host.https_endpoint = None;
    }
    host.ws_endpoint = url("ws", Given::Ws);
    host.wss_endpoint = url("wss", Given::Wss);
    // Up to 4.2 both must be there.
    host.websub_event_receiver_http_endpoint = Some("http://websub.example.com".to_owned());
    host.websub_event_receiver_https_endpoint = Some("https://websub.example.com".to_owned());
    host
}

/// An environment of another vendor's gateway, where the release knows such.
fn federated(raw: &Raw, release: Release) -> Option<EnvironmentSpec> {
    let federated = raw.federated.as_ref().filter(|_| release >= Release::V4_1)?;
    let given = &federated.environment;
    let name = format!("{} federated", given.name.trim());
    let mut spec = EnvironmentSpec::federated(name, given.environment_type, federated.provider);
    if release >= Release::V4_3 {
        spec.gateway_type = federated.gateway_type.map(str::to_owned);
    }
    let is_usual = |value: Option<&str>| value.is_none_or(|value| value == "Regular");
    if federated.provider == "WSO2" && is_usual(spec.gateway_type.as_deref()) {
        return None;
    }
    spec.description.clone_from(&given.description);
    spec.display_in_api_console = given.display;
    if let Some((username, password)) = &given.credentials {
        spec = spec.credentials(username, password);
    }
    if given.urls.has(Given::Service) {
        spec = spec.service_url("http://localhost:9960");
    }
    if given.urls.has(Given::Ws) {
        spec = spec.ws_endpoint("ws://localhost:9960/").http_endpoint("ws://localhost:9960");
    }
    Some(extras(spec, &given.extras, release))
}

fn endpoints(
    mut spec: EnvironmentSpec,
    urls: &Urls,
    release: Release,
    only: Option<&(String, String, PortOffset)>,
) -> EnvironmentSpec {
    let is_classic = release < Release::V4_0;
    let url = |scheme: &str, port: Port, path: &str| match (urls.host, only) {
        (Some(host), _) => format!("{scheme}://{host}{}", urls.suffix),
        (None, Some((_, host, offset))) => {
            let host = Host::new(host).expect("a host").in_url();
            format!("{scheme}://{host}:{}{path}", port.number(*offset))
        }
        (None, None) => format!("{scheme}://lb.example.com{}", urls.suffix),
    };
    let needed = only.is_none();
    let wanted = |given: bool, value: String| given.then_some(value);
    spec.http_endpoint = wanted(urls.has(Given::Http), url("http", Port::PassThroughHttp, "/"));
    spec.https_endpoint = wanted(
        urls.has(Given::Https) || (needed && !urls.has(Given::Http)),
        url("https", Port::PassThroughHttps, "/"),
    );
    spec.ws_endpoint = wanted(urls.has(Given::Ws), url("ws", Port::WebSocket, ""));
    let needs_wss = needed && !urls.has(Given::Ws) && !is_classic;
    spec.wss_endpoint =
        wanted(urls.has(Given::Wss) || needs_wss, url("wss", Port::SecureWebSocket, ""));
    if urls.has(Given::WebSub) && !is_classic {
        spec.websub_event_receiver_http_endpoint = Some(url("http", Port::WebSubHttp, ""));
        spec.websub_event_receiver_https_endpoint = Some(url("https", Port::WebSubHttps, ""));
    }
    spec.service_url = wanted(
        urls.has(Given::Service) || (needed && is_classic),
        url("https", Port::ServletHttps, "/services/"),
    );
    spec
}
