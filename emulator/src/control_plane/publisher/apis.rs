//! Listing, creating and reading APIs: REST reference §2.2, §2.3.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::api::{Api, Document, text};
use super::super::desk::Desk;
use super::super::lifecycle::Lifecycle;
use super::super::problem::{Answer, Problem};
use super::super::query::Query;
use super::complete::complete;
use super::definition::{definition_of, rewritten};
use super::validate;
use crate::ids;
use crate::server::Reply;

pub(super) fn list(desk: &Desk<'_>) -> Reply {
    let release = desk.file.release;
    let items: Vec<Value> = found(desk).into_iter().map(|api| api.info(release)).collect();
    Reply::json(200, &desk.page(&items))
}

/// The APIs that the query finds, in the order that is asked for.
fn found<'d>(desk: &'d Desk<'_>) -> Vec<&'d Api> {
    let query = Query::parse(&desk.request.parameter("query").unwrap_or_default());
    let mut found: Vec<&Api> =
        desk.state.apis.values().filter(|api| query.matches_in(api, desk.file.release)).collect();
    let (mut by, mut order) = (None, None);
    if desk.file.release.at_least(4, 1) {
        (by, order) = (desk.request.parameter("sortBy"), desk.request.parameter("sortOrder"));
    }
    let compare: fn(&Api, &Api) -> Ordering = match by.as_deref() {
        Some("apiName") => |a, b| a.name().to_lowercase().cmp(&b.name().to_lowercase()),
        Some("version") => |a, b| a.version().cmp(b.version()),
        Some("status") => |a, b| a.lifecycle.title().cmp(b.lifecycle.title()),
        _ => |a, b| a.created.cmp(&b.created),
    };
    // Equal ones in the order of their making.
    found.sort_by(|a, b| compare(a, b).then(a.created.cmp(&b.created)));
    if order.as_deref() != Some("asc") {
        found.reverse();
    }
    found
}

/// `GET /search`: APIs only, in the form of search results.
pub(super) fn search(desk: &Desk<'_>) -> Reply {
    let release = desk.file.release;
    let items: Vec<Value> = found(desk)
        .into_iter()
        .map(|api| {
            let mut item = json!({
                "id": api.id, "name": api.name(), "type": "API", "transportType": api.text("type"),
                "context": api.context(), "version": api.version(), "provider": api.provider,
                "status": api.lifecycle.status(),
            });
            let Value::Object(fields) = &mut item else { return item };
            if let Some(description) = api.document.get("description") {
                fields.insert("description".into(), description.clone());
            }
            if release.at_least(4, 1) {
                fields.insert("advertiseOnly".into(), json!(api.is_advertised()));
            }
            item
        })
        .collect();
    Reply::json(200, &desk.page(&items))
}

pub(super) fn create(desk: &mut Desk<'_>) -> Answer {
    let document = desk.body()?;
    let id = add(desk, document, None, None)?;
    created(desk, &id)
}

/// The answer about a new API.
pub(super) fn created(desk: &Desk<'_>, id: &str) -> Answer {
    let body = desk.api(id)?.json(None, desk.file.release);
    let location = format!("{}/apis/{id}", desk.file.release.publisher_base());
    Ok(Reply::json(201, &body).with("Location", location))
}

/// Whether an API could be taken in; as a new one, or in place of one that there is.
pub(crate) fn check(desk: &Desk<'_>, document: &Document, as_new: bool) -> Result<(), Problem> {
    validate::document(document, desk.file.release)?;
    if as_new { validate::is_new(desk, document) } else { Ok(()) }
}

/// Takes a new API in, under the caller's name or another provider's, and gives its id.
pub(crate) fn add(
    desk: &mut Desk<'_>,
    mut document: Document,
    definition: Option<Value>,
    provider: Option<String>,
) -> Result<String, Problem> {
    let release = desk.file.release;
    check(desk, &document, true)?;
    validate::without_the_servers(&mut document);
    complete(&mut document, release);
    let asked = desk.request.parameter("openAPIVersion").unwrap_or_default();
    let definition = match definition {
        Some(definition) => rewritten(&definition, &document, release),
        None => definition_of(&document, asked.eq_ignore_ascii_case("v2"), release),
    };
    let id = ids::uuid();
    let now = desk.state.now();
    let api = Api {
        id: id.clone(),
        document,
        definition: definition.to_string(),
        lifecycle: Lifecycle::Created,
        provider: provider.unwrap_or_else(|| desk.caller.user.clone()),
        created: now,
        updated: now,
        revisions: Vec::new(),
        numbered: 0,
        deployments: Vec::new(),
        requests: Vec::new(),
        environment_keys: BTreeMap::new(),
        history: vec![(None, Lifecycle::Created, now, desk.caller.user.clone())],
    };
    desk.state.apis.insert(id.clone(), api);
    only_default_version(desk, &id);
    Ok(id)
}

/// Of the versions of an API at most one is its default version: the one that became so last.
pub(super) fn only_default_version(desk: &mut Desk<'_>, id: &str) {
    let is_default = |document: &Document| document.get("isDefaultVersion") == Some(&json!(true));
    let Some(name) = desk
        .state
        .apis
        .get(id)
        .filter(|api| is_default(&api.document))
        .map(|api| api.name().to_owned())
    else {
        return;
    };
    for other in desk.state.apis.values_mut() {
        if other.id != id && text(&other.document, "name") == name {
            other.document.insert("isDefaultVersion".into(), json!(false));
        }
    }
}

/// An API, or (4.x) one of its revisions under the revision's own id.
pub(super) fn get(desk: &Desk<'_>, id: &str) -> Answer {
    let release = desk.file.release;
    if let Some(api) = desk.state.apis.get(id) {
        let mut body = api.json(None, release);
        if let (Value::Object(body), Some(_)) = (&mut body, desk.state.pending_state_task(id)) {
            body.insert("workflowStatus".into(), json!("CREATED"));
        }
        return Ok(Reply::json(200, &body));
    }
    let revision = desk.state.apis.values().find_map(|api| Some((api, api.revision(id)?)));
    let (api, revision) = revision.ok_or_else(|| Problem::api_not_found(id))?;
    Ok(Reply::json(200, &api.json(Some(revision), release)))
}
