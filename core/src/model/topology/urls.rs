//! The URLs of an environment: those that were given, and those that follow from its gateway's host and ports.

use super::Topology;
use crate::model::{Endpoints, Environment, Host, Port, Ports};

impl Topology {
    /// Every URL of an environment as it is written into the control plane's file.
    ///
    /// What was given stands. Otherwise the URLs follow from the gateway node, if there is only one: two that belong
    /// together (`http` and `https`, `ws` and `wss`, the two of `WebSub`) are either both given or both derived, because a
    /// host given for one of them does not tell the other's. `WebSub` exists since 4.0.
    ///
    /// ```
    /// use gatewright::Topology;
    ///
    /// let topology = Topology::parse(gatewright::examples::THREE_NODES)?;
    /// let environment = topology.environment("Production Gateway").unwrap();
    /// let urls = topology.endpoints(environment);
    /// assert_eq!(urls.https.as_deref(), Some("https://localhost:8244"));
    /// assert_eq!(urls.service_url.as_deref(), Some("https://localhost:9444/services/"));
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn endpoints(&self, environment: &Environment) -> Endpoints {
        let mut gateways = self.gateways(environment);
        let only = match (gateways.next(), gateways.next()) {
            (Some(node), None) => Some(node),
            _ => None,
        };
        let only = only.map(|node| (&node.host, node.ports(self.release())));
        resolve_endpoints(&environment.endpoints, only)
    }
}

/// The URLs of an environment, given and derived; `only` is host and ports of its gateway when it has exactly one.
pub(crate) fn resolve_endpoints(given: &Endpoints, only: Option<(&Host, Ports)>) -> Endpoints {
    let url = |scheme: &str, port: Port, path: &str| {
        let (host, ports) = only?;
        let number = ports.get(port)?;
        Some(format!("{scheme}://{}:{number}{path}", host.in_url()))
    };
    let pair = |first: &Option<String>, second: &Option<String>, derived: [Option<String>; 2]| {
        if first.is_some() || second.is_some() { [first.clone(), second.clone()] } else { derived }
    };
    let [http, https] = pair(
        &given.http,
        &given.https,
        [url("http", Port::PassThroughHttp, ""), url("https", Port::PassThroughHttps, "")],
    );
    let [ws, wss] = pair(
        &given.ws,
        &given.wss,
        [url("ws", Port::WebSocket, ""), url("wss", Port::SecureWebSocket, "")],
    );
    let [websub_http, websub_https] = pair(
        &given.websub_http,
        &given.websub_https,
        [url("http", Port::WebSubHttp, ""), url("https", Port::WebSubHttps, "")],
    );
    Endpoints {
        service_url: given
            .service_url
            .clone()
            .or_else(|| url("https", Port::ServletHttps, "/services/")),
        http,
        https,
        ws,
        wss,
        websub_http,
        websub_https,
    }
}
