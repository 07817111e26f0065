//! Subscriptions: REST reference §3.2.

use serde_json::{Value, json};

use super::super::api::text;
use super::super::desk::Desk;
use super::super::problem::{Answer, Problem};
use super::super::state::Subscription;
use super::applications::own;
use crate::ids;
use crate::server::Reply;

fn may(desk: &Desk<'_>) -> Result<(), Problem> {
    let newer = desk.file.release.at_least(3, 2);
    desk.caller.needs(if newer { &["subscribe", "sub_manage"] } else { &["sub_manage"] })
}

fn json(desk: &Desk<'_>, subscription: &Subscription) -> Value {
    let api = desk.state.apis.get(&subscription.api).map(super::super::api::Api::summary);
    let application = desk.state.applications.get(&subscription.application);
    json!({
        "subscriptionId": subscription.id,
        "applicationId": subscription.application,
        "apiId": subscription.api,
        "apiInfo": api,
        "applicationInfo": application.map(|item| json!({"applicationId": item.id, "name": item.name})),
        "throttlingPolicy": subscription.policy,
        "requestedThrottlingPolicy": subscription.policy,
        "status": "UNBLOCKED",
        "redirectionParams": null,
    })
}

pub(super) fn list(desk: &Desk<'_>) -> Answer {
    may(desk)?;
    let wanted = |name: &str| desk.request.parameter(name);
    let (api, application) = (wanted("apiId"), wanted("applicationId"));
    let items: Vec<Value> = desk
        .state
        .subscriptions
        .values()
        .filter(|item| item.owner == desk.caller.user)
        .filter(|item| api.as_ref().is_none_or(|api| *api == item.api))
        .filter(|item| application.as_ref().is_none_or(|id| *id == item.application))
        .map(|item| json(desk, item))
        .collect();
    Ok(Reply::json(200, &desk.page(&items)))
}

pub(super) fn create(desk: &mut Desk<'_>) -> Answer {
    may(desk)?;
    let body = desk.body()?;
    let [application, api, policy] =
        ["applicationId", "apiId", "throttlingPolicy"].map(|key| text(&body, key).to_owned());
    if policy.is_empty() {
        return Err(Problem::bad_request("throttlingPolicy must not be null"));
    }
    own(desk, &application)?;
    if !desk.api(&api)?.lifecycle.is_visible() {
        let description = format!("The API {api} is not open for subscriptions");
        return Err(Problem::new(403, 403, "Forbidden", description));
    }
    let taken = |item: &Subscription| item.application == application && item.api == api;
    if desk.state.subscriptions.values().any(taken) {
        let description = "Subscription already exists for this API and application";
        return Err(Problem::new(409, 900_336, "Subscription already exists", description));
    }
    let owner = desk.caller.user.clone();
    let subscription = Subscription { id: ids::uuid(), application, api, policy, owner };
    let answer = json(desk, &subscription);
    desk.state.subscriptions.insert(subscription.id.clone(), subscription);
    Ok(Reply::json(201, &answer))
}

fn find<'a>(desk: &'a Desk<'_>, id: &str) -> Result<&'a Subscription, Problem> {
    let own = |item: &&Subscription| item.owner == desk.caller.user;
    desk.state
        .subscriptions
        .get(id)
        .filter(own)
        .ok_or_else(|| Problem::not_found("Subscription not found"))
}

pub(super) fn get(desk: &Desk<'_>, id: &str) -> Answer {
    may(desk)?;
    Ok(Reply::json(200, &json(desk, find(desk, id)?)))
}

pub(super) fn delete(desk: &mut Desk<'_>, id: &str) -> Answer {
    may(desk)?;
    find(desk, id)?;
    desk.state.subscriptions.remove(id);
    Ok(Reply::empty(200))
}
