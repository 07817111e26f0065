//! A clock of the test's own beside real sockets: it goes on only as far as the test drives it, so that no machine is too
//! slow for a timeout, and hours of silence take no time.

use std::pin::pin;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::advance;

use super::socket::Socket;

/// The time allowed for a connection and for an attempt.
pub(super) const PATIENCE: Duration = Duration::from_secs(24 * 3600);
/// How far a server that stands still lets the time go on at once.
const STANDSTILL: Duration = Duration::from_secs(4 * 3600);
const FIRST_STEP: Duration = Duration::from_millis(1);
const LONGEST_STEP: Duration = Duration::from_secs(10);

/// Keeps the paused clock of a runtime from running ahead by itself while sockets are waited for.
pub(super) struct Clock {
    _held: Sender<()>,
}

impl Clock {
    /// In a runtime whose clock is paused.
    pub(super) fn hold() -> Self {
        let (held, end) = channel::<()>();
        // A paused clock jumps to the next timer when there is nothing to do; it does not while a blocking task runs.
        drop(spawn_blocking(move || end.recv()));
        Self { _held: held }
    }

    /// Does the work. Where nothing happens at the server, the pauses of the client pass.
    pub(super) async fn drive<T>(&self, server: &Socket, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        let mut step = FIRST_STEP;
        let mut seen = server.steps();
        loop {
            tokio::select! {
                biased;
                done = &mut work => return done,
                () = a_moment() => {}
            }
            if server.is_stalled() {
                advance(STANDSTILL).await;
                continue;
            }
            let now = server.steps();
            step = if now == seen { (step * 2).min(LONGEST_STEP) } else { FIRST_STEP };
            seen = now;
            advance(step).await;
        }
    }
}

/// Of real time.
async fn a_moment() {
    let slept = spawn_blocking(|| std::thread::sleep(Duration::from_millis(1))).await;
    slept.expect("sleeping does not fail");
}
