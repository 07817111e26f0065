//! What a `topology.toml` says, before anything is checked: plain values with serde's derives.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{EndpointKey, SecretText};

/// A topology as it is written: unchecked. [`Topology`](super::Topology) is made of it with `try_from`, also by serde.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopologySpec {
    /// The version of this format, 1; may be left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<i64>,
    /// The API-M release, such as `4.7`.
    pub release: String,
    /// What stands before several nodes of one role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_balancer: Option<LoadBalancerSpec>,
    /// The nodes.
    #[serde(default, rename = "node")]
    pub nodes: Vec<NodeSpec>,
    /// The gateway environments.
    #[serde(default, rename = "environment")]
    pub environments: Vec<EnvironmentSpec>,
}

/// The addresses of load balancers as they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LoadBalancerSpec {
    /// Before the control planes, such as `https://api.example.com`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control_plane: Option<String>,
    /// Before the traffic manager; the control planes' when absent and they are the traffic managers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traffic_manager: Option<String>,
    /// Before the key manager; the control planes' when absent and they are the key managers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_manager: Option<String>,
}

/// A node as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeSpec {
    /// Its name, unique in the topology.
    pub name: String,
    /// `control-plane`, `gateway`, `traffic-manager`, `key-manager`; several allowed.
    pub roles: Vec<String>,
    /// What is started on it; by release and roles when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
    /// The computer it runs on.
    pub host: String,
    /// What is added to its default ports, 0 to 54424; 0 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// The folder of its pack.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    /// The port of a proxy before it, over HTTP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http_proxy_port: Option<i64>,
    /// The port of a proxy before it, over HTTPS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub https_proxy_port: Option<i64>,
    /// How it signs in at the key manager.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_manager: Option<CredentialsSpec>,
}

/// A user name and a password as they are written.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CredentialsSpec {
    /// The user name, or a reference such as `$env{KM_USER}`.
    pub username: String,
    /// The password, or better a reference such as `$secret{km_password}`.
    pub password: String,
}

/// An environment as it is written. The keys are those of `[[apim.gateway.environment]]`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvironmentSpec {
    /// Its name, unique in the topology.
    pub name: String,
    /// `production`, `sandbox` or `hybrid`.
    #[serde(rename = "type")]
    pub environment_type: String,
    /// The names of the nodes behind it: at least one, and none when it is another vendor's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gateways: Vec<String>,
    /// What the portals call it, since 4.0; its name when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Shown in the portals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whose gateway it is, since 4.1; `wso2` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Which kind of gateway it is, since 4.3; `Regular` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gateway_type: Option<String>,
    /// The roles whose users see it, since 4.3; everybody when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visibility: Vec<String>,
    /// Whether the try-out lists it; true when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_in_api_console: Option<bool>,
    /// Whether its token endpoint is shown; true when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_as_token_endpoint_url: Option<bool>,
    /// Where 3.x pushes APIs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_url: Option<String>,
    /// The user that 3.x publishes with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The password of that user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The URL of APIs over HTTP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http_endpoint: Option<String>,
    /// The URL of APIs over HTTPS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub https_endpoint: Option<String>,
    /// The URL of WebSocket APIs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ws_endpoint: Option<String>,
    /// The URL of WebSocket APIs over TLS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wss_endpoint: Option<String>,
    /// The URL of `WebSub` callbacks over HTTP, since 4.0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub websub_event_receiver_http_endpoint: Option<String>,
    /// The URL of `WebSub` callbacks over HTTPS, since 4.0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub websub_event_receiver_https_endpoint: Option<String>,
    /// What another vendor's gateway needs to know, since 4.1.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<String, String>,
    /// Further hosts under which its gateways are reached, since 4.0.
    #[serde(default, rename = "virtual_host", skip_serializing_if = "Vec::is_empty")]
    pub virtual_hosts: Vec<VirtualHostSpec>,
}

/// A virtual host as it is written. The keys are those of `[[apim.gateway.environment.virtual_host]]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VirtualHostSpec {
    /// The URL of APIs over HTTP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http_endpoint: Option<String>,
    /// The URL of APIs over HTTPS, which gives the virtual host its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub https_endpoint: Option<String>,
    /// The URL of WebSocket APIs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ws_endpoint: Option<String>,
    /// The URL of WebSocket APIs over TLS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wss_endpoint: Option<String>,
    /// The URL of `WebSub` callbacks over HTTP; needed up to 4.2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub websub_event_receiver_http_endpoint: Option<String>,
    /// The URL of `WebSub` callbacks over HTTPS; needed up to 4.2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub websub_event_receiver_https_endpoint: Option<String>,
}

impl VirtualHostSpec {
    /// The URL under a key of a virtual host; `None` for the one that it has not.
    pub(crate) fn endpoint_mut(&mut self, key: EndpointKey) -> Option<&mut Option<String>> {
        Some(match key {
            EndpointKey::ServiceUrl => return None,
            EndpointKey::Http => &mut self.http_endpoint,
            EndpointKey::Https => &mut self.https_endpoint,
            EndpointKey::Ws => &mut self.ws_endpoint,
            EndpointKey::Wss => &mut self.wss_endpoint,
            EndpointKey::WebSubHttp => &mut self.websub_event_receiver_http_endpoint,
            EndpointKey::WebSubHttps => &mut self.websub_event_receiver_https_endpoint,
        })
    }
}

impl EnvironmentSpec {
    /// The URL under a key.
    pub(super) fn endpoint_mut(&mut self, key: EndpointKey) -> &mut Option<String> {
        match key {
            EndpointKey::ServiceUrl => &mut self.service_url,
            EndpointKey::Http => &mut self.http_endpoint,
            EndpointKey::Https => &mut self.https_endpoint,
            EndpointKey::Ws => &mut self.ws_endpoint,
            EndpointKey::Wss => &mut self.wss_endpoint,
            EndpointKey::WebSubHttp => &mut self.websub_event_receiver_http_endpoint,
            EndpointKey::WebSubHttps => &mut self.websub_event_receiver_https_endpoint,
        }
    }
}

impl fmt::Debug for CredentialsSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialsSpec")
            .field("username", &self.username)
            .field("password", &SecretText::new(self.password.as_str()))
            .finish()
    }
}

impl fmt::Debug for EnvironmentSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnvironmentSpec")
            .field("name", &self.name)
            .field("environment_type", &self.environment_type)
            .field("gateways", &self.gateways)
            .field("password", &self.password.as_deref().map(SecretText::new))
            .finish_non_exhaustive()
    }
}
