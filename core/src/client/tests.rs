//! The client against a scripted server.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;

use super::testing::{Answer, Received, Server};
use super::{ConnectOptions, ControlPlane, Credentials, Grant};
use crate::error::{ErrorKind, Retry};
use crate::model::{KeyType, Release};

const ALL_SCOPES: &str = "apim:api_create apim:api_publish apim:api_view apim:app_manage apim:sub_manage apim:subscribe \
    apim:publisher_settings";

/// Registration, tokens `t1`, `t2`, … and the version; the rest is the test's.
fn with_login(
    scopes: &'static str,
    rest: impl Fn(&Received) -> Answer + Send + Sync + 'static,
) -> impl Fn(&Received) -> Answer + Send + Sync + 'static {
    let issued = AtomicUsize::new(0);
    move |received: &Received| {
        let line = received.line.as_str();
        if line.ends_with("/register") {
            return json!({"clientId": "cid", "clientSecret": "c-s3cret"}).into();
        }
        if line == "POST /oauth2/token" {
            let number = issued.fetch_add(1, Ordering::SeqCst) + 1;
            return json!({"access_token": format!("t{number}"), "refresh_token": "r", "scope": scopes, "expires_in": 3600})
                .into();
        }
        if line == "GET /services/Version" {
            return Answer::Json(200, "<ns:return>WSO2 API Manager-4.7.0</ns:return>".to_owned());
        }
        rest(received)
    }
}

async fn connect(server: &Server) -> ControlPlane {
    let credentials = Credentials::password("admin", "hunter2");
    ControlPlane::connect(&server.url, credentials, ConnectOptions::new()).await.unwrap()
}

fn settings() -> Answer {
    json!({"environment": [{"name": "Default", "type": "hybrid", "showInApiConsole": true,
        "vhosts": [{"host": "gw", "httpPort": 8280, "httpsPort": 8243}]}]})
    .into()
}

#[tokio::test]
async fn connecting_asks_the_release_registers_and_takes_one_token() {
    let server = Server::start(with_login(ALL_SCOPES, |_| settings())).await;
    let control_plane = connect(&server).await;
    assert_eq!(control_plane.release(), Release::V4_7);
    let environments = control_plane.environments().await.unwrap();
    assert_eq!(environments[0].https_url.as_deref(), Some("https://gw:8243"));
    assert_eq!(
        server.lines(),
        [
            "GET /services/Version",
            "POST /client-registration/v0.17/register",
            "POST /oauth2/token",
            "GET /api/am/publisher/v4/settings"
        ]
    );
    let received = server.received();
    assert_eq!(received[1].header("authorization"), "Basic YWRtaW46aHVudGVyMg==");
    assert_eq!(received[2].header("authorization"), "Basic Y2lkOmMtczNjcmV0");
    assert_eq!(received[3].header("authorization"), "Bearer t1");
    assert_eq!(received[1].json()["clientName"], "gatewright_admin");
    assert!(!format!("{control_plane:?}").contains("hunter2"), "{control_plane:?}");
    assert!(
        !format!("{control_plane:?}").contains("c-s3cret")
            && !format!("{control_plane:?}").contains("\"t1\"")
    );
}

#[tokio::test]
async fn a_revoked_token_heals_once_however_many_tasks_hold_it() {
    let server = Server::start(with_login(ALL_SCOPES, |received| {
        if received.header("authorization") == "Bearer t1" {
            Answer::Json(401, String::new())
        } else {
            settings()
        }
    }))
    .await;
    let control_plane = connect(&server).await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let control_plane = control_plane.clone();
        tasks.spawn(async move { control_plane.environments().await.unwrap().len() });
    }
    assert_eq!(tasks.join_all().await, vec![1; 50]);
    assert_eq!(server.count("/oauth2/token"), 2);
    assert_eq!(server.count("/register"), 1);
}

