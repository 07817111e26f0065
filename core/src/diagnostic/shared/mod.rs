//! Rules that a `topology.toml` and a `deployment.toml` break alike: one code, one page.
//!
//! What lives here: what these rules say of themselves. What does not: the checks. [`crate::model`] reports them for a
//! topology, where every one is an error because a topology is strict; [`crate::check`] reports them for files, with the
//! severity written here.

mod credentials;
mod endpoints;
mod environments;
mod links;
mod names;
mod ports;
mod toml;
mod values;

pub(crate) use credentials::{EMPTY_ENVIRONMENT_CREDENTIALS, EMPTY_KEY_MANAGER_CREDENTIALS};
pub(crate) use endpoints::{
    DUPLICATE_VIRTUAL_HOST, ENDPOINT_HOSTS_DIFFER, ENDPOINT_SCHEME_MISMATCH, MALFORMED_ENDPOINT,
    MISSING_ENDPOINT,
};
pub(crate) use environments::{
    ENVIRONMENT_WITHOUT_GATEWAY, INVALID_ENVIRONMENT_TYPE, UNKNOWN_GATEWAY_TYPE,
};
pub(crate) use links::{ENDPOINT_PORT_MISMATCH, SERVICE_URL_MISMATCH};
pub(crate) use names::{
    DUPLICATE_ENVIRONMENT_NAME, EMPTY_ENVIRONMENT_NAME, ENVIRONMENT_NAMES_DIFFER_IN_CASE,
    INVALID_ENVIRONMENT_NAME,
};
pub(crate) use ports::{INVALID_OFFSET, LITERAL_PORT_IGNORES_OFFSET, PORT_COLLISION};
pub(crate) use toml::{INVALID_TOML, WRONG_VALUE_TYPE};
pub(crate) use values::{REFERENCE_IN_ENVIRONMENT, UNESCAPED_XML_CHARACTER};

use super::Rule;

/// Every shared rule.
pub(crate) static SHARED: &[&Rule] = &[
    &INVALID_TOML,
    &WRONG_VALUE_TYPE,
    &INVALID_OFFSET,
    &PORT_COLLISION,
    &EMPTY_ENVIRONMENT_NAME,
    &INVALID_ENVIRONMENT_NAME,
    &DUPLICATE_ENVIRONMENT_NAME,
    &ENVIRONMENT_NAMES_DIFFER_IN_CASE,
    &INVALID_ENVIRONMENT_TYPE,
    &MALFORMED_ENDPOINT,
    &ENDPOINT_SCHEME_MISMATCH,
    &ENDPOINT_HOSTS_DIFFER,
    &MISSING_ENDPOINT,
    &DUPLICATE_VIRTUAL_HOST,
    &LITERAL_PORT_IGNORES_OFFSET,
    &UNESCAPED_XML_CHARACTER,
    &REFERENCE_IN_ENVIRONMENT,
    &ENVIRONMENT_WITHOUT_GATEWAY,
    &UNKNOWN_GATEWAY_TYPE,
    &EMPTY_KEY_MANAGER_CREDENTIALS,
    &EMPTY_ENVIRONMENT_CREDENTIALS,
    &ENDPOINT_PORT_MISMATCH,
    &SERVICE_URL_MISMATCH,
];
