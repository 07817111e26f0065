//! A running API-M: connections, what they list, applications, keys and tokens.

pub mod admin;
pub mod api_document;
pub mod api_keys;
pub mod apis;
pub mod application;
pub mod application_keys;
pub mod call;
pub mod connect;
pub mod control_plane;
pub mod credentials;
pub mod deployed;
pub mod gateway;
pub mod lifecycle;
pub mod listing;
pub mod portal;
pub mod revisions;
pub mod search;
pub mod subscriptions;
pub mod token;
pub mod wait;
