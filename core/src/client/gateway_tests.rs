//! Calls through gateways, probes and waiting, against scripted servers.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use super::testing::{Answer, Received, Server};
use super::{ApiRequest, ConnectOptions, ControlPlane, Credentials, ProbeState, wait_until_ready};
use crate::error::{ErrorKind, Retry};
use crate::model::Release;

const NOT_FOUND: &str = r#"{"code":"404","type":"Status report","message":"Not Found","description":"The requested resource is not available."}"#;
const NO_TOKEN: &str = r#"{"code":"900902","message":"Missing Credentials","description":"d"}"#;
const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(30);

fn port(url: &str) -> u16 {
    url.rsplit_once(':').unwrap().1.parse().unwrap()
}

fn environment(name: &str, port: u16) -> Value {
    json!({"name": name, "type": "hybrid", "showInApiConsole": true,
        "vhosts": [{"host": "unused.example"}, {"host": "127.0.0.1", "httpPort": port}]})
}

/// A control plane of 4.7 with the API `Pets` 1.0.0, deployed at the second virtual host of each environment. `portal` is
/// what the Developer Portal lists.
async fn control_plane(environments: Vec<Value>, portal: Value) -> (ControlPlane, Server) {
    let deployed: Vec<Value> = environments
        .iter()
        .map(|environment| {
            json!({"name": environment["name"], "vhost": "127.0.0.1", "displayOnDevportal": true, "status": "APPROVED"})
        })
        .collect();
    let server = Server::start(move |received: &Received| {
        let line = received.line.as_str();
        if line.ends_with("/settings") {
            return json!({ "environment": environments }).into();
        }
        if line.contains("/devportal/") {
            return portal.clone().into();
        }
        if line.ends_with("/revisions") {
            return json!({"count": 1, "list": [{"id": "r", "displayName": "Revision 1", "deploymentInfo": deployed}]})
                .into();
        }
        if line.contains("/apis?") {
            return json!({"count": 1, "list": [{"id": "a", "name": "Pets", "context": "/pets", "version": "1.0.0",
                "provider": "admin", "lifeCycleStatus": "PUBLISHED"}]})
            .into();
        }
        Answer::Json(500, format!("nobody expected {line}"))
    })
    .await;
    let options = ConnectOptions::new().release(Release::V4_7);
    let connected = ControlPlane::connect(&server.url, Credentials::token("s3cret"), options).await;
    (connected.unwrap(), server)
}

/// Answers with 404 so many times, and then that a token is missing.
fn live_after(times: usize) -> impl Fn(&Received) -> Answer + Send + Sync + 'static {
    let asked = AtomicUsize::new(0);
    move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        at if at < times => Answer::Json(404, NOT_FOUND.to_owned()),
        _ => Answer::Json(401, NO_TOKEN.to_owned()),
    }
}

/// A port at which nobody listens.
async fn free_port() -> u16 {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().port()
}

