//! APIs as consumers see them: REST reference §3.1.

use serde_json::{Value, json};

use super::super::api::{Api, strings};
use super::super::desk::Desk;
use super::super::problem::{Answer, Problem};
use super::super::query::Query;
use super::urls::{endpoint_urls, is_default};
use crate::server::Reply;

/// Public, or restricted to a role that the caller has.
fn is_for(desk: &Desk<'_>, api: &Api) -> bool {
    if api.text("visibility") != "RESTRICTED" {
        return true;
    }
    let allowed = strings(&api.document, "visibleRoles");
    let user = desk.state.users.get(&desk.caller.user);
    user.is_some_and(|user| user.roles.iter().any(|role| allowed.contains(&role.as_str())))
}

pub(super) fn list(desk: &Desk<'_>) -> Reply {
    let query = Query::parse(&desk.request.parameter("query").unwrap_or_default());
    let visible =
        desk.state.apis.values().filter(|api| api.lifecycle.is_visible() && is_for(desk, api));
    let items: Vec<Value> =
        visible.filter(|api| query.matches(api)).map(|api| info(desk, api)).collect();
    Reply::json(200, &desk.page(&items))
}

/// As lists and subscriptions have it.
pub(super) fn info(desk: &Desk<'_>, api: &Api) -> Value {
    let mut body = json!({
        "id": api.id,
        "name": api.name(),
        "context": api.context(),
        "version": api.version(),
        "provider": api.provider,
        "lifeCycleStatus": api.lifecycle.status(),
        "throttlingPolicies": strings(&api.document, "policies"),
        "isSubscriptionAvailable": true,
    });
    let Value::Object(fields) = &mut body else { return body };
    for key in ["description", "type"] {
        let value = api.document.get(key).filter(|value| value.is_string());
        fields.extend(value.map(|value| (key.to_owned(), value.clone())));
    }
    if desk.file.release.at_least(4, 1) {
        fields.insert("createdTime".into(), json!(api.created.to_string()));
    }
    body
}

/// An API that is not published is forbidden, not unknown.
fn visible<'a>(desk: &'a Desk<'_>, id: &str) -> Result<&'a Api, Problem> {
    let api = desk.api(id)?;
    if api.lifecycle.is_visible() && is_for(desk, api) {
        Ok(api)
    } else {
        let description = format!("You don't have permission to access the API with id {id}");
        Err(Problem::new(403, 403, "Forbidden", description))
    }
}

pub(super) fn get(desk: &Desk<'_>, id: &str) -> Answer {
    let api = visible(desk, id)?;
    let release = desk.file.release;
    let tiers: Vec<Value> = strings(&api.document, "policies")
        .into_iter()
        .map(|tier| json!({"tierName": tier, "tierPlan": "FREE"}))
        .collect();
    let urls = endpoint_urls(desk, api);
    let names: Vec<&Value> = urls.iter().filter_map(|url| url.get("environmentName")).collect();
    let mut body = info(desk, api);
    let Value::Object(fields) = &mut body else { return Ok(Reply::json(200, &body)) };
    fields.remove("throttlingPolicies");
    fields.insert("tiers".into(), json!(tiers));
    fields.insert("transport".into(), json!(strings(&api.document, "transport")));
    fields.insert("isDefaultVersion".into(), json!(is_default(api)));
    fields.insert("apiDefinition".into(), json!(api.definition));
    fields.insert("operations".into(), json!(operations(api)));
    fields.insert("environmentList".into(), json!(names));
    fields.insert("endpointURLs".into(), json!(urls));
    fields.insert("tags".into(), json!(strings(&api.document, "tags")));
    fields.insert("securityScheme".into(), json!(strings(&api.document, "securityScheme")));
    if release.at_least(4, 1) {
        fields.insert("lastUpdatedTime".into(), json!(api.updated.to_string()));
    }
    Ok(Reply::json(200, &body))
}

fn operations(api: &Api) -> Vec<Value> {
    let list = api.document.get("operations").and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|item| Some(json!({"target": item.get("target")?, "verb": item.get("verb")?})))
        .collect()
}

/// The definition, with the servers of one environment.
pub(super) fn swagger(desk: &Desk<'_>, id: &str) -> Answer {
    let api = visible(desk, id)?;
    let Ok(mut definition) = serde_json::from_str::<Value>(&api.definition) else {
        return Ok(Reply::new(200, "application/json", api.definition.clone()));
    };
    let all = endpoint_urls(desk, api);
    let wanted = desk.request.parameter("environmentName");
    let found = all.iter().find(|item| {
        wanted.as_deref().is_none_or(|name| item.get("environmentName") == Some(&json!(name)))
    });
    if let (Some(found), Value::Object(definition)) = (found, &mut definition) {
        let servers: Vec<Value> = ["https", "http"]
            .iter()
            .filter_map(|scheme| found.get("URLs")?.get(scheme)?.as_str())
            .map(|url| json!({"url": url}))
            .collect();
        definition.insert("servers".into(), json!(servers));
    }
    Ok(Reply::json(200, &definition))
}
