//! The Publisher's REST API: REST reference §2.

mod apis;
mod body;
mod change;
mod complete;
mod copy;
mod definition;
mod deployment_body;
mod deployments;
mod environment_keys;
mod import;
mod internal_key;
mod lifecycle;
mod operations;
mod query;
mod revisions;
mod settings;
mod subscriptions;
mod validate;

pub(crate) use apis::{add, check};
pub(crate) use body::keep_known;
pub(crate) use change::replace;
pub(crate) use definition::{operations, parse, plain};
pub(crate) use deployment_body::Wanted;
pub(crate) use deployments::put as put_deployments;
pub(crate) use lifecycle::{move_to, publishable};
pub(crate) use operations::{OPERATIONS, is_not_there};
pub(crate) use revisions::{add as add_revision, remove_oldest};