#[tokio::test]
async fn a_401_that_stays_is_a_missing_scope_or_refused_credentials() {
    let refused = || {
        let body =
            r#"{"code":401,"message":"","description":"Unauthenticated request","moreInfo":""}"#;
        Answer::Json(401, body.to_owned())
    };
    let server = Server::start(with_login("apim:subscribe", move |_| refused())).await;
    let error = connect(&server).await.environments().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code(), error.operation()),
        (ErrorKind::MissingScope, "missing-scope", "environments")
    );
    assert!(
        error
            .context()
            .contains(&("needed_scopes", "apim:api_view apim:publisher_settings".to_owned()))
    );
    assert!(error.message().contains("was granted apim:subscribe"), "{error}");
    assert_eq!(server.count("/settings"), 2);

    let server = Server::start(with_login(ALL_SCOPES, move |_| refused())).await;
    let error = connect(&server).await.environments().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Unauthenticated, "unauthenticated"));

    let server = Server::start(with_login(ALL_SCOPES, move |_| refused())).await;
    let options = ConnectOptions::new().release(Release::V4_7);
    let basic =
        ControlPlane::connect(&server.url, Credentials::basic("u", "p"), options).await.unwrap();
    assert_eq!(basic.environments().await.unwrap_err().kind(), ErrorKind::Unauthenticated);
    assert_eq!(server.lines().len(), 1, "nothing to renew");
}

#[tokio::test]
async fn wrong_credentials_fail_the_connecting() {
    let server = Server::start(|received| {
        if received.line.starts_with("GET /services") {
            return Answer::Json(200, "<return>WSO2 API Manager-3.2.0</return>".to_owned());
        }
        Answer::Json(401, String::new())
    })
    .await;
    let credentials = Credentials::password("admin", "wr0ng");
    let error =
        ControlPlane::connect(&server.url, credentials, ConnectOptions::new()).await.unwrap_err();
    assert_eq!((error.code(), error.operation()), ("credentials-refused", "connect"));
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    assert!(!format!("{error:?}").contains("wr0ng"));
}

#[tokio::test]
async fn what_is_not_there_or_no_api_manager_is_told_apart() {
    let credentials = || Credentials::password("admin", "x");
    let options = || ConnectOptions::new().request_timeout(Duration::from_millis(300));
    let connect =
        async |url: &str| ControlPlane::connect(url, credentials(), options()).await.unwrap_err();

    let error = connect("http://127.0.0.1:1").await;
    assert_eq!((error.kind(), error.retry()), (ErrorKind::Connect, Retry::Safe), "{error}");
    let server = Server::start(|_| Answer::Json(404, "<html></html>".to_owned())).await;
    let error = connect(&server.url).await;
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Unsupported, "unknown-release"),
        "{error}"
    );
    let error = connect(&server.url.replace("http:", "https:")).await;
    assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
    assert!(error.message().contains("does not speak TLS"), "{error}");
    let silent = Server::start(|_| Answer::Silence).await;
    assert_eq!(connect(&silent.url).await.kind(), ErrorKind::Timeout);
    let half = Server::start(|_| Answer::Half).await;
    let error = connect(&half.url).await;
    assert_eq!((error.kind(), error.code()), (ErrorKind::Connect, "connection-lost"), "{error:?}");
}