#[tokio::test]
async fn a_call_sends_its_own_headers_and_nothing_of_the_session() {
    let gateway = Server::start(|_| Answer::Json(401, NO_TOKEN.to_owned())).await;
    let (control_plane, _server) = control_plane(Vec::new(), json!({})).await;
    let url = format!("{}/pets/1.0.0/pets?limit=5", gateway.url);
    let answer = control_plane.call(&ApiRequest::get(&url)).await.unwrap();
    assert_eq!((answer.status, answer.is_success()), (401, false));
    assert_eq!(answer.content_type.as_deref(), Some("application/json"));
    assert_eq!(answer.header("Content-Length"), Some(NO_TOKEN.len().to_string().as_str()));
    assert_eq!(answer.header("Retry-After"), None);
    let fault = answer.fault.as_ref().unwrap();
    assert_eq!(fault.to_string(), "900902: Missing Credentials: d");
    assert_eq!(fault.code.as_deref(), Some("900902"));
    assert_eq!(answer.text(), NO_TOKEN);

    let request = ApiRequest::new("PATCH", &url)
        .bearer("t1")
        .header("X-A", "b")
        .body("application/json", r#"{"name":"Rex"}"#);
    control_plane.call(&request).await.unwrap();
    let received = gateway.received();
    assert_eq!(received[0].line, "GET /pets/1.0.0/pets?limit=5");
    assert_eq!(received[0].header("authorization"), "");
    assert_eq!(received[0].header("accept"), "*/*");
    assert_eq!(received[1].line, "PATCH /pets/1.0.0/pets?limit=5");
    assert_eq!(received[1].header("authorization"), "Bearer t1");
    assert_eq!(received[1].header("x-a"), "b");
    assert_eq!(received[1].header("content-type"), "application/json");
    assert_eq!(received[1].body, r#"{"name":"Rex"}"#);
}

#[tokio::test]
async fn every_method_is_sent_and_a_success_is_no_fault() {
    let gateway = Server::start(|_| Answer::Json(200, NO_TOKEN.to_owned())).await;
    let (control_plane, _server) = control_plane(Vec::new(), json!({})).await;
    for method in ApiRequest::METHODS.into_iter().filter(|method| *method != "HEAD") {
        let answer = control_plane.call(&ApiRequest::new(method, &gateway.url)).await.unwrap();
        assert!(answer.is_success() && answer.fault.is_none(), "a back end's answer is its own");
    }
    let sent: Vec<String> = gateway.lines();
    assert_eq!(sent, ["GET /", "POST /", "PUT /", "PATCH /", "DELETE /", "OPTIONS /"]);
}

#[tokio::test]
async fn a_call_without_an_answer_names_the_gateway_and_shows_no_secret() {
    let (control_plane, _server) = control_plane(Vec::new(), json!({})).await;
    let down = format!("http://127.0.0.1:{}", free_port().await);
    let request = |method: &str, url: &str| {
        ApiRequest::new(method, format!("{url}/pets?apikey=s3cret")).bearer("t0ken")
    };
    let error = control_plane.call(&request("POST", &down)).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Connect, "connect-failed"));
    assert_eq!((error.operation(), error.retry()), ("call", Retry::Safe));
    assert!(error.message().contains(&format!("no answer from the gateway {down}")), "{error}");
    assert!(error.message().contains("is it running"), "{error}");
    let shown = format!("{error:?}");
    assert!(!shown.contains("s3cret") && !shown.contains("t0ken"), "{shown}");

    let broken = Server::start(|_| Answer::Reset).await;
    for (method, retry) in [("POST", Retry::Ambiguous), ("PUT", Retry::Safe), ("GET", Retry::Safe)]
    {
        let error = control_plane.call(&request(method, &broken.url)).await.unwrap_err();
        assert_eq!((error.code(), error.retry()), ("connection-lost", retry), "{method}");
    }
    let error = control_plane.call(&ApiRequest::new("get", &down)).await.unwrap_err();
    assert_eq!((error.operation(), error.code()), ("call", "invalid-method"));
}

#[tokio::test]
async fn a_probe_asks_the_portals_url_or_the_deployments_and_never_with_a_token() {
    let gateway = Server::start(live_after(0)).await;
    let shown = json!({"endpointURLs": [{"environmentName": "a", "environmentType": "hybrid",
        "URLs": {"http": format!("{}/shown/pets/1.0.0", gateway.url), "https": null}}]});
    let environments =
        vec![environment("a", port(&gateway.url)), environment("b", port(&gateway.url))];
    let (control_plane, server) = control_plane(environments, shown).await;
    let probe = control_plane.probe("Pets", "1.0.0", "a").await.unwrap();
    assert_eq!((probe.environment.as_str(), probe.state), ("a", ProbeState::Live));
    assert_eq!(probe.url, format!("{}/shown/pets/1.0.0", gateway.url));
    assert_eq!(server.count("/revisions"), 0, "the portal knows");
    let probe = control_plane.probe("Pets", "1.0.0", "b").await.unwrap();
    assert_eq!(
        probe.to_string(),
        format!("b: live at {}/pets/1.0.0 (401: 900902: Missing Credentials: d)", gateway.url)
    );
    for received in gateway.received() {
        assert!(received.line.starts_with("GET /"), "{}", received.line);
        assert_eq!(received.header("authorization"), "");
        assert!(!format!("{received:?}").contains("s3cret"));
    }
}

