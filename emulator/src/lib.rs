//! The embedded emulator.
#![forbid(unsafe_code)]
