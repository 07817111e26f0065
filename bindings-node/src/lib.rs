//! The native half of the Node package `gatewright`.
//!
//! Everything here is private to the hand-written JavaScript in `lib/`, which gives the names their documentation, their
//! types and their JavaScript shape. Values go over as plain objects, what is large or secret stays here behind a handle,
//! and an error goes over as a [`failure::Failure`], field by field. What takes time gives a promise
//! ([`promise::promise`]). What JavaScript passes has the right types already:
//! `lib/arguments.cjs` sees to that.

#![expect(
    clippy::missing_errors_doc,
    reason = "a call that cannot even be made fails for want of memory or threads; what else fails is a `Failure`"
)]
#![expect(clippy::needless_pass_by_value, reason = "JavaScript's values arrive as owned ones")]

pub mod callback;
pub mod check;
pub mod client;
pub mod draft;
pub mod emulator;
pub mod failure;
pub mod fix;
pub mod logger;
pub mod names;
pub mod ports;
pub mod promise;
pub mod publish;
pub mod render;
pub mod report;
pub mod restore;
pub mod secret;
pub mod topology;

use napi_derive::napi;

/// The version of the addon, which is that of the Rust crate.
#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
