//! A session's store of repetitions: a token bucket, as AWS's SDKs have it.

use std::sync::Mutex;
use std::sync::PoisonError;

/// What a repetition takes, and what a success without one puts in.
const REPETITION: u32 = 5;
const AFTER_TIMEOUT: u32 = 10;
const SUCCESS: u32 = 1;

/// The store.
#[derive(Debug)]
pub(crate) struct Budget {
    left: Mutex<u32>,
    full: u32,
}

/// What a repetition took. It goes back unless the repetition fails: a success gives it back, and one that nobody waits
/// for any more took nothing.
#[derive(Debug)]
pub(crate) struct Withdrawal<'b> {
    budget: &'b Budget,
    amount: u32,
}

impl Budget {
    /// A full store of so many repetitions.
    pub(crate) fn new(repetitions: u32) -> Self {
        let full = repetitions.saturating_mul(REPETITION);
        Self { left: Mutex::new(full), full }
    }

    /// Takes out one repetition; none when there is too little left.
    pub(crate) fn take(&self, after_timeout: bool) -> Option<Withdrawal<'_>> {
        let amount = if after_timeout { AFTER_TIMEOUT } else { REPETITION };
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        *left = left.checked_sub(amount)?;
        Some(Withdrawal { budget: self, amount })
    }

    /// A request succeeded at its first attempt.
    pub(crate) fn succeeded(&self) {
        self.put(SUCCESS);
    }

    fn put(&self, amount: u32) {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        *left = left.saturating_add(amount).min(self.full);
    }

    #[cfg(test)]
    pub(crate) fn is_full(&self) -> bool {
        *self.left.lock().unwrap() == self.full
    }
}

impl Withdrawal<'_> {
    /// The repetition failed.
    pub(crate) fn spend(mut self) {
        self.amount = 0;
    }
}

impl Drop for Withdrawal<'_> {
    fn drop(&mut self) {
        self.budget.put(self.amount);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_empty_the_store_and_successes_fill_it_again() {
        let budget = Budget::new(2);
        budget.take(false).unwrap().spend();
        assert!(budget.take(true).is_none(), "a timeout costs two");
        budget.take(false).unwrap().spend();
        assert!(budget.take(false).is_none());
        for _ in 0..5 {
            assert!(budget.take(false).is_none());
            budget.succeeded();
        }
        drop(budget.take(false).unwrap());
        assert!(budget.take(false).is_some(), "what was not spent is back");
        (0..100).for_each(|_| budget.succeeded());
        assert!(budget.is_full());
    }
}
