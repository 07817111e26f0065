//! REST reference §6.1, §6.2 as calls lead to them.

use serde_json::{Value, json};

use super::Row;
use crate::http::{Answer, Call};
use crate::world::{Plan, World};

/// What a call with a key is answered.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Expected {
    Production,
    Sandbox,
    /// 403, 900901, this description.
    NoEndpoint(&'static str),
    /// 401, XML, this message.
    WrongGateway(&'static str),
    NotDeployed,
}

use Expected::{NoEndpoint, NotDeployed, Production, Sandbox, WrongGateway};

const NO_SANDBOX: &str = "Sandbox key offered to the API with no sandbox endpoint";
const NO_PRODUCTION: &str = "Production key offered to the API with no production endpoint";
const SANDBOX_KEY: &str = "Sandbox Key Provided for Production Gateway";
const PRODUCTION_KEY: &str = "Production Key Provided for Sandbox Gateway";

/// Environment type, the endpoint that is taken away, the row's words, and what either key is answered.
type Line = (&'static str, &'static str, &'static str, [Expected; 2]);

const KEY_TYPES: [Line; 8] = [
    ("hybrid", "", "hybrid | both", [Production, Sandbox]),
    ("hybrid", "sandbox", "hybrid | production only", [Production, NoEndpoint(NO_SANDBOX)]),
    ("hybrid", "production", "hybrid | sandbox only", [NoEndpoint(NO_PRODUCTION), Sandbox]),
    ("production", "", "production | has production", [Production, WrongGateway(SANDBOX_KEY)]),
    (
        "production",
        "sandbox",
        "production | has production",
        [Production, WrongGateway(SANDBOX_KEY)],
    ),
    ("sandbox", "", "sandbox | has sandbox", [WrongGateway(PRODUCTION_KEY), Sandbox]),
    ("production", "production", "production | sandbox only", [NotDeployed; 2]),
    ("sandbox", "sandbox", "sandbox | production only", [NotDeployed; 2]),
];

#[tokio::test]
async fn key_type_against_environment_type() {
    for release in ["3.2", "4.7"] {
        for kind in ["hybrid", "production", "sandbox"] {
            let world = Plan::new(release).types([kind, "hybrid"]).start().await;
            let lines = KEY_TYPES.iter().filter(|(line_kind, ..)| *line_kind == kind);
            for (at, (_, missing, words, expected)) in lines.enumerate() {
                let name = format!("Api{at}");
                let mut document = world.document(&name);
                if !missing.is_empty() {
                    let endpoints = document["endpointConfig"].as_object_mut().unwrap();
                    endpoints.remove(&format!("{missing}_endpoints"));
                }
                let id = world.publish(&document).await;
                // Where it is deployed always, so that everything has arrived.
                world.eventually(&world.gw(2, &format!("/api{at}/1.0.0/a")), 401).await;
                let url = world.gw(1, &format!("/api{at}/1.0.0/a"));
                if expected[0] != NotDeployed {
                    world.eventually(&url, 401).await;
                }
                let tokens = tokens(&world, &id, &name).await;
                for (token, expected) in tokens.iter().zip(expected) {
                    let answer = world.http.call("GET", &url).bearer(token).send().await;
                    check(release, Row("§6.1", words), answer, *expected);
                }
            }
            world.stop().await;
        }
    }
}

fn check(release: &str, row: Row, answer: Answer, expected: Expected) {
    let classic = release.starts_with('3');
    match expected {
        Production | Sandbox => {
            let path = if expected == Production { "/production/a" } else { "/sandbox/a" };
            row.same(release, row.is(release, answer, 200).json()["path"].clone(), json!(path));
        }
        NoEndpoint(text) if classic => {
            let answer = row.is(release, answer, 403);
            row.holds(release, answer.text.starts_with("<am:fault"), &answer);
            row.holds(release, answer.text.contains("<am:code>900901</am:code>"), &answer);
            row.holds(release, answer.text.contains(text), &answer);
        }
        NoEndpoint(text) => {
            let body = json!({
                "code": "900901", "type": "Status report", "message": "Runtime Error",
                "description": text,
            });
            row.same(release, row.is(release, answer, 403).json(), body);
        }
        WrongGateway(text) => {
            let answer = row.is(release, answer, 401);
            let content_type = answer.headers["content-type"].to_str().unwrap().to_owned();
            row.same(release, content_type.as_str(), "application/xml");
            row.same(release, answer.text, format!("<error><message>{text}</message></error>"));
        }
        NotDeployed => {
            row.is(release, answer, 404);
        }
    }
}

/// An application of its own, subscribed to the API: its id.
async fn application(world: &World, api: &str, name: &str) -> String {
    let body = json!({"name": name, "throttlingPolicy": "Unlimited"});
    let made = world.admin("POST", "d/applications").json(&body).send().await.expect(201);
    let application = made.field("applicationId");
    let body = json!({"applicationId": application, "apiId": api, "throttlingPolicy": "Unlimited"});
    world.admin("POST", "d/subscriptions").json(&body).send().await.expect(201);
    application
}

async fn keys(world: &World, application: &str, key_type: &str) -> Value {
    let body = json!({
        "keyType": key_type, "grantTypesToBeSupported": ["password", "client_credentials"],
    });
    let path = format!("d/applications/{application}/generate-keys");
    world.admin("POST", &path).json(&body).send().await.expect(200).json()
}

async fn tokens(world: &World, api: &str, name: &str) -> [String; 2] {
    let application = application(world, api, name).await;
    let mut tokens = Vec::new();
    for key_type in ["PRODUCTION", "SANDBOX"] {
        let keys = keys(world, &application, key_type).await;
        tokens.push(keys["token"]["accessToken"].as_str().unwrap().to_owned());
    }
    tokens.try_into().unwrap()
}

/// A token of the keys, by the token endpoint.
async fn login(world: &World, keys: &Value, form: &str) -> String {
    let text = |name: &str| keys[name].as_str().unwrap().to_owned();
    let call = world.http.call("POST", world.cp("/oauth2/token"));
    let call = call.basic(&text("consumerKey"), &text("consumerSecret")).form(form);
    call.send().await.expect(200).field("access_token")
}

/// The code of an answer, in each of the forms.
fn code(answer: &Answer) -> String {
    if let Some((_, rest)) = answer.text.split_once("code>") {
        return rest.split_once('<').unwrap().0.to_owned();
    }
    answer.field("code")
}

#[tokio::test]
async fn authentication_failures() {
    for release in ["3.2", "4.7"] {
        let world = Plan::new(release).start().await;
        let mut document = world.document("Pets");
        document["operations"] = json!([
            {"target": "/any", "verb": "GET"},
            {"target": "/users", "verb": "GET", "authType": "Application User"},
            {"target": "/applications", "verb": "GET", "authType": "Application"},
            {"target": "/scoped", "verb": "GET", "scopes": ["pets:read"]},
        ]);
        document["scopes"] = json!([{"scope": {"name": "pets:read", "bindings": ["vets"]}}]);
        let id = world.publish(&document).await;
        world.emulator.add_user("vet", "vet", &["vets"]).await;
        world.eventually(&world.gw(1, "/pets/1.0.0/any"), 401).await;
        let application = application(&world, &id, "app").await;
        let keys = keys(&world, &application, "PRODUCTION").await;
        let get = |path: &str| world.http.call("GET", world.gw(1, &format!("/pets/1.0.0/{path}")));
        let refused = async |words: &'static str, call: Call, status: u16| {
            let row = Row("§6.2", words);
            let answer = row.is(release, call.send().await, status);
            row.same(release, code(&answer).as_str(), words.split(' ').next().unwrap());
            answer
        };

        let answer = refused("900902 missing credentials", get("any"), 401).await;
        let row = Row(
            "§6.2",
            "401 answers carry a challenge, with error=\"invalid_token\" for a bad token",
        );
        let challenge =
            |answer: &Answer| answer.headers["www-authenticate"].to_str().unwrap().to_owned();
        row.holds(release, !challenge(&answer).contains("invalid_token"), &answer);
        let answer = refused("900901 invalid credentials", get("any").bearer("no"), 401).await;
        row.holds(release, challenge(&answer).contains("error=\"invalid_token\""), &answer);
        let row = Row("§6.2", "fault with an integer code when JSON is accepted (3.x)");
        let json = get("any").header("accept", "application/json").send().await.json();
        let wanted = if release == "3.2" { &json["fault"]["code"] } else { &json["code"] };
        row.same(release, wanted.is_i64(), release == "3.2");

        let machine = keys["token"]["accessToken"].as_str().unwrap();
        let person =
            login(&world, &keys, "grant_type=password&username=vet&password=vet&scope=pets:read")
                .await;
        get("any").bearer(machine).send().await.expect(200);
        refused("900905 incorrect token type", get("users").bearer(machine), 401).await;
        get("users").bearer(&person).send().await.expect(200);
        refused("900905 incorrect token type", get("applications").bearer(&person), 401).await;
        refused("900910 scope invalid for the resource", get("scoped").bearer(machine), 403).await;
        get("scoped").bearer(&person).send().await.expect(200);
        let other = login(
            &world,
            &keys,
            "grant_type=password&username=admin&password=admin&scope=pets:read",
        )
        .await;
        refused("900910 scope invalid for the resource", get("scoped").bearer(&other), 403).await;

        let path = format!("d/applications/{application}/keys/PRODUCTION/generate-token");
        let body = json!({"consumerSecret": keys["consumerSecret"], "validityPeriod": 0});
        let expired = world.admin("POST", &path).json(&body).send().await.expect(200);
        let expired = expired.field("accessToken");
        refused("900903 access token expired", get("any").bearer(&expired), 401).await;
        let body = json!({"consumerSecret": keys["consumerSecret"], "revokeToken": machine});
        world.admin("POST", &path).json(&body).send().await.expect(200);
        refused("900904 access token inactive", get("any").bearer(machine), 401).await;

        let list = format!("d/subscriptions?applicationId={application}");
        let list = world.admin("GET", &list).send().await.expect(200).json();
        let subscription = list["list"][0]["subscriptionId"].as_str().unwrap();
        world.admin("DELETE", &format!("d/subscriptions/{subscription}")).send().await.expect(200);
        refused("900908 forbidden: not subscribed", get("any").bearer(&person), 403).await;
        world.emulator.stop_node("control-plane").await.unwrap();
        refused("900900 unclassified failure", get("any").bearer(&person), 500).await;
        world.stop().await;
    }
}

#[tokio::test]
async fn api_keys_and_audiences() {
    for release in ["3.2", "4.7"] {
        let world = Plan::new(release).types(["hybrid"; 2]).start().await;
        let mut document = world.document("Pets");
        document["securityScheme"] =
            json!(["oauth2", "api_key", "oauth_basic_auth_api_key_mandatory"]);
        let id = world.publish(&document).await;
        let url = world.gw(1, "/pets/1.0.0/a");
        world.eventually(&url, 401).await;
        let application = application(&world, &id, "app").await;
        let keys = keys(&world, &application, "PRODUCTION").await;
        let row = Row("§6.2", "an API open to API keys advertises an \"API Key realm\" too");
        let answer = row.is(release, world.http.call("GET", &url).send().await, 401);
        let challenge = answer.headers["www-authenticate"].to_str().unwrap();
        row.holds(release, challenge.contains("API Key realm"), challenge);
        let row = Row("§3.3", "POST /applications/{id}/api-keys/{keyType}/generate");
        for (key_type, path) in [("PRODUCTION", "/production/a"), ("SANDBOX", "/sandbox/a")] {
            let generate = async |life: i64| {
                let at = format!("d/applications/{application}/api-keys/{key_type}/generate");
                let call = world.admin("POST", &at).json(&json!({"validityPeriod": life}));
                call.send().await.expect(200).field("apikey")
            };
            let key = generate(-1).await;
            let call = |key: &str| world.http.call("GET", &url).header("apikey", key).send();
            row.same(
                release,
                row.is(release, call(&key).await, 200).json()["path"].clone(),
                json!(path),
            );
            row.same(
                release,
                code(&row.is(release, call(&generate(0).await).await, 401)),
                "900903".to_owned(),
            );
            row.same(release, code(&row.is(release, call("no").await, 401)), "900901".to_owned());
            let at = format!("d/applications/{application}/api-keys/{key_type}/revoke");
            world.admin("POST", &at).json(&json!({"apikey": key})).send().await.expect(200);
            row.is(release, call(&key).await, 401);
        }
        // Without the scheme a key is nothing.
        world.publish(&world.document("Cars")).await;
        world.eventually(&world.gw(1, "/cars/1.0.0/a"), 401).await;
        let call = world.http.call("GET", world.gw(1, "/cars/1.0.0/a")).header("apikey", "x");
        row.same(release, code(&call.send().await), "900902".to_owned());
        if release == "4.7" {
            let row = Row("§6.2", "900914 audience mismatch");
            let mut document = world.document("Told");
            document["audiences"] = json!(["somebody"]);
            let told = world.publish(&document).await;
            let url = world.gw(1, "/told/1.0.0/a");
            world.eventually(&url, 401).await;
            let body = json!({"applicationId": application, "apiId": told, "throttlingPolicy": "Unlimited"});
            world.admin("POST", "d/subscriptions").json(&body).send().await.expect(201);
            let token = keys["token"]["accessToken"].as_str().unwrap();
            let refused = world.http.call("GET", &url).bearer(token).send().await;
            row.same(release, code(&row.is(release, refused, 403)), "900914".to_owned());
        }
        world.stop().await;
    }
}

#[tokio::test]
async fn resources_without_authentication() {
    let row = Row(
        "§6.1",
        "Resources without authentication: in 4.5+ on a sandbox environment they use the sandbox endpoint",
    );
    for (release, kind, expected) in [
        ("4.7", "sandbox", "/sandbox/a"),
        ("4.7", "production", "/production/a"),
        ("4.0", "sandbox", "/sandbox/a"),
    ] {
        let world = Plan::new(release).types([kind, "hybrid"]).start().await;
        let mut document = world.document("Open");
        document["operations"] = json!([{"target": "/a", "verb": "GET", "authType": "None"}]);
        world.publish(&document).await;
        let url = world.gw(1, "/open/1.0.0/a");
        world.eventually(&url, 200).await;
        let answer = world.http.call("GET", &url).send().await.json();
        row.same(release, answer["path"].clone(), json!(expected));
        world.stop().await;
    }
}
