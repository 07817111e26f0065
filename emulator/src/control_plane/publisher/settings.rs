//! `GET /settings`: REST reference §2.5.

use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::problem::Answer;
use crate::node::{GatewayEnvironment, Release, VirtualHost};
use crate::server::Reply;

pub(super) fn settings(desk: &Desk<'_>) -> Answer {
    let release = desk.file.release;
    if release.at_least(4, 1) {
        desk.caller.needs(&["api_view", "publisher_settings"])?;
    } else {
        desk.caller.needs(&["publisher_settings"])?;
    }
    let mut body = json!({ "environment": list(desk), "scopes": [] });
    let portal = format!("https://localhost:{}/devportal", desk.file.port(9443));
    if let Value::Object(body) = &mut body {
        if !release.is_classic() {
            body.insert("devportalUrl".into(), json!(portal));
        } else if release.at_least(3, 1) {
            body.insert("storeUrl".into(), json!(portal));
        }
        if release.at_least(4, 2) {
            body.insert("defaultSubscriptionPolicy".into(), json!("Unlimited"));
        }
        if release.at_least(4, 3) {
            body.insert("gatewayTypes".into(), json!(["Regular"]));
        }
    }
    Ok(Reply::json(200, &body))
}

/// `GET /settings/gateway-environments` (3.x).
pub(super) fn environments(desk: &Desk<'_>) -> Answer {
    desk.caller.needs(&["api_view"])?;
    desk.api(&desk.request.parameter("apiId").unwrap_or_default())?;
    let list = list(desk);
    Ok(Reply::json(200, &json!({"count": list.len(), "list": list})))
}

fn list(desk: &Desk<'_>) -> Vec<Value> {
    desk.file.environments.iter().map(|item| environment(item, desk.file.release)).collect()
}

fn environment(environment: &GatewayEnvironment, release: Release) -> Value {
    let mut body = json!({
        "name": environment.name,
        "type": environment.kind,
        "serverUrl": environment.service_url,
        "showInApiConsole": environment.api_console,
    });
    let Value::Object(fields) = &mut body else { return body };
    if release.is_classic() {
        let endpoints = &environment.endpoints;
        fields.insert(
            "endpoints".into(),
            json!({
                "http": endpoints.http, "https": endpoints.https,
                "ws": endpoints.ws, "wss": endpoints.wss,
            }),
        );
        return body;
    }
    let hosts: Vec<Value> =
        environment.virtual_hosts.iter().map(|host| virtual_host(host, release)).collect();
    fields.insert("displayName".into(), json!(environment.display_name));
    fields.insert("vhosts".into(), json!(hosts));
    if release.at_least(4, 1) {
        // The id of an environment from the file is its name.
        fields.insert("id".into(), json!(environment.name));
        fields.insert("provider".into(), json!(environment.provider));
        fields.insert("endpointURIs".into(), json!([]));
        fields.insert("additionalProperties".into(), json!([]));
    }
    if release.at_least(4, 3) {
        fields.insert("gatewayType".into(), json!(environment.gateway_type));
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
