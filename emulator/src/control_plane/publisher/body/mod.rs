//! The bodies that the Publisher takes, per release: REST reference §2.3, "API schema differences", §2.7, and the
//! schemas of WSO2's documents.

mod operation;
mod parts;
mod revision;

use super::super::api::Document;
use super::super::problem::Problem;
use super::super::schema::{Body, Field, Kind, OBJECT, TEXT, TEXTS, Text, WHOLE, field};
use crate::node::Release;

use Kind::{Flag, List, OneOf, Per};

/// What neither a name nor a header may have.
const ODD: &str = "~!@#;:%^*()+={}|\\<>\"',&$";

/// An API, whole.
pub(super) const API: Body = Body::of(Kind::Object(FIELDS));
pub(super) const REVISION: Body = Body::optional(revision::REVISION);
pub(super) const DEPLOYMENT: Body = Body::optional(revision::DEPLOYMENT);
pub(super) const DEPLOYMENTS: Body = Body::optional(List(&revision::DEPLOYMENT));
/// What an API has of its own for an environment.
pub(super) const KEYS: Body = Body::of(Kind::Map(&TEXT));

const FIELDS: &[Field] = &[
    field("id", TEXT),
    field("name", TEXT).required(),
    field("displayName", Kind::Text(Text::not_empty())).since(4, 6),
    field("description", TEXT),
    field("context", TEXT).required(),
    field("version", TEXT).required(),
    field("provider", TEXT),
    field("lifeCycleStatus", TEXT),
    field("wsdlInfo", parts::WSDL),
    field("wsdlUrl", TEXT),
    field("responseCachingEnabled", Flag),
    field("cacheTimeout", WHOLE),
    field("destinationStatsEnabled", TEXT).classic(),
    field("hasThumbnail", Flag),
    field("isDefaultVersion", Flag),
    field("isRevision", Flag).since(4, 0),
    field("revisionedApiId", TEXT).since(4, 0),
    field("revisionId", WHOLE).since(4, 0),
    field("enableSchemaValidation", Flag),
    field("enableStore", Flag).classic(),
    field("enableSubscriberVerification", Flag).since(4, 3),
    field("type", Per(kinds_of_apis)),
    field("audience", OneOf(&["PUBLIC", "SINGLE"])).since(4, 1),
    field("audiences", TEXTS).since(4, 4),
    field("transport", TEXTS),
    field("tags", TEXTS),
    field("policies", TEXTS),
    field("organizationPolicies", List(&parts::ORGANIZATION_POLICIES)).since(4, 5),
    field("apiThrottlingPolicy", TEXT),
    field("authorizationHeader", Per(header)),
    field("apiKeyHeader", Per(header)).since(4, 3),
    field("securityScheme", TEXTS),
    field("maxTps", parts::MOST_TRANSACTIONS),
    field("visibility", OneOf(&["PUBLIC", "PRIVATE", "RESTRICTED"])),
    field("visibleRoles", TEXTS),
    field("visibleTenants", TEXTS),
    field("visibleOrganizations", TEXTS).since(4, 5),
    field("endpointSecurity", parts::ENDPOINT_SECURITY).classic(),
    field("gatewayEnvironments", TEXTS).classic(),
    field("labels", TEXTS).classic(),
    field("mediationPolicies", List(&parts::MEDIATION_POLICY)),
    field("apiPolicies", operation::POLICIES).since(4, 3),
    field(
        "subscriptionAvailability",
        OneOf(&["CURRENT_TENANT", "ALL_TENANTS", "SPECIFIC_TENANTS"]),
    ),
    field("subscriptionAvailableTenants", TEXTS),
    field("additionalProperties", Per(parts::properties)),
    field("additionalPropertiesMap", Kind::Map(&parts::PROPERTY)).since(4, 1),
    field("monetization", parts::MONETIZATION),
    field("accessControl", OneOf(&["NONE", "RESTRICTED"])),
    field("accessControlRoles", TEXTS),
    field("businessInformation", parts::BUSINESS),
    field("corsConfiguration", parts::CORS),
    field("websubSubscriptionConfiguration", parts::WEBSUB).since(4, 0),
    field("workflowStatus", TEXT),
    field("createdTime", TEXT),
    field("lastUpdatedTimestamp", TEXT).since(4, 3),
    field("lastUpdatedTime", TEXT),
    field("endpointConfig", OBJECT),
    field("primaryProductionEndpointId", TEXT).since(4, 6),
    field("primarySandboxEndpointId", TEXT).since(4, 6),
    field("endpointImplementationType", Per(implementations)),
    field("scopes", List(&parts::SCOPE_OF_API)),
    field("operations", List(&operation::OPERATION)),
    field("threatProtectionPolicies", parts::THREAT_PROTECTION),
    field("categories", TEXTS),
    field("keyManagers", TEXTS).since(3, 2),
    field("serviceInfo", parts::SERVICE).since(4, 0),
    field("advertiseInfo", parts::ADVERTISEMENT).since(4, 0),
    field("gatewayVendor", TEXT).since(4, 1),
    field("gatewayType", TEXT).since(4, 3),
    field("asyncTransportProtocols", TEXTS).since(4, 1),
    field("initiatedFromGateway", Flag).since(4, 6),
];

