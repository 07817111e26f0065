//! What waits for an administrator's approval: REST reference §2.4, §2.7, and the Admin API's
//! `/workflows`.

use serde_json::{Value, json};

use super::api::{Document, text};
use super::approvals::{self, Workflow};
use super::desk::Desk;
use super::lifecycle::Lifecycle;
use super::problem::{Answer, Problem};
use super::publisher;
use super::state::State;
use super::times::iso;
use crate::node::Release;
use crate::server::Reply;

/// What can be made to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gate {
    /// `AM_API_STATE`: publishing.
    ApiState,
    /// `AM_REVISION_DEPLOYMENT`: putting a revision into an environment.
    RevisionDeployment,
}

impl Gate {
    /// By its name in a workflow configuration, in a release that has it.
    pub(crate) fn named(name: &str, release: Release) -> Option<Self> {
        match name {
            "AM_API_STATE" if release.at_least(3, 2) => Some(Self::ApiState),
            "AM_REVISION_DEPLOYMENT" if release.at_least(4, 3) => Some(Self::RevisionDeployment),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::ApiState => "AM_API_STATE",
            Self::RevisionDeployment => "AM_REVISION_DEPLOYMENT",
        }
    }
}

/// One thing that waits.
pub(crate) struct Task {
    pub(crate) gate: Gate,
    pub(crate) api: String,
    pub(crate) created: u128,
    pub(crate) what: Change,
}

/// What is done when it is approved.
#[derive(Clone)]
pub(crate) enum Change {
    State { action: String, to: Lifecycle },
    Deployment { revision: String, environment: String },
}

impl State {
    /// The reference of the change of state that an API waits for.
    pub(crate) fn pending_state_task(&self, api: &str) -> Option<String> {
        let mut tasks = self.tasks.iter();
        let found = tasks.find(|(_, task)| task.gate == Gate::ApiState && task.api == api)?;
        Some(found.0.clone())
    }

    pub(crate) fn ask(&mut self, gate: Gate, api: &str, what: Change) {
        let created = self.now();
        let task = Task { gate, api: api.to_owned(), created, what };
        self.tasks.insert(crate::ids::uuid(), task);
    }

    /// Forgets what an API's deployments in an environment wait for.
    pub(crate) fn drop_deployment_task(&mut self, api: &str, environment: &str) {
        self.tasks.retain(|_, task| {
            let same = matches!(&task.what, Change::Deployment { environment: of, .. } if of == environment);
            task.api != api || !same
        });
    }
}

