//! From a control plane's sections to what a topology says of environments.

use std::collections::BTreeMap;

use super::{Mark, Place, Reading};
use crate::check::NodeView;
use crate::deployment::{Environment as Section, Item};
use crate::model::{
    EndpointKey, Endpoints, EnvironmentSpec, Host, NodeSpec, Part, VirtualHostSpec,
    resolve_endpoints,
};

impl Reading<'_> {
    pub(super) fn environment(&self, section: Section<'_>) -> EnvironmentSpec {
        let text = |key: &str| section.get(key).and_then(scalar);
        // Absent is false for API-M, and true for a topology. What a variable stands for is not known: rendering leaves it
        // where the topology says `true`.
        let flag = |key: &str| match section.get(key) {
            Some(item) if item.has_variable() => Some(true),
            item => {
                let text = item.and_then(Item::as_scalar);
                let shown = text.is_some_and(|text| text.eq_ignore_ascii_case("true"));
                Some(false).filter(|_| !shown)
            }
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
            display_in_api_console: flag("display_in_api_console"),
            show_as_token_endpoint_url: flag("show_as_token_endpoint_url"),
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

    /// The variables of an environment that a topology cannot hold, or that another node may not have.
    pub(super) fn mark_variables(&mut self, section: Section<'_>, index: usize) {
        let variable = |key: &str| {
            let text = section.get(key)?.as_text()?;
            text.has_variable().then(|| text.parts().iter().map(Part::written).collect::<String>())
        };
        for key in ["display_in_api_console", "show_as_token_endpoint_url"] {
            if let Some(found) = variable(key) {
                let message = format!(
                    "the file says `{found}`, whose value is not known here: rendering leaves that there unless this says \
                     `false`"
                );
                self.marks.push(Mark::assumed(Place::Environment(index, key), message));
            }
        }
        if let Some(found) = variable("name").filter(|_| !self.release.is_classic()) {
            let message = format!(
                "what its name is: `{found}` is known on the control plane only, and the label of a gateway is the same \
                 name; write the name itself here and in the control plane's file, or see to it that every gateway has \
                 the variable, without which API-M does not start"
            );
            self.marks.push(Mark::missing(Place::Environment(index, "name"), message, None));
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
