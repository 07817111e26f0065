//! An environment names its gateway's default port although the gateway has an offset.

use std::collections::BTreeSet;

use crate::check::gateways::{
    Behind, Carriers, behind_by_label, behind_by_service_url, endpoints, local_port, may_serve,
    why_not_compared,
};
use crate::check::registry::Check;
use crate::check::values::{port_span, quoted};
use crate::check::{DeploymentSet, NodeView, Offset};
use crate::deployment::{Environment, Item};
use crate::diagnostic::shared::LITERAL_PORT_IGNORES_OFFSET;
use crate::diagnostic::{Fix, Location, Safety, Sink};
use crate::model::{Endpoint, EndpointKey, EndpointPort, Host, Port, PortOffset};

pub(crate) const CHECK: Check = Check { rule: &LITERAL_PORT_IGNORES_OFFSET, run };

/// Hosts that are named in a sentence about what was not compared; the others are counted.
const HOSTS_SHOWN: usize = 3;

fn run(set: &DeploymentSet, sink: &mut Sink) {
    let carriers = Carriers::of(set);
    for node in set.control_planes() {
        let mut unknown_hosts = BTreeSet::new();
        for environment in node.environments().filter(|environment| !environment.is_federated()) {
            for found in findings(set, &carriers, node, environment) {
                report(node, environment, &found, sink);
            }
            if !set.is_single() {
                note_unknown_hosts(set, node, environment, &mut unknown_hosts);
            }
        }
        say_not_compared(node, &unknown_hosts, sink);
    }
}

/// An endpoint that ignores the offset.
pub(super) struct Finding<'d> {
    pub(super) key: EndpointKey,
    item: Item<'d>,
    offset: PortOffset,
    /// What tells the offset.
    witness: (Location, String),
}

type Endpoints<'d> = [(EndpointKey, Item<'d>, Endpoint)];

/// The endpoints of an environment that name a default port although what is known of the gateway behind it says that
/// it listens elsewhere.
pub(super) fn findings<'s>(
    set: &'s DeploymentSet,
    carriers: &Carriers<'s>,
    control_plane: &'s NodeView,
    environment: Environment<'s>,
) -> Vec<Finding<'s>> {
    let endpoints: Vec<_> = endpoints(environment).collect();
    let names_default = |key: EndpointKey, endpoint: &Endpoint| {
        *endpoint.port() == EndpointPort::Literal(key.port().default_number())
    };
    let suspects = endpoints.iter().filter(|(key, _, endpoint)| names_default(*key, endpoint));
    suspects
        .filter_map(|(key, item, endpoint)| {
            let host = endpoint.host()?;
            let judge = Judge { set, carriers, control_plane, environment, endpoints: &endpoints };
            let (offset, witness) = judge.offset_behind(*key, host)?;
            key.ignores_offset(endpoint, offset).then_some(Finding {
                key: *key,
                item: *item,
                offset,
                witness,
            })
        })
        .collect()
}

struct Judge<'s, 'e> {
    set: &'s DeploymentSet,
    carriers: &'e Carriers<'s>,
    control_plane: &'s NodeView,
    environment: Environment<'s>,
    endpoints: &'e Endpoints<'s>,
}

type Told = (PortOffset, (Location, String));

impl Judge<'_, '_> {
    /// The offset of the gateway that the URL under `key` leads to, and what tells it.
    fn offset_behind(&self, key: EndpointKey, host: &str) -> Option<Told> {
        let at_host = self.set.nodes_at(self.control_plane, host);
        match behind_by_label(self.carriers, self.control_plane, self.environment) {
            Behind::Node(gateway) => {
                let is_there = at_host?.iter().any(|node| node.is(gateway));
                return is_there.then(|| told_by(gateway)).flatten();
            }
            Behind::Several => return None,
            Behind::Unknown => {}
        }
        if self.endpoints.iter().any(|(_, _, endpoint)| local_port(endpoint).is_some()) {
            return self.own_offset(host);
        }
        match at_host {
            Some(nodes) if !self.set.is_single() => {
                if key == EndpointKey::ServiceUrl {
                    let (offset, _) = self.told_by_other_urls(host)?;
                    let fits =
                        |node: &&&NodeView| node.offset == Offset::Known(offset) && may_serve(node);
                    return nodes.iter().find(fits).and_then(|node| told_by(node));
                }
                let gateway =
                    behind_by_service_url(self.set, self.control_plane, self.environment)?;
                nodes.iter().any(|node| node.is(gateway)).then(|| told_by(gateway)).flatten()
            }
            // The host is known to be none of the nodes': a proxy, whose ports are its own.
            None if self.set.hosts_are_known() && !self.set.is_single() => None,
            _ if key == EndpointKey::ServiceUrl => self.told_by_other_urls(host),
            _ => self.told_by_service_url(host),
        }
    }

