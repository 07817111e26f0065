//! `GET /settings`: REST reference §2.5.

use serde_json::{Map, Value, json};

use super::super::desk::Desk;
use super::super::environments::{self, Known};
use super::super::problem::Answer;
use crate::node::{Release, VirtualHost};
use crate::server::Reply;

pub(super) fn settings(desk: &Desk<'_>) -> Reply {
    let release = desk.file.release;
    let portal = format!("https://localhost:{}/devportal", desk.file.port(9443));
    let mut body = json!({
        "environment": list(desk),
        "scopes": desk.caller.scopes(),
        "monetizationAttributes": [],
        "externalStoresEnabled": false,
    });
    let Value::Object(fields) = &mut body else { return Reply::json(200, &body) };
    let mut add = |name: &str, value: Value| {
        fields.insert(name.to_owned(), value);
    };
    if release.is_classic() {
        if release.at_least(3, 1) {
            add("storeUrl", json!(portal));
        }
        return Reply::json(200, &body);
    }
    add("devportalUrl", json!(portal));
    add("docVisibilityEnabled", json!(false));
    add("crossTenantSubscriptionEnabled", json!(false));
    if release.at_least(4, 1) {
        add("authorizationHeader", json!("Authorization"));
    }
    if release.at_least(4, 2) {
        add("defaultSubscriptionPolicy", json!("Unlimited"));
    }
    if release.at_least(4, 3) {
        add("gatewayTypes", json!(desk.file.gateway_types));
    }
    Reply::json(200, &body)
}

/// `GET /settings/gateway-environments` (3.x).
pub(super) fn environments(desk: &Desk<'_>) -> Answer {
    desk.api(&desk.request.parameter("apiId").unwrap_or_default())?;
    let list = list(desk);
    Ok(Reply::json(200, &json!({"count": list.len(), "list": list})))
}

/// Those that the caller may see.
fn list(desk: &Desk<'_>) -> Vec<Value> {
    let all = environments::all(desk.file, desk.state).into_iter();
    all.filter(|known| known.is_seen_by(&desk.caller, desk.state))
        .map(|known| environment(known, desk.file.release))
        .collect()
}

fn environment(known: Known<'_>, release: Release) -> Value {
    let environment = known.environment;
    let mut body = json!({
        "name": environment.name,
        "type": environment.kind,
        "serverUrl": environment.service_url,
        "showInApiConsole": environment.api_console,
    });
    let Value::Object(fields) = &mut body else { return body };
    if release.is_classic() {
        let endpoints = &environment.endpoints;
        let urls = [
            ("http", &endpoints.http),
            ("https", &endpoints.https),
            ("ws", &endpoints.ws),
            ("wss", &endpoints.wss),
        ];
        let urls = urls
            .into_iter()
            .filter_map(|(scheme, url)| Some((scheme.to_owned(), Value::String(url.clone()?))));
        fields.insert("endpoints".into(), urls.collect::<Map<_, _>>().into());
        return body;
    }
    let hosts: Vec<Value> =
        environment.virtual_hosts.iter().map(|host| virtual_host(host, release)).collect();
    fields.insert("displayName".into(), json!(environment.display_name));
    fields.insert("vhosts".into(), json!(hosts));
    if release.at_least(4, 1) {
        fields.insert("id".into(), json!(known.id));
        fields.insert("provider".into(), json!(environment.provider));
        let (uris, properties) = known.made.map(|made| (&made.uris, &made.properties)).unzip();
        fields.insert("endpointURIs".into(), json!(uris.unwrap_or(&Vec::new())));
        fields.insert("additionalProperties".into(), json!(properties.unwrap_or(&Vec::new())));
    }
    body
}

fn virtual_host(host: &VirtualHost, release: Release) -> Value {
    let mut body = json!({
        "host": host.host,
        "httpContext": host.context,
        "httpPort": host.http,
        "httpsPort": host.https,
        "wsPort": host.ws,
        "wssPort": host.wss,
    });
    if let (Value::Object(fields), true) = (&mut body, release.at_least(4, 1)) {
        fields.insert("websubHttpPort".into(), json!(host.websub_http));
        fields.insert("websubHttpsPort".into(), json!(host.websub_https));
    }
    body
}
