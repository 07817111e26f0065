//! The codes of errors by subject: each with its kinds, its context and its page.

mod access;
mod addresses;
mod answers;
mod applications;
mod connecting;
mod credential_sources;
mod credentials;
mod files;
mod gateways;
mod journals;
mod operations;
mod options;
mod own;
mod projects;
mod publications;
mod publishing;
mod rendering;
mod rollouts;
mod saved_plans;
mod topology;
mod writing;

use crate::error::ErrorCode;

/// Every code.
pub(crate) static ALL: [&[ErrorCode]; 21] = [
    files::CODES,
    topology::CODES,
    rendering::CODES,
    writing::CODES,
    addresses::CODES,
    connecting::CODES,
    answers::CODES,
    credentials::CODES,
    credential_sources::CODES,
    options::CODES,
    gateways::CODES,
    operations::CODES,
    applications::CODES,
    access::CODES,
    publications::CODES,
    publishing::CODES,
    projects::CODES,
    rollouts::CODES,
    journals::CODES,
    saved_plans::CODES,
    own::CODES,
];
