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

    /// Digit by digit: every request needs it, and formatting numbers of 128 bits takes thousands of instructions.
    pub(crate) fn text(self) -> String {
        let mut text = String::with_capacity(36);
        for (at, byte) in self.0.to_be_bytes().into_iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            for digit in [byte >> 4, byte & 0xf] {
                text.push(char::from(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 }));
            }
        }
        text
    }
}

impl fmt::Display for CorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
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
