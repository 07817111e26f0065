//! The procedure from start to end, and back.

use std::time::Duration;

use gatewright::client::{
    AccessToken, ApiRequest, ApiResponse, Application, Grant, ProbeState, wait_until_ready,
};
use gatewright::{ControlPlane, ErrorKind, KeyType, Port};

use crate::world::{HYBRID, PATIENCE, PRODUCTION, World};

const NODES: [&str; 3] = ["control-plane", "gateway-1", "gateway-2"];

/// The back end's word for where it was asked.
fn asked_at(answer: &ApiResponse) -> String {
    let said: serde_json::Value = serde_json::from_slice(&answer.body).expect("the echo's JSON");
    said["path"].as_str().expect("a path").to_owned()
}

async fn token(
    control_plane: &ControlPlane,
    application: &Application,
    key_type: KeyType,
) -> AccessToken {
    let keys = application.keys(key_type).await.expect("keys");
    let endpoints = control_plane.token_endpoints().await.expect("token endpoints");
    let mut last = None;
    for endpoint in &endpoints {
        for grant in [Grant::ClientCredentials, Grant::password("admin", "admin")] {
            let token = control_plane.token(&endpoint.url, &keys, &grant).await.expect("a token");
            assert!(!format!("{token:?}").contains(token.token.expose()), "a token does not print");
            last = Some(token);
        }
    }
    last.expect("a token endpoint")
}

async fn walk(release: &str) {
    let world = World::start(release).await;
    for node in NODES {
        let url = world.url(node, Port::ServletHttps);
        wait_until_ready(&url, &world.options(), PATIENCE).await.expect(node);
    }
    let control_plane = world.connect("admin", "admin").await.expect("a connection");
    assert_eq!(control_plane.release(), world.release(), "it tells its release");
    let names: Vec<String> = control_plane
        .environments()
        .await
        .expect("environments")
        .into_iter()
        .map(|environment| environment.name)
        .collect();
    assert_eq!(names, [PRODUCTION, HYBRID]);

    publish(&world, &control_plane, &names).await;
    let urls = urls(&control_plane).await;
    call_through_both(&control_plane, &urls).await;
    take_off_one(&control_plane, &urls).await;
    lose_the_other(&world, &control_plane, &urls).await;
    world.emulator.stop().await;
}

async fn publish(world: &World, control_plane: &ControlPlane, names: &[String]) {
    let publication = || world.pets().environments(names);
    control_plane.publish([publication()]).await.expect("published").into_result().expect("done");
    let again = control_plane.plan([publication()]).await.expect("a second plan");
    assert!(again.is_empty(), "a plan after apply is empty: {again:?}");
    assert!(control_plane.verify(&publication()).await.expect("verified").is_ok());
    let probes = control_plane.wait_until_live("Pets", "1.0.0", names, PATIENCE).await;
    for (probe, name) in probes.expect("live").iter().zip(names) {
        assert_eq!((&probe.environment, probe.state), (name, ProbeState::Live), "{probe}");
        assert!(probe.detail.contains("900902"), "it was asked without a token: {probe}");
    }
}

/// The API's URLs in both environments, as the Developer Portal lists them.
async fn urls(control_plane: &ControlPlane) -> [String; 2] {
    let urls = control_plane.endpoint_urls("Pets", "1.0.0").await.expect("the portal's URLs");
    assert_eq!(urls.len(), 2, "one set per environment");
    [PRODUCTION, HYBRID].map(|name| {
        let urls = urls.iter().find(|urls| urls.environment == name).expect(name);
        urls.https.clone().expect("an HTTPS URL")
    })
}

async fn call_through_both(control_plane: &ControlPlane, urls: &[String; 2]) {
    let application = control_plane.application("tester").await.expect("an application");
    application.subscribe("Pets", "1.0.0").await.expect("a subscription");
    let call = async |url: &str, token: &AccessToken| {
        let request = ApiRequest::get(format!("{url}/dogs?name=Rex")).token(token);
        control_plane.call(&request).await.expect("an answer")
    };
    let production = token(control_plane, &application, KeyType::Production).await;
    let sandbox = token(control_plane, &application, KeyType::Sandbox).await;
    for (url, token, path) in [
        (&urls[0], &production, "/production/dogs"),
        (&urls[1], &production, "/production/dogs"),
        (&urls[1], &sandbox, "/sandbox/dogs"),
    ] {
        let answer = call(url, token).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(asked_at(&answer), path);
    }
    let refused = call(&urls[0], &sandbox).await;
    let fault = refused.fault.expect("the gateway's own answer");
    assert_eq!((refused.status, fault.code.as_deref()), (401, None));
    assert_eq!(fault.message, "Sandbox Key Provided for Production Gateway");

    let forged = ApiRequest::get(&urls[1]).bearer("forged");
    let refused = control_plane.call(&forged).await.expect("an answer");
    let fault = refused.fault.expect("the gateway's own answer");
    assert_eq!((refused.status, fault.code.as_deref()), (401, Some("900901")), "{fault}");
}

async fn take_off_one(control_plane: &ControlPlane, urls: &[String; 2]) {
    assert!(control_plane.undeploy("Pets", "1.0.0", PRODUCTION).await.expect("undeployed"));
    let probe = control_plane.wait_until_absent("Pets", "1.0.0", PRODUCTION, PATIENCE).await;
    let probe = probe.expect("gone");
    assert_eq!(probe.url, urls[0], "without the portal it is asked at the same place");
    let left = control_plane.endpoint_urls("Pets", "1.0.0").await.expect("the portal's URLs");
    assert_eq!(left.len(), 1, "the portal shows the other environment alone");
    let other = control_plane.probe("Pets", "1.0.0", HYBRID).await.expect("asked");
    assert_eq!((other.state, &other.url), (ProbeState::Live, &urls[1]));

    let short = Duration::from_millis(300);
    let error = control_plane.wait_until_live("Pets", "1.0.0", [PRODUCTION, HYBRID], short).await;
    let error = error.expect_err("one is gone");
    assert_eq!(error.code(), "not-live");
    assert!(error.context().contains(&("environments", PRODUCTION.to_owned())), "{error:?}");
    let error = control_plane.wait_until_absent("Pets", "1.0.0", HYBRID, short).await;
    assert_eq!(error.expect_err("it is live").code(), "still-live");
}

async fn lose_the_other(world: &World, control_plane: &ControlPlane, urls: &[String; 2]) {
    world.emulator.stop_node("gateway-2").await.expect("stopped");
    let probe = control_plane.probe("Pets", "1.0.0", HYBRID).await.expect("asked");
    assert_eq!(probe.state, ProbeState::Unreachable, "{probe}");
    let error = control_plane.call(&ApiRequest::get(&urls[1])).await.expect_err("it is down");
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Connect, "call"));
    let gateway = world.url("gateway-2", Port::PassThroughHttps);
    assert!(error.message().contains(&gateway), "it names the gateway: {error}");

    world.emulator.start_node("gateway-2").await.expect("started");
    let live = control_plane.wait_until_live("Pets", "1.0.0", [HYBRID], PATIENCE).await;
    assert_eq!(live.expect("live again").len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_classic_model_of_3_2() {
    walk("3.2").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_revision_model_of_4_7() {
    walk("4.7").await;
}
