//! What is started on a node, and what the node does.

use std::fmt;

use serde::Serialize;

use super::Release;

/// What a node does in the topology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Role {
    /// Publisher, Developer Portal, Admin, and the key and traffic managers unless other nodes have these roles.
    ControlPlane,
    /// Serves APIs.
    Gateway,
    /// Throttling decisions and the event broker.
    TrafficManager,
    /// Issues and validates tokens.
    KeyManager,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] =
        [Self::ControlPlane, Self::Gateway, Self::TrafficManager, Self::KeyManager];

    /// The role as `topology.toml` spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ControlPlane => "control-plane",
            Self::Gateway => "gateway",
            Self::TrafficManager => "traffic-manager",
            Self::KeyManager => "key-manager",
        }
    }

    /// The role of that name; `None` when there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is started on a node: the whole product, one of its profiles (3.0 to 4.4), or one of the distributions that it
/// is split into since 4.5. It decides which ports the node opens.
///
/// ```
/// use gatewright::{Pack, Release};
///
/// assert_eq!(Pack::from_name("gateway-worker"), Some(Pack::Gateway));
/// assert_eq!(Pack::Gateway.profile(Release::V4_2), Some("gateway-worker"));
/// assert_eq!(Pack::Gateway.profile(Release::V4_7), None, "a distribution of its own since 4.5");
/// assert!(!Pack::ControlPlane.exists_in(Release::V3_2));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Pack {
    /// The whole product, without a profile.
    AllInOne,
    /// Profile `control-plane` (4.0–4.4), distribution `api-control-plane` (since 4.5).
    ControlPlane,
    /// Profile `gateway-worker` (3.0–4.4), distribution `gateway` (since 4.5).
    Gateway,
    /// Profile `traffic-manager` (3.0–4.4), distribution `traffic-manager` (since 4.5).
    TrafficManager,
    /// Profile `api-key-manager` (3.x), `api-key-manager-deprecated` (4.0–4.2), `api-key-manager-node` (since 4.3).
    KeyManager,
}

impl Pack {
    /// Every pack.
    pub const ALL: [Self; 5] =
        [Self::AllInOne, Self::ControlPlane, Self::Gateway, Self::TrafficManager, Self::KeyManager];

    /// The pack as `topology.toml` spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AllInOne => "all-in-one",
            Self::ControlPlane => "control-plane",
            Self::Gateway => "gateway",
            Self::TrafficManager => "traffic-manager",
            Self::KeyManager => "key-manager",
        }
    }

    /// The pack of that name; WSO2's names of profiles and distributions are understood as well.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "all-in-one" | "default" => Some(Self::AllInOne),
            "control-plane" | "api-control-plane" => Some(Self::ControlPlane),
            "gateway" | "gateway-worker" => Some(Self::Gateway),
            "traffic-manager" => Some(Self::TrafficManager),
            "key-manager"
            | "api-key-manager"
            | "api-key-manager-deprecated"
            | "api-key-manager-node" => Some(Self::KeyManager),
            _ => None,
        }
    }

    /// True when the release has this pack. The control-plane profile exists since 4.0.
    pub fn exists_in(self, release: Release) -> bool {
        self != Self::ControlPlane || release >= Release::V4_0
    }

    /// The `-Dprofile` of 3.0 to 4.4 that stands for this pack; `None` for the whole product and where the pack is a
    /// distribution of its own.
    pub fn profile(self, release: Release) -> Option<&'static str> {
        let is_split = release >= Release::V4_5;
        match self {
            Self::AllInOne => None,
            Self::KeyManager if release < Release::V4_0 => Some("api-key-manager"),
            Self::KeyManager if release < Release::V4_3 => Some("api-key-manager-deprecated"),
            Self::KeyManager if !is_split => Some("api-key-manager-node"),
            _ if is_split => None,
            Self::ControlPlane => (release >= Release::V4_0).then_some("control-plane"),
            Self::Gateway => Some("gateway-worker"),
            Self::TrafficManager => Some("traffic-manager"),
            Self::KeyManager => None,
        }
    }

    /// The `[server] server_role` that the pack's own file carries; `None` where the role is not the pack's to say: the
    /// whole product, and the distributions since 4.5, which all say `default`.
    ///
    /// Source: API-M 3.0–4.4, the profiles' templates: the role is the profile's name, but `api-key-manager-node` (4.3,
    /// 4.4) says `control-plane`.
    ///
    /// ```
    /// use gatewright::{Pack, Release};
    ///
    /// assert_eq!(Pack::Gateway.server_role(Release::V4_2), Some("gateway-worker"));
    /// assert_eq!(Pack::KeyManager.server_role(Release::V4_3), Some("control-plane"));
    /// ```
    pub fn server_role(self, release: Release) -> Option<&'static str> {
        match self.profile(release)? {
            "api-key-manager-node" => Some("control-plane"),
            profile => Some(profile),
        }
    }

    /// True when a node started as this pack can have the role.
    pub fn can_be(self, role: Role) -> bool {
        match self {
            Self::AllInOne => true,
            Self::ControlPlane => role != Role::Gateway,
            Self::Gateway => role == Role::Gateway,
            Self::TrafficManager => role == Role::TrafficManager,
            Self::KeyManager => role == Role::KeyManager,
        }
    }

    /// The pack a node with these roles is started as when nobody says: the whole product in 3.x, as in the original
    /// procedure; since 4.0 the smallest pack that has all the roles.
    pub fn default_for(release: Release, roles: &[Role]) -> Self {
        if release < Release::V4_0 {
            return Self::AllInOne;
        }
        [Self::Gateway, Self::TrafficManager, Self::KeyManager, Self::ControlPlane]
            .into_iter()
            .find(|pack| !roles.is_empty() && roles.iter().all(|role| pack.can_be(*role)))
            .unwrap_or(Self::AllInOne)
    }
}

impl fmt::Display for Pack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_pack_is_the_smallest_that_has_the_roles() {
        use Role::{ControlPlane, Gateway, TrafficManager};
        let default = |release, roles: &[Role]| Pack::default_for(release, roles);
        assert_eq!(default(Release::V3_2, &[Gateway]), Pack::AllInOne);
        assert_eq!(default(Release::V4_0, &[Gateway]), Pack::Gateway);
        assert_eq!(default(Release::V4_7, &[ControlPlane]), Pack::ControlPlane);
        assert_eq!(default(Release::V4_7, &[ControlPlane, TrafficManager]), Pack::ControlPlane);
        assert_eq!(default(Release::V4_7, &[ControlPlane, Gateway]), Pack::AllInOne);
        assert_eq!(default(Release::V4_7, &[]), Pack::AllInOne);
    }
}
