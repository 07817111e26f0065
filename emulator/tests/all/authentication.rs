//! REST reference §1.

use serde_json::{Value, json};

use crate::http::Answer;
use crate::world::{Plan, World};

async fn register(world: &World, path: &str, user: &str, name: &str, owner: &str) -> Answer {
    let profile = json!({
        "clientName": name, "owner": owner, "callbackUrl": "",
        "grantType": "password client_credentials refresh_token authorization_code", "saasApp": true,
    });
    world.http.call("POST", world.cp(path)).basic(user, user).json(&profile).send().await
}

const V17: &str = "/client-registration/v0.17/register";

/// §1.1: paths per release, the answer's fields, and what a repetition gives.
#[tokio::test]
async fn registration() {
    for (version, path) in [
        ("3.0", "/client-registration/v0.15/register"),
        ("3.1", "/client-registration/v0.16/register"),
        ("3.2", V17),
        ("4.7", V17),
    ] {
        let world = Plan::new(version).start().await;
        let first = register(&world, path, "admin", "my_sdk", "admin").await.expect(200);
        for field in ["clientId", "clientSecret", "clientName", "callBackURL", "appOwner"] {
            assert!(first.json()[field].is_string(), "{field}");
        }
        // A blank callback drops authorization_code.
        assert!(!first.field("jsonString").contains("authorization_code"));
        let again = register(&world, path, "admin", "my_sdk", "admin").await.expect(200);
        assert_eq!(first.json(), again.json());
        world.stop().await;
    }
}

#[tokio::test]
async fn registration_refusals() {
    let world = Plan::new("4.7").start().await;
    world.emulator.add_user("jo", "jo", &["Internal/creator"]).await;
    world.emulator.add_user("al", "al", &["Internal/creator"]).await;
    register(&world, V17, "jo", "sdk", "admin").await.expect(400);
    register(&world, V17, "jo", "sdk", "jo").await.expect(200);
    register(&world, V17, "al", "sdk", "al").await.expect(403);
    register(&world, V17, "jo", "s/d", "jo").await.expect(400);
    register(&world, V17, "nobody", "sdk", "nobody").await.expect(401);
    world.http.call("DELETE", world.cp(V17)).basic("jo", "jo").send().await.expect(500);
    world.stop().await;
}

async fn token(world: &World, client: &Value, form: &str) -> Answer {
    let text = |key: &str| client[key].as_str().unwrap().to_owned();
    let call = world.http.call("POST", world.cp("/oauth2/token"));
    call.basic(&text("clientId"), &text("clientSecret")).form(form).send().await
}

/// §1.2: grants, granted scopes, refresh, revoke, `invalid_client`.
#[tokio::test]
async fn tokens() {
    for version in ["3.2", "4.7"] {
        let world = Plan::new(version).start().await;
        world.emulator.add_user("jo", "p w", &["Internal/creator"]).await;
        let client = register(&world, V17, "admin", "sdk", "admin").await.expect(200).json();
        let form =
            "grant_type=password&username=jo&password=p+w&scope=apim:api_view+apim:api_publish";
        let answer = token(&world, &client, form).await.expect(200);
        assert_eq!(answer.field("token_type"), "Bearer");
        assert_eq!(answer.json()["expires_in"], 3600);
        // A scope that the user's roles do not hold is not granted.
        assert_eq!(answer.field("scope"), "apim:api_view");
        let list = |token: String| {
            let call = world.portal("GET", "p/apis").bearer(&token);
            async move { call.send().await.status }
        };
        assert_eq!(list(answer.field("access_token")).await, 200);
        let refresh =
            format!("grant_type=refresh_token&refresh_token={}", answer.field("refresh_token"));
        let renewed = token(&world, &client, &refresh).await.expect(200);
        assert_eq!(list(answer.field("access_token")).await, 401);
        assert_eq!(list(renewed.field("access_token")).await, 200);
        token(&world, &client, &refresh).await.expect(400);
        let revoke = world.http.call("POST", world.cp("/oauth2/revoke"));
        let revoke = revoke
            .basic(client["clientId"].as_str().unwrap(), client["clientSecret"].as_str().unwrap())
            .form(&format!("token={}&token_type_hint=access_token", renewed.field("access_token")));
        revoke.send().await.expect(200);
        assert_eq!(list(renewed.field("access_token")).await, 401);
        let wrong = world.http.call("POST", world.cp("/oauth2/token")).basic("a", "b").form(form);
        let wrong = wrong.send().await.expect(401);
        assert_eq!(wrong.field("error"), "invalid_client");
        assert_eq!(wrong.field("error_description"), "Client credentials are invalid.");
        assert_eq!(wrong.headers["www-authenticate"], "Basic realm=");
        let refused = token(&world, &client, "grant_type=password&username=jo&password=no").await;
        assert_eq!(refused.expect(400).field("error"), "invalid_grant");
        world.stop().await;
    }
}

/// §1.2: the token and revoke APIs of gateways in 3.x; absent from 4.0.
#[tokio::test]
async fn gateway_tokens() {
    let world = Plan::new("3.2").start().await;
    let client = register(&world, V17, "admin", "sdk", "admin").await.expect(200);
    let (id, secret) = (client.field("clientId"), client.field("clientSecret"));
    let call = |n, path| world.http.call("POST", world.gw(n, path)).basic(&id, &secret);
    let answer = call(2, "/token").form("grant_type=client_credentials").send().await.expect(200);
    let revoke = format!("token={}", answer.field("access_token"));
    call(1, "/revoke").form(&revoke).send().await.expect(200);
    world.stop().await;
    let world = Plan::new("4.7").start().await;
    world.http.call("POST", world.gw(1, "/token")).send().await.expect(404);
    world.stop().await;
}

/// §1.3: a missing token and a missing scope are answered alike.
#[tokio::test]
async fn missing_token_and_missing_scope() {
    let body = json!({"code": 401, "message": "", "description": "Unauthenticated request", "moreInfo": ""});
    for version in ["3.2", "4.0", "4.7"] {
        let world = Plan::new(version).start().await;
        world.emulator.add_user("creator", "c", &["Internal/creator"]).await;
        let portal = match version {
            "4.0" => "/api/am/publisher/v2",
            "3.2" => "/api/am/publisher/v1",
            _ => "/api/am/publisher/v4",
        };
        let url = world.cp(&format!("{portal}/apis"));
        let without = world.http.call("GET", &url).send().await.expect(401);
        assert_eq!(without.json(), body);
        let wrong = world.http.call("GET", &url).basic("admin", "wrong").send().await.expect(401);
        assert_eq!(wrong.json(), body);
        let document = world.document("Pets");
        let created = world.http.call("POST", &url).basic("creator", "c").json(&document);
        let id = created.send().await.expect(201).field("id");
        let publish =
            world.cp(&format!("{portal}/apis/change-lifecycle?action=Publish&apiId={id}"));
        let scopeless = world.http.call("POST", publish).basic("creator", "c").send().await;
        assert_eq!(scopeless.expect(401).json(), body);
        world.stop().await;
    }
}
