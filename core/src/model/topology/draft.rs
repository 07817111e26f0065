//! A topology on its way to being valid: every value with its place in the text, or without one when there is no text.
//!
//! Texts, serde and the builder all become a [`Draft`], so that one validation serves them.

use std::collections::BTreeMap;

pub(super) use crate::model::reader::{At, List, Place, Slot};

use super::{
    CredentialsSpec, EnvironmentSpec, LoadBalancerSpec, NodeSpec, TopologySpec, VirtualHostSpec,
};
use crate::model::{EndpointKey, Role, is_federated};

pub(super) struct Draft {
    pub(super) schema_version: Slot<i64>,
    pub(super) release: Slot<String>,
    pub(super) load_balancers: Vec<(Role, Slot<String>)>,
    pub(super) nodes: Vec<NodeDraft>,
    pub(super) environments: Vec<EnvironmentDraft>,
    /// False when a node or an environment could not be read at all.
    pub(super) is_complete: bool,
}

#[derive(Default)]
pub(super) struct NodeDraft {
    pub(super) place: Place,
    pub(super) name: Slot<String>,
    pub(super) roles: Slot<List>,
    pub(super) pack: Slot<String>,
    pub(super) host: Slot<String>,
    pub(super) offset: Slot<i64>,
    pub(super) home: Slot<String>,
    pub(super) http_proxy_port: Slot<i64>,
    pub(super) https_proxy_port: Slot<i64>,
    pub(super) key_manager: Slot<CredentialsDraft>,
}

#[derive(Clone, Default)]
pub(super) struct CredentialsDraft {
    pub(super) username: Slot<String>,
    pub(super) password: Slot<String>,
}

#[derive(Default)]
pub(super) struct EnvironmentDraft {
    pub(super) place: Place,
    pub(super) name: Slot<String>,
    pub(super) environment_type: Slot<String>,
    pub(super) gateways: Slot<List>,
    pub(super) display_name: Slot<String>,
    pub(super) provider: Slot<String>,
    pub(super) gateway_type: Slot<String>,
    pub(super) visibility: Slot<List>,
    /// Names and values.
    pub(super) properties: Slot<Vec<(At<String>, At<String>)>>,
    pub(super) virtual_hosts: Vec<VirtualHostDraft>,
    pub(super) description: Slot<String>,
    pub(super) display_in_api_console: Slot<bool>,
    pub(super) show_as_token_endpoint_url: Slot<bool>,
    pub(super) username: Slot<String>,
    pub(super) password: Slot<String>,
    pub(super) endpoints: Vec<(EndpointKey, Slot<String>)>,
}

#[derive(Default)]
pub(super) struct VirtualHostDraft {
    pub(super) place: Place,
    pub(super) endpoints: Vec<(EndpointKey, Slot<String>)>,
}

fn load_balancers(spec: LoadBalancerSpec) -> Vec<(Role, Slot<String>)> {
    vec![
        (Role::ControlPlane, Slot::from_option(spec.control_plane)),
        (Role::TrafficManager, Slot::from_option(spec.traffic_manager)),
        (Role::KeyManager, Slot::from_option(spec.key_manager)),
    ]
}

fn properties(given: BTreeMap<String, String>) -> Vec<(At<String>, At<String>)> {
    let at = |value| At { value, place: None };
    given.into_iter().map(|(name, value)| (at(name), at(value))).collect()
}

impl From<VirtualHostSpec> for VirtualHostDraft {
    fn from(mut spec: VirtualHostSpec) -> Self {
        let endpoints = EndpointKey::OF_VIRTUAL_HOSTS
            .map(|key| (key, Slot::from_option(spec.endpoint_mut(key).and_then(Option::take))))
            .into_iter()
            .collect();
        Self { place: None, endpoints }
    }
}

impl From<TopologySpec> for Draft {
    fn from(spec: TopologySpec) -> Self {
        Self {
            schema_version: Slot::from_option(spec.schema_version),
            release: Slot::from_value(spec.release),
            load_balancers: load_balancers(spec.load_balancer.unwrap_or_default()),
            nodes: spec.nodes.into_iter().map(Into::into).collect(),
            environments: spec.environments.into_iter().map(Into::into).collect(),
            is_complete: true,
        }
    }
}

impl From<NodeSpec> for NodeDraft {
    fn from(spec: NodeSpec) -> Self {
        Self {
            place: None,
            name: Slot::from_value(spec.name),
            roles: Slot::from_value(spec.roles.into()),
            pack: Slot::from_option(spec.pack),
            host: Slot::from_value(spec.host),
            offset: Slot::from_option(spec.offset),
            home: Slot::from_option(spec.home),
            http_proxy_port: Slot::from_option(spec.http_proxy_port),
            https_proxy_port: Slot::from_option(spec.https_proxy_port),
            key_manager: Slot::from_option(spec.key_manager.map(Into::into)),
        }
    }
}

impl From<CredentialsSpec> for CredentialsDraft {
    fn from(spec: CredentialsSpec) -> Self {
        Self {
            username: Slot::from_value(spec.username),
            password: Slot::from_value(spec.password),
        }
    }
}

impl From<EnvironmentSpec> for EnvironmentDraft {
    fn from(mut spec: EnvironmentSpec) -> Self {
        let endpoints = EndpointKey::ALL
            .map(|key| (key, Slot::from_option(spec.endpoint_mut(key).take())))
            .into_iter()
            .collect();
        Self {
            place: None,
            name: Slot::from_value(spec.name),
            environment_type: Slot::from_value(spec.environment_type),
            // None is what another vendor's has; of any other it is said that it has none.
            gateways: if is_federated(spec.provider.as_deref(), spec.gateway_type.as_deref()) {
                Slot::from_list(spec.gateways)
            } else {
                Slot::from_value(spec.gateways.into())
            },
            display_name: Slot::from_option(spec.display_name),
            provider: Slot::from_option(spec.provider),
            gateway_type: Slot::from_option(spec.gateway_type),
            visibility: Slot::from_list(spec.visibility),
            properties: Slot::from_option(
                Some(spec.properties).filter(|given| !given.is_empty()).map(properties),
            ),
            virtual_hosts: spec.virtual_hosts.into_iter().map(Into::into).collect(),
            description: Slot::from_option(spec.description),
            display_in_api_console: Slot::from_option(spec.display_in_api_console),
            show_as_token_endpoint_url: Slot::from_option(spec.show_as_token_endpoint_url),
            username: Slot::from_option(spec.username),
            password: Slot::from_option(spec.password),
            endpoints,
        }
    }
}
