//! REST reference §6, and the fault script.

use std::time::{Duration, Instant};

use gatewright_emulator::{Action, Fault};
use serde_json::json;

use crate::world::Plan;

/// §6.1, the hybrid rows, in each release's form.
#[tokio::test]
async fn missing_endpoint_for_the_key_type() {
    for (missing, key, text) in [
        ("sandbox_endpoints", 1, "Sandbox key offered to the API with no sandbox endpoint"),
        (
            "production_endpoints",
            0,
            "Production key offered to the API with no production endpoint",
        ),
    ] {
        for version in ["3.2", "4.7"] {
            let world = Plan::new(version).start().await;
            let mut document = world.document("Pets");
            document["endpointConfig"].as_object_mut().unwrap().remove(missing);
            let id = world.publish(&document).await;
            let url = world.gw(2, "/pets/1.0.0/a");
            world.eventually(&url, 401).await;
            let tokens = world.tokens(&id).await;
            let call = |at: usize| world.http.call("GET", &url).bearer(&tokens[at]);
            call(1 - key).send().await.expect(200);
            let refused = call(key).send().await.expect(403);
            if version == "4.7" {
                let body = json!({
                    "code": "900901", "type": "Status report", "message": "Runtime Error",
                    "description": text,
                });
                assert_eq!(refused.json(), body);
            } else {
                assert!(refused.text.contains("<am:code>900901</am:code>"));
                assert!(refused.text.contains(text));
            }
            world.stop().await;
        }
    }
}

/// §6.1, the sandbox row.
#[tokio::test]
async fn sandbox_environment() {
    let world = Plan::new("4.7").types(["sandbox", "hybrid"]).start().await;
    let id = world.publish(&world.document("Pets")).await;
    let url = world.gw(1, "/pets/1.0.0/a");
    world.eventually(&url, 401).await;
    let [production, sandbox] = world.tokens(&id).await;
    let refused = world.http.call("GET", &url).bearer(&production).send().await.expect(401);
    assert_eq!(
        refused.text,
        "<error><message>Production Key Provided for Sandbox Gateway</message></error>"
    );
    let answer = world.http.call("GET", &url).bearer(&sandbox).send().await.expect(200);
    assert_eq!(answer.json()["path"], "/sandbox/a");
    world.stop().await;
}

/// §6.2: 900902, 900901, 900908, the challenge, and each release's body.
#[tokio::test]
async fn authentication_failures() {
    let world = Plan::new("4.7").start().await;
    let pets = world.publish(&world.document("Pets")).await;
    world.publish(&world.document("Cars")).await;
    world.eventually(&world.gw(1, "/cars/1.0.0/a"), 401).await;
    let [production, _] = world.tokens(&pets).await;
    let url = world.gw(1, "/pets/1.0.0/a");
    let without = world.http.call("GET", &url).send().await.expect(401);
    assert_eq!(
        (without.field("code").as_str(), without.field("message").as_str()),
        ("900902", "Missing Credentials")
    );
    assert!(!without.headers["www-authenticate"].to_str().unwrap().contains("invalid_token"));
    let wrong = world.http.call("GET", &url).bearer("nonsense").send().await.expect(401);
    assert_eq!(wrong.field("code"), "900901");
    assert!(
        wrong.headers["www-authenticate"].to_str().unwrap().contains("error=\"invalid_token\"")
    );
    let cars = world.http.call("GET", world.gw(1, "/cars/1.0.0/a"));
    assert_eq!(cars.bearer(&production).send().await.expect(403).field("code"), "900908");
    world.stop().await;

    let world = Plan::new("3.2").start().await;
    world.publish(&world.document("Pets")).await;
    let url = world.gw(1, "/pets/1.0.0/a");
    let xml = world.http.call("GET", &url).send().await.expect(401);
    assert!(xml.text.contains("<ams:code>900902</ams:code>"));
    let call = world.http.call("GET", &url).header("accept", "application/json");
    assert_eq!(call.send().await.expect(401).json()["fault"]["code"], 900_902);
    world.stop().await;
}

/// §6.3, and the lifecycle rows.
#[tokio::test]
async fn other_answers() {
    let world = Plan::new("4.7").start().await;
    let mut document = world.document("Pets");
    document["operations"] = json!([
        {"target": "/pets", "verb": "GET"},
        {"target": "/open", "verb": "GET", "authType": "None"},
    ]);
    document["transport"] = json!(["https"]);
    let id = world.publish(&document).await;
    world.eventually(&world.gw(1, "/pets/1.0.0/pets"), 401).await;
    let call = |method: &str, path: &str| world.http.call(method, world.gw(1, path));
    let unknown = call("GET", "/nothing").send().await.expect(404).json();
    let body = json!({
        "code": "404", "type": "Status report", "message": "Not Found",
        "description": "The requested resource is not available.",
    });
    assert_eq!(unknown, body);
    let path = call("GET", "/pets/1.0.0/dogs").send().await.expect(404);
    assert!(path.text.contains("No matching resource found for given API Request"));
    let verb = call("POST", "/pets/1.0.0/pets").send().await.expect(405);
    assert!(verb.text.contains("Method not allowed for given API resource"));
    call("GET", "/pets/1.0.0/open").send().await.expect(200);
    let plain = format!("http://localhost:{}/pets/1.0.0/pets", 8280 + world.base + 1);
    let transport = world.http.call("GET", plain).send().await.expect(403);
    assert!(transport.text.contains("Unsupported Transport [ http ]"));
    for (action, status) in
        [("Block", 503), ("Re-Publish", 200), ("Deprecate", 200), ("Retire", 404)]
    {
        world.change_lifecycle(&id, action).await.expect(200);
        world.eventually(&world.gw(1, "/pets/1.0.0/open"), status).await;
        if status == 503 {
            let blocked = call("GET", "/pets/1.0.0/open").send().await.json();
            assert_eq!(
                (&blocked["code"], &blocked["type"]),
                (&json!("700700"), &json!("API blocked"))
            );
        }
    }
    world.stop().await;
}

