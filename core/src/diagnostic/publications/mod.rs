//! The rules that only a `publications.toml` can break: what each says of itself.
//!
//! They stand here, below all layers, because [`explain`](crate::check::explain) knows every rule. The checks are in
//! `publish::publications`; what every format of ours can break is in [`super::shared`] and [`crate::model`]. Several have
//! the code of the error that the same mistake is when it is met without a file.

mod environments;
mod names;
mod releases;
mod sources;
mod values;

pub(crate) use environments::{
    API_LACKS_ENDPOINT, ENVIRONMENT_NAMED_TWICE, NO_ENVIRONMENT, UNKNOWN_ENVIRONMENT,
    UNKNOWN_VIRTUAL_HOST,
};
pub(crate) use names::{INVALID_API_NAME, INVALID_CONTEXT, PUBLISHED_TWICE};
pub(crate) use releases::UNSUPPORTED_BY_RELEASE;
pub(crate) use sources::{CONFLICTING_KEYS, UNREADABLE_DOCUMENT, UNUSABLE_PROJECT};
pub(crate) use values::{
    INVALID_ENDPOINT, INVALID_TRANSPORTS, NO_PLAN, UNKNOWN_LIFECYCLE, UNSET_VARIABLE,
    UNSUPPORTED_REFERENCE,
};

use super::Rule;

/// The rules that only a `publications.toml` can break.
pub(crate) static RULES: &[&Rule] = &[
    &INVALID_API_NAME,
    &INVALID_CONTEXT,
    &PUBLISHED_TWICE,
    &CONFLICTING_KEYS,
    &UNREADABLE_DOCUMENT,
    &UNUSABLE_PROJECT,
    &NO_ENVIRONMENT,
    &ENVIRONMENT_NAMED_TWICE,
    &UNKNOWN_ENVIRONMENT,
    &UNKNOWN_VIRTUAL_HOST,
    &API_LACKS_ENDPOINT,
    &INVALID_ENDPOINT,
    &NO_PLAN,
    &INVALID_TRANSPORTS,
    &UNKNOWN_LIFECYCLE,
    &UNSET_VARIABLE,
    &UNSUPPORTED_REFERENCE,
    &UNSUPPORTED_BY_RELEASE,
];