/// REST reference §2.3, the row `type` enum.
fn kinds_of_apis(release: Release) -> Kind {
    const OLDEST: &[&str] = &["HTTP", "WS", "SOAP", "SOAPTOREST", "GRAPHQL"];
    const OLDER: &[&str] = &["HTTP", "WS", "SOAP", "SOAPTOREST", "GRAPHQL", "WEBSUB", "SSE"];
    const NEWER: &[&str] =
        &["HTTP", "WS", "SOAP", "SOAPTOREST", "GRAPHQL", "WEBSUB", "SSE", "WEBHOOK", "ASYNC"];
    OneOf(match release {
        release if release.is_classic() => OLDEST,
        release if release.at_least(4, 1) => NEWER,
        _ => OLDER,
    })
}

fn implementations(release: Release) -> Kind {
    if release.is_classic() {
        OneOf(&["INLINE", "ENDPOINT"])
    } else {
        OneOf(&["INLINE", "ENDPOINT", "MOCKED_OAS"])
    }
}

/// The name of a header.
fn header(release: Release) -> Kind {
    const NAME: Text =
        Text::ANY.formed(|name| !name.contains(|c: char| c.is_whitespace() || ODD.contains(c)));
    Kind::Text(if release.is_classic() { Text::ANY } else { NAME })
}

/// Takes away what the release does not know, as the reader of archives does.
pub(crate) fn keep_known(document: &mut Document, release: Release) {
    let mut value = std::mem::take(document).into();
    Kind::Object(FIELDS).adapt(&mut value, release);
    if let serde_json::Value::Object(kept) = value {
        *document = kept;
    }
}

