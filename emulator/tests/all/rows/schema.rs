//! §2.3, "API schema differences".

use serde_json::{Value, json};

use super::{alone, row, with};

/// The row's words, a property of it with a value, and the releases that know it.
fn rows() -> Vec<(&'static str, Value, &'static [&'static str])> {
    const CLASSIC: &[&str] = &["3.0", "3.2"];
    const V4_0: &[&str] = &["4.0", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7"];
    const V4_1: &[&str] = &["4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7"];
    const V4_3: &[&str] = &["4.3", "4.4", "4.5", "4.6", "4.7"];
    const V4_4: &[&str] = &["4.4", "4.5", "4.6", "4.7"];
    const V4_5: &[&str] = &["4.5", "4.6", "4.7"];
    const V4_6: &[&str] = &["4.6", "4.7"];
    let first =
        "`gatewayEnvironments` [string], `labels`, `endpointSecurity`, `destinationStatsEnabled`";
    let second = "`isRevision`, `revisionedApiId`, `revisionId`, `serviceInfo`, `advertiseInfo`, `websubSubscriptionConfiguration`";
    let third = "`gatewayVendor`, `audience`, `asyncTransportProtocols`";
    let fourth = "`apiPolicies`, `apiKeyHeader`, `lastUpdatedTimestamp`";
    let fifth = "`audiences` 4.4; `organizationPolicies`, `visibleOrganizations` 4.5; `displayName`, `primaryProductionEndpointId`, `primarySandboxEndpointId`, `initiatedFromGateway` 4.6";
    let kinds = "HTTP, WS, SOAP, SOAPTOREST, GRAPHQL; + WEBSUB, SSE (4.0); + WEBHOOK, ASYNC (4.1)";
    let properties = "object of name to value in 3.x; array of `{name,value,display}` in 4.x";
    vec![
        (first, json!({"gatewayEnvironments": ["Production Gateway"]}), CLASSIC),
        (first, json!({"labels": []}), CLASSIC),
        (first, json!({"endpointSecurity": {}}), CLASSIC),
        (first, json!({"destinationStatsEnabled": "Enabled"}), CLASSIC),
        (properties, json!({"additionalProperties": {"a": "b"}}), CLASSIC),
        (
            properties,
            json!({"additionalProperties": [{"name": "a", "value": "b", "display": true}]}),
            V4_0,
        ),
        (second, json!({"isRevision": false}), V4_0),
        (second, json!({"revisionId": 0}), V4_0),
        (second, json!({"serviceInfo": {}}), V4_0),
        (second, json!({"advertiseInfo": {"advertised": false}}), V4_0),
        (second, json!({"websubSubscriptionConfiguration": {}}), V4_0),
        (third, json!({"gatewayVendor": "wso2"}), V4_1),
        (third, json!({"audience": "PUBLIC"}), V4_1),
        (third, json!({"asyncTransportProtocols": []}), V4_1),
        (fourth, json!({"gatewayType": "wso2/synapse"}), V4_3),
        (fourth, json!({"apiPolicies": {}}), V4_3),
        (fourth, json!({"apiKeyHeader": "ApiKey"}), V4_3),
        (fourth, json!({"lastUpdatedTimestamp": "1"}), V4_3),
        (fifth, json!({"audiences": []}), V4_4),
        (fifth, json!({"organizationPolicies": []}), V4_5),
        (fifth, json!({"visibleOrganizations": []}), V4_5),
        (fifth, json!({"displayName": "The pets"}), V4_6),
        (fifth, json!({"primaryProductionEndpointId": "x"}), V4_6),
        (fifth, json!({"initiatedFromGateway": false}), V4_6),
        (
            kinds,
            json!({"type": "GRAPHQL"}),
            &["3.0", "3.2", "4.0", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7"],
        ),
        (kinds, json!({"type": "SSE"}), V4_0),
        (kinds, json!({"type": "ASYNC"}), V4_1),
    ]
}

#[tokio::test]
async fn properties_per_release() {
    for version in ["3.0", "3.2", "4.0", "4.1", "4.3", "4.4", "4.5", "4.6", "4.7"] {
        let world = alone(version).await;
        for (words, property, releases) in rows() {
            let _row = row("§2.3", words);
            let document = with(world.document("Pets"), &property);
            let answer = world.admin("POST", "p/apis").json(&document).send().await;
            if releases.contains(&version) {
                let id = answer.expect(201).field("id");
                world.admin("DELETE", &format!("p/apis/{id}")).send().await.expect(200);
                continue;
            }
            let name = property.as_object().unwrap().keys().next().unwrap();
            let said = answer.expect(400).field("description");
            let expected = match name.as_str() {
                "additionalProperties" => "Malformed request body.".to_owned(),
                "type" if world.release.is_classic() => {
                    "type must be one of HTTP, WS, SOAP, SOAPTOREST, GRAPHQL".to_owned()
                }
                "type" => "type must be one of HTTP, WS, SOAP, SOAPTOREST, GRAPHQL, WEBSUB, SSE"
                    .to_owned(),
                name => format!("Unrecognized property '{name}'"),
            };
            assert_eq!(said, expected, "{version}");
        }
        world.stop().await;
    }
}

#[tokio::test]
async fn defaults_per_release() {
    for (version, availability, kind) in [
        ("3.0", "ALL_TENANTS", None),
        ("3.2", "ALL_TENANTS", None),
        ("4.0", "CURRENT_TENANT", None),
        ("4.2", "CURRENT_TENANT", None),
        ("4.3", "CURRENT_TENANT", Some("wso2/synapse")),
        ("4.7", "CURRENT_TENANT", Some("wso2/synapse")),
    ] {
        let world = alone(version).await;
        let id = world.create(&world.document("Pets")).await;
        let api = world.api(&id).await;
        {
            let _row = row("§2.3", "default `ALL_TENANTS` (3.x), `CURRENT_TENANT` (4.x)");
            assert_eq!(api["subscriptionAvailability"], availability);
        }
        {
            let _row = row("§2.3", "`gatewayType` (API level; default `wso2/synapse`");
            assert_eq!(api["gatewayType"].as_str(), kind, "{version}");
        }
        world.stop().await;
    }
}
