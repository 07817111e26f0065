//! The properties of an API per release: REST reference §2.3, "API schema differences", and the
//! schemas `API` and `APIOperations` of WSO2's documents.

use serde_json::Value;

use super::super::operation::Releases;
use super::super::problem::Problem;
use crate::node::Release;

/// What a property holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text; numbers and booleans are taken as their text.
    Text,
    Flag,
    Number,
    List,
    Object,
    /// An object in 3.x, a list in 4.x.
    Properties,
    /// One of the texts.
    OneOf(&'static [&'static str]),
    /// The type of the API, per release.
    Type,
}

use Kind::{Flag, List, Number, Object, OneOf, Properties, Text, Type};

const ALL: Releases = super::super::operation::ALWAYS;
const CLASSIC: Releases = super::super::operation::CLASSIC;
const V3_2: Releases = Releases::from(3, 2);
const V4_0: Releases = Releases::from(4, 0);
const V4_1: Releases = Releases::from(4, 1);
const V4_3: Releases = Releases::from(4, 3);
const V4_4: Releases = Releases::from(4, 4);
const V4_5: Releases = Releases::from(4, 5);
const V4_6: Releases = Releases::from(4, 6);

type Field = (&'static str, Kind, Releases);

const API: &[Field] = &[
    ("id", Text, ALL),
    ("name", Text, ALL),
    ("displayName", Text, V4_6),
    ("description", Text, ALL),
    ("context", Text, ALL),
    ("version", Text, ALL),
    ("provider", Text, ALL),
    ("lifeCycleStatus", Text, ALL),
    ("wsdlInfo", Object, ALL),
    ("wsdlUrl", Text, ALL),
    ("responseCachingEnabled", Flag, ALL),
    ("cacheTimeout", Number, ALL),
    ("destinationStatsEnabled", Text, CLASSIC),
    ("hasThumbnail", Flag, ALL),
    ("isDefaultVersion", Flag, ALL),
    ("isRevision", Flag, V4_0),
    ("revisionedApiId", Text, V4_0),
    ("revisionId", Number, V4_0),
    ("enableSchemaValidation", Flag, ALL),
    ("enableStore", Flag, CLASSIC),
    ("enableSubscriberVerification", Flag, V4_3),
    ("type", Type, ALL),
    ("audience", OneOf(&["PUBLIC", "SINGLE"]), V4_1),
    ("audiences", List, V4_4),
    ("transport", List, ALL),
    ("tags", List, ALL),
    ("policies", List, ALL),
    ("organizationPolicies", List, V4_5),
    ("apiThrottlingPolicy", Text, ALL),
    ("authorizationHeader", Text, ALL),
    ("apiKeyHeader", Text, V4_3),
    ("securityScheme", List, ALL),
    ("maxTps", Object, ALL),
    ("visibility", OneOf(&["PUBLIC", "PRIVATE", "RESTRICTED"]), ALL),
    ("visibleRoles", List, ALL),
    ("visibleTenants", List, ALL),
    ("visibleOrganizations", List, V4_5),
    ("endpointSecurity", Object, CLASSIC),
    ("gatewayEnvironments", List, CLASSIC),
    ("labels", List, CLASSIC),
    ("mediationPolicies", List, ALL),
    ("apiPolicies", Object, V4_3),
    (
        "subscriptionAvailability",
        OneOf(&["CURRENT_TENANT", "ALL_TENANTS", "SPECIFIC_TENANTS"]),
        ALL,
    ),
    ("subscriptionAvailableTenants", List, ALL),
    ("additionalProperties", Properties, ALL),
    ("additionalPropertiesMap", Object, V4_1),
    ("monetization", Object, ALL),
    ("accessControl", OneOf(&["NONE", "RESTRICTED"]), ALL),
    ("accessControlRoles", List, ALL),
    ("businessInformation", Object, ALL),
    ("corsConfiguration", Object, ALL),
    ("websubSubscriptionConfiguration", Object, V4_0),
    ("workflowStatus", Text, ALL),
    ("createdTime", Text, ALL),
    ("lastUpdatedTimestamp", Text, V4_3),
    ("lastUpdatedTime", Text, ALL),
    ("endpointConfig", Object, ALL),
    ("primaryProductionEndpointId", Text, V4_6),
    ("primarySandboxEndpointId", Text, V4_6),
    ("endpointImplementationType", OneOf(&["INLINE", "ENDPOINT", "MOCKED_OAS"]), ALL),
    ("scopes", List, ALL),
    ("operations", List, ALL),
    ("threatProtectionPolicies", Object, ALL),
    ("categories", List, ALL),
    ("keyManagers", List, V3_2),
    ("serviceInfo", Object, V4_0),
    ("advertiseInfo", Object, V4_0),
    ("gatewayVendor", Text, V4_1),
    ("gatewayType", Text, V4_3),
    ("asyncTransportProtocols", List, V4_1),
    ("initiatedFromGateway", Flag, V4_6),
];

const OPERATION: &[Field] = &[
    ("id", Text, ALL),
    ("target", Text, ALL),
    ("verb", Text, ALL),
    ("authType", Text, ALL),
    ("throttlingPolicy", Text, ALL),
    ("scopes", List, ALL),
    ("usedProductIds", List, ALL),
    ("amznResourceName", Text, ALL),
    ("amznResourceTimeout", Number, ALL),
    ("payloadSchema", Text, V4_0),
    ("uriMapping", Text, V4_0),
    ("operationPolicies", Object, V4_0),
];

/// Takes away what the release does not know, as the reader of archives does.
pub(crate) fn keep_known(document: &mut serde_json::Map<String, Value>, release: Release) {
    let known = |fields: &[Field], name: &str| {
        fields.iter().any(|(known, _, since)| *known == name && since.contain(release))
    };
    document.retain(|name, _| known(API, name));
    let operations = document.get_mut("operations").and_then(Value::as_array_mut);
    for operation in operations.into_iter().flatten().filter_map(Value::as_object_mut) {
        operation.retain(|name, _| known(OPERATION, name));
    }
}

/// Refuses what the release does not know, and values of the wrong form.
pub(super) fn check_api(
    document: &serde_json::Map<String, Value>,
    release: Release,
) -> Result<(), Problem> {
    check(API, document, release)?;
    let operations = document.get("operations").and_then(Value::as_array);
    for operation in operations.into_iter().flatten() {
        let Value::Object(operation) = operation else { return Err(malformed()) };
        check(OPERATION, operation, release)?;
    }
    let lists = ["policies", "transport", "tags", "gatewayEnvironments", "securityScheme"];
    for list in lists.iter().filter_map(|key| document.get(*key)?.as_array()) {
        if list.iter().any(|item| !item.is_string()) {
            return Err(malformed());
        }
    }
    Ok(())
}

fn check(
    fields: &[Field],
    object: &serde_json::Map<String, Value>,
    release: Release,
) -> Result<(), Problem> {
    for (name, value) in object {
        let known = fields.iter().find(|(known, _, since)| known == name && since.contain(release));
        let Some((_, kind, _)) = known else {
            return Err(Problem::bad_request(format!("Unrecognized property '{name}'")));
        };
        if value.is_null() {
            continue;
        }
        if let OneOf(allowed) = kind
            && !value.as_str().is_some_and(|text| allowed.contains(&text))
        {
            let allowed = allowed.join(", ");
            return Err(Problem::bad_request(format!("{name} must be one of {allowed}")));
        }
        let fits = match kind {
            Text => !value.is_array() && !value.is_object(),
            Flag => value.is_boolean(),
            Number => value.is_i64() || value.is_u64(),
            Object => value.is_object(),
            Properties if release.is_classic() => value.is_object(),
            List | Properties => value.is_array(),
            OneOf(_) => true,
            Type => value.as_str().is_some_and(|kind| types(release).contains(&kind)),
        };
        if !fits {
            return Err(malformed());
        }
    }
    Ok(())
}

/// REST reference §2.3, the row `type` enum.
fn types(release: Release) -> &'static [&'static str] {
    const TYPES: [&str; 9] =
        ["HTTP", "WS", "SOAP", "SOAPTOREST", "GRAPHQL", "WEBSUB", "SSE", "WEBHOOK", "ASYNC"];
    let count = match release {
        release if release.is_classic() => 5,
        release if release.at_least(4, 1) => 9,
        _ => 7,
    };
    TYPES.split_at_checked(count).map_or(&[], |(known, _)| known)
}

