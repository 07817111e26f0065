//! `/environments`: REST reference §4, "Behaviour on 4.7".

use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::environments::{self, Known, Made, Permissions, unknown};
use super::super::problem::{Answer, Problem};
use super::super::times::iso;
use super::environment_body;
use crate::ids;
use crate::node::{GatewayEnvironment, Release};
use crate::server::Reply;

pub(super) fn list(desk: &Desk<'_>) -> Reply {
    let release = desk.file.release;
    let all = environments::all(desk.file, desk.state);
    let list: Vec<Value> = all.into_iter().map(|known| json(known, release)).collect();
    Reply::json(200, &json!({"count": list.len(), "list": list}))
}

/// Not in the documents; it is there.
pub(super) fn get(desk: &Desk<'_>, id: &str) -> Answer {
    Ok(Reply::json(200, &json(known(desk, id)?, desk.file.release)))
}

pub(super) fn create(desk: &mut Desk<'_>) -> Answer {
    let body = desk.body()?;
    let made = environment_body::read(&body, ids::uuid())?;
    let name = &made.environment.name;
    if desk.environment(name).is_some() {
        let description = format!("The gateway environment '{name}' exists");
        return Err(Problem::new(400, 900_507, "Gateway environment exists", description));
    }
    let id = made.id.clone();
    desk.state.environments.push(made);
    let location = format!("{}/environments/{id}", desk.file.release.admin_base());
    let body = json(known(desk, &id)?, desk.file.release);
    Ok(Reply::json(201, &body).with("Location", location))
}

pub(super) fn update(desk: &mut Desk<'_>, id: &str) -> Answer {
    let before = changeable(desk, id)?.environment.name.clone();
    let body = desk.body()?;
    let made = environment_body::read(&body, id.to_owned())?;
    if made.environment.name != before {
        let description = format!("'{before}' cannot be renamed to '{}'", made.environment.name);
        let message = "Gateway environment cannot be renamed";
        return Err(Problem::new(400, 900_510, message, description));
    }
    if let Some(kept) = desk.state.environments.iter_mut().find(|kept| kept.id == id) {
        *kept = made;
    }
    // Gateways that carry its name as a label look again.
    desk.state.changed = true;
    Ok(Reply::json(200, &json(known(desk, id)?, desk.file.release)))
}

pub(super) fn delete(desk: &mut Desk<'_>, id: &str) -> Answer {
    let name = changeable(desk, id)?.environment.name.clone();
    let apis = desk.state.apis.values();
    let in_use = apis.flat_map(|api| &api.deployments).any(|known| known.environment == name);
    if in_use {
        let description = format!("API revisions are deployed in the gateway environment '{name}'");
        return Err(Problem::new(409, 409, "Conflict", description));
    }
    desk.state.environments.retain(|kept| kept.id != id);
    Ok(Reply::empty(200))
}

/// `GET /environments/{id}/gateways` (4.6): the nodes whose labels name it.
pub(super) fn gateways(desk: &Desk<'_>, id: &str) -> Answer {
    let name = &known(desk, id)?.environment.name;
    let of = desk.state.gateways.iter().filter(|(_, gateway)| gateway.labels.contains(name));
    let list: Vec<Value> = of
        .map(|(node, gateway)| {
            json!({
                "gatewayId": node,
                "lastActive": iso(gateway.last_active),
                "status": if gateway.is_live { "ACTIVE" } else { "EXPIRED" },
            })
        })
        .collect();
    Ok(Reply::json(200, &json!({"count": list.len(), "list": list})))
}

fn known<'d>(desk: &'d Desk<'_>, id: &str) -> Result<Known<'d>, Problem> {
    let all = environments::all(desk.file, desk.state);
    all.into_iter().find(|known| known.id == id).ok_or_else(|| unknown(id))
}

/// One that was made here: those of the file are read-only.
fn changeable<'d>(desk: &'d Desk<'_>, id: &str) -> Result<&'d Made, Problem> {
    known(desk, id)?.made.ok_or_else(|| {
        let description = format!("The environment '{id}' comes from deployment.toml: read-only");
        Problem::new(400, 900_508, "Gateway environment is read-only", description)
    })
}

fn json(known: Known<'_>, release: Release) -> Value {
    let environment = known.environment;
    let mut body = json!({
        "id": known.id,
        "name": environment.name,
        "displayName": environment.display_name,
        "isReadOnly": known.made.is_none(),
        "vhosts": hosts(environment),
    });
    let Value::Object(fields) = &mut body else { return body };
    let mut add = |name: &str, value: Value| {
        fields.insert(name.to_owned(), value);
    };
    let made = known.made;
    if let Some(description) = made.and_then(|made| made.description.as_ref()) {
        add("description", json!(description));
    }
    if release.at_least(4, 1) {
        add("provider", json!(environment.provider));
        add("endpointURIs", made.map_or_else(|| json!([]), |made| json!(made.uris)));
        add("additionalProperties", made.map_or_else(|| json!([]), |made| json!(made.properties)));
    }
    if release.at_least(4, 3) {
        add("gatewayType", json!(environment.gateway_type));
    }
    if release.at_least(4, 6) {
        let Permissions { kind, roles } =
            made.map(|made| made.permissions.clone()).unwrap_or_default();
        add("permissions", json!({"permissionType": kind, "roles": roles}));
        add("apiDiscoveryScheduledWindow", json!(made.map_or(60, |made| made.discovery_window)));
    }
    body
}

fn hosts(environment: &GatewayEnvironment) -> Vec<Value> {
    let hosts = environment.virtual_hosts.iter();
    hosts
        .map(|host| {
            json!({
                "host": host.host, "httpContext": host.context, "httpPort": host.http,
                "httpsPort": host.https, "wsPort": host.ws, "wssPort": host.wss,
            })
        })
        .collect()
}
