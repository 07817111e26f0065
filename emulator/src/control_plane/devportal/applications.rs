//! Applications: REST reference §3.2.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::api::Document;
use super::super::approvals::{Workflow, waiting, waits};
use super::super::desk::Desk;
use super::super::problem::{Answer, Problem};
use super::super::state::{Application, Approval};
use super::{fields, policies};
use crate::ids;
use crate::server::Reply;

/// The caller's own application.
pub(super) fn own<'a>(desk: &'a Desk<'_>, id: &str) -> Result<&'a Application, Problem> {
    desk.state
        .applications
        .get(id)
        .filter(|application| application.owner == desk.caller.user)
        .ok_or_else(|| Problem::application_not_found(id))
}

/// As lists have it.
fn summary(desk: &Desk<'_>, application: &Application) -> Document {
    let subscriptions = desk.state.subscriptions.values();
    let count = subscriptions.filter(|item| item.application == application.id).count();
    let mut fields = Document::new();
    for (key, value) in [
        ("applicationId", json!(application.id)),
        ("name", json!(application.name)),
        ("throttlingPolicy", json!(application.policy)),
        ("description", json!(application.description)),
        ("status", json!(application.status.name())),
        ("groups", json!(application.groups)),
        ("subscriptionCount", json!(count)),
        ("attributes", json!(application.attributes)),
        ("owner", json!(application.owner)),
    ] {
        fields.insert(key.to_owned(), value);
    }
    fields
}

fn json(desk: &Desk<'_>, application: &Application) -> Value {
    let mut fields = summary(desk, application);
    fields.insert("tokenType".into(), json!(application.token_type));
    fields.insert("keys".into(), json!([]));
    fields.insert("subscriptionScopes".into(), json!([]));
    fields.insert("hashEnabled".into(), json!(false));
    if desk.file.release.at_least(4, 7) {
        fields.insert("visibility".into(), json!(application.visibility));
    }
    Value::Object(fields)
}

/// As subscriptions show it.
pub(super) fn info(desk: &Desk<'_>, id: &str) -> Option<Value> {
    Some(Value::Object(summary(desk, desk.state.applications.get(id)?)))
}

pub(super) fn list(desk: &Desk<'_>) -> Reply {
    let wanted = |name: &str| desk.request.parameter(name).unwrap_or_default();
    let query = wanted("query").to_lowercase();
    let mut found: Vec<&Application> = desk
        .state
        .applications
        .values()
        .filter(|item| item.owner == desk.caller.user && item.name.to_lowercase().contains(&query))
        .collect();
    let order: fn(&Application, &Application) -> Ordering = match wanted("sortBy").as_str() {
        "throttlingPolicy" => |a, b| a.policy.cmp(&b.policy).then(a.name.cmp(&b.name)),
        "status" => |a, b| a.status.name().cmp(b.status.name()).then(a.name.cmp(&b.name)),
        _ => |a, b| a.name.to_lowercase().cmp(&b.name.to_lowercase()),
    };
    found.sort_by(|a, b| order(a, b));
    if wanted("sortOrder") == "desc" {
        found.reverse();
    }
    let items: Vec<Value> =
        found.into_iter().map(|item| Value::Object(summary(desk, item))).collect();
    Reply::json(200, &desk.page(&items))
}

/// An application as a body describes it; without an id.
fn read(desk: &Desk<'_>, body: &Document) -> Result<Application, Problem> {
    let name = fields::required(body, "name")?.trim();
    let policy = fields::required(body, "throttlingPolicy")?;
    let description = fields::optional(body, "description").unwrap_or_default();
    policies::check_application(policy)?;
    let token_type = fields::optional(body, "tokenType").unwrap_or("JWT");
    Ok(Application {
        id: String::new(),
        name: name.to_owned(),
        policy: policy.to_owned(),
        description: description.to_owned(),
        token_type: token_type.to_owned(),
        owner: desk.caller.user.clone(),
        status: Approval::Approved,
        groups: fields::texts(body, "groups"),
        attributes: attributes(body),
        visibility: fields::optional(body, "visibility").unwrap_or("PRIVATE").to_owned(),
    })
}

fn attributes(body: &Document) -> BTreeMap<String, String> {
    let map = body.get("attributes").and_then(Value::as_object);
    let texts = map.into_iter().flatten();
    texts.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

/// No other application of the caller has the name.
fn is_free(desk: &Desk<'_>, wanted: &Application) -> Result<(), Problem> {
    let taken = |item: &Application| {
        item.owner == wanted.owner && item.name == wanted.name && item.id != wanted.id
    };
    if desk.state.applications.values().any(taken) {
        let name = &wanted.name;
        let description = format!("A duplicate application already exists by the name - {name}");
        return Err(Problem::new(409, 900_306, "Application already exists", description));
    }
    Ok(())
}

/// 201; 202 when a workflow has to approve it first.
pub(super) fn create(desk: &mut Desk<'_>) -> Answer {
    let body = desk.body()?;
    let mut application = read(desk, &body)?;
    is_free(desk, &application)?;
    application.id = ids::uuid();
    let id = application.id.clone();
    let waits = waits(desk.state, Workflow::ApplicationCreation, &id);
    if waits {
        application.status = Approval::Created;
    }
    desk.state.applications.insert(id.clone(), application);
    let location = format!("{}/{id}", desk.request.path);
    let reply = if waits { waiting() } else { Reply::json(201, &json(desk, own(desk, &id)?)) };
    Ok(reply.with("Location", location))
}

pub(super) fn get(desk: &Desk<'_>, id: &str) -> Answer {
    Ok(Reply::json(200, &json(desk, own(desk, id)?)))
}

pub(super) fn update(desk: &mut Desk<'_>, id: &str) -> Answer {
    own(desk, id)?;
    let body = desk.body()?;
    let mut application = read(desk, &body)?;
    id.clone_into(&mut application.id);
    is_free(desk, &application)?;
    application.status = own(desk, id)?.status;
    desk.state.applications.insert(id.to_owned(), application);
    get(desk, id)
}

/// 200; 202 when a workflow has to approve it first.
pub(super) fn delete(desk: &mut Desk<'_>, id: &str) -> Answer {
    own(desk, id)?;
    if waits(desk.state, Workflow::ApplicationDeletion, id) {
        return Ok(waiting());
    }
    desk.state.remove_application(id);
    Ok(Reply::empty(200))
}
