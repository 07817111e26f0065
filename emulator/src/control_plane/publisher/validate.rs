//! What an API must be before it is taken: REST reference §2.3, §5.1.

use serde_json::{Value, json};

use super::super::api::{Document, text};
use super::super::desk::Desk;
use super::super::problem::Problem;
use crate::node::Release;

/// Properties that only 3.x has.
const CLASSIC: &[&str] =
    &["gatewayEnvironments", "labels", "endpointSecurity", "destinationStatsEnabled"];
/// Properties that came later, with the release.
const LATER: &[(&str, (u8, u8))] = &[
    ("isRevision", (4, 0)),
    ("revisionedApiId", (4, 0)),
    ("revisionId", (4, 0)),
    ("serviceInfo", (4, 0)),
    ("advertiseInfo", (4, 0)),
    ("websubSubscriptionConfiguration", (4, 0)),
    ("gatewayVendor", (4, 1)),
    ("audience", (4, 1)),
    ("additionalPropertiesMap", (4, 1)),
    ("gatewayType", (4, 3)),
    ("apiPolicies", (4, 3)),
    ("lastUpdatedTimestamp", (4, 3)),
    ("apiKeyHeader", (4, 3)),
    ("audiences", (4, 4)),
    ("visibleOrganizations", (4, 5)),
    ("displayName", (4, 6)),
];

/// Refuses properties that the release does not know and values of the wrong form.
pub(super) fn document(document: &Document, release: Release) -> Result<(), Problem> {
    let unknown = |name: &str| {
        (!release.is_classic() && CLASSIC.contains(&name))
            || LATER
                .iter()
                .any(|(later, since)| *later == name && !release.at_least(since.0, since.1))
    };
    if let Some(name) = document.keys().find(|name| unknown(name)) {
        return Err(Problem::bad_request(format!("Unrecognized property '{name}'")));
    }
    for key in ["name", "context", "version"] {
        if text(document, key).trim().is_empty() {
            return Err(Problem::bad_request(format!("{key} must not be null or empty")));
        }
    }
    let longest = |old, new| if release.at_least(4, 1) { new } else { old };
    for (key, limit) in [("name", longest(50, 60)), ("context", longest(82, 232)), ("version", 30)]
    {
        if text(document, key).chars().count() > limit {
            return Err(Problem::bad_request(format!(
                "{key} must have at most {limit} characters"
            )));
        }
    }
    let wrong = |c: char| c.is_whitespace() || "?#\\<>\"^`|".contains(c);
    if text(document, "context").contains(wrong) || text(document, "context").ends_with('/') {
        return Err(Problem::new(400, 900_346, "Invalid context", "The API context is malformed"));
    }
    let list_expected =
        |key: &str| document.get(key).is_some_and(|value| !value.is_array() && !value.is_null());
    for key in ["gatewayEnvironments", "policies", "transport", "operations", "tags"] {
        if list_expected(key) {
            return Err(Problem::bad_request("Malformed request body."));
        }
    }
    Ok(())
}

/// Refuses an API whose name or context is taken.
pub(super) fn is_new(desk: &Desk<'_>, document: &Document) -> Result<(), Problem> {
    let [name, context, version] = ["name", "context", "version"].map(|key| text(document, key));
    let context = slashed(context);
    for api in desk.state.apis.values() {
        if api.name() == name {
            if api.version() == version {
                let description = format!("The API already exists: {name}-{version}");
                return Err(Problem::new(409, 900_300, "The API already exists", description));
            }
            if api.context() != context {
                let description = format!("The API name '{name}' has another context already");
                return Err(Problem::new(400, 400, "Bad Request", description));
            }
        } else if api.name().eq_ignore_ascii_case(name) {
            let description = format!("The API name {name} exists in another letter case");
            return Err(Problem::new(409, 900_250, "The API name already exists", description));
        } else if api.context() == context {
            let description = format!("The API context {context} is already in use");
            return Err(Problem::new(409, 900_251, "The API context already exists", description));
        }
    }
    Ok(())
}

pub(super) fn slashed(context: &str) -> String {
    if context.starts_with('/') { context.to_owned() } else { format!("/{context}") }
}

/// Fills in what API-M fills in.
pub(super) fn complete(document: &mut Document, release: Release) {
    let context = slashed(text(document, "context"));
    document.insert("context".into(), json!(context));
    let empty = |document: &Document, key: &str| match document.get(key) {
        None | Some(Value::Null) => true,
        Some(Value::Array(list)) => list.is_empty(),
        Some(_) => false,
    };
    if empty(document, "operations") {
        let verbs = ["GET", "PUT", "POST", "DELETE", "PATCH"].map(|verb| operation("/*", verb));
        document.insert("operations".into(), json!(verbs));
    }
    if empty(document, "transport") {
        document.insert("transport".into(), json!(["http", "https"]));
    }
    let mut default = |key: &str, value: Value| {
        document.entry(key).or_insert(value);
    };
    default("policies", json!([]));
    default("type", json!("HTTP"));
    default("visibility", json!("PUBLIC"));
    default("isDefaultVersion", json!(false));
    default("description", Value::Null);
    default("endpointConfig", Value::Null);
    default("tags", json!([]));
    if release.is_classic() {
        default("subscriptionAvailability", json!("ALL_TENANTS"));
        default("additionalProperties", json!({}));
        default("gatewayEnvironments", json!([]));
    } else {
        default("subscriptionAvailability", json!("CURRENT_TENANT"));
        default("additionalProperties", json!([]));
    }
    if release.at_least(4, 3) {
        document.entry("gatewayType").or_insert(json!("wso2/synapse"));
    }
}

pub(super) fn operation(target: &str, verb: &str) -> Value {
    json!({
        "target": target, "verb": verb,
        "authType": "Application & Application User", "throttlingPolicy": "Unlimited",
    })
}
