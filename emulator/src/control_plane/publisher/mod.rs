//! The Publisher's REST API: REST reference §2.

mod apis;
mod change;
mod definition;
mod deployments;
mod lifecycle;
mod revisions;
mod settings;
mod validate;

use super::desk::Desk;
use super::problem::{Answer, Problem};

/// Finds the operation for a path below the Publisher's base.
pub(crate) fn route(desk: &mut Desk<'_>, parts: &[&str]) -> Answer {
    let method = desk.request.method.as_str().to_owned();
    let revisions = !desk.classic();
    match (method.as_str(), parts) {
        ("GET", ["settings"]) => settings::settings(desk),
        ("GET", ["settings", "gateway-environments"]) if !revisions => settings::environments(desk),
        ("GET", ["apis"]) => apis::list(desk),
        ("GET", ["search"]) => apis::search(desk),
        ("POST", ["apis"]) => apis::create(desk),
        ("POST", ["apis", "import-openapi"]) => definition::import(desk),
        ("POST", ["apis", "change-lifecycle"]) => lifecycle::change(desk),
        ("GET", ["apis", id]) => apis::get(desk, id),
        ("PUT", ["apis", id]) => change::update(desk, id),
        ("DELETE", ["apis", id]) => change::delete(desk, id),
        ("GET", ["apis", id, "swagger"]) => definition::get(desk, id),
        ("PUT", ["apis", id, "swagger"]) => definition::put(desk, id),
        ("GET", ["apis", id, "lifecycle-state"]) => lifecycle::state(desk, id),
        ("GET", ["apis", id, "lifecycle-history"]) => lifecycle::history(desk, id),
        ("GET", ["apis", id, "revisions"]) if revisions => revisions::list(desk, id),
        ("POST", ["apis", id, "revisions"]) if revisions => revisions::create(desk, id),
        ("DELETE", ["apis", id, "revisions", revision]) if revisions => {
            revisions::delete(desk, id, revision)
        }
        ("GET", ["apis", id, "deployments"]) if revisions => deployments::list(desk, id),
        ("PUT", ["apis", id, "deployments", name]) if revisions => {
            deployments::update(desk, id, name)
        }
        ("POST", ["apis", id, "deploy-revision"]) if revisions => deployments::deploy(desk, id),
        ("POST", ["apis", id, "undeploy-revision"]) if revisions => deployments::undeploy(desk, id),
        ("POST", ["apis", id, "restore-revision"]) if revisions => revisions::restore(desk, id),
        _ => Err(Problem::missing(&format!("{method} {}", desk.request.path))),
    }
}
