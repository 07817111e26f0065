//! change-lifecycle and what is read of it: REST reference §2.4.

use serde_json::{Value, json};

use super::super::api::{Api, endpoint, strings};
use super::super::desk::Desk;
use super::super::lifecycle::Lifecycle;
use super::super::problem::{Answer, Problem};
use super::super::push;
use super::apis::reads;
use crate::server::Reply;

pub(super) fn change(desk: &mut Desk<'_>) -> Answer {
    match desk.file.release {
        release if release.is_classic() => desk.caller.needs(&["api_publish"])?,
        release if release.at_least(4, 1) => {
            desk.caller.needs(&["api_publish", "api_import_export", "api_manage"])?;
        }
        _ => desk.caller.needs(&["api_publish", "api_import_export"])?,
    }
    let id = desk.request.parameter("apiId").unwrap_or_default();
    let action = desk.request.parameter("action").unwrap_or_default();
    let api = desk.api(&id)?;
    let Some(next) = api.lifecycle.after(&action) else {
        let description =
            format!("Action '{action}' is not allowed from the state {}", api.lifecycle.title());
        return Err(Problem::new(400, 900_381, "Lifecycle state change failed", description));
    };
    if next == Lifecycle::Published {
        publishable(api)?;
    }
    let before = push::present(api);
    let now = desk.state.now();
    let classic = desk.classic();
    let api = desk.api_mut(&id)?;
    api.history.push((Some(api.lifecycle), next, now));
    api.lifecycle = next;
    api.updated = now;
    let api = api.clone();
    if classic {
        push::plan(desk.state, &desk.file.environments, &api, &before);
    }
    desk.state.changed = true;
    Ok(Reply::json(
        200,
        &json!({"workflowStatus": "APPROVED", "jsonPayload": null, "lifecycleState": next.json()}),
    ))
}

fn publishable(api: &Api) -> Result<(), Problem> {
    let none = ["production_endpoints", "sandbox_endpoints"]
        .iter()
        .all(|kind| endpoint(&api.document, kind).is_none());
    let serves_itself = api
        .document
        .get("endpointConfig")
        .and_then(|config| config.get("endpoint_type"))
        .and_then(Value::as_str)
        .is_some_and(|kind| matches!(kind, "default" | "INLINE" | "awslambda"));
    if none && !serves_itself {
        let description = "Endpoint details are not available for the API";
        return Err(Problem::new(400, 903_223, "No endpoint is available", description));
    }
    if strings(&api.document, "policies").is_empty() {
        let description = "Failed to publish service to API store. No Tiers selected";
        return Err(Problem::new(400, 903_224, "No tiers selected", description));
    }
    Ok(())
}

pub(super) fn state(desk: &Desk<'_>, id: &str) -> Answer {
    reads(desk)?;
    Ok(Reply::json(200, &desk.api(id)?.lifecycle.json()))
}

pub(super) fn history(desk: &Desk<'_>, id: &str) -> Answer {
    reads(desk)?;
    let api = desk.api(id)?;
    let list: Vec<Value> = api
        .history
        .iter()
        .map(|(from, to, time)| {
            json!({
                "previousState": from.map(Lifecycle::title), "postState": to.title(),
                "user": api.provider, "updatedTime": time.to_string(),
            })
        })
        .collect();
    Ok(Reply::json(200, &json!({"count": list.len(), "list": list})))
}
