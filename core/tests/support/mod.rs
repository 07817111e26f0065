//! What several integration tests share.
#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops at a broken assumption"
)]

pub(crate) mod corpus;
pub(crate) mod topologies;