#[tokio::test]
async fn a_back_ends_404_is_told_from_a_load_balancers() {
    let html = |_: &Received| Answer::Json(404, "<html>404</html>".to_owned());
    let balancer = Server::start(html).await;
    let gateway = Server::start(move |received: &Received| match received.line.as_str() {
        "GET /pets/1.0.0" => html(received),
        _ => Answer::Json(404, NOT_FOUND.to_owned()),
    })
    .await;
    let environments = vec![
        environment("gateway", port(&gateway.url)),
        environment("balancer", port(&balancer.url)),
    ];
    let (control_plane, _server) = control_plane(environments, json!({})).await;
    let probe = control_plane.probe("Pets", "1.0.0", "gateway").await.unwrap();
    assert_eq!(probe.state, ProbeState::Live, "{probe}");
    let probe = control_plane.probe("Pets", "1.0.0", "balancer").await.unwrap();
    assert_eq!(probe.state, ProbeState::Unclear, "{probe}");
    assert_eq!(gateway.lines(), ["GET /pets/1.0.0", "GET /pets/1.0.0-no-such-version"]);
}

#[tokio::test]
async fn what_does_not_exist_is_an_error_at_once() {
    let (control_plane, _server) = control_plane(vec![environment("Gateway", 1)], json!({})).await;
    let error = control_plane.probe("Pets", "1.0.0", "gateway").await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "unknown-environment"));
    assert!(error.message().contains("did you mean `Gateway`?"), "{error}");
    assert_eq!(error.operation(), "probe");
    let error =
        control_plane.wait_until_live("Dogs", "1.0.0", ["Gateway"], LONG).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, "unknown-api"));
    let none: [&str; 0] = [];
    let error = control_plane.wait_until_live("Pets", "1.0.0", none, LONG).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "no-environment"));
}

#[tokio::test]
async fn an_api_over_websocket_alone_cannot_be_asked() {
    let shown = json!({"endpointURLs": [{"environmentName": "a", "environmentType": "hybrid",
        "URLs": {"http": null, "https": null, "wss": "wss://gw:8099/chat/1.0.0"}}]});
    let (control_plane, _server) = control_plane(vec![environment("a", 1)], shown).await;
    let error = control_plane.probe("Pets", "1.0.0", "a").await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Unsupported, "no-http-url"));
}

#[tokio::test]
async fn waiting_ends_when_all_are_live_and_asks_no_live_one_again() {
    let (slow, fast) = (Server::start(live_after(3)).await, Server::start(live_after(0)).await);
    let environments =
        vec![environment("slow", port(&slow.url)), environment("fast", port(&fast.url))];
    let (control_plane, _server) = control_plane(environments, json!({})).await;
    let probes =
        control_plane.wait_until_live("Pets", "1.0.0", ["slow", "fast"], LONG).await.unwrap();
    let states: Vec<(&str, ProbeState)> =
        probes.iter().map(|probe| (probe.environment.as_str(), probe.state)).collect();
    assert_eq!(states, [("slow", ProbeState::Live), ("fast", ProbeState::Live)]);
    assert_eq!((slow.count("GET"), fast.count("GET")), (4, 1));
}

#[tokio::test]
async fn what_is_not_live_in_time_is_named_with_its_last_answer() {
    let (live, absent) = (Server::start(live_after(0)).await, Server::start(live_after(99)).await);
    let down = free_port().await;
    let environments = vec![
        environment("live", port(&live.url)),
        environment("absent", port(&absent.url)),
        environment("down", down),
    ];
    let (control_plane, _server) = control_plane(environments, json!({})).await;
    let names = ["live", "absent", "down"];
    let error = control_plane.wait_until_live("Pets", "1.0.0", names, SHORT).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Timeout, "not-live"));
    assert_eq!((error.operation(), error.retry()), ("wait_until_live", Retry::Safe));
    assert!(error.context().contains(&("environments", "absent, down".to_owned())), "{error:?}");
    let message = error.message();
    assert!(
        message.starts_with("after 300ms the API `Pets` 1.0.0 is not live in 2 of 3 environments"),
        "{message}"
    );
    assert!(message.contains("(404: Not Found: The requested"), "{message}");
    assert!(message.contains("`verify`"), "{message}");
    assert!(
        message.contains(&format!("down: unreachable at http://127.0.0.1:{down}/pets/1.0.0")),
        "{message}"
    );
    assert!(message.contains("is the gateway running"), "{message}");
    assert!(absent.count("GET") > 1, "it was asked again");

    let error = control_plane.wait_until_live("Pets", "1.0.0", names, Duration::ZERO).await;
    assert_eq!(error.unwrap_err().code(), "not-live", "each is asked once");
}