#[tokio::test]
async fn an_application_its_subscription_and_keys_are_made_once() {
    let made = Arc::new(Mutex::new(Vec::<String>::new()));
    let state = Arc::clone(&made);
    let server = Server::start(with_login(ALL_SCOPES, move |received| {
        let mut made = state.lock().unwrap();
        let line = received.line.trim_start_matches("GET ").to_owned();
        let has = |what: &str, made: &Vec<String>| made.iter().any(|item| item == what);
        if line.starts_with("POST ") {
            let item = if line.ends_with("generate-keys") {
                received.json()["keyType"].as_str().unwrap().to_owned()
            } else {
                line.rsplit('/').next().unwrap().to_owned()
            };
            if has(&item, &made) {
                return Answer::Json(409, r#"{"code":900336,"message":"exists","description":""}"#.to_owned());
            }
            made.push(item.clone());
            return match item.as_str() {
                "applications" => Answer::Json(201, r#"{"applicationId":"app","name":"quick","status":"APPROVED"}"#.into()),
                "subscriptions" => Answer::Json(201, r#"{"apiId":"api","status":"UNBLOCKED"}"#.into()),
                key_type => json!({"consumerKey": key_type, "consumerSecret": "k-s3cret", "keyType": key_type}).into(),
            };
        }
        if line.contains("/applications?") {
            let list = if has("applications", &made) { json!([{"applicationId": "app", "name": "quick"}]) } else { json!([]) };
            return json!({"list": list}).into();
        }
        if line.contains("/oauth-keys") {
            let keys: Vec<_> = made.iter().filter(|item| item.to_uppercase() == **item)
                .map(|key_type| json!({"consumerKey": key_type, "consumerSecret": "k-s3cret", "keyType": key_type,
                    "keyManager": "Resident Key Manager"})).collect();
            return json!({"list": keys}).into();
        }
        if line.contains("/publisher/") {
            return json!({"list": [{"id": "api", "name": "Pets", "version": "1.0.0"}]}).into();
        }
        json!({"endpointURLs": [], "tiers": [{"tierName": "Gold"}]}).into()
    }))
    .await;
    let control_plane = connect(&server).await;
    for _ in 0..2 {
        let application = control_plane.application("quick").await.unwrap();
        application.subscribe("Pets", "1.0.0").await.unwrap();
        for key_type in KeyType::ALL {
            let keys = application.keys(key_type).await.unwrap();
            assert_eq!(keys.consumer_key, key_type.as_str());
            assert!(!format!("{keys:?}").contains("s3cret"));
        }
    }
    assert_eq!(*made.lock().unwrap(), ["applications", "subscriptions", "PRODUCTION", "SANDBOX"]);
    let subscribed = server
        .received()
        .into_iter()
        .find(|request| request.line.ends_with("/subscriptions"))
        .unwrap();
    assert_eq!(subscribed.json()["throttlingPolicy"], "Gold");
    let keys =
        control_plane.application("quick").await.unwrap().keys(KeyType::Sandbox).await.unwrap();
    let endpoints = control_plane.token_endpoints().await.unwrap();
    assert_eq!(endpoints[0].url, format!("{}/oauth2/token", server.url));
    let token =
        control_plane.token(&endpoints[0].url, &keys, &Grant::password("u", "p")).await.unwrap();
    assert_eq!(token.expires_in, Some(Duration::from_secs(3600)));
}

#[tokio::test]
async fn classic_releases_issue_tokens_at_each_gateway() {
    let server = Server::start(with_login(ALL_SCOPES, |_| {
        json!({"environment": [{"name": "A", "type": "production", "endpoints": {"https": "https://localhost:8244"}}]}).into()
    }))
    .await;
    let options = ConnectOptions::new().release(Release::V3_2);
    let credentials = Credentials::password("admin", "x");
    let control_plane = ControlPlane::connect(&server.url, credentials, options).await.unwrap();
    let endpoints = control_plane.token_endpoints().await.unwrap();
    assert_eq!(
        (endpoints[0].environment.as_deref(), endpoints[0].url.as_str()),
        (Some("A"), "https://localhost:8244/token")
    );
}

#[tokio::test]
async fn a_listing_is_read_to_its_end() {
    let server = Server::start(with_login(ALL_SCOPES, |received| {
        let offset: usize = received.line.rsplit('=').next().unwrap().parse().unwrap();
        let list: Vec<_> = (offset..(offset + 100).min(250))
            .map(|number| json!({"id": number.to_string(), "name": "A", "version": "1"}))
            .collect();
        json!({"list": list, "pagination": {"total": 250}}).into()
    }))
    .await;
    let apis = connect(&server).await.apis().await.unwrap();
    assert_eq!(apis.len(), 250);
    assert_eq!(server.count("/apis?"), 3);
}

#[tokio::test]
async fn a_certificate_is_trusted_by_its_ca_or_by_the_dangerous_option_alone() {
    let (server, ca) = Server::start_tls(with_login(ALL_SCOPES, |_| settings())).await;
    let (_, other_ca) = Server::start_tls(|_| Answer::Reset).await;
    let connect = async |options: ConnectOptions| {
        ControlPlane::connect(&server.url, Credentials::password("admin", "x"), options).await
    };
    for options in [ConnectOptions::new(), ConnectOptions::new().ca_certificates(other_ca)] {
        let error = connect(options).await.unwrap_err();
        assert_eq!((error.kind(), error.retry()), (ErrorKind::Tls, Retry::Safe), "{error:?}");
        assert!(error.message().contains("is not trusted"), "{error}");
    }
    assert_eq!(server.lines(), Vec::<String>::new(), "nothing was sent");
    let trusted = connect(ConnectOptions::new().ca_certificates(ca.clone())).await.unwrap();
    assert_eq!(trusted.environments().await.unwrap().len(), 1);
    assert!(connect(ConnectOptions::new().danger_accept_invalid_certificates()).await.is_ok());

    let other_host = server.url.replace("localhost", "127.0.0.1");
    let options = ConnectOptions::new().ca_certificates(ca);
    let error =
        ControlPlane::connect(&other_host, Credentials::token("t"), options).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls, "another host's certificate");
}
