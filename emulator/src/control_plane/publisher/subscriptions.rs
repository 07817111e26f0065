//! The subscriptions to APIs, which a publisher blocks: REST reference §3.2, §6.2 (900907).

use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::problem::{Answer, Problem};
use super::super::state::{Subscription, SubscriptionStatus};
use crate::server::Reply;

/// `GET /subscriptions`: of one API, or (4.x) of all.
pub(super) fn list(desk: &Desk<'_>) -> Answer {
    let api = desk.request.parameter("apiId").filter(|id| !id.is_empty());
    match &api {
        Some(id) => {
            desk.api(id)?;
        }
        None if desk.classic() => return Err(Problem::bad_request("'apiId' must be given")),
        None => {}
    }
    let is_meant =
        |subscription: &&Subscription| api.as_ref().is_none_or(|id| subscription.api == *id);
    let items: Vec<Value> = desk
        .state
        .subscriptions
        .values()
        .filter(is_meant)
        .map(|subscription| json(desk, subscription))
        .collect();
    Ok(Reply::json(200, &desk.page(&items)))
}

fn json(desk: &Desk<'_>, subscription: &Subscription) -> Value {
    let application = desk.state.applications.get(&subscription.application);
    let same = |other: &&Subscription| other.application == subscription.application;
    json!({
        "subscriptionId": subscription.id,
        "applicationInfo": {
            "applicationId": subscription.application,
            "name": application.map_or("", |application| application.name.as_str()),
            "subscriber": subscription.owner,
            "subscriptionCount": desk.state.subscriptions.values().filter(same).count(),
        },
        "throttlingPolicy": subscription.policy,
        "subscriptionStatus": subscription.status.name(),
    })
}

/// `POST /subscriptions/block-subscription?subscriptionId=&blockState=`.
pub(super) fn block(desk: &mut Desk<'_>) -> Answer {
    let state = desk.request.parameter("blockState").unwrap_or_default();
    let status = SubscriptionStatus::parse(&state).filter(|status| {
        matches!(status, SubscriptionStatus::Blocked | SubscriptionStatus::ProductionBlocked)
    });
    let status = status
        .ok_or_else(|| Problem::bad_request("blockState must be BLOCKED or PROD_ONLY_BLOCKED"))?;
    set(desk, status)
}

/// `POST /subscriptions/unblock-subscription?subscriptionId=`.
pub(super) fn unblock(desk: &mut Desk<'_>) -> Answer {
    set(desk, SubscriptionStatus::Unblocked)
}

fn set(desk: &mut Desk<'_>, status: SubscriptionStatus) -> Answer {
    let id = desk.request.parameter("subscriptionId").unwrap_or_default();
    let subscription = desk.state.subscriptions.get_mut(&id).ok_or_else(|| {
        Problem::not_found(format!("Requested subscription with id '{id}' not found"))
    })?;
    subscription.status = status;
    let body = desk.state.subscriptions.get(&id).map(|found| json(desk, found));
    Ok(Reply::json(200, &body.unwrap_or_default()))
}
