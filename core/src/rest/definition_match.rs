//! Whether a definition says what a document wants it to say.
//!
//! API-M rewrites what it is given: it adds a security scheme, extensions and defaults, puts the API's name and version in
//! the place of the document's, leaves out what it has no model of, and sorts. None of that is a difference. What the
//! document says and the server could have kept must stand there; an operation that only the server has is one.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind, Result};

/// The verbs that API-M keeps.
const VERBS: [&str; 7] = ["get", "put", "post", "delete", "patch", "head", "options"];
/// The name of the security scheme that is API-M's own.
const OWN_SCHEME: &str = "default";
/// What is `false` when it is absent.
const FALSE_BY_DEFAULT: [&str; 9] = [
    "allowEmptyValue",
    "allowReserved",
    "deprecated",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "nullable",
    "readOnly",
    "required",
    "writeOnly",
];

/// Whether everything that the wanted document says stands in the stored one; each is JSON or YAML. A stored text that is
/// no document says nothing.
///
/// # Errors
/// [`ErrorKind::InvalidInput`], code `invalid-definition`, when the wanted text is no document.
pub(crate) fn stands_in(wanted: &str, stored: &str) -> Result<bool> {
    let Some(wanted) = parse(wanted) else {
        let message = "the API's definition is neither a JSON nor a YAML document: check it with an OpenAPI validator";
        return Err(Error::new(ErrorKind::InvalidInput, "invalid-definition", message));
    };
    Ok(parse(stored).is_some_and(|stored| Comparison { wanted: &wanted, stored: &stored }.holds()))
}

/// An object, of JSON or YAML.
fn parse(text: &str) -> Option<Value> {
    let parsed = match serde_json::from_str(text) {
        Ok(parsed) => parsed,
        Err(_) => plain(serde_norway::from_str(text).ok()?),
    };
    Some(parsed).filter(Value::is_object)
}

/// YAML as JSON; keys that are no text, such as `200`, become text.
fn plain(value: serde_norway::Value) -> Value {
    use serde_norway::Value as Yaml;
    match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => value.into(),
        // What JSON has no number for, such as `.nan`, is its text.
        Yaml::Number(number) => {
            serde_json::to_value(&number).unwrap_or_else(|_| number.to_string().into())
        }
        Yaml::String(text) => text.into(),
        Yaml::Sequence(items) => items.into_iter().map(plain).collect(),
        Yaml::Mapping(entries) => entries
            .into_iter()
            .map(|(key, value)| (text_of(&plain(key)), plain(value)))
            .collect::<Map<_, _>>()
            .into(),
        Yaml::Tagged(tagged) => plain(tagged.value),
    }
}

/// Two documents, to which references in them lead.
struct Comparison<'d> {
    wanted: &'d Value,
    stored: &'d Value,
}

impl Comparison<'_> {
    fn holds(&self) -> bool {
        entries(self.wanted).all(|(key, wanted)| {
            let stored = self.stored.get(key);
            match key.as_str() {
                // Addresses are those of gateways; the security of all operations is overwritten.
                "servers" | "host" | "basePath" | "schemes" | "security" => true,
                "paths" => self.paths(wanted, stored.unwrap_or(&Value::Null)),
                // The API's own.
                "info" => all_but(&["title", "version"], wanted, stored),
                "securityDefinitions" => all_but(&[OWN_SCHEME], wanted, stored),
                "components" => {
                    let schemes = wanted.get("securitySchemes").unwrap_or(&Value::Null);
                    let there = stored.and_then(|stored| stored.get("securitySchemes"));
                    all_but(&["securitySchemes"], wanted, stored)
                        && all_but(&[OWN_SCHEME], schemes, there)
                }
                _ => member(key, wanted, stored),
            }
        })
    }

    fn paths(&self, wanted: &Value, stored: &Value) -> bool {
        let asked = operations(wanted);
        // A document without operations leaves them to the server.
        let has_more = !asked.is_empty() && !operations(stored).is_subset(&asked);
        !has_more
            && asked.iter().all(|(path, verb)| {
                let item = &wanted[*path];
                let Some(there) = stored.get(*path) else { return false };
                let is_same = there
                    .get(*verb)
                    .is_some_and(|operation| self.operation(item, &item[*verb], there, operation));
                let of_the_path = |key: &str| !VERBS.contains(&key) && !NOT_COMPARED.contains(&key);
                is_same
                    && entries(item)
                        .filter(|(key, _)| of_the_path(key))
                        .all(|(key, value)| member(key, value, there.get(key)))
            })
    }

    fn operation(&self, item: &Value, wanted: &Value, there: &Value, stored: &Value) -> bool {
        let is_same = entries(wanted).all(|(key, value)| match key.as_str() {
            "security" => requirements(value, stored.get(key).unwrap_or(&Value::Null)),
            key if NOT_COMPARED.contains(&key) => true,
            key => member(key, value, stored.get(key)),
        });
        is_same && self.parameters([item, wanted], [there, stored])
    }

    /// Those of a path stand at each of its operations in some releases, and references are resolved in some.
    fn parameters(&self, wanted: [&Value; 2], stored: [&Value; 2]) -> bool {
        let (wanted, stored) =
            (all_parameters(self.wanted, wanted), all_parameters(self.stored, stored));
        let find = |name: (&str, &str), among: &[&Value]| {
            among.iter().position(|parameter| name_of(parameter) == name)
        };
        let is_there = |parameter: &&Value| {
            find(name_of(parameter), &stored)
                .is_some_and(|at| stored.get(at).is_some_and(|there| holds(parameter, there)))
        };
        // The server adds what a path's braces name.
        let is_expected = |parameter: &&Value| {
            let (place, _) = name_of(parameter);
            place == "path" || find(name_of(parameter), &wanted).is_some()
        };
        wanted.iter().all(is_there) && stored.iter().all(is_expected)
    }
}

