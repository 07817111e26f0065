//! Talking to a running API-M.

pub(crate) mod application;
pub(crate) mod connect;
pub(crate) mod control_plane;
pub(crate) mod gateway;
pub(crate) mod listing;
pub(crate) mod token;
