//! REST reference §3.3, and DevPortal settings.

use serde_json::{Value, json};

use super::Row;
use crate::http::Answer;
use crate::world::{Plan, World};

const RELEASES: [&str; 6] = ["3.0", "3.1", "3.2", "4.0", "4.1", "4.7"];

fn at_least(release: &str, wanted: &str) -> bool {
    release >= wanted
}

/// An application and its production keys.
struct Keys<'w> {
    world: &'w World,
    release: &'static str,
    application: String,
    body: Value,
}

impl Keys<'_> {
    fn path(&self, rest: &str) -> String {
        format!("d/applications/{}/{rest}", self.application)
    }

    async fn post(&self, rest: &str, body: &Value) -> Answer {
        self.world.admin("POST", &self.path(rest)).json(body).send().await
    }

    async fn get(&self, rest: &str) -> Answer {
        self.world.admin("GET", &self.path(rest)).send().await
    }

    fn text(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap()
    }

    /// A call of the token endpoint with a secret.
    async fn login(&self, secret: &str) -> u16 {
        let call = self.world.http.call("POST", self.world.cp("/oauth2/token"));
        let call = call.basic(self.text("consumerKey"), secret);
        call.form("grant_type=client_credentials").send().await.status
    }
}

#[tokio::test]
async fn every_row_in_every_release() {
    for release in RELEASES {
        let world = Plan::new(release).start().await;
        let application = json!({"name": "app", "throttlingPolicy": "Unlimited"});
        let made = world.admin("POST", "d/applications").json(&application).send().await;
        let application = made.expect(201).field("applicationId");
        let mut keys = Keys { world: &world, release, application, body: Value::Null };
        requests(&keys).await;
        generation(&mut keys).await;
        reads(&keys).await;
        tokens(&keys).await;
        mapping(&keys).await;
        several_secrets(&keys).await;
        api_keys(&keys).await;
        managers(&keys).await;
        settings(&keys).await;
        let clean_up = keys.post("keys/PRODUCTION/clean-up", &json!({})).await;
        clean_up.expect(200);
        keys.get("keys/PRODUCTION").await.expect(404);
        world.stop().await;
    }
}

async fn requests(keys: &Keys<'_>) {
    let release = keys.release;
    let good = json!({"keyType": "PRODUCTION", "grantTypesToBeSupported": ["client_credentials"]});
    let with = |name: &str, value: Value| {
        let mut body = good.clone();
        body[name] = value;
        body
    };
    let row = Row("§3.3", "keyType and grantTypesToBeSupported required");
    for body in [
        json!({"keyType": "PRODUCTION"}),
        json!({"grantTypesToBeSupported": ["client_credentials"]}),
        with("keyType", json!("TEST")),
        with("grantTypesToBeSupported", json!("client_credentials")),
    ] {
        row.is(release, keys.post("generate-keys", &body).await, 400);
    }
    let row = Row("§3.3", "validityTime (a string)");
    for wrong in [json!(3600), json!("an hour")] {
        row.is(release, keys.post("generate-keys", &with("validityTime", wrong)).await, 400);
    }
    let row = Row("§3.3", "keyManager (3.2+, \"Resident Key Manager\")");
    let unknown = with("keyManager", json!("Elsewhere"));
    row.is(release, keys.post("generate-keys", &unknown).await, 400);
    if !at_least(release, "3.2") {
        let named = with("keyManager", json!("Resident Key Manager"));
        row.is(release, keys.post("generate-keys", &named).await, 400);
    }
    let row = Row("§3.3", "additionalProperties (absent 3.0, string 3.1, object 3.2+)");
    let refused: &[Value] = match release {
        "3.0" => &[json!("{}"), json!({})],
        "3.1" => &[json!({})],
        _ => &[json!("{}")],
    };
    for wrong in refused {
        let body = with("additionalProperties", wrong.clone());
        row.is(release, keys.post("generate-keys", &body).await, 400);
    }
    let row = Row("§5.1", "unknown application: 404, 900306/900307");
    let path = "d/applications/none/generate-keys";
    let unknown = keys.world.admin("POST", path).json(&good).send().await;
    row.same(release, row.is(release, unknown, 404).json()["code"].clone(), json!(900_307));
}

