//! Changing and deleting APIs: REST reference §2.3, §2.4, §2.6.

use serde_json::{Value, json};

use super::super::api::Document;
use super::super::desk::Desk;
use super::super::lifecycle::Lifecycle;
use super::super::problem::{Answer, Problem};
use super::super::push;
use super::apis::only_default_version;
use super::complete::complete;
use super::definition::{definition_of, rewritten};
use super::validate;
use crate::server::Reply;

/// §2.4: what is published is changed and deleted only by those who may publish.
pub(super) fn state_allows(desk: &Desk<'_>, id: &str) -> Result<(), Problem> {
    let published = matches!(desk.api(id)?.lifecycle, Lifecycle::Published | Lifecycle::Deprecated);
    if published && desk.caller.needs(&["api_publish", "api_import_export", "admin"]).is_err() {
        let description = "The API is published; the caller may not publish";
        return Err(Problem::new(403, 900_380, "Unauthorized to edit the API", description));
    }
    Ok(())
}

pub(super) fn update(desk: &mut Desk<'_>, id: &str) -> Answer {
    state_allows(desk, id)?;
    let document = desk.body()?;
    // What is sent is looked at, too, where it is ignored.
    validate::document(&document, desk.file.release)?;
    replace(desk, id, document, None)?;
    Ok(Reply::json(200, &desk.api(id)?.json(None, desk.file.release)))
}

/// Replaces an API's document, and its definition with it.
pub(crate) fn replace(
    desk: &mut Desk<'_>,
    id: &str,
    mut document: Document,
    definition: Option<Value>,
) -> Result<(), Problem> {
    let release = desk.file.release;
    let classic = desk.classic();
    let api = desk.api(id)?;
    // What a PUT cannot change: it is answered 200 and ignored.
    for key in ["name", "context", "version"] {
        document.insert(key.into(), json!(api.text(key)));
    }
    let may_publish = desk.caller.needs(&["api_publish", "api_import_export", "admin"]).is_ok();
    let kept = api.document.get("gatewayEnvironments").cloned();
    let before = push::present(api);
    validate::document(&document, release)?;
    validate::without_the_servers(&mut document);
    // Changing the gateways needs api_publish (3.2.0).
    if let (true, false, Some(kept)) = (classic, may_publish, kept) {
        document.insert("gatewayEnvironments".into(), kept);
    }
    complete(&mut document, release);
    let now = desk.state.now();
    let api = desk.api_mut(id)?;
    let known = definition.or_else(|| serde_json::from_str(&api.definition).ok());
    let kept = known.map_or_else(
        || definition_of(&document, false, release),
        |definition| rewritten(&definition, &document, release),
    );
    api.definition = kept.to_string();
    api.document = document;
    api.updated = now;
    let api = api.clone();
    only_default_version(desk, id);
    if classic {
        push::plan(desk.state, &desk.file.environments, &api, &before);
    }
    Ok(())
}

pub(super) fn delete(desk: &mut Desk<'_>, id: &str) -> Answer {
    state_allows(desk, id)?;
    if desk.state.subscriptions.values().any(|subscription| subscription.api == id) {
        let description = "Cannot remove the API as active subscriptions exist";
        return Err(Problem::new(409, 409, "Conflict", description));
    }
    let Some(mut api) = desk.state.apis.remove(id) else { return Err(Problem::api_not_found(id)) };
    desk.state.tasks.retain(|_, task| task.api != id);
    desk.state.internal_keys.retain(|_, key| key.api != id);
    if desk.classic() {
        let before = push::present(&api);
        api.lifecycle = Lifecycle::Retired;
        push::plan(desk.state, &desk.file.environments, &api, &before);
    }
    desk.state.changed = true;
    Ok(Reply::empty(200))
}
