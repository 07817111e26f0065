//! What a file gives away of its node: releases, roles and pack.
//!
//! Only what is certain enough to judge by: an inference that is wrong would be a false alarm.

use crate::deployment::{Document, Environment, Item};
use crate::model::{Endpoint, EndpointKey, EndpointPort, Host, Pack, Port, Release, Role};

use super::Offset;

/// Keys that no earlier release reads, with the first that does.
///
/// Source: API-M 3.0–4.7, deployment.toml, the keys of `[[apim.gateway.environment]]`.
pub(super) const ENVIRONMENT_KEYS_SINCE: [(&str, Release); 7] = [
    ("websub_event_receiver_http_endpoint", Release::V4_0),
    ("websub_event_receiver_https_endpoint", Release::V4_0),
    ("display_name", Release::V4_0),
    ("virtual_host", Release::V4_0),
    ("provider", Release::V4_1),
    ("properties", Release::V4_1),
    ("gateway_type", Release::V4_3),
];

/// Other keys that no earlier release reads.
///
/// Source: API-M 3.2–4.7, deployment.toml: 3.2 can already fetch APIs by label, and has a first event hub.
const KEYS_SINCE: [(&str, Release); 4] = [
    ("apim.sync_runtime_artifacts", Release::V3_2),
    ("apim.event_hub", Release::V3_2),
    ("apim.gateway_type", Release::V4_5),
    ("apim.gateway_notification", Release::V4_6),
];

/// The oldest release whose keys the file uses.
pub(super) fn oldest_release(document: &Document) -> Release {
    let mut oldest = Release::V3_0;
    for environment in document.environments() {
        for (key, since) in ENVIRONMENT_KEYS_SINCE {
            if since > oldest && environment.get(key).is_some() {
                oldest = since;
            }
        }
    }
    for (path, since) in KEYS_SINCE {
        if since > oldest && document.get(path).is_some() {
            oldest = since;
        }
    }
    // The profile came with 4.0, and with it the names of those it replaced.
    let role = server_role(document);
    if role == "control-plane" || role.ends_with("-deprecated") {
        oldest = oldest.max(Release::V4_0);
    }
    oldest
}

/// The value of `[server] server_role`, empty when there is none.
fn server_role(document: &Document) -> String {
    string(document, "server.server_role")
}

fn string(document: &Document, path: &str) -> String {
    document.get(path).and_then(Item::as_str).map(std::borrow::Cow::into_owned).unwrap_or_default()
}

/// What a node does, as far as its file shows it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Inferred {
    pub(super) roles: Vec<Role>,
    pub(super) doubt: Doubt,
}

/// What the other files of a set may still decide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Doubt {
    #[default]
    None,
    /// A gateway, or a control plane whose key manager is another node: it is one when no other file of the set is.
    MayBeControlPlane,
    /// The whole product by its environments, but these may be left over from the pack: all of them are the node's own.
    /// It is no control plane when another file of the set clearly is.
    MayBeLeftOver,
    /// A pack without environments that has its throttling decided elsewhere: a gateway, or a key manager. It is a
    /// gateway when a URL of an environment leads to it.
    MayBeKeyManager,
}

impl Inferred {
    fn certain(roles: &[Role]) -> Self {
        Self { roles: roles.to_vec(), doubt: Doubt::None }
    }
}

/// What the node does, as far as the file shows it.
pub(super) fn roles(
    document: &Document,
    pack: Option<Pack>,
    host: Option<&Host>,
    offset: Offset,
) -> Inferred {
    if let Some(roles) = roles_of_profile(&server_role(document)) {
        return Inferred::certain(roles);
    }
    match pack {
        Some(Pack::ControlPlane) => return Inferred::certain(&[Role::ControlPlane]),
        Some(Pack::Gateway) => return Inferred::certain(&[Role::Gateway]),
        Some(Pack::TrafficManager) => return Inferred::certain(&[Role::TrafficManager]),
        Some(Pack::KeyManager) => return Inferred::certain(&[Role::KeyManager]),
        Some(Pack::AllInOne) | None => {}
    }
    let own = Own { document, host, offset };
    let has_labels = document.get("apim.sync_runtime_artifacts.gateway.gateway_labels").is_some();
    let has_environments = document.environments().next().is_some();
    let leads_elsewhere =
        || document.environments().any(|environment| own.is_served_elsewhere(environment));
    // What has environments and is its own event hub, or one of several, is a control plane, whatever else it links to.
    let is_hub = has_environments
        && (own.links_home("apim.event_hub.service_url")
            || document.get("apim.event_hub.event_duplicate_url").is_some());
    let is_linked = own.links_away("apim.key_manager.service_url")
        || (has_labels && own.links_away("apim.event_hub.service_url"));
    if is_linked && !is_hub {
        let doubt = if leads_elsewhere() { Doubt::MayBeControlPlane } else { Doubt::None };
        return Inferred { roles: vec![Role::Gateway], doubt };
    }
    if has_environments {
        // Nothing says that another node does any of it: the whole product.
        let doubt = if leads_elsewhere() { Doubt::None } else { Doubt::MayBeLeftOver };
        return Inferred { roles: vec![Role::ControlPlane, Role::Gateway], doubt };
    }
    if has_labels {
        return Inferred::certain(&[Role::Gateway]);
    }
    if own.links_away("apim.throttling.service_url") {
        return Inferred { roles: vec![Role::Gateway], doubt: Doubt::MayBeKeyManager };
    }
    Inferred::certain(&[])
}

