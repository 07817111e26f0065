//! The port offset of a node.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};

/// What `[server] offset` adds to every default port of a node: 0 to 54424.
///
/// Source: API-M 3.0–4.7, deployment.toml: API-M itself checks no range; the highest port that shifts is 11111 (JMX), so
/// that 54424 is the largest offset that keeps every port of a node at 65535 or below.
///
/// ```
/// use gatewright::PortOffset;
///
/// assert_eq!(PortOffset::new(1)?.get(), 1);
/// assert!(PortOffset::new(70_000).is_err());
/// # Ok::<(), gatewright::model::OffsetError>(())
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(try_from = "i64", into = "i64")]
pub struct PortOffset(u16);

/// Why a number is no port offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OffsetError {
    /// Below 0.
    Negative,
    /// Above [`PortOffset::MAX`].
    TooLarge,
}

impl PortOffset {
    /// No offset.
    pub const ZERO: Self = Self(0);
    /// The largest offset: it takes the JMX port 11111 to 65535.
    pub const MAX: Self = Self(54_424);

    /// An offset from a number.
    ///
    /// # Errors
    /// [`OffsetError`] when it is negative or takes a port above 65535.
    pub fn new(offset: i64) -> Result<Self, OffsetError> {
        match u16::try_from(offset) {
            Ok(offset) if offset <= Self::MAX.0 => Ok(Self(offset)),
            _ if offset < 0 => Err(OffsetError::Negative),
            _ => Err(OffsetError::TooLarge),
        }
    }

    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl TryFrom<i64> for PortOffset {
    type Error = OffsetError;

    fn try_from(offset: i64) -> Result<Self, OffsetError> {
        Self::new(offset)
    }
}

impl From<PortOffset> for i64 {
    fn from(offset: PortOffset) -> Self {
        Self::from(offset.0)
    }
}

impl fmt::Display for PortOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for OffsetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Negative => f.write_str("a port offset is 0 or more"),
            Self::TooLarge => write!(
                f,
                "a port offset is at most {}: above that the JMX port 11111 passes 65535",
                PortOffset::MAX
            ),
        }
    }
}

impl std::error::Error for OffsetError {}

impl From<OffsetError> for Error {
    fn from(error: OffsetError) -> Self {
        Self::new(ErrorKind::InvalidInput, "invalid-offset", error.to_string())
    }
}