/// `GET /workflows`: what waits, of one type or of all.
pub(crate) fn list(desk: &Desk<'_>) -> Reply {
    let wanted = desk.request.parameter("workflowType").filter(|name| !name.is_empty());
    let number = |name: &str, default: usize| {
        desk.request.parameter(name).and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let is_wanted =
        |name: &str| wanted.as_ref().is_none_or(|wanted| wanted == name || wanted == shown(name));
    let mut tasks: Vec<(&String, &Task)> =
        desk.state.tasks.iter().filter(|(_, task)| is_wanted(task.gate.name())).collect();
    tasks.sort_by_key(|(_, task)| task.created);
    let tasks = tasks.into_iter().map(|(reference, task)| info(desk, reference, task));
    let waiting = desk.state.waiting.iter().filter(|(_, (workflow, _))| is_wanted(workflow.name()));
    let waiting =
        waiting.map(|(reference, (workflow, subject))| portals(reference, *workflow, subject));
    let found = tasks.chain(waiting).skip(number("offset", 0)).take(number("limit", 25));
    let list: Vec<Value> = found.collect();
    let body = json!({"count": list.len(), "next": "", "previous": "", "list": list});
    Reply::json(200, &body)
}

/// `GET /workflows/{externalWorkflowRef}`.
pub(crate) fn get(desk: &Desk<'_>, reference: &str) -> Answer {
    if let Some((workflow, subject)) = desk.state.waiting.get(reference) {
        return Ok(Reply::json(200, &portals(reference, *workflow, subject)));
    }
    let task = desk.state.tasks.get(reference).ok_or_else(|| unknown(reference))?;
    Ok(Reply::json(200, &info(desk, reference, task)))
}

/// The name of a workflow as answers write it.
fn shown(name: &str) -> &str {
    name.trim_start_matches("AM_")
}

/// What waits of the Developer Portal.
fn portals(reference: &str, workflow: Workflow, subject: &str) -> Value {
    json!({
        "workflowType": shown(workflow.name()),
        "workflowStatus": "CREATED",
        "referenceId": reference,
        "properties": {"id": subject},
        "description": format!("Approve the request of the Developer Portal about {subject}"),
    })
}

fn unknown(reference: &str) -> Problem {
    Problem::not_found(format!("No workflow waits under the reference '{reference}'"))
}

fn info(desk: &Desk<'_>, reference: &str, task: &Task) -> Value {
    let mut properties = Document::new();
    let mut property = |name: &str, value: &str| {
        properties.insert(name.to_owned(), json!(value));
    };
    if let Ok(api) = desk.api(&task.api) {
        property("apiName", api.name());
        property("apiVersion", api.version());
        property("apiProvider", &api.provider);
        match &task.what {
            Change::State { action, .. } => {
                property("action", action);
                property("currentState", api.lifecycle.title());
            }
            Change::Deployment { revision, environment } => {
                property("revisionId", revision);
                property("environment", environment);
            }
        }
    }
    let description = match &task.what {
        Change::State { action, .. } => format!("Approve the action '{action}' on the API"),
        Change::Deployment { environment, .. } => {
            format!("Approve the deployment of the revision to '{environment}'")
        }
    };
    json!({
        "workflowType": shown(task.gate.name()),
        "workflowStatus": "CREATED",
        "createdTime": iso(task.created),
        "updatedTime": iso(task.created),
        "referenceId": reference,
        "properties": properties,
        "description": description,
    })
}

/// `POST /workflows/update-workflow-status?workflowReferenceId=`.
pub(crate) fn settle(desk: &mut Desk<'_>) -> Answer {
    let reference = desk.request.parameter("workflowReferenceId").unwrap_or_default();
    let body = desk.body()?;
    let is_approved = text(&body, "status") == "APPROVED";
    if let Some((workflow, subject)) = desk.state.waiting.remove(&reference) {
        approvals::decide(desk.state, workflow, &subject, is_approved);
    } else {
        let task = desk.state.tasks.remove(&reference).ok_or_else(|| unknown(&reference))?;
        match task.what {
            Change::State { to, .. } if is_approved => publisher::move_to(desk, &task.api, to)?,
            Change::State { .. } => {}
            Change::Deployment { environment, .. } => {
                settle_deployment(desk, &task.api, &environment, is_approved)?;
            }
        }
    }
    let kept = ["status", "attributes", "description"];
    let answer: Document =
        body.into_iter().filter(|(name, _)| kept.contains(&name.as_str())).collect();
    Ok(Reply::json(200, &Value::Object(answer)))
}

fn settle_deployment(
    desk: &mut Desk<'_>,
    id: &str,
    environment: &str,
    is_approved: bool,
) -> Result<(), Problem> {
    let time = desk.state.now();
    let api = desk.api_mut(id)?;
    let of =
        |request: &super::api::DeploymentRequest| request.deployment.environment == environment;
    let Some(at) = api.requests.iter().position(of) else { return Ok(()) };
    if !is_approved {
        if let Some(request) = api.requests.get_mut(at) {
            request.is_rejected = true;
        }
        return Ok(());
    }
    let mut deployment = api.requests.remove(at).deployment;
    deployment.time = time;
    api.deployments.retain(|known| known.environment != environment);
    api.deployments.push(deployment);
    desk.state.changed = true;
    Ok(())
}
