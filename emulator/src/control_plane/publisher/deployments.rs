//! Deploying and undeploying revisions: REST reference §2.7.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::super::api::Deployment;
use super::super::desk::Desk;
use super::super::lifecycle::Lifecycle;
use super::super::problem::{Answer, Problem};
use super::revisions::unknown;
use crate::server::Reply;

pub(super) fn writes(desk: &Desk<'_>, imports_too: bool) -> Result<(), Problem> {
    let newer = desk.file.release.at_least(4, 1);
    let mut scopes = vec!["api_create", "api_publish"];
    if newer {
        scopes.push("api_manage");
    }
    if imports_too {
        scopes.push("api_import_export");
    }
    desk.caller.needs(&scopes)
}

pub(super) fn json(desk: &Desk<'_>, deployment: &Deployment) -> Value {
    let release = desk.file.release;
    let mut body = json!({
        "revisionUuid": deployment.revision,
        "name": deployment.environment,
        "vhost": deployment.vhost,
        "displayOnDevportal": deployment.on_devportal,
        "deployedTime": deployment.time.to_string(),
    });
    let Value::Object(fields) = &mut body else { return body };
    if release.at_least(4, 1) {
        fields.insert("successDeployedTime".into(), json!(deployment.time.to_string()));
    }
    if release.at_least(4, 3) {
        fields.insert("status".into(), json!("APPROVED"));
    }
    if release.at_least(4, 6) {
        let listening = desk.state.gateways.values();
        let live: Vec<_> =
            listening.filter(|gateway| gateway.labels.contains(&deployment.environment)).collect();
        let deployed =
            live.iter().filter(|gateway| gateway.serves.contains(&deployment.revision)).count();
        fields.insert("liveGatewayCount".into(), json!(live.len()));
        fields.insert("deployedGatewayCount".into(), json!(deployed));
        fields.insert("failedGatewayCount".into(), json!(0));
    }
    body
}

pub(super) fn list(desk: &Desk<'_>, id: &str) -> Answer {
    desk.caller.needs(&["api_view", "api_create", "api_publish", "api_manage"])?;
    Ok(Reply::json(200, &all(desk, id)?))
}

fn all(desk: &Desk<'_>, id: &str) -> Result<Value, Problem> {
    Ok(desk.api(id)?.deployments.iter().map(|deployment| json(desk, deployment)).collect())
}

/// One item of the body: the environment's name, and what else it says.
struct Wanted {
    environment: String,
    vhost: Option<String>,
    on_devportal: bool,
}

fn wanted(desk: &Desk<'_>) -> Result<Vec<Wanted>, Problem> {
    let Some(Value::Array(items)) = desk.request.json() else {
        return Err(Problem::bad_request("Malformed request body."));
    };
    let mut found = Vec::new();
    for item in items {
        let text = |key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
        let environment = text("name").unwrap_or_default();
        if desk.environment(&environment).is_none() {
            let message = "Invalid Gateway Environment";
            let description = format!(
                "Gateway environment not found: {environment}. Invalid environment: {environment}"
            );
            return Err(Problem::new(400, 900_504, message, description));
        }
        let on_devportal = item.get("displayOnDevportal").and_then(Value::as_bool).unwrap_or(true);
        found.push(Wanted { environment, vhost: text("vhost"), on_devportal });
    }
    Ok(found)
}

/// Every item is looked at before anything is deployed.
pub(super) fn deploy(desk: &mut Desk<'_>, id: &str) -> Answer {
    writes(desk, false)?;
    let revision = desk.request.parameter("revisionId").unwrap_or_default();
    let api = desk.api(id)?;
    if api.revision(&revision).is_none() {
        return Err(unknown(&revision));
    }
    if api.is_advertised() {
        let description = format!("The API is third party, it cannot be deployed: {id}");
        return Err(Problem::new(400, 903_226, "Deploying is not supported", description));
    }
    if api.lifecycle == Lifecycle::Retired {
        let description = "A retired API cannot be deployed";
        return Err(Problem::new(400, 903_227, "Retired API", description));
    }
    let items = wanted(desk)?;
    let mut deployments = Vec::new();
    for item in items {
        let Some(vhost) = item.vhost.filter(|vhost| !vhost.is_empty()) else {
            let description = "Required field 'vhost' not found in deployment";
            return Err(Problem::new(400, 900_511, "Vhost is missing", description));
        };
        let known = desk.environment(&item.environment).is_some_and(|environment| {
            environment.virtual_hosts.iter().any(|known| known.host == vhost)
        });
        if !known {
            let description =
                format!("Invalid VHost '{vhost}' for the environment {}", item.environment);
            return Err(Problem::new(400, 900_512, "Invalid VHost", description));
        }
        deployments.push((item.environment, vhost, item.on_devportal));
    }
    let time = desk.state.now();
    let api = desk.api_mut(id)?;
    let mut changed = false;
    for (environment, vhost, on_devportal) in deployments {
        let mut kept = api.deployments.iter().filter(|there| there.environment == environment);
        // Gateways are told of what is new: deploying again heals none that missed it.
        changed |= !kept.any(|there| there.revision == revision && there.vhost == vhost);
        api.deployments.retain(|deployment| deployment.environment != environment);
        let revision = revision.clone();
        api.deployments.push(Deployment { environment, vhost, on_devportal, revision, time });
    }
    desk.state.changed |= changed;
    Ok(Reply::json(201, &all(desk, id)?))
}

pub(super) fn undeploy(desk: &mut Desk<'_>, id: &str) -> Answer {
    writes(desk, true)?;
    let api = desk.api(id)?;
    let number = desk.request.parameter("revisionNumber").and_then(|text| text.parse::<u32>().ok());
    let given = desk.request.parameter("revisionId").unwrap_or_default();
    let revision = api
        .revisions
        .iter()
        .find(|revision| revision.id == given || Some(revision.number) == number)
        .map(|revision| revision.id.clone())
        .ok_or_else(|| unknown(&given))?;
    let everywhere = desk.request.parameter("allEnvironments").as_deref() == Some("true");
    let items = if everywhere { Vec::new() } else { wanted(desk)? };
    let api = desk.api_mut(id)?;
    api.deployments.retain(|deployment| {
        let named = items.iter().any(|item| item.environment == deployment.environment);
        deployment.revision != revision || !(everywhere || named)
    });
    desk.state.changed = true;
    Ok(Reply::json(201, &all(desk, id)?))
}

/// Whether a deployment shows in the portal; its id is its environment's name in base64url.
pub(super) fn update(desk: &mut Desk<'_>, id: &str, encoded: &str) -> Answer {
    writes(desk, false)?;
    let body = desk.body()?;
    let name = URL_SAFE_NO_PAD
        .decode(encoded.trim_end_matches('='))
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_default();
    let shown = body.get("displayOnDevportal").and_then(Value::as_bool).unwrap_or(true);
    let api = desk.api_mut(id)?;
    let Some(found) = api.deployments.iter_mut().find(|known| known.environment == name) else {
        return Err(Problem::not_found(format!("The API is not deployed in '{name}'")));
    };
    found.on_devportal = shown;
    let found = found.clone();
    Ok(Reply::json(200, &json(desk, &found)))
}
