//! The layout of 3.x: `Meta-information/api.yaml`, which is flat.

use serde_json::{Map, Value, json};

use super::current::Read;
use super::document::{self, Document};
use super::files::Files;
use super::problem::Problem;
use crate::publish::publication::Target;

const API: &str = "Meta-information/api";
const STATUS: &str = "status";
const ENVIRONMENTS: &str = "environments";

/// `None` when the files are not of this layout.
pub(super) fn read(files: &Files) -> Result<Option<Read>, Problem> {
    let Some(api) = document::find(files, API)? else { return Ok(None) };
    let id = api.object("id")?;
    let version = api.text(id, "version")?;
    let context = api.text(&api.fields, "context")?;
    // The flat form has the version in the context, at which the gateways serve it.
    let bare = context.strip_suffix(&format!("/{version}")).unwrap_or(&context).to_owned();
    Ok(Some(Read {
        name: api.text(id, "apiName")?,
        version,
        context: bare,
        lifecycle: api.optional_text(&api.fields, STATUS)?.to_owned(),
        targets: targets(&api, &api.fields, ENVIRONMENTS)?,
        fields: api.fields,
    }))
}

/// The environments that are listed under a key.
pub(super) fn targets(
    document: &Document,
    fields: &Map<String, Value>,
    key: &str,
) -> Result<Vec<Target>, Problem> {
    let mut targets: Vec<Target> = Vec::new();
    for item in document.list(fields, key)? {
        let Value::String(name) = item else {
            return Err(document.wrong(key, "a list of texts", Some(item)));
        };
        // It is a set: a name that is there twice is there.
        if !targets.iter().any(|other| other.name() == name) {
            targets.push(Target::new(name));
        }
    }
    Ok(targets)
}

/// Where it calls, in the form in which 4.x has it: `endpointConfig` is JSON in a text, and two URLs stand in for it.
pub(super) fn endpoints(fields: &Map<String, Value>) -> Result<Value, Problem> {
    let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default();
    let config = match text("endpointConfig") {
        "" => {
            let mut config = Map::new();
            for (key, endpoints) in URLS {
                if !text(key).is_empty() {
                    config.insert(endpoints.to_owned(), json!({"url": text(key)}));
                }
            }
            Value::Object(config)
        }
        given => serde_json::from_str(given).map_err(|_| {
            Problem::Invalid(
                "`endpointConfig` in `Meta-information/api.yaml` is no JSON within a text"
                    .to_owned(),
            )
        })?,
    };
    Ok(json!({"endpointConfig": config}))
}

const URLS: [(&str, &str); 2] =
    [("productionUrl", "production_endpoints"), ("sandboxUrl", "sandbox_endpoints")];

/// Points a key type's endpoint at a URL, in each form in which it is said.
pub(super) fn set_endpoint(fields: &mut Map<String, Value>, endpoints: &str, url: &str) {
    for (key, _) in URLS.iter().filter(|(_, name)| *name == endpoints) {
        fields.insert((*key).to_owned(), json!(url));
    }
    let config = fields.get("endpointConfig").and_then(Value::as_str).unwrap_or_default();
    let Ok(Value::Object(mut config)) = serde_json::from_str::<Value>(config) else { return };
    match config.get_mut(endpoints).and_then(Value::as_object_mut) {
        Some(endpoint) => {
            endpoint.insert("url".to_owned(), json!(url));
        }
        None => {
            config.insert(endpoints.to_owned(), json!({"url": url}));
        }
    }
    fields.insert("endpointConfig".to_owned(), json!(Value::Object(config).to_string()));
}

/// What of the document is the API's content.
pub(super) fn content(fields: &Map<String, Value>) -> Value {
    let mut content = fields.clone();
    content.remove(STATUS);
    content.remove(ENVIRONMENTS);
    Value::Object(content)
}

/// True for the document that is read here, and is no content of its own.
pub(super) fn is_document(path: &str) -> bool {
    super::document_stem(path) == Some(API)
}

/// Brings the files into the form that changes the content, and the environments to these.
pub(super) fn rewrite(
    files: &mut Files,
    fields: &Map<String, Value>,
    status: &str,
    environments: &[&str],
) {
    files.remove(API);
    let mut flat = fields.clone();
    flat.insert(STATUS.to_owned(), json!(status));
    flat.insert(ENVIRONMENTS.to_owned(), json!(environments));
    files.insert(format!("{API}.json"), document::written(&Value::Object(flat)));
}
