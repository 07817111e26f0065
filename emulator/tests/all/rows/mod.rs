//! The rows of the REST reference that state an answer, by section and words, and that the emulator gives it.
//!
//! A failing row says its section and words. `consumer_checklist` has all of them.

mod consumer_checklist;
mod gateway_calls;
mod gateway_rest;
mod keys;
mod oauth;
mod other_answers;
mod portal;
mod registration;
mod throttling;

use crate::http::Answer;

/// A row of the reference.
#[derive(Clone, Copy)]
pub struct Row(pub &'static str, pub &'static str);

impl Row {
    fn name(self, release: &str) -> String {
        format!("REST reference {} \"{}\", API-M {release}", self.0, self.1)
    }

    /// The answer has this status.
    #[track_caller]
    pub fn is(self, release: &str, answer: Answer, status: u16) -> Answer {
        let name = self.name(release);
        assert_eq!(answer.status, status, "{name}: {}", answer.text);
        answer
    }

    #[track_caller]
    pub fn holds(self, release: &str, condition: bool, seen: impl std::fmt::Debug) {
        let name = self.name(release);
        assert!(condition, "{name}: {seen:?}");
    }

    #[track_caller]
    #[allow(clippy::needless_pass_by_value)]
    pub fn same<T: PartialEq + std::fmt::Debug>(self, release: &str, found: T, expected: T) {
        let name = self.name(release);
        assert_eq!(found, expected, "{name}");
    }
}