async fn generation(keys: &mut Keys<'_>) {
    let release = keys.release;
    let mut body = json!({
        "keyType": "PRODUCTION", "validityTime": "7200", "callbackUrl": "https://app.example/back",
        "grantTypesToBeSupported": ["client_credentials", "password", "refresh_token"],
    });
    if at_least(release, "3.2") {
        body["keyManager"] = json!("Resident Key Manager");
        body["additionalProperties"] = json!({});
    } else if release == "3.1" {
        body["additionalProperties"] = json!("{}");
    }
    let row = Row("§3.3", "POST /applications/{id}/generate-keys: 200 ApplicationKey");
    let answer = row.is(release, keys.post("generate-keys", &body).await, 200);
    keys.body = answer.json();
    for field in ["consumerKey", "consumerSecret", "callbackUrl", "keyState", "keyType"] {
        row.holds(release, keys.body[field].is_string(), &answer);
    }
    row.same(release, keys.body["keyState"].clone(), json!("APPROVED"));
    row.same(
        release,
        keys.body["supportedGrantTypes"].clone(),
        body["grantTypesToBeSupported"].clone(),
    );
    row.same(release, keys.body["token"]["validityTime"].clone(), json!(7200));
    row.holds(release, keys.body["token"]["tokenScopes"].is_array(), &answer);
    let row = Row("§3.3", "keyMappingId, keyManager, additionalProperties from 3.2; mode from 4.1");
    for (field, since) in [
        ("keyMappingId", "3.2"),
        ("keyManager", "3.2"),
        ("additionalProperties", "3.2"),
        ("mode", "4.1"),
    ] {
        row.same(release, keys.body.get(field).is_some(), at_least(release, since));
    }
    let row = Row("§3.3", "second call: 409 \"Key Mappings already exists\"");
    let again = row.is(release, keys.post("generate-keys", &body).await, 409);
    row.holds(release, again.text.contains("Key Mappings already exists"), &again);
}

async fn reads(keys: &Keys<'_>) {
    let release = keys.release;
    let row = Row("§3.3", "GET /applications/{id}/keys, /keys/{keyType}: all versions");
    let list = row.is(release, keys.get("keys").await, 200).json();
    row.same(release, list["list"][0]["consumerKey"].clone(), keys.body["consumerKey"].clone());
    let one = row.is(release, keys.get("keys/PRODUCTION").await, 200).json();
    row.is(release, keys.get("keys/SANDBOX").await, 404);
    row.is(release, keys.get("keys/TEST").await, 400);
    let row = Row("§3.3", "reads mask consumerSecret (4.7)");
    let shown = one["consumerSecret"] == keys.body["consumerSecret"];
    row.same(release, shown, release != "4.7");
    let row = Row("§3.3", "GET /applications/{id}/oauth-keys, /{keyMappingId}: from 3.2");
    let newer = at_least(release, "3.2");
    row.is(release, keys.get("oauth-keys").await, if newer { 200 } else { 501 });
    if newer {
        let path = format!("oauth-keys/{}", keys.text("keyMappingId"));
        row.same(release, row.is(release, keys.get(&path).await, 200).json(), one.clone());
        row.is(release, keys.get("oauth-keys/none").await, 404);
    }
    let change =
        json!({"supportedGrantTypes": ["client_credentials"], "callbackUrl": "https://b.example"});
    let changed = keys.world.admin("PUT", &keys.path("keys/PRODUCTION")).json(&change).send().await;
    let changed = changed.expect(200).json();
    assert_eq!(changed["supportedGrantTypes"], json!(["client_credentials"]));
}

async fn tokens(keys: &Keys<'_>) {
    let release = keys.release;
    let secret = keys.text("consumerSecret");
    let mut paths = vec!["keys/PRODUCTION/generate-token".to_owned()];
    if at_least(release, "3.2") {
        paths.push(format!("oauth-keys/{}/generate-token", keys.text("keyMappingId")));
    }
    for path in paths {
        let row =
            Row("§3.3", "generate-token: {consumerSecret, validityPeriod, scopes, revokeToken}");
        let body = json!({"consumerSecret": secret, "validityPeriod": 60, "scopes": []});
        let answer = row.is(release, keys.post(&path, &body).await, 200).json();
        row.same(release, answer["validityTime"].clone(), json!(60));
        row.holds(release, answer["accessToken"].is_string(), &answer);
        let next = json!({"consumerSecret": secret, "revokeToken": answer["accessToken"]});
        row.is(release, keys.post(&path, &next).await, 200);
        row.is(release, keys.post(&path, &json!({"consumerSecret": "wrong"})).await, 400);
        let row = Row("§3.3", "grantType CLIENT_CREDENTIALS or TOKEN_EXCHANGE from 4.1");
        let with = |grant: &str| json!({"consumerSecret": secret, "grantType": grant});
        let known = at_least(release, "4.1");
        let answer = keys.post(&path, &with("CLIENT_CREDENTIALS")).await;
        row.is(release, answer, if known { 200 } else { 400 });
        row.is(release, keys.post(&path, &with("PASSWORD")).await, 400);
    }
}

