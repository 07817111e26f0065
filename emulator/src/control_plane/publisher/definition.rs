//! API definitions: read in JSON or YAML, and kept as the server keeps them (REST reference
//! §2.3): with its security scheme, its extensions, and its own order.

use serde_json::{Map, Value, json};

use super::super::api::{Document, endpoint, strings, text};
use super::super::problem::Problem;
use super::complete::operation;
use crate::node::Release;

/// The name of the security scheme that is API-M's own.
const OWN_SCHEME: &str = "default";
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
pub(crate) fn definition_of(document: &Document, is_swagger: bool, release: Release) -> Value {
    let mut definition = json!({
        "info": {"title": text(document, "name"), "version": text(document, "version")},
    });
    if let Value::Object(definition) = &mut definition {
        let (key, version) = if is_swagger { ("swagger", "2.0") } else { ("openapi", "3.0.1") };
        definition.insert(key.into(), json!(version));
    }
    rewritten(&definition, document, release)
}

/// A definition as the server keeps it for an API: its paths are the API's operations, what was
/// written about them stays, and the server's own extensions are added.
pub(crate) fn rewritten(definition: &Value, document: &Document, release: Release) -> Value {
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
        secure(&mut described);
        described.insert("x-auth-type".into(), json!(of("authType")));
        described.insert("x-throttling-tier".into(), json!(of("throttlingPolicy")));
        let security = json!({"security-types": ["oauth2"], "optional": false});
        described.insert("x-wso2-application-security".into(), security);
        if !kept.contains_key("swagger") {
            described.get_mut("parameters").into_iter().for_each(styled);
        }
        if let Value::Object(item) = item {
            item.insert(verb, Value::Object(described));
        }
    }
    kept.insert("paths".into(), Value::Object(paths));
    name(&mut kept, document, release);
    let is_swagger = kept.contains_key("swagger");
    let schemes = if is_swagger {
        kept.entry("securityDefinitions").or_insert(json!({}))
    } else {
        kept.entry("servers").or_insert(json!([{"url": "/"}]));
        &mut kept.entry("components").or_insert(json!({}))["securitySchemes"]
    };
    if !schemes.is_object() {
        *schemes = json!({});
    }
    let is_new = schemes.get(OWN_SCHEME).is_none();
    schemes[OWN_SCHEME] = implicit(is_swagger);
    if is_new {
        kept.insert("security".into(), json!([{"default": []}]));
    }
    let full =
        super::super::api::full_context(text(document, "context"), text(document, "version"));
    kept.insert("x-wso2-basePath".into(), json!(full));
    kept.insert("x-wso2-transports".into(), json!(strings(document, "transport")));
    for (property, extension) in
        [("authorizationHeader", "x-wso2-auth-header"), ("corsConfiguration", "x-wso2-cors")]
    {
        if let Some(value) = document.get(property) {
            kept.insert(extension.into(), value.clone());
        }
    }
    let timeout = document.get("cacheTimeout").cloned().unwrap_or(json!(300));
    let is_cached = document.get("responseCachingEnabled").cloned().unwrap_or(json!(false));
    let cache = json!({"enabled": is_cached, "cacheTimeoutInSeconds": timeout});
    kept.insert("x-wso2-response-cache".into(), cache);
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

/// The title and version are the API's: 3.x gives them to a definition that has none, 4.x replaces the title, and since 4.6
/// the version too.
fn name(kept: &mut Map<String, Value>, document: &Document, release: Release) {
    let info = kept.entry("info").or_insert(json!({}));
    let is_empty = |value: &Value| value.as_str().is_none_or(str::is_empty);
    for (key, property, first) in [("title", "name", (4, 0)), ("version", "version", (4, 6))] {
        if release.at_least(first.0, first.1) || is_empty(&info[key]) {
            info[key] = json!(text(document, property));
        }
    }
}

/// Each operation can be called with what API-M's own scheme gives, beside what was asked for.
fn secure(operation: &mut Map<String, Value>) {
    let security = operation.entry("security").or_insert(json!([]));
    let Value::Array(requirements) = security else { return };
    if !requirements.iter().any(|requirement| requirement.get(OWN_SCHEME).is_some()) {
        requirements.push(json!({"default": []}));
    }
}

/// Parameters are kept with their styles spelt out.
fn styled(parameters: &mut Value) {
    for parameter in
        parameters.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut)
    {
        let place = parameter.get("in").and_then(Value::as_str).unwrap_or_default();
        let (style, explodes) = match place {
            "query" | "cookie" => ("form", true),
            "path" | "header" => ("simple", false),
            _ => continue,
        };
        parameter.entry("style").or_insert(json!(style));
        parameter.entry("explode").or_insert(json!(explodes));
    }
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

    fn document() -> Document {
        let mut document = Document::new();
        for (key, value) in [("name", "Pets"), ("context", "/c"), ("version", "1")] {
            document.insert(key.into(), json!(value));
        }
        document
            .insert("operations".into(), json!([operation("/b", "GET"), operation("/a", "PUT")]));
        document
    }

    #[test]
    fn what_is_kept_is_not_what_was_sent() {
        let sent = json!({
            "openapi": "3.0.1", "info": {"title": "t", "version": "2"}, "security": [{"key": []}],
            "paths": {"/b": {"summary": "s", "get": {
                "summary": "read", "security": [{"key": []}], "parameters": [{"name": "a", "in": "query"}],
            }}},
            "components": {"securitySchemes": {"key": {"type": "apiKey"}}},
        });
        let newest = Release::NEWEST;
        let kept = rewritten(&sent, &document(), newest);
        assert_eq!(kept["info"], json!({"title": "Pets", "version": "1"}));
        assert_eq!(kept["security"], json!([{"default": []}]));
        let schemes = &kept["components"]["securitySchemes"];
        assert!(schemes["key"].is_object() && schemes["default"].is_object());
        assert_eq!(kept["paths"]["/b"]["summary"], "s");
        let read = &kept["paths"]["/b"]["get"];
        assert_eq!(read["summary"], "read");
        assert_eq!(read["x-throttling-tier"], "Unlimited");
        assert_eq!(read["security"], json!([{"key": []}, {"default": []}]));
        assert_eq!(read["parameters"][0]["style"], "form");
        assert!(kept["paths"]["/a"]["put"].is_object());
        assert_eq!(kept["x-wso2-basePath"], "/c/1");
        assert_eq!(operations(&kept).len(), 2);
        // A second time nothing changes.
        assert_eq!(rewritten(&kept, &document(), newest), kept);
    }

    #[test]
    fn later_releases_call_a_definition_as_the_api_is_called() {
        let info = |major, minor| {
            let release = Release::new(major, minor).expect("a release");
            let sent = json!({"swagger": "2.0", "info": {"title": "t", "version": "2"}});
            rewritten(&sent, &document(), release)["info"].clone()
        };
        assert_eq!(info(3, 2), json!({"title": "t", "version": "2"}));
        assert_eq!(info(4, 3), json!({"title": "Pets", "version": "2"}));
        assert_eq!(info(4, 6), json!({"title": "Pets", "version": "1"}));
        let unnamed = rewritten(&json!({"swagger": "2.0"}), &document(), Release::NEWEST);
        assert_eq!(unnamed["info"], json!({"title": "Pets", "version": "1"}));
    }
}
