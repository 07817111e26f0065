//! An environment as it is sent: REST reference §4. The form of its fields was looked at before (`body.rs`).

use serde_json::Value;

use super::super::api::Document;
use super::super::environments::{Made, Permissions};
use super::super::problem::Problem;
use crate::node::{Account, Endpoints, GatewayEnvironment, VirtualHost};

/// What a body says, completed; what is wrong with it otherwise.
pub(super) fn read(body: &Document, id: String) -> Result<Made, Problem> {
    let name = text(body, "name").unwrap_or_default();
    let gateway_type = text(body, "gatewayType").filter(|kind| !kind.is_empty());
    let gateway_type = gateway_type.unwrap_or("Regular");
    let environment = GatewayEnvironment {
        name: name.to_owned(),
        // What has no type serves both kinds of keys.
        kind: "hybrid".to_owned(),
        display_name: text(body, "displayName").unwrap_or(name).to_owned(),
        provider: text(body, "provider").unwrap_or("wso2").to_owned(),
        gateway_type: gateway_type.to_owned(),
        api_console: true,
        service_url: String::new(),
        account: Account { username: String::new(), password: String::new() },
        endpoints: Endpoints::default(),
        virtual_hosts: hosts(body, gateway_type)?,
    };
    Ok(Made {
        id,
        environment,
        description: text(body, "description").map(str::to_owned),
        uris: list(body, "endpointURIs"),
        properties: list(body, "additionalProperties"),
        permissions: permissions(body),
        discovery_window: number(body, "apiDiscoveryScheduledWindow").unwrap_or(60),
    })
}

fn text<'d>(object: &'d Document, key: &str) -> Option<&'d str> {
    object.get(key).and_then(Value::as_str)
}

fn number(object: &Document, key: &str) -> Option<i64> {
    object.get(key).and_then(Value::as_i64)
}

fn list(body: &Document, key: &str) -> Vec<Value> {
    body.get(key).and_then(Value::as_array).cloned().unwrap_or_default()
}

fn permissions(body: &Document) -> Permissions {
    let Some(permissions) = body.get("permissions").and_then(Value::as_object) else {
        return Permissions::default();
    };
    let kind = text(permissions, "permissionType").unwrap_or("PUBLIC").to_owned();
    let roles = super::super::api::strings(permissions, "roles");
    Permissions { kind, roles: roles.into_iter().map(str::to_owned).collect() }
}

fn hosts(body: &Document, gateway_type: &str) -> Result<Vec<VirtualHost>, Problem> {
    let items = body.get("vhosts").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if items.is_empty() {
        let description = "A gateway environment needs at least one vhost";
        return Err(Problem::new(400, 900_511, "No vhost", description));
    }
    let mut hosts: Vec<VirtualHost> = Vec::new();
    for item in items.iter().filter_map(Value::as_object) {
        let host = host(item, gateway_type)?;
        if hosts.iter().any(|known| known.host == host.host) {
            let description = format!("The vhost '{}' is there twice", host.host);
            return Err(Problem::new(400, 900_509, "Duplicate vhost", description));
        }
        hosts.push(host);
    }
    Ok(hosts)
}

fn host(item: &Document, gateway_type: &str) -> Result<VirtualHost, Problem> {
    let context = text(item, "httpContext").unwrap_or_default().trim_matches('/');
    let port = |key: &str, default: i32| {
        number(item, key).and_then(|port| port.try_into().ok()).unwrap_or(default)
    };
    let has_sockets = gateway_type == "Regular";
    let socket = ["wsPort", "wssPort"].into_iter().find(|key| item.contains_key(*key));
    if let (true, Some(key)) = (gateway_type == "APK", socket) {
        let description = format!("A gateway of the type '{gateway_type}' has no {key}");
        return Err(Problem::bad_request(description));
    }
    let (ws, wss) = if has_sockets { (9099, 8099) } else { (-1, -1) };
    Ok(VirtualHost {
        host: text(item, "host").unwrap_or_default().to_owned(),
        context: if context.is_empty() { String::new() } else { format!("/{context}") },
        http: port("httpPort", 80),
        https: port("httpsPort", 443),
        ws: port("wsPort", ws),
        wss: port("wssPort", wss),
        websub_http: 9021,
        websub_https: 8021,
    })
}
