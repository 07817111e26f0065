//! What people get wrong: each error says what to do, and nothing was written.

use std::time::Duration;

use gatewright::client::{ConnectOptions, Credentials, Grant};
use gatewright::publish::{ApiDefinition, Publication};
use gatewright::{ControlPlane, Error, ErrorKind, KeyType, Port};

use crate::world::{HYBRID, PRODUCTION, RELEASES, World};

/// The error, with all of these in its message.
fn says(error: Error, kind: ErrorKind, code: &str, parts: &[&str]) -> Error {
    assert_eq!((error.kind(), error.code()), (kind, code), "{error:?}");
    for part in parts {
        assert!(error.message().contains(part), "{part:?} is missing in: {error}");
    }
    assert!(!error.operation().is_empty(), "{error:?}");
    assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
    error
}

async fn credentials(world: &World) {
    let error = world.connect("admin", "s3cret").await.expect_err("a wrong password");
    let parts = ["check user, password and client", "https://localhost:"];
    says(error, ErrorKind::Unauthenticated, "credentials-refused", &parts);

    world.emulator.add_user("creator", "s3cret", &["Internal/creator"]).await;
    let creator = world.connect("creator", "s3cret").await.expect("a creator may log in");
    let published = creator.publish([world.pets().environments([PRODUCTION, HYBRID])]).await;
    let error = published.expect_err("publishing needs another role");
    let parts = ["apim:api_publish", "was granted", "apim:api_create", "`Internal/publisher`"];
    let error = says(error, ErrorKind::MissingScope, "missing-scope", &parts);
    assert!(
        error
            .context()
            .iter()
            .any(|(key, done)| *key == "done" && done.contains("create at /pets")),
        "what was written is said: {error:?}"
    );
    let granted = error.context().iter().find(|(key, _)| *key == "granted_scopes");
    assert!(granted.is_some_and(|(_, scopes)| !scopes.contains("api_publish")), "{error:?}");
}

async fn names(world: &World, control_plane: &ControlPlane) {
    for (environment, help) in [
        ("production gateway", "did you mean `Production Gateway`? Upper and lower case count"),
        ("Production Gatway", "did you mean `Production Gateway`?"),
        ("Staging", "it has `Production Gateway`, `Production and Sandbox`"),
    ] {
        let planned = control_plane.plan([world.pets().environment(environment)]).await;
        let error = planned.expect_err("no such environment");
        says(error, ErrorKind::InvalidInput, "unknown-environment", &[environment, help]);
    }
    let planned = control_plane.plan([world.pets()]).await;
    let error = planned.expect_err("no environment at all");
    says(error, ErrorKind::InvalidInput, "no-environment", &["names no environment"]);
    let missing = Publication::new("Pest", "1.0.0").environment(HYBRID);
    let error = control_plane.plan([missing]).await.expect_err("no such API");
    says(
        error,
        ErrorKind::NotFound,
        "unknown-api",
        &["`Pest` 1.0.0", "check name, case and version"],
    );
}

async fn a_context_that_is_taken(world: &World, control_plane: &ControlPlane) {
    let definition = ApiDefinition::new("/pets").production_endpoint(world.emulator.echo_url());
    let publication = Publication::new("Dogs", "1.0.0").definition(definition).environment(HYBRID);
    let error = control_plane.publish([publication]).await.expect_err("the context is taken");
    says(error, ErrorKind::Conflict, "conflict", &["/pets", "another API has this context"]);
    assert_eq!(control_plane.apis().await.expect("a list").len(), 1, "`Dogs` was not made");
}

async fn addresses(world: &World) {
    let credentials = || Credentials::password("admin", "s3cret");
    let connect = async |url: &str, options: ConnectOptions| {
        ControlPlane::connect(url, credentials(), options).await.expect_err("no connection")
    };
    let secure = world.url("control-plane", Port::ServletHttps);
    let plain = world.url("control-plane", Port::ServletHttp);

    let error = connect(&secure, ConnectOptions::new()).await;
    says(error, ErrorKind::Tls, "tls-failed", &["not trusted", "`ca_certificates`", &secure]);
    let error = connect(&plain.replace("http:", "https:"), world.options()).await;
    says(error, ErrorKind::Tls, "tls-failed", &["does not speak TLS", "is it an `http` port?"]);
    let error = connect(&secure.replace("https:", "http:"), world.options()).await;
    says(error, ErrorKind::Connect, "connection-lost", &["`https`"]);
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr();
    let absent = format!("https://localhost:{}", free.expect("an address").port());
    let error = connect(&absent, world.options()).await;
    says(error, ErrorKind::Connect, "connect-failed", &[&absent, "is it running"]);
    let error = connect("localhost:9443", world.options()).await;
    says(error, ErrorKind::InvalidInput, "invalid-url", &["write it as `https://localhost:9443`"]);
    let gateway = world.url("gateway-1", Port::PassThroughHttps);
    let error = connect(&gateway, world.options()).await;
    says(error, ErrorKind::NotFound, "not-found", &["control plane's own port", "not a gateway's"]);
}

async fn a_gateway_that_is_down(world: &World, control_plane: &ControlPlane) {
    let keys = control_plane.application("tester").await.expect("an application");
    let keys = keys.keys(KeyType::Production).await.expect("keys");
    world.emulator.stop_node("gateway-1").await.expect("stopped");
    let gateway = world.url("gateway-1", Port::PassThroughHttps);
    let error = control_plane
        .token(&format!("{gateway}/token"), &keys, &Grant::ClientCredentials)
        .await
        .expect_err("nobody is there");
    says(error, ErrorKind::Connect, "connect-failed", &[&gateway, "is it running"]);
    let short = Duration::from_millis(200);
    let error = control_plane.wait_until_live("Pets", "1.0.0", [PRODUCTION], short).await;
    let parts = [PRODUCTION, "unreachable", &gateway, "is the gateway running"];
    says(error.expect_err("nobody is there"), ErrorKind::Timeout, "not-live", &parts);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_mistake_says_what_to_do() {
    for release in RELEASES {
        let world = World::start(release).await;
        let control_plane = world.connect("admin", "admin").await.expect("a connection");
        addresses(&world).await;
        names(&world, &control_plane).await;
        assert!(control_plane.apis().await.expect("a list").is_empty(), "nothing was written");
        credentials(&world).await;
        a_context_that_is_taken(&world, &control_plane).await;
        a_gateway_that_is_down(&world, &control_plane).await;
        world.emulator.stop().await;
    }
}
