//! The emulator: nodes in this process.

pub(crate) mod fault;
pub(crate) mod nodes;
pub(crate) mod running;
