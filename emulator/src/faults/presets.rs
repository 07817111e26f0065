//! Faults that say what API-M itself says: REST reference §1.1, §5.2, §6.2.

use std::time::{Duration, SystemTime};

use super::{Action, Fault};
use crate::gateway::{authentication_failure, challenge, throttled};
use crate::node::Release;
use crate::server::Reply;

/// Codes of REST reference §6.2.
const AUTHENTICATION: [u32; 14] = [
    900_900, 900_901, 900_902, 900_903, 900_904, 900_905, 900_906, 900_907, 900_908, 900_909,
    900_910, 900_911, 900_912, 900_914,
];

impl Fault {
    /// Client registration answers 500, as API-M does for a while after its start.
    ///
    /// ```
    /// use gatewright_emulator::Fault;
    /// let twice = Fault::registration_not_available().times(2);
    /// assert_eq!(twice.met(), 0);
    /// ```
    #[must_use]
    pub fn registration_not_available() -> Self {
        let body = concat!(
            r#"{"code":500,"message":"Internal server error","#,
            r#""description":"Dynamic Client Registration Service not available","moreInfo":"","error":[]}"#
        );
        Self::new(Action::Status(500, body.to_owned())).method("POST").path("/client-registration/")
    }

    /// A gateway of this release throttles: 429, with the time after which it takes calls again as `Retry-After` (a
    /// date) and, in 4.x, as `nextAccessTime`. `None` for a code that is not one of throttling: 900800 (API), 900801
    /// (hard limit), 900802 (resource), 900803 (application), 900804 (subscription), 900805 (blocked), 900806 (custom
    /// policy), 900807 (burst of a subscription), 900808 (connections or events), 900809 (burst of an application).
    ///
    /// ```
    /// use std::time::Duration;
    /// use gatewright_emulator::{Fault, Release};
    /// let minute = Duration::from_secs(60);
    /// assert!(Fault::throttled(Release::NEWEST, 900_803, minute).is_some());
    /// assert!(Fault::throttled(Release::NEWEST, 900_901, minute).is_none());
    /// ```
    pub fn throttled(release: Release, code: u32, wait: Duration) -> Option<Self> {
        let is_one = (900_800..=900_809).contains(&code);
        is_one.then(|| of_reply(&throttled(release.is_classic(), code, SystemTime::now() + wait)))
    }

    /// A gateway of this release refuses a call's credentials, also for reasons that nothing in the emulator leads to
    /// (900906, 900911, 900912). `None` for a number that is not a code from 900900 to 900914; 900913 is none.
    ///
    /// ```
    /// use gatewright_emulator::{Fault, Release};
    /// assert!(Fault::authentication_failure(Release::NEWEST, 900_912).is_some());
    /// assert!(Fault::authentication_failure(Release::NEWEST, 900_913).is_none());
    /// ```
    pub fn authentication_failure(release: Release, code: u32) -> Option<Self> {
        let reply = || {
            let reply = authentication_failure(release.is_classic(), code, false);
            reply.with_challenge(challenge(code, "/", &[]))
        };
        AUTHENTICATION.contains(&code).then(|| of_reply(&reply()))
    }
}

fn of_reply(reply: &Reply) -> Fault {
    let body = String::from_utf8_lossy(&reply.body).into_owned();
    let fault = Fault::new(Action::Status(reply.status, body));
    reply.headers.iter().fold(fault, |fault, (name, value)| fault.header(name, value))
}
