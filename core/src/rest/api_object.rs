//! An API as the Publisher gives it: kept whole, because an update replaces the whole object; read by field.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::model::KeyType;
use crate::rest::api::endpoints_key;

/// An API object of any release.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(transparent)]
pub(crate) struct ApiObject(Map<String, Value>);

/// What an update does not change, whatever it says: the server alone does, or another operation.
const NOT_UPDATED: [&str; 14] = [
    "context",
    "createdTime",
    "hasThumbnail",
    "initiatedFromGateway",
    "isRevision",
    "lastUpdatedTime",
    "lastUpdatedTimestamp",
    "lifeCycleStatus",
    "monetization",
    "provider",
    "revisionId",
    "revisionedApiId",
    "workflowStatus",
    "workflows",
];

/// What changes without anybody changing the API's content.
const VOLATILE: [&str; 14] = [
    "createdTime",
    "gatewayEnvironments",
    "hasThumbnail",
    "id",
    "initiatedFromGateway",
    "isRevision",
    "lastUpdatedTime",
    "lastUpdatedTimestamp",
    "lifeCycleStatus",
    "monetization",
    "revisionId",
    "revisionedApiId",
    "workflowStatus",
    "workflows",
];

impl ApiObject {
    fn text(&self, key: &str) -> &str {
        self.0.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    fn texts(&self, key: &str) -> Vec<String> {
        let items = self.0.get(key).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned)).collect()
    }

    pub(crate) fn to_value(&self) -> Value {
        Value::Object(self.0.clone())
    }

    /// As a new API is sent: its identifier is the server's to give.
    pub(crate) fn without_id(mut self) -> Self {
        self.0.remove("id");
        self
    }

    pub(crate) fn id(&self) -> &str {
        self.text("id")
    }

    pub(crate) fn name(&self) -> &str {
        self.text("name")
    }

    pub(crate) fn version(&self) -> &str {
        self.text("version")
    }

    pub(crate) fn field(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    pub(crate) fn without_fields(&self, keys: &[&str]) -> Self {
        let kept = self.0.iter().filter(|(key, _)| !keys.contains(&key.as_str()));
        Self(kept.map(|(key, value)| (key.clone(), value.clone())).collect())
    }

    pub(crate) fn set_field(&mut self, key: &str, value: Value) {
        self.0.insert(key.to_owned(), value);
    }

    pub(crate) fn context(&self) -> &str {
        self.text("context")
    }

    /// `CREATED`, `PUBLISHED`, …
    pub(crate) fn lifecycle(&self) -> &str {
        self.text("lifeCycleStatus")
    }

    pub(crate) fn policies(&self) -> Vec<String> {
        self.texts("policies")
    }

    /// The classic list; empty when the API is in no gateway.
    pub(crate) fn gateway_environments(&self) -> Vec<String> {
        self.texts("gatewayEnvironments")
    }

    /// When it last changed, in the release's own spelling; empty when the release does not say.
    pub(crate) fn last_updated(&self) -> &str {
        match self.text("lastUpdatedTimestamp") {
            "" => self.text("lastUpdatedTime"),
            timestamp => timestamp,
        }
    }

    /// The back end's URL for keys of this type, when there is exactly one.
    pub(crate) fn endpoint_url(&self, key_type: KeyType) -> Option<&str> {
        self.endpoints(key_type)?.get("url")?.as_str()
    }

    /// Whether keys of this type lead anywhere.
    pub(crate) fn has_endpoint(&self, key_type: KeyType) -> bool {
        let id = match key_type {
            KeyType::Production => "primaryProductionEndpointId",
            KeyType::Sandbox => "primarySandboxEndpointId",
        };
        let listed = match self.endpoints(key_type) {
            Some(Value::Array(endpoints)) => !endpoints.is_empty(),
            Some(Value::Object(endpoint)) => !endpoint.is_empty(),
            _ => false,
        };
        // Back ends without a URL, such as a function in a cloud, serve both types of keys.
        let kind = self.config().and_then(|config| config.get("endpoint_type")?.as_str());
        let needs_no_url = matches!(kind, Some("awslambda" | "service" | "INLINE" | "MOCKED_OAS"));
        listed || needs_no_url || !self.text(id).is_empty()
    }

    fn config(&self) -> Option<&Value> {
        self.0.get("endpointConfig")
    }

    fn endpoints(&self, key_type: KeyType) -> Option<&Value> {
        self.config()?.get(endpoints_key(key_type))
    }

    /// Points keys of this type at a back end, leaving the rest of the configuration as it is.
    pub(crate) fn set_endpoint_url(&mut self, key_type: KeyType, url: &str) {
        let config = self.0.entry("endpointConfig").or_insert(Value::Null);
        if !config.is_object() {
            *config = json!({ "endpoint_type": "http" });
        }
        let Some(config) = config.as_object_mut() else { return };
        let endpoint = config.entry(endpoints_key(key_type)).or_insert(Value::Null);
        match endpoint.as_object_mut() {
            Some(endpoint) => {
                endpoint.insert("url".to_owned(), json!(url));
            }
            None => *endpoint = json!({ "url": url }),
        }
    }

    pub(crate) fn set_policies(&mut self, policies: &[String]) {
        self.0.insert("policies".to_owned(), json!(policies));
    }

    pub(crate) fn set_gateway_environments(&mut self, environments: &[String]) {
        self.0.insert("gatewayEnvironments".to_owned(), json!(environments));
    }

    /// Whether an API is stored as this object was sent. The server may add what was not said, and say a list in another
    /// order.
    pub(crate) fn holds(&self, sent: &Self) -> bool {
        let mut said = sent.0.iter().filter(|(key, _)| !NOT_UPDATED.contains(&key.as_str()));
        said.all(|(key, value)| holds(self.field(key).unwrap_or(&Value::Null), value))
    }

    /// The API's content in a form that does not depend on the order in which the server writes it.
    pub(crate) fn content(&self) -> String {
        let content: Map<String, Value> = self
            .0
            .iter()
            .filter(|(key, value)| !VOLATILE.contains(&key.as_str()) && !is_nothing(value))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        let mut text = String::new();
        write_sorted(&Value::Object(content), &mut text);
        text
    }
}

