//! Gateway environments.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::{EnvironmentName, NodeName, SecretText};

/// What kind of keys an environment accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum EnvironmentType {
    /// Production keys only.
    Production,
    /// Sandbox keys only.
    Sandbox,
    /// Both kinds.
    Hybrid,
}

/// The kind of an application's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum KeyType {
    /// `PRODUCTION`
    Production,
    /// `SANDBOX`
    Sandbox,
}

impl EnvironmentType {
    /// Every type.
    pub const ALL: [Self; 3] = [Self::Production, Self::Sandbox, Self::Hybrid];

    /// The type as `deployment.toml` spells it. API-M compares the lower-case word exactly.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
            Self::Hybrid => "hybrid",
        }
    }

    /// The type of that name, in lower case as API-M compares it; `None` when there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// True when a gateway of this type takes a key of that type.
    ///
    /// Source: API-M 3.0–4.7, the API template: a production gateway answers a sandbox key with 401
    /// `Sandbox Key Provided for Production Gateway`, and the other way round; a hybrid one takes both.
    ///
    /// ```
    /// use gatewright::{EnvironmentType, KeyType};
    ///
    /// assert!(!EnvironmentType::Production.accepts(KeyType::Sandbox));
    /// assert!(EnvironmentType::Hybrid.accepts(KeyType::Sandbox));
    /// ```
    pub const fn accepts(self, key_type: KeyType) -> bool {
        matches!(
            (self, key_type),
            (Self::Hybrid, _)
                | (Self::Production, KeyType::Production)
                | (Self::Sandbox, KeyType::Sandbox)
        )
    }
}

impl KeyType {
    /// Both key types.
    pub const ALL: [Self; 2] = [Self::Production, Self::Sandbox];

    /// The type as API-M's REST APIs spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Production => "PRODUCTION",
            Self::Sandbox => "SANDBOX",
        }
    }
}

impl fmt::Display for EnvironmentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for KeyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The URLs of an environment that were given; those that were not follow from the gateway node's host and ports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Endpoints {
    /// Where 3.x pushes APIs to: the gateway's admin services.
    pub service_url: Option<String>,
    /// `http_endpoint`
    pub http: Option<String>,
    /// `https_endpoint`
    pub https: Option<String>,
    /// `ws_endpoint`
    pub ws: Option<String>,
    /// `wss_endpoint`
    pub wss: Option<String>,
    /// `websub_event_receiver_http_endpoint`, since 4.0.
    pub websub_http: Option<String>,
    /// `websub_event_receiver_https_endpoint`, since 4.0.
    pub websub_https: Option<String>,
}

/// One gateway environment of a topology.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Environment {
    /// Its name, unique in the topology.
    pub name: EnvironmentName,
    /// Which keys it accepts.
    pub environment_type: EnvironmentType,
    /// What the portals call it; its name when absent. Since 4.0.
    pub display_name: Option<String>,
    /// Shown in the portals; a file's own description stays when this is absent.
    pub description: Option<String>,
    /// Whose gateway it is; `wso2` when absent. Since 4.1.
    pub provider: Option<String>,
    /// Which kind of gateway it is; `Regular` when absent. Since 4.3.
    pub gateway_type: Option<String>,
    /// The roles whose users see it; everybody when empty. Since 4.3.
    pub visibility: Vec<String>,
    /// What another vendor's gateway needs to know, by name; values may be secrets. Since 4.1.
    pub properties: BTreeMap<String, SecretText>,
    /// Whether the Developer Portal's try-out lists it.
    pub display_in_api_console: bool,
    /// Whether its token endpoint is shown (3.x).
    pub show_as_token_endpoint_url: bool,
    /// The nodes behind it: at least one, and none when it is another vendor's.
    pub gateways: Vec<NodeName>,
    /// The URLs that were given.
    pub endpoints: Endpoints,
    /// Further hosts under which its gateways are reached, each with its URLs and without a `service_url`. The first
    /// virtual host is always the environment's own endpoints. Since 4.0.
    pub virtual_hosts: Vec<Endpoints>,
    /// The user that 3.x publishes with; a file's own stays when this is absent, `${admin.username}` otherwise.
    pub username: Option<String>,
    /// The password of that user; `${admin.password}` unless the file says otherwise.
    pub password: Option<SecretText>,
}

/// The kinds of gateways that shipped files name.
///
/// Source: API-M 4.5–4.7, deployment.toml as shipped: `[apim] gateway_type`.
pub(crate) const GATEWAY_KINDS: [&str; 7] =
    ["Regular", "APK", "AWS", "Azure", "Kong", "Envoy", "APIPlatform"];

/// Whose gateways files name.
///
/// Source: API-M 4.1–4.7, deployment.toml as shipped, and the integration tests'.
pub(crate) const GATEWAY_PROVIDERS: [&str; 2] = ["wso2", "solace"];

/// The known word that is probably meant: one typing error, or blanks around it. `None` also for a known word itself.
pub(crate) fn nearly<'k>(value: &str, known: &[&'k str]) -> Option<&'k str> {
    let folded = value.trim().to_lowercase();
    if known.iter().any(|kind| kind.eq_ignore_ascii_case(value)) {
        return None;
    }
    let is_near = |kind: &&&str| {
        let kind = kind.to_lowercase();
        // One error makes another word of three letters.
        kind == folded || (kind.len() > 3 && strsim::osa_distance(&kind, &folded) <= 1)
    };
    known.iter().find(is_near).copied()
}

impl Environment {
    /// True for an environment of another vendor's gateway: its `provider` is not `wso2`, or its `gateway_type` is not
    /// `Regular`. No node of the topology stands behind it.
    pub fn is_federated(&self) -> bool {
        is_federated(self.provider.as_deref(), self.gateway_type.as_deref())
    }
}

/// [`Environment::is_federated`], of the two keys that decide it. API-M takes an empty one for an absent one.
pub(crate) fn is_federated(provider: Option<&str>, gateway_type: Option<&str>) -> bool {
    let differs = |value: Option<&str>, usual: &str| {
        value.is_some_and(|value| !value.is_empty() && !value.eq_ignore_ascii_case(usual))
    };
    differs(provider, "wso2") || differs(gateway_type, "Regular")
}
