//! REST reference §1.2, §1.3 (what is not its table, which `scopes` has), §2.1.

use std::time::Duration;

use serde_json::{Value, json};

use super::Row;
use super::registration::PATHS;
use crate::http::Answer;
use crate::world::{Plan, World};

/// A client of the registration endpoint.
struct Client {
    id: String,
    secret: String,
}

async fn client(world: &World, path: &str, name: &str, grants: &str) -> Client {
    let profile = json!({
        "clientName": name, "owner": "admin", "callbackUrl": "", "grantType": grants, "saasApp": true,
    });
    let call = world.http.call("POST", world.cp(path)).basic("admin", "admin").json(&profile);
    let answer = call.send().await.expect(200);
    Client { id: answer.field("clientId"), secret: answer.field("clientSecret") }
}

impl Client {
    async fn post(&self, world: &World, url: String, form: &str) -> Answer {
        world.http.call("POST", url).basic(&self.id, &self.secret).form(form).send().await
    }

    async fn token(&self, world: &World, form: &str) -> Answer {
        self.post(world, world.cp("/oauth2/token"), form).await
    }
}

async fn status(world: &World, token: &str) -> u16 {
    world.portal("GET", "p/apis").bearer(token).send().await.status
}

const ALL: &str = "password client_credentials refresh_token";

#[tokio::test]
async fn every_row_in_every_release() {
    for (release, path) in PATHS {
        let world = Plan::new(release).start().await;
        world.emulator.add_user("jo", "p w", &["Internal/creator"]).await;
        let own = client(&world, path, "sdk", ALL).await;
        granting(&world, release, &own).await;
        renewal(&world, release, &own).await;
        failures(&world, release, &own, path).await;
        on_gateways(&world, release, &own).await;
        basic(&world, release).await;
        missing(&world, release, &own).await;
        version(&world, release).await;
        world.stop().await;
    }
}

async fn granting(world: &World, release: &str, own: &Client) {
    let row = Row("§1.2", "Token request: grant_type = password, client_credentials");
    let form = "grant_type=password&username=jo&password=p+w&scope=apim:api_view+apim:api_publish";
    let answer = row.is(release, own.token(world, form).await, 200);
    let row =
        Row("§1.2", "Token response: access_token, refresh_token, scope, token_type, expires_in");
    row.same(release, answer.field("token_type"), "Bearer".to_owned());
    row.same(release, answer.json()["expires_in"].clone(), json!(3600));
    row.holds(release, answer.json()["refresh_token"].is_string(), &answer);
    row.same(release, status(world, &answer.field("access_token")).await, 200);
    let row = Row("§1.2", "Requested scopes the user holds no role for are not granted");
    row.same(release, answer.field("scope"), "apim:api_view".to_owned());
    let none =
        own.token(world, "grant_type=password&username=jo&password=p+w&scope=apim:admin").await;
    row.same(release, none.expect(200).field("scope"), "default".to_owned());
    let form = "grant_type=client_credentials&scope=apim:admin+nobody:defined";
    let answer = own.token(world, form).await.expect(200);
    row.same(release, answer.field("scope"), "apim:admin".to_owned());
    row.same(release, answer.json()["refresh_token"].clone(), Value::Null);
}

async fn renewal(world: &World, release: &str, own: &Client) {
    let form = "grant_type=password&username=jo&password=p+w&scope=apim:api_view+apim:api_create";
    let first = own.token(world, form).await.expect(200);
    let row = Row("§1.2", "refresh_token (+refresh_token)");
    let refresh =
        format!("grant_type=refresh_token&refresh_token={}", first.field("refresh_token"));
    let second = row.is(release, own.token(world, &refresh).await, 200);
    row.same(release, second.field("scope"), first.field("scope"));
    row.same(release, status(world, &first.field("access_token")).await, 401);
    row.same(release, status(world, &second.field("access_token")).await, 200);
    // It is good once; and what it renews can be narrowed down.
    row.is(release, own.token(world, &refresh).await, 400);
    let narrow = format!(
        "grant_type=refresh_token&scope=apim:api_view+apim:api_publish&refresh_token={}",
        second.field("refresh_token")
    );
    let third = row.is(release, own.token(world, &narrow).await, 200);
    row.same(release, third.field("scope"), "apim:api_view".to_owned());

    let row = Row(
        "§1.2",
        "Revoke body: token=<t>&token_type_hint=access_token, Basic client credentials",
    );
    let form = format!("token={}&token_type_hint=access_token", third.field("access_token"));
    row.is(release, own.post(world, world.cp("/oauth2/revoke"), &form).await, 200);
    row.same(release, status(world, &third.field("access_token")).await, 401);
    let form = "token=unknown";
    row.is(release, own.post(world, world.cp("/oauth2/revoke"), form).await, 200);
    let stranger = Client { id: "no".into(), secret: "no".into() };
    row.is(release, stranger.post(world, world.cp("/oauth2/revoke"), form).await, 401);
}

