//! `POST /apis/copy-api`: REST reference §2.3.

use std::collections::BTreeMap;

use serde_json::json;

use super::super::desk::Desk;
use super::super::lifecycle::Lifecycle;
use super::super::problem::{Answer, Problem};
use super::apis::{created, only_default_version};
use super::definition::rewritten;
use super::validate;
use crate::ids;

/// A new version of an API: its document and definition under another version, created anew.
pub(super) fn copy(desk: &mut Desk<'_>) -> Answer {
    let id = desk.request.parameter("apiId").unwrap_or_default();
    let version = desk.request.parameter("newVersion").unwrap_or_default();
    let is_default = desk.flag("defaultVersion") == Some(true);
    let mut copy = desk.api(&id)?.clone();
    copy.document.insert("version".into(), json!(version));
    validate::document(&copy.document, desk.file.release)?;
    let same =
        |other: &&super::super::api::Api| other.name() == copy.name() && other.version() == version;
    if desk.state.apis.values().find(same).is_some() {
        let description = format!("The API version {version} already exists for {}", copy.name());
        return Err(Problem::new(409, 900_252, "The API version already exists", description));
    }
    copy.document.insert("isDefaultVersion".into(), json!(is_default));
    let now = desk.state.now();
    let mut definition = serde_json::from_str(&copy.definition).unwrap_or_default();
    if let Some(info) = serde_json::Value::pointer_mut(&mut definition, "/info/version") {
        *info = json!(version);
    }
    copy.definition = rewritten(&definition, &copy.document, desk.file.release).to_string();
    copy.id = ids::uuid();
    copy.provider.clone_from(&desk.caller.user);
    copy.lifecycle = Lifecycle::Created;
    (copy.created, copy.updated, copy.numbered) = (now, now, 0);
    copy.revisions.clear();
    copy.deployments.clear();
    copy.requests.clear();
    copy.environment_keys = BTreeMap::new();
    copy.history = vec![(None, Lifecycle::Created, now, desk.caller.user.clone())];
    let id = copy.id.clone();
    desk.state.apis.insert(id.clone(), copy);
    only_default_version(desk, &id);
    created(desk, &id)
}
