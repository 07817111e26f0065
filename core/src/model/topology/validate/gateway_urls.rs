//! Whether the URLs that were given for environments name the ports of the gateways behind them.
//!
//! What lives here: what [`crate::check`] would say of the rendered files, and of a `service_url` of 3.x also what it could
//! not know. What does not: default ports that ignore the offset of an environment's only gateway, which each URL tells by
//! itself.

use std::collections::{HashMap, HashSet};

use super::environment::CheckedEnvironment;
use super::node::CheckedNode;
use crate::diagnostic::shared::{
    ENDPOINT_PORT_MISMATCH, ENVIRONMENT_WITHOUT_GATEWAY, LITERAL_PORT_IGNORES_OFFSET,
    SERVICE_URL_MISMATCH,
};
use crate::model::reader::Findings;
use crate::model::topology::draft::Place;
use crate::model::{
    Endpoint, EndpointKey, EndpointPort, Host, Pack, Port, PortOffset, Ports, Release, Role,
    resolve_endpoints,
};

/// Ports that a proxy listens on, whatever is behind it.
const PROXIED: [u16; 2] = [80, 443];
/// As many URLs as agree on an offset by no accident.
const ENOUGH: usize = 3;

/// A node of which everything that tells its ports is valid.
struct Placed<'n, 'd> {
    node: &'n CheckedNode<'d>,
    host: &'n Host,
    offset: PortOffset,
    ports: Ports,
    pack: Pack,
}

/// The nodes by the ports of their computers.
struct Computers<'n, 'd> {
    placed: Vec<Placed<'n, 'd>>,
    /// By computer and number: the node, and which of its ports that is, open or not.
    by_number: HashMap<(&'n str, u16), Vec<(usize, Port)>>,
    names: HashSet<&'n str>,
}

/// A URL with a literal port on a computer of the topology.
struct Url<'c> {
    key: EndpointKey,
    number: u16,
    computer: &'c str,
    /// False for what follows from the gateway: when that does not fit, the host is wrong, which is reported there.
    is_given: bool,
}

/// A URL whose port is not that of a gateway behind the environment.
struct Mismatch {
    key: EndpointKey,
    number: u16,
    /// The node that opens it, and for what.
    owner: Option<(usize, Port)>,
}

impl Mismatch {
    /// How far the port is from the key's default.
    fn apart(&self) -> i64 {
        i64::from(self.number) - i64::from(self.key.port().default_number())
    }
}

