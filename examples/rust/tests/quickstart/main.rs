//! The quickstart as a user runs it: the built program, its output, its exit code, and what it leaves. Every language's
//! program passes: see `support::program`.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at a broken assumption"
)]

mod bad_input;
mod corpus;
#[cfg(unix)]
mod interrupted;
mod running_server;
mod support;
mod together;
mod walk;
