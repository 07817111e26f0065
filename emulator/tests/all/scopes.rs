//! REST reference §1.3, the table: any one of the scopes listed is enough, and no other.

use std::collections::BTreeMap;

use serde_json::json;

use crate::world::{Plan, World};

const ALL: [&str; 21] = [
    "api_delete",
    "api_generate_key",
    "api_definition_view",
    "api_product_import_export",
    "api_workflow_view",
    "api_workflow_approve",
    "subscription_block",
    "api_view",
    "api_list_view",
    "api_create",
    "api_publish",
    "api_manage",
    "api_import_export",
    "publisher_settings",
    "subscribe",
    "app_manage",
    "sub_manage",
    "store_settings",
    "admin",
    "environment_read",
    "environment_manage",
];

/// A row: method, path, and the scopes in 3.x, 4.0 and from 4.1; none where the operation is not
/// there.
type Row = (&'static str, &'static str, [&'static str; 3]);

const ROWS: [Row; 33] = [
    (
        "GET",
        "p/apis",
        [
            "api_view",
            "api_view api_import_export",
            "api_view api_manage api_import_export api_list_view",
        ],
    ),
    ("POST", "p/apis", ["api_create", "api_create", "api_create api_manage"]),
    ("POST", "p/apis/import-openapi", ["api_create", "api_create", "api_create api_manage"]),
    (
        "PUT",
        "p/apis/none",
        ["api_create api_publish", "api_create api_publish", "api_create api_publish api_manage"],
    ),
    (
        "POST",
        "p/apis/change-lifecycle?action=Publish&apiId=none",
        [
            "api_publish",
            "api_publish api_import_export",
            "api_publish api_import_export api_manage",
        ],
    ),
    (
        "GET",
        "p/settings",
        ["publisher_settings", "publisher_settings", "api_view publisher_settings"],
    ),
    ("GET", "p/settings/gateway-environments?apiId=none", ["api_view", "", ""]),
    (
        "POST",
        "p/apis/none/revisions",
        [
            "",
            "api_create api_publish api_import_export",
            "api_create api_publish api_import_export api_manage",
        ],
    ),
    (
        "GET",
        "p/apis/none/revisions",
        [
            "",
            "api_create api_publish api_import_export",
            "api_create api_publish api_import_export api_view api_manage",
        ],
    ),
    (
        "POST",
        "p/apis/none/deploy-revision",
        ["", "api_create api_publish", "api_create api_publish api_manage"],
    ),
    (
        "POST",
        "p/apis/none/undeploy-revision",
        [
            "",
            "api_create api_publish api_import_export",
            "api_create api_publish api_import_export api_manage",
        ],
    ),
    (
        "DELETE",
        "p/apis/none/revisions/none",
        [
            "",
            "api_create api_publish api_import_export",
            "api_create api_publish api_import_export api_manage",
        ],
    ),
    (
        "POST",
        "p/apis/none/restore-revision",
        ["", "api_create api_publish", "api_create api_publish api_manage"],
    ),
    ("GET", "d/applications", ["subscribe app_manage"; 3]),
    ("POST", "d/applications", ["subscribe app_manage"; 3]),
    // Up to 3.1 `sub_manage` alone.
    ("GET", "d/subscriptions", ["subscribe sub_manage"; 3]),
    ("GET", "d/settings", ["store_settings"; 3]),
    // From 3.2.
    ("GET", "d/key-managers", ["subscribe"; 3]),
    // Archives.
    ("POST", "p/apis/import", ["", "api_import_export admin", "api_import_export admin"]),
    ("POST", "a/import/api", ["admin api_import_export"; 3]),
    ("GET", "a/export/api", ["admin api_import_export"; 3]),
    // The rest of the Publisher's as WSO2's documents have it.
    ("POST", "p/apis/copy-api", ["api_create", "api_create", "api_create api_manage"]),
    (
        "GET",
        "p/apis/none",
        [
            "api_view",
            "api_view api_import_export",
            "api_view api_manage api_import_export api_product_import_export",
        ],
    ),
    (
        "DELETE",
        "p/apis/none",
        ["api_delete", "api_delete api_import_export", "api_delete api_manage api_import_export"],
    ),
    ("POST", "p/apis/none/generate-key", ["", "api_generate_key", "api_generate_key api_manage"]),
    ("POST", "p/subscriptions/unblock-subscription", ["subscription_block"; 3]),
    // From 3.2.
    (
        "GET",
        "a/workflows",
        ["api_workflow_view", "admin api_workflow_view", "admin api_workflow_view"],
    ),
    ("POST", "a/workflows/update-workflow-status", ["admin api_workflow_approve"; 3]),
    ("GET", "a/environments", ["", "admin environment_read", "admin environment_read"]),
    ("GET", "a/environments/none", ["", "admin environment_read", "admin environment_read"]),
    ("PUT", "a/environments/none", ["", "admin environment_manage", "admin environment_manage"]),
    ("DELETE", "a/environments/none", ["", "admin environment_manage", "admin environment_manage"]),
    ("POST", "a/environments", ["", "admin environment_manage", "admin environment_manage"]),
];

/// A token per scope, with nothing but it.
async fn tokens(world: &World, registration: &str) -> BTreeMap<&'static str, String> {
    let profile = json!({
        "clientName": "scopes", "owner": "admin", "callbackUrl": "", "saasApp": true,
        "grantType": "client_credentials",
    });
    let register = world.http.call("POST", world.cp(registration)).basic("admin", "admin");
    let client = register.json(&profile).send().await.expect(200);
    let (id, secret) = (client.field("clientId"), client.field("clientSecret"));
    let mut tokens = BTreeMap::new();
    for scope in ALL {
        let form = format!("grant_type=client_credentials&scope=apim:{scope}");
        let call = world.http.call("POST", world.cp("/oauth2/token")).basic(&id, &secret);
        let answer = call.form(&form).send().await.expect(200);
        assert_eq!(answer.field("scope"), format!("apim:{scope}"));
        tokens.insert(scope, answer.field("access_token"));
    }
    tokens
}

#[tokio::test]
async fn any_one_of_those_listed_is_enough() {
    for (version, registration, column) in [
        ("3.1", "/client-registration/v0.16/register", 0),
        ("3.2", "/client-registration/v0.17/register", 0),
        ("4.0", "/client-registration/v0.17/register", 1),
        ("4.1", "/client-registration/v0.17/register", 2),
        ("4.7", "/client-registration/v0.17/register", 2),
    ] {
        let world = Plan::new(version).start().await;
        let tokens = tokens(&world, registration).await;
        for (method, path, scopes) in ROWS {
            let mut enough: Vec<&str> = scopes[column].split_whitespace().collect();
            match (version, path) {
                ("3.1", "d/subscriptions") => enough = vec!["sub_manage"],
                (
                    "3.1",
                    "d/key-managers" | "a/workflows" | "a/workflows/update-workflow-status",
                ) => {
                    continue;
                }
                _ => {}
            }
            if enough.is_empty() {
                continue;
            }
            for scope in ALL {
                let call = world.portal(method, path).bearer(&tokens[scope]);
                let answer = call.json(&json!({})).send().await;
                let refused = answer.status == 401;
                assert_eq!(
                    refused,
                    !enough.contains(&scope),
                    "{version}: {method} {path} with {scope}: {}",
                    answer.text
                );
            }
        }
        world.stop().await;
    }
}

/// REST reference §1.3, "Field-level scopes": in 3.2 changing `gatewayEnvironments` needs
/// `api_publish`; a creator's change of it is not kept.
#[tokio::test]
async fn a_creator_does_not_choose_gateways() {
    let world = Plan::new("3.2").start().await;
    world.emulator.add_user("creator", "c", &["Internal/creator"]).await;
    let id = world.create(&world.document("Pets")).await;
    let path = format!("p/apis/{id}");
    let mut api = world.admin("GET", &path).send().await.expect(200).json();
    let before = api["gatewayEnvironments"].clone();
    api["gatewayEnvironments"] = json!([]);
    let put = async |user: &str, password: &str| {
        let call = world.portal("PUT", &path).basic(user, password).json(&api);
        call.send().await.expect(200).json()["gatewayEnvironments"].clone()
    };
    assert_eq!(put("creator", "c").await, before);
    assert_eq!(put("admin", "admin").await, json!([]));
    world.stop().await;
}
