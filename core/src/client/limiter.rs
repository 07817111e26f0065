//! How many requests are under way at a time: additive increase, multiplicative decrease.
//!
//! API-M's databases run into deadlocks under parallel publishing, and what stands before it may limit rates. So a session
//! starts small, grows by one after a clean window (as many clean answers as it may have requests under way), and halves
//! at a sign of trouble, once per window: what was sent before the halving does not halve it again.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep_until};

/// How many a session starts with.
const START: usize = 4;

/// Permits for requests, as many as the server bears.
#[derive(Debug)]
pub(crate) struct Limiter {
    semaphore: Semaphore,
    state: Mutex<State>,
    cap: usize,
}

#[derive(Debug)]
struct State {
    limit: usize,
    /// Permits that are out and will not come back, because the limit fell.
    owed: usize,
    under_way: usize,
    /// Clean answers in this window.
    clean: usize,
    window: u64,
    paused_until: Option<Instant>,
}

/// The right to have one request under way. Dropping it gives the right back.
#[derive(Debug)]
pub(crate) struct Permit<'l> {
    limiter: &'l Limiter,
    held: Option<SemaphorePermit<'l>>,
    window: u64,
}

impl Limiter {
    pub(crate) fn new(cap: usize) -> Self {
        let cap = cap.clamp(1, Semaphore::MAX_PERMITS);
        let limit = START.min(cap);
        let state = State { limit, owed: 0, under_way: 0, clean: 0, window: 0, paused_until: None };
        Self { semaphore: Semaphore::new(limit), state: Mutex::new(state), cap }
    }

    /// How many may be under way at most.
    pub(crate) fn cap(&self) -> usize {
        self.cap
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a permit, first come first served, and for the end of a pause the server asked for.
    pub(crate) async fn acquire(&self) -> Permit<'_> {
        loop {
            let paused_until = self.state().paused_until;
            if let Some(until) = paused_until {
                sleep_until(until).await;
            }
            let held = self.semaphore.acquire().await.ok(); // it is never closed
            let mut state = self.state();
            // Somebody may have been told to pause while this one waited.
            if state.paused_until.is_some_and(|until| until > Instant::now()) {
                continue;
            }
            state.paused_until = None;
            state.under_way += 1;
            return Permit { limiter: self, held, window: state.window };
        }
    }

    /// Nobody sends anything for so long.
    pub(crate) fn pause(&self, pause: Duration) {
        let Some(until) = Instant::now().checked_add(pause) else { return };
        let mut state = self.state();
        state.paused_until = state.paused_until.max(Some(until));
    }

    /// Whether nothing can be sent before then.
    pub(crate) fn is_paused_beyond(&self, at: Instant) -> bool {
        self.state().paused_until.is_some_and(|until| until >= at)
    }

    #[cfg(test)]
    pub(crate) fn limit(&self) -> usize {
        self.state().limit
    }

    #[cfg(test)]
    pub(crate) fn under_way(&self) -> usize {
        self.state().under_way
    }
}

impl Permit<'_> {
    /// The server answered without a sign of trouble.
    pub(crate) fn was_clean(&self) {
        let limiter = self.limiter;
        let mut state = limiter.state();
        // What does not use its limit learns nothing about a higher one.
        let is_used = state.under_way * 2 >= state.limit;
        if self.window != state.window || !is_used {
            return;
        }
        state.clean += 1;
        if state.clean < state.limit {
            return;
        }
        state.clean = 0;
        if state.limit < limiter.cap {
            state.limit += 1;
            if state.owed > 0 {
                state.owed -= 1;
            } else {
                limiter.semaphore.add_permits(1);
            }
        }
    }

    /// The server said that it is too much, or its database that it is entangled.
    pub(crate) fn was_too_much(&self) {
        let limiter = self.limiter;
        let mut state = limiter.state();
        if self.window != state.window {
            return;
        }
        state.window += 1;
        state.clean = 0;
        let halved = (state.limit / 2).max(1);
        let fewer = state.limit - halved;
        state.limit = halved;
        state.owed += fewer - limiter.semaphore.forget_permits(fewer);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut state = self.limiter.state();
        state.under_way -= 1;
        if state.owed > 0
            && let Some(held) = self.held.take()
        {
            state.owed -= 1;
            held.forget();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::pin;
    use std::task::Poll;

    use super::*;

    async fn all(limiter: &Limiter) -> Vec<Permit<'_>> {
        let mut permits = Vec::new();
        while let Some(permit) = at_once(limiter).await {
            permits.push(permit);
        }
        permits
    }

    async fn at_once(limiter: &Limiter) -> Option<Permit<'_>> {
        let mut acquire = pin!(limiter.acquire());
        poll_fn(|context| match acquire.as_mut().poll(context) {
            Poll::Ready(permit) => Poll::Ready(Some(permit)),
            Poll::Pending => Poll::Ready(None),
        })
        .await
    }

    #[tokio::test]
    async fn it_starts_with_four_grows_by_one_per_clean_window_and_stops_at_the_cap() {
        let limiter = Limiter::new(6);
        for limit in [4, 5, 6, 6] {
            let permits = all(&limiter).await;
            assert_eq!(permits.len(), limit);
            permits.iter().for_each(Permit::was_clean);
        }
        assert_eq!(Limiter::new(2).limit(), 2);
    }

    #[tokio::test]
    async fn what_does_not_use_its_limit_does_not_grow() {
        let limiter = Limiter::new(16);
        for _ in 0..100 {
            at_once(&limiter).await.unwrap().was_clean();
        }
        assert_eq!(limiter.limit(), 4);
    }

    #[tokio::test]
    async fn trouble_halves_once_per_window_and_never_below_one() {
        let limiter = Limiter::new(16);
        for halved in [2, 1, 1] {
            let permits = all(&limiter).await;
            for permit in &permits {
                permit.was_too_much();
                assert_eq!(limiter.limit(), halved);
            }
            drop(permits);
            assert_eq!(all(&limiter).await.len(), halved, "as many as the limit allows come back");
        }
        assert_eq!(limiter.under_way(), 0);
    }

    #[tokio::test]
    async fn what_was_sent_before_a_halving_does_not_count_after_it() {
        let limiter = Limiter::new(16);
        let before = all(&limiter).await;
        before[0].was_too_much();
        before.iter().for_each(Permit::was_clean);
        drop(before);
        assert_eq!(limiter.limit(), 2);
        let after = all(&limiter).await;
        after.iter().for_each(Permit::was_clean);
        assert_eq!(limiter.limit(), 3);
        assert_eq!(all(&limiter).await.len(), 1, "growth gives a permit at once");
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_everybody_also_those_who_wait_already() {
        let limiter = Limiter::new(1);
        let first = limiter.acquire().await;
        let start = Instant::now();
        let pausing = async {
            limiter.pause(Duration::from_secs(7));
            limiter.pause(Duration::from_secs(3));
            drop(first);
        };
        let (waiting, ()) = tokio::join!(limiter.acquire(), pausing);
        assert_eq!(start.elapsed(), Duration::from_secs(7));
        drop(waiting);
        assert!(at_once(&limiter).await.is_some());
    }

    #[tokio::test]
    async fn nobody_who_gives_up_takes_a_permit_along() {
        let limiter = Limiter::new(1);
        let held = limiter.acquire().await;
        assert!(at_once(&limiter).await.is_none());
        drop(held);
        assert!(at_once(&limiter).await.is_some());
        assert_eq!(limiter.under_way(), 0);
    }
}
