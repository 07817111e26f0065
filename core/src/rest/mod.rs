//! API-M's REST APIs as values: requests that can be looked at before they are sent, and answers that were read.
//!
//! What lives here: per operation a function that builds its [`Call`] for a release, the types of its answer, and one
//! entry in the [`registry`] of [`operation`]s (method, path, scopes, what a failure means for a repetition). What does not:
//! sockets, credentials, time; those are [`crate::client`]'s. Facts are from `rest-api.md`, by section.

pub(crate) mod admin_environment;
pub(crate) mod api;
pub(crate) mod api_definition;
pub(crate) mod api_key;
pub(crate) mod api_object;
pub(crate) mod application;
pub(crate) mod archive;
pub(crate) mod artefact;
pub(crate) mod capability;
pub(crate) mod consumer_secret;
#[cfg(test)]
mod contract;
pub(crate) mod definition_match;
pub(crate) mod encode;
pub(crate) mod environment;
pub(crate) mod error_body;
pub(crate) mod fault;
pub(crate) mod identity;
pub(crate) mod key_manager;
pub(crate) mod keys;
pub(crate) mod lifecycle;
pub(crate) mod operation;
pub(crate) mod page;
pub(crate) mod paths;
pub(crate) mod portal;
pub(crate) mod registry;
pub(crate) mod request;
pub(crate) mod revision;
#[cfg(test)]
pub(crate) mod samples;
pub(crate) mod subscription;
#[cfg(test)]
mod testing;
pub(crate) mod workflow;

pub(crate) use operation::{Failure, Operation};
pub(crate) use paths::Service;
pub(crate) use request::{Auth, Call, Method, Request, Response};
