//! When the server is read after a lost answer, on a clock of the test's own.

use std::time::Duration;

use tokio::time::Instant;

use super::link::Link;
use super::reconcile::{OnceOnly, reconcile};
use super::session::Session;
use super::tokens::Tokens;
use super::{ConnectOptions, Credentials, RetryOptions};
use crate::error::{Error, ErrorKind, Result, Retry};

async fn session(retry: RetryOptions) -> Session {
    let options = ConnectOptions::new()
        .release("4.7".parse().unwrap())
        .retry(retry)
        .without_environment_proxy()
        .danger_accept_invalid_certificates();
    let link = Link::open("https://localhost:9443", &options).await.unwrap();
    Session { link, tokens: Tokens::new(Credentials::client("an-id", "a-secret")) }
}

/// A server that finishes what it was sent first after so long, though its answer is lost.
struct Slow {
    begun: Instant,
    done_after: Duration,
    lost: fn() -> Error,
    /// `w` for each request, `r` for each reading, with the half seconds since the beginning.
    course: Vec<(char, u128)>,
}

impl Slow {
    fn new(done_after: Duration, lost: fn() -> Error) -> Self {
        Self { begun: Instant::now(), done_after, lost, course: Vec::new() }
    }

    fn note(&mut self, what: char) {
        self.course.push((what, self.begun.elapsed().as_millis() / 500));
    }

    fn letters(&self) -> String {
        self.course.iter().map(|(what, _)| what).collect()
    }
}

impl OnceOnly<()> for Slow {
    async fn send(&mut self) -> Result<()> {
        self.note('w');
        Err((self.lost)())
    }

    async fn read_back(&mut self) -> Result<Option<()>> {
        self.note('r');
        Ok((self.begun.elapsed() >= self.done_after).then_some(()))
    }
}

fn lost() -> Error {
    Error::new(ErrorKind::Connect, "connection-lost", "x").with_retry(Retry::Ambiguous)
}

fn timed_out() -> Error {
    Error::new(ErrorKind::Timeout, "request-timeout", "x").with_retry(Retry::Ambiguous)
}

fn answered(status: &'static str) -> Error {
    Error::new(ErrorKind::Server, "server-failed", "x")
        .with_retry(Retry::Ambiguous)
        .with_context("status", status)
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_slow_is_read_again_before_anything_is_sent_again() {
    let session = session(RetryOptions::new()).await;
    let gateway_timeout: fn() -> Error = || answered("504");
    for lost in [lost, timed_out, || answered("502"), gateway_timeout] {
        let mut slow = Slow::new(Duration::from_secs(3), lost);
        reconcile(&session, &mut slow).await.unwrap();
        // At once, after half a second, one second and two, and up to a quarter more each.
        assert_eq!(slow.letters(), "wrrrr");
        let halves: Vec<u128> = slow.course.iter().map(|(_, halves)| *halves).collect();
        assert_eq!(halves[..3], [0, 0, 1]);
        assert!((3..=4).contains(&halves[3]) && (7..=9).contains(&halves[4]), "{halves:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_server_says_has_failed_is_read_once_after_a_pause() {
    let session = session(RetryOptions::new().attempts(2)).await;
    let mut failing = Slow::new(Duration::from_secs(3600), || answered("503"));
    let error = reconcile(&session, &mut failing).await.unwrap_err();
    assert_eq!((failing.letters(), error.retry()), ("wrwr".to_owned(), Retry::Ambiguous));
    assert!(failing.course[1].1 >= 1, "{:?}", failing.course);
}

#[tokio::test(start_paused = true)]
async fn the_last_loss_is_settled_like_the_others_and_a_loss_without_repetitions_at_once() {
    let patient = session(RetryOptions::new().attempts(2)).await;
    let mut gone = Slow::new(Duration::from_secs(3600), lost);
    reconcile(&patient, &mut gone).await.unwrap_err();
    assert_eq!(gone.letters(), "wrrrrwrrrr");

    let off = session(RetryOptions::off()).await;
    let mut gone = Slow::new(Duration::from_secs(3600), lost);
    reconcile(&off, &mut gone).await.unwrap_err();
    assert_eq!((gone.letters(), gone.begun.elapsed()), ("wr".to_owned(), Duration::ZERO));
}
