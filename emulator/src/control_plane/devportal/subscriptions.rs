//! Subscriptions: REST reference §3.2.

use serde_json::{Value, json};

use super::super::api::{Document, strings};
use super::super::approvals::{Workflow, waiting, waits};
use super::super::desk::Desk;
use super::super::problem::{Answer, Problem};
use super::super::state::{Subscription, SubscriptionStatus};
use super::applications::{info, own};
use super::{apis, fields};
use crate::ids;
use crate::server::Reply;

fn json(desk: &Desk<'_>, subscription: &Subscription) -> Value {
    let mut body = json!({
        "subscriptionId": subscription.id,
        "applicationId": subscription.application,
        "apiId": subscription.api,
        "throttlingPolicy": subscription.policy,
        "status": subscription.status.name(),
    });
    let Value::Object(fields) = &mut body else { return body };
    let api = desk.state.apis.get(&subscription.api).map(|api| apis::info(desk, api));
    let application = info(desk, &subscription.application);
    for (key, value) in [("apiInfo", api), ("applicationInfo", application)] {
        fields.extend(value.map(|value| (key.to_owned(), value)));
    }
    if desk.file.release.at_least(3, 2) {
        fields.insert("requestedThrottlingPolicy".into(), json!(subscription.requested_policy));
    }
    body
}

/// Those of an API or of an application: one of the two must be named.
pub(super) fn list(desk: &Desk<'_>) -> Answer {
    let wanted = |name: &str| desk.request.parameter(name).filter(|value| !value.is_empty());
    let (api, application) = (wanted("apiId"), wanted("applicationId"));
    if api.is_none() && application.is_none() {
        return Err(Problem::bad_request("Either applicationId or apiId should be available"));
    }
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

/// A new subscription, and whether it waits for approval.
fn add(desk: &mut Desk<'_>, body: &Document) -> Result<(String, bool), Problem> {
    let application = fields::required(body, "applicationId")?.to_owned();
    let api = fields::required(body, "apiId")?.to_owned();
    let policy = fields::required(body, "throttlingPolicy")?.to_owned();
    own(desk, &application)?;
    if !desk.api(&api)?.lifecycle.is_visible() {
        let description = format!("The API {api} is not open for subscriptions");
        return Err(Problem::new(403, 403, "Forbidden", description));
    }
    check_policy(desk, &api, &policy)?;
    let taken = |item: &Subscription| item.application == application && item.api == api;
    if desk.state.subscriptions.values().any(taken) {
        let description = "Subscription already exists for this API and application";
        return Err(Problem::new(409, 900_336, "Subscription already exists", description));
    }
    let id = ids::uuid();
    let waits = waits(desk.state, Workflow::SubscriptionCreation, &id);
    let status = if waits { SubscriptionStatus::OnHold } else { SubscriptionStatus::Unblocked };
    let subscription = Subscription {
        id: id.clone(),
        application,
        api,
        requested_policy: policy.clone(),
        policy,
        owner: desk.caller.user.clone(),
        status,
    };
    desk.state.subscriptions.insert(id.clone(), subscription);
    Ok((id, waits))
}

/// The policy is one of the API's: REST reference §5.1, "invalid tier".
fn check_policy(desk: &Desk<'_>, api: &str, policy: &str) -> Result<(), Problem> {
    let offered = strings(&desk.api(api)?.document, "policies");
    if offered.contains(&policy) {
        return Ok(());
    }
    let description = format!("Tier {policy} is not allowed for the API {api}");
    Err(Problem::new(400, 900_305, "Invalid tier", description))
}

pub(super) fn create(desk: &mut Desk<'_>) -> Answer {
    let body = desk.body()?;
    let (id, waits) = add(desk, &body)?;
    let location = format!("{}/{id}", desk.request.path);
    let reply = if waits { waiting() } else { Reply::json(201, &json(desk, find(desk, &id)?)) };
    Ok(reply.with("Location", location))
}

/// `POST /subscriptions/multiple`: those that could be made, in the order they were asked for.
pub(super) fn create_several(desk: &mut Desk<'_>) -> Answer {
    let Value::Array(items) = desk.json()? else { return Err(Problem::malformed()) };
    let mut made = Vec::new();
    for item in &items {
        let Value::Object(item) = item else { return Err(Problem::malformed()) };
        match add(desk, item) {
            Ok((id, _)) => made.push(json(desk, find(desk, &id)?)),
            Err(problem) if problem.status == 409 => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(Reply::json(200, &json!(made)))
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
    Ok(Reply::json(200, &json(desk, find(desk, id)?)))
}

/// From 3.2: another policy, of the same application and API.
pub(super) fn update(desk: &mut Desk<'_>, id: &str) -> Answer {
    let found = find(desk, id)?.clone();
    let body = desk.body()?;
    let same = fields::required(&body, "applicationId")? == found.application
        && fields::required(&body, "apiId")? == found.api;
    if !same {
        return Err(Problem::bad_request(
            "The application and the API of a subscription cannot be changed",
        ));
    }
    let wanted = match fields::optional(&body, "requestedThrottlingPolicy") {
        Some(policy) if !policy.is_empty() && policy != found.policy => policy,
        _ => fields::required(&body, "throttlingPolicy")?,
    };
    check_policy(desk, &found.api, wanted)?;
    let waits = waits(desk.state, Workflow::SubscriptionUpdate, id);
    if let Some(subscription) = desk.state.subscriptions.get_mut(id) {
        wanted.clone_into(&mut subscription.requested_policy);
        if waits {
            subscription.status = SubscriptionStatus::TierUpdatePending;
        } else {
            wanted.clone_into(&mut subscription.policy);
        }
    }
    if waits { Ok(waiting()) } else { get(desk, id) }
}

pub(super) fn delete(desk: &mut Desk<'_>, id: &str) -> Answer {
    find(desk, id)?;
    if waits(desk.state, Workflow::SubscriptionDeletion, id) {
        return Ok(waiting());
    }
    desk.state.subscriptions.remove(id);
    Ok(Reply::empty(200))
}
