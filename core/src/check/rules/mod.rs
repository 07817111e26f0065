//! The rules, one file each: code, severity, documentation, the check and its tests.

pub(super) mod invalid_toml;