#[tokio::test]
async fn waiting_for_absence_needs_the_gateways_own_word() {
    let asked = AtomicUsize::new(0);
    let gone_later = Server::start(move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => Answer::Json(401, NO_TOKEN.to_owned()),
        1 => Answer::Reset,
        _ => Answer::Json(404, NOT_FOUND.to_owned()),
    })
    .await;
    let live = Server::start(live_after(0)).await;
    let environments = vec![
        environment("gone", port(&gone_later.url)),
        environment("live", port(&live.url)),
        environment("down", free_port().await),
    ];
    let (control_plane, _server) = control_plane(environments, json!({})).await;
    let absent = |environment, timeout| {
        control_plane.wait_until_absent("Pets", "1.0.0", environment, timeout)
    };
    let probe = absent("gone", LONG).await.unwrap();
    assert_eq!((probe.state, gone_later.count("GET")), (ProbeState::Absent, 3));
    let error = absent("live", SHORT).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Timeout, "still-live"));
    assert_eq!(error.operation(), "wait_until_absent");
    let error = absent("down", SHORT).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Timeout, "not-absent"));
    assert!(error.message().contains("is the gateway running"), "{error}");
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_is_not_waited_for() {
    let (gateway, _ca) = Server::start_tls(live_after(0)).await;
    let secure = json!({"name": "a", "type": "hybrid", "vhosts": [{"host": "localhost", "httpsPort": port(&gateway.url)}]});
    let (control_plane, _server) = control_plane(vec![secure], json!({})).await;
    for _ in 0..2 {
        let error = control_plane.wait_until_live("Pets", "1.0.0", ["a"], LONG).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Tls, "tls-failed"), "{error:?}");
        assert!(error.message().contains("ca_certificates"), "{error}");
        assert!(error.context().contains(&("environment", "a".to_owned())), "{error:?}");
    }
}

#[tokio::test]
async fn a_node_is_ready_when_it_tells_its_release() {
    let asked = AtomicUsize::new(0);
    let node = Server::start(move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => Answer::Reset,
        1 => Answer::Json(503, String::new()),
        2 => Answer::Json(200, "starting".to_owned()),
        _ => Answer::Json(200, "<ns:return>WSO2 API Manager-4.7.0</ns:return>".to_owned()),
    })
    .await;
    let options = ConnectOptions::new();
    wait_until_ready(&node.url, &options, LONG).await.unwrap();
    assert!(node.lines().iter().all(|line| line == "GET /services/Version"));
    assert_eq!(node.lines().len(), 4);

    let quiet = Server::start(|_| Answer::Json(200, String::new())).await;
    let error = wait_until_ready(&quiet.url, &options, SHORT).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Timeout, "not-ready"));
    assert!(error.message().contains("names no API Manager release"), "{error}");
    wait_until_ready(&quiet.url, &options.clone().release(Release::V4_7), SHORT).await.unwrap();
}

#[tokio::test]
async fn a_node_that_does_not_come_is_named_with_its_last_failure() {
    let options = ConnectOptions::new();
    let down = format!("https://localhost:{}", free_port().await);
    let error = wait_until_ready(&down, &options, SHORT).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Timeout, "not-ready"));
    assert_eq!((error.operation(), error.retry()), ("wait_until_ready", Retry::Safe));
    assert!(error.message().contains(&down) && error.message().contains("refused"), "{error}");

    let (secure, ca) = Server::start_tls(|_| Answer::Json(500, String::new())).await;
    let error = wait_until_ready(&secure.url, &options, LONG).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls, "{error}");
    let trusting = ConnectOptions::new().ca_certificates(ca);
    let error = wait_until_ready(&secure.url, &trusting, SHORT).await.unwrap_err();
    assert!(error.message().contains("status 500"), "{error}");
    let error = wait_until_ready("localhost:9443", &options, SHORT).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "invalid-url"));
}

#[test]
fn waiting_can_be_done_in_another_task() {
    fn is_send<T: Send>(_: &T) {}
    #[allow(clippy::no_effect_underscore_binding, reason = "it is made, and never called")]
    let _made = |control_plane: &ControlPlane, request: &ApiRequest, options: &ConnectOptions| {
        let names = vec!["a".to_owned()];
        is_send(&control_plane.wait_until_live("Pets", "1.0.0", names, LONG));
        is_send(&control_plane.wait_until_absent("Pets", "1.0.0", "a", LONG));
        is_send(&control_plane.probe("Pets", "1.0.0", "a"));
        is_send(&control_plane.call(request));
        is_send(&wait_until_ready("https://localhost:9443", options, LONG));
    };
}
