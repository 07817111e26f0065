//! Projects, published to a server and read back from it: `rest-api.md` §7.3 and §7.4. What a project says is held against
//! what each of the server's parts tells: Publisher, Developer Portal, gateways.

mod classic;
mod current;
mod indexed;
mod refused;
mod republished;

use std::path::Path;
use std::time::Duration;

use gatewright_emulator::{Action, Fault};
use serde_json::Value;

use super::{Entries, Place, below, edited, entries, with_parameters, zip};
use crate::client::{ApiRequest, Grant, Revision};
use crate::model::{KeyType, Port, Release};
use crate::publish::emulated::{HYBRID, PRODUCTION, World};
use crate::publish::{ApiProject, Publication};

/// A third environment, which takes sandbox keys alone, on the node of the hybrid one.
const SANDBOX: &str = "eu-west";

/// The first virtual host of each environment, and the second one that the production environment has since 4.0.
const FIRST: &str = "localhost";
const SECOND: &str = "127.0.0.1";

const PATIENCE: Duration = Duration::from_secs(30);

/// Two gateways, three environments.
async fn world(release: Release) -> World {
    World::with(release, |mut text| {
        if !release.is_classic() {
            let topology = crate::Topology::parse(&text).unwrap();
            let offset = topology.node("gateway-1").unwrap().offset;
            let host = [
                ("http", Port::PassThroughHttp),
                ("https", Port::PassThroughHttps),
                ("websub_event_receiver_http", Port::WebSubHttp),
                ("websub_event_receiver_https", Port::WebSubHttps),
            ]
            .map(|(key, port)| {
                let scheme = if key.ends_with("https") { "https" } else { "http" };
                format!("{key}_endpoint = \"{scheme}://{SECOND}:{}\"\n", port.number(offset))
            });
            let production = "description = \"Production Gateway Environment\"\n";
            assert!(text.contains(production), "{text}");
            let host = format!("{production}[[environment.virtual_host]]\n{}", host.concat());
            text = text.replace(production, &host);
        }
        text + &format!(
            "\n[[environment]]\nname = \"{SANDBOX}\"\ntype = \"sandbox\"\ngateways = [\"gateway-2\"]\n"
        )
    })
    .await
}

/// The API's definition in every project here.
fn swagger(name: &str) -> String {
    format!(
        "openapi: 3.0.1\ninfo: {{title: {name}, version: 1.0.0}}\npaths:\n  /all:\n    get:\n      summary: All of them\n      \
         responses: {{'200': {{description: ok}}}}\n"
    )
}

/// What is there of an API, by the control plane's word.
#[derive(Debug, PartialEq)]
struct Landed {
    lifecycle: String,
    /// The back ends for production and sandbox keys.
    back_ends: [Option<String>; 2],
    /// Where it is. Since 4.0: `Production Gateway at localhost, shown`.
    environments: Vec<String>,
    /// Where the Developer Portal offers it; nothing while that does not show the API.
    offered: Vec<String>,
    /// What its definition has.
    operations: Vec<String>,
    /// How many; none in 3.x.
    revisions: usize,
}

async fn landed(world: &World, name: &str) -> Landed {
    let control_plane = &world.control_plane;
    let id = control_plane.api(name, "1.0.0").await.unwrap().id;
    let api = control_plane.get_api(&id).await.unwrap();
    let (environments, revisions) = if control_plane.release().is_classic() {
        (api.get::<Vec<String>>("gatewayEnvironments").unwrap().unwrap(), 0)
    } else {
        let deployments = control_plane.deployments(&id).await.unwrap();
        let shown = |it: bool| if it { "shown" } else { "hidden" };
        let of = |it: &crate::client::Deployment| {
            format!("{} at {}, {}", it.environment, it.virtual_host, shown(it.display_on_devportal))
        };
        (deployments.iter().map(of).collect(), control_plane.revisions(&id).await.unwrap().len())
    };
    let offered = if ["PUBLISHED", "PROTOTYPED"].contains(&api.lifecycle()) {
        let portal = control_plane.portal_api(&id).await.unwrap();
        assert_eq!(portal.lifecycle, api.lifecycle());
        let of = |it: &crate::client::EndpointUrls| {
            let url = it.https.as_deref().unwrap_or("nowhere");
            let (host, _) = url.strip_prefix("https://").unwrap().split_once(':').unwrap();
            format!("{} at {host}", it.environment)
        };
        portal.endpoint_urls.iter().map(of).collect()
    } else {
        Vec::new()
    };
    Landed {
        lifecycle: api.lifecycle().to_owned(),
        back_ends: back_ends(world, &id).await,
        environments: sorted(environments),
        offered: sorted(offered),
        operations: operations(&control_plane.api_definition(&id).await.unwrap()),
        revisions,
    }
}

/// The back ends that the API of an identifier has, which may be that of a revision.
async fn back_ends(world: &World, id: &str) -> [Option<String>; 2] {
    let api = world.control_plane.get_api(id).await.unwrap();
    let config: Value = api.get("endpointConfig").unwrap().unwrap();
    ["production_endpoints", "sandbox_endpoints"]
        .map(|key| config[key]["url"].as_str().map(str::to_owned))
}

