//! One failed attempt, with what decides about the next.

use std::time::{Duration, SystemTime};

use crate::client::retry_after::wanted_pause;
use crate::client::transport::Lost;
use crate::error::{Error, ErrorKind};
use crate::rest::Response;

/// A failed attempt.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) error: Error,
    /// Of the answer, when there was one.
    pub(crate) status: Option<u16>,
    /// How long the server wants to be left alone.
    pub(crate) wish: Option<Duration>,
    pub(crate) trouble: Option<Trouble>,
    /// No repetition heals it, though one would do no harm.
    pub(crate) is_lasting: bool,
}

/// Why there should be fewer requests at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    TooManyRequests,
    /// The server's database chose the request as the victim of a deadlock: product-apim#4788, under parallel publishing.
    Deadlock,
}

/// As much of a body as is searched.
const SEARCHED: usize = 64 * 1024;

impl Failed {
    /// No answer.
    pub(crate) fn lost(error: Error, lost: &Lost) -> Self {
        let is_lasting = matches!(lost.kind, ErrorKind::Tls | ErrorKind::InvalidInput)
            || lost.code == "answer-too-long";
        Self { error, status: None, wish: None, trouble: None, is_lasting }
    }

    /// An answer that is no success.
    pub(crate) fn refused(error: Error, response: &Response) -> Self {
        let trouble = match response.status {
            429 => Some(Trouble::TooManyRequests),
            500.. if speaks_of_a_deadlock(&response.body) => Some(Trouble::Deadlock),
            _ => None,
        };
        let wish = matches!(response.status, 429 | 503)
            .then(|| wanted_pause(response, SystemTime::now()))
            .flatten();
        Self { error, status: Some(response.status), wish, trouble, is_lasting: false }
    }

    /// What the user gave cannot be sent.
    pub(crate) fn not_sent(error: Error) -> Self {
        Self { error, status: None, wish: None, trouble: None, is_lasting: true }
    }

    /// A success whose body cannot be read.
    pub(crate) fn unreadable(error: Error) -> Self {
        Self { error, status: None, wish: None, trouble: None, is_lasting: false }
    }
}

fn speaks_of_a_deadlock(body: &[u8]) -> bool {
    let body = body.get(..body.len().min(SEARCHED)).unwrap_or_default();
    body.windows(b"deadlock".len()).any(|word| word.eq_ignore_ascii_case(b"deadlock"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trouble(status: u16, body: &str) -> Option<Trouble> {
        let response = Response { status, body: body.as_bytes().to_vec(), ..Response::default() };
        let error = Error::new(ErrorKind::Server, "server-failed", "x");
        Failed::refused(error, &response).trouble
    }

    #[test]
    fn deadlocks_are_seen_in_a_servers_own_failures_alone() {
        let body = r#"{"code":900967,"message":"General Error","description":"Deadlock found when trying to get lock"}"#;
        assert_eq!(trouble(500, body), Some(Trouble::Deadlock));
        assert_eq!(trouble(500, "was DEADLOCKED on lock resources"), Some(Trouble::Deadlock));
        assert_eq!(trouble(400, body), None);
        assert_eq!(trouble(500, "dead lock"), None);
        assert_eq!(trouble(429, ""), Some(Trouble::TooManyRequests));
    }
}
