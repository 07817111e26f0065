//! API-M releases, and what differs between them on the wire.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// A release of API-M, 3.0 to 4.7.
///
/// ```
/// use gatewright_emulator::Release;
/// let release: Release = "WSO2 API Manager v4.7.0".parse().unwrap();
/// assert_eq!(release, Release::new(4, 7).unwrap());
/// assert_eq!(release.to_string(), "4.7.0");
/// assert!(!release.is_classic());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Release {
    major: u8,
    minor: u8,
}

impl Release {
    /// The newest release known here.
    pub const NEWEST: Self = Self { major: 4, minor: 7 };

    /// A release by its numbers; one newer than the newest known is treated as that. `None` below
    /// 3.0 and for numbers in between that never were.
    pub const fn new(major: u8, minor: u8) -> Option<Self> {
        match (major, minor) {
            (3, 0..=2) | (4, 0..=7) => Some(Self { major, minor }),
            (0..=3, _) => None,
            _ => Some(Self::NEWEST),
        }
    }

    /// True for 3.x, where an API carries the list of its gateways and the publisher pushes it to
    /// them; from 4.0 revisions are deployed and gateways pull.
    pub const fn is_classic(self) -> bool {
        self.major == 3
    }

    pub(crate) fn at_least(self, major: u8, minor: u8) -> bool {
        (self.major, self.minor) >= (major, minor)
    }

    /// REST reference §1.1.
    pub(crate) fn registration_path(self) -> &'static str {
        match (self.major, self.minor) {
            (3, 0) => "/client-registration/v0.15/register",
            (3, 1) => "/client-registration/v0.16/register",
            _ => "/client-registration/v0.17/register",
        }
    }

    /// REST reference §2.1.
    pub(crate) fn publisher_base(self) -> &'static str {
        match (self.major, self.minor) {
            (3, 0) => "/api/am/publisher/v1.0",
            (3, _) => "/api/am/publisher/v1",
            (_, 0) => "/api/am/publisher/v2",
            (_, 1) => "/api/am/publisher/v3",
            _ => "/api/am/publisher/v4",
        }
    }

    /// REST reference §2.1.
    pub(crate) fn devportal_base(self) -> &'static str {
        match (self.major, self.minor) {
            (3, 0) => "/api/am/store/v1.0",
            (3, _) => "/api/am/store/v1",
            (_, 0 | 1) => "/api/am/devportal/v2",
            _ => "/api/am/devportal/v3",
        }
    }

    /// REST reference §2.1.
    pub(crate) fn admin_base(self) -> &'static str {
        match (self.major, self.minor) {
            (3, 0) => "/api/am/admin/v0.15",
            (3, 1) => "/api/am/admin/v0.16",
            (3, _) => "/api/am/admin/v1",
            (_, 0) => "/api/am/admin/v2",
            (_, 1) => "/api/am/admin/v3",
            _ => "/api/am/admin/v4",
        }
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.0", self.major, self.minor)
    }
}

impl FromStr for Release {
    type Err = Error;

    /// Takes `4.7`, `v4.7.0`, and the first line of a pack's `bin/version.txt` in its known forms.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split(|c: char| !(c.is_ascii_digit() || c == '.'))
            .find_map(|word| {
                let mut numbers = word.split('.');
                let major = numbers.next()?.parse().ok()?;
                let minor = numbers.next()?.parse().ok()?;
                Self::new(major, minor)
            })
            .ok_or_else(|| Error::NotARelease { text: text.trim().to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_files_are_understood() {
        for (text, shown) in [
            ("WSO2 API Manager v4.7.0\n", "4.7.0"),
            ("WSO2 API Manager-3.2.0", "3.2.0"),
            ("WSO2 API Control Plane v4.6.0", "4.6.0"),
            ("4.1", "4.1.0"),
            ("wso2am-4.0.0.12", "4.0.0"),
            ("WSO2 API Manager v5.1.0", "4.7.0"),
        ] {
            assert_eq!(
                text.parse::<Release>().ok().map(|r| r.to_string()),
                Some(shown.to_owned()),
                "{text}"
            );
        }
        assert!("WSO2".parse::<Release>().is_err());
        assert!("2.6.0".parse::<Release>().is_err());
    }
}