/// What a path and an operation have and is compared otherwise or, as what API-M has no model of, not at all.
const NOT_COMPARED: [&str; 5] = ["parameters", "servers", "security", "trace", "$ref"];

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten().filter(|(key, _)| !is_of_the_server(key))
}

/// Extensions that API-M writes itself.
fn is_of_the_server(key: &str) -> bool {
    ["x-wso2-", "x-auth-"].iter().any(|start| key.starts_with(start))
        || matches!(key, "x-throttling-tier" | "x-scope" | "x-mediation-script")
}

fn operations(paths: &Value) -> BTreeSet<(&str, &str)> {
    let items = paths.as_object().into_iter().flatten().filter(|(path, _)| path.starts_with('/'));
    items
        .flat_map(|(path, item)| {
            let verbs = VERBS.into_iter().filter(|verb| item.get(verb).is_some());
            verbs.map(move |verb| (path.as_str(), verb))
        })
        .collect()
}

/// The parameters of a path and of an operation, with those that are referred to; the operation's come first.
fn all_parameters<'d>(document: &'d Value, levels: [&'d Value; 2]) -> Vec<&'d Value> {
    let mut all: Vec<&Value> = Vec::new();
    for level in levels.into_iter().rev() {
        for parameter in level.get("parameters").and_then(Value::as_array).into_iter().flatten() {
            let parameter = referred(document, parameter);
            if !all.iter().any(|known| name_of(known) == name_of(parameter)) {
                all.push(parameter);
            }
        }
    }
    all
}

fn referred<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let reference = value.get("$ref").and_then(Value::as_str);
    let pointer = reference.and_then(|reference| reference.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(value)
}

/// Where a parameter stands and how it is called, or the reference that leads nowhere.
fn name_of(parameter: &Value) -> (&str, &str) {
    let text = |key: &str| parameter.get(key).and_then(Value::as_str);
    (text("in").unwrap_or_default(), text("name").or(text("$ref")).unwrap_or_default())
}

/// Each way to prove who calls stands there; the server adds its own.
fn requirements(wanted: &Value, stored: &Value) -> bool {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let there = list(stored);
    let has_scheme = |(scheme, scopes): (&String, &Value), requirement: &Value| {
        let there = requirement.get(scheme).map(list);
        there.is_some_and(|there| list(scopes).iter().all(|scope| there.contains(scope)))
    };
    list(wanted).iter().all(|requirement| {
        entries(requirement).next().is_none()
            || there
                .iter()
                .any(|there| entries(requirement).all(|scheme| has_scheme(scheme, there)))
    })
}

fn all_but(left_out: &[&str], wanted: &Value, stored: Option<&Value>) -> bool {
    entries(wanted)
        .filter(|(key, _)| !left_out.contains(&key.as_str()))
        .all(|(key, value)| member(key, value, stored.and_then(|stored| stored.get(key))))
}

fn member(key: &str, wanted: &Value, stored: Option<&Value>) -> bool {
    match stored {
        Some(stored) => holds(wanted, stored),
        None => says_nothing(key, wanted),
    }
}

/// What the server may leave out, since it means the same.
fn says_nothing(key: &str, value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(value) => !value && FALSE_BY_DEFAULT.contains(&key),
        Value::Number(_) | Value::String(_) => false,
    }
}

