//! Plans and what became of them.

use gatewright::publish::{
    Action, ApiOutcome, ApiPlan, ApiProject, ApiRollback, EnvironmentPlan, EnvironmentState, Event,
    GateFailure, Outcome, Plan, Position, Publication, Publications, RolloutOutcome, Step, Target,
    Verification, WaveOutcome,
};
use serde_json::{Value as Json, json};

use super::client::endpoint_urls;
use super::{error, list, span};

pub(crate) fn plan(plan: &Plan) -> Json {
    json!({
        "apis": list(plan.apis(), api_plan),
        "verdict": plan.verdict().as_str(),
        "steps": list(plan.steps(), step),
        "is_empty": plan.is_empty(),
        "display": plan.to_string(),
    })
}

fn api_plan(api: &ApiPlan) -> Json {
    json!({
        "name": api.name(),
        "version": api.version(),
        "id": api.id(),
        "verdict": api.verdict().as_str(),
        "steps": list(api.steps(), step),
        "environments": list(api.environments(), environment_plan),
        "error": api.error().map(error),
    })
}

fn environment_plan(plan: &EnvironmentPlan) -> Json {
    json!({
        "environment": plan.environment,
        "change": plan.change.as_str(),
        "why": plan.why,
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
    json!({
        "apis": list(&outcome.apis, api_outcome),
        "not_recorded": outcome.not_recorded.as_ref().map(error),
        "is_ok": outcome.is_ok(),
        "display": outcome.to_string(),
    })
}

fn api_outcome(api: &ApiOutcome) -> Json {
    json!({
        "name": api.name,
        "version": api.version,
        "id": api.id,
        "done": list(&api.done, step),
        "pending": api.pending,
        "failed": api.failed.as_ref().map(step),
        "error": api.error.as_ref().map(error),
        "is_stopped": api.is_stopped,
        "display": api.to_string(),
    })
}

pub(crate) fn event(event: &Event) -> Json {
    json!({
        "kind": event.kind.as_str(),
        "api": event.api,
        "version": event.version,
        "step": event.step.as_ref().map(step),
        "message": event.message,
        "finished": event.finished,
        "total": event.total,
        "display": event.to_string(),
    })
}

pub(crate) fn rollout_outcome(outcome: &RolloutOutcome) -> Json {
    json!({
        "waves": list(&outcome.waves, wave_outcome),
        "total": outcome.total,
        "rolled_back": list(&outcome.rolled_back, api_rollback),
        "not_recorded": outcome.not_recorded.as_ref().map(error),
        "is_ok": outcome.is_ok(),
        "is_rolled_back": outcome.is_rolled_back(),
        "display": outcome.to_string(),
    })
}

fn wave_outcome(wave: &WaveOutcome) -> Json {
    json!({
        "environments": wave.environments,
        "outcome": outcome(&wave.outcome),
        "failures": list(&wave.failures, gate_failure),
        "is_ok": wave.is_ok(),
    })
}

fn gate_failure(failure: &GateFailure) -> Json {
    json!({
        "api": failure.api.as_ref().map(|(name, _)| name),
        "version": failure.api.as_ref().map(|(_, version)| version),
        "message": failure.message,
        "display": failure.to_string(),
    })
}

fn api_rollback(api: &ApiRollback) -> Json {
    json!({
        "name": api.name,
        "version": api.version,
        "done": api.done,
        "pending": api.pending,
        "error": api.error.as_ref().map(error),
        "display": api.to_string(),
    })
}

pub(crate) fn verification(found: &Verification) -> Json {
    json!({
        "lifecycle": found.lifecycle,
        "wanted_lifecycle": found.wanted_lifecycle.as_str(),
        "environments": list(&found.environments, environment_state),
        "is_ok": found.is_ok(),
        "display": found.to_string(),
    })
}

fn environment_state(state: &EnvironmentState) -> Json {
    json!({
        "environment": state.environment,
        "is_deployed": state.is_deployed,
        "is_pending": state.is_pending,
        "is_rejected": state.is_rejected,
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
        "digest": project.digest(),
    })
}

pub(crate) fn publication(publication: &Publication) -> Json {
    json!({
        "name": publication.name(),
        "version": publication.version(),
        "context": publication.context(),
        "source": publication.source().kind(),
        "lifecycle": publication.wanted_lifecycle().as_str(),
        "targets": list(publication.targets(), target),
    })
}

pub(crate) fn position(publications: &Publications, found: &Position) -> Json {
    json!({
        "path": found.path.as_deref().map(|path| path.display().to_string()),
        "line": found.line,
        "column": found.column,
        "span": span(|unit| Some(publications.span_in(found, unit))),
        "display": found.to_string(),
    })
}

pub(crate) fn target(target: &Target) -> Json {
    json!({
        "environment": target.name(),
        "virtual_host": target.host(),
        "hidden_in_portal": !target.is_shown(),
    })
}
