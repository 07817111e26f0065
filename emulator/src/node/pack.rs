//! What is started on a node.

use super::Release;

/// The pack (from 4.5) or profile (before) that a node runs, which decides what it offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Pack {
    /// Everything in one server; also what a 3.x pack is that was started without a profile.
    AllInOne,
    /// Portals, key manager and event hub, no gateway.
    ControlPlane,
    /// A gateway alone.
    Gateway,
    /// A traffic manager alone.
    TrafficManager,
}

impl Pack {
    /// True when portals and key manager are there.
    pub fn has_control_plane(self) -> bool {
        matches!(self, Self::AllInOne | Self::ControlPlane)
    }

    /// True when APIs are served.
    pub fn has_gateway(self) -> bool {
        matches!(self, Self::AllInOne | Self::Gateway)
    }

    /// What the first line of `bin/version.txt` says from 4.5 on, where the packs are separate.
    pub(crate) fn from_version_text(text: &str) -> Option<Self> {
        let text = text.to_lowercase().replace('-', " ");
        if text.contains("control plane") {
            Some(Self::ControlPlane)
        } else if text.contains("traffic manager") {
            Some(Self::TrafficManager)
        } else if text.contains("gateway") {
            Some(Self::Gateway)
        } else {
            None
        }
    }

    /// Deployment reference §4.2: the role names a profile up to 4.4; the separate packs know
    /// `default` only, so an unknown role changes nothing.
    pub(crate) fn from_role(role: &str, release: Release) -> Self {
        match role {
            "gateway-worker" if !release.at_least(4, 5) => Self::Gateway,
            "traffic-manager" if !release.at_least(4, 5) => Self::TrafficManager,
            "control-plane" if release.at_least(4, 0) && !release.at_least(4, 5) => {
                Self::ControlPlane
            }
            _ => Self::AllInOne,
        }
    }
}
