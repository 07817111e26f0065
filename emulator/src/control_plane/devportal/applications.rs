//! Applications: REST reference §3.2.

use serde_json::{Value, json};

use super::super::api::text;
use super::super::desk::Desk;
use super::super::problem::{Answer, Problem};
use super::super::state::{Application, Purpose};
use crate::ids;
use crate::server::Reply;

pub(super) fn may(desk: &Desk<'_>) -> Result<(), Problem> {
    desk.caller.needs(&["subscribe", "app_manage"])
}

/// The caller's own application.
pub(super) fn own<'a>(desk: &'a Desk<'_>, id: &str) -> Result<&'a Application, Problem> {
    desk.state
        .applications
        .get(id)
        .filter(|application| application.owner == desk.caller.user)
        .ok_or_else(|| Problem::application_not_found(id))
}

fn json(desk: &Desk<'_>, application: &Application) -> Value {
    let subscriptions = desk.state.subscriptions.values();
    let count = subscriptions.filter(|item| item.application == application.id).count();
    json!({
        "applicationId": application.id,
        "name": application.name,
        "throttlingPolicy": application.policy,
        "description": application.description,
        "tokenType": application.token_type,
        "status": "APPROVED",
        "groups": [],
        "subscriptionCount": count,
        "keys": [],
        "attributes": {},
        "subscriptionScopes": [],
        "owner": application.owner,
        "hashEnabled": false,
    })
}

pub(super) fn list(desk: &Desk<'_>) -> Answer {
    may(desk)?;
    let query = desk.request.parameter("query").unwrap_or_default().to_lowercase();
    let items: Vec<Value> = desk
        .state
        .applications
        .values()
        .filter(|item| item.owner == desk.caller.user && item.name.to_lowercase().contains(&query))
        .map(|item| json(desk, item))
        .collect();
    Ok(Reply::json(200, &desk.page(&items)))
}

pub(super) fn create(desk: &mut Desk<'_>) -> Answer {
    may(desk)?;
    let body = desk.body()?;
    let name = text(&body, "name").trim().to_owned();
    let policy = text(&body, "throttlingPolicy").to_owned();
    if name.is_empty() || policy.is_empty() {
        return Err(Problem::bad_request("name and throttlingPolicy must not be null"));
    }
    let owner = desk.caller.user.clone();
    if desk.state.applications.values().any(|item| item.owner == owner && item.name == name) {
        let description = format!("A duplicate application already exists by the name - {name}");
        return Err(Problem::new(409, 900_306, "Application already exists", description));
    }
    let token_type = match text(&body, "tokenType") {
        "" => "JWT",
        given => given,
    };
    let application = Application {
        id: ids::uuid(),
        name,
        policy,
        description: text(&body, "description").to_owned(),
        token_type: token_type.to_owned(),
        owner,
    };
    let answer = json(desk, &application);
    desk.state.applications.insert(application.id.clone(), application);
    Ok(Reply::json(201, &answer))
}

pub(super) fn get(desk: &Desk<'_>, id: &str) -> Answer {
    may(desk)?;
    Ok(Reply::json(200, &json(desk, own(desk, id)?)))
}

pub(super) fn update(desk: &mut Desk<'_>, id: &str) -> Answer {
    may(desk)?;
    let body = desk.body()?;
    own(desk, id)?;
    if let Some(application) = desk.state.applications.get_mut(id) {
        text(&body, "name").clone_into(&mut application.name);
        text(&body, "throttlingPolicy").clone_into(&mut application.policy);
        text(&body, "description").clone_into(&mut application.description);
    }
    get(desk, id)
}

pub(super) fn delete(desk: &mut Desk<'_>, id: &str) -> Answer {
    may(desk)?;
    own(desk, id)?;
    desk.state.applications.remove(id);
    desk.state.subscriptions.retain(|_, subscription| subscription.application != id);
    let of_it = |purpose: &Purpose| matches!(purpose, Purpose::Application { application, .. } if application == id);
    desk.state.clients.retain(|_, client| !of_it(&client.purpose));
    Ok(Reply::empty(200))
}
