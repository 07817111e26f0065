//! Publishing: what is wanted, the plan, what was done, and proof.

pub mod access;
pub mod applying;
pub mod drift;
pub mod event;
pub mod operations;
pub mod outcome;
pub mod plan;
pub mod project;
pub mod proof;
pub mod publication;
pub mod publications;
pub mod retire;
pub mod rollback;
pub mod rollout;
pub mod undeploy;
pub mod verification;
