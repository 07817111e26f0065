//! How the server keeps what it is sent: defaults are added, and lists come back in its own order.

use serde_json::{Map, Value, json};

use super::super::api::{Document, text};
use super::validate::slashed;
use crate::node::Release;

/// Fills in what API-M fills in, and puts lists in order.
pub(crate) fn complete(document: &mut Document, release: Release) {
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
    for (key, value) in defaults(release) {
        document.entry(key).or_insert(value);
    }
    if release.at_least(4, 1) {
        let map = properties_by_name(document.get("additionalProperties"));
        document.insert("additionalPropertiesMap".into(), Value::Object(map));
    }
    complete_operations(document, release);
    // Kept as sets.
    for key in ["tags", "policies", "transport"] {
        if let Some(Value::Array(list)) = document.get_mut(key) {
            list.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
            list.dedup();
        }
    }
}

fn complete_operations(document: &mut Document, release: Release) {
    let Some(Value::Array(operations)) = document.get_mut("operations") else { return };
    for operation in operations.iter_mut().filter_map(Value::as_object_mut) {
        operation.retain(|_, value| !value.is_null());
        let mut default = |key: &str, value: Value| {
            operation.entry(key).or_insert(value);
        };
        default("authType", json!("Application & Application User"));
        default("throttlingPolicy", json!("Unlimited"));
        default("scopes", json!([]));
        default("usedProductIds", json!([]));
        if release.at_least(4, 1) {
            default("operationPolicies", json!({"request": [], "response": [], "fault": []}));
        }
        if let Some(verb) = operation.get("verb").and_then(Value::as_str).map(str::to_uppercase) {
            operation.insert("verb".into(), json!(verb));
        }
    }
    operations.sort_by_key(|operation| {
        let of =
            |key: &str| operation.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        (of("target"), of("verb"))
    });
}

/// The defaults of WSO2's documents.
fn defaults(release: Release) -> Vec<(&'static str, Value)> {
    let mut defaults = vec![
        ("policies", json!([])),
        ("type", json!("HTTP")),
        ("visibility", json!("PUBLIC")),
        ("visibleRoles", json!([])),
        ("visibleTenants", json!([])),
        ("isDefaultVersion", json!(false)),
        ("hasThumbnail", json!(false)),
        ("responseCachingEnabled", json!(false)),
        ("cacheTimeout", json!(300)),
        ("enableSchemaValidation", json!(false)),
        ("tags", json!([])),
        ("categories", json!([])),
        ("scopes", json!([])),
        ("mediationPolicies", json!([])),
        ("authorizationHeader", json!("Authorization")),
        ("securityScheme", json!(["oauth2", "oauth_basic_auth_api_key_mandatory"])),
        ("accessControl", json!("NONE")),
        ("accessControlRoles", json!([])),
        ("businessInformation", json!({})),
        ("subscriptionAvailableTenants", json!([])),
        ("endpointImplementationType", json!("ENDPOINT")),
        (
            "corsConfiguration",
            json!({
                "corsConfigurationEnabled": false,
                "accessControlAllowOrigins": ["*"],
                "accessControlAllowCredentials": false,
                "accessControlAllowHeaders": ["authorization", "Access-Control-Allow-Origin", "Content-Type", "SOAPAction"],
                "accessControlAllowMethods": ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"],
            }),
        ),
    ];
    if release.is_classic() {
        defaults.push(("subscriptionAvailability", json!("ALL_TENANTS")));
        defaults.push(("additionalProperties", json!({})));
        defaults.push(("gatewayEnvironments", json!([])));
        defaults.push(("labels", json!([])));
        return defaults;
    }
    defaults.push(("subscriptionAvailability", json!("CURRENT_TENANT")));
    defaults.push(("additionalProperties", json!([])));
    defaults.push(("advertiseInfo", json!({"advertised": false})));
    if release.at_least(4, 1) {
        defaults.push(("gatewayVendor", json!("wso2")));
        defaults.push(("asyncTransportProtocols", json!([])));
    }
    if release.at_least(4, 3) {
        defaults.push(("gatewayType", json!("wso2/synapse")));
    }
    if release.at_least(4, 6) {
        defaults.push(("initiatedFromGateway", json!(false)));
    }
    defaults
}

/// The list `{name, value, display}` of 4.x once more, by name.
fn properties_by_name(list: Option<&Value>) -> Map<String, Value> {
    let list = list.and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|property| {
            let name = property.get("name")?.as_str()?;
            Some((name.to_owned(), property.clone()))
        })
        .collect()
}

pub(crate) fn operation(target: &str, verb: &str) -> Value {
    json!({
        "target": target, "verb": verb,
        "authType": "Application & Application User", "throttlingPolicy": "Unlimited",
    })
}
