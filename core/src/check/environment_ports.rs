//! Whether the URLs of an environment name the ports of the gateways behind it.
//!
//! What lives here: which URLs do not, and which of them is the mistake when they contradict each other. What does not:
//! default ports that ignore an offset and placeholders, which have rules of their own, and what the findings say.

use super::gateways::{
    Carriers, ENOUGH, behind_by_service_url, endpoints, environment_names, may_serve,
};
use super::values::is_of_another_scheme;
use super::{DeploymentSet, NodeView, Offset};
use crate::deployment::{Environment, Item};
use crate::model::{EndpointKey, EndpointPort, Port, PortOffset};

/// Ports that a proxy listens on, whatever is behind it.
const PROXIED: [u16; 2] = [80, 443];

/// A URL that names a port which is not the one of a gateway behind the environment.
#[derive(Clone, Copy)]
pub(crate) struct Mismatch<'s> {
    pub(crate) key: EndpointKey,
    pub(crate) item: Item<'s>,
    pub(crate) number: u16,
    /// The node that certainly opens the port, and for what.
    pub(crate) owner: Option<(&'s NodeView, Port)>,
}

impl Mismatch<'_> {
    /// How far the port is from the key's default.
    pub(crate) fn apart(&self) -> i64 {
        i64::from(self.number) - i64::from(self.key.port().default_number())
    }
}

/// What is wrong with the URLs of one environment.
pub(crate) enum Verdict<'s> {
    /// All URLs but the `service_url` agree on one gateway, and that leads to another one.
    ServiceUrl { service: Mismatch<'s>, gateway: &'s NodeView },
    /// All of them agree on an offset that is not the gateway's.
    Stale { gateway: &'s NodeView, urls: Vec<Mismatch<'s>> },
    /// Some of them name a port of something else.
    Foreign { gateways: Vec<&'s NodeView>, urls: Vec<Mismatch<'s>> },
}

/// The verdicts over all environments of all control planes, as far as the files of the gateways are there and names can
/// be relied on.
pub(crate) fn verdicts(set: &DeploymentSet) -> Vec<(&NodeView, Environment<'_>, Verdict<'_>)> {
    if set.is_single() || set.some_is_unreadable() {
        return Vec::new();
    }
    let carriers = Carriers::of(set);
    let names_are_known = environment_names(set).is_some();
    let mut found = Vec::new();
    for node in set.control_planes() {
        let is_by_label = node.certainly(|release| !release.is_classic());
        if is_by_label && !names_are_known {
            continue;
        }
        for environment in node.environments().filter(|environment| !environment.is_federated()) {
            if let Some(verdict) = verdict(set, &carriers, node, environment) {
                found.push((node, environment, verdict));
            }
        }
    }
    found
}

/// Compares the URLs of an environment with the gateways behind it; `None` when all of them fit, or nothing is known.
fn verdict<'s>(
    set: &'s DeploymentSet,
    carriers: &Carriers<'s>,
    control_plane: &'s NodeView,
    environment: Environment<'s>,
) -> Option<Verdict<'s>> {
    let is_by_label = control_plane.certainly(|release| !release.is_classic());
    let gateways: Vec<&NodeView> = if is_by_label {
        carriers.get(&environment.name()?).to_vec()
    } else {
        behind_by_service_url(set, control_plane, environment).into_iter().collect()
    };
    let [gateway, ..] = *gateways.as_slice() else { return None };
    if gateways.iter().any(|gateway| gateway.collides || gateway.ports().is_none()) {
        return None;
    }
    let (urls, fitting) = compare(set, control_plane, environment, &gateways);
    let stale = stale(&urls, fitting);
    if !is_by_label {
        // The service URL itself is what told the gateway.
        let service = endpoints(environment).find(|(key, ..)| *key == EndpointKey::ServiceUrl);
        if let (Some(apart), Some((key, item, endpoint))) =
            (stale.filter(|_| fitting == 1), service)
            && let EndpointPort::Literal(number) = *endpoint.port()
        {
            let host = endpoint.host().and_then(|host| set.computer_at(control_plane, host));
            let offset = PortOffset::new(apart).ok();
            let other = host.into_iter().flat_map(super::computers::Computer::nodes).find(|node| {
                may_serve(node) && offset.is_some_and(|offset| node.offset == Offset::Known(offset))
            });
            if let Some(other) = other {
                if number == key.port().default_number() {
                    // A default that ignores the offset is reported as such.
                    return None;
                }
                let service = Mismatch { key, item, number, owner: None };
                return Some(Verdict::ServiceUrl { service, gateway: other });
            }
        }
    }
    if stale.is_some() && gateways.len() == 1 && (fitting == 0 || !is_by_label) {
        return Some(Verdict::Stale { gateway, urls });
    }
    let urls: Vec<Mismatch<'s>> = urls.into_iter().filter(|url| url.owner.is_some()).collect();
    (!urls.is_empty()).then_some(Verdict::Foreign { gateways, urls })
}

/// The URLs whose port is no gateway's of these, and how many fit. A URL whose scheme its key is not for is reported as such:
/// which port is meant, the scheme or the key, it does not say.
fn compare<'s>(
    set: &'s DeploymentSet,
    control_plane: &'s NodeView,
    environment: Environment<'s>,
    gateways: &[&'s NodeView],
) -> (Vec<Mismatch<'s>>, usize) {
    let mut urls = Vec::new();
    let mut fitting = 0;
    for (key, item, endpoint) in endpoints(environment) {
        let EndpointPort::Literal(number) = *endpoint.port() else { continue };
        let Some(computer) = endpoint.host().and_then(|host| set.computer_at(control_plane, host))
        else {
            continue;
        };
        let is_default = number == key.port().default_number();
        let fits = |(node, port): (&NodeView, Port)| {
            let is_right =
                port == key.port() || (key == EndpointKey::ServiceUrl && port == Port::ServletHttp);
            is_right && gateways.iter().any(|gateway| gateway.is(node))
        };
        if computer.at(number).any(fits) {
            fitting += 1;
        } else if !is_default
            && !PROXIED.contains(&number)
            && !is_of_another_scheme(key, &endpoint)
            && computer.ports_are_known()
            && !computer.collides()
        {
            urls.push(Mismatch { key, item, number, owner: computer.owner(number) });
        }
    }
    (urls, fitting)
}

/// The offset that all of these URLs name. A port of no node is a mistake only when enough of them agree on it.
fn stale(urls: &[Mismatch<'_>], fitting: usize) -> Option<i64> {
    let (first, others) = urls.split_first()?;
    let is_one = others.iter().all(|other| other.apart() == first.apart());
    (is_one && urls.len() >= ENOUGH && fitting <= 1).then(|| first.apart())
}
