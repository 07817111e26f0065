//! Deploying and undeploying revisions: REST reference §2.7.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::super::api::{Api, Deployment, DeploymentRequest};
use super::super::desk::Desk;
use super::super::lifecycle::Lifecycle;
use super::super::problem::{Answer, Problem};
use super::super::workflows::{Change, Gate};
use super::deployment_body::{self, Wanted};
use super::revisions::unknown;
use crate::server::Reply;

/// Whether gateways have a deployment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Created,
    Approved,
    Rejected,
}

impl Status {
    fn name(self) -> &'static str {
        match self {
            Self::Created => "CREATED",
            Self::Approved => "APPROVED",
            Self::Rejected => "REJECTED",
        }
    }
}

/// The deployments of an API, or of one of its revisions, and those that wait for an approval.
pub(super) fn of(desk: &Desk<'_>, api: &Api, revision: Option<&str>) -> Vec<Value> {
    let settled = api.deployments.iter().map(|deployment| (deployment, Status::Approved));
    let requests = api.requests.iter().map(|request| {
        let status = if request.is_rejected { Status::Rejected } else { Status::Created };
        (&request.deployment, status)
    });
    settled
        .chain(requests)
        .filter(|(deployment, _)| revision.is_none_or(|wanted| deployment.revision == wanted))
        .map(|(deployment, status)| json(desk, deployment, status))
        .collect()
}

fn json(desk: &Desk<'_>, deployment: &Deployment, status: Status) -> Value {
    let release = desk.file.release;
    let mut body = json!({
        "revisionUuid": deployment.revision,
        "name": deployment.environment,
        "vhost": deployment.vhost,
        "displayOnDevportal": deployment.on_devportal,
        "deployedTime": deployment.time.to_string(),
    });
    let Value::Object(fields) = &mut body else { return body };
    if release.at_least(4, 1) && status == Status::Approved {
        fields.insert("successDeployedTime".into(), json!(deployment.time.to_string()));
    }
    if release.at_least(4, 3) {
        fields.insert("status".into(), json!(status.name()));
    }
    if release.at_least(4, 6) {
        let listening = desk.state.gateways.values().filter(|gateway| gateway.is_live);
        let live: Vec<_> =
            listening.filter(|gateway| gateway.labels.contains(&deployment.environment)).collect();
        let deployed = live
            .iter()
            .filter(|gateway| {
                status == Status::Approved && gateway.serves.contains(&deployment.revision)
            })
            .count();
        fields.insert("liveGatewayCount".into(), json!(live.len()));
        fields.insert("deployedGatewayCount".into(), json!(deployed));
        // A gateway of the emulator takes whatever it fetches.
        fields.insert("failedGatewayCount".into(), json!(0));
    }
    body
}

pub(super) fn list(desk: &Desk<'_>, id: &str) -> Answer {
    Ok(Reply::json(200, &json!(of(desk, desk.api(id)?, None))))
}

/// Every item is looked at before anything is deployed.
pub(super) fn deploy(desk: &mut Desk<'_>, id: &str) -> Answer {
    let revision = desk.request.parameter("revisionId").unwrap_or_default();
    deployable(desk, id, &revision)?;
    let items = deployment_body::wanted(desk)?;
    let failed = put(desk, id, &revision, items)?;
    if failed.is_empty() {
        return Ok(Reply::json(201, &json!(of(desk, desk.api(id)?, None))));
    }
    let description =
        format!("Error while deploying API {id} to the gateway of: {}", failed.join(", "));
    let problem = Problem::new(207, 902_060, "Error while deploying API to Gateway", description);
    Ok(problem.reply())
}

fn deployable(desk: &Desk<'_>, id: &str, revision: &str) -> Result<(), Problem> {
    let api = desk.api(id)?;
    // Before the revision: a third party's API has none that could be known.
    if api.is_advertised() {
        let description = format!("The API is third party, it cannot be deployed: {id}");
        return Err(Problem::new(400, 903_226, "Deploying is not supported", description));
    }
    if api.revision(revision).is_none() {
        return Err(unknown(revision));
    }
    if api.lifecycle == Lifecycle::Retired {
        let description = "A retired API cannot be deployed";
        return Err(Problem::new(400, 903_227, "Retired API", description));
    }
    Ok(())
}

