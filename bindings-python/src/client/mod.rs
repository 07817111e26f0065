//! Talking to a running API-M.

pub(crate) mod admin;
pub(crate) mod api_document;
mod apis;
pub(crate) mod application;
pub(crate) mod connect;
pub(crate) mod control_plane;
pub(crate) mod gateway;
pub(crate) mod gateway_node;
mod keys;
mod lifecycle;
pub(crate) mod listing;
mod portal;
mod revisions;
pub(crate) mod search;
mod subscriptions;
pub(crate) mod token;
