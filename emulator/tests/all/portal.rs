//! REST reference §3.

use serde_json::json;

use crate::world::{NAMES, Plan};

/// §3.1: not published, and retired: 403.
#[tokio::test]
async fn invisible_apis() {
    let world = Plan::new("4.7").start().await;
    let id = world.create(&world.document("Pets")).await;
    let seen = async || world.portal("GET", &format!("d/apis/{id}")).send().await.status;
    assert_eq!(seen().await, 403);
    world.change_lifecycle(&id, "Publish").await.expect(200);
    assert_eq!(seen().await, 200);
    assert_eq!(world.portal("GET", "d/apis").send().await.expect(200).json()["count"], 1);
    for action in ["Deprecate", "Retire"] {
        world.change_lifecycle(&id, action).await.expect(200);
    }
    assert_eq!(seen().await, 403);
    world.portal("GET", "d/apis/none").send().await.expect(404);
    world.portal("GET", "d/applications").send().await.expect(401);
    world.stop().await;
}

/// §3.1: only what is displayed, by the API's transports, and the definition's servers.
#[tokio::test]
async fn urls_of_deployments() {
    let world = Plan::new("4.7").start().await;
    let mut document = world.document("Pets");
    document["transport"] = json!(["https"]);
    document["isDefaultVersion"] = json!(true);
    let id = world.create(&document).await;
    let revision = world.revision(&id).await;
    let items = json!([
        {"name": NAMES[0], "vhost": "localhost", "displayOnDevportal": false},
        {"name": NAMES[1], "vhost": "localhost", "displayOnDevportal": true},
    ]);
    let path = format!("p/apis/{id}/deploy-revision?revisionId={revision}");
    world.admin("POST", &path).json(&items).send().await.expect(201);
    world.change_lifecycle(&id, "Publish").await.expect(200);
    let api = world.portal("GET", &format!("d/apis/{id}")).send().await.expect(200).json();
    assert_eq!(api["environmentList"], json!([NAMES[1]]));
    assert_eq!(api["endpointURLs"][0]["environmentDisplayName"], NAMES[1]);
    assert_eq!(api["endpointURLs"][0]["URLs"]["http"], json!(null));
    assert_eq!(api["endpointURLs"][0]["defaultVersionURLs"]["https"], world.gw(2, "/pets"));
    let path = format!("d/apis/{id}/swagger?environmentName={}", NAMES[1].replace(' ', "%20"));
    let definition = world.portal("GET", &path).send().await.expect(200).json();
    assert_eq!(definition["servers"][0]["url"], world.gw(2, "/pets/1.0.0"));
    // The default version answers without the version as well.
    world.eventually(&world.gw(2, "/pets/a"), 401).await;
    world.stop().await;
}

/// §3.2, §3.3.
#[tokio::test]
async fn applications_and_keys() {
    for version in ["3.2", "4.7"] {
        let world = Plan::new(version).start().await;
        let api = world.publish(&world.document("Pets")).await;
        let body = json!({"name": "app", "throttlingPolicy": "Unlimited"});
        let create = async || world.admin("POST", "d/applications").json(&body).send().await;
        let application = create().await.expect(201).field("applicationId");
        create().await.expect(409);
        let found = world.admin("GET", "d/applications?query=app").send().await.expect(200);
        assert_eq!(found.json()["count"], 1);
        let body =
            json!({"applicationId": application, "apiId": api, "throttlingPolicy": "Unlimited"});
        let subscribe = async || world.admin("POST", "d/subscriptions").json(&body).send().await;
        assert_eq!(subscribe().await.expect(201).field("status"), "UNBLOCKED");
        subscribe().await.refuses(409, 900_336);
        let path = format!("d/applications/{application}/generate-keys");
        let body = json!({
            "keyType": "PRODUCTION", "grantTypesToBeSupported": ["client_credentials"],
            "validityTime": "3600", "keyManager": "Resident Key Manager",
        });
        let generate = async || world.admin("POST", &path).json(&body).send().await;
        let keys = generate().await.expect(200).json();
        assert!(keys["token"]["accessToken"].is_string());
        let again = generate().await.expect(409);
        assert!(again.text.contains("Key Mappings already exists"));
        let list = format!("d/applications/{application}/oauth-keys");
        let read = world.admin("GET", &list).send().await.expect(200).json();
        assert_eq!(read["list"][0]["consumerKey"], keys["consumerKey"]);
        // 4.7 masks secrets on reads.
        assert_eq!(read["list"][0]["consumerSecret"] == keys["consumerSecret"], version == "3.2");
        let mapping = keys["keyMappingId"].as_str().unwrap();
        let path = format!("{list}/{mapping}/generate-token");
        let body = json!({"consumerSecret": keys["consumerSecret"], "validityPeriod": 3600});
        world.admin("POST", &path).json(&body).send().await.expect(200);
        let managers = world.admin("GET", "d/key-managers").send().await.expect(200).json();
        let expected =
            if version == "3.2" { world.gw(1, "/token") } else { world.cp("/oauth2/token") };
        assert_eq!(managers["list"][0]["tokenEndpoint"], expected);
        world.admin("DELETE", &format!("d/applications/{application}")).send().await.expect(200);
        world.stop().await;
    }
}