pub(super) fn malformed() -> Problem {
    Problem::bad_request("Malformed request body.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str, release: &str) -> Option<String> {
        let document = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}"));
        let release = release.parse().unwrap_or(Release::NEWEST);
        check_api(&document, release).err().map(|problem| problem.description)
    }

    #[test]
    fn properties_come_and_go_with_releases() {
        for (text, release, said) in [
            (r#"{"gatewayEnvironments": []}"#, "3.2", None),
            (r#"{"gatewayEnvironments": []}"#, "4.0", Some("Unrecognized property 'gatewayEnv")),
            (r#"{"displayName": "a"}"#, "4.5", Some("Unrecognized property 'displayName'")),
            (r#"{"displayName": "a"}"#, "4.6", None),
            (r#"{"additionalProperties": {}}"#, "3.1", None),
            (r#"{"additionalProperties": {}}"#, "4.1", Some("Malformed request body.")),
            (r#"{"type": "SSE"}"#, "3.2", Some("Malformed request body.")),
            (r#"{"type": "SSE"}"#, "4.0", None),
            (r#"{"visibility": "OPEN"}"#, "4.7", Some("visibility must be one of PUBLIC")),
            (r#"{"operations": [{"verbs": "GET"}]}"#, "4.7", Some("Unrecognized property 'verbs'")),
            (r#"{"policies": "Unlimited"}"#, "4.7", Some("Malformed request body.")),
            (r#"{"policies": null}"#, "4.7", None),
        ] {
            let shown = refused(text, release);
            let fits = match (said, &shown) {
                (None, None) => true,
                (Some(said), Some(shown)) => shown.starts_with(said),
                _ => false,
            };
            assert!(fits, "{release} {text}: {shown:?}");
        }
    }
}
