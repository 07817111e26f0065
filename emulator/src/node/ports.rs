//! The ports of a node before its offset, typed from the deployment reference §3.1.

use super::{Pack, Release};

/// What one port of a node is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PortUse {
    /// The port at offset 0.
    pub base: u16,
    /// What API-M's documentation calls it, in short.
    pub purpose: &'static str,
    /// True when the emulator listens there; the others belong to things it does not have.
    pub served: bool,
    packs: &'static [Pack],
    since: (u8, u8),
}

use Pack::{AllInOne, ControlPlane, Gateway, TrafficManager};

const ALL: &[Pack] = &[AllInOne, ControlPlane, Gateway, TrafficManager];
const GATEWAYS: &[Pack] = &[AllInOne, Gateway];
const BROKERS: &[Pack] = &[AllInOne, ControlPlane, TrafficManager];

/// Every port that a node opens by default and that its offset moves.
pub const PORTS: &[PortUse] = &[
    port(9443, "servlet HTTPS", true, ALL, (3, 0)),
    port(9763, "servlet HTTP", true, ALL, (3, 0)),
    port(8280, "pass-through HTTP", true, GATEWAYS, (3, 0)),
    port(8243, "pass-through HTTPS", true, GATEWAYS, (3, 0)),
    port(5672, "event broker", true, BROKERS, (3, 0)),
    port(9099, "WebSocket", false, GATEWAYS, (3, 0)),
    port(8099, "secure WebSocket", false, GATEWAYS, (3, 0)),
    port(9021, "WebSub HTTP", false, GATEWAYS, (4, 0)),
    port(8021, "WebSub HTTPS", false, GATEWAYS, (4, 0)),
    port(8672, "event broker over TLS", false, BROKERS, (3, 0)),
    port(9611, "throttling events", false, BROKERS, (3, 0)),
    port(9711, "throttling events, authentication", false, BROKERS, (3, 0)),
    port(9999, "JMX registry", false, ALL, (3, 0)),
    port(11111, "JMX server", false, ALL, (3, 0)),
];

const fn port(
    base: u16,
    purpose: &'static str,
    served: bool,
    packs: &'static [Pack],
    since: (u8, u8),
) -> PortUse {
    PortUse { base, purpose, served, packs, since }
}

/// The ports that a node of this pack and release opens.
///
/// ```
/// use gatewright_emulator::{Pack, Release, ports_of};
/// let gateway = ports_of(Pack::Gateway, Release::NEWEST).map(|port| port.base);
/// assert!(gateway.collect::<Vec<_>>().contains(&8243));
/// assert!(!ports_of(Pack::ControlPlane, Release::NEWEST).any(|port| port.base == 8243));
/// ```
pub fn ports_of(pack: Pack, release: Release) -> impl Iterator<Item = &'static PortUse> {
    PORTS.iter().filter(move |port| {
        port.packs.contains(&pack) && release.at_least(port.since.0, port.since.1)
    })
}
