//! Times as other languages write them.

use std::time::Duration;

use crate::error::{Error, ErrorKind, Result};

/// Longer than anybody waits, and short enough that no clock overflows.
const LONGEST: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// The time that is given for `option`, in seconds, which may have a fraction: 0 to ten years.
///
/// # Errors
/// [`ErrorKind::InvalidInput`], code `invalid-duration`, for what is negative, longer, or no number; its message
/// and its context name the option.
///
/// # Example
/// ```
/// use gatewright::client::seconds;
///
/// assert_eq!(seconds("timeout", 0.25)?.as_millis(), 250);
/// assert_eq!(seconds("timeout", f64::NAN).unwrap_err().code(), "invalid-duration");
/// assert_eq!(seconds("timeout", -1.0).unwrap_err().code(), "invalid-duration");
/// # Ok::<(), gatewright::Error>(())
/// ```
pub fn seconds(option: &str, seconds: f64) -> Result<Duration> {
    duration(seconds).ok_or_else(|| refused(option, seconds, "seconds", LONGEST.as_secs().into()))
}

/// The time that is given for `option`, in milliseconds, which may have a fraction: 0 to ten years.
///
/// # Errors
/// [`ErrorKind::InvalidInput`], code `invalid-duration`, for what is negative, longer, or no number; its message
/// and its context name the option.
///
/// # Example
/// ```
/// use gatewright::client::milliseconds;
///
/// assert_eq!(milliseconds("timeout", 250.0)?.as_millis(), 250);
/// assert_eq!(milliseconds("timeout", f64::INFINITY).unwrap_err().code(), "invalid-duration");
/// # Ok::<(), gatewright::Error>(())
/// ```
pub fn milliseconds(option: &str, milliseconds: f64) -> Result<Duration> {
    duration(milliseconds / 1000.0)
        .ok_or_else(|| refused(option, milliseconds, "milliseconds", LONGEST.as_millis()))
}

fn duration(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok().filter(|duration| *duration <= LONGEST)
}

fn refused(option: &str, given: f64, unit: &str, longest: u128) -> Error {
    let message = format!(
        "`{option}` is {given}, which is no time in {unit}: give a number from 0 to {longest}"
    );
    Error::new(ErrorKind::InvalidInput, "invalid-duration", message).with_context("option", option)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_clock_can_hold_is_refused() {
        for refused in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.001, 1e9, f64::MAX] {
            assert_eq!(
                seconds("timeout", refused).unwrap_err().code(),
                "invalid-duration",
                "{refused}"
            );
            let thousand = refused * 1000.0;
            assert_eq!(
                milliseconds("timeout", thousand).unwrap_err().code(),
                "invalid-duration",
                "{refused}"
            );
        }
        assert_eq!(seconds("timeout", 0.0).unwrap(), Duration::ZERO);
        assert_eq!(seconds("timeout", LONGEST.as_secs_f64()).unwrap(), LONGEST);
        assert_eq!(milliseconds("timeout", 0.5).unwrap(), Duration::from_micros(500));
        assert_eq!(milliseconds("timeout", LONGEST.as_secs_f64() * 1000.0).unwrap(), LONGEST);
    }

    #[test]
    fn a_refusal_says_what_would_be_a_time() {
        assert_eq!(
            milliseconds("timeout", -1.0).unwrap_err().message(),
            "`timeout` is -1, which is no time in milliseconds: give a number from 0 to 315360000000"
        );
        assert_eq!(
            seconds("timeout", f64::NAN).unwrap_err().message(),
            "`timeout` is NaN, which is no time in seconds: give a number from 0 to 315360000"
        );
    }
}
