//! What is started on a node.

use std::fmt;
use std::str::FromStr;

use super::Release;
use crate::error::Error;

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
    /// Every pack.
    pub const ALL: [Self; 4] =
        [Self::AllInOne, Self::ControlPlane, Self::Gateway, Self::TrafficManager];

    /// Its name, as `topology.toml` spells it.
    ///
    /// ```
    /// use gatewright_emulator::Pack;
    /// assert_eq!(Pack::AllInOne.as_str(), "all-in-one");
    /// assert_eq!("control-plane".parse::<Pack>().ok(), Some(Pack::ControlPlane));
    /// assert_eq!("micro".parse::<Pack>().unwrap_err().code(), "unknown-pack");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AllInOne => "all-in-one",
            Self::ControlPlane => "control-plane",
            Self::Gateway => "gateway",
            Self::TrafficManager => "traffic-manager",
        }
    }

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

impl fmt::Display for Pack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Pack {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|pack| pack.as_str() == text).ok_or_else(|| Error::UnknownPack {
            text: text.to_owned(),
            known: Self::ALL.map(Self::as_str).join(", "),
        })
    }
}
