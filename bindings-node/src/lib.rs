//! The native half of the Node package `gatewright`.
//!
//! Everything here is private to the hand-written `index.mjs`, `index.cjs` and `index.d.ts`,
//! which give the names their documentation, their types and their JavaScript shape.

use napi_derive::napi;

/// The version of the addon, which is that of the Rust crate.
#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
