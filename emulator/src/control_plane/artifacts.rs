//! APIs as gateways get them.

use serde_json::Value;

use super::api::{Api, Document, endpoint, full_context, strings, text};
use super::environments;
use super::lifecycle::Lifecycle;
use super::state::State;
use crate::gateway::{Artifact, Operation};
use crate::node::{GatewayEnvironment, NodeFile};

/// An API for an environment; `None` where API-M silently leaves it out: no endpoint for the
/// environment's type (REST reference §2.6, §2.7), or retired.
pub(crate) fn artifact(
    api: &Api,
    document: &Document,
    revision: Option<&str>,
    environment: &GatewayEnvironment,
) -> Option<Artifact> {
    let production = endpoint(document, "production_endpoints");
    let sandbox = endpoint(document, "sandbox_endpoints");
    let left_out = match environment.kind.as_str() {
        "production" => production.is_none(),
        "sandbox" => sandbox.is_none(),
        _ => false,
    };
    if left_out || api.lifecycle == Lifecycle::Retired {
        return None;
    }
    let context = text(document, "context");
    let version = text(document, "version");
    let is_default = document.get("isDefaultVersion").and_then(Value::as_bool).unwrap_or(false);
    Some(Artifact {
        api: api.id.clone(),
        revision: revision.map(str::to_owned),
        name: text(document, "name").to_owned(),
        version: version.to_owned(),
        context: full_context(context, version),
        default_context: is_default.then(|| context.to_owned()),
        environment: environment.name.clone(),
        environment_type: environment.kind.clone(),
        production,
        sandbox,
        transports: strings(document, "transport").into_iter().map(str::to_owned).collect(),
        operations: operations(document),
        lifecycle: api.lifecycle.status(),
    })
}

fn operations(document: &Document) -> Vec<Operation> {
    let list = document.get("operations").and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|operation| {
            let of = |key: &str| operation.get(key).and_then(Value::as_str);
            Some(Operation {
                verb: of("verb")?.to_uppercase(),
                target: of("target")?.to_owned(),
                secured: of("authType") != Some("None"),
            })
        })
        .collect()
}

/// What a gateway with these labels is to serve (4.x).
pub(crate) fn artifacts_for(file: &NodeFile, state: &State, labels: &[String]) -> Vec<Artifact> {
    let mut found = Vec::new();
    for label in labels {
        let Some(environment) = environments::find(file, state, label) else { continue };
        for api in state.apis.values() {
            for deployment in api.deployments.iter().filter(|item| item.environment == *label) {
                let Some(revision) = api.revision(&deployment.revision) else { continue };
                found.extend(artifact(api, &revision.document, Some(&revision.id), environment));
            }
        }
    }
    found
}
