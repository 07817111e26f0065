//! Listing, creating and reading APIs: REST reference §2.2, §2.3.

use serde_json::Value;

use super::super::api::{Api, Document};
use super::super::desk::Desk;
use super::super::lifecycle::Lifecycle;
use super::super::problem::{Answer, Problem};
use super::super::query::Query;
use super::definition::definition_of;
use super::validate;
use crate::ids;
use crate::server::Reply;

pub(super) fn reads(desk: &Desk<'_>) -> Result<(), Problem> {
    match desk.file.release {
        release if release.is_classic() => desk.caller.needs(&["api_view"]),
        release if release.at_least(4, 1) => {
            desk.caller.needs(&["api_view", "api_manage", "api_import_export", "api_list_view"])
        }
        _ => desk.caller.needs(&["api_view", "api_import_export"]),
    }
}

pub(super) fn creates(desk: &Desk<'_>) -> Result<(), Problem> {
    let newer = desk.file.release.at_least(4, 1);
    desk.caller.needs(if newer { &["api_create", "api_manage"] } else { &["api_create"] })
}

pub(super) fn list(desk: &Desk<'_>) -> Answer {
    reads(desk)?;
    let query = Query::parse(&desk.request.parameter("query").unwrap_or_default());
    let mut found: Vec<&Api> = desk.state.apis.values().filter(|api| query.matches(api)).collect();
    // `createdTime`, newest first, unless something else is asked for (4.1).
    found.sort_by(|a, b| match desk.request.parameter("sortBy").as_deref() {
        Some("apiName") => b.name().cmp(a.name()),
        Some("version") => b.version().cmp(a.version()),
        Some("status") => b.lifecycle.title().cmp(a.lifecycle.title()),
        _ => b.created.cmp(&a.created),
    });
    if desk.request.parameter("sortOrder").as_deref() == Some("asc") {
        found.reverse();
    }
    let items: Vec<Value> = found.into_iter().map(Api::summary).collect();
    Ok(Reply::json(200, &desk.page(&items)))
}

/// `GET /search`: APIs only.
pub(super) fn search(desk: &Desk<'_>) -> Answer {
    list(desk)
}

pub(super) fn create(desk: &mut Desk<'_>) -> Answer {
    creates(desk)?;
    let document = desk.body()?;
    add(desk, document, None)
}

/// Takes a new API in; with a definition, its operations are those of the definition.
pub(super) fn add(
    desk: &mut Desk<'_>,
    mut document: Document,
    definition: Option<String>,
) -> Answer {
    creates(desk)?;
    let release = desk.file.release;
    validate::document(&document, release)?;
    validate::is_new(desk, &document)?;
    for key in [
        "id",
        "provider",
        "lifeCycleStatus",
        "createdTime",
        "lastUpdatedTime",
        "lastUpdatedTimestamp",
    ] {
        document.remove(key);
    }
    validate::complete(&mut document, release);
    let id = ids::uuid();
    let now = desk.state.now();
    let definition = definition.unwrap_or_else(|| definition_of(&document));
    let api = Api {
        id: id.clone(),
        document,
        definition,
        lifecycle: Lifecycle::Created,
        provider: desk.caller.user.clone(),
        created: now,
        updated: now,
        revisions: Vec::new(),
        numbered: 0,
        deployments: Vec::new(),
        history: vec![(None, Lifecycle::Created, now)],
    };
    let body = api.json(None, release);
    let location = format!("{}/{id}", desk.request.path.trim_end_matches("/import-openapi"));
    desk.state.apis.insert(id, api);
    Ok(Reply::json(201, &body).with("Location", location))
}

/// An API, or (4.x) one of its revisions under the revision's own id.
pub(super) fn get(desk: &Desk<'_>, id: &str) -> Answer {
    reads(desk)?;
    let release = desk.file.release;
    if let Some(api) = desk.state.apis.get(id) {
        return Ok(Reply::json(200, &api.json(None, release)));
    }
    let revision = desk.state.apis.values().find_map(|api| Some((api, api.revision(id)?)));
    let (api, revision) = revision.ok_or_else(|| Problem::api_not_found(id))?;
    Ok(Reply::json(200, &api.json(Some(revision), release)))
}
