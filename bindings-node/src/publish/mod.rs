//! Publishing: what is wanted, the plan, what was done, and proof.

pub mod applying;
pub mod event;
pub mod operations;
pub mod outcome;
pub mod plan;
pub mod project;
pub mod publication;
pub mod publications;
pub mod rollout;
pub mod verification;
