//! The SDK and the emulator, which share no code for it, walk the original procedure together: files rendered from a
//! topology, nodes started from these files, an API published through two environments, keys, tokens, and back.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops at a broken assumption"
)]

use std::time::Duration;

use gatewright::client::{ConnectOptions, Credentials, Grant};
use gatewright::publish::{ApiDefinition, Publication};
use gatewright::{ControlPlane, ErrorKind, KeyType, Port, Topology};
use gatewright_emulator::{Emulator, NodeSource, free_offset_block};

const OPTIONS: &str = "the procedure's three nodes, on a free block of offsets";

/// The original procedure's topology, with its offsets moved to a block that is free.
fn topology(release: &str, base: u16) -> Topology {
    let text = gatewright::examples::THREE_NODES
        .replace("\"4.7\"", &format!("\"{release}\""))
        .replace("offset = 2\n", &format!("offset = {}\n", base + 2))
        .replace("offset = 1\n", &format!("offset = {}\n", base + 1))
        .replacen("host = \"localhost\"\n", &format!("host = \"localhost\"\noffset = {base}\n"), 1);
    Topology::parse(&text).expect(OPTIONS)
}

async fn started(release: &str) -> (Topology, Emulator) {
    let block = free_offset_block(3).expect("a free block");
    let topology = topology(release, block.base());
    let files = topology.render().expect("files");
    let mut builder = Emulator::builder();
    for file in files.files() {
        let node = topology.node(file.node()).expect("a node of the topology");
        let pack = match node.pack {
            gatewright::Pack::ControlPlane => gatewright_emulator::Pack::ControlPlane,
            gatewright::Pack::Gateway => gatewright_emulator::Pack::Gateway,
            _ => gatewright_emulator::Pack::AllInOne,
        };
        let release = release.parse().expect("a release");
        builder =
            builder.node(NodeSource::text(file.node(), file.after()).release(release).pack(pack));
    }
    let emulator = builder
        .offset_block(block)
        .propagation_delay(Duration::from_millis(20))
        .start()
        .await
        .expect("three nodes");
    (topology, emulator)
}

async fn connected(
    topology: &Topology,
    emulator: &Emulator,
    password: &str,
) -> gatewright::Result<ControlPlane> {
    let node = topology.control_plane().expect("a control plane");
    let url = format!("https://localhost:{}", Port::ServletHttps.number(node.offset));
    let options =
        ConnectOptions::new().release(topology.release()).ca_certificates(emulator.ca_pem());
    ControlPlane::connect(&url, Credentials::password("admin", password), options).await
}

async fn walk(release: &str) {
    let (topology, emulator) = started(release).await;
    let refused = connected(&topology, &emulator, "wrong").await.expect_err("a wrong password");
    assert_eq!(refused.kind(), ErrorKind::Unauthenticated);

    let control_plane = connected(&topology, &emulator, "admin").await.expect("a connection");
    let names: Vec<String> = control_plane
        .environments()
        .await
        .expect("environments")
        .into_iter()
        .map(|environment| environment.name)
        .collect();
    assert_eq!(names, ["Production Gateway", "Production and Sandbox"]);

    let definition = ApiDefinition::new("/pets")
        .production_endpoint(emulator.echo_url())
        .sandbox_endpoint(emulator.echo_url())
        .plans(["Unlimited"]);
    let publication =
        || Publication::new("Pets", "1.0.0").definition(definition.clone()).environments(&names);
    let unknown = control_plane
        .plan([Publication::new("Pets", "1.0.0")
            .definition(definition.clone())
            .environment("production gateway")])
        .await
        .expect_err("a name in another letter case");
    assert_eq!(unknown.code(), "unknown-environment");
    assert!(control_plane.apis().await.expect("a list").is_empty(), "nothing was written");

    control_plane.publish([publication()]).await.expect("published").into_result().expect("done");
    let again = control_plane.plan([publication()]).await.expect("a second plan");
    assert!(again.is_empty(), "a plan after apply is empty: {again:?}");
    assert!(control_plane.verify(&publication()).await.expect("verified").is_ok());
    let urls = control_plane.endpoint_urls("Pets", "1.0.0").await.expect("the portal's URLs");
    assert_eq!(urls.len(), 2, "one set per environment");

    let application = control_plane.application("tester").await.expect("an application");
    application.subscribe("Pets", "1.0.0").await.expect("a subscription");
    let endpoints = control_plane.token_endpoints().await.expect("token endpoints");
    for key_type in KeyType::ALL {
        let keys = application.keys(key_type).await.expect("keys");
        for endpoint in &endpoints {
            let token = control_plane.token(&endpoint.url, &keys, &Grant::ClientCredentials).await;
            let token = token.expect("a token");
            assert!(!format!("{token:?}").contains(token.token.expose()), "a token does not print");
        }
    }

    assert!(control_plane.undeploy("Pets", "1.0.0", &names[0]).await.expect("undeployed"));
    let left = control_plane.endpoint_urls("Pets", "1.0.0").await.expect("the portal's URLs");
    assert_eq!(left.len(), 1, "the other environment still serves");
    emulator.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_classic_model_of_3_2() {
    walk("3.2").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_revision_model_of_4_7() {
    walk("4.7").await;
}
