//! The layout of 3.x: REST reference §7.3.

use serde_json::{Map, Value, json};

use super::super::api::{Api, Document, endpoint, strings, text};
use super::super::lifecycle::Lifecycle;
use super::super::problem::Problem;
use super::import::Archived;
use super::pack::{Files, written};

const FOLDER: &str = "Meta-information";

/// `Meta-information/api.yaml`, which is flat, and `Meta-information/swagger.yaml`.
pub(super) fn read(files: &Files) -> Result<Archived, Problem> {
    let flat = files.document(&format!("{FOLDER}/api"))?;
    let Some(Value::Object(flat)) = flat else {
        let description =
            "Error in reading the API definition: the archive has no Meta-information/api.yaml";
        return Err(Problem::bad_request(description));
    };
    let id = flat.get("id").and_then(Value::as_object).cloned().unwrap_or_default();
    let version = text(&id, "version");
    let mut document = Document::new();
    let mut put = |name: &str, value: Value| {
        document.insert(name.to_owned(), value);
    };
    put("name", json!(text(&id, "apiName")));
    put("version", json!(version));
    let context = text(&flat, "context");
    let with_version = format!("/{version}");
    put("context", json!(context.strip_suffix(&with_version).unwrap_or(context)));
    put("policies", json!(tiers(&flat)));
    put("gatewayEnvironments", json!(strings(&flat, "environments")));
    put("tags", json!(strings(&flat, "tags")));
    let transports = text(&flat, "transports").split(',').map(str::trim);
    let transports: Vec<&str> = transports.filter(|scheme| !scheme.is_empty()).collect();
    put("transport", json!(transports));
    for (flat_name, name) in [("type", "type"), ("visibility", "visibility")] {
        if !text(&flat, flat_name).is_empty() {
            put(name, json!(text(&flat, flat_name).to_uppercase()));
        }
    }
    if !text(&flat, "description").is_empty() {
        put("description", json!(text(&flat, "description")));
    }
    if let Some(config) = endpoint_config(&flat)? {
        put("endpointConfig", config);
    }
    let provider = text(&id, "providerName");
    Ok(Archived {
        provider: (!provider.is_empty()).then(|| provider.to_owned()),
        lifecycle: Lifecycle::parse(text(&flat, "status")),
        definition: files.definition(&format!("{FOLDER}/swagger"))?,
        targets: None,
        document,
    })
}

/// Names, or objects that have them.
fn tiers(flat: &Document) -> Vec<&str> {
    let list = flat.get("availableTiers").and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|tier| tier.as_str().or_else(|| tier.get("name")?.as_str()))
        .collect()
}

/// `endpointConfig` is JSON in a text; `productionUrl` and `sandboxUrl` stand in for it.
fn endpoint_config(flat: &Document) -> Result<Option<Value>, Problem> {
    let config = text(flat, "endpointConfig");
    if !config.is_empty() {
        let malformed = |_| Problem::bad_request("endpointConfig of the archive is no JSON");
        return serde_json::from_str(config).map(Some).map_err(malformed);
    }
    let mut config = Map::new();
    for (url, kind) in
        [("productionUrl", "production_endpoints"), ("sandboxUrl", "sandbox_endpoints")]
    {
        if !text(flat, url).is_empty() {
            config.insert(kind.to_owned(), json!({"url": text(flat, url)}));
        }
    }
    if config.is_empty() {
        return Ok(None);
    }
    config.insert("endpoint_type".to_owned(), json!("http"));
    Ok(Some(Value::Object(config)))
}

/// The files of an API.
pub(super) fn files(api: &Api, keep_status: bool, is_json: bool) -> Result<Files, Problem> {
    let end = if is_json { "json" } else { "yaml" };
    let policies = strings(&api.document, "policies");
    let tiers: Vec<Value> = policies.iter().map(|name| json!({"name": name})).collect();
    let status = if keep_status { api.lifecycle } else { Lifecycle::Created };
    let mut flat = json!({
        "id": {"providerName": api.provider, "apiName": api.name(), "version": api.version()},
        "type": api.text("type"),
        "context": api.context(),
        "contextTemplate": format!("{}/{{version}}", api.context()),
        "availableTiers": tiers,
        "status": status.status(),
        "visibility": api.text("visibility").to_lowercase(),
        "transports": strings(&api.document, "transport").join(","),
        "environments": api.gateway_environments(),
        "tags": strings(&api.document, "tags"),
        "description": api.text("description"),
    });
    if let Value::Object(flat) = &mut flat {
        for (kind, url) in
            [("production_endpoints", "productionUrl"), ("sandbox_endpoints", "sandboxUrl")]
        {
            if let Some(found) = endpoint(&api.document, kind) {
                flat.insert(url.to_owned(), json!(found));
            }
        }
        if let Some(config) = api.document.get("endpointConfig") {
            flat.insert("endpointConfig".to_owned(), json!(config.to_string()));
        }
    }
    let definition: Value = serde_json::from_str(&api.definition).unwrap_or_default();
    let mut files = Files::default();
    files.add(&format!("{FOLDER}/api.{end}"), written(&flat, is_json)?);
    files.add(&format!("{FOLDER}/swagger.{end}"), written(&definition, is_json)?);
    Ok(files)
}
