//! Which proof is asked for, of whom, and for how long.

use std::time::Duration;

use crate::model::{Port, SecretText, Topology};

/// Which proof [`ControlPlane::verify_with`](crate::ControlPlane::verify_with) asks for beyond the control plane's word,
/// of which gateway nodes, and how long it waits. The password does not print.
///
/// ```
/// use std::time::Duration;
/// use gatewright::publish::VerifyOptions;
///
/// let topology = gatewright::Topology::parse(gatewright::examples::THREE_NODES)?;
/// let options = VerifyOptions::new()
///     .acknowledged()
///     .probed()
///     .topology(&topology)
///     .node_account("admin", "admin")
///     .timeout(Duration::from_secs(60));
/// # let _ = options;
/// # Ok::<(), gatewright::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct VerifyOptions {
    pub(crate) is_acknowledged: bool,
    pub(crate) is_probed: bool,
    /// Nodes or a topology were named, whether there is one of the publication's environments or not.
    pub(crate) asks_nodes: bool,
    pub(crate) nodes: Vec<NodeAddress>,
    pub(crate) account: Option<(String, SecretText)>,
    pub(crate) timeout: Duration,
    pub(crate) interval: Option<Duration>,
}

/// Where one gateway node of an environment answers itself, beside or behind a load balancer.
///
/// ```
/// use gatewright::publish::NodeAddress;
///
/// let node = NodeAddress::new("Production Gateway", "https://10.0.0.7:8243")
///     .name("gateway-1")
///     .management_url("https://10.0.0.7:9443");
/// # let _ = node;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeAddress {
    pub(crate) environment: String,
    pub(crate) name: Option<String>,
    pub(crate) gateway_url: String,
    pub(crate) management_url: Option<String>,
}

impl VerifyOptions {
    /// The control plane's word alone, asked once.
    pub fn new() -> Self {
        Self::default()
    }

    /// Also that gateways say they have it: since 4.6 by what they reported to the control plane, before by the listing of
    /// each node's own REST API, for which the nodes' management addresses and an account of theirs must be known. In 3.x
    /// gateways say nothing; the evidence says so.
    #[must_use]
    pub fn acknowledged(mut self) -> Self {
        self.is_acknowledged = true;
        self
    }

    /// Also that it answers: each environment at its URL, and each node that is known, are asked as by
    /// [`ControlPlane::probe`](crate::ControlPlane::probe).
    #[must_use]
    pub fn probed(mut self) -> Self {
        self.is_probed = true;
        self
    }

    /// Gateway nodes that are asked one by one, as pairs of environment and base URL, or as [`NodeAddress`]es. That asks
    /// them, whatever else is asked for: each must answer, unless [`Self::acknowledged`] has its own REST API asked. An
    /// environment that would be asked nothing, as none of them is in it, is asked at its URL.
    #[must_use]
    pub fn nodes(mut self, nodes: impl IntoIterator<Item = impl Into<NodeAddress>>) -> Self {
        let known = self.nodes.len();
        self.nodes.extend(nodes.into_iter().map(Into::into));
        self.asks_nodes |= self.nodes.len() > known;
        self
    }

    /// The gateway nodes of a topology, by their hosts and ports: as [`Self::nodes`]. Environments of other vendors'
    /// gateways have none.
    #[must_use]
    pub fn topology(mut self, topology: &Topology) -> Self {
        self.nodes.extend(addresses(topology));
        self.asks_nodes = true;
        self
    }

    /// The account by which the nodes' own REST APIs are asked.
    #[must_use]
    pub fn node_account(mut self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.account = Some((user.into(), SecretText::new(password)));
        self
    }

    /// How long what is not proven yet is asked for again. Without it everything is asked once.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The pause between two questions. Without it pauses grow from a tenth of a second to a second.
    #[must_use]
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.interval = Some(interval);
        self
    }
}

impl VerifyOptions {
    /// Whether the control plane's word is all that is asked for.
    pub(crate) fn asks_nothing(&self) -> bool {
        !self.is_acknowledged && !self.is_probed && !self.asks_nodes
    }

    /// The nodes of an environment.
    pub(crate) fn nodes_of<'o>(&'o self, name: &str) -> impl Iterator<Item = &'o NodeAddress> {
        self.nodes.iter().filter(move |node| node.environment == name)
    }

    /// Whether an environment is asked at its URL. Who names nodes wants an answer for each environment.
    pub(crate) fn asks_url_of(&self, name: &str) -> bool {
        let has_other = self.is_acknowledged || self.nodes_of(name).next().is_some();
        self.is_probed || self.asks_nodes && !has_other
    }
}

impl NodeAddress {
    /// A node of this environment, by the base URL at which it takes calls.
    pub fn new(environment: impl Into<String>, gateway_url: impl Into<String>) -> Self {
        let (environment, gateway_url) = (environment.into(), gateway_url.into());
        Self { environment, name: None, gateway_url, management_url: None }
    }

    /// What it is called in the evidence, instead of its URL.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Where its own REST API is.
    #[must_use]
    pub fn management_url(mut self, url: impl Into<String>) -> Self {
        self.management_url = Some(url.into());
        self
    }

    pub(crate) fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.gateway_url)
    }
}

impl<E: Into<String>, U: Into<String>> From<(E, U)> for NodeAddress {
    fn from((environment, url): (E, U)) -> Self {
        Self::new(environment, url)
    }
}

fn addresses(topology: &Topology) -> impl Iterator<Item = NodeAddress> {
    let own = topology.environments().iter().filter(|environment| !environment.is_federated());
    own.flat_map(|environment| {
        topology.gateways(environment).filter_map(|node| {
            let ports = node.ports(topology.release());
            let url = |port| Some(format!("https://{}:{}", node.host.in_url(), ports.get(port)?));
            let address = NodeAddress::new(environment.name.as_str(), url(Port::PassThroughHttps)?)
                .name(node.name.as_str());
            Some(match url(Port::ServletHttps) {
                Some(management) => address.management_url(management),
                None => address,
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topologys_gateways_are_known_by_host_and_port() {
        let topology = Topology::parse(crate::examples::THREE_NODES).unwrap();
        let options = VerifyOptions::new().topology(&topology);
        let expected = |environment: &str, name: &str, offset: u16| {
            NodeAddress::new(environment, format!("https://localhost:{}", 8243 + offset))
                .name(name)
                .management_url(format!("https://localhost:{}", 9443 + offset))
        };
        assert_eq!(
            options.nodes,
            [
                expected("Production Gateway", "gateway-1", 1),
                expected("Production and Sandbox", "gateway-2", 2),
            ]
        );
    }

    #[test]
    fn the_account_does_not_print() {
        let options = VerifyOptions::new().node_account("admin", "hunter2");
        assert!(!format!("{options:?}").contains("hunter2"));
    }
}
