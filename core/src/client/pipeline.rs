//! What every request to API-M goes through: a permit to be under way, an attempt, and, where a failure may be repeated,
//! a pause and the next attempt, until it succeeds or attempts, budget or time are used up.
//!
//! What lives here: the course of one request through its attempts. What does not: sending
//! ([`link`](super::link)), tokens ([`session`](super::session)), and what happens after a failure that may have been a
//! success ([`reconcile`](super::reconcile)).

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use crate::client::budget::{Budget, Withdrawal};
use crate::client::correlation::CorrelationId;
use crate::client::failed::{Failed, Trouble};
use crate::client::limiter::{Limiter, Permit};
use crate::client::options::ConnectOptions;
use crate::client::retry_options::RetryOptions;
use crate::error::{Error, ErrorKind, Result, Retry};

/// No server's wish stops a session for longer: one odd `Retry-After` would otherwise end its use.
const LONGEST_PAUSE: Duration = Duration::from_secs(3600);

/// What the requests of a session share.
#[derive(Debug)]
pub(crate) struct Pipeline {
    pub(crate) retry: RetryOptions,
    attempt_timeout: Duration,
    pub(crate) budget: Budget,
    pub(crate) limiter: Limiter,
    /// From 0 to 1; a test gives its own.
    random: fn() -> f64,
}

/// One request on its way through its attempts.
#[derive(Debug)]
pub(crate) struct Course<'p> {
    pipeline: &'p Pipeline,
    /// The operation and the server, for an error.
    what: &'static str,
    server: &'p str,
    is_limited: bool,
    deadline: Option<Instant>,
    pub(crate) id: CorrelationId,
    attempts: u32,
    /// Those that count as repetitions: not the one after a renewed token.
    repetitions: u32,
    withdrawal: Option<Withdrawal<'p>>,
    last: Option<Failed>,
}

/// The right to make one attempt.
#[derive(Debug)]
pub(crate) struct Admission<'p> {
    permit: Option<Permit<'p>>,
    /// How long it may take.
    pub(crate) within: Duration,
    /// From 1.
    pub(crate) attempt: u32,
    pub(crate) id: CorrelationId,
}

impl Pipeline {
    pub(crate) fn new(options: &ConnectOptions) -> Self {
        Self {
            retry: options.retry.clone(),
            attempt_timeout: options.request_timeout,
            budget: Budget::new(options.retry.budget),
            limiter: Limiter::new(options.max_concurrency),
            random: fastrand::f64,
        }
    }

    /// Begins a request. Those to other servers than the session's own do not count for its limit.
    pub(crate) fn begin<'p>(
        &'p self,
        what: &'static str,
        server: &'p str,
        is_limited: bool,
    ) -> Course<'p> {
        Course {
            pipeline: self,
            what,
            server,
            is_limited,
            deadline: Instant::now().checked_add(self.retry.deadline),
            id: CorrelationId::random(),
            attempts: 0,
            repetitions: 0,
            withdrawal: None,
            last: None,
        }
    }

    /// The pause before the repetition of this number, from 1: full jitter below a bound that doubles.
    pub(crate) fn pause(&self, repetition: u32) -> Duration {
        self.bound(repetition).mul_f64(self.random())
    }

    /// The pause after the reading of this number, from 1, that did not find what may still be made: the bound, and up to a
    /// quarter more.
    pub(crate) fn settling_pause(&self, reading: u32) -> Duration {
        let bound = self.bound(reading);
        bound.saturating_add(bound.mul_f64(self.random() / 4.0))
    }

    fn bound(&self, number: u32) -> Duration {
        let doubled = 2u32.checked_pow(number.saturating_sub(1)).unwrap_or(u32::MAX);
        self.retry.first_delay.saturating_mul(doubled).min(self.retry.longest_delay)
    }

    fn random(&self) -> f64 {
        (self.random)().clamp(0.0, 1.0)
    }
}

impl<'p> Course<'p> {
    /// Does something that comes before an attempt, such as getting a token, in the time that is left.
    pub(crate) async fn in_time<T>(&mut self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let Some(deadline) = self.deadline else { return work.await };
        match timeout_at(deadline, work).await {
            Ok(done) => done,
            Err(_) => Err(self.out_of_time()),
        }
    }

