//! Times as other languages write them.

use std::time::Duration;

use crate::error::{Error, ErrorKind, Result};

/// Longer than anybody waits, and short enough that no clock overflows.
const LONGEST: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// A time given in seconds, which may have a fraction: 0 to ten years.
///
/// # Errors
/// [`ErrorKind::InvalidInput`], code `invalid-duration`, for what is negative, longer, or no number.
///
/// # Example
/// ```
/// use gatewright::client::seconds;
///
/// assert_eq!(seconds(0.25)?.as_millis(), 250);
/// assert_eq!(seconds(f64::NAN).unwrap_err().code(), "invalid-duration");
/// assert_eq!(seconds(-1.0).unwrap_err().code(), "invalid-duration");
/// # Ok::<(), gatewright::Error>(())
/// ```
pub fn seconds(seconds: f64) -> Result<Duration> {
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if duration <= LONGEST => Ok(duration),
        _ => {
            let message = format!(
                "{seconds} is no time in seconds: give a number from 0 to {}",
                LONGEST.as_secs()
            );
            Err(Error::new(ErrorKind::InvalidInput, "invalid-duration", message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_clock_can_hold_is_refused() {
        for refused in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.001, 1e9, f64::MAX] {
            assert_eq!(seconds(refused).unwrap_err().code(), "invalid-duration", "{refused}");
        }
        assert_eq!(seconds(0.0).unwrap(), Duration::ZERO);
        assert_eq!(seconds(LONGEST.as_secs_f64()).unwrap(), LONGEST);
    }
}
