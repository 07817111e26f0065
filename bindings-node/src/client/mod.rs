//! A running API-M: connections, what they list, applications, keys and tokens.

pub mod application;
pub mod call;
pub mod connect;
pub mod control_plane;
pub mod listing;
pub mod token;
pub mod wait;
