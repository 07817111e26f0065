//! Gatewright.
#![forbid(unsafe_code)]
