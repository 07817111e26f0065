//! API definitions: read in JSON or YAML, and kept as the server keeps them (REST reference
//! §2.3): with its security scheme, its extensions, and its own order.

use serde_json::{Map, Value, json};

use super::super::api::{Document, endpoint, strings, text};
use super::super::problem::Problem;
use super::complete::operation;

const VERBS: [&str; 7] = ["get", "put", "post", "delete", "patch", "head", "options"];

/// A definition in JSON or YAML.
pub(crate) fn parse(text: &str) -> Result<Value, Problem> {
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
pub(crate) fn plain(value: serde_norway::Value) -> Value {
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

/// The operations of an API with this definition.
pub(crate) fn operations(definition: &Value) -> Vec<Value> {
    let paths = definition.get("paths").and_then(Value::as_object);
    let mut found = Vec::new();
    for (path, item) in paths.into_iter().flatten() {
        for verb in VERBS {
            let Some(described) = item.get(verb) else { continue };
            let mut operation = operation(path, &verb.to_uppercase());
            let extensions =
                [("x-auth-type", "authType"), ("x-throttling-tier", "throttlingPolicy")];
            for (extension, property) in extensions {
                let value = described.get(extension).filter(|value| value.is_string());
                if let (Value::Object(operation), Some(value)) = (&mut operation, value) {
                    operation.insert(property.into(), value.clone());
                }
            }
            found.push(operation);
        }
    }
    found
}

/// The definition that API-M makes of an API's operations; as Swagger 2 when it is asked to.
pub(crate) fn definition_of(document: &Document, is_swagger: bool) -> Value {
    let mut definition = json!({
        "info": {"title": text(document, "name"), "version": text(document, "version")},
    });
    if let Value::Object(definition) = &mut definition {
        let (key, version) = if is_swagger { ("swagger", "2.0") } else { ("openapi", "3.0.1") };
        definition.insert(key.into(), json!(version));
    }
    rewritten(&definition, document)
}

/// A definition as the server keeps it for an API: its paths are the API's operations, what was
/// written about them stays, and the server's own extensions are added.
pub(crate) fn rewritten(definition: &Value, document: &Document) -> Value {
    let mut kept = definition.as_object().cloned().unwrap_or_default();
    let before = kept.remove("paths").unwrap_or_default();
    let list = document.get("operations").and_then(Value::as_array);
    let mut paths: Map<String, Value> = Map::new();
    for operation in list.into_iter().flatten() {
        let of = |key: &str| operation.get(key).and_then(Value::as_str).unwrap_or_default();
        let (target, verb) = (of("target"), of("verb").to_lowercase());
        let item = paths.entry(target).or_insert_with(|| shared_of(before.get(target)));
        let described = before.get(target).and_then(|item| item.get(&verb));
        let mut described = described.and_then(Value::as_object).cloned().unwrap_or_default();
        described.entry("responses").or_insert(json!({"200": {"description": "OK"}}));
        described.entry("security").or_insert(json!([{"default": []}]));
        described.insert("x-auth-type".into(), json!(of("authType")));
        described.insert("x-throttling-tier".into(), json!(of("throttlingPolicy")));
        if let Value::Object(item) = item {
            item.insert(verb, Value::Object(described));
        }
    }
    kept.insert("paths".into(), Value::Object(paths));
    if kept.contains_key("swagger") {
        kept.insert("securityDefinitions".into(), json!({"default": implicit(true)}));
    } else {
        kept.entry("servers").or_insert(json!([{"url": "/"}]));
        let components = kept.entry("components").or_insert(json!({}));
        if let Value::Object(components) = components {
            components.insert("securitySchemes".into(), json!({"default": implicit(false)}));
        }
    }
    kept.entry("security").or_insert(json!([{"default": []}]));
    let full =
        super::super::api::full_context(text(document, "context"), text(document, "version"));
    kept.insert("x-wso2-basePath".into(), json!(full));
    kept.insert("x-wso2-transports".into(), json!(strings(document, "transport")));
    for (kind, extension) in [
        ("production_endpoints", "x-wso2-production-endpoints"),
        ("sandbox_endpoints", "x-wso2-sandbox-endpoints"),
    ] {
        if let Some(url) = endpoint(document, kind) {
            kept.insert(extension.into(), json!({"urls": [url], "type": "http"}));
        }
    }
    Value::Object(kept)
}

/// What a path says about all of its verbs.
fn shared_of(item: Option<&Value>) -> Value {
    let item = item.and_then(Value::as_object).into_iter().flatten();
    item.filter(|(key, _)| !VERBS.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect::<Map<_, _>>()
        .into()
}

fn implicit(is_swagger: bool) -> Value {
    let url = "https://test.com";
    if is_swagger {
        json!({"type": "oauth2", "flow": "implicit", "authorizationUrl": url})
    } else {
        json!({"type": "oauth2", "flows": {"implicit": {"authorizationUrl": url, "scopes": {}}}})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_not_what_was_sent() {
        let sent = json!({
            "openapi": "3.0.1", "info": {"title": "t", "version": "1"},
            "paths": {"/b": {"summary": "s", "get": {"summary": "read"}}},
        });
        let mut document = Document::new();
        document.insert("context".into(), json!("/c"));
        document.insert("version".into(), json!("1"));
        document
            .insert("operations".into(), json!([operation("/b", "GET"), operation("/a", "PUT")]));
        let kept = rewritten(&sent, &document);
        assert_eq!(kept["paths"]["/b"]["summary"], "s");
        assert_eq!(kept["paths"]["/b"]["get"]["summary"], "read");
        assert_eq!(kept["paths"]["/b"]["get"]["x-throttling-tier"], "Unlimited");
        assert!(kept["paths"]["/a"]["put"].is_object());
        assert_eq!(kept["x-wso2-basePath"], "/c/1");
        assert_eq!(operations(&kept).len(), 2);
        // A second time nothing changes.
        assert_eq!(rewritten(&kept, &document), kept);
    }
}
