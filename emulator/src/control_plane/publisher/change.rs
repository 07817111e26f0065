//! Changing and deleting APIs: REST reference §2.3, §2.6.

use serde_json::json;

use super::super::desk::Desk;
use super::super::lifecycle::Lifecycle;
use super::super::problem::{Answer, Problem};
use super::super::push;
use super::definition::definition_of;
use super::validate;
use crate::server::Reply;

fn writes(desk: &Desk<'_>, id: &str) -> Result<(), Problem> {
    let newer = desk.file.release.at_least(4, 1);
    desk.caller.needs(if newer {
        &["api_create", "api_publish", "api_manage"]
    } else {
        &["api_create", "api_publish"]
    })?;
    let published = matches!(desk.api(id)?.lifecycle, Lifecycle::Published | Lifecycle::Deprecated);
    if published && desk.caller.needs(&["api_publish", "api_import_export", "admin"]).is_err() {
        let description = "The API is published; the caller may not publish";
        return Err(Problem::new(403, 900_380, "Unauthorized to edit the API", description));
    }
    Ok(())
}

pub(super) fn update(desk: &mut Desk<'_>, id: &str) -> Answer {
    writes(desk, id)?;
    let mut document = desk.body()?;
    let release = desk.file.release;
    let classic = desk.classic();
    let api = desk.api(id)?;
    // What a PUT cannot change: it is answered 200 and ignored.
    for key in ["name", "context", "version"] {
        document.insert(key.into(), json!(api.text(key)));
    }
    let may_publish = desk.caller.needs(&["api_publish"]).is_ok();
    let kept = api.document.get("gatewayEnvironments").cloned();
    let before = push::present(api);
    for key in [
        "id",
        "provider",
        "lifeCycleStatus",
        "createdTime",
        "lastUpdatedTime",
        "lastUpdatedTimestamp",
        "isRevision",
        "revisionedApiId",
        "revisionId",
    ] {
        document.remove(key);
    }
    validate::document(&document, release)?;
    // Changing the gateways needs api_publish (3.2.0).
    if let (true, false, Some(kept)) = (classic, may_publish, kept) {
        document.insert("gatewayEnvironments".into(), kept);
    }
    validate::complete(&mut document, release);
    let now = desk.state.now();
    let api = desk.api_mut(id)?;
    if api.document.get("operations") != document.get("operations") {
        api.definition = definition_of(&document);
    }
    api.document = document;
    api.updated = now;
    let body = api.json(None, release);
    let api = api.clone();
    if classic {
        push::plan(desk.state, &desk.file.environments, &api, &before);
    }
    Ok(Reply::json(200, &body))
}

pub(super) fn delete(desk: &mut Desk<'_>, id: &str) -> Answer {
    writes(desk, id)?;
    if desk.state.subscriptions.values().any(|subscription| subscription.api == id) {
        let description = "Cannot remove the API as active subscriptions exist";
        return Err(Problem::new(409, 409, "Conflict", description));
    }
    let Some(mut api) = desk.state.apis.remove(id) else { return Err(Problem::api_not_found(id)) };
    if desk.classic() {
        let before = push::present(&api);
        api.lifecycle = Lifecycle::Retired;
        push::plan(desk.state, &desk.file.environments, &api, &before);
    }
    desk.state.changed = true;
    Ok(Reply::empty(200))
}
