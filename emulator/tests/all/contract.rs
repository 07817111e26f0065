//! Every answer of a portal against WSO2's own document of its release, by a validator that
//! nobody here wrote. With `GATEWRIGHT_SPECS` alone: the documents are WSO2's.
//!
//! As they stand the documents refuse little, so every object that lists properties is closed: a
//! field that they do not have is an error.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// Which answer it is.
#[derive(Clone)]
pub struct Place {
    /// As folders of documents are called: `4.7.0`.
    pub release: String,
    /// `publisher`, `devportal` or `admin`.
    pub portal: &'static str,
    pub method: String,
    /// Below the portal's base.
    pub path: String,
}

/// Where the reference says otherwise than the documents: method, path, the place in the answer
/// (empty: anywhere), and why.
const SLIPS: &[(&str, &str, &str, &str)] = &[
    ("POST", "/apis/change-lifecycle", "/jsonPayload", "§2.4: null where nothing waits"),
    (
        "GET",
        "/apis/{apiId}/deployments",
        "",
        "§2.7: an array, the document has an object around it",
    ),
    ("GET", "/apis/{apiId}/swagger", "", "the definition itself, the document has a text"),
    ("PUT", "/apis/{apiId}/swagger", "", "the definition itself, the document has a text"),
    ("GET", "/apis/{apiId}", "/endpointURLs", "§3.1: null for a scheme that a gateway lacks"),
    ("GET", "/environments", "/list/*/name", "§4: names of the file may hold spaces"),
    ("GET", "/environments", "/list/*/vhosts/*/host", "§4: odd characters are not looked at"),
    ("POST", "/environments", "/vhosts/*/host", "§4: odd characters are not looked at"),
    (
        "GET",
        "/throttling-policies/{policyLevel}",
        "",
        "the list, as the documents since 4.0 say; those of 3.x have an array of lists",
    ),
];

/// Properties that documents of 3.x require and do not have: path, name, and why.
const NOT_THERE: &[(&str, &str, &str)] = &[
    ("/subscriptions", "apiName", "§3.2: the Subscription's list of required properties slips"),
    ("/subscriptions", "apiVersion", "§3.2: the same"),
];

static DOCUMENTS: Mutex<BTreeMap<PathBuf, Option<&'static Value>>> = Mutex::new(BTreeMap::new());
static VALIDATORS: Mutex<BTreeMap<String, Option<&'static Validator>>> =
    Mutex::new(BTreeMap::new());

/// Fails when the answer is not as the document has it. An answer whose status the document does
/// not list is not looked at.
pub fn check(place: &Place, status: u16, text: &str) {
    let Some(folder) = std::env::var_os("GATEWRIGHT_SPECS").map(PathBuf::from) else { return };
    let file = folder.join(&place.release).join(format!("{}.json", place.portal));
    let Some(document) = document(file) else { return };
    let key = |template: &str| {
        format!("{} {} {} {template} {status}", place.release, place.portal, place.method)
    };
    let Some(template) = template(document, &place.path) else { return };
    let mut validators = VALIDATORS.lock().unwrap_or_else(PoisonError::into_inner);
    let validator = *validators.entry(key(&template)).or_insert_with(|| {
        let schema = schema(document, &template, &place.method, status)?;
        let validator = jsonschema::validator_for(&schema)
            .unwrap_or_else(|error| panic!("{}: {error}", key(&template)));
        Some(Box::leak(Box::new(validator)))
    });
    drop(validators);
    let Some(validator) = validator else { return };
    let answer: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    let problems: Vec<String> = validator
        .iter_errors(&answer)
        .filter(|error| {
            let at = error.instance_path().to_string();
            let said = error.to_string();
            let is_not_there = NOT_THERE.iter().any(|(path, name, _)| {
                let is_of_it = template.starts_with(path) && place.release.starts_with("3.");
                is_of_it && said == format!("\"{name}\" is a required property")
            });
            !is_not_there
                && !SLIPS.iter().any(|(method, path, place_in, _)| {
                    *method == place.method && *path == template && is_within(&at, place_in)
                })
        })
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(problems.is_empty(), "{}: {problems:#?}\n{text}", key(&template));
}

/// True for a place and what is below it; `*` stands for one part.
fn is_within(at: &str, place: &str) -> bool {
    let mut parts = at.split('/');
    place.split('/').all(|wanted| parts.next().is_some_and(|part| wanted == "*" || wanted == part))
}

/// A document, read once.
fn document(file: PathBuf) -> Option<&'static Value> {
    let mut documents = DOCUMENTS.lock().unwrap_or_else(PoisonError::into_inner);
    *documents.entry(file).or_insert_with_key(|file| {
        let text = std::fs::read_to_string(file).ok()?;
        let document: Value = serde_json::from_str(&text).unwrap();
        Some(Box::leak(Box::new(document)))
    })
}