    /// A placeholder is a port of the node that reads the file: the environment is its own.
    fn own_offset(&self, host: &str) -> Option<Told> {
        let host = Host::new(host)?;
        let own = self.control_plane.host.as_ref();
        let is_own = host.is_loopback() || own.is_some_and(|own| own.is_same_computer(&host));
        is_own.then(|| told_by(self.control_plane)).flatten()
    }

    fn told_by_service_url(&self, host: &str) -> Option<Told> {
        let (key, item, endpoint) =
            self.endpoints.iter().find(|(key, ..)| *key == EndpointKey::ServiceUrl)?;
        let offset = PortOffset::new(apart(*key, endpoint, host)?).ok()?;
        Some((
            offset,
            (self.control_plane.at(*item), format!("`service_url` tells the offset {offset}")),
        ))
    }

    /// At least two other URLs on the host, when all of them agree.
    fn told_by_other_urls(&self, host: &str) -> Option<Told> {
        let mut others =
            self.endpoints.iter().filter(|(key, ..)| *key != EndpointKey::ServiceUrl).filter_map(
                |(key, item, endpoint)| Some((key, item, apart(*key, endpoint, host)?)),
            );
        let (key, item, apart) = others.next()?;
        let mut agreeing = 1;
        for (_, _, other) in others {
            if other != apart {
                return None;
            }
            agreeing += 1;
        }
        let offset = PortOffset::new(apart).ok().filter(|_| agreeing > 1)?;
        let witness =
            (self.control_plane.at(*item), format!("`{}` tells the offset {offset}", key.as_str()));
        Some((offset, witness))
    }
}

/// The offset by which a URL's port differs from its default, when it is on this host.
fn apart(key: EndpointKey, endpoint: &Endpoint, host: &str) -> Option<i64> {
    let EndpointPort::Literal(number) = *endpoint.port() else { return None };
    (endpoint.host() == Some(host))
        .then(|| i64::from(number) - i64::from(key.port().default_number()))
}

fn told_by(node: &NodeView) -> Option<Told> {
    let Offset::Known(offset) = node.offset else { return None };
    // The offset itself is probably the mistake, and reported as such.
    (!node.collides)
        .then(|| (offset, (node.at_offset(), format!("the offset of `{}`", node.label))))
}

fn report(node: &NodeView, environment: Environment<'_>, found: &Finding<'_>, sink: &mut Sink) {
    let port: Port = found.key.port();
    let (default, actual) = (port.default_number(), port.number(found.offset));
    let message = format!(
        "`{}` names the default port {default}, but the gateway behind {} listens on {actual}: its offset is {}",
        found.key.as_str(),
        quoted(&environment.name().unwrap_or_default()),
        found.offset
    );
    let url = found.item.as_str().unwrap_or_default();
    // A URL can hold a user name and a password, which no message shows.
    let help = if url.contains('@') {
        format!("write {actual} in it")
    } else {
        let url = url.replacen(&format!(":{default}"), &format!(":{actual}"), 1);
        format!("write {}", quoted(&format!("{} = \"{url}\"", found.key.as_str())))
    };
    let (witness, what) = &found.witness;
    let report = sink
        .report(&LITERAL_PORT_IGNORES_OFFSET, Some(&node.at(found.item)), message)
        .related(Some(witness), what.clone())
        .help(help);
    if let Some(span) = port_span(found.item) {
        report.fix(Fix::new(Safety::Unsafe, vec![node.edit(span, actual.to_string())]));
    }
}

