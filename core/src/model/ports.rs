//! The ports a node opens.

use std::fmt;

use super::{Pack, Part, PortOffset, Release, Text};

/// One of the default ports that the offset shifts.
///
/// Source: API-M 3.0–4.7, the port table of the product documentation and its configuration templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Port {
    /// 9443: portals, admin services, `/oauth2`.
    ServletHttps,
    /// 9763: the same over HTTP.
    ServletHttp,
    /// 8280: APIs over HTTP.
    PassThroughHttp,
    /// 8243: APIs over HTTPS.
    PassThroughHttps,
    /// 9099: WebSocket APIs.
    WebSocket,
    /// 8099: WebSocket APIs over TLS.
    SecureWebSocket,
    /// 9021: `WebSub` callbacks over HTTP; since 4.0.
    WebSubHttp,
    /// 8021: `WebSub` callbacks over HTTPS; since 4.0.
    WebSubHttps,
    /// 5672: the event broker.
    Amqp,
    /// 8672: the event broker over TLS.
    AmqpTls,
    /// 9611: throttling events.
    BinaryReceiver,
    /// 9711: throttling events, authentication over TLS.
    BinaryReceiverAuth,
    /// 9999: JMX registry.
    JmxRegistry,
    /// 11111: JMX server.
    JmxServer,
}

impl Port {
    /// Every port, in the order of the documentation's table.
    pub const ALL: [Self; 14] = [
        Self::ServletHttps,
        Self::ServletHttp,
        Self::PassThroughHttp,
        Self::PassThroughHttps,
        Self::WebSocket,
        Self::SecureWebSocket,
        Self::WebSubHttp,
        Self::WebSubHttps,
        Self::Amqp,
        Self::AmqpTls,
        Self::BinaryReceiver,
        Self::BinaryReceiverAuth,
        Self::JmxRegistry,
        Self::JmxServer,
    ];

    /// The port without an offset.
    pub const fn default_number(self) -> u16 {
        match self {
            Self::ServletHttps => 9443,
            Self::ServletHttp => 9763,
            Self::PassThroughHttp => 8280,
            Self::PassThroughHttps => 8243,
            Self::WebSocket => 9099,
            Self::SecureWebSocket => 8099,
            Self::WebSubHttp => 9021,
            Self::WebSubHttps => 8021,
            Self::Amqp => 5672,
            Self::AmqpTls => 8672,
            Self::BinaryReceiver => 9611,
            Self::BinaryReceiverAuth => 9711,
            Self::JmxRegistry => 9999,
            Self::JmxServer => 11111,
        }
    }

    /// A name for messages and for the port maps of the bindings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ServletHttps => "servlet-https",
            Self::ServletHttp => "servlet-http",
            Self::PassThroughHttp => "pass-through-http",
            Self::PassThroughHttps => "pass-through-https",
            Self::WebSocket => "websocket",
            Self::SecureWebSocket => "secure-websocket",
            Self::WebSubHttp => "websub-http",
            Self::WebSubHttps => "websub-https",
            Self::Amqp => "amqp",
            Self::AmqpTls => "amqp-tls",
            Self::BinaryReceiver => "binary-receiver",
            Self::BinaryReceiverAuth => "binary-receiver-auth",
            Self::JmxRegistry => "jmx-registry",
            Self::JmxServer => "jmx-server",
        }
    }

    /// The port with an offset. Never above 65535, because [`PortOffset`] does not go that far.
    pub const fn number(self, offset: PortOffset) -> u16 {
        self.default_number().saturating_add(offset.get())
    }

    /// The name of the run-time placeholder that stands for this port of the node which reads the file, such as
    /// `https.nio.port`; `None` when there is none.
    ///
    /// Source: API-M 3.0–4.7: system properties that the transports set when they start.
    pub const fn placeholder(self) -> Option<&'static str> {
        match self {
            Self::ServletHttps => Some("mgt.transport.https.port"),
            Self::ServletHttp => Some("mgt.transport.http.port"),
            Self::PassThroughHttp => Some("http.nio.port"),
            Self::PassThroughHttps => Some("https.nio.port"),
            Self::Amqp => Some("jms.port"),
            Self::BinaryReceiver => Some("receiver.url.port"),
            Self::BinaryReceiverAuth => Some("auth.url.port"),
            _ => None,
        }
    }

    /// The port that a run-time placeholder stands for.
    ///
    /// ```
    /// use gatewright::Port;
    ///
    /// assert_eq!(Port::from_placeholder("https.nio.port"), Some(Port::PassThroughHttps));
    /// assert_eq!(Port::from_placeholder("carbon.local.ip"), None);
    /// ```
    pub fn from_placeholder(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|port| port.placeholder() == Some(name))
    }

    /// The key of `deployment.toml` that holds the port before the offset is added; `None` when the reference knows none.
    ///
    /// Source: API-M 3.0–4.7, deployment.toml, `[transport.https.properties]`, `[transport.http.properties]`.
    pub(crate) const fn base_key(self) -> Option<&'static str> {
        match self {
            Self::ServletHttps => Some("transport.https.properties.port"),
            Self::ServletHttp => Some("transport.http.properties.port"),
            _ => None,
        }
    }

    /// True when a node started as `pack` opens the port.
    pub fn is_open(self, pack: Pack, release: Release) -> bool {
        let is_gateway = matches!(pack, Pack::AllInOne | Pack::Gateway);
        match self {
            Self::ServletHttps | Self::ServletHttp | Self::JmxRegistry | Self::JmxServer => true,
            Self::PassThroughHttp
            | Self::PassThroughHttps
            | Self::WebSocket
            | Self::SecureWebSocket => is_gateway,
            Self::WebSubHttp | Self::WebSubHttps => is_gateway && release >= Release::V4_0,
            Self::Amqp | Self::AmqpTls | Self::BinaryReceiver | Self::BinaryReceiverAuth => {
                matches!(pack, Pack::AllInOne | Pack::ControlPlane | Pack::TrafficManager)
            }
        }
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The ports of one node, by name, after the offset. What is open depends on pack and release.
///
/// ```
/// use gatewright::{Pack, Port, PortOffset, Ports, Release};
///
/// let gateway = Ports::new(Pack::Gateway, Release::V4_7, PortOffset::new(1)?);
/// assert_eq!(gateway.get(Port::PassThroughHttps), Some(8244));
/// assert_eq!(gateway.get(Port::Amqp), None, "a gateway has no broker");
///
/// let control_plane = Ports::new(Pack::AllInOne, Release::V4_7, PortOffset::new(38)?);
/// assert_eq!(gateway.collisions(&control_plane).next(), Some((Port::PassThroughHttp, Port::PassThroughHttps, 8281)));
/// # Ok::<(), gatewright::model::OffsetError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ports {
    pack: Pack,
    release: Release,
    offset: PortOffset,
}

