//! Plans and what became of them.

use gatewright::KeyType;
use gatewright::publish::{
    Action, ApiOutcome, ApiProject, EnvironmentState, Outcome, Plan, Step, Target, Verification,
};
use serde_json::{Value as Json, json};

use super::client::endpoint_urls;
use super::{error, list};

pub(crate) fn plan(plan: &Plan) -> Json {
    json!({
        "steps": list(plan.steps(), step),
        "is_empty": plan.is_empty(),
        "display": plan.to_string(),
    })
}

fn step(step: &Step) -> Json {
    json!({
        "api": step.api,
        "version": step.version,
        "action": action(&step.action),
        "display": step.to_string(),
    })
}

fn action(action: &Action) -> Json {
    match action {
        Action::CreateApi { context, environments } => {
            json!({ "kind": "create-api", "context": context, "environments": environments })
        }
        Action::UpdateApi { fields, environments } => {
            json!({ "kind": "update-api", "fields": fields, "environments": environments })
        }
        Action::DeleteRevision { id, name } => {
            json!({ "kind": "delete-revision", "id": id, "name": name })
        }
        Action::CreateRevision => json!({ "kind": "create-revision" }),
        Action::Deploy { environments } => {
            json!({ "kind": "deploy", "environments": environments })
        }
        Action::ChangeLifecycle { action } => {
            json!({ "kind": "change-lifecycle", "action": action })
        }
        other => panic!("a new action: {other:?}"),
    }
}

pub(crate) fn outcome(outcome: &Outcome) -> Json {
    json!({ "apis": list(&outcome.apis, api_outcome), "is_ok": outcome.is_ok() })
}

fn api_outcome(api: &ApiOutcome) -> Json {
    json!({
        "name": api.name,
        "version": api.version,
        "id": api.id,
        "done": list(&api.done, step),
        "pending": api.pending,
        "error": api.error.as_ref().map(error),
    })
}

pub(crate) fn verification(found: &Verification) -> Json {
    json!({
        "lifecycle": found.lifecycle,
        "environments": list(&found.environments, environment_state),
        "is_ok": found.is_ok(),
    })
}

fn environment_state(state: &EnvironmentState) -> Json {
    json!({
        "environment": state.environment,
        "is_deployed": state.is_deployed,
        "is_pending": state.is_pending,
        "is_shown": state.is_shown,
        "urls": state.urls.as_ref().map(endpoint_urls),
    })
}

pub(crate) fn project(project: &ApiProject) -> Json {
    json!({
        "path": project.path().display().to_string(),
        "name": project.name(),
        "version": project.version(),
        "context": project.context(),
        "layout": project.layout().as_str(),
        "lifecycle": project.lifecycle().as_str(),
        "targets": list(project.targets(), target),
        "endpoints": {
            "PRODUCTION": project.has_endpoint(KeyType::Production),
            "SANDBOX": project.has_endpoint(KeyType::Sandbox),
        },
        "digest": project.digest(),
    })
}

pub(crate) fn target(target: &Target) -> Json {
    json!({
        "environment": target.name(),
        "virtual_host": target.host(),
        "hidden_in_portal": !target.is_shown(),
    })
}
