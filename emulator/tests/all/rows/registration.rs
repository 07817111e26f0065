//! REST reference §1.1.

use gatewright_emulator::Fault;
use serde_json::{Value, json};

use super::Row;
use crate::http::Answer;
use crate::world::{Plan, World};

pub const PATHS: [(&str, &str); 5] = [
    ("3.0", "/client-registration/v0.15/register"),
    ("3.1", "/client-registration/v0.16/register"),
    ("3.2", "/client-registration/v0.17/register"),
    ("4.0", "/client-registration/v0.17/register"),
    ("4.7", "/client-registration/v0.17/register"),
];

async fn post(world: &World, path: &str, user: &str, profile: &Value) -> Answer {
    world.http.call("POST", world.cp(path)).basic(user, user).json(profile).send().await
}

fn profile(name: &str, owner: &str) -> Value {
    json!({
        "clientName": name, "owner": owner, "callbackUrl": "", "saasApp": true,
        "grantType": "password client_credentials refresh_token authorization_code implicit",
    })
}

fn grants(answer: &Answer) -> String {
    let text: Value = serde_json::from_str(&answer.field("jsonString")).unwrap();
    text["grant_types"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn every_row_in_every_release() {
    for (release, path) in PATHS {
        let world = Plan::new(release).start().await;
        for user in ["jo", "al"] {
            world.emulator.add_user(user, user, &["Internal/creator"]).await;
        }
        paths(&world, release, path).await;
        answers(&world, release, path).await;
        repetition(&world, release, path).await;
        owners(&world, release, path).await;
        not_available(&world, release, path).await;
        let row = Row("§1.1", "DELETE is not implemented (500)");
        let delete = world.http.call("DELETE", world.cp(path)).basic("jo", "jo");
        row.is(release, delete.send().await, 500);
        world.stop().await;
    }
}

async fn paths(world: &World, release: &str, own: &str) {
    let row = Row("§1.1", "Version | Path on the control plane (9443)");
    for version in ["v0.15", "v0.16", "v0.17"] {
        let path = format!("/client-registration/{version}/register");
        let expected = if path == own { 200 } else { 404 };
        row.is(release, post(world, &path, "admin", &profile("paths", "admin")).await, expected);
    }
}

async fn answers(world: &World, release: &str, path: &str) {
    let row =
        Row("§1.1", "Response 200: clientId, clientSecret, clientName, callBackURL (capital B)");
    let answer =
        row.is(release, post(world, path, "admin", &profile("a b.c-d_1", "admin")).await, 200);
    let fields: Vec<String> = answer.json().as_object().unwrap().keys().cloned().collect();
    let mut expected = [
        "appOwner",
        "callBackURL",
        "clientId",
        "clientName",
        "clientSecret",
        "isSaasApplication",
        "jsonAppAttribute",
        "jsonString",
        "tokenType",
    ]
    .map(str::to_owned)
    .to_vec();
    expected.sort();
    row.same(release, fields, expected);
    row.same(release, answer.json()["isSaasApplication"].clone(), json!(true));

    let row = Row("§1.1", "clientName: letters, digits, whitespace, `.`, `_`, `-`");
    for name in ["a/b", "a@b", "a:b", ""] {
        row.is(release, post(world, path, "admin", &profile(name, "admin")).await, 400);
    }

    let row = Row("§1.1", "callbackUrl: if blank, authorization_code and implicit are dropped");
    row.same(release, grants(&answer), "password client_credentials refresh_token".to_owned());
    for (name, spelling) in [("one", "callbackUrl"), ("two", "callBackURL")] {
        let mut with = profile(name, "admin");
        with["callbackUrl"] = Value::Null;
        with[spelling] = json!("https://app.example/back");
        let answer = row.is(release, post(world, path, "admin", &with).await, 200);
        row.holds(release, grants(&answer).ends_with("authorization_code implicit"), &answer);
        row.same(release, answer.field("callBackURL"), "https://app.example/back".to_owned());
    }

    let row = Row("§1.1", "grantType: one space-separated string, not an array");
    let mut array = profile("array", "admin");
    array["grantType"] = json!(["password"]);
    let answer = row.is(release, post(world, path, "admin", &array).await, 200);
    row.same(release, grants(&answer), String::new());
}

async fn repetition(world: &World, release: &str, path: &str) {
    let row =
        Row("§1.1", "A second POST with the same clientName returns 200 with the existing client");
    let first = row.is(release, post(world, path, "jo", &profile("again", "jo")).await, 200);
    let mut other = profile("again", "jo");
    other["grantType"] = json!("client_credentials");
    other["callbackUrl"] = json!("https://elsewhere.example");
    let second = row.is(release, post(world, path, "jo", &other).await, 200);
    row.same(release, second.json(), first.json());
}

async fn owners(world: &World, release: &str, path: &str) {
    let row = Row("§1.1", "User is not the owner and not super admin: 400");
    let refused = row.is(release, post(world, path, "jo", &profile("owned", "al")).await, 400);
    row.holds(release, refused.text.contains("should be the same"), &refused);

    let row = Row("§1.1", "owner must equal the Basic user unless that user is super admin");
    let given = row.is(release, post(world, path, "admin", &profile("owned", "al")).await, 200);
    row.same(release, given.field("appOwner"), "al".to_owned());

    let row = Row("§1.1", "The existing client belongs to another user: 403");
    let refused = row.is(release, post(world, path, "jo", &profile("owned", "jo")).await, 403);
    row.holds(release, refused.text.contains("Access is forbidden to the application"), &refused);

    let row = Row("§1.1", "a per-user name, which avoids that 403");
    row.is(release, post(world, path, "jo", &profile("owned_jo", "jo")).await, 200);

    let row = Row("§1.1", "HTTP Basic with a real user");
    row.is(release, post(world, path, "nobody", &profile("x", "nobody")).await, 401);
}

async fn not_available(world: &World, release: &str, path: &str) {
    let row = Row("§1.1", "Creation failure: 500, also seen just after a boot, so retryable");
    world.emulator.faults().add(Fault::registration_not_available().times(1));
    let refused = row.is(release, post(world, path, "jo", &profile("late", "jo")).await, 500);
    let text = "Dynamic Client Registration Service not available";
    row.holds(release, refused.text.contains(text), &refused);
    row.is(release, post(world, path, "jo", &profile("late", "jo")).await, 200);
    world.emulator.faults().clear();
}