/// Puts a revision into environments, at once or when it is approved. Gives the environments of
/// other vendors' gateways, where there is nothing that could deploy it.
pub(crate) fn put(
    desk: &mut Desk<'_>,
    id: &str,
    revision: &str,
    items: Vec<Wanted>,
) -> Result<Vec<String>, Problem> {
    let mut checked = Vec::new();
    for item in items {
        let Some(vhost) = item.vhost.filter(|vhost| !vhost.is_empty()) else {
            let description = "Required field 'vhost' not found in deployment";
            return Err(Problem::new(400, 900_511, "Vhost is missing", description));
        };
        let Some(environment) = desk.environment(&item.environment) else { continue };
        if !environment.virtual_hosts.iter().any(|known| known.host == vhost) {
            let description =
                format!("Invalid VHost '{vhost}' for the environment {}", item.environment);
            return Err(Problem::new(400, 900_512, "Invalid VHost", description));
        }
        let federated = environment.is_federated();
        checked.push((item.environment, vhost, item.on_devportal, federated));
    }
    let time = desk.state.now();
    let waits = desk.state.gates.contains(&Gate::RevisionDeployment);
    let (mut failed, mut asked, mut changed) = (Vec::new(), Vec::new(), false);
    // What waited there is replaced, whether or not this has to wait.
    for (environment, ..) in &checked {
        desk.state.drop_deployment_task(id, environment);
    }
    let api = desk.api_mut(id)?;
    for (environment, vhost, on_devportal, federated) in checked {
        if federated {
            failed.push(environment);
            continue;
        }
        let revision = revision.to_owned();
        let there = |known: &&Deployment| known.environment == environment;
        // Gateways are told of what is new: deploying again heals none that missed it.
        let known = api.deployments.iter().find(there);
        let is_new = !known.is_some_and(|known| known.revision == revision && known.vhost == vhost);
        let deployment = Deployment { environment, vhost, on_devportal, revision, time };
        api.requests.retain(|request| request.deployment.environment != deployment.environment);
        if waits && is_new {
            asked.push((deployment.environment.clone(), deployment.revision.clone()));
            api.requests.push(DeploymentRequest { deployment, is_rejected: false });
        } else {
            changed |= is_new;
            api.deployments.retain(|known| known.environment != deployment.environment);
            api.deployments.push(deployment);
        }
    }
    for (environment, revision) in asked {
        let what = Change::Deployment { revision, environment };
        desk.state.ask(Gate::RevisionDeployment, id, what);
    }
    desk.state.changed |= changed;
    Ok(failed)
}

pub(super) fn undeploy(desk: &mut Desk<'_>, id: &str) -> Answer {
    let api = desk.api(id)?;
    let number = desk.request.parameter("revisionNumber").and_then(|text| text.parse::<u32>().ok());
    let given = desk.request.parameter("revisionId").unwrap_or_default();
    let revision = api
        .revisions
        .iter()
        .find(|revision| revision.id == given || Some(revision.number) == number)
        .map(|revision| revision.id.clone())
        .ok_or_else(|| unknown(&given))?;
    let everywhere = desk.flag("allEnvironments") == Some(true);
    let items = if everywhere { Vec::new() } else { deployment_body::wanted(desk)? };
    let is_meant = |deployment: &Deployment| {
        let named = items.iter().any(|item| item.environment == deployment.environment);
        deployment.revision == revision && (everywhere || named)
    };
    let api = desk.api_mut(id)?;
    api.deployments.retain(|deployment| !is_meant(deployment));
    let (gone, kept) = api.requests.drain(..).partition(|request| is_meant(&request.deployment));
    api.requests = kept;
    let gone: Vec<DeploymentRequest> = gone;
    for request in gone {
        desk.state.drop_deployment_task(id, &request.deployment.environment);
    }
    desk.state.changed = true;
    Ok(Reply::json(201, &json!(of(desk, desk.api(id)?, None))))
}

/// Whether a deployment shows in the portal; its id is its environment's name in base64url.
pub(super) fn update(desk: &mut Desk<'_>, id: &str, encoded: &str) -> Answer {
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
    Ok(Reply::json(200, &json(desk, &found, Status::Approved)))
}

/// `DELETE /cancel-revision-workflow/{revisionId}/{envName}`: a deployment that waits is given up.
pub(super) fn cancel(desk: &mut Desk<'_>, id: &str, revision: &str, name: &str) -> Answer {
    let api = desk.api_mut(id)?;
    if api.revision(revision).is_none() {
        return Err(unknown(revision));
    }
    let is_meant = |request: &DeploymentRequest| {
        let deployment = &request.deployment;
        !request.is_rejected && deployment.revision == revision && deployment.environment == name
    };
    if !api.requests.iter().any(is_meant) {
        let description = format!("No deployment of the revision in '{name}' is pending");
        return Err(Problem::not_found(description));
    }
    api.requests.retain(|request| !is_meant(request));
    desk.state.drop_deployment_task(id, name);
    Ok(Reply::empty(200))
}
