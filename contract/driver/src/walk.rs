//! Everything the client can send. `contract/run.mjs` fails when an operation of `contract/operations.json` is not among
//! what the recorder saw: a new operation needs its call here.

use gatewright::client::{ConnectOptions, Credentials, Grant};
use gatewright::publish::{ApiDefinition, Lifecycle, Publication, Target};
use gatewright::{ControlPlane, KeyType};

use crate::node::{ENVIRONMENTS, Node};
use crate::{Result, direct};

const USER: &str = "admin";
const PASSWORD: &str = "admin";
/// One more than the revisions API-M keeps of an API.
const CHANGES: usize = 6;

/// What went wrong; the rest was sent all the same.
pub(crate) async fn walk(node: &Node, recorder: &str) -> Result<Vec<String>> {
    let options = ConnectOptions::new().ca_certificates(node.emulator.ca_pem());
    let credentials = Credentials::password(USER, PASSWORD);
    let control_plane = ControlPlane::connect(recorder, credentials, options).await?;
    if control_plane.release() != node.release {
        let found = control_plane.release();
        return Err(format!("the emulator of {} says it is {found}", node.release).into());
    }
    let mut problems = Vec::new();
    let mut tell = |what: &str, done: Result<()>| {
        problems.extend(done.err().map(|problem| format!("{what}: {problem}")));
    };
    tell("publishing", publish(node, &control_plane).await);
    tell("importing a document", import(node, &control_plane).await);
    tell("reading", read(recorder, &control_plane).await);
    tell("subscribing", subscribe(&control_plane).await);
    direct::send(node, &control_plane, &mut tell).await;
    tell("taking off", take_off(&control_plane).await);
    Ok(problems)
}

/// Creates an API, changes it until old revisions have to go, and leads it through its lifecycle.
async fn publish(node: &Node, control_plane: &ControlPlane) -> Result<()> {
    for change in 0..CHANGES {
        let publication = birds(node, change);
        control_plane.publish([publication.clone()]).await?.into_result()?;
        control_plane.verify(&publication).await?;
    }
    Ok(())
}

fn birds(node: &Node, change: usize) -> Publication {
    let backend = node.emulator.echo_url();
    let definition = ApiDefinition::new("/birds")
        .production_endpoint(format!("{backend}/production/{change}"))
        .sandbox_endpoint(format!("{backend}/sandbox/{change}"))
        .transports(["http", "https"]);
    Publication::new("Birds", "1.0.0").definition(definition).environments(ENVIRONMENTS)
}

/// Creates an API from a document, in one environment that the portal does not show.
async fn import(node: &Node, control_plane: &ControlPlane) -> Result<()> {
    const DOCUMENT: &str = r#"{"openapi":"3.0.1","info":{"title":"Cars","version":"2.0.0"},
        "paths":{"/cars":{"get":{"responses":{"200":{"description":"All of them"}}}}}}"#;
    let definition = ApiDefinition::new("/cars")
        .document(DOCUMENT)
        .production_endpoint(format!("{}/cars", node.emulator.echo_url()));
    let mut target = Target::new(ENVIRONMENTS[0]);
    if !node.release.is_classic() {
        target = target.virtual_host("localhost").hidden_in_portal();
    }
    let cars = Publication::new("Cars", "2.0.0").definition(definition).environment(target);
    control_plane.publish([cars.lifecycle(Lifecycle::Published)]).await?.into_result()?;
    Ok(())
}

async fn read(recorder: &str, control_plane: &ControlPlane) -> Result<()> {
    control_plane.environments().await?;
    control_plane.apis().await?;
    control_plane.api("Birds", "1.0.0").await?;
    control_plane.endpoint_urls("Birds", "1.0.0").await?;
    if !control_plane.release().is_classic() {
        control_plane.is_on_gateway(recorder, USER, PASSWORD, "Birds", "1.0.0").await?;
    }
    Ok(())
}

async fn subscribe(control_plane: &ControlPlane) -> Result<()> {
    let application = control_plane.application("contract").await?;
    application.subscribe("Birds", "1.0.0").await?;
    application.subscribe("Birds", "1.0.0").await?;
    for key_type in [KeyType::Production, KeyType::Sandbox] {
        let keys = application.keys(key_type).await?;
        for endpoint in control_plane.token_endpoints().await? {
            let token =
                control_plane.token(&endpoint.url, &keys, &Grant::ClientCredentials).await?;
            control_plane.revoke_token(&keys, &token).await?;
        }
    }
    Ok(())
}

async fn take_off(control_plane: &ControlPlane) -> Result<()> {
    for environment in ENVIRONMENTS {
        control_plane.undeploy("Birds", "1.0.0", environment).await?;
    }
    Ok(())
}
