//! §5.1: what a request brings is held against what its operation takes, however deep, before anything is done.

use serde_json::{Value, json};

use super::{alone, row, with};
use crate::http::Answer;
use crate::world::World;

const MALFORMED: &str = "Malformed request body.";

/// Refused as every wrong request is, and with these words.
#[track_caller]
fn says(answer: Answer, words: &str) {
    let body = answer.refuses(400, 400).json();
    assert_eq!(body["message"], "Bad Request");
    assert_eq!(body["description"], words);
}

async fn send(world: &World, method: &str, path: &str, body: &Value) -> Answer {
    world.admin(method, path).json(body).send().await
}

#[tokio::test]
async fn apis() {
    let _row = row("§5.1", "unknown property in the body");
    for version in ["3.2", "4.1", "4.7"] {
        let world = alone(version).await;
        let document = world.document("Pets");
        let id = world.create(&document).await;
        let before = world.api(&id).await;
        for (change, words) in [
            (json!({"description": 5}), MALFORMED),
            (json!({"tags": ["a", null]}), MALFORMED),
            (json!({"maxTps": {"production": "10"}}), MALFORMED),
            (json!({"cacheTimeout": 2_147_483_648_u32}), MALFORMED),
            (json!({"wsdlInfo": {"type": "PDF"}}), "type must be one of WSDL, ZIP"),
            (json!({"monetization": {}}), "enabled must not be null"),
            (json!({"scopes": [{"scope": {"bindings": []}}]}), "name must not be null"),
            (
                json!({"corsConfiguration": {"allowOrigins": []}}),
                "Unrecognized property 'allowOrigins'",
            ),
            (json!({"version": null}), "version must not be null"),
        ] {
            let wrong = with(document.clone(), &change);
            // Null is what takes a property away.
            let create = send(&world, "POST", "p/apis", &wrong).await;
            says(create, words);
            let change = send(&world, "PUT", &format!("p/apis/{id}"), &wrong).await;
            says(change, words);
        }
        assert_eq!(world.api(&id).await, before, "{version}");
        // What an operation takes is looked at before what it is about.
        let wrong = with(document, &json!({"tags": "a"}));
        says(send(&world, "PUT", "p/apis/none", &wrong).await, MALFORMED);
        world.stop().await;
    }
}

#[tokio::test]
async fn bodies_of_the_portals() {
    let _row = row("§5.1", "unknown property in the body");
    let world = alone("4.7").await;
    let keys = json!({"keyType": "PRODUCTION", "grantTypesToBeSupported": ["password"]});
    let application = json!({"name": "App", "throttlingPolicy": "Unlimited"});
    let id = send(&world, "POST", "d/applications", &application).await.expect(201);
    let id = id.field("applicationId");
    let environment = json!({"name": "eu", "vhosts": [{"host": "localhost"}]});
    for (path, right, change, words) in [
        (
            "d/applications".to_owned(),
            &application,
            json!({"visibility": "ALL"}),
            "visibility must be one of PRIVATE, SHARED_WITH_ORG",
        ),
        ("d/applications".to_owned(), &application, json!({"attributes": {"a": 1}}), MALFORMED),
        (
            format!("d/applications/{id}/generate-keys"),
            &keys,
            json!({"keyType": "BOTH"}),
            "keyType must be one of PRODUCTION, SANDBOX",
        ),
        (
            format!("d/applications/{id}/generate-keys"),
            &keys,
            json!({"additionalProperties": "{}"}),
            MALFORMED,
        ),
        (
            format!("d/applications/{id}/api-keys/PRODUCTION/generate"),
            &json!({}),
            json!({"validityPeriod": 2_147_483_648_u32}),
            MALFORMED,
        ),
        (
            "a/environments".to_owned(),
            &environment,
            json!({"endpointURIs": [{"protocol": "https"}]}),
            "endpointURI must not be null",
        ),
        (
            "a/environments".to_owned(),
            &environment,
            json!({"permissions": {"roles": "admin"}}),
            MALFORMED,
        ),
        (
            "a/environments".to_owned(),
            &environment,
            json!({"vhosts": [{"host": "localhost", "httpContext": "pets/"}]}),
            "httpContext has a character that it must not have",
        ),
    ] {
        says(send(&world, "POST", &path, &with(right.clone(), &change)).await, words);
        // It was the change alone that was wrong.
        if path.starts_with("a/") {
            let made = send(&world, "POST", &path, right).await.expect(201).field("id");
            world.admin("DELETE", &format!("a/environments/{made}")).send().await.expect(200);
        }
    }
    world.stop().await;
}

#[tokio::test]
async fn query_parameters() {
    for version in ["3.2", "4.7"] {
        let world = alone(version).await;
        let id = world.create(&world.document("Pets")).await;
        let malformed = |name: &str| format!("The query parameter '{name}' has a malformed value");
        for (path, words) in [
            ("GET p/apis?limit=many".to_owned(), malformed("limit")),
            ("GET d/apis?offset=1.5".to_owned(), malformed("offset")),
            ("GET a/workflows?offset=x".to_owned(), malformed("offset")),
            (
                "GET d/applications?sortOrder=up".to_owned(),
                "sortOrder must be one of asc, desc".to_owned(),
            ),
            (
                format!("POST p/apis/copy-api?apiId={id}&newVersion=2&defaultVersion=maybe"),
                malformed("defaultVersion"),
            ),
            (
                format!("POST p/apis/copy-api?apiId={id}"),
                "The query parameter 'newVersion' must be given".to_owned(),
            ),
        ] {
            let (method, path) = path.split_once(' ').unwrap();
            says(world.admin(method, path).send().await, &words);
        }
        let copy = format!("p/apis/copy-api?apiId={id}&newVersion=2&defaultVersion=True");
        let copied = world.admin("POST", &copy).send().await.expect(201).json();
        assert_eq!(copied["isDefaultVersion"], true, "{version}");
        // An empty number is none, and what no operation knows is ignored.
        world.admin("GET", "p/apis?limit=&odd=1").send().await.expect(200);
        world.stop().await;
    }
}
