//! change-lifecycle and what is read of it: REST reference §2.4.

use serde_json::{Value, json};

use super::super::api::{Api, endpoint, strings};
use super::super::desk::Desk;
use super::super::lifecycle::Lifecycle;
use super::super::problem::{Answer, Problem};
use super::super::push;
use super::super::times::iso;
use super::super::workflows::{Change, Gate};
use crate::server::Reply;

pub(super) fn change(desk: &mut Desk<'_>) -> Answer {
    let id = desk.request.parameter("apiId").unwrap_or_default();
    let action = desk.request.parameter("action").unwrap_or_default();
    let release = desk.file.release;
    let api = desk.api(&id)?;
    if desk.state.pending_state_task(&id).is_some() {
        let description = "A workflow task about the state of the API is pending";
        return Err(Problem::new(409, 900_553, "Pending workflow task exists", description));
    }
    let Some(next) = api.lifecycle.after(&action, release) else {
        let description =
            format!("Action '{action}' is not allowed from the state {}", api.lifecycle.title());
        return Err(Problem::new(400, 900_381, "Lifecycle state change failed", description));
    };
    if next == Lifecycle::Published {
        publishable(api)?;
    }
    if action == "Publish" && desk.state.gates.contains(&Gate::ApiState) {
        desk.state.ask(Gate::ApiState, &id, Change::State { action, to: next });
        return answer("CREATED", desk, &id);
    }
    move_to(desk, &id, next)?;
    if next == Lifecycle::Published && checked(desk, release.deprecate_old_versions()) {
        deprecate_others(desk, &id)?;
    }
    answer("APPROVED", desk, &id)
}

fn answer(status: &str, desk: &Desk<'_>, id: &str) -> Answer {
    let state = desk.api(id)?.lifecycle.json(desk.file.release);
    let body = json!({"workflowStatus": status, "jsonPayload": null, "lifecycleState": state});
    Ok(Reply::json(200, &body))
}

/// True when `lifecycleChecklist` ticks an item: `name:true,name2:false`.
fn checked(desk: &Desk<'_>, name: &str) -> bool {
    let list = desk.request.parameter("lifecycleChecklist").unwrap_or_default();
    list.split(',').any(|item| item.trim().rsplit_once(':') == Some((name, "true")))
}

fn deprecate_others(desk: &mut Desk<'_>, id: &str) -> Result<(), Problem> {
    let name = desk.api(id)?.name().to_owned();
    let older =
        |api: &&Api| api.id != id && api.name() == name && api.lifecycle == Lifecycle::Published;
    let ids: Vec<String> =
        desk.state.apis.values().filter(older).map(|api| api.id.clone()).collect();
    ids.iter().try_for_each(|id| move_to(desk, id, Lifecycle::Deprecated))
}

/// Puts an API into a state, with what follows from it.
pub(crate) fn move_to(desk: &mut Desk<'_>, id: &str, next: Lifecycle) -> Result<(), Problem> {
    let (now, classic) = (desk.state.now(), desk.classic());
    let user = desk.caller.user.clone();
    let api = desk.api_mut(id)?;
    let before = push::present(api);
    api.history.push((Some(api.lifecycle), next, now, user));
    api.lifecycle = next;
    api.updated = now;
    let api = api.clone();
    if classic {
        push::plan(desk.state, &desk.file.environments, &api, &before);
    }
    desk.state.changed = true;
    Ok(())
}

pub(crate) fn publishable(api: &Api) -> Result<(), Problem> {
    let none = ["production_endpoints", "sandbox_endpoints"]
        .iter()
        .all(|kind| endpoint(&api.document, kind).is_none());
    let serves_itself = api
        .document
        .get("endpointConfig")
        .and_then(|config| config.get("endpoint_type"))
        .and_then(Value::as_str)
        .is_some_and(|kind| matches!(kind, "default" | "INLINE" | "awslambda"));
    if none && !serves_itself && !api.is_advertised() {
        let description = "Endpoint details are not available for the API";
        return Err(Problem::new(400, 903_223, "No endpoint is available", description));
    }
    if strings(&api.document, "policies").is_empty() && !api.is_advertised() {
        let description = "Failed to publish service to API store. No Tiers selected";
        return Err(Problem::new(400, 903_224, "No tiers selected", description));
    }
    Ok(())
}

pub(super) fn state(desk: &Desk<'_>, id: &str) -> Answer {
    Ok(Reply::json(200, &desk.api(id)?.lifecycle.json(desk.file.release)))
}

pub(super) fn history(desk: &Desk<'_>, id: &str) -> Answer {
    let list: Vec<Value> = desk
        .api(id)?
        .history
        .iter()
        .map(|(from, to, time, user)| {
            let mut item =
                json!({"postState": to.title(), "user": user, "updatedTime": iso(*time)});
            if let (Value::Object(item), Some(from)) = (&mut item, from) {
                item.insert("previousState".into(), json!(from.title()));
            }
            item
        })
        .collect();
    Ok(Reply::json(200, &json!({"count": list.len(), "list": list})))
}

/// `DELETE /apis/{apiId}/lifecycle-state/pending-tasks`. Only an API that is not there is not found: that nothing waits is a
/// success (carbon-apimgt, `ApisApiCommonImpl.deleteAPILifecycleStatePendingTasks`).
pub(super) fn drop_pending(desk: &mut Desk<'_>, id: &str) -> Answer {
    desk.api(id)?;
    if let Some(reference) = desk.state.pending_state_task(id) {
        desk.state.tasks.remove(&reference);
    }
    Ok(Reply::empty(200))
}