fn note_unknown_hosts(
    set: &DeploymentSet,
    node: &NodeView,
    environment: Environment<'_>,
    unknown: &mut BTreeSet<String>,
) {
    for (_, _, endpoint) in endpoints(environment) {
        let is_new = |host: &&str| !unknown.contains(*host) && !set.knows_host(node, host);
        if let Some(host) = endpoint.host().filter(is_new) {
            unknown.insert(host.to_owned());
        }
    }
}

/// One sentence for each node, not for each URL: there may be thousands.
fn say_not_compared(node: &NodeView, hosts: &BTreeSet<String>, sink: &mut Sink) {
    let is_open = |host: &&String| {
        node.host.is_none() && Host::new(host).is_some_and(|host| host.is_loopback())
    };
    let (open, foreign): (Vec<&String>, Vec<&String>) = hosts.iter().partition(is_open);
    let what = format!("the URLs of the environments of `{}`", node.label);
    if let Some(host) = open.first() {
        sink.not_compared(format!(
            "{what} on `{host}` were not compared: {}",
            why_not_compared(node, host)
        ));
    }
    let shown: Vec<String> =
        foreign.iter().take(HOSTS_SHOWN).map(|host| format!("`{host}`")).collect();
    match (foreign.as_slice(), foreign.len().saturating_sub(HOSTS_SHOWN)) {
        ([], _) => {}
        ([only], _) => {
            sink.not_compared(format!("{what} on `{only}` were not compared: {}", why_not_compared(node, only)));
        }
        (_, 0) => sink.not_compared(format!(
            "{what} on {} were not compared: these are none of the hosts of the set",
            shown.join(", ")
        )),
        (_, more) => sink.not_compared(format!(
            "{what} on {} and {more} more hosts were not compared: these are none of the hosts of the set",
            shown.join(", ")
        )),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed};
    use crate::check::{NodeFile, check};
    use crate::model::{Release, Role};

    const CODE: &str = "literal-port-ignores-offset";
    const SHIPPED: &str = "[[apim.gateway.environment]]\nname = \"Default\"\n\
        service_url = \"https://localhost:${mgt.transport.https.port}/services/\"\n\
        ws_endpoint = \"ws://localhost:9099\"\nwss_endpoint = \"wss://localhost:8099\"\n\
        http_endpoint = \"http://localhost:${http.nio.port}\"\nhttps_endpoint = \"https://localhost:${https.nio.port}\"\n";

    fn environment(service: u16, http: u16, https: u16, ws: u16) -> String {
        format!(
            "[[apim.gateway.environment]]\nname = \"A\"\nservice_url = \"https://localhost:{service}/services/\"\n\
             http_endpoint = \"http://localhost:{http}\"\nhttps_endpoint = \"https://localhost:{https}/base\"\n\
             ws_endpoint = \"ws://localhost:{ws}\"\n"
        )
    }

    fn gateway(offset: u16) -> NodeFile {
        let text = format!(
            "[server]\noffset = {offset}\n[apim.sync_runtime_artifacts.gateway]\ngateway_labels = [\"A\"]\n"
        );
        NodeFile::from_text(format!("gw{offset}.toml"), text).roles([Role::Gateway])
    }

    #[test]
    fn the_shipped_websocket_urls_ignore_the_nodes_own_offset() {
        let moved = format!("[server]\noffset = 1\n{SHIPPED}");
        assert_found(
            CODE,
            [file(&moved)],
            &[("6:15", "listens on 9100"), ("7:16", "listens on 8100")],
        );
        let found = findings(CODE, [file(&moved)]);
        assert_eq!(found[0].help.as_deref(), Some("write `ws_endpoint = \"ws://localhost:9100\"`"));
        assert_eq!(found[0].related[0].line, Some(2));
        assert_eq!(fixed(&moved, &found[0]), moved.replace("9099", "9100"));
        assert_silent(CODE, [file(SHIPPED)]);
        assert_silent(CODE, [file(&moved.replace("9099", "9100").replace("8099", "8100"))]);
        assert_silent(
            CODE,
            [file(
                &moved
                    .replace("ws://localhost", "ws://ws.example.com")
                    .replace("wss://localhost", "wss://ws.example.com"),
            )],
        );
    }

    #[test]
    fn the_service_url_tells_the_offset_of_another_gateway() {
        assert_found(CODE, [file(&environment(9444, 8281, 8243, 9100))], &[("5:18", "8243")]);
        let found = findings(CODE, [file(&environment(9444, 8281, 8243, 9100))]);
        assert_eq!(
            found[0].help.as_deref(),
            Some("write `https_endpoint = \"https://localhost:8244/base\"`")
        );
        assert_silent(CODE, [file(&environment(9444, 8281, 8244, 9100))]);
        assert_silent(CODE, [file(&environment(9443, 8280, 8243, 9099))]);
        // A port that is no default may be anything.
        assert_silent(CODE, [file(&environment(9444, 8281, 8290, 9100))]);
        assert_silent(CODE, [file(&environment(443, 8280, 8243, 9099))]);
    }

    #[test]
    fn the_other_urls_tell_that_the_service_url_was_left() {
        assert_found(
            CODE,
            [file(&environment(9443, 8281, 8244, 9100))],
            &[("3:15", "listens on 9444")],
        );
        assert_silent(CODE, [file(&environment(9443, 8281, 8244, 9099))]);
    }

    #[test]
    fn the_label_tells_the_gateway() {
        let plane = |text: &str| {
            NodeFile::from_text("cp.toml", text).roles([Role::ControlPlane]).release(Release::V4_7)
        };
        let untouched = environment(9443, 8280, 8243, 9099);
        let at = |host: &str| [plane(&untouched).host("localhost"), gateway(1).host(host)];
        assert_found(
            CODE,
            at("localhost"),
            &[("3:15", ""), ("4:17", ""), ("5:18", ""), ("6:15", "")],
        );
        assert_silent(CODE, at("gw.example.com"));
        assert_silent(CODE, [plane(&untouched), gateway(1)]);
        // Behind two gateways stands something else.
        let [cp, one] = at("localhost");
        assert_silent(CODE, [cp, one, gateway(2).host("localhost")]);
    }

    #[test]
    fn in_3_x_the_service_url_tells_the_node() {
        let plane = |text: &str| {
            NodeFile::from_text("cp.toml", text)
                .roles([Role::ControlPlane])
                .release(Release::V3_2)
                .host("localhost")
        };
        let gateway = || gateway(1).host("localhost").release(Release::V3_2);
        assert_found(
            CODE,
            [plane(&environment(9444, 8280, 8244, 9100)), gateway()],
            &[("4:17", "8281")],
        );
        assert_found(
            CODE,
            [plane(&environment(9443, 8281, 8244, 9100)), gateway()],
            &[("3:15", "9444")],
        );
        assert_silent(CODE, [plane(&environment(9443, 8290, 8253, 9109)), gateway()]);
    }

    #[test]
    fn federated_environments_and_gateways_files_are_not_judged() {
        let moved = format!("[server]\noffset = 1\n{SHIPPED}");
        assert_silent(CODE, [file(&format!("{moved}provider = \"solace\"\n"))]);
        let link = "[apim.key_manager]\nservice_url = \"https://localhost:9443/services/\"\n";
        assert_silent(CODE, [file(&format!("{moved}{link}"))]);
    }

    #[test]
    fn urls_on_other_hosts_are_listed() {
        let text =
            environment(9443, 8280, 8243, 9099).replace("http://localhost", "http://a.example.com");
        let plane = NodeFile::from_text("cp.toml", text).name("cp").roles([Role::ControlPlane]);
        let report = check([plane.clone(), gateway(1)]).unwrap();
        assert_eq!(report.not_compared().len(), 2, "{:?}", report.not_compared());
        assert!(report.not_compared()[1].contains("`a.example.com` is none of the hosts"));
        assert!(check([plane]).unwrap().not_compared().is_empty());
    }
}
