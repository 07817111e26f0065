//! The rules, one file each: code, severity, documentation, the check and its tests.

pub(super) mod byte_order_mark;
pub(super) mod duplicate_key;
pub(super) mod invalid_offset;
pub(super) mod invalid_toml;
pub(super) mod port_collision;
pub(super) mod port_out_of_range;
pub(super) mod unsupported_toml;