pub(super) fn check(
    nodes: &[CheckedNode<'_>],
    environments: &[CheckedEnvironment<'_>],
    release: Option<Release>,
    findings: &mut Findings,
) {
    let Some(release) = release else { return };
    let Some(computers) = Computers::of(nodes, release) else { return };
    let planes = nodes.iter().filter(|node| node.has_role(Role::ControlPlane));
    // In the order of the nodes, so that the first finding is the same each time.
    let mut seen = HashSet::new();
    let hosts = planes.filter_map(|node| node.host.as_ref()).map(computer);
    let hosts: Vec<&str> = hosts.filter(|host| seen.insert(*host)).collect();
    for (index, environment) in environments.iter().enumerate() {
        let is_known = environment.gateways_are_complete && !environment.gateways.is_empty();
        if environment.is_federated() || !is_known {
            continue;
        }
        let name = environment.draft.name.value().map(String::as_str);
        let subject = super::subject("environment", index, name);
        // A URL with `localhost` leads every control plane to its own computer.
        for host in &hosts {
            let urls = computers.urls(environment, host);
            if computers.judge(environment, &subject, &urls, release, findings) {
                break;
            }
        }
    }
}

/// What the hosts of one computer have in common.
fn computer(host: &Host) -> &str {
    if host.is_loopback() { "localhost" } else { host.as_str() }
}

impl<'n, 'd> Computers<'n, 'd> {
    /// `None` where one node says nothing about others, or where something about their ports was reported.
    fn of(nodes: &'n [CheckedNode<'d>], release: Release) -> Option<Self> {
        let place = |node: &'n CheckedNode<'d>| {
            let (host, offset, pack) = (node.host.as_ref()?, node.offset?, node.pack?);
            let ports = Ports::new(pack, release, offset);
            Some(Placed { node, host, offset, ports, pack })
        };
        let placed: Vec<_> = nodes.iter().map(place).collect::<Option<_>>()?;
        if placed.len() < 2 {
            return None;
        }
        let mut by_number: HashMap<_, Vec<_>> = HashMap::new();
        let mut open = HashSet::new();
        for (index, placed) in placed.iter().enumerate() {
            let computer = computer(placed.host);
            for port in Port::ALL {
                let at = (computer, port.number(placed.offset));
                by_number.entry(at).or_default().push((index, port));
            }
            for (_, number) in placed.ports.iter() {
                // A collision is reported, and one of the offsets is wrong.
                if !open.insert((computer, number)) {
                    return None;
                }
            }
        }
        let names = placed.iter().map(|placed| computer(placed.host)).collect();
        Some(Self { placed, by_number, names })
    }

    /// The URLs of an environment, given and derived, as far as they lead to computers of the topology.
    fn urls(&self, environment: &CheckedEnvironment<'_>, own: &'n str) -> Vec<Url<'n>> {
        let only = match environment.gateways.as_slice() {
            [only] => self.placed.get(*only).map(|placed| (placed.host, placed.ports)),
            _ => None,
        };
        let endpoints = resolve_endpoints(&environment.endpoints, only);
        let url = |key: EndpointKey| {
            let endpoint = Endpoint::parse(endpoints.get(key)?).ok()?;
            let EndpointPort::Literal(number) = *endpoint.port() else { return None };
            let named = Host::new(endpoint.host()?)?;
            let named = if named.is_loopback() { own } else { named.as_str() };
            let computer = *self.names.get(named)?;
            // The other scheme is reported: which port is meant, that or the key, it does not say.
            let is_given = environment.endpoints.get(key).is_some();
            (!key.contradicts(&endpoint)).then_some(Url { key, number, computer, is_given })
        };
        EndpointKey::ALL.into_iter().filter_map(url).collect()
    }

    /// The nodes with a port of this number, whether it is open or not.
    fn at(&self, url: &Url<'n>) -> &[(usize, Port)] {
        let found = self.by_number.get(&(url.computer, url.number));
        found.map(Vec::as_slice).unwrap_or_default()
    }

    /// True when something was said.
    fn judge(
        &self,
        environment: &CheckedEnvironment<'_>,
        subject: &str,
        urls: &[Url<'n>],
        release: Release,
        findings: &mut Findings,
    ) -> bool {
        if release.is_classic() && self.report_unserved(environment, subject, urls, findings) {
            return true;
        }
        let (found, fitting) = self.compare(urls, &environment.gateways);
        if let [gateway] = *environment.gateways.as_slice()
            && is_stale(&found, fitting)
            && (fitting == 0 || release.is_classic())
        {
            self.report_stale(environment, subject, gateway, &found, findings);
            return true;
        }
        if self.report_foreign(environment, subject, &environment.gateways, &found, findings) {
            return true;
        }
        // Whoever has the files of 3.x alone takes the node that the `service_url` leads to for the gateway.
        let Some(gateway) = self.behind_service_url(urls).filter(|_| release.is_classic()) else {
            return false;
        };
        // An environment's only gateway needs no `service_url` to be known, and was compared before.
        let is_one_of_several = environment.gateways.len() > 1;
        if is_one_of_several && self.report_ignored(environment, subject, gateway, urls, findings) {
            return true;
        }
        let (found, fitting) = self.compare(urls, &[gateway]);
        if is_stale(&found, fitting) {
            self.report_stale(environment, subject, gateway, &found, findings);
            return true;
        }
        self.report_foreign(environment, subject, &[gateway], &found, findings)
    }

    /// The URLs whose port is no gateway's of these, and how many fit.
    fn compare(&self, urls: &[Url<'n>], gateways: &[usize]) -> (Vec<Mismatch>, usize) {
        let mut found = Vec::new();
        let mut fitting = 0;
        for url in urls {
            let is_right = |port: Port| {
                port == url.key.port()
                    || (url.key == EndpointKey::ServiceUrl && port == Port::ServletHttp)
            };
            if self.at(url).iter().any(|(node, port)| is_right(*port) && gateways.contains(node)) {
                fitting += 1;
            } else if url.is_given
                && url.number != url.key.port().default_number()
                && !PROXIED.contains(&url.number)
            {
                let is_open = |(node, port): &(usize, Port)| {
                    self.placed.get(*node).is_some_and(|node| node.ports.get(*port).is_some())
                };
                let owner = self.at(url).iter().copied().find(is_open);
                found.push(Mismatch { key: url.key, number: url.number, owner });
            }
        }
        (found, fitting)
    }

    /// True for gateways, and for the whole product, which has one inside.
    fn may_serve(&self, node: usize) -> bool {
        self.placed.get(node).is_some_and(|placed| {
            placed.node.has_role(Role::Gateway) || placed.pack == Pack::AllInOne
        })
    }

    /// A `service_url` of 3.x where no gateway listens; true when there is one.
    fn report_unserved(
        &self,
        environment: &CheckedEnvironment<'_>,
        subject: &str,
        urls: &[Url<'n>],
        findings: &mut Findings,
    ) -> bool {
        let is_service_url = |url: &&Url<'_>| url.is_given && url.key == EndpointKey::ServiceUrl;
        let Some(service) = urls.iter().find(is_service_url) else { return false };
        let is_service = |port: Port| matches!(port, Port::ServletHttps | Port::ServletHttp);
        let is_served =
            self.at(service).iter().any(|(node, port)| is_service(*port) && self.may_serve(*node));
        // Of one gateway a default port that ignores the offset is reported as such.
        let is_reported = service.number == service.key.port().default_number()
            && environment.gateways.len() == 1;
        if is_served || is_reported || PROXIED.contains(&service.number) {
            return false;
        }
        let message = format!(
            "`service_url` of {subject} names port {}, where no gateway listens for APIs: publishing to it fails",
            service.number
        );
        findings
            .error(&ENVIRONMENT_WITHOUT_GATEWAY, &place(environment, service.key), message)
            .help("write 9443 plus the gateway's offset, or leave `service_url` out to derive it");
        true
    }

    fn behind_service_url(&self, urls: &[Url<'n>]) -> Option<usize> {
        let service = urls.iter().find(|url| url.key == EndpointKey::ServiceUrl)?;
        let mut fitting = self
            .at(service)
            .iter()
            .filter(|(node, port)| *port == Port::ServletHttps && self.may_serve(*node));
        let (found, _) = *fitting.next()?;
        fitting.next().is_none().then_some(found)
    }

    /// Default ports on the computer of the gateway that the `service_url` leads to, which listens elsewhere; true when
    /// there are some.
    fn report_ignored(
        &self,
        environment: &CheckedEnvironment<'_>,
        subject: &str,
        gateway: usize,
        urls: &[Url<'n>],
        findings: &mut Findings,
    ) -> bool {
        let Some(gateway) = self.placed.get(gateway) else { return false };
        let ignores = |url: &&Url<'_>| {
            url.is_given
                && url.computer == computer(gateway.host)
                && url.key != EndpointKey::ServiceUrl
                && url.number == url.key.port().default_number()
                && gateway.offset != PortOffset::ZERO
        };
        let mut is_said = false;
        for url in urls.iter().filter(ignores) {
            is_said = true;
            let right = url.key.port().number(gateway.offset);
            let message = format!(
                "`{}` of {subject} names the default port {}, but {}, which its `service_url` leads to, listens on {right}",
                url.key.as_str(),
                url.number,
                gateway.node.subject
            );
            findings
                .error(&LITERAL_PORT_IGNORES_OFFSET, &place(environment, url.key), message)
                .related(&gateway.node.offset_place(), "its offset")
                .help(format!(
                    "write {right}, or the URL of what stands before the gateways on a host of its own"
                ));
        }
        is_said
    }

    fn report_stale(
        &self,
        environment: &CheckedEnvironment<'_>,
        subject: &str,
        gateway: usize,
        urls: &[Mismatch],
        findings: &mut Findings,
    ) {
        let (Some((first, others)), Some(gateway)) = (urls.split_first(), self.placed.get(gateway))
        else {
            return;
        };
        let message = format!(
            "the URLs of {subject} name the ports of the offset {}, but {} listens on {} for `{}`",
            first.apart(),
            gateway.node.subject,
            first.key.port().number(gateway.offset),
            first.key.as_str()
        );
        let mut found = findings
            .error(&ENDPOINT_PORT_MISMATCH, &place(environment, first.key), message)
            .related(&gateway.node.offset_place(), "its offset");
        for other in others {
            let also = format!("`{}` as well", other.key.as_str());
            found = found.related(&place(environment, other.key), also);
        }
        found.help(format!(
            "leave the URLs out to derive them, or correct the offset of {}",
            gateway.node.subject
        ));
    }

    /// Ports of other nodes and services; true when there are some.
    fn report_foreign(
        &self,
        environment: &CheckedEnvironment<'_>,
        subject: &str,
        gateways: &[usize],
        urls: &[Mismatch],
        findings: &mut Findings,
    ) -> bool {
        let Some(gateway) = gateways.first().and_then(|index| self.placed.get(*index)) else {
            return false;
        };
        let mut is_said = false;
        for url in urls {
            let Some((owner, port)) = url.owner else { continue };
            let Some(owner) = self.placed.get(owner) else { continue };
            is_said = true;
            let right = url.key.port().number(gateway.offset);
            let message = format!(
                "`{}` of {subject} names port {}, the {port} port of {}, but the gateway behind it is {}, which listens on \
                 {right}",
                url.key.as_str(),
                url.number,
                owner.node.subject,
                gateway.node.subject
            );
            let rule = if url.key == EndpointKey::ServiceUrl {
                &SERVICE_URL_MISMATCH
            } else {
                &ENDPOINT_PORT_MISMATCH
            };
            findings
                .error(rule, &place(environment, url.key), message)
                .related(&gateway.node.offset_place(), "its offset")
                .help(format!("write {right}, or leave `{}` out to derive it", url.key.as_str()));
        }
        is_said
    }
}

/// True when enough of the URLs agree on an offset that is not the gateway's.
fn is_stale(urls: &[Mismatch], fitting: usize) -> bool {
    let Some((first, others)) = urls.split_first() else { return false };
    let is_one = others.iter().all(|other| other.apart() == first.apart());
    is_one && urls.len() >= ENOUGH && fitting <= 1
}

/// Where a URL stands, or the environment when it is derived.
fn place(environment: &CheckedEnvironment<'_>, key: EndpointKey) -> Place {
    let given = environment.draft.endpoints.iter().find(|(known, _)| *known == key);
    given.map_or_else(
        || environment.draft.place.clone(),
        |(_, slot)| slot.place_or(&environment.draft.place),
    )
}
