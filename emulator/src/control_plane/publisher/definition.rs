//! API definitions: REST reference §2.3.

use serde_json::{Map, Value, json};

use super::super::api::{Document, text};
use super::super::desk::Desk;
use super::super::problem::{Answer, Problem};
use super::apis::{add, creates, reads};
use super::validate::operation;
use crate::server::Reply;

const VERBS: [&str; 7] = ["get", "put", "post", "delete", "patch", "head", "options"];

/// `POST /apis/import-openapi`: multipart with `file` or `inlineAPIDefinition`, and
/// `additionalProperties` as JSON text.
pub(super) fn import(desk: &mut Desk<'_>) -> Answer {
    creates(desk)?;
    let parts = desk.request.parts();
    let part = |name: &str| {
        let found = parts.iter().find(|(part, _)| part == name)?;
        String::from_utf8(found.1.to_vec()).ok()
    };
    if part("url").is_some_and(|url| !url.is_empty()) {
        return Err(Problem::missing("POST /apis/import-openapi with a url"));
    }
    let inline = (!desk.classic()).then(|| part("inlineAPIDefinition")).flatten();
    let Some(definition) = part("file").or(inline) else {
        return Err(Problem::bad_request(
            "Either 'file' or 'inlineAPIDefinition' should be specified",
        ));
    };
    let parsed = parse(&definition)?;
    let properties = part("additionalProperties").unwrap_or_default();
    let Ok(mut document) = serde_json::from_str::<Document>(&properties) else {
        return Err(Problem::bad_request("additionalProperties must be the text of a JSON object"));
    };
    let operations = operations(&parsed);
    if !operations.is_empty() {
        document.insert("operations".into(), json!(operations));
    }
    add(desk, document, Some(parsed.to_string()))
}

/// A definition in JSON or YAML.
fn parse(text: &str) -> Result<Value, Problem> {
    let parsed = match serde_json::from_str(text) {
        Ok(parsed) => Some(parsed),
        Err(_) => serde_norway::from_str(text).ok().map(plain),
    };
    parsed.filter(Value::is_object).ok_or_else(|| {
        let description = "The OpenAPI definition cannot be parsed";
        Problem::new(400, 900_754, "Error while parsing OpenAPI definition", description)
    })
}

/// YAML as JSON; keys that are no text, such as `200`, become text.
fn plain(value: serde_norway::Value) -> Value {
    use serde_norway::Value as Yaml;
    match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => value.into(),
        Yaml::Number(number) => json!(number),
        Yaml::String(text) => text.into(),
        Yaml::Sequence(items) => items.into_iter().map(plain).collect(),
        Yaml::Mapping(entries) => entries
            .into_iter()
            .map(|(key, value)| {
                let key = match plain(key) {
                    Value::String(key) => key,
                    other => other.to_string(),
                };
                (key, plain(value))
            })
            .collect::<Map<_, _>>()
            .into(),
        Yaml::Tagged(tagged) => plain(tagged.value),
    }
}

fn operations(definition: &Value) -> Vec<Value> {
    let paths = definition.get("paths").and_then(Value::as_object);
    let mut found = Vec::new();
    for (path, item) in paths.into_iter().flatten() {
        for verb in VERBS {
            let Some(described) = item.get(verb) else { continue };
            let mut operation = operation(path, &verb.to_uppercase());
            let auth = described.get("x-auth-type").cloned();
            if let (Value::Object(operation), Some(auth)) = (&mut operation, auth) {
                operation.insert("authType".into(), auth);
            }
            found.push(operation);
        }
    }
    found
}

/// The definition that API-M makes of an API's operations.
pub(super) fn definition_of(document: &Document) -> String {
    let mut paths: Map<String, Value> = Map::new();
    let list = document.get("operations").and_then(Value::as_array);
    for operation in list.into_iter().flatten() {
        let of = |key: &str| operation.get(key).and_then(Value::as_str).unwrap_or_default();
        let item = paths.entry(of("target")).or_insert_with(|| json!({}));
        if let Value::Object(item) = item {
            let response = json!({"responses": {"200": {"description": "OK"}}});
            item.insert(of("verb").to_lowercase(), response);
        }
    }
    json!({
        "openapi": "3.0.1",
        "info": {"title": text(document, "name"), "version": text(document, "version")},
        "servers": [{"url": "/"}],
        "paths": paths,
    })
    .to_string()
}

pub(super) fn get(desk: &Desk<'_>, id: &str) -> Answer {
    reads(desk)?;
    Ok(Reply::new(200, "application/json", desk.api(id)?.definition.clone()))
}

/// `PUT /apis/{id}/swagger`: multipart with `apiDefinition`.
pub(super) fn put(desk: &mut Desk<'_>, id: &str) -> Answer {
    desk.caller.needs(&["api_create", "api_manage"])?;
    desk.api(id)?;
    let parts = desk.request.parts();
    let text = parts.iter().find(|(name, _)| name == "apiDefinition").map(|(_, text)| text.clone());
    let text = text.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok()).unwrap_or_default();
    let parsed = parse(&text)?;
    let operations = operations(&parsed);
    let now = desk.state.now();
    let api = desk.api_mut(id)?;
    if !operations.is_empty() {
        api.document.insert("operations".into(), json!(operations));
    }
    api.definition = parsed.to_string();
    api.updated = now;
    Ok(Reply::new(200, "application/json", text))
}
