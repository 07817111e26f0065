//! What gateways ask the control plane: artefacts by label, and whether a key may call an API.
//!
//! API-M has services of its own for these; the paths below `/internal/data/v1` are its, the bodies
//! are the emulator's, for nothing but the emulator's gateways reads them.

use serde_json::json;

use super::artifacts::artifacts_for;
use super::environments;
use super::key_validation::validate;
use super::problem::{Answer, Problem};
use super::state::State;
use crate::gateway::Artifacts;
use crate::node::NodeFile;
use crate::server::{Reply, Request};

/// Finds the operation for a path below `/internal/data/v1`.
pub(crate) fn route(
    file: &NodeFile,
    state: &mut State,
    request: &Request,
    parts: &[&str],
) -> Answer {
    let (user, password) = request.basic().ok_or_else(Problem::unauthenticated)?;
    let is_admin = state.users.get(&user).is_some_and(|user| user.roles.contains("admin"));
    if !state.knows(&user, &password) || !is_admin {
        return Err(Problem::unauthenticated());
    }
    match (request.method.as_str(), parts) {
        ("GET", ["runtime-artifacts"]) if !file.release.is_classic() => {
            Ok(runtime_artifacts(file, state, request))
        }
        ("POST", ["key-validation"]) => Ok(validate(state, request)),
        ("POST", ["gateway-deployments"]) => Ok(deployed(state, request)),
        _ => Err(Problem::missing(&format!("{} {}", request.method, request.path))),
    }
}

fn runtime_artifacts(file: &NodeFile, state: &mut State, request: &Request) -> Reply {
    let labels: Vec<String> = request
        .parameter("gatewayLabel")
        .unwrap_or_default()
        .split('|')
        .map(str::to_owned)
        .collect();
    for label in &labels {
        let line = format!("Environment not found for label: {label}");
        let known = environments::find(file, state, label).is_some();
        if !known && !state.log.contains(&line) {
            state.log(line);
        }
    }
    let artifacts = Artifacts { artifacts: artifacts_for(file, state, &labels) };
    Reply::json(200, &json!(artifacts))
}

/// A gateway says what it serves, which deployments count from 4.6.
fn deployed(state: &mut State, request: &Request) -> Reply {
    let body = request.json().unwrap_or_default();
    let name = body.get("gateway").and_then(serde_json::Value::as_str).unwrap_or_default();
    let list = |key: &str| {
        let list = body.get(key).and_then(serde_json::Value::as_array);
        list.into_iter()
            .flatten()
            .filter_map(|item| item.as_str().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    let now = state.now();
    let gateway = state.gateways.entry(name.to_owned()).or_default();
    gateway.is_live = true;
    gateway.last_active = now;
    gateway.labels = list("labels");
    gateway.serves = list("revisions").into_iter().collect();
    Reply::empty(200)
}
