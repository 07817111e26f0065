//! How many requests pass in a second.

use std::time::Instant;

/// A bucket that fills by so many requests a second, and holds no more than those of one second.
#[derive(Clone, Debug)]
pub(super) struct Rate {
    per_second: u32,
    left: f64,
    filled: Instant,
}

impl Rate {
    pub(super) fn new(per_second: u32) -> Self {
        Self { per_second, left: f64::from(per_second), filled: Instant::now() }
    }

    pub(super) fn per_second(&self) -> u32 {
        self.per_second
    }

    /// Takes a request in; false when there is no room for it.
    pub(super) fn passes(&mut self) -> bool {
        self.passes_at(Instant::now())
    }

    fn passes_at(&mut self, now: Instant) -> bool {
        let most = f64::from(self.per_second);
        let since = now.saturating_duration_since(self.filled).as_secs_f64();
        self.left = (self.left + since * most).min(most);
        self.filled = now;
        let passes = self.left >= 1.0;
        if passes {
            self.left -= 1.0;
        }
        passes
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_second_lets_as_many_pass_as_it_should() {
        let mut rate = Rate::new(2);
        let start = rate.filled;
        let at = |rate: &mut Rate, millis| rate.passes_at(start + Duration::from_millis(millis));
        assert_eq!(
            [0, 0, 0, 400, 500].map(|millis| at(&mut rate, millis)),
            [true, true, false, false, true]
        );
        // However long nothing comes, no more than one second's are saved.
        assert_eq!([9000, 9000, 9000].map(|millis| at(&mut rate, millis)), [true, true, false]);
        assert!(!Rate::new(0).passes());
    }
}
