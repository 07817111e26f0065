//! Issue 3, "Done when" 4: real `curl`, as the original procedure and the references write it.

use std::io::Write as _;
use std::process::Command;

use base64::Engine as _;
use serde_json::{Value, json};

use crate::world::{NAMES, Plan, World};

/// True when there is no `curl`, which is said: the tests then pass without having shown anything.
fn is_missing() -> bool {
    let missing = Command::new("curl").arg("--version").output().is_err();
    if missing {
        let _ = writeln!(std::io::stderr(), "skipped: this computer has no `curl`");
    }
    missing
}

/// Status and body of what `curl` was answered; the text of its own failure otherwise.
async fn curl(trust: &[String], arguments: &[&str]) -> Result<(u16, String), String> {
    let mut command = Command::new("curl");
    // Neither a user's own settings nor a proxy belong to what is tested.
    command.args(["-q", "-sS", "-w", "\n%{http_code}"]).env("no_proxy", "*");
    command.args(trust).args(arguments);
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    if !output.status.success() {
        return Err(String::from_utf8(output.stderr).unwrap());
    }
    let text = String::from_utf8(output.stdout).unwrap();
    let (body, status) = text.rsplit_once('\n').unwrap();
    Ok((status.parse().unwrap(), body.to_owned()))
}

#[track_caller]
fn json_of(status: u16, (found, body): (u16, String)) -> Value {
    assert_eq!(found, status, "{body}");
    serde_json::from_str(&body).unwrap()
}

struct Shell<'w> {
    world: &'w World,
    /// `-k`, or `--cacert` with the emulator's authority.
    trust: Vec<String>,
}

impl Shell<'_> {
    async fn answer(&self, arguments: &[&str]) -> (u16, String) {
        let answer = curl(&self.trust, arguments).await;
        answer.unwrap_or_else(|failure| panic!("{arguments:?}: {failure}"))
    }

    /// REST reference §1.1 and §3: a client, an application, a subscription, keys.
    async fn keys(&self, api: &str, key_type: &str) -> (String, String) {
        let json_type = "Content-Type: application/json";
        let portal = self.world.cp(if self.world.release.is_classic() {
            "/api/am/store/v1"
        } else {
            "/api/am/devportal/v3"
        });
        let client = json!({
            "clientName": format!("curl_{key_type}"), "owner": "admin", "callbackUrl": "",
            "grantType": "password refresh_token", "saasApp": true,
        });
        let register = self.world.cp("/client-registration/v0.17/register");
        let client = client.to_string();
        let arguments = ["-u", "admin:admin", "-H", json_type, "-d", &client, &register];
        let client = json_of(200, self.answer(&arguments).await);
        let form = "grant_type=password&username=admin&password=admin\
                    &scope=apim:subscribe apim:app_manage apim:sub_manage";
        let (id, secret) = (text(&client, "clientId"), text(&client, "clientSecret"));
        let token = self.token(&self.world.cp("/oauth2/token"), &id, &secret, form).await;
        let bearer = format!("Authorization: Bearer {}", text(&token, "access_token"));
        let post = async |path: &str, status: u16, body: Value| {
            let (url, body) = (format!("{portal}{path}"), body.to_string());
            let arguments =
                ["-X", "POST", "-H", &bearer, "-H", json_type, "-d", &body, url.as_str()];
            json_of(status, self.answer(&arguments).await)
        };
        let name = format!("{key_type} {}", self.trust[0]);
        let application = json!({"name": name, "throttlingPolicy": "Unlimited"});
        let application = text(&post("/applications", 201, application).await, "applicationId");
        let subscription =
            json!({"applicationId": application, "apiId": api, "throttlingPolicy": "Unlimited"});
        post("/subscriptions", 201, subscription).await;
        let wanted = json!({"keyType": key_type, "grantTypesToBeSupported": ["password"]});
        let keys = post(&format!("/applications/{application}/generate-keys"), 200, wanted).await;
        (text(&keys, "consumerKey"), text(&keys, "consumerSecret"))
    }

    /// The procedure's step 2: `curl -k -d … -H "Authorization: Basic …" <url>`.
    async fn token(&self, url: &str, key: &str, secret: &str, form: &str) -> Value {
        let basic = base64::engine::general_purpose::STANDARD.encode(format!("{key}:{secret}"));
        let header = format!("Authorization: Basic {basic}");
        json_of(200, self.answer(&["-d", form, "-H", &header, url]).await)
    }

    async fn call(&self, n: u16, token: &str) -> (u16, String) {
        let bearer = format!("Authorization: Bearer {token}");
        let url = self.world.gw(n, "/pets/1.0.0/all");
        self.answer(&["-X", "GET", url.as_str(), "-H", &bearer]).await
    }
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_else(|| panic!("no {key}: {value}")).to_owned()
}

async fn tokens_and_calls(version: &str) {
    if is_missing() {
        return;
    }
    let world = Plan::new(version).start().await;
    let api = world.publish(&world.document("Pets")).await;
    for n in [1, 2] {
        world.eventually(&world.gw(n, "/pets/1.0.0/all"), 401).await;
    }
    let authority = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(authority.path(), world.emulator.ca_pem()).unwrap();
    let path = authority.path().to_str().unwrap().to_owned();
    // Without either option curl refuses the certificate, as it does with a pack's own.
    let refused = curl(&[], &[&world.cp("/services/Version")]).await.unwrap_err();
    assert!(refused.contains("certificate"), "{refused}");
    for trust in [vec!["-k".to_owned()], vec!["--cacert".to_owned(), path]] {
        let shell = Shell { world: &world, trust };
        // 3.x: at each gateway's /token, which is a proxy; 4.x: at the control plane alone.
        let endpoints = if world.release.is_classic() {
            vec![world.gw(1, "/token"), world.gw(2, "/token"), world.cp("/oauth2/token")]
        } else {
            for n in [1, 2] {
                assert_eq!(shell.answer(&["-d", "x=y", &world.gw(n, "/token")]).await.0, 404);
            }
            vec![world.cp("/oauth2/token")]
        };
        let form = "grant_type=password&username=admin&password=admin";
        let production = shell.keys(&api, "PRODUCTION").await;
        let sandbox = shell.keys(&api, "SANDBOX").await;
        for url in &endpoints {
            let token = shell.token(url, &production.0, &production.1, form).await;
            assert_eq!(
                (&token["token_type"], &token["expires_in"]),
                (&json!("Bearer"), &json!(3600))
            );
            assert!(token["refresh_token"].is_string());
            let token = text(&token, "access_token");
            for n in [1, 2] {
                let answer = json_of(200, shell.call(n, &token).await);
                assert_eq!(answer["path"], "/production/all", "{}", NAMES[usize::from(n - 1)]);
            }
            let token = shell.token(url, &sandbox.0, &sandbox.1, form).await;
            let token = text(&token, "access_token");
            let (status, body) = shell.call(1, &token).await;
            assert_eq!(status, 401);
            assert!(body.contains("Sandbox Key Provided for Production Gateway"), "{body}");
            let answer = json_of(200, shell.call(2, &token).await);
            assert_eq!(answer["path"], "/sandbox/all");
        }
    }
    world.stop().await;
}

/// REST reference §1.2: the token API of each gateway.
#[tokio::test]
async fn curl_takes_tokens_at_each_gateway_of_3_2() {
    tokens_and_calls("3.2").await;
}

/// REST reference §1.2: absent from gateways, there on the control plane.
#[tokio::test]
async fn curl_takes_tokens_at_the_control_plane_of_4_7() {
    tokens_and_calls("4.7").await;
}
