//! An environment as it is sent: REST reference §4, the fields and what is refused of them.

use serde_json::Value;

use super::super::api::Document;
use super::super::environments::{Made, Permissions};
use super::super::operation::Releases;
use super::super::problem::Problem;
use crate::node::{Account, Endpoints, GatewayEnvironment, Release, VirtualHost};

const LONGEST_NAME: usize = 255;
const LONGEST_DESCRIPTION: usize = 1023;

const FIELDS: &[(&str, Releases)] = &[
    ("id", Releases::from(4, 0)),
    ("name", Releases::from(4, 0)),
    ("displayName", Releases::from(4, 0)),
    ("description", Releases::from(4, 0)),
    ("isReadOnly", Releases::from(4, 0)),
    ("vhosts", Releases::from(4, 0)),
    ("provider", Releases::from(4, 1)),
    ("endpointURIs", Releases::from(4, 1)),
    ("additionalProperties", Releases::from(4, 1)),
    ("gatewayType", Releases::from(4, 3)),
    ("permissions", Releases::from(4, 6)),
    ("apiDiscoveryScheduledWindow", Releases::from(4, 6)),
];

/// What a body says, completed; what is wrong with it otherwise.
pub(super) fn read(body: &Document, release: Release, id: String) -> Result<Made, Problem> {
    let is_known = |name: &str| {
        FIELDS.iter().any(|(known, releases)| *known == name && releases.contain(release))
    };
    if let Some(name) = body.keys().find(|name| !is_known(name)) {
        return Err(refuse(format!("Unrecognized property '{name}'")));
    }
    let name = text(body, "name")?.unwrap_or_default();
    let is_odd = |c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-';
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains(is_odd) {
        return Err(refuse(format!(
            "name must have 1 to {LONGEST_NAME} letters, digits, '_' and '-'"
        )));
    }
    let display_name = text(body, "displayName")?;
    if display_name.is_some_and(|text| text.is_empty() || text.chars().count() > LONGEST_NAME) {
        return Err(refuse(format!("displayName must have 1 to {LONGEST_NAME} characters")));
    }
    let description = text(body, "description")?;
    if description.is_some_and(|text| text.chars().count() > LONGEST_DESCRIPTION) {
        return Err(refuse(format!(
            "description must have at most {LONGEST_DESCRIPTION} characters"
        )));
    }
    let gateway_type = text(body, "gatewayType")?.filter(|kind| !kind.is_empty());
    let gateway_type = gateway_type.unwrap_or("Regular");
    let environment = GatewayEnvironment {
        name: name.to_owned(),
        // What has no type serves both kinds of keys.
        kind: "hybrid".to_owned(),
        display_name: display_name.unwrap_or(name).to_owned(),
        provider: text(body, "provider")?.unwrap_or("wso2").to_owned(),
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
        description: description.map(str::to_owned),
        uris: list(body, "endpointURIs", &["protocol", "endpointURI"])?,
        properties: list(body, "additionalProperties", &["key", "value"])?,
        permissions: permissions(body)?,
        discovery_window: match body.get("apiDiscoveryScheduledWindow") {
            None | Some(Value::Null) => 60,
            Some(value) => value.as_i64().ok_or_else(malformed)?,
        },
    })
}

fn refuse(description: String) -> Problem {
    Problem::bad_request(description)
}

fn malformed() -> Problem {
    Problem::bad_request("Malformed request body.")
}

fn text<'d>(object: &'d Document, key: &str) -> Result<Option<&'d str>, Problem> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_str().map(Some).ok_or_else(malformed),
    }
}

/// A list of objects that have these texts and nothing else.
fn list(body: &Document, key: &str, fields: &[&str]) -> Result<Vec<Value>, Problem> {
    let list = match body.get(key) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(value) => value.as_array().ok_or_else(malformed)?,
    };
    for item in list {
        let item = item.as_object().ok_or_else(malformed)?;
        if let Some(name) = item.keys().find(|name| !fields.contains(&name.as_str())) {
            return Err(refuse(format!("Unrecognized property '{name}'")));
        }
        if item.values().any(|value| !value.is_string()) {
            return Err(malformed());
        }
    }
    Ok(list.clone())
}

fn permissions(body: &Document) -> Result<Permissions, Problem> {
    let permissions = match body.get("permissions") {
        None | Some(Value::Null) => return Ok(Permissions::default()),
        Some(value) => value.as_object().ok_or_else(malformed)?,
    };
    let kind = text(permissions, "permissionType")?.unwrap_or("PUBLIC");
    if !["PUBLIC", "ALLOW", "DENY"].contains(&kind) {
        return Err(refuse("permissionType must be PUBLIC, ALLOW or DENY".to_owned()));
    }
    let roles = super::super::api::strings(permissions, "roles");
    let roles = roles.into_iter().map(str::to_owned).collect();
    Ok(Permissions { kind: kind.to_owned(), roles })
}

fn hosts(body: &Document, gateway_type: &str) -> Result<Vec<VirtualHost>, Problem> {
    let items = body.get("vhosts").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if items.is_empty() {
        let description = "A gateway environment needs at least one vhost";
        return Err(Problem::new(400, 900_511, "No vhost", description));
    }
    let mut hosts: Vec<VirtualHost> = Vec::new();
    for item in items {
        let host = host(item.as_object().ok_or_else(malformed)?, gateway_type)?;
        if hosts.iter().any(|known| known.host == host.host) {
            let description = format!("The vhost '{}' is there twice", host.host);
            return Err(Problem::new(400, 900_509, "Duplicate vhost", description));
        }
        hosts.push(host);
    }
    Ok(hosts)
}

/// Its characters are not looked at: API-M takes odd ones (§4).
fn host(item: &Document, gateway_type: &str) -> Result<VirtualHost, Problem> {
    const KNOWN: [&str; 6] = ["host", "httpContext", "httpPort", "httpsPort", "wsPort", "wssPort"];
    if let Some(name) = item.keys().find(|name| !KNOWN.contains(&name.as_str())) {
        return Err(refuse(format!("Unrecognized property '{name}'")));
    }
    let host = text(item, "host")?.unwrap_or_default();
    if host.is_empty() {
        return Err(refuse("host of a vhost must not be empty".to_owned()));
    }
    let context = text(item, "httpContext")?.unwrap_or_default().trim_matches('/');
    let port = |key: &str, default: i32| match item.get(key) {
        None | Some(Value::Null) => Ok(default),
        Some(value) => value.as_i64().and_then(|port| port.try_into().ok()).ok_or_else(malformed),
    };
    let has_sockets = gateway_type == "Regular";
    let socket = ["wsPort", "wssPort"].into_iter().find(|key| item.contains_key(*key));
    if let (true, Some(key)) = (gateway_type == "APK", socket) {
        return Err(refuse(format!("A gateway of the type '{gateway_type}' has no {key}")));
    }
    let (ws, wss) = if has_sockets { (9099, 8099) } else { (-1, -1) };
    Ok(VirtualHost {
        host: host.to_owned(),
        context: if context.is_empty() { String::new() } else { format!("/{context}") },
        http: port("httpPort", 80)?,
        https: port("httpsPort", 443)?,
        ws: port("wsPort", ws)?,
        wss: port("wssPort", wss)?,
        websub_http: 9021,
        websub_https: 8021,
    })
}