/// §6.3 in the form of 3.x.
#[tokio::test]
async fn other_answers_of_the_classic_model() {
    let world = Plan::new("3.2").start().await;
    let mut document = world.document("Pets");
    document["operations"] = json!([{"target": "/pets", "verb": "GET"}]);
    document["transport"] = json!(["https"]);
    let id = world.publish(&document).await;
    let get = async |url: String, status: u16| {
        let answer = world.http.call("GET", url).send().await.expect(status);
        assert_eq!(answer.headers["content-type"], "application/xml");
        assert!(answer.text.starts_with("<am:fault xmlns:am="), "{}", answer.text);
        answer.text
    };
    let unknown = get(world.gw(1, "/nothing"), 404).await;
    assert!(unknown.contains("<am:code>404</am:code>"), "{unknown}");
    assert!(unknown.contains("The requested resource is not available."), "{unknown}");
    let path = get(world.gw(1, "/pets/1.0.0/dogs"), 404).await;
    assert!(path.contains("No matching resource found for given API Request"), "{path}");
    let verb = world.http.call("POST", world.gw(1, "/pets/1.0.0/pets")).send().await.expect(405);
    assert!(verb.text.contains("Method not allowed for given API resource"), "{}", verb.text);
    let plain = format!("http://localhost:{}/pets/1.0.0/pets", 8280 + world.base + 1);
    assert!(get(plain, 403).await.contains("Unsupported Transport [ http ]"));
    // What is pushed is there when the call returns.
    world.change_lifecycle(&id, "Block").await.expect(200);
    assert!(get(world.gw(1, "/pets/1.0.0/pets"), 503).await.contains("<am:code>700700</am:code>"));
    world.change_lifecycle(&id, "Deprecate").await.expect(200);
    world.http.call("GET", world.gw(1, "/pets/1.0.0/pets")).send().await.expect(401);
    world.change_lifecycle(&id, "Retire").await.expect(200);
    get(world.gw(1, "/pets/1.0.0/pets"), 404).await;
    world.stop().await;
}

#[tokio::test]
async fn faults() {
    let world = Plan::new("4.7").start().await;
    let faults = world.emulator.faults();
    let create = async |name: &str| {
        world.admin("POST", "p/apis").json(&world.document(name)).attempt().await
    };
    let count =
        async || world.admin("GET", "p/apis").send().await.json()["count"].as_u64().unwrap();
    let once =
        |action| Fault::new(action).node("control-plane").method("POST").path("/apis").times(1);
    faults.add(once(Action::Reset));
    assert!(create("A").await.is_err());
    assert_eq!(count().await, 0);
    // Done, and the client cannot know.
    faults.add(once(Action::LoseAnswer));
    assert!(create("B").await.is_err());
    assert_eq!(count().await, 1);
    faults.add(once(Action::HalfAnswer));
    assert!(create("C").await.is_err());
    assert_eq!(count().await, 2);
    faults.add(once(Action::Status(503, json!({"code": 900_967}).to_string())));
    create("D").await.unwrap().refuses(503, 900_967);
    let late = "Mon, 23 Nov 2026 20:00:00 GMT";
    faults.add(once(Action::Status(429, String::new())).header("Retry-After", late));
    assert_eq!(create("D").await.unwrap().expect(429).headers["retry-after"], late);
    faults.add(once(Action::Delay(Duration::from_millis(80))));
    let start = Instant::now();
    assert_eq!(create("E").await.unwrap().status, 201);
    assert!(start.elapsed() >= Duration::from_millis(80));
    assert_eq!(create("F").await.unwrap().status, 201);
    world.stop().await;
}

/// §6.2: 900903, and the management APIs' 401 for an expired token.
#[tokio::test]
async fn expired_tokens() {
    let world = Plan::new("4.7").token_life(Duration::ZERO).start().await;
    let id = world.publish(&world.document("Pets")).await;
    let url = world.gw(1, "/pets/1.0.0/a");
    world.eventually(&url, 401).await;
    let [production, _] = world.tokens(&id).await;
    let expired = world.http.call("GET", &url).bearer(&production).send().await.expect(401);
    assert_eq!(expired.field("code"), "900903");
    world.portal("GET", "p/apis").bearer(&production).send().await.refuses(401, 401);
    world.stop().await;
}