async fn mapping(keys: &Keys<'_>) {
    let release = keys.release;
    let row = Row("§3.3", "mode MAPPED/CREATED from 4.1");
    let body = json!({
        "consumerKey": keys.body["consumerKey"], "consumerSecret": keys.body["consumerSecret"],
        "keyType": "SANDBOX",
    });
    row.is(release, keys.post("map-keys", &body).await, 409);
    let other = json!({"name": "other", "throttlingPolicy": "Unlimited"});
    let made = keys.world.admin("POST", "d/applications").json(&other).send().await.expect(201);
    let unknown = json!({"consumerKey": "none", "keyType": "PRODUCTION"});
    let path = format!("d/applications/{}/map-keys", made.field("applicationId"));
    row.is(release, keys.world.admin("POST", &path).json(&unknown).send().await, 404);
    // A client of the registration endpoint is nobody's keys yet.
    let registration = super::registration::PATHS
        .iter()
        .rev()
        .find(|(since, _)| *since <= release)
        .map(|(_, path)| keys.world.cp(path))
        .unwrap();
    let profile =
        json!({"clientName": "mapped", "owner": "admin", "grantType": "client_credentials"});
    let call = keys.world.http.call("POST", registration).basic("admin", "admin").json(&profile);
    let client = call.send().await.expect(200);
    let body = json!({
        "consumerKey": client.field("clientId"), "consumerSecret": client.field("clientSecret"),
        "keyType": "PRODUCTION",
    });
    let mapped =
        row.is(release, keys.world.admin("POST", &path).json(&body).send().await, 200).json();
    let expected = if at_least(release, "4.1") { json!("MAPPED") } else { Value::Null };
    row.same(release, mapped["mode"].clone(), expected);
}

async fn several_secrets(keys: &Keys<'_>) {
    let release = keys.release;
    let by_type = "keys/PRODUCTION/regenerate-secret";
    if release != "4.7" {
        let answer = keys.post(by_type, &json!({})).await.expect(200);
        assert_eq!(keys.login(keys.text("consumerSecret")).await, 401, "{release}");
        assert_eq!(keys.login(&answer.field("consumerSecret")).await, 200, "{release}");
        return;
    }
    let row = Row("§3.3", "regenerate-secret answers 500 (900967) unless the feature is off");
    let refused = row.is(release, keys.post(by_type, &json!({})).await, 500);
    row.same(release, refused.json()["code"].clone(), json!(900_967));
    let base = format!("oauth-keys/{}", keys.text("keyMappingId"));
    let row = Row("§3.3", "generate-secret (201)");
    let body = json!({"additionalProperties": {"description": "second"}});
    let second =
        row.is(release, keys.post(&format!("{base}/generate-secret"), &body).await, 201).json();
    let third = row
        .is(release, keys.post(&format!("{base}/generate-secret"), &json!({})).await, 201)
        .json();
    let row = Row("§3.3", "several client secrets per key: resource /oauth-keys/{id}/secrets");
    let list = row.is(release, keys.get(&format!("{base}/secrets")).await, 200);
    row.same(release, list.json()["count"].clone(), json!(3));
    let value = second["secretValue"].as_str().unwrap();
    row.holds(release, !list.text.contains(value), &list);
    for secret in [keys.text("consumerSecret"), value, third["secretValue"].as_str().unwrap()] {
        row.same(release, keys.login(secret).await, 200);
    }
    let row = Row("§3.3", "revoke-secret");
    let revoke = format!("{base}/revoke-secret");
    let id = |secret: &Value| json!({"secretId": secret["secretId"]});
    row.is(release, keys.post(&revoke, &id(&third)).await, 400);
    row.is(release, keys.post(&revoke, &id(&second)).await, 204);
    row.same(release, keys.login(value).await, 401);
    row.same(release, keys.login(keys.text("consumerSecret")).await, 200);
    row.is(release, keys.post(&revoke, &id(&second)).await, 404);
}