fn holds(wanted: &Value, stored: &Value) -> bool {
    match (wanted, stored) {
        (Value::Object(fields), Value::Object(_)) => {
            entries(wanted).all(|(key, value)| match (key.as_str(), value) {
                ("required", Value::Array(names)) => {
                    required(names, fields.get("properties"), stored.get(key))
                }
                _ => member(key, value, stored.get(key)),
            })
        }
        (Value::Array(wanted), Value::Array(stored)) => {
            wanted.len() == stored.len()
                && wanted.iter().zip(stored).all(|(wanted, stored)| holds(wanted, stored))
        }
        (Value::Object(_) | Value::Array(_), _) | (_, Value::Object(_) | Value::Array(_)) => false,
        // A text that looks like a number is made one, or the other way round.
        (Value::Number(wanted), Value::Number(stored)) => {
            wanted == stored || wanted.as_f64() == stored.as_f64()
        }
        (wanted, stored) => text_of(wanted) == text_of(stored),
    }
}

/// The server sorts the names, and forgets those that are no properties.
fn required(names: &[Value], properties: Option<&Value>, stored: Option<&Value>) -> bool {
    let there = stored.and_then(Value::as_array);
    let is_there = |name: &Value| there.is_some_and(|there| there.contains(name));
    let is_property = |name: &Value| {
        properties.is_none_or(|known| name.as_str().is_some_and(|name| known.get(name).is_some()))
    };
    names.iter().all(|name| is_there(name) || !is_property(name))
        && there.into_iter().flatten().all(|name| names.contains(name))
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::json;

    use super::*;

    pub(crate) const WANTED: &str = "
openapi: 3.0.1
info: {title: Animals, version: 0.9, description: all of them, contact: {name: we}}
servers: [{url: https://be.example}]
security: [{key: []}]
x-wso2-basePath: /other
tags: [{name: a}, {name: b}]
paths:
  x-note: {get: 1}
  /pets/{id}:
    summary: one
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      deprecated: false
      tags: []
      x-auth-type: None
      security: [{key: [read]}, {}]
      parameters: [{$ref: '#/components/parameters/Limit'}]
      responses: {200: {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
    trace: {responses: {}}
components:
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer, maximum: 10}}
  schemas:
    Pet:
      required: [name, id, ghost]
      properties: {id: {type: integer, example: 12}, name: {type: string, enum: [1, 2]}}
  securitySchemes:
    key: {type: apiKey, in: header, name: X}
    default: {type: http, scheme: basic}
";

    /// What a server may keep of it.
    fn stored() -> Value {
        json!({
            "openapi": "3.0.1",
            "info": {"title": "Pets", "version": "1.0.0", "description": "all of them", "contact": {"name": "we"}},
            "servers": [{"url": "/"}],
            "security": [{"default": []}],
            "tags": [{"name": "a"}, {"name": "b"}],
            "x-wso2-basePath": "/pets/1.0.0",
            "paths": {"/pets/{id}": {"summary": "one", "get": {
                "x-auth-type": "Any", "x-throttling-tier": "Unlimited",
                "security": [{"key": ["read"]}, {"default": []}],
                "parameters": [
                    {"name": "limit", "in": "query", "style": "form", "explode": true,
                     "schema": {"type": "integer", "maximum": 10.0}},
                    {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                ],
                "responses": {"200": {"description": "OK", "content": {"application/json": {
                    "schema": {"$ref": "#/components/schemas/Pet"}}}}},
            }}},
            "components": {
                "parameters": {"Limit": {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 10}}},
                "schemas": {"Pet": {"required": ["id", "name"], "properties": {
                    "id": {"type": "integer", "example": 12}, "name": {"type": "string", "enum": ["1", "2"]}}}},
                "securitySchemes": {
                    "key": {"type": "apiKey", "in": "header", "name": "X"},
                    "default": {"type": "oauth2", "flows": {}},
                },
            },
        })
    }

    #[test]
    fn what_the_server_makes_of_a_document_is_no_difference() {
        assert!(stands_in(WANTED, &stored().to_string()).unwrap());
        let yaml = serde_norway::to_string(&stored()).unwrap();
        assert!(stands_in(WANTED, &yaml).unwrap());
        assert!(stands_in(&yaml, &yaml).unwrap());
    }

    #[test]
    fn what_somebody_changed_is_one() {
        let get = "/paths/~1pets~1{id}/get";
        let edits: Vec<(String, Value)> = vec![
            ("/info/description".into(), json!("some of them")),
            ("/info/contact".into(), json!({})),
            ("/openapi".into(), json!("3.0.0")),
            ("/tags".into(), json!([{"name": "a"}])),
            ("/tags".into(), json!([{"name": "b"}, {"name": "a"}])),
            ("/paths/~1pets~1{id}/summary".into(), json!("another")),
            ("/paths".into(), json!({})),
            (format!("{get}/responses/200/description"), json!("well")),
            (format!("{get}/responses/200/content"), json!({})),
            (format!("{get}/security"), json!([{"default": []}])),
            (format!("{get}/security"), json!([{"key": ["write"]}])),
            (format!("{get}/parameters/0/schema/maximum"), json!(11)),
            (format!("{get}/parameters/0/in"), json!("header")),
            (format!("{get}/parameters/1/required"), json!(false)),
            ("/components/schemas/Pet/required".into(), json!(["id"])),
            ("/components/schemas/Pet/properties/id/type".into(), json!("string")),
            ("/components/schemas/Pet/properties/name/enum".into(), json!(["1"])),
            ("/components/schemas/Pet/properties/name/enum".into(), json!("1")),
            ("/components/securitySchemes/key/name".into(), json!("Y")),
        ];
        for (pointer, value) in edits {
            let mut changed = stored();
            *changed.pointer_mut(&pointer).unwrap() = value.clone();
            assert!(!stands_in(WANTED, &changed.to_string()).unwrap(), "{pointer}: {value}");
        }
        let mut more = stored();
        more["paths"]["/pets/{id}"]["put"] = json!({"responses": {}});
        assert!(!stands_in(WANTED, &more.to_string()).unwrap());
        let mut more = stored();
        more["paths"]["/dogs"] = json!({"get": {}});
        assert!(!stands_in(WANTED, &more.to_string()).unwrap());
        let mut more = stored();
        let parameter = json!({"name": "trace", "in": "header"});
        more.pointer_mut(&format!("{get}/parameters"))
            .unwrap()
            .as_array_mut()
            .unwrap()
            .push(parameter);
        assert!(!stands_in(WANTED, &more.to_string()).unwrap());
        // A path that has no operation that API-M keeps is no path.
        more = stored();
        more["paths"]["/ghost"] = json!({"trace": {}, "parameters": []});
        assert!(stands_in(WANTED, &more.to_string()).unwrap());
    }

    #[test]
    fn false_means_the_same_as_nothing_only_where_the_specification_says_so() {
        let wanted = |schema: Value| json!({"definitions": {"a": schema}}).to_string();
        let stored =
            json!({"swagger": "2.0", "definitions": {"a": {"type": "object"}}}).to_string();
        for (schema, is_same) in [
            (json!({"readOnly": false}), true),
            (json!({"description": null}), true),
            (json!({"additionalProperties": false}), false),
            (json!({"readOnly": true}), false),
            (json!({"minimum": 0}), false),
            (json!({"title": ""}), false),
        ] {
            assert_eq!(stands_in(&wanted(schema.clone()), &stored).unwrap(), is_same, "{schema}");
        }
    }

    #[test]
    fn a_document_without_operations_leaves_them_to_the_server() {
        let stored = json!({"openapi": "3.0.1", "paths": {"/*": {"get": {}}}}).to_string();
        for wanted in ["openapi: 3.0.1\n", "{\"openapi\": \"3.0.1\", \"paths\": {}}"] {
            assert!(stands_in(wanted, &stored).unwrap(), "{wanted}");
        }
        assert!(!stands_in("openapi: 3.0.1\npaths: {/*: {put: {}}}", &stored).unwrap());
    }

    #[test]
    fn what_is_no_document_is_a_mistake_when_it_is_wanted_and_says_nothing_when_it_is_stored() {
        for text in ["", "openapi", "[1]", "{\"openapi\": ", "a: [", "a: &a [*a]"] {
            let error = stands_in(text, "{}").unwrap_err();
            assert_eq!(
                (error.kind(), error.code()),
                (ErrorKind::InvalidInput, "invalid-definition")
            );
            assert!(!stands_in("{\"openapi\": \"3.0.1\"}", text).unwrap());
        }
    }
}
