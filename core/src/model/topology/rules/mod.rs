//! The rules that only a topology can break: what each says of itself. The checks are in [`super::validate`] and
//! [`super::read`]; what topologies and files break alike is in [`crate::diagnostic::shared`].

mod endpoints;
mod environment_keys;
mod gateways;
mod home;
mod host;
mod key_manager;
mod keys;
mod node_name;
mod pack;
mod release;
mod roles;
mod schema_version;
mod single_roles;

pub(super) use endpoints::{ENDPOINT_NOT_IN_RELEASE, PLACEHOLDER_IN_ENDPOINT};
pub(super) use environment_keys::{
    ENVIRONMENT_KEY_NOT_IN_RELEASE, FEDERATED_ENVIRONMENT_WITH_GATEWAYS, INVALID_VISIBILITY,
};
pub(super) use gateways::{
    DUPLICATE_GATEWAY, GATEWAY_WITHOUT_ENVIRONMENT, NOT_A_GATEWAY, UNKNOWN_GATEWAY,
};
pub(super) use home::{DUPLICATE_HOME, INVALID_HOME};
pub(super) use host::{INVALID_HOST, INVALID_PROXY_PORT, LOOPBACK_HOST_AMONG_OTHERS};
pub(super) use key_manager::UNUSED_KEY_MANAGER_CREDENTIALS;
pub(crate) use keys::{MISSING_KEY, UNKNOWN_KEY};
pub(super) use node_name::{DUPLICATE_NODE_NAME, INVALID_NODE_NAME};
pub(super) use pack::{PACK_NOT_IN_RELEASE, ROLE_NOT_IN_PACK, UNKNOWN_PACK};
pub(super) use release::{INVALID_RELEASE, UNKNOWN_RELEASE};
pub(super) use roles::{DUPLICATE_ROLE, MISSING_ROLE, UNKNOWN_ROLE};
pub(crate) use schema_version::UNSUPPORTED_SCHEMA_VERSION;
pub(super) use single_roles::{
    NO_CONTROL_PLANE, SEVERAL_CONTROL_PLANES, SEVERAL_KEY_MANAGERS, SEVERAL_TRAFFIC_MANAGERS,
};

use crate::diagnostic::Rule;

/// The rules that only a topology can break.
pub(crate) static RULES: &[&Rule] = &[
    &UNKNOWN_KEY,
    &MISSING_KEY,
    &INVALID_RELEASE,
    &UNKNOWN_RELEASE,
    &UNSUPPORTED_SCHEMA_VERSION,
    &INVALID_NODE_NAME,
    &DUPLICATE_NODE_NAME,
    &UNKNOWN_ROLE,
    &MISSING_ROLE,
    &DUPLICATE_ROLE,
    &UNKNOWN_PACK,
    &PACK_NOT_IN_RELEASE,
    &ROLE_NOT_IN_PACK,
    &INVALID_HOST,
    &INVALID_PROXY_PORT,
    &LOOPBACK_HOST_AMONG_OTHERS,
    &INVALID_HOME,
    &DUPLICATE_HOME,
    &NO_CONTROL_PLANE,
    &SEVERAL_CONTROL_PLANES,
    &SEVERAL_TRAFFIC_MANAGERS,
    &SEVERAL_KEY_MANAGERS,
    &UNUSED_KEY_MANAGER_CREDENTIALS,
    &UNKNOWN_GATEWAY,
    &NOT_A_GATEWAY,
    &DUPLICATE_GATEWAY,
    &GATEWAY_WITHOUT_ENVIRONMENT,
    &ENDPOINT_NOT_IN_RELEASE,
    &PLACEHOLDER_IN_ENDPOINT,
    &ENVIRONMENT_KEY_NOT_IN_RELEASE,
    &INVALID_VISIBILITY,
    &FEDERATED_ENVIRONMENT_WITH_GATEWAYS,
];