async fn api_keys(keys: &Keys<'_>) {
    let release = keys.release;
    let row = Row("§3.3", "POST /applications/{id}/api-keys/{keyType}/generate");
    let body = json!({
        "validityPeriod": 60,
        "additionalProperties": {"permittedIP": "127.0.0.1", "permittedReferer": "https://a.example/*"},
    });
    let answer = row.is(release, keys.post("api-keys/PRODUCTION/generate", &body).await, 200);
    let row = Row("§3.3", "{apikey, validityTime} up to 4.6; validityPeriod and keyName in 4.7");
    let fields: Vec<String> = answer.json().as_object().unwrap().keys().cloned().collect();
    let newest = release == "4.7";
    let expected = if newest {
        vec!["apikey", "keyName", "validityPeriod"]
    } else {
        vec!["apikey", "validityTime"]
    };
    row.same(release, fields.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    row.is(release, keys.post("api-keys/TEST/generate", &body).await, 400);
    let row = Row("§3.3", "revoke from 3.1");
    let revoke = json!({"apikey": answer.field("apikey")});
    let status = if release == "3.0" { 501 } else { 200 };
    row.is(release, keys.post("api-keys/PRODUCTION/revoke", &revoke).await, status);
    let row = Row("§3.3", "4.7 adds listing, regenerate");
    let list =
        row.is(release, keys.get("api-keys/PRODUCTION").await, if newest { 200 } else { 501 });
    if newest {
        row.same(release, list.json()["count"].clone(), json!(0));
        let named = json!({"keyName": "k", "validityPeriod": 60});
        let first = keys.post("api-keys/PRODUCTION/generate", &named).await.expect(200);
        let list = keys.get("api-keys/PRODUCTION").await.expect(200).json();
        let id = json!({"keyUUID": list["list"][0]["keyUUID"]});
        let second = row.is(release, keys.post("api-keys/PRODUCTION/regenerate", &id).await, 200);
        row.same(release, second.field("keyName"), "k".to_owned());
        row.holds(release, first.field("apikey") != second.field("apikey"), &second);
    }
}

async fn managers(keys: &Keys<'_>) {
    let release = keys.release;
    let row = Row(
        "§3.3",
        "GET /key-managers: from 3.2; tokenEndpoint, revokeEndpoint, availableGrantTypes",
    );
    let answer = keys.world.admin("GET", "d/key-managers").send().await;
    if !at_least(release, "3.2") {
        row.is(release, answer, 501);
        return;
    }
    let manager = row.is(release, answer, 200).json()["list"][0].clone();
    let expected = if release == "3.2" { keys.world.gw(1, "") } else { keys.world.cp("/oauth2") };
    row.same(release, manager["tokenEndpoint"].clone(), json!(format!("{expected}/token")));
    row.same(release, manager["revokeEndpoint"].clone(), json!(format!("{expected}/revoke")));
    row.holds(release, manager["availableGrantTypes"].is_array(), &manager);
}

async fn settings(keys: &Keys<'_>) {
    let release = keys.release;
    let row = Row("§3.3", "DevPortal GET /settings (scope apim:store_settings)");
    let answer = row.is(release, keys.world.admin("GET", "d/settings").send().await, 200).json();
    row.holds(release, answer["grantTypes"].is_array(), &answer);
    let row = Row("§3.3", "3.1 settings has apiGatewayEndpoint");
    let there = answer.get("apiGatewayEndpoint").is_some();
    row.same(release, there, ["3.1", "3.2"].contains(&release));
    if there {
        let endpoint = answer["apiGatewayEndpoint"].as_str().unwrap();
        row.holds(release, endpoint.contains(&keys.world.gw(1, "")), endpoint);
    }
    for level in ["application", "subscription"] {
        let path = format!("d/throttling-policies/{level}");
        let list = keys.world.portal("GET", &path).send().await.expect(200).json();
        assert!(list["list"].as_array().unwrap().iter().any(|item| item["name"] == "Unlimited"));
    }
}