async fn failures(world: &World, release: &str, own: &Client, path: &str) {
    let row = Row("§1.2", "Wrong client: 401 invalid_client, WWW-Authenticate: Basic realm=");
    let wrong = [
        Client { id: "no".into(), secret: "no".into() },
        Client { id: own.id.clone(), secret: "no".into() },
    ];
    for stranger in wrong {
        let refused =
            row.is(release, stranger.token(world, "grant_type=client_credentials").await, 401);
        row.same(release, refused.field("error"), "invalid_client".to_owned());
        row.same(
            release,
            refused.field("error_description"),
            "Client credentials are invalid.".to_owned(),
        );
        row.same(release, refused.headers["www-authenticate"].to_str().unwrap(), "Basic realm=");
    }
    let row =
        Row("§1.2", "error/error_description of other OAuth failures: RFC 6749 shape expected");
    let poor = client(world, path, "poor", "client_credentials").await;
    for (who, form, error) in [
        (own, "grant_type=password&username=jo&password=no", "invalid_grant"),
        (own, "grant_type=refresh_token&refresh_token=no", "invalid_grant"),
        (own, "grant_type=nothing", "unsupported_grant_type"),
        (own, "scope=apim:api_view", "invalid_request"),
        (&poor, "grant_type=password&username=jo&password=p+w", "unauthorized_client"),
    ] {
        let refused = row.is(release, who.token(world, form).await, 400);
        row.same(release, refused.field("error"), error.to_owned());
        row.holds(release, !refused.field("error_description").is_empty(), form);
    }
}

async fn on_gateways(world: &World, release: &str, own: &Client) {
    let there = release.starts_with('3');
    let (ok, form) = (if there { 200 } else { 404 }, "grant_type=client_credentials");
    let row = Row("§1.2", "Gateway token: https://gw:8243/token in 3.x, absent in 4.x");
    let answer = row.is(release, own.post(world, world.gw(1, "/token"), form).await, ok);
    let row = Row("§1.2", "Tenant token: https://gw:8243/t/<tenant>/token in 3.x");
    row.is(release, own.post(world, world.gw(2, "/t/wso2.com/token"), form).await, ok);
    let row = Row("§1.2", "Gateway revoke: https://gw:8243/revoke in 3.x, absent in 4.x");
    let token = if there { answer.field("access_token") } else { "x".to_owned() };
    let form = format!("token={token}");
    row.is(release, own.post(world, world.gw(2, "/revoke"), &form).await, ok);
    row.same(release, status(world, &token).await, 401);
}

async fn basic(world: &World, release: &str) {
    let row = Row(
        "§1.2",
        "Management REST APIs also take HTTP Basic: the user's roles stand in for scopes",
    );
    let list = |user: &str, password: &str, path: &str| {
        let call = world.portal("GET", path).basic(user, password);
        async move { call.send().await }
    };
    row.is(release, list("jo", "p w", "p/apis").await, 200);
    row.is(release, list("jo", "no", "p/apis").await, 401);
    row.is(release, list("jo", "p w", "d/applications").await, 401);
}

async fn missing(world: &World, release: &str, own: &Client) {
    let row = Row("§1.3", "Both a missing token and a missing scope are answered 401, not 403");
    let body = json!({"code": 401, "message": "", "description": "Unauthenticated request", "moreInfo": ""});
    let form = "grant_type=password&username=jo&password=p+w&scope=apim:api_view";
    let token = own.token(world, form).await.expect(200).field("access_token");
    for path in ["p/settings", "d/settings", "d/applications", "d/subscriptions"] {
        let without = world.portal("GET", path).send().await;
        row.same(release, row.is(release, without, 401).json(), body.clone());
        if path != "p/settings" {
            let scopeless = world.portal("GET", path).bearer(&token).send().await;
            row.same(release, row.is(release, scopeless, 401).json(), body.clone());
        }
    }
}

async fn version(world: &World, release: &str) {
    let row = Row("§2.1", "GET /services/Version on 9443 or 9763, no login");
    let plain = format!("http://localhost:{}/services/Version", 9763 + world.base);
    for url in [world.cp("/services/Version"), plain] {
        let answer = row.is(release, world.http.call("GET", url).send().await, 200);
        let text = format!("<return>WSO2 API Manager-{release}.0</return>");
        row.holds(release, answer.text.contains(&text), &answer);
    }
}

/// Whoever asks with a token after its life is answered as without one; a new one heals it.
#[tokio::test]
async fn expired_tokens() {
    for release in ["3.2", "4.7"] {
        let row = Row("§1.2", "expires_in");
        let world = Plan::new(release).token_life(Duration::ZERO).start().await;
        let own = client(&world, "/client-registration/v0.17/register", "sdk", ALL).await;
        let form = "grant_type=client_credentials&scope=apim:api_view";
        let token = own.token(&world, form).await.expect(200);
        row.same(release, token.json()["expires_in"].clone(), json!(0));
        row.same(release, status(&world, &token.field("access_token")).await, 401);
        world.stop().await;
    }
}

/// In late 4.x, the segment of the version can be left out, or name the newest.
#[tokio::test]
async fn unversioned_paths() {
    let row =
        Row("§2.1", "/apis, /v4/apis and /v4.3/apis reach the same code; other segments are 404");
    for (release, published, expected) in [
        ("4.7", ["", "/v4", "/v4.3", "/v3", "/v4.9"], [200, 200, 200, 404, 404]),
        ("4.0", ["", "/v2", "/v4.3", "/v3", "/v4"], [404, 200, 404, 404, 404]),
    ] {
        let world = Plan::new(release).start().await;
        for (segment, status) in published.into_iter().zip(expected) {
            let url = world.cp(&format!("/api/am/publisher{segment}/apis"));
            let answer = world.http.call("GET", url).basic("admin", "admin").send().await;
            row.is(release, answer, status);
        }
        if release == "4.7" {
            let url = world.cp("/api/am/devportal/apis");
            row.is(release, world.http.call("GET", url).send().await, 200);
        }
        world.stop().await;
    }
}
