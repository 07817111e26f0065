//! When a server wants to be asked again: the header `Retry-After`, in seconds or as a date.

use std::time::{Duration, SystemTime};

use crate::rest::Response;

/// How long the server wants to be left alone. A date is measured against the answer's own `Date`, so that a clock that
/// is wrong here does no harm; one that has passed is no wish.
pub(crate) fn wanted_pause(response: &Response, now: SystemTime) -> Option<Duration> {
    let value = response.header("retry-after")?.trim();
    if is_seconds(value) {
        return value.parse().ok().map(Duration::from_secs);
    }
    let at = httpdate::parse_http_date(value).ok()?;
    let sent = response.header("date").and_then(|date| httpdate::parse_http_date(date).ok());
    at.duration_since(sent.unwrap_or(now)).ok().filter(|pause| !pause.is_zero())
}

/// True for what the header can hold; anything else is somebody's text.
pub(crate) fn is_wish(value: &str) -> bool {
    is_seconds(value) || httpdate::parse_http_date(value).is_ok()
}

fn is_seconds(value: &str) -> bool {
    !value.is_empty() && value.len() <= 10 && value.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pause(after: &str, date: Option<&str>) -> Option<Duration> {
        let mut headers = vec![("retry-after".to_owned(), after.to_owned())];
        headers.extend(date.map(|date| ("date".to_owned(), date.to_owned())));
        let now = httpdate::parse_http_date("Mon, 23 Nov 2026 20:00:00 GMT").unwrap();
        wanted_pause(&Response { status: 429, headers, body: Vec::new() }, now)
    }

    #[test]
    fn seconds_and_dates_are_understood() {
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(pause("120", None), seconds(120));
        assert_eq!(pause("0", None), seconds(0));
        assert_eq!(pause("Mon, 23 Nov 2026 20:00:07 GMT", None), seconds(7));
        assert_eq!(pause("Monday, 23-Nov-26 20:00:07 GMT", None), seconds(7));
        let theirs = Some("Mon, 23 Nov 2026 19:00:00 GMT");
        assert_eq!(
            pause("Mon, 23 Nov 2026 19:00:05 GMT", theirs),
            seconds(5),
            "their clock counts"
        );
        assert_eq!(pause("Mon, 23 Nov 2026 19:59:00 GMT", None), None, "it has passed");
        for text in ["", "-1", "1.5", "soon", "12345678901", "2026-Nov-23 21:00:00+0000 UTC"] {
            assert_eq!(pause(text, None), None, "{text}");
            assert!(!is_wish(text), "{text}");
        }
        assert!(is_wish("3") && is_wish("Sun, 06 Nov 1994 08:49:37 GMT"));
    }
}
