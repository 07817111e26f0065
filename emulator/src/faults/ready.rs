//! Faults that API-M's management APIs are known for, ready to be narrowed down.

use serde_json::json;

use super::{Action, Fault};

impl Fault {
    /// The transient fault of a management API: 500 with the code 900967 (REST reference §2.7,
    /// "transient server fault").
    ///
    /// ```
    /// use gatewright_emulator::Fault;
    /// let fault = Fault::general_error().method("POST").path("/revisions").times(2);
    /// assert_eq!(fault.met(), 0);
    /// ```
    #[must_use]
    pub fn general_error() -> Self {
        Self::new(Action::Status(500, body(900_967, "General Error", "Server Error Occurred")))
    }

    /// What a management API answers when its database breaks a deadlock: a 500 that says so.
    ///
    /// ```
    /// use gatewright_emulator::Fault;
    /// let fault = Fault::deadlock().path("/deploy-revision").times(1);
    /// ```
    #[must_use]
    pub fn deadlock() -> Self {
        let description = "Deadlock found when trying to get lock; try restarting transaction";
        Self::new(Action::Status(500, body(500, "Internal server error", description)))
    }

    /// A limit on the management APIs, as a gateway before them sets it: requests beyond so many in
    /// a second are answered 429. With a `Retry-After` only when one is added with
    /// [`Fault::header`].
    ///
    /// ```
    /// use gatewright_emulator::Fault;
    /// let limit = Fault::rate_limit(20).path("/api/am/").header("Retry-After", "1");
    /// ```
    #[must_use]
    pub fn rate_limit(requests_per_second: u32) -> Self {
        let description = "The limit on requests is reached";
        Self::new(Action::Status(429, body(429, "Too Many Requests", description)))
            .per_second(requests_per_second)
    }
}

fn body(code: u32, message: &str, description: &str) -> String {
    json!({
        "code": code, "message": message, "description": description, "moreInfo": "", "error": [],
    })
    .to_string()
}
