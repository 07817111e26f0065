//! The Developer Portal's REST API: REST reference §3.

mod apis;
mod applications;
mod keys;
mod settings;
mod subscriptions;

use super::desk::Desk;
use super::problem::{Answer, Problem};

/// What callers without a token may do.
pub(crate) fn is_open(method: &str, parts: &[&str]) -> bool {
    method == "GET" && matches!(parts, ["apis"] | ["apis", _] | ["apis", _, "swagger"])
}

/// Finds the operation for a path below the portal's base.
pub(crate) fn route(desk: &mut Desk<'_>, parts: &[&str]) -> Answer {
    let method = desk.request.method.as_str().to_owned();
    let newer = desk.file.release.at_least(3, 2);
    match (method.as_str(), parts) {
        ("GET", ["apis"]) => Ok(apis::list(desk)),
        ("GET", ["apis", id]) => apis::get(desk, id),
        ("GET", ["apis", id, "swagger"]) => apis::swagger(desk, id),
        ("GET", ["settings"]) => settings::settings(desk),
        ("GET", ["key-managers"]) if newer => settings::key_managers(desk),
        ("GET", ["applications"]) => applications::list(desk),
        ("POST", ["applications"]) => applications::create(desk),
        ("GET", ["applications", id]) => applications::get(desk, id),
        ("PUT", ["applications", id]) => applications::update(desk, id),
        ("DELETE", ["applications", id]) => applications::delete(desk, id),
        ("POST", ["applications", id, "generate-keys"]) => keys::generate(desk, id),
        ("GET", ["applications", id, "keys"]) => keys::list(desk, id),
        ("GET", ["applications", id, "keys", key_type]) => keys::by_type(desk, id, key_type),
        ("POST", ["applications", id, "keys", key_type, "generate-token"]) => {
            keys::token_by_type(desk, id, key_type)
        }
        ("GET", ["applications", id, "oauth-keys"]) if newer => keys::list(desk, id),
        ("GET", ["applications", id, "oauth-keys", key]) if newer => keys::get(desk, id, key),
        ("POST", ["applications", id, "oauth-keys", key, "generate-token"]) if newer => {
            keys::token(desk, id, key)
        }
        ("GET", ["subscriptions"]) => subscriptions::list(desk),
        ("POST", ["subscriptions"]) => subscriptions::create(desk),
        ("GET", ["subscriptions", id]) => subscriptions::get(desk, id),
        ("DELETE", ["subscriptions", id]) => subscriptions::delete(desk, id),
        _ => Err(Problem::missing(&format!("{method} {}", desk.request.path))),
    }
}
