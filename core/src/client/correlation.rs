//! The identifier that finds a request again in API-M's logs.

use std::fmt;

/// The header: with correlation logs switched on (`-DenableCorrelationLogs=true`), API-M writes its value beside what it
/// does for the request; without the header it makes one up. Documented for API-M 2.1 to 4.x, "Monitoring correlation
/// logs".
pub(crate) const HEADER: &str = "activityid";

/// A random identifier, as a UUID of version 4: one per request, the same for its repetitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CorrelationId(u128);

impl CorrelationId {
    pub(crate) fn random() -> Self {
        const VERSION: u128 = 0xf << 76;
        const VARIANT: u128 = 0b11 << 62;
        let random = fastrand::u128(..) & !VERSION & !VARIANT;
        Self(random | 4 << 76 | 0b10 << 62)
    }
}

impl fmt::Display for CorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |shift: u32, digits: u32| (self.0 >> shift) & ((1 << (4 * digits)) - 1);
        write!(
            f,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            part(96, 8),
            part(80, 4),
            part(64, 4),
            part(48, 4),
            part(0, 12)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_a_uuid_of_version_4() {
        let text = CorrelationId::random().to_string();
        assert_eq!(text.len(), 36);
        assert_eq!(text.as_bytes()[14], b'4');
        assert!(matches!(text.as_bytes()[19], b'8' | b'9' | b'a' | b'b'), "{text}");
        let shown = CorrelationId(0x0123_4567_89ab_4def_8123_4567_89ab_cdef).to_string();
        assert_eq!(shown, "01234567-89ab-4def-8123-456789abcdef");
        assert_ne!(CorrelationId::random(), CorrelationId::random());
    }
}
