//! The URLs of an API, one set per environment: REST reference §3.1.

use serde_json::{Value, json};

use super::super::api::{Api, full_context, strings};
use super::super::desk::Desk;

const SCHEMES: [&str; 4] = ["http", "https", "ws", "wss"];

pub(super) fn is_default(api: &Api) -> bool {
    api.document.get("isDefaultVersion").and_then(Value::as_bool).unwrap_or(false)
}

pub(super) fn endpoint_urls(desk: &Desk<'_>, api: &Api) -> Vec<Value> {
    if desk.classic() { classic(desk, api) } else { deployed(desk, api) }
}

/// The scheme is one that the API speaks.
fn speaks(api: &Api, scheme: &str) -> bool {
    let is_socket = api.text("type") == "WS";
    match scheme {
        "ws" | "wss" => is_socket,
        _ => !is_socket && strings(&api.document, "transport").contains(&scheme),
    }
}

/// URLs with the version in them, and those of the default version, which only that has.
fn urls(api: &Api, base: &dyn Fn(&str) -> Option<String>) -> (Value, Value) {
    let versioned = full_context(api.context(), api.version());
    let of = |path: &str, is_shown: bool| -> Value {
        SCHEMES
            .iter()
            .map(|scheme| {
                let base = base(scheme).filter(|_| is_shown && speaks(api, scheme));
                ((*scheme).to_owned(), json!(base.map(|base| format!("{base}{path}"))))
            })
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    (of(&versioned, true), of(api.context(), is_default(api)))
}

/// 4.x: of deployments that are to be shown, the virtual host with its ports.
fn deployed(desk: &Desk<'_>, api: &Api) -> Vec<Value> {
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

/// 3.x: of the environments that the API lists, the endpoints as the file has them.
fn classic(desk: &Desk<'_>, api: &Api) -> Vec<Value> {
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
