//! Publishing APIs through several environments.

pub(crate) mod outcome;
pub(crate) mod plan;
pub(crate) mod publication;
pub(crate) mod verification;