/// The verbs and paths of a definition, with what is said of them: `GET /all: All of them`.
fn operations(definition: &str) -> Vec<String> {
    let definition: Value = serde_json::from_str(definition).unwrap();
    let mut found = Vec::new();
    for (path, item) in definition["paths"].as_object().unwrap() {
        for (verb, operation) in item.as_object().unwrap() {
            let summary = operation["summary"].as_str().unwrap_or_default();
            found.push(format!("{} {path}: {summary}", verb.to_uppercase()));
        }
    }
    sorted(found)
}

/// Back ends on the echo server, for production and for sandbox keys.
fn echoed(world: &World, [production, sandbox]: [&str; 2]) -> [Option<String>; 2] {
    [production, sandbox].map(|path| Some(format!("{}/{path}", world.emulator.echo_url())))
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

/// The files of a published project in the release's layout, in these environments at their first virtual hosts, and the
/// path of its `api.yaml`.
fn of_release(world: &World, environments: &[&str]) -> (Entries, &'static str) {
    if world.control_plane.release().is_classic() {
        let form = classic::Form::Config;
        let files = classic::project(world, "Pets", form, "PUBLISHED", environments);
        return (files, classic::PATH);
    }
    let named: Vec<String> =
        environments.iter().map(|name| format!("deploymentEnvironment: {name}")).collect();
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    (current::project(world, "Pets", "PUBLISHED", &named), current::PATH)
}

/// The publication of a project of these files, as the project says it.
fn published_as(files: &Entries) -> Publication {
    Publication::from_project(super::open(files))
}

/// The same of the project at a path.
fn from(path: impl AsRef<Path>) -> Publication {
    Publication::from_project(ApiProject::open(path).unwrap())
}

/// Publishes. Afterwards nothing is left to do: another plan is empty, and neither that nor the first one, applied once
/// more, writes anything. Gives what the plan did.
async fn publish(world: &World, publication: &Publication) -> Vec<String> {
    let control_plane = &world.control_plane;
    let plan = control_plane.plan([publication.clone()]).await.unwrap();
    assert!(!plan.is_empty(), "there is something to publish");
    control_plane.apply(&plan).await.into_result().unwrap();
    let writes = Writes::of(world);
    require_nothing_to_do(world, publication).await;
    let again = control_plane.apply(&plan).await;
    assert!(again.apis[0].done.is_empty(), "{again}");
    assert_eq!(writes.count(), 0, "{again}");
    plan.steps().map(|step| step.action.to_string()).collect()
}

/// Nothing is missing for the publication to be true.
async fn require_nothing_to_do(world: &World, publication: &Publication) {
    let plan = world.control_plane.plan([publication.clone()]).await.unwrap();
    assert!(plan.is_empty(), "{plan}");
    let outcome = world.control_plane.apply(&plan).await.into_result().unwrap();
    assert!(outcome.apis[0].done.is_empty(), "{outcome}");
    let verified = world.control_plane.verify(publication).await.unwrap();
    assert!(verified.is_ok(), "{verified}");
}

/// The only revision of an API.
async fn only_revision(world: &World, name: &str) -> Revision {
    let id = world.control_plane.api(name, "1.0.0").await.unwrap().id;
    let mut made = world.control_plane.revisions(&id).await.unwrap();
    assert_eq!(made.len(), 1, "{made:?}");
    made.remove(0)
}

/// Calls `/all` of an API at an environment's gateway, with a token of this key type: the path at the back end, or what the
/// gateway says instead.
async fn called(
    world: &World,
    name: &str,
    environment: &str,
    key_type: KeyType,
) -> Result<String, String> {
    let control_plane = &world.control_plane;
    // One for each call: since 4.7 a secret is shown once.
    let application = format!("{name} {environment} {key_type}");
    let application = control_plane.application(&application).await.unwrap();
    application.subscribe(name, "1.0.0").await.unwrap();
    let keys = application.keys(key_type).await.unwrap();
    let endpoint = control_plane.token_endpoints().await.unwrap().remove(0);
    let token = control_plane.token(&endpoint.url, &keys, &Grant::ClientCredentials).await.unwrap();
    let live = control_plane.wait_until_live(name, "1.0.0", [environment], PATIENCE).await.unwrap();
    let request = ApiRequest::get(format!("{}/all", live[0].url)).bearer(token.token.expose());
    let answer = control_plane.call(&request).await.unwrap();
    if !answer.is_success() {
        return Err(answer.text().into_owned());
    }
    let said: Value = serde_json::from_slice(&answer.body).unwrap();
    Ok(said["path"].as_str().unwrap().to_owned())
}

/// Counts what is sent to change something, from now on.
struct Writes<'w>(&'w World);

impl<'w> Writes<'w> {
    fn of(world: &'w World) -> Self {
        let faults = world.emulator.faults();
        faults.clear();
        for method in ["POST", "PUT", "DELETE"] {
            let counting = Fault::new(Action::Delay(Duration::ZERO));
            faults.add(counting.method(method).path("/api/am/"));
        }
        Self(world)
    }

    fn count(&self) -> u32 {
        self.0.emulator.faults().list().iter().map(Fault::met).sum()
    }
}
