//! Publishing APIs through several environments.

pub(crate) mod access;
pub(crate) mod applying;
pub(crate) mod drift;
pub(crate) mod event;
pub(crate) mod operations;
pub(crate) mod outcome;
pub(crate) mod plan;
pub(crate) mod project;
pub(crate) mod proof;
pub(crate) mod publication;
pub(crate) mod publications;
pub(crate) mod retire;
pub(crate) mod rollback;
pub(crate) mod rollout;
pub(crate) mod undeploy;
pub(crate) mod verification;