    /// Waits for the right to make the next attempt.
    pub(crate) async fn admit(&mut self) -> Result<Admission<'p>> {
        let limiter = &self.pipeline.limiter;
        // A pause that outlasts the deadline is known now.
        let is_in_vain = |deadline| self.is_limited && limiter.is_paused_beyond(deadline);
        if self.deadline.is_some_and(is_in_vain) {
            return Err(self.out_of_time());
        }
        let permit = if self.is_limited {
            let acquired = match self.deadline {
                Some(deadline) => timeout_at(deadline, limiter.acquire()).await.ok(),
                None => Some(limiter.acquire().await),
            };
            Some(acquired.ok_or_else(|| self.out_of_time())?)
        } else {
            None
        };
        self.attempts += 1;
        let within = self.left().min(self.pipeline.attempt_timeout);
        Ok(Admission { permit, within, attempt: self.attempts, id: self.id })
    }

    /// Takes note of an attempt's outcome: the result, or nothing when there is to be another attempt, after the pause that
    /// this waits for.
    pub(crate) async fn settle<T>(
        &mut self,
        admission: Admission<'p>,
        outcome: Result<T, Failed>,
    ) -> Option<Result<T>> {
        admission.learn(outcome.as_ref().err());
        drop(admission);
        let withdrawal = self.withdrawal.take();
        let failed = match outcome {
            Ok(value) => {
                if withdrawal.is_none() {
                    self.pipeline.budget.succeeded();
                }
                return Some(Ok(value));
            }
            Err(failed) => failed,
        };
        if let Some(withdrawal) = withdrawal {
            withdrawal.spend();
        }
        if let Some(Trouble::TooManyRequests) = failed.trouble
            && let Some(wish) = failed.wish
            && self.is_limited
        {
            self.pipeline.limiter.pause(wish.min(LONGEST_PAUSE));
        }
        let pause = match self.next(&failed) {
            Ok(pause) => pause,
            Err(reason) => return Some(Err(self.give_up(failed, reason))),
        };
        tracing::debug!(
            target: "gatewright",
            operation = self.what,
            attempt = self.attempts,
            pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
            correlation_id = %self.id,
            code = failed.error.code(),
            "failed, to be repeated"
        );
        self.last = Some(failed);
        sleep(pause).await;
        None
    }

    /// The pause before the next attempt, or why there is none; nothing when it is not the limits that forbid it.
    fn next(&mut self, failed: &Failed) -> Result<Duration, Option<&'static str>> {
        if failed.error.retry() != Retry::Safe || failed.is_lasting {
            return Err(None);
        }
        let retry = &self.pipeline.retry;
        if self.repetitions + 1 >= retry.attempts {
            return Err((retry.attempts > 1).then_some("attempts"));
        }
        let pause = self.pipeline.pause(self.repetitions + 1);
        let pause = failed.wish.map_or(pause, |wish| wish.saturating_add(pause));
        if pause >= self.left() {
            return Err(Some("deadline"));
        }
        let is_timeout = failed.error.kind() == ErrorKind::Timeout;
        let withdrawal = self.pipeline.budget.take(is_timeout).ok_or(Some("budget"))?;
        self.withdrawal = Some(withdrawal);
        self.repetitions += 1;
        Ok(pause)
    }

    fn left(&self) -> Duration {
        self.deadline.map_or(Duration::MAX, |at| at.saturating_duration_since(Instant::now()))
    }

    fn give_up(&self, failed: Failed, reason: Option<&'static str>) -> Error {
        let error = match reason {
            Some(reason) => failed.error.with_context("gave_up", reason),
            None => failed.error,
        };
        self.with_attempts(error)
    }

    /// An error with how often the request was made, and what finds it in API-M's logs.
    pub(crate) fn with_attempts(&self, error: Error) -> Error {
        error
            .concerning("attempts", self.attempts.to_string())
            .concerning("correlation_id", self.id.to_string())
    }

    /// The deadline passed before an attempt: the last failure, when there was one.
    fn out_of_time(&mut self) -> Error {
        if let Some(last) = self.last.take() {
            return self.give_up(last, Some("deadline"));
        }
        let message = format!(
            "cannot {} at {}: no attempt could be made within {:?}, because others are under way or the server asked for \
             a pause; allow more time with `deadline` of the retry options, or do less at a time",
            self.what, self.server, self.pipeline.retry.deadline
        );
        let error = Error::new(ErrorKind::Timeout, "deadline-exceeded", message)
            .with_retry(Retry::Safe)
            .with_context("request", self.what)
            .with_context("server", self.server)
            .with_context("gave_up", "deadline");
        self.with_attempts(error)
    }
}

impl Admission<'_> {
    /// The server answered, and the next attempt is to be made at once, with a new token: it is no repetition.
    pub(crate) fn answered(self) {
        self.learn(None);
    }

    fn learn(&self, failed: Option<&Failed>) {
        let Some(permit) = &self.permit else { return };
        match failed {
            None => permit.was_clean(),
            Some(failed) if failed.trouble.is_some() => permit.was_too_much(),
            Some(failed) if failed.status.is_some_and(|status| status < 500) => permit.was_clean(),
            Some(_) => {}
        }
    }
}

#[cfg(test)]
#[path = "pipeline_tests.rs"]
mod tests;
