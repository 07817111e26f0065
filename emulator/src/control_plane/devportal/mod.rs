//! The Developer Portal's REST API: REST reference §3.

mod api_keys;
mod apis;
mod applications;
mod body;
mod fields;
mod key_managers;
mod keys;
mod operations;
mod policies;
mod query;
mod settings;
mod subscriptions;
mod urls;

pub(crate) use operations::OPERATIONS;

/// What callers without a token may do.
pub(crate) fn is_open(method: &str, parts: &[&str]) -> bool {
    method == "GET"
        && matches!(
            parts,
            ["apis"] | ["apis", _] | ["apis", _, "swagger"] | ["throttling-policies", ..]
        )
}
