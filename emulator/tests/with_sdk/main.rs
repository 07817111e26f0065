//! The SDK and the emulator, which share no code for it, walk the original procedure together: files rendered from a
//! topology, nodes started from these files, an API published through two environments, keys, tokens, calls, and back.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at a broken assumption"
)]

mod bad_input;
mod operations;
mod walk;
mod world;
