//! From a control plane's sections to what a topology says of environments.

use std::collections::BTreeMap;

use super::Reading;
use crate::check::NodeView;
use crate::deployment::{Environment as Section, Item};
use crate::model::{
    EndpointKey, Endpoints, EnvironmentSpec, Host, NodeSpec, VirtualHostSpec, resolve_endpoints,
};

impl Reading<'_> {
    pub(super) fn environment(&self, section: Section<'_>) -> EnvironmentSpec {
        let text = |key: &str| section.get(key).and_then(scalar);
        let flag = |key: &str| {
            let item = section.get(key);
            item.and_then(Item::as_bool).or_else(|| {
                let text = item.and_then(Item::as_str)?;
                Some(text.eq_ignore_ascii_case("true"))
            })
        };
        // No node stands behind another vendor's gateway.
        let is_federated = section.is_federated();
        let gateways = if is_federated { Vec::new() } else { self.gateways(section) };
        let endpoints = self.given(section, &gateways);
        let filled = |key: &str| text(key).filter(|value| !value.is_empty());
        let unusual =
            |key: &str, usual: &str| filled(key).filter(|found| !found.eq_ignore_ascii_case(usual));
        let given =
            |key: &str, default: &str| text(key).filter(|value| is_federated || value != default);
        EnvironmentSpec {
            name: text("name").unwrap_or_default(),
            environment_type: text("type").unwrap_or_default(),
            gateways,
            display_name: filled("display_name"),
            description: text("description"),
            provider: unusual("provider", "wso2"),
            gateway_type: unusual("gateway_type", "Regular"),
            visibility: strings(section.get("visibility")),
            properties: properties(section),
            virtual_hosts: section.virtual_hosts().map(|host| self.virtual_host(host)).collect(),
            // Absent is false for API-M, and true for a topology.
            display_in_api_console: Some(flag("display_in_api_console").unwrap_or(false))
                .filter(|shown| !shown),
            show_as_token_endpoint_url: Some(flag("show_as_token_endpoint_url").unwrap_or(false))
                .filter(|shown| !shown),
            service_url: endpoints.service_url,
            username: given("username", "${admin.username}"),
            password: given("password", "${admin.password}"),
            http_endpoint: endpoints.http,
            https_endpoint: endpoints.https,
            ws_endpoint: endpoints.ws,
            wss_endpoint: endpoints.wss,
            websub_event_receiver_http_endpoint: endpoints.websub_http,
            websub_event_receiver_https_endpoint: endpoints.websub_https,
        }
    }

    fn virtual_host(&self, host: Item<'_>) -> VirtualHostSpec {
        let mut spec = VirtualHostSpec::default();
        for key in EndpointKey::OF_VIRTUAL_HOSTS {
            let url = host.get(key.as_str()).and_then(Item::as_str).filter(|url| !url.is_empty());
            if let Some(slot) = spec.endpoint_mut(key) {
                *slot = url.map(|url| self.with_own_ports(&url));
            }
        }
        spec
    }

    /// The URLs that do not follow from the gateway and so must be given.
    fn given(&self, section: Section<'_>, gateways: &[String]) -> Endpoints {
        let text = |key: &str| {
            let url = section.string(key).filter(|url| !url.is_empty())?;
            Some(self.with_own_ports(&url))
        };
        let mut found = Endpoints {
            service_url: text("service_url"),
            http: text("http_endpoint"),
            https: text("https_endpoint"),
            ws: text("ws_endpoint"),
            wss: text("wss_endpoint"),
            websub_http: text("websub_event_receiver_http_endpoint"),
            websub_https: text("websub_event_receiver_https_endpoint"),
        };
        let [only] = gateways else { return found };
        let node = self.set.nodes().zip(&self.nodes).find(|(_, spec)| spec.name == *only);
        let Some(derived) = node.and_then(|(node, spec)| self.derived(node, spec)) else {
            return found;
        };
        let pair = |first: &mut Option<String>,
                    second: &mut Option<String>,
                    derived: [&Option<String>; 2]| {
            if [&*first, &*second] == derived {
                (*first, *second) = (None, None);
            }
        };
        pair(&mut found.http, &mut found.https, [&derived.http, &derived.https]);
        pair(&mut found.ws, &mut found.wss, [&derived.ws, &derived.wss]);
        pair(
            &mut found.websub_http,
            &mut found.websub_https,
            [&derived.websub_http, &derived.websub_https],
        );
        if found.service_url == derived.service_url {
            found.service_url = None;
        }
        found
    }

    /// A URL with the control plane's own ports in place of the placeholders for them: a topology says which node, not
    /// which of the reader's ports.
    fn with_own_ports(&self, url: &str) -> String {
        let ports = self.set.control_planes().next().and_then(|node| self.ports(node));
        ports.map_or_else(|| url.to_owned(), |ports| ports.resolve(url))
    }

    fn derived(&self, node: &NodeView, spec: &NodeSpec) -> Option<Endpoints> {
        let host = Host::new(&spec.host)?;
        Some(resolve_endpoints(&Endpoints::default(), Some((&host, self.ports(node)?))))
    }
}

fn scalar(item: Item<'_>) -> Option<String> {
    item.as_scalar().map(std::borrow::Cow::into_owned)
}

fn properties(section: Section<'_>) -> BTreeMap<String, String> {
    let entries = section.get("properties").into_iter().flat_map(Item::children);
    entries.filter_map(|item| Some((item.key().into_owned(), scalar(item)?))).collect()
}

/// The strings of a list.
fn strings(item: Option<Item<'_>>) -> Vec<String> {
    let elements = item.into_iter().flat_map(Item::elements);
    elements.filter_map(scalar).collect()
}
