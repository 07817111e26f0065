//! REST reference §2.1 to §2.6.

use serde_json::json;

use crate::world::{NAMES, Plan, World};

/// §2.1: the version probe, on both servlet ports; other versions' bases are not there.
#[tokio::test]
async fn bases_and_version() {
    for (version, publisher, portal) in [
        ("3.0", "/api/am/publisher/v1.0", "/api/am/store/v1.0"),
        ("3.1", "/api/am/publisher/v1", "/api/am/store/v1"),
        ("4.0", "/api/am/publisher/v2", "/api/am/devportal/v2"),
        ("4.1", "/api/am/publisher/v3", "/api/am/devportal/v2"),
        ("4.2", "/api/am/publisher/v4", "/api/am/devportal/v3"),
        ("4.7", "/api/am/publisher/v4", "/api/am/devportal/v3"),
    ] {
        let world = Plan::new(version).start().await;
        for base in [publisher, portal] {
            let url = world.cp(&format!("{base}/settings"));
            world.http.call("GET", url).basic("admin", "admin").send().await.expect(200);
        }
        let plain = format!("http://localhost:{}/services/Version", 9763 + world.base);
        for url in [world.cp("/services/Version"), plain] {
            let answer = world.http.call("GET", url).send().await.expect(200);
            assert!(
                answer.text.contains(&format!("<return>WSO2 API Manager-{version}.0</return>"))
            );
        }
        let url = world.cp("/api/am/publisher/v9/settings");
        world.http.call("GET", url).basic("admin", "admin").send().await.expect(404);
        world.stop().await;
    }
}

/// §2.5: the fields of an environment, per release.
#[tokio::test]
async fn settings() {
    let settings = async |version: &str| {
        let world = Plan::new(version).start().await;
        let body = world.admin("GET", "p/settings").send().await.expect(200).json();
        world.stop().await;
        body
    };
    let classic = settings("3.2").await;
    let first = &classic["environment"][0];
    assert_eq!(first["name"], NAMES[0]);
    assert_eq!(first["type"], "production");
    assert_eq!(first["showInApiConsole"], true);
    assert!(first["endpoints"]["https"].as_str().unwrap().starts_with("https://localhost:"));
    assert!(first.get("vhosts").is_none() && classic.get("storeUrl").is_some());
    let newest = settings("4.7").await;
    let first = &newest["environment"][0];
    assert!(first.get("endpoints").is_none());
    assert_eq!(first["id"], NAMES[0]);
    assert_eq!(first["provider"], "wso2");
    assert_eq!(first["displayName"], NAMES[0]);
    assert_eq!(first["vhosts"][0]["host"], "localhost");
    assert_eq!(first["vhosts"][0]["websubHttpPort"], 9021);
    assert!(newest.get("devportalUrl").is_some());
}

/// §2.2: paging and the search language.
#[tokio::test]
async fn list_and_search() {
    let world = Plan::new("4.7").start().await;
    for name in ["Pets", "PetStore", "Cars"] {
        world.create(&world.document(name)).await;
    }
    let count = async |query: &str| {
        let answer = world.admin("GET", &format!("p/apis?{query}")).send().await.expect(200).json();
        answer["count"].as_u64().unwrap()
    };
    assert_eq!(count("").await, 3);
    assert_eq!(count("query=name:pet").await, 2);
    assert_eq!(count("query=name%3A%22Pets%22+version%3A%221.0.0%22").await, 1);
    assert_eq!(count("query=name:%22Pet%22").await, 0);
    let page = world.admin("GET", "p/apis?limit=2&offset=1").send().await.json();
    let paging = json!({"offset": 1, "limit": 2, "total": 3});
    for key in ["offset", "limit", "total"] {
        assert_eq!(page["pagination"][key], paging[key]);
    }
    world.stop().await;
}