fn holds(stored: &Value, sent: &Value) -> bool {
    if is_nothing(sent) {
        return is_nothing(stored);
    }
    match (stored, sent) {
        (Value::Object(stored), Value::Object(sent)) => {
            sent.iter().all(|(key, value)| holds(stored.get(key).unwrap_or(&Value::Null), value))
        }
        (Value::Array(stored), Value::Array(sent)) => {
            let mut left: Vec<&Value> = stored.iter().collect();
            let is_there = |item: &Value| {
                let place = left.iter().position(|stored| holds(stored, item));
                place.map(|place| left.swap_remove(place)).is_some()
            };
            stored.len() == sent.len() && sent.iter().all(is_there)
        }
        _ => stored == sent,
    }
}

/// What an absent field says as well.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn write_sorted(value: &Value, text: &mut String) {
    match value {
        Value::Array(items) => {
            let mut written: Vec<String> = items
                .iter()
                .map(|item| {
                    let mut text = String::new();
                    write_sorted(item, &mut text);
                    text
                })
                .collect();
            written.sort();
            text.push('[');
            text.push_str(&written.join(","));
            text.push(']');
        }
        Value::Object(fields) => {
            let mut keys: Vec<&String> = fields.keys().collect();
            keys.sort();
            text.push('{');
            for key in keys {
                text.push_str(&json!(key).to_string());
                text.push(':');
                write_sorted(fields.get(key).unwrap_or(&Value::Null), text);
                text.push(',');
            }
            text.push('}');
        }
        other => text.push_str(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api(value: Value) -> ApiObject {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn endpoints_are_seen_in_every_form() {
        let both = api(json!({"endpointConfig": {"endpoint_type": "http",
            "production_endpoints": {"url": "https://p"}, "sandbox_endpoints": [{"url": "https://s"}]}}));
        assert!(both.has_endpoint(KeyType::Production) && both.has_endpoint(KeyType::Sandbox));
        assert_eq!(both.endpoint_url(KeyType::Production), Some("https://p"));
        assert_eq!(both.endpoint_url(KeyType::Sandbox), None);
        let none = api(json!({"endpointConfig": null}));
        assert!(!none.has_endpoint(KeyType::Production));
        let by_id = api(json!({"primarySandboxEndpointId": "x"}));
        assert!(by_id.has_endpoint(KeyType::Sandbox) && !by_id.has_endpoint(KeyType::Production));
    }

    #[test]
    fn setting_an_endpoint_keeps_what_stands_beside_it() {
        let mut object = api(
            json!({"endpointConfig": {"endpoint_type": "http", "production_endpoints": {"url": "a", "config": 1}}}),
        );
        object.set_endpoint_url(KeyType::Production, "b");
        object.set_endpoint_url(KeyType::Sandbox, "c");
        assert_eq!(
            object.to_value()["endpointConfig"],
            json!({"endpoint_type": "http", "production_endpoints": {"url": "b", "config": 1}, "sandbox_endpoints": {"url": "c"}})
        );
    }

    #[test]
    fn an_object_is_stored_as_it_was_sent_when_nothing_it_says_is_otherwise() {
        let sent =
            api(json!({"name": "a", "context": "/new", "tags": ["x", "y"], "description": "",
            "operations": [{"target": "/a", "verb": "GET"}], "lastUpdatedTime": "1"}));
        let stored = json!({"name": "a", "context": "/old", "tags": ["y", "x"], "lastUpdatedTime": "2",
            "operations": [{"id": "1", "target": "/a", "verb": "GET"}], "maxTps": null});
        assert!(api(stored.clone()).holds(&sent));
        for (field, value) in [
            ("name", json!("b")),
            ("tags", json!(["x", "z"])),
            ("tags", json!(["x", "x"])),
            ("tags", json!(["x", "y", "z"])),
            ("description", json!("by somebody else")),
            ("operations", json!([{"target": "/a", "verb": "PUT"}])),
            ("operations", json!(null)),
        ] {
            let mut other = api(stored.clone());
            other.set_field(field, value);
            assert!(!other.holds(&sent), "{other:?}");
        }
    }

    #[test]
    fn content_ignores_order_time_and_absence() {
        let first = api(
            json!({"name": "a", "tags": ["x", "y"], "lifeCycleStatus": "CREATED", "lastUpdatedTime": "1"}),
        );
        let second = api(
            json!({"tags": ["y", "x"], "name": "a", "lifeCycleStatus": "PUBLISHED", "description": null}),
        );
        let third = api(json!({"tags": ["y"], "name": "a"}));
        assert_eq!(first.content(), second.content());
        assert_ne!(first.content(), third.content());
    }
}
