//! REST reference §2.7.

use base64::Engine as _;
use serde_json::{Value, json};

use crate::world::{NAMES, Plan, World};

async fn list(world: &World, id: &str, query: &str) -> Value {
    world.admin("GET", &format!("p/apis/{id}/revisions?{query}")).send().await.expect(200).json()
}

/// Create, deploy, read, replace, undeploy, restore, delete: statuses in fact.
#[tokio::test]
async fn round() {
    let world = Plan::new("4.7").start().await;
    let id = world.create(&world.document("Pets")).await;
    let first = world.revision(&id).await;
    let deployed = world.deploy(&id, &first, &NAMES).await.expect(201).json();
    assert_eq!(deployed.as_array().unwrap().len(), 2);
    assert_eq!(deployed[0]["revisionUuid"], first);
    assert_eq!(deployed[0]["status"], "APPROVED");
    assert_eq!(deployed[0]["displayOnDevportal"], true);
    let second = world.revision(&id).await;
    // Another revision in an environment replaces the one there; the answer has all deployments.
    let deployed = world.deploy(&id, &second, &NAMES[..1]).await.expect(201).json();
    assert_eq!(deployed.as_array().unwrap().len(), 2);
    assert_eq!(list(&world, &id, "query=deployed:true").await["count"], 2);
    let undeploy = format!("p/apis/{id}/undeploy-revision?revisionId={first}&allEnvironments=true");
    let left = world.admin("POST", &undeploy).json(&json!([])).send().await.expect(201).json();
    assert_eq!(left.as_array().unwrap().len(), 1);
    assert_eq!(list(&world, &id, "query=deployed:false").await["list"][0]["id"], first);
    assert_eq!(list(&world, &id, "").await["list"][1]["displayName"], "Revision 2");
    // A revision reads as an API.
    let read = world.admin("GET", &format!("p/apis/{first}")).send().await.expect(200).json();
    assert_eq!((&read["isRevision"], &read["revisionedApiId"]), (&json!(true), &json!(id)));
    let swagger = format!("p/apis/{first}/swagger");
    let read = world.admin("GET", &swagger).send().await.expect(200).json();
    assert!(read["paths"].is_object(), "{read}");
    world.admin("GET", "p/apis/nobody/swagger").send().await.refuses(404, 900_308);
    let restore = format!("p/apis/{id}/restore-revision?revisionId={first}");
    world.admin("POST", &restore).send().await.expect(201);
    let delete = format!("p/apis/{id}/revisions/{first}");
    let left = world.admin("DELETE", &delete).send().await.expect(200).json();
    assert_eq!(left["count"], 1);
    let delete = format!("p/apis/{id}/revisions/{second}");
    world.admin("DELETE", &delete).send().await.refuses(400, 900_348);
    world.admin("GET", &delete).send().await.expect(501);
    world.stop().await;
}

/// The limit of five, and how 4.0 wraps it.
#[tokio::test]
async fn the_sixth_is_refused() {
    let world = Plan::new("4.7").start().await;
    let id = world.create(&world.document("Pets")).await;
    for _ in 0..5 {
        world.revision(&id).await;
    }
    let sixth = world.admin("POST", &format!("p/apis/{id}/revisions")).json(&json!({}));
    let refused = sixth.send().await.refuses(400, 900_351);
    assert_eq!(refused.field("message"), "Maximum number of revisions per API has reached");
    world.stop().await;
    let world = Plan::new("4.0").start().await;
    let url = |path: &str| world.cp(&format!("/api/am/publisher/v2/apis{path}"));
    let post = |path: &str, body: &Value| {
        world.http.call("POST", url(path)).basic("admin", "admin").json(body)
    };
    let id = post("", &world.document("Pets")).send().await.expect(201).field("id");
    for _ in 0..5 {
        post(&format!("/{id}/revisions"), &json!({})).send().await.expect(201);
    }
    post(&format!("/{id}/revisions"), &json!({})).send().await.expect(500);
    world.stop().await;
}

