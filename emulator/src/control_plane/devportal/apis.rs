//! APIs as consumers see them, with one set of URLs per environment: REST reference §3.1.

use serde_json::{Value, json};

use super::super::api::{Api, full_context, strings};
use super::super::desk::Desk;
use super::super::problem::{Answer, Problem};
use super::super::query::Query;
use crate::server::Reply;

const SCHEMES: [&str; 4] = ["http", "https", "ws", "wss"];

pub(super) fn list(desk: &Desk<'_>) -> Reply {
    let query = Query::parse(&desk.request.parameter("query").unwrap_or_default());
    let visible = desk.state.apis.values().filter(|api| api.lifecycle.is_visible());
    let items: Vec<Value> = visible.filter(|api| query.matches(api)).map(Api::summary).collect();
    Reply::json(200, &desk.page(&items))
}

/// An API that is not published is forbidden, not unknown.
fn visible<'a>(desk: &'a Desk<'_>, id: &str) -> Result<&'a Api, Problem> {
    let api = desk.api(id)?;
    if api.lifecycle.is_visible() {
        Ok(api)
    } else {
        let description = format!("You don't have permission to access the API with id {id}");
        Err(Problem::new(403, 403, "Forbidden", description))
    }
}

pub(super) fn get(desk: &Desk<'_>, id: &str) -> Answer {
    let api = visible(desk, id)?;
    let tiers: Vec<Value> = strings(&api.document, "policies")
        .into_iter()
        .map(|tier| json!({"tierName": tier, "tierPlan": "FREE"}))
        .collect();
    let urls = endpoint_urls(desk, api);
    let names: Vec<&Value> = urls.iter().filter_map(|url| url.get("environmentName")).collect();
    let mut body = api.summary();
    if let Value::Object(fields) = &mut body {
        fields.insert("tiers".into(), json!(tiers));
        fields.insert("transport".into(), json!(strings(&api.document, "transport")));
        fields.insert("isDefaultVersion".into(), json!(is_default(api)));
        fields.insert("apiDefinition".into(), json!(api.definition));
        fields.insert("environmentList".into(), json!(names));
        fields.insert("endpointURLs".into(), json!(urls));
    }
    Ok(Reply::json(200, &body))
}

fn is_default(api: &Api) -> bool {
    api.document.get("isDefaultVersion").and_then(Value::as_bool).unwrap_or(false)
}

fn endpoint_urls(desk: &Desk<'_>, api: &Api) -> Vec<Value> {
    if desk.classic() { classic_urls(desk, api) } else { deployed_urls(desk, api) }
}

/// The scheme is one that the API speaks.
fn speaks(api: &Api, scheme: &str) -> bool {
    let is_socket = api.text("type") == "WS";
    match scheme {
        "ws" | "wss" => is_socket,
        _ => !is_socket && strings(&api.document, "transport").contains(&scheme),
    }
}

fn urls(api: &Api, base: &dyn Fn(&str) -> Option<String>) -> (Value, Value) {
    let versioned = full_context(api.context(), api.version());
    let of = |path: &str, shown: bool| -> Value {
        SCHEMES
            .iter()
            .map(|scheme| {
                let base = base(scheme).filter(|_| shown && speaks(api, scheme));
                ((*scheme).to_owned(), json!(base.map(|base| format!("{base}{path}"))))
            })
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    (of(&versioned, true), of(api.context(), is_default(api)))
}

fn deployed_urls(desk: &Desk<'_>, api: &Api) -> Vec<Value> {
    let shown = api.deployments.iter().filter(|deployment| deployment.on_devportal);
    shown
        .filter_map(|deployment| {
            let environment = desk.environment(&deployment.environment)?;
            let hosts = &environment.virtual_hosts;
            let host = hosts.iter().find(|host| host.host == deployment.vhost)?;
            let (urls, default_urls) = urls(api, &|scheme| host.base(scheme));
            let mut item = json!({
                "environmentName": environment.name,
                "environmentType": environment.kind,
                "URLs": urls,
                "defaultVersionURLs": default_urls,
            });
            if let (Value::Object(item), true) = (&mut item, desk.file.release.at_least(4, 1)) {
                item.insert("environmentDisplayName".into(), json!(environment.display_name));
            }
            Some(item)
        })
        .collect()
}

fn classic_urls(desk: &Desk<'_>, api: &Api) -> Vec<Value> {
    let listed = api.gateway_environments();
    let environments = desk.file.environments.iter();
    environments
        .filter(|environment| listed.contains(&environment.name.as_str()))
        .map(|environment| {
            let endpoints = &environment.endpoints;
            let (urls, default_urls) = urls(api, &|scheme| {
                let url = match scheme {
                    "http" => &endpoints.http,
                    "https" => &endpoints.https,
                    "ws" => &endpoints.ws,
                    _ => &endpoints.wss,
                };
                url.as_ref().map(|url| url.trim_end_matches('/').to_owned())
            });
            json!({
                "environmentName": environment.name,
                "environmentType": environment.kind,
                "URLs": urls,
                "defaultVersionURLs": default_urls,
            })
        })
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