/// §2.3, "Create behaviour on 4.7".
#[tokio::test]
async fn create_refusals() {
    let world = Plan::new("4.7").start().await;
    let post = async |change: serde_json::Value| {
        let mut document = world.document("Pets");
        for (key, value) in change.as_object().unwrap() {
            document[key] = value.clone();
        }
        world.admin("POST", "p/apis").json(&document).send().await
    };
    for key in ["name", "context", "version"] {
        post(json!({key: ""})).await.expect(400);
    }
    post(json!({"context": "/a b"})).await.expect(400);
    post(json!({"gatewayEnvironments": ["x"]})).await.expect(400);
    post(json!({"name": "x".repeat(61)})).await.expect(400);
    let id = post(json!({})).await.expect(201);
    assert_eq!(id.json()["operations"].as_array().unwrap().len(), 5);
    assert_eq!(id.field("lifeCycleStatus"), "CREATED");
    post(json!({})).await.refuses(409, 900_300);
    post(json!({"name": "Other"})).await.refuses(409, 900_251);
    post(json!({"name": "PETS", "context": "/else"})).await.refuses(409, 900_250);
    post(json!({"context": "/else", "version": "2.0.0"})).await.expect(400);
    post(json!({"name": "Bare", "context": "/bare", "endpointConfig": null})).await.expect(201);
    let empty = world.admin("POST", "p/apis").send().await.expect(400);
    assert_eq!(empty.field("description"), "Request payload cannot be empty.");
    let malformed = world.admin("POST", "p/apis").json_text("{").send().await.expect(400);
    assert_eq!(malformed.field("description"), "Malformed request body.");
    world.admin("POST", "p/apis").form("{}").send().await.expect(415);
    world.admin("GET", "p/apis/nothing").send().await.refuses(404, 900_308);
    world.stop().await;
}

/// §2.3: PUT replaces, ignores another context, and bumps the time.
#[tokio::test]
async fn update_and_delete() {
    for version in ["3.2", "4.7"] {
        let world = Plan::new(version).start().await;
        let id = world.create(&world.document("Pets")).await;
        let path = format!("p/apis/{id}");
        let mut api = world.admin("GET", &path).send().await.expect(200).json();
        let before = api["lastUpdatedTime"].clone();
        api["context"] = json!("/other");
        api["description"] = json!("new");
        let after = world.admin("PUT", &path).json(&api).send().await.expect(200).json();
        assert_eq!(after["context"], "/pets");
        assert_eq!(after["description"], "new");
        assert_ne!(after["lastUpdatedTime"], before);
        // §5.1: what a client compares instead of an entity tag, since 4.3.
        assert_eq!(after["lastUpdatedTimestamp"].is_string(), version == "4.7");
        world.admin("DELETE", &path).send().await.expect(200);
        world.admin("GET", &path).send().await.expect(404);
        world.stop().await;
    }
}

/// §2.3: import-openapi in JSON and YAML; what is missing says so.
#[tokio::test]
async fn import() {
    let world = Plan::new("4.7").start().await;
    let definition = json!({
        "openapi": "3.0.1", "info": {"title": "x", "version": "1"},
        "paths": {"/pets/{id}": {"get": {"responses": {}}, "post": {"x-auth-type": "None"}}},
    })
    .to_string();
    let properties = world.document("Pets").to_string();
    let import = async |file: &str| {
        let parts = [("file", file), ("additionalProperties", properties.as_str())];
        world.admin("POST", "p/apis/import-openapi").multipart(&parts).send().await
    };
    let api = import(&definition).await.expect(201).json();
    assert_eq!(api["operations"].as_array().unwrap().len(), 2);
    import("{").await.expect(400);
    world
        .admin("DELETE", &format!("p/apis/{}", api["id"].as_str().unwrap()))
        .send()
        .await
        .expect(200);
    let yaml = "openapi: 3.0.1\npaths:\n  /a:\n    get:\n      responses:\n        200:\n          description: ok\n";
    let api = import(yaml).await.expect(201).json();
    assert_eq!(api["operations"][0]["target"], "/a");
    let missing = world.admin("GET", "p/api-products").send().await.expect(501);
    assert!(missing.field("description").contains("GET /api/am/publisher/v4/api-products"));
    world.stop().await;
}

async fn state(world: &World, id: &str) -> String {
    world.admin("GET", &format!("p/apis/{id}")).send().await.expect(200).field("lifeCycleStatus")
}

