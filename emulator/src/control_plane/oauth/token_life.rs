//! How long tokens are good.

use std::time::{Duration, Instant};

/// How long a token is good that was asked for with a validity of its own, or without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenLife {
    /// As long as the server's setting says.
    Configured,
    /// So many seconds.
    Seconds(u64),
    /// A negative validity: it never expires.
    Endless,
}

impl TokenLife {
    pub(crate) fn of_seconds(seconds: i64) -> Self {
        u64::try_from(seconds).map_or(Self::Endless, Self::Seconds)
    }

    /// What `expires_in` and `validityTime` say.
    pub(crate) fn seconds(self, configured: Duration) -> i64 {
        match self {
            Self::Configured => i64::try_from(configured.as_secs()).unwrap_or(i64::MAX),
            Self::Seconds(seconds) => i64::try_from(seconds).unwrap_or(i64::MAX),
            Self::Endless => i64::MAX,
        }
    }

    /// Until when; `None` for ever.
    pub(crate) fn end(self, configured: Duration) -> Option<Instant> {
        match self {
            Self::Configured => Instant::now().checked_add(configured),
            Self::Seconds(seconds) => Instant::now().checked_add(Duration::from_secs(seconds)),
            Self::Endless => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_validity_of_its_own_goes_before_the_servers() {
        let hour = Duration::from_secs(3600);
        assert_eq!(TokenLife::Configured.seconds(hour), 3600);
        assert_eq!(TokenLife::of_seconds(7).seconds(hour), 7);
        assert_eq!(TokenLife::of_seconds(-1), TokenLife::Endless);
        assert!(TokenLife::of_seconds(-1).end(hour).is_none());
        assert!(TokenLife::of_seconds(0).end(hour).is_some_and(|end| end <= Instant::now()));
    }
}
