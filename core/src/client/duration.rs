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
    duration(seconds).ok_or_else(|| invalid(seconds, "seconds", LONGEST.as_secs().into()))
}

/// A time given in milliseconds, which may have a fraction: 0 to ten years.
///
/// # Errors
/// [`ErrorKind::InvalidInput`], code `invalid-duration`, for what is negative, longer, or no number.
///
/// # Example
/// ```
/// use gatewright::client::milliseconds;
///
/// assert_eq!(milliseconds(250.0)?.as_millis(), 250);
/// assert_eq!(milliseconds(f64::INFINITY).unwrap_err().code(), "invalid-duration");
/// # Ok::<(), gatewright::Error>(())
/// ```
pub fn milliseconds(milliseconds: f64) -> Result<Duration> {
    duration(milliseconds / 1000.0)
        .ok_or_else(|| invalid(milliseconds, "milliseconds", LONGEST.as_millis()))
}

fn duration(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok().filter(|duration| *duration <= LONGEST)
}

fn invalid(given: f64, unit: &str, longest: u128) -> Error {
    let message = format!("{given} is no time in {unit}: give a number from 0 to {longest}");
    Error::new(ErrorKind::InvalidInput, "invalid-duration", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_clock_can_hold_is_refused() {
        for refused in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.001, 1e9, f64::MAX] {
            assert_eq!(seconds(refused).unwrap_err().code(), "invalid-duration", "{refused}");
            let thousand = refused * 1000.0;
            assert_eq!(milliseconds(thousand).unwrap_err().code(), "invalid-duration", "{refused}");
        }
        assert_eq!(seconds(0.0).unwrap(), Duration::ZERO);
        assert_eq!(seconds(LONGEST.as_secs_f64()).unwrap(), LONGEST);
        assert_eq!(milliseconds(0.5).unwrap(), Duration::from_micros(500));
        assert_eq!(milliseconds(LONGEST.as_secs_f64() * 1000.0).unwrap(), LONGEST);
    }

    #[test]
    fn a_refusal_says_what_would_be_a_time() {
        assert_eq!(
            milliseconds(-1.0).unwrap_err().message(),
            "-1 is no time in milliseconds: give a number from 0 to 315360000000"
        );
        assert_eq!(
            seconds(f64::NAN).unwrap_err().message(),
            "NaN is no time in seconds: give a number from 0 to 315360000"
        );
    }
}