/// §2.4: transitions, texts, and what publishing needs.
#[tokio::test]
async fn lifecycle() {
    let world = Plan::new("4.7").start().await;
    let id = world.create(&world.document("Pets")).await;
    world.change_lifecycle(&id, "Retire").await.refuses(400, 900_381);
    let answer = world.change_lifecycle(&id, "Publish").await.expect(200).json();
    assert_eq!(answer["workflowStatus"], "APPROVED");
    assert_eq!(answer["lifecycleState"]["state"], "Published");
    let events = answer["lifecycleState"]["availableTransitions"].as_array().unwrap();
    let events: Vec<_> = events.iter().map(|item| item["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["Deploy as a Prototype", "Block", "Demote to Created", "Deprecate"]);
    for (action, after) in [
        ("Block", "BLOCKED"),
        ("Re-Publish", "PUBLISHED"),
        ("Deprecate", "DEPRECATED"),
        ("Retire", "RETIRED"),
    ] {
        world.change_lifecycle(&id, action).await.expect(200);
        assert_eq!(state(&world, &id).await, after);
    }
    let history = world.admin("GET", &format!("p/apis/{id}/lifecycle-history")).send().await;
    assert_eq!(history.expect(200).json()["count"], 6);
    for (key, value, code) in
        [("policies", json!([]), 903_224), ("endpointConfig", json!(null), 903_223)]
    {
        let mut document = world.document(key);
        document[key] = value;
        let id = world.create(&document).await;
        world.change_lifecycle(&id, "Publish").await.refuses(400, code);
        assert_eq!(state(&world, &id).await, "CREATED");
    }
    world.stop().await;
}

/// §2.4, last row: changing what is published needs `api_publish`.
#[tokio::test]
async fn state_related_permission() {
    let world = Plan::new("4.7").start().await;
    world.emulator.add_user("creator", "c", &["Internal/creator"]).await;
    let id = world.publish(&world.document("Pets")).await;
    let path = format!("p/apis/{id}");
    let api = world.admin("GET", &path).send().await.json();
    world.portal("PUT", &path).basic("creator", "c").json(&api).send().await.refuses(403, 900_380);
    world.stop().await;
}

/// §2.6, the table.
#[tokio::test]
async fn classic_lists() {
    let world = Plan::new("3.2").types(["production", "sandbox"]).start().await;
    let mut document = world.document("Pets");
    document["gatewayEnvironments"] = json!([NAMES[0], "No such"]);
    let id = world.publish(&document).await;
    let at = async |n| world.http.call("GET", world.gw(n, "/pets/1.0.0/a")).send().await.status;
    // The push is done when the call returns; an unknown name is skipped.
    assert_eq!([at(1).await, at(2).await], [401, 404]);
    let path = format!("p/apis/{id}");
    let mut api = world.admin("GET", &path).send().await.json();
    api["gatewayEnvironments"] = json!(NAMES);
    world.admin("PUT", &path).json(&api).send().await.expect(200);
    assert_eq!([at(1).await, at(2).await], [401, 401]);
    // No sandbox endpoint: silently removed from the sandbox environment.
    api["endpointConfig"].as_object_mut().unwrap().remove("sandbox_endpoints");
    world.admin("PUT", &path).json(&api).send().await.expect(200);
    assert_eq!([at(1).await, at(2).await], [401, 404]);
    api["gatewayEnvironments"] = json!([]);
    world.admin("PUT", &path).json(&api).send().await.expect(200);
    assert_eq!([at(1).await, at(2).await], [404, 404]);
    let url = format!("p/settings/gateway-environments?apiId={id}");
    assert_eq!(world.admin("GET", &url).send().await.expect(200).json()["count"], 2);
    // One gateway fails: the other is served, and the answer is 500.
    world.emulator.stop_node("gateway-2").await.unwrap();
    api["gatewayEnvironments"] = json!(NAMES);
    api["endpointConfig"] = world.document("x")["endpointConfig"].clone();
    let failed = world.admin("PUT", &path).json(&api).send().await.expect(500);
    assert!(failed.field("description").contains(&format!("Error while updating API : {id}")));
    assert_eq!(at(1).await, 401);
    world.stop().await;
}
