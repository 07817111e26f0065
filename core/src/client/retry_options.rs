//! How failures are repeated, as a user can say it.

use std::time::Duration;

use crate::error::{Error, ErrorKind, Result};

/// How a session repeats requests that failed, where that is safe: see [`Retry`](crate::Retry). What may have been done
/// already is never sent again before the server was read, but for what gives a token and what says all that an application,
/// a subscription, a deployment or an environment is to be (`PUT`): of these API-M does not tell when they changed, so what
/// somebody else writes between two attempts is overwritten, as it is by the first. The update of an API is sent again only
/// when the API did not change.
///
/// After a broken connection or a timeout the server may still be at work. It is read at once, and while what was asked for
/// is not there, again after one, two and four times [`first_delay`] (in all 3.5 seconds by default), before the request is
/// sent again. A server that goes on for longer than that can still do both: API-M refuses the second where names are unique
/// (APIs, applications, environments), and makes a second revision. Give a server that slow a longer [`first_delay`].
///
/// The pause before a repetition is drawn between nothing and a bound that doubles from [`first_delay`] up to
/// [`longest_delay`] (exponential back-off with full jitter), so that many clients do not come back at the same moment.
/// A server that says when to come back (`Retry-After`) is obeyed. All calls of a session share a budget of repetitions,
/// so that a server in trouble is not given several times its load.
///
/// An error that was given up says in its [context](crate::Error::context) how many `attempts` were made and why it
/// `gave_up`: for `attempts`, the `budget` or the `deadline`.
///
/// [`first_delay`]: Self::first_delay
/// [`longest_delay`]: Self::longest_delay
///
/// ```
/// use std::time::Duration;
/// use gatewright::client::{ConnectOptions, RetryOptions};
///
/// let patient = RetryOptions::new().attempts(8).deadline(Duration::from_secs(600));
/// let options = ConnectOptions::new().retry(patient);
/// let at_once = ConnectOptions::new().retry(RetryOptions::off());
/// # let _ = (options, at_once);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryOptions {
    pub(crate) attempts: u32,
    pub(crate) first_delay: Duration,
    pub(crate) longest_delay: Duration,
    pub(crate) budget: u32,
    pub(crate) deadline: Duration,
}

impl Default for RetryOptions {
    fn default() -> Self {
        Self {
            attempts: 4,
            first_delay: Duration::from_millis(500),
            longest_delay: Duration::from_secs(20),
            budget: 100,
            deadline: Duration::from_secs(180),
        }
    }
}

impl RetryOptions {
    /// The defaults: 4 attempts, pauses that start at up to half a second and grow to up to 20 seconds, a budget of 100
    /// repetitions, 3 minutes for a request with all its repetitions.
    pub fn new() -> Self {
        Self::default()
    }

    /// No repetition at all: every failure is told at once. The deadline stays.
    pub fn off() -> Self {
        Self { attempts: 1, budget: 0, ..Self::default() }
    }

    /// How often a request is sent at most, the first time included: 1 or more. Default: 4.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The longest first pause, and the first pause between two readings of what may still be made. Default: half a second.
    #[must_use]
    pub fn first_delay(mut self, delay: Duration) -> Self {
        self.first_delay = delay;
        self
    }

    /// Where the pauses stop growing. A longer wish of the server's is obeyed. Default: 20 seconds.
    #[must_use]
    pub fn longest_delay(mut self, delay: Duration) -> Self {
        self.longest_delay = delay;
        self
    }

    /// How many repetitions a session has in store. Each takes one, after a timeout two; a repetition that succeeds gives
    /// back what it took, any other success a fifth of one. With an empty store failures are told at once. Default: 100.
    #[must_use]
    pub fn budget(mut self, repetitions: u32) -> Self {
        self.budget = repetitions;
        self
    }

    /// How long one request may take with all its repetitions and pauses. An operation such as publishing sends several
    /// requests, each with a deadline of its own. Default: 3 minutes.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// # Errors
    /// [`ErrorKind::InvalidInput`] for no attempt at all, or no time.
    pub(crate) fn check(&self) -> Result<()> {
        let refuse = |message: &str| {
            Err(Error::new(ErrorKind::InvalidInput, "invalid-option", message.to_owned()))
        };
        if self.attempts == 0 {
            return refuse(
                "`attempts` of the retry options is 0, so nothing would be sent: 1 sends once and repeats nothing",
            );
        }
        if self.deadline.is_zero() {
            return refuse("`deadline` of the retry options is 0, so nothing would be sent");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_send_nothing_is_refused() {
        assert!(RetryOptions::new().check().is_ok() && RetryOptions::off().check().is_ok());
        for options in
            [RetryOptions::new().attempts(0), RetryOptions::new().deadline(Duration::ZERO)]
        {
            assert_eq!(options.check().unwrap_err().code(), "invalid-option");
        }
    }
}