/// What a profile's template says of itself.
fn roles_of_profile(server_role: &str) -> Option<&'static [Role]> {
    Some(match server_role {
        "control-plane" => &[Role::ControlPlane],
        "gateway-worker" => &[Role::Gateway],
        "traffic-manager" => &[Role::TrafficManager],
        "api-key-manager" | "api-key-manager-deprecated" | "api-key-manager-node" => {
            &[Role::KeyManager]
        }
        // A single portal of a 3.x installation: none of the roles that are judged.
        "api-publisher"
        | "api-publisher-deprecated"
        | "api-devportal"
        | "api-devportal-deprecated"
        | "api-store" => &[],
        _ => return None,
    })
}

/// The node that a file is of, as the other end of its URLs.
struct Own<'d> {
    document: &'d Document,
    host: Option<&'d Host>,
    offset: Offset,
}

impl Own<'_> {
    /// True when the URL at `path` certainly leads to another node.
    fn links_away(&self, path: &str) -> bool {
        let url = self.document.get(path).and_then(Item::as_str);
        let endpoint = url.and_then(|url| Endpoint::parse(&url).ok());
        endpoint.is_some_and(|endpoint| {
            self.is_away(&endpoint, &[Port::ServletHttps, Port::ServletHttp])
        })
    }

    /// True when the URL at `path` certainly leads to the node itself.
    fn links_home(&self, path: &str) -> bool {
        let url = self.document.get(path).and_then(Item::as_str);
        let endpoint = url.and_then(|url| Endpoint::parse(&url).ok());
        endpoint.is_some_and(|endpoint| {
            let host = endpoint.host().and_then(Host::new);
            let is_own_port = match (endpoint.port(), self.offset) {
                (EndpointPort::Literal(port), Offset::Known(offset)) => {
                    Port::ServletHttps.number(offset) == *port
                }
                (EndpointPort::Placeholder(_), _) => true,
                _ => false,
            };
            is_own_port && host.is_some_and(|host| host.is_loopback() || self.is_own(&host))
        })
    }

    /// True when an environment's main URLs lead to another node. WebSocket URLs do not count: every shipped file
    /// writes them with literal ports, which an offset makes wrong.
    fn is_served_elsewhere(&self, environment: Environment<'_>) -> bool {
        [EndpointKey::ServiceUrl, EndpointKey::Http, EndpointKey::Https].into_iter().any(|key| {
            environment
                .endpoint(key.as_str())
                .is_some_and(|endpoint| self.is_away(&endpoint, &[key.port()]))
        })
    }

    fn is_away(&self, endpoint: &Endpoint, own: &[Port]) -> bool {
        let Some(named) = endpoint.host() else { return false };
        let Some(named) = Host::new(named) else { return true };
        if !named.is_loopback() && !self.is_own(&named) {
            return true;
        }
        match (endpoint.port(), self.offset) {
            (EndpointPort::Literal(port), Offset::Known(offset)) => {
                own.iter().all(|own| own.number(offset) != *port)
            }
            _ => false,
        }
    }

    /// True when a URL with this host leads to the node itself: the host that was given, or else the name that the
    /// file says the node is called by.
    fn is_own(&self, named: &Host) -> bool {
        match self.host {
            Some(host) => host.is_same_computer(named),
            None => Host::new(&string(self.document, "server.hostname")).as_ref() == Some(named),
        }
    }
}

