//! The Admin REST API: REST reference §4, for reading what the file says.

use serde_json::{Value, json};

use super::desk::Desk;
use super::problem::{Answer, Problem};
use crate::node::{GatewayEnvironment, Release};
use crate::server::Reply;

/// Finds the operation for a path below the Admin API's base.
pub(crate) fn route(desk: &mut Desk<'_>, parts: &[&str]) -> Answer {
    let method = desk.request.method.as_str().to_owned();
    let release = desk.file.release;
    match (method.as_str(), parts) {
        ("GET", ["environments"]) if !desk.classic() => {
            desk.caller.needs(&["admin", "environment_read"])?;
            let list: Vec<Value> =
                desk.file.environments.iter().map(|item| environment(item, release)).collect();
            Ok(Reply::json(200, &json!({"count": list.len(), "list": list})))
        }
        ("GET", ["environments", id]) if !desk.classic() => {
            desk.caller.needs(&["admin", "environment_read"])?;
            let found = desk.environment(id).ok_or_else(|| unknown(id))?;
            Ok(Reply::json(200, &environment(found, release)))
        }
        ("PUT" | "DELETE", ["environments", id]) if !desk.classic() => {
            desk.caller.needs(&["admin", "environment_manage"])?;
            desk.environment(id).ok_or_else(|| unknown(id))?;
            let description =
                format!("The environment '{id}' comes from deployment.toml: read-only");
            Err(Problem::new(400, 900_508, "Gateway environment is read-only", description))
        }
        ("POST", ["environments"]) if !desk.classic() => {
            desk.caller.needs(&["admin", "environment_manage"])?;
            Err(Problem::missing(&format!("{method} {}", desk.request.path)))
        }
        _ => {
            desk.caller.needs(&["admin", "environment_read", "environment_manage"])?;
            Err(Problem::missing(&format!("{method} {}", desk.request.path)))
        }
    }
}

fn unknown(id: &str) -> Problem {
    let description = format!("Gateway environment with id '{id}' not found");
    Problem::new(404, 900_506, "Gateway environment not found", description)
}

fn environment(environment: &GatewayEnvironment, release: Release) -> Value {
    let hosts: Vec<Value> = environment
        .virtual_hosts
        .iter()
        .map(|host| {
            json!({
                "host": host.host, "httpContext": host.context, "httpPort": host.http,
                "httpsPort": host.https, "wsPort": host.ws, "wssPort": host.wss,
            })
        })
        .collect();
    let mut body = json!({
        "id": environment.name,
        "name": environment.name,
        "displayName": environment.display_name,
        "isReadOnly": true,
        "vhosts": hosts,
    });
    let Value::Object(fields) = &mut body else { return body };
    if release.at_least(4, 1) {
        fields.insert("provider".into(), json!(environment.provider));
    }
    if release.at_least(4, 3) {
        fields.insert("gatewayType".into(), json!(environment.gateway_type));
    }
    body
}