/// Refuses what the release does not know, and values of the wrong form.
pub(super) fn check_api(document: &Document, release: Release) -> Result<(), Problem> {
    Kind::Object(FIELDS).check(&document.clone().into(), release)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of an API with these properties besides those that it must have.
    fn refused(text: &str, release: &str) -> Option<String> {
        let mut document: Document =
            serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}"));
        for name in ["name", "context", "version"] {
            document.entry(name).or_insert_with(|| "a".into());
        }
        let release = release.parse().unwrap_or(Release::NEWEST);
        check_api(&document, release).err().map(|problem| problem.description)
    }

    #[test]
    fn properties_come_and_go_with_releases() {
        const MALFORMED: Option<&str> = Some("Malformed request body.");
        for (text, release, said) in [
            (r#"{"gatewayEnvironments": []}"#, "3.2", None),
            (r#"{"gatewayEnvironments": []}"#, "4.0", Some("Unrecognized property 'gatewayEnv")),
            (r#"{"displayName": "a"}"#, "4.5", Some("Unrecognized property 'displayName'")),
            (r#"{"displayName": "a"}"#, "4.6", None),
            (r#"{"displayName": ""}"#, "4.6", Some("displayName must not be empty")),
            (r#"{"additionalProperties": {}}"#, "3.1", None),
            (r#"{"additionalProperties": {}}"#, "4.1", MALFORMED),
            (r#"{"type": "SSE"}"#, "3.2", Some("type must be one of HTTP, WS")),
            (r#"{"type": "SSE"}"#, "4.0", None),
            (r#"{"type": "ASYNC"}"#, "4.0", Some("type must be one of HTTP, WS")),
            (r#"{"type": "ASYNC"}"#, "4.1", None),
            (r#"{"visibility": "OPEN"}"#, "4.7", Some("visibility must be one of PUBLIC")),
            (r#"{"operations": [{"verbs": "GET"}]}"#, "4.7", Some("Unrecognized property 'verbs'")),
            (r#"{"policies": "Unlimited"}"#, "4.7", MALFORMED),
            (r#"{"policies": null}"#, "4.7", None),
            (r#"{"name": null}"#, "4.7", Some("name must not be null")),
            (r#"{"authorizationHeader": "X Y"}"#, "3.2", None),
            (
                r#"{"authorizationHeader": "X Y"}"#,
                "4.1",
                Some("authorizationHeader has a character that it must not have"),
            ),
            (
                r#"{"endpointImplementationType": "MOCKED_OAS"}"#,
                "3.2",
                Some("endpointImplementationType must be one of INLINE, ENDPOINT"),
            ),
            (r#"{"endpointImplementationType": "MOCKED_OAS"}"#, "4.0", None),
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

    #[test]
    fn what_is_deep_in_an_api_is_looked_at() {
        const MALFORMED: &str = "Malformed request body.";
        for (text, release, said) in [
            (r#"{"corsConfiguration": {"accessControlAllowCredentials": "no"}}"#, "4.7", MALFORMED),
            (r#"{"corsConfiguration": {"origins": []}}"#, "4.7", "Unrecognized property 'origins'"),
            (r#"{"maxTps": {"sandbox": 1.5}}"#, "3.2", MALFORMED),
            (r#"{"scopes": [{"shared": true}]}"#, "4.7", "scope must not be null"),
            (r#"{"scopes": [{"scope": {"name": ""}}]}"#, "4.7", "name must not be empty"),
            (r#"{"mediationPolicies": [{"id": "a"}]}"#, "4.1", "name must not be null"),
            (
                r#"{"operations": [{"operationPolicies": {"fault": [{"policyId": "a"}]}}]}"#,
                "4.1",
                "policyName must not be null",
            ),
            (r#"{"apiPolicies": {"request": ["a"]}}"#, "4.3", MALFORMED),
            (r#"{"advertiseInfo": {"vendor": "ACME"}}"#, "4.1", "vendor must be one of WSO2, AWS"),
            (r#"{"wsdlInfo": {"type": "AAA"}}"#, "3.2", "type must be one of WSDL, ZIP"),
            (
                r#"{"endpointSecurity": {"type": "NTLM"}}"#,
                "3.2",
                "type must be one of BASIC, DIGEST",
            ),
            (r#"{"monetization": {"properties": {}}}"#, "4.7", "enabled must not be null"),
            (r#"{"additionalProperties": [{"name": 5}]}"#, "4.7", MALFORMED),
            (r#"{"additionalProperties": {"a": ["b"]}}"#, "3.2", MALFORMED),
            (
                r#"{"organizationPolicies": [{"policies": []}]}"#,
                "4.7",
                "organizationID must not be null",
            ),
            (r#"{"threatProtectionPolicies": {"list": [{"priority": "1"}]}}"#, "4.1", MALFORMED),
            (r#"{"serviceInfo": {"outdated": {}}}"#, "4.1", MALFORMED),
            (r#"{"websubSubscriptionConfiguration": {"secret": 1}}"#, "4.1", MALFORMED),
            (r#"{"businessInformation": {"businessOwner": []}}"#, "4.1", MALFORMED),
        ] {
            assert_eq!(refused(text, release).as_deref(), Some(said), "{release} {text}");
        }
    }
}