/// The document's path that a path is one of: with as few parameters as can be.
fn template(document: &Value, path: &str) -> Option<String> {
    let path = path.split('?').next().unwrap_or(path);
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |template: &&String| {
        let wanted: Vec<&str> = template.split('/').collect();
        wanted.len() == parts.len()
            && wanted.iter().zip(&parts).all(|(a, b)| a.starts_with('{') || a == b)
    };
    let paths = document["paths"].as_object().unwrap();
    paths.keys().filter(fits).min_by_key(|template| template.matches('{').count()).cloned()
}

/// The closed schema of an answer, with what it refers to.
fn schema(document: &Value, template: &str, method: &str, status: u16) -> Option<Value> {
    let responses = document["paths"][template].get(method.to_lowercase())?.get("responses")?;
    let mut response = responses.get(status.to_string())?;
    if let Some(reference) = response.get("$ref").and_then(Value::as_str) {
        response = document.pointer(reference.trim_start_matches('#'))?;
    }
    let schema = match response.get("content") {
        Some(content) => content.get("application/json")?.get("schema")?,
        None => response.get("schema")?,
    };
    if schema.get("type") == Some(&json!("file")) {
        return None;
    }
    let definitions = match document.pointer("/components/schemas") {
        Some(schemas) => schemas,
        None => &document["definitions"],
    };
    let mut root = Map::new();
    let mut wanted = Vec::new();
    root.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
    root.insert("allOf".into(), json!([closed(schema, true, &mut wanted)]));
    let mut kept = Map::new();
    while let Some(name) = wanted.pop() {
        if !kept.contains_key(&name) {
            let own = name.trim_end_matches(OPEN);
            let definition = closed(&definitions[own], own == name, &mut wanted);
            kept.insert(name, definition);
        }
    }
    root.insert("definitions".into(), Value::Object(kept));
    Some(Value::Object(root))
}

/// At the end of the name of a schema that is one of several that an object meets.
const OPEN: &str = "-open";

/// A schema whose objects have no other properties than those listed; the members of an `allOf`
/// stay open, for each knows only its own.
fn closed(schema: &Value, closing: bool, wanted: &mut Vec<String>) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(|item| closed(item, closing, wanted)).collect(),
        Value::Object(fields) => {
            if let Some(reference) = fields.get("$ref").and_then(Value::as_str) {
                let mut name = reference.rsplit('/').next().unwrap().to_owned();
                if !closing {
                    name += OPEN;
                }
                wanted.push(name.clone());
                return json!({"$ref": format!("#/definitions/{name}")});
            }
            let mut object = Map::new();
            for (key, value) in fields {
                let value = match key.as_str() {
                    "properties" => value
                        .as_object()
                        .unwrap()
                        .iter()
                        .map(|(name, value)| (name.clone(), closed(value, true, wanted)))
                        .collect::<Map<_, _>>()
                        .into(),
                    "items" | "additionalProperties" | "anyOf" | "oneOf" => {
                        closed(value, true, wanted)
                    }
                    "allOf" => closed(value, false, wanted),
                    "type" | "enum" | "pattern" | "maxLength" | "minLength" | "minItems" => {
                        value.clone()
                    }
                    "required" if value.is_array() => value.clone(),
                    // Examples, defaults, formats and what only OpenAPI knows.
                    _ => continue,
                };
                object.insert(key.clone(), value);
            }
            // An object without any is free: `endpointConfig`.
            let lists = object.get("properties").is_some_and(|listed| *listed != json!({}));
            if closing && lists && !object.contains_key("additionalProperties") {
                object.insert("additionalProperties".into(), json!(false));
            }
            Value::Object(object)
        }
        other => other.clone(),
    }
}

/// One misspelt field must fail, or nothing above says anything.
#[test]
fn a_misspelt_field_fails() {
    let document = json!({
        "paths": {"/apis": {"get": {"responses": {"200": {"content": {"application/json": {
            "schema": {"$ref": "#/components/schemas/List"},
        }}}}}}},
        "components": {"schemas": {
            "List": {"properties": {"list": {"type": "array", "items": {"$ref": "#/components/schemas/Api"}}}},
            "Api": {"type": "object", "properties": {"name": {"type": "string"}}},
        }},
    });
    let schema = schema(&document, "/apis", "GET", 200).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&json!({"list": [{"name": "a"}]})));
    assert!(!validator.is_valid(&json!({"list": [{"nmae": "a"}]})));
    assert!(!validator.is_valid(&json!({"list": [{"name": 1}]})));
    assert!(!validator.is_valid(&json!({"lists": []})));
}
