//! The layout of 4.x: `api.yaml` and `deployment_environments.yaml`.

use serde_json::{Map, Value, json};

use super::document::{self, Document};
use super::files::Files;
use super::problem::Problem;
use crate::publish::publication::Target;

const API: &str = "api";
const DEPLOYMENTS: &str = "deployment_environments";
const STATUS: &str = "lifeCycleStatus";

/// What `api.yaml` says of the API.
pub(super) struct Read {
    pub(super) fields: Map<String, Value>,
    pub(super) name: String,
    pub(super) version: String,
    pub(super) context: String,
    pub(super) lifecycle: String,
    pub(super) targets: Vec<Target>,
}

/// `None` when the files are not of this layout.
pub(super) fn read(files: &Files) -> Result<Option<Read>, Problem> {
    let Some(api) = document::find(files, API)? else { return Ok(None) };
    let kind = api.optional_text(&api.fields, "type")?;
    if !kind.is_empty() && kind != "api" {
        return Err(Problem::Invalid(format!(
            "`{}` is of the type `{}`: only an `api` can be published",
            api.path,
            kind.escape_debug()
        )));
    }
    let fields = api.object("data")?;
    let targets = match document::find(files, DEPLOYMENTS)? {
        Some(deployments) => targets(&deployments, &deployments.fields, "data")?,
        None => Vec::new(),
    };
    Ok(Some(Read {
        name: api.text(fields, "name")?,
        version: api.text(fields, "version")?,
        context: api.text(fields, "context")?,
        lifecycle: api.optional_text(fields, STATUS)?.to_owned(),
        targets,
        fields: fields.clone(),
    }))
}

/// The deployments that are listed under a key, as the deployment file and the parameters alike have them.
pub(super) fn targets(
    document: &Document,
    fields: &Map<String, Value>,
    key: &str,
) -> Result<Vec<Target>, Problem> {
    let mut targets: Vec<Target> = Vec::new();
    for item in document.list(fields, key)? {
        let Value::Object(item) = item else {
            return Err(document.wrong(key, "a list of objects", Some(item)));
        };
        let mut target = Target::new(document.text(item, "deploymentEnvironment")?);
        let host = document.optional_text(item, "deploymentVhost")?;
        if !host.is_empty() {
            target = target.virtual_host(host);
        }
        match item.get("displayOnDevportal") {
            None | Some(Value::Null | Value::Bool(true)) => {}
            Some(Value::Bool(false)) => target = target.hidden_in_portal(),
            found => return Err(document.wrong("displayOnDevportal", "true or false", found)),
        }
        if targets.iter().any(|other| other.name() == target.name()) {
            return Err(Problem::Invalid(format!(
                "`{}` names the environment `{}` twice: name it once",
                document.path,
                target.name().escape_debug()
            )));
        }
        targets.push(target);
    }
    Ok(targets)
}

/// What of the document is the API's content.
pub(super) fn content(fields: &Map<String, Value>) -> Value {
    let mut content = fields.clone();
    content.remove(STATUS);
    Value::Object(content)
}

/// True for documents that are read here, and are no content of their own.
pub(super) fn is_document(path: &str) -> bool {
    super::document_stem(path).is_some_and(|stem| [API, DEPLOYMENTS].contains(&stem))
}

/// Brings the files into the form that changes nothing but the content.
pub(super) fn rewrite(files: &mut Files, fields: &Map<String, Value>, status: &str) {
    let version = document::find(files, API)
        .ok()
        .flatten()
        .and_then(|api| api.fields.get("version").cloned())
        .unwrap_or_default();
    files.remove(API);
    files.remove(DEPLOYMENTS);
    let mut data = fields.clone();
    data.insert(STATUS.to_owned(), json!(status));
    let api = json!({"type": "api", "version": version, "data": data});
    files.insert(format!("{API}.json"), document::written(&api));
}
