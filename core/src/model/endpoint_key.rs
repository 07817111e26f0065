//! The keys of an environment that hold a URL, and what belongs to each.

use super::{Endpoint, EndpointPort, Endpoints, Port, PortOffset, Release, Scheme};

/// A key of `[[apim.gateway.environment]]` that holds a URL; `topology.toml` spells it the same.
///
/// Source: API-M 3.0–4.7, deployment.toml, `[[apim.gateway.environment]]` and the port table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum EndpointKey {
    ServiceUrl,
    Http,
    Https,
    Ws,
    Wss,
    WebSubHttp,
    WebSubHttps,
}

impl EndpointKey {
    /// Every key, in the order API-M documents them.
    pub(crate) const ALL: [Self; 7] = [
        Self::ServiceUrl,
        Self::Http,
        Self::Https,
        Self::Ws,
        Self::Wss,
        Self::WebSubHttp,
        Self::WebSubHttps,
    ];

    /// The keys of a virtual host.
    pub(crate) const OF_VIRTUAL_HOSTS: [Self; 6] =
        [Self::Http, Self::Https, Self::Ws, Self::Wss, Self::WebSubHttp, Self::WebSubHttps];

    /// The key as it is spelt.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::ServiceUrl => "service_url",
            Self::Http => "http_endpoint",
            Self::Https => "https_endpoint",
            Self::Ws => "ws_endpoint",
            Self::Wss => "wss_endpoint",
            Self::WebSubHttp => "websub_event_receiver_http_endpoint",
            Self::WebSubHttps => "websub_event_receiver_https_endpoint",
        }
    }

    /// The scheme its URL must have.
    pub(crate) const fn scheme(self) -> Scheme {
        match self {
            Self::ServiceUrl | Self::Https | Self::WebSubHttps => Scheme::Https,
            Self::Http | Self::WebSubHttp => Scheme::Http,
            Self::Ws => Scheme::Ws,
            Self::Wss => Scheme::Wss,
        }
    }

    /// The port of a gateway that its URL names when nothing stands before the gateway.
    pub(crate) const fn port(self) -> Port {
        match self {
            Self::ServiceUrl => Port::ServletHttps,
            Self::Http => Port::PassThroughHttp,
            Self::Https => Port::PassThroughHttps,
            Self::Ws => Port::WebSocket,
            Self::Wss => Port::SecureWebSocket,
            Self::WebSubHttp => Port::WebSubHttp,
            Self::WebSubHttps => Port::WebSubHttps,
        }
    }

    /// False for the `WebSub` keys in 3.x.
    pub(crate) fn exists_in(self, release: Release) -> bool {
        !matches!(self, Self::WebSubHttp | Self::WebSubHttps) || release >= Release::V4_0
    }

    /// True when the URL's scheme is known and is not the one the key is for.
    pub(crate) fn contradicts(self, endpoint: &Endpoint) -> bool {
        endpoint.scheme() != Scheme::Unknown && endpoint.scheme() != self.scheme()
    }

    /// True when the URL names the default port although a node with this offset listens elsewhere.
    pub(crate) fn ignores_offset(self, endpoint: &Endpoint, offset: PortOffset) -> bool {
        offset != PortOffset::ZERO
            && *endpoint.port() == EndpointPort::Literal(self.port().default_number())
    }
}

impl Endpoints {
    /// The URL under a key.
    pub(crate) fn get(&self, key: EndpointKey) -> Option<&str> {
        match key {
            EndpointKey::ServiceUrl => self.service_url.as_deref(),
            EndpointKey::Http => self.http.as_deref(),
            EndpointKey::Https => self.https.as_deref(),
            EndpointKey::Ws => self.ws.as_deref(),
            EndpointKey::Wss => self.wss.as_deref(),
            EndpointKey::WebSubHttp => self.websub_http.as_deref(),
            EndpointKey::WebSubHttps => self.websub_https.as_deref(),
        }
    }

    /// Sets the URL under a key.
    pub(crate) fn set(&mut self, key: EndpointKey, url: Option<String>) {
        match key {
            EndpointKey::ServiceUrl => self.service_url = url,
            EndpointKey::Http => self.http = url,
            EndpointKey::Https => self.https = url,
            EndpointKey::Ws => self.ws = url,
            EndpointKey::Wss => self.wss = url,
            EndpointKey::WebSubHttp => self.websub_http = url,
            EndpointKey::WebSubHttps => self.websub_https = url,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_its_scheme_and_its_default_port() {
        let documented = [
            ("service_url", Scheme::Https, 9443),
            ("http_endpoint", Scheme::Http, 8280),
            ("https_endpoint", Scheme::Https, 8243),
            ("ws_endpoint", Scheme::Ws, 9099),
            ("wss_endpoint", Scheme::Wss, 8099),
            ("websub_event_receiver_http_endpoint", Scheme::Http, 9021),
            ("websub_event_receiver_https_endpoint", Scheme::Https, 8021),
        ];
        let known =
            EndpointKey::ALL.map(|key| (key.as_str(), key.scheme(), key.port().default_number()));
        assert_eq!(known, documented);
        for key in EndpointKey::ALL {
            let mut endpoints = Endpoints::default();
            endpoints.set(key, Some("x".into()));
            let found = EndpointKey::ALL.map(|other| endpoints.get(other).is_some());
            assert_eq!(found.iter().filter(|found| **found).count(), 1, "{key:?}");
            assert_eq!(endpoints.get(key), Some("x"));
        }
    }

    #[test]
    fn a_default_port_ignores_an_offset_only_when_there_is_one() {
        let endpoint = Endpoint::parse("ws://localhost:9099").unwrap();
        let one = PortOffset::new(1).unwrap();
        assert!(EndpointKey::Ws.ignores_offset(&endpoint, one));
        assert!(!EndpointKey::Ws.ignores_offset(&endpoint, PortOffset::ZERO));
        assert!(!EndpointKey::Https.ignores_offset(&endpoint, one));
    }

    #[test]
    fn an_unknown_scheme_contradicts_nothing() {
        let contradicts =
            |url: &str| EndpointKey::Https.contradicts(&Endpoint::parse(url).unwrap());
        assert!(contradicts("http://localhost"));
        assert!(contradicts("jms://localhost"));
        assert!(!contradicts("https://localhost"));
        assert!(!contradicts("$env{SCHEME}://localhost"));
        assert!(!contradicts("$env{GATEWAY_URL}"));
    }
}