/// "Errors of the revision calls (4.7)".
#[tokio::test]
async fn errors() {
    let world = Plan::new("4.7").start().await;
    let id = world.create(&world.document("Pets")).await;
    let revision = world.revision(&id).await;
    let unknown =
        world.admin("POST", "p/apis/none/revisions").json(&json!({})).send().await.expect(500);
    assert!(
        unknown.field("description").contains("Error while adding new API Revision for API : none")
    );
    let post =
        async |path: String, body: Value| world.admin("POST", &path).json(&body).send().await;
    let item = json!([{"name": NAMES[0], "vhost": "localhost"}]);
    for operation in ["deploy", "undeploy", "restore"] {
        post(format!("p/apis/none/{operation}-revision?revisionId={revision}"), item.clone())
            .await
            .refuses(404, 900_308);
        post(format!("p/apis/{id}/{operation}-revision?revisionId=none"), item.clone())
            .await
            .refuses(404, 900_347);
    }
    let wrong = json!([{"name": "No such", "vhost": "localhost"}]);
    for operation in ["deploy", "undeploy"] {
        let answer =
            post(format!("p/apis/{id}/{operation}-revision?revisionId={revision}"), wrong.clone())
                .await
                .refuses(400, 900_504);
        // The name is quoted twice.
        assert_eq!(answer.text.matches("No such").count(), 2);
    }
    let deploy = format!("p/apis/{id}/deploy-revision?revisionId={revision}");
    post(deploy.clone(), json!([{"name": NAMES[0]}])).await.refuses(400, 900_511);
    post(deploy.clone(), json!([{"name": NAMES[0], "vhost": "elsewhere"}]))
        .await
        .refuses(400, 900_512);
    // One wrong item: nothing is deployed.
    let mixed =
        json!([{"name": NAMES[0], "vhost": "localhost"}, {"name": "x", "vhost": "localhost"}]);
    post(deploy.clone(), mixed).await.refuses(400, 900_504);
    let deployments =
        world.admin("GET", &format!("p/apis/{id}/deployments")).send().await.expect(200);
    assert_eq!(deployments.json(), json!([]));
    let long = json!({"description": "x".repeat(256)});
    post(format!("p/apis/{id}/revisions"), long).await.expect(400);
    // A third party's API, and a retired one.
    let mut document = world.document("Theirs");
    document["advertiseInfo"] = json!({"advertised": true});
    let theirs = world.create(&document).await;
    post(format!("p/apis/{theirs}/revisions"), json!({})).await.refuses(400, 903_225);
    for action in ["Publish", "Deprecate", "Retire"] {
        world.change_lifecycle(&id, action).await.expect(200);
    }
    post(deploy, item).await.refuses(400, 903_227);
    world.stop().await;
}

/// Deployment fields since 4.1, 4.3 and 4.6; the counters follow the gateways.
#[tokio::test]
async fn counters() {
    let world = Plan::new("4.7").start().await;
    let id = world.publish(&world.document("Pets")).await;
    world.eventually(&world.gw(1, "/pets/1.0.0/a"), 401).await;
    let counts = async || {
        let path = format!("p/apis/{id}/deployments");
        let answer = world.admin("GET", &path).send().await.expect(200).json();
        [answer[0]["liveGatewayCount"].clone(), answer[0]["deployedGatewayCount"].clone()]
    };
    let until = async |expected: [u32; 2]| {
        for _ in 0..100 {
            if counts().await == expected.map(|count| json!(count)) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("never {expected:?}, but {:?}", counts().await);
    };
    until([1, 1]).await;
    world.emulator.stop_node("gateway-1").await.unwrap();
    until([0, 0]).await;
    world.stop().await;
}

/// An API without an endpoint for the environment's type: accepted, and not put there.
#[tokio::test]
async fn no_endpoint_for_the_type() {
    let world = Plan::new("4.7").start().await;
    let mut document = world.document("Pets");
    document["endpointConfig"].as_object_mut().unwrap().remove("production_endpoints");
    world.publish(&document).await;
    world.eventually(&world.gw(2, "/pets/1.0.0/a"), 401).await;
    world.http.call("GET", world.gw(1, "/pets/1.0.0/a")).send().await.expect(404);
    world.stop().await;
}

/// The gateway's own listing, and its health.
#[tokio::test]
async fn artefacts() {
    let world = Plan::new("4.7").start().await;
    world.publish(&world.document("Pets")).await;
    world.eventually(&world.gw(1, "/pets/1.0.0/a"), 401).await;
    let port = 9443 + world.base + 1;
    let get = async |path: &str, password: &str| {
        let url = format!("https://localhost:{port}/api/am/gateway/v2/{path}");
        world.http.call("GET", url).basic("admin", password).send().await.status
    };
    assert_eq!(get("api-artifact?apiName=Pets&version=1.0.0", "admin").await, 200);
    assert_eq!(get("api-artifact?apiName=Pets&version=2.0.0", "admin").await, 404);
    assert_eq!(get("api-artifact?apiName=Pets&version=1.0.0", "wrong").await, 401);
    assert_eq!(get("server-startup-healthcheck", "admin").await, 200);
    assert_eq!(get("sequence", "admin").await, 400);
    assert_eq!(get("subscriptions", "admin").await, 501);
    world.stop().await;
}

/// `PUT /deployments/{id}`, whose id is the environment's name in base64url.
#[tokio::test]
async fn display_of_a_deployment() {
    let world = Plan::new("4.7").start().await;
    let id = world.publish(&world.document("Pets")).await;
    let encoded = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(NAMES[0]);
    let path = format!("p/apis/{id}/deployments/{encoded}");
    let body = json!({"displayOnDevportal": false});
    let answer = world.admin("PUT", &path).json(&body).send().await.expect(200).json();
    assert_eq!((&answer["name"], &answer["displayOnDevportal"]), (&json!(NAMES[0]), &json!(false)));
    let api = world.portal("GET", &format!("d/apis/{id}")).send().await.expect(200).json();
    assert_eq!(api["environmentList"], json!([NAMES[1]]));
    world.stop().await;
}