/// What is started on the node, where file and release leave no doubt: a profile's template says its profile, and up to
/// 4.4 a node without one runs the whole product.
pub(super) fn pack(document: &Document, newest: Release) -> Option<Pack> {
    let role = server_role(document);
    match role.as_str() {
        "" | "default" => (newest < Release::V4_5).then_some(Pack::AllInOne),
        name => Pack::from_name(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PortOffset;

    fn inferred(text: &str) -> Inferred {
        let document = Document::parse(text);
        let offset = Offset::of(&document);
        roles(&document, None, None, offset)
    }

    const LOCAL: &str = "[[apim.gateway.environment]]\nname = \"Default\"\n\
        service_url = \"https://localhost:${mgt.transport.https.port}/services/\"\n\
        https_endpoint = \"https://localhost:${https.nio.port}\"\nws_endpoint = \"ws://localhost:9099\"\n";
    const REMOTE: &str = "[[apim.gateway.environment]]\nname = \"Default\"\n\
        service_url = \"https://localhost:9444/services/\"\n";

    #[test]
    fn a_whole_product_with_environments_is_control_plane_and_gateway() {
        use Role::{ControlPlane, Gateway};
        assert_eq!(inferred(LOCAL).roles, [ControlPlane, Gateway]);
        assert_eq!(inferred(LOCAL).doubt, Doubt::MayBeLeftOver);
        assert_eq!(inferred(REMOTE), Inferred::certain(&[ControlPlane, Gateway]));
        let own = format!(
            "[server]\noffset = 1\n[apim.key_manager]\nservice_url = \"https://localhost:9444/services/\"\n{LOCAL}"
        );
        assert_eq!(inferred(&own).roles, [ControlPlane, Gateway]);
        let by_name = format!(
            "[server]\nhostname = \"am.example.com\"\n[apim.key_manager]\nservice_url = \"https://am.example.com:9443/services/\"\n{LOCAL}"
        );
        assert_eq!(inferred(&by_name).roles, [ControlPlane, Gateway]);
    }

    #[test]
    fn a_link_to_another_key_manager_makes_a_gateway() {
        let link = "[server]\noffset = 1\n[apim.key_manager]\nservice_url = \"https://localhost:9443/services/\"\n";
        assert_eq!(inferred(&format!("{link}{LOCAL}")), Inferred::certain(&[Role::Gateway]));
        // Its environments lead elsewhere: it could be a control plane with a key manager of its own.
        assert!(inferred(&format!("{link}{REMOTE}")).roles.contains(&Role::Gateway));
        let link = "[apim.key_manager]\nservice_url = \"https://km.example.com/services/\"\n";
        assert_eq!(inferred(&format!("{link}{REMOTE}")).doubt, Doubt::MayBeControlPlane);
        assert_eq!(inferred(&format!("{link}{LOCAL}")).doubt, Doubt::None);
    }

    #[test]
    fn its_own_event_hub_makes_a_control_plane() {
        let link = "[apim.key_manager]\nservice_url = \"https://km.example.com/services/\"\n";
        for hub in [
            "[apim.event_hub]\nservice_url = \"https://localhost:9443/services/\"\n",
            "[apim.event_hub]\nservice_url = \"https://localhost:${mgt.transport.https.port}/services/\"\n",
            "[apim.event_hub]\nevent_duplicate_url = [\"tcp://cp2:5672\"]\n",
        ] {
            assert_eq!(
                inferred(&format!("{link}{hub}{REMOTE}")),
                Inferred::certain(&[Role::ControlPlane, Role::Gateway])
            );
            assert_eq!(inferred(&format!("{link}{hub}")).roles, [Role::Gateway], "no environments");
        }
        let other = "[apim.event_hub]\nservice_url = \"https://localhost:9444/services/\"\n";
        assert_eq!(inferred(&format!("{link}{other}{REMOTE}")).doubt, Doubt::MayBeControlPlane);
    }

    #[test]
    fn what_shows_nothing_has_no_role() {
        assert_eq!(inferred("").roles, []);
        assert_eq!(
            inferred("[apim.event_hub]\nservice_url = \"https://cp:9443/services/\"\n").roles,
            []
        );
        assert_eq!(
            inferred("[apim.sync_runtime_artifacts.gateway]\ngateway_labels = [\"Default\"]\n")
                .roles,
            [Role::Gateway]
        );
        assert_eq!(
            inferred("[apim.throttling]\nservice_url = \"https://cp:9443/services/\"\n").roles,
            [Role::Gateway]
        );
        assert_eq!(inferred("[server]\nserver_role = \"api-publisher\"\n").roles, []);
        assert_eq!(
            inferred("[server]\nserver_role = \"traffic-manager\"\n").roles,
            [Role::TrafficManager]
        );
    }

    #[test]
    fn keys_give_the_oldest_release_away() {
        let oldest = |text: &str| oldest_release(&Document::parse(text));
        assert_eq!(oldest(LOCAL), Release::V3_0);
        assert_eq!(oldest(&format!("{LOCAL}provider = \"wso2\"\n")), Release::V4_1);
        assert_eq!(oldest(&format!("{LOCAL}gateway_type = \"Regular\"\n")), Release::V4_3);
        // 3.2 can fetch APIs by label as well.
        assert_eq!(
            oldest("[apim.sync_runtime_artifacts.gateway]\ngateway_labels = [\"a\"]\n"),
            Release::V3_2
        );
        assert_eq!(oldest("[server]\nserver_role = \"control-plane\"\n"), Release::V4_0);
    }

    #[test]
    fn only_before_the_split_a_file_without_profile_is_the_whole_product() {
        let document = Document::parse("[server]\nserver_role = \"default\"\n");
        assert_eq!(pack(&document, Release::V4_4), Some(Pack::AllInOne));
        assert_eq!(pack(&document, Release::V4_5), None);
        let document = Document::parse("[server]\nserver_role = \"gateway-worker\"\n");
        assert_eq!(pack(&document, Release::V4_7), Some(Pack::Gateway));
        assert_eq!(Offset::of(&document), Offset::Known(PortOffset::ZERO));
    }
}
