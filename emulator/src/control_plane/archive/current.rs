//! The layout of 4.x: REST reference §7.3.

use serde_json::{Value, json};

use super::super::api::{Api, Document, Revision, text};
use super::super::lifecycle::Lifecycle;
use super::super::problem::Problem;
use super::import::{Archived, Target};
use super::pack::{Files, written};
use crate::node::Release;

/// `api.yaml`, `Definitions/swagger.yaml` and `deployment_environments.yaml`.
pub(super) fn read(files: &Files) -> Result<Archived, Problem> {
    let document = files.document("api")?.ok_or_else(|| {
        Problem::bad_request("Error in reading the API definition: the archive has no api.yaml")
    })?;
    let Some(Value::Object(document)) = document.get("data").cloned() else {
        return Err(Problem::bad_request("api.yaml has no 'data'"));
    };
    let provider = text(&document, "provider");
    Ok(Archived {
        provider: (!provider.is_empty()).then(|| provider.to_owned()),
        lifecycle: Lifecycle::parse(text(&document, "lifeCycleStatus")),
        definition: files.definition("Definitions/swagger")?,
        targets: files.document("deployment_environments")?.map(|found| targets(&found)),
        document,
    })
}

fn targets(document: &Value) -> Vec<Target> {
    let list = document.get("data").and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .map(|item| {
            let of = |key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
            Target {
                environment: of("deploymentEnvironment").unwrap_or_default(),
                vhost: of("deploymentVhost").filter(|vhost| !vhost.is_empty()),
                on_devportal: item
                    .get("displayOnDevportal")
                    .and_then(Value::as_bool)
                    .unwrap_or(true),
            }
        })
        .collect()
}

/// The files of an API, or of one of its revisions with the places where it is deployed.
pub(super) fn files(
    api: &Api,
    revision: Option<&Revision>,
    release: Release,
    keep_status: bool,
    is_json: bool,
) -> Result<Files, Problem> {
    let end = if is_json { "json" } else { "yaml" };
    let version = format!("v{release}");
    let mut data: Document = match api.json(revision, release) {
        Value::Object(data) => data,
        _ => Document::new(),
    };
    if !keep_status {
        data.insert("lifeCycleStatus".into(), json!("CREATED"));
    }
    let mut files = Files::default();
    let document = json!({"type": "api", "version": version, "data": data});
    files.add(&format!("api.{end}"), written(&document, is_json)?);
    let meta = json!({"name": api.name(), "version": api.version()});
    files.add(&format!("api_meta.{end}"), written(&meta, is_json)?);
    let definition = revision.map_or(&api.definition, |revision| &revision.definition);
    let definition: Value = serde_json::from_str(definition).unwrap_or_default();
    files.add(&format!("Definitions/swagger.{end}"), written(&definition, is_json)?);
    let Some(revision) = revision else { return Ok(files) };
    let deployed: Vec<Value> = api
        .deployments
        .iter()
        .filter(|deployment| deployment.revision == revision.id)
        .map(|deployment| {
            json!({
                "displayOnDevportal": deployment.on_devportal,
                "deploymentEnvironment": deployment.environment,
                "deploymentVhost": deployment.vhost,
            })
        })
        .collect();
    if !deployed.is_empty() {
        let document =
            json!({"type": "deployment_environments", "version": version, "data": deployed});
        files.add(&format!("deployment_environments.{end}"), written(&document, is_json)?);
    }
    Ok(files)
}
