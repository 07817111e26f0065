//! Operations that must not be done twice, after a failure that may have been a success.
//!
//! API-M has no idempotency keys. So when the answer to a request that creates something is lost, the server is read: what
//! is there was done; what is not is sent again, as often as the retry options allow. Nothing is sent again unread (law 8
//! of the design).
//!
//! A request whose connection broke, or that was waited for too long, may still be at work on the server when it is read.
//! So what is not there yet is read again, after pauses that double from the first delay ([`READS`]), before it counts as
//! not done. What remains is a server that works on for longer than that: a request sent again then meets the first one,
//! and API-M answers a conflict where names are unique (APIs, applications, environments), but makes a second revision.

use crate::client::budget::Withdrawal;
use crate::client::control_plane::ControlPlane;
use crate::client::pipeline::Pipeline;
use crate::client::session::Session;
use crate::error::{Error, ErrorKind, Result, Retry};
use crate::rest::Call;

/// How often the server is read after a loss before what is not there counts as not done: at once, and after one, two and
/// four times the first delay. By default that takes three and a half seconds, and up to a quarter more.
const READS: u32 = 4;

/// Something to be done once.
pub(crate) trait OnceOnly<T> {
    /// Does it. An error whose [`Error::retry`] is [`Retry::Ambiguous`] means that it may have been done.
    fn send(&mut self) -> impl Future<Output = Result<T>> + Send;

    /// Whether it was done, by reading the server: the value that the lost answer would have had, or nothing.
    fn read_back(&mut self) -> impl Future<Output = Result<Option<T>>> + Send;
}

/// Something that was done once.
#[derive(Debug)]
pub(crate) struct Settled<T> {
    pub(crate) value: T,
    /// The failure after which it was found done; none when an answer said so.
    pub(crate) after: Option<Error>,
}

/// Does something once, reading the server whenever an answer is lost.
///
/// # Errors
/// The failure, when it was not done: for certain when its [`Error::retry`] is not [`Retry::Ambiguous`]. When the server
/// could not be read either, the context `read_back` says why.
pub(crate) async fn reconcile<T>(
    session: &Session,
    once: &mut impl OnceOnly<T>,
) -> Result<Settled<T>> {
    let pipeline = session.link.pipeline();
    let mut attempt = 1;
    let mut lost: Option<Error> = None;
    let mut withdrawal: Option<Withdrawal<'_>> = None;
    loop {
        let error = match once.send().await {
            Ok(value) => return Ok(Settled { value, after: None }),
            Err(error) => error,
        };
        if let Some(withdrawal) = withdrawal.take() {
            withdrawal.spend();
        }
        let is_ambiguous = error.retry() == Retry::Ambiguous;
        // After a lost answer, what is there already, or gone already, is most likely one's own doing.
        let is_own = matches!(error.kind(), ErrorKind::Conflict | ErrorKind::NotFound);
        if !is_ambiguous && (lost.is_none() || !is_own) {
            return Err(error);
        }
        let is_last = attempt >= pipeline.retry.attempts;
        let reads = if may_still_run(&error) && pipeline.retry.attempts > 1 {
            READS
        } else {
            if !is_last {
                tokio::time::sleep(pipeline.pause(attempt).max(pipeline.retry.first_delay)).await;
            }
            1
        };
        match settle(pipeline, reads, once).await {
            Ok(Some(value)) => return Ok(Settled { value, after: Some(lost.unwrap_or(error)) }),
            Ok(None) if is_ambiguous && !is_last => {}
            Ok(None) => return Err(error),
            Err(unread) => return Err(error.concerning("read_back", unread.message())),
        }
        withdrawal = pipeline.budget.take(error.kind() == ErrorKind::Timeout);
        if withdrawal.is_none() {
            return Err(error.concerning("gave_up", "budget"));
        }
        lost = Some(error);
        attempt += 1;
    }
}

/// Reads the server up to so many times, until it is done there.
async fn settle<T>(
    pipeline: &Pipeline,
    reads: u32,
    once: &mut impl OnceOnly<T>,
) -> Result<Option<T>> {
    for read in 1..=reads {
        if let Some(value) = once.read_back().await? {
            return Ok(Some(value));
        }
        if read < reads {
            tokio::time::sleep(pipeline.settling_pause(read)).await;
        }
    }
    Ok(None)
}

/// Whether nobody said that the request is over: no answer came, or one of something that waited for the server in vain.
fn may_still_run(error: &Error) -> bool {
    let is_gateways =
        |(key, value): &(&str, String)| *key == "status" && matches!(value.as_str(), "502" | "504");
    error.retry() == Retry::Ambiguous
        && (matches!(error.kind(), ErrorKind::Connect | ErrorKind::Timeout)
            || error.context().iter().any(is_gateways))
}

/// A request and a way to read back what it does.
struct Sending<'s, T, F> {
    session: &'s Session,
    call: &'s Call<T>,
    read_back: F,
}

impl<T, F, R> OnceOnly<T> for Sending<'_, T, F>
where
    T: Send,
    F: FnMut() -> R + Send,
    R: Future<Output = Result<Option<T>>> + Send,
{
    fn send(&mut self) -> impl Future<Output = Result<T>> + Send {
        self.session.send(self.call)
    }

    fn read_back(&mut self) -> impl Future<Output = Result<Option<T>>> + Send {
        (self.read_back)()
    }
}

impl ControlPlane {
    /// Sends a request that must not be done twice. `read_back` reads the server for what the request makes: it is asked
    /// when an answer was lost, and tells the value that the answer would have had, or `None` when nothing was made. See
    /// [`reconcile`] for what is done about it.
    ///
    /// ```ignore
    /// let made = self.send_once(&application::create(release, name, plan), || self.find_application(name)).await?;
    /// ```
    pub(crate) async fn send_once<T, F, R>(&self, call: &Call<T>, read_back: F) -> Result<T>
    where
        T: Send,
        F: FnMut() -> R + Send,
        R: Future<Output = Result<Option<T>>> + Send,
    {
        let session = &*self.session;
        let mut sending = Sending { session, call, read_back };
        Ok(reconcile(session, &mut sending).await?.value)
    }
}
