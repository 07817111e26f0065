//! API-M releases.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};

/// An API-M release, `3.0` to `4.7`, or a newer one.
///
/// Releases compare by age, so that "since 4.3" is `release >= Release::V4_3`; a release newer than the newest known
/// one is taken for that one.
///
/// ```
/// use gatewright::Release;
///
/// let release: Release = "4.3.0".parse()?;
/// assert_eq!(release, Release::V4_3);
/// assert!(release.is_known() && release > Release::V3_2);
/// # Ok::<(), gatewright::model::ReleaseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Release {
    major: u16,
    minor: u16,
}

/// Why a text is no release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReleaseError {
    /// Not of the form `4.7` or `4.7.0`.
    Malformed,
    /// Older than 3.0, whose nodes have no `deployment.toml`.
    TooOld,
    /// Between two releases that exist.
    NeverReleased,
}

impl Release {
    /// API-M 3.0
    pub const V3_0: Self = Self::new(3, 0);
    /// API-M 3.1
    pub const V3_1: Self = Self::new(3, 1);
    /// API-M 3.2
    pub const V3_2: Self = Self::new(3, 2);
    /// API-M 4.0
    pub const V4_0: Self = Self::new(4, 0);
    /// API-M 4.1
    pub const V4_1: Self = Self::new(4, 1);
    /// API-M 4.2
    pub const V4_2: Self = Self::new(4, 2);
    /// API-M 4.3
    pub const V4_3: Self = Self::new(4, 3);
    /// API-M 4.4
    pub const V4_4: Self = Self::new(4, 4);
    /// API-M 4.5
    pub const V4_5: Self = Self::new(4, 5);
    /// API-M 4.6
    pub const V4_6: Self = Self::new(4, 6);
    /// API-M 4.7
    pub const V4_7: Self = Self::new(4, 7);

    /// Every known release, oldest first.
    pub const KNOWN: [Self; 11] = [
        Self::V3_0,
        Self::V3_1,
        Self::V3_2,
        Self::V4_0,
        Self::V4_1,
        Self::V4_2,
        Self::V4_3,
        Self::V4_4,
        Self::V4_5,
        Self::V4_6,
        Self::V4_7,
    ];

    /// The newest known release.
    pub const NEWEST: Self = Self::V4_7;

    const fn new(major: u16, minor: u16) -> Self {
        Self { major, minor }
    }

    /// False for a release newer than the newest known one.
    pub fn is_known(self) -> bool {
        Self::KNOWN.contains(&self)
    }

    /// This release, or the newest known one in its place.
    #[must_use]
    pub fn or_newest_known(self) -> Self {
        if self.is_known() { self } else { Self::NEWEST }
    }

    /// The position among the known releases.
    pub(crate) fn known_index(self) -> usize {
        Self::KNOWN.partition_point(|known| *known <= self).saturating_sub(1)
    }

    /// True for 3.x, where the Publisher pushes an API to a list of environments; since 4.0 gateways pull revisions.
    pub fn is_classic(self) -> bool {
        self < Self::V4_0
    }
}

impl FromStr for Release {
    type Err = ReleaseError;

    fn from_str(text: &str) -> Result<Self, ReleaseError> {
        let mut parts = text.split('.');
        let mut number = || -> Result<u16, ReleaseError> {
            let part = parts.next().ok_or(ReleaseError::Malformed)?;
            let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            let has_leading_zero = part.len() > 1 && part.starts_with('0');
            if !is_number || has_leading_zero {
                return Err(ReleaseError::Malformed);
            }
            part.parse().map_err(|_| ReleaseError::Malformed)
        };
        let release = Self::new(number()?, number()?);
        if text.matches('.').count() > 1 {
            number()?;
        }
        if text.matches('.').count() > 2 {
            return Err(ReleaseError::Malformed);
        }
        if release < Self::V3_0 {
            Err(ReleaseError::TooOld)
        } else if release <= Self::NEWEST && !release.is_known() {
            Err(ReleaseError::NeverReleased)
        } else {
            Ok(release)
        }
    }
}

impl TryFrom<String> for Release {
    type Error = ReleaseError;

    fn try_from(text: String) -> Result<Self, ReleaseError> {
        text.parse()
    }
}

impl From<Release> for String {
    fn from(release: Release) -> Self {
        release.to_string()
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl fmt::Debug for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Release({self})")
    }
}

impl fmt::Display for ReleaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "a release is written as `4.7` or `4.7.0`",
            Self::TooOld => "releases before 3.0 have no deployment.toml",
            Self::NeverReleased => "there was never such a release",
        })
    }
}

impl std::error::Error for ReleaseError {}

impl From<ReleaseError> for Error {
    fn from(error: ReleaseError) -> Self {
        Self::new(ErrorKind::InvalidInput, "invalid-release", error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_releases_or_say_why_not() {
        assert_eq!("3.0".parse(), Ok(Release::V3_0));
        assert_eq!("4.7.0".parse(), Ok(Release::V4_7));
        for (text, error) in [
            ("", ReleaseError::Malformed),
            ("4", ReleaseError::Malformed),
            ("4.07", ReleaseError::Malformed),
            ("4.7.0.1", ReleaseError::Malformed),
            ("4.7.x", ReleaseError::Malformed),
            ("v4.7", ReleaseError::Malformed),
            ("2.6", ReleaseError::TooOld),
            ("3.3", ReleaseError::NeverReleased),
        ] {
            assert_eq!(text.parse::<Release>(), Err(error), "{text}");
        }
    }

    #[test]
    fn a_newer_release_counts_as_the_newest_known() {
        let release: Release = "5.1".parse().unwrap();
        assert!(!release.is_known() && release > Release::NEWEST);
        assert_eq!(release.or_newest_known(), Release::V4_7);
        assert_eq!(release.known_index(), 10);
        assert_eq!(Release::V3_0.known_index(), 0);
    }
}