impl Ports {
    /// The ports of a node.
    pub const fn new(pack: Pack, release: Release, offset: PortOffset) -> Self {
        Self { pack, release, offset }
    }

    /// The number of a port; `None` when the node does not open it.
    pub fn get(&self, port: Port) -> Option<u16> {
        port.is_open(self.pack, self.release).then(|| port.number(self.offset))
    }

    /// All open ports with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (Port, u16)> {
        Port::ALL.into_iter().filter_map(|port| Some((port, self.get(port)?)))
    }

    /// The open port with this number.
    pub fn find(&self, number: u16) -> Option<Port> {
        self.iter().find(|(_, open)| *open == number).map(|(port, _)| port)
    }

    /// A text with this node's ports in place of the placeholders for them, as API-M resolves it on the node. Placeholders
    /// for ports that the node does not open stay.
    ///
    /// ```
    /// use gatewright::{Pack, PortOffset, Ports, Release};
    ///
    /// let ports = Ports::new(Pack::AllInOne, Release::V4_7, PortOffset::new(1)?);
    /// assert_eq!(ports.resolve("https://localhost:${https.nio.port}"), "https://localhost:8244");
    /// # Ok::<(), gatewright::model::OffsetError>(())
    /// ```
    pub fn resolve(&self, text: &str) -> String {
        let own = |name: &str| Port::from_placeholder(name).and_then(|port| self.get(port));
        Text::parse(text)
            .parts()
            .iter()
            .map(|part| match part {
                Part::Placeholder(name) => {
                    own(name).map_or_else(|| part.written(), |port| port.to_string())
                }
                _ => part.written(),
            })
            .collect()
    }

    /// The pairs of ports of two nodes that have one number: on one host these nodes cannot both run.
    pub fn collisions(&self, other: &Self) -> impl Iterator<Item = (Port, Port, u16)> {
        self.iter().filter_map(|(mine, number)| Some((mine, other.find(number)?, number)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The literal copy of the reference's table that core and emulator are held against.
    #[test]
    fn an_all_in_one_node_opens_the_documented_ports() {
        let ports = Ports::new(Pack::AllInOne, Release::V4_7, PortOffset::ZERO);
        let numbers: Vec<u16> = ports.iter().map(|(_, number)| number).collect();
        let documented =
            [9443, 9763, 8280, 8243, 9099, 8099, 9021, 8021, 5672, 8672, 9611, 9711, 9999, 11111];
        assert_eq!(numbers, documented);
        let classic = Ports::new(Pack::AllInOne, Release::V3_2, PortOffset::ZERO);
        assert_eq!(classic.get(Port::WebSubHttp), None, "WebSub came with 4.0");
    }

    #[test]
    fn there_are_89_offsets_apart_at_which_all_in_one_nodes_collide() {
        let base = Ports::new(Pack::AllInOne, Release::V4_7, PortOffset::ZERO);
        let colliding: BTreeSet<u16> = (1..=5439)
            .filter(|apart| {
                let offset = PortOffset::new(i64::from(*apart)).unwrap();
                let other = Ports::new(Pack::AllInOne, Release::V4_7, offset);
                base.collisions(&other).next().is_some()
            })
            .collect();
        assert_eq!(colliding.len(), 89);
        let smallest: Vec<u16> = colliding.iter().copied().take(8).collect();
        assert_eq!(smallest, [37, 52, 78, 100, 144, 152, 168, 181]);
        assert!(!colliding.contains(&10));
    }

    #[test]
    fn the_largest_offset_keeps_every_port_valid() {
        assert_eq!(Port::JmxServer.number(PortOffset::MAX), 65535);
        assert!(Port::ALL.iter().all(|port| port.default_number() <= 11111));
    }
}
