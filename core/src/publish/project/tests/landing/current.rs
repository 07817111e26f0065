//! The layout of 4.x: a new API, as `api.yaml`, `deployment_environments.yaml` and the parameters say.

use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use ::zip::ZipWriter;
use ::zip::write::SimpleFileOptions;

use super::*;
use crate::client::ProbeState;
use crate::error::ErrorKind;
use crate::publish::{Lifecycle, Publications};

pub(super) const PATH: &str = "api.yaml";
const DEPLOYMENTS: &str = "deployment_environments.yaml";

/// The files of a project with two back ends, which names these deployments; without any, no file does.
pub(super) fn project(world: &World, name: &str, status: &str, deployments: &[&str]) -> Entries {
    let echo = world.emulator.echo_url();
    let version = format!("v{}.0", world.control_plane.release());
    let context = name.to_lowercase();
    let api = format!(
        "type: api
version: {version}
data:
  name: {name}
  context: /{context}
  version: 1.0.0
  lifeCycleStatus: {status}
  type: HTTP
  transport: [https]
  policies: [Unlimited]
  endpointConfig:
    endpoint_type: http
    production_endpoints: {{url: '{echo}/production'}}
    sandbox_endpoints: {{url: '{echo}/sandbox'}}
"
    );
    let mut files = entries(&[
        (PATH, api.as_str()),
        ("api_meta.yaml", &format!("name: {name}\nversion: 1.0.0\n")),
        ("Definitions/swagger.yaml", &swagger(name)),
    ]);
    if !deployments.is_empty() {
        let list: Vec<String> =
            deployments.iter().map(|line| format!("  - {{{line}}}\n")).collect();
        let list = list.concat();
        let text = format!("type: deployment_environments\nversion: {version}\ndata:\n{list}");
        files.push((DEPLOYMENTS.to_owned(), text));
    }
    files
}

/// As apictl packs it: below a folder that is called after the API.
fn packed(place: &Place, name: &str, files: &Entries) -> PathBuf {
    place.file(&format!("{name}.zip"), zip(&below(&format!("{name}-1.0.0"), files)))
}

#[tokio::test]
async fn what_a_project_says_is_what_is_there() {
    for release in [Release::V4_2, Release::V4_7] {
        let world = world(release).await;
        let place = Place::new();
        let files = project(
            &world,
            "Pets",
            "PUBLISHED",
            &[
                "displayOnDevportal: true, deploymentEnvironment: Production Gateway, deploymentVhost: 127.0.0.1",
                "displayOnDevportal: false, deploymentEnvironment: eu-west",
            ],
        );
        let publication = from(packed(&place, "Pets", &files));
        assert_eq!(
            publish(&world, &publication).await,
            [
                "create at /pets",
                "make a revision",
                "deploy to Production Gateway (127.0.0.1), eu-west (localhost)",
                "change the lifecycle: Publish",
            ]
        );
        let both = echoed(&world, ["production", "sandbox"]);
        assert_eq!(
            landed(&world, "Pets").await,
            Landed {
                lifecycle: "PUBLISHED".to_owned(),
                back_ends: both.clone(),
                environments: vec![
                    format!("{PRODUCTION} at {SECOND}, shown"),
                    format!("{SANDBOX} at {FIRST}, hidden"),
                ],
                offered: vec![format!("{PRODUCTION} at {SECOND}")],
                operations: vec!["GET /all: All of them".to_owned()],
                revisions: 1,
            },
            "{release}"
        );
        let revision = only_revision(&world, "Pets").await;
        assert_eq!(back_ends(&world, &revision.id).await, both, "what is deployed is that");

        // The gateways have it: keys reach their own back end where the environment takes such keys. On the node of the
        // last one the hybrid environment, which would take both, is not.
        for (environment, takes, expected, other, refusal) in [
            (PRODUCTION, KeyType::Production, "/production/all", KeyType::Sandbox, "Sandbox Key"),
            (SANDBOX, KeyType::Sandbox, "/sandbox/all", KeyType::Production, "Production Key"),
        ] {
            let reached = called(&world, "Pets", environment, takes).await;
            assert_eq!(reached.as_deref(), Ok(expected), "{release}: {environment}");
            let refused = called(&world, "Pets", environment, other).await.unwrap_err();
            assert!(refused.contains(&format!("{refusal} Provided for")), "{release}: {refused}");
        }

        // The folder is the same project.
        let folder = place.folder("Pets-1.0.0", &files);
        require_nothing_to_do(&world, &from(&folder)).await;
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn what_a_project_leaves_out_has_its_default() {
    let world = world(Release::V4_7).await;
    let place = Place::new();

    // No virtual host: the environment's first. Not said whether it is shown: it is.
    let files = project(
        &world,
        "Bare",
        "PUBLISHED",
        &["deploymentEnvironment: Production Gateway", "deploymentEnvironment: eu-west"],
    );
    publish(&world, &from(packed(&place, "Bare", &files))).await;
    let at = |environment: &str| format!("{environment} at {FIRST}");
    let shown = |environment: &str| format!("{environment} at {FIRST}, shown");
    let bare = landed(&world, "Bare").await;
    assert_eq!(bare.environments, [shown(PRODUCTION), shown(SANDBOX)]);
    assert_eq!(bare.offered, [at(PRODUCTION), at(SANDBOX)]);

    // No lifecycle state: a new API stays as it was made.
    let files = project(&world, "Stateless", "", &["deploymentEnvironment: eu-west"]);
    publish(&world, &from(place.folder("stateless", &files))).await;
    let stateless = landed(&world, "Stateless").await;
    assert_eq!(stateless.lifecycle, "CREATED");
    assert_eq!(stateless.environments, [shown(SANDBOX)]);

    // No deployments: the publication has to name an environment; the project's own list is none.
    let path = packed(&place, "Nowhere", &project(&world, "Nowhere", "PUBLISHED", &[]));
    let nowhere = from(&path);
    assert!(nowhere.targets().is_empty());
    let writes = Writes::of(&world);
    let error = world.control_plane.publish([nowhere.clone()]).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "no-environment"));
    assert_eq!(writes.count(), 0);
    publish(&world, &nowhere.environment(HYBRID)).await;
    let elsewhere = landed(&world, "Nowhere").await;
    assert_eq!((elsewhere.environments, elsewhere.revisions), (vec![shown(HYBRID)], 1));
    assert_eq!(elsewhere.lifecycle, "PUBLISHED");

    // In a file the defaults name it.
    packed(&place, "Default", &project(&world, "Default", "PUBLISHED", &[]));
    let text = format!(
        "[defaults]\nenvironments = [\"{HYBRID}\"]\n[[publication]]\nproject = \"Default.zip\"\n"
    );
    let publications = Publications::parse(&text, place.path("")).unwrap();
    publish(&world, publications.iter().next().unwrap()).await;
    assert_eq!(landed(&world, "Default").await.environments, [shown(HYBRID)]);
    world.emulator.stop().await;
}

#[tokio::test]
async fn each_lifecycle_state_is_that_of_the_project() {
    let world = world(Release::V4_7).await;
    let place = Place::new();
    for (state, expected) in [
        ("CREATED", Lifecycle::Created),
        ("PROTOTYPED", Lifecycle::Prototyped),
        ("BLOCKED", Lifecycle::Blocked),
        ("DEPRECATED", Lifecycle::Deprecated),
    ] {
        let files = project(&world, state, state, &["deploymentEnvironment: Production Gateway"]);
        let publication = from(packed(&place, state, &files));
        assert_eq!(publication.wanted_lifecycle(), expected);
        publish(&world, &publication).await;
        let found = landed(&world, state).await;
        assert_eq!(found.lifecycle, state);
        assert_eq!(found.environments, [format!("{PRODUCTION} at {FIRST}, shown")]);
        let is_offered = state == "PROTOTYPED";
        assert_eq!(!found.offered.is_empty(), is_offered, "{state}: {:?}", found.offered);
    }
    world.emulator.stop().await;
}

/// What the parameters say for `dev`.
const DEV: &str = "endpoints:
  production: {url: 'ECHO/dev'}
  sandbox: {url: 'ECHO/dev-sandbox'}
deploymentEnvironments:
  - {displayOnDevportal: false, deploymentEnvironment: Production Gateway, deploymentVhost: 127.0.0.1}
";

#[tokio::test]
async fn parameters_take_the_place_of_what_the_project_says() {
    let world = world(Release::V4_7).await;
    let place = Place::new();
    let own = ["deploymentEnvironment: Production and Sandbox"];
    let dev = DEV.replace("ECHO", world.emulator.echo_url());
    let configs: Vec<String> = dev.lines().map(|line| format!("      {line}\n")).collect();
    let configs = configs.concat();
    let parameters = format!(
        "environments:\n  - name: dev\n    configs:\n{configs}  - name: prod\n    configs:\n      \
         deploymentEnvironments: [{{deploymentEnvironment: eu-west}}]\n"
    );
    place.file("params.yaml", parameters);
    let files = |name: &str| project(&world, name, "PUBLISHED", &own);
    packed(&place, "Dev", &files("Dev"));
    let chosen = |name: &str, environment: &str| {
        let text = format!(
            "[[publication]]\nproject = \"{name}.zip\"\nparameters = \"params.yaml\"\nparameters_environment = \"{environment}\"\n"
        );
        Publications::parse(&text, place.path("")).unwrap().iter().next().unwrap().clone()
    };
    publish(&world, &chosen("Dev", "dev")).await;
    let expected = Landed {
        lifecycle: "PUBLISHED".to_owned(),
        back_ends: echoed(&world, ["dev", "dev-sandbox"]),
        environments: vec![format!("{PRODUCTION} at {SECOND}, hidden")],
        offered: Vec::new(),
        operations: vec!["GET /all: All of them".to_owned()],
        revisions: 1,
    };
    assert_eq!(landed(&world, "Dev").await, expected);
    assert_eq!(
        called(&world, "Dev", PRODUCTION, KeyType::Production).await.as_deref(),
        Ok("/dev/all")
    );
    let absent = world.control_plane.probe("Dev", "1.0.0", HYBRID).await.unwrap();
    assert_eq!(absent.state, ProbeState::Absent, "{absent}");

    // Another of apictl's environments: other gateways, and the back ends of the project itself.
    packed(&place, "Prod", &files("Prod"));
    publish(&world, &chosen("Prod", "prod")).await;
    let prod = landed(&world, "Prod").await;
    assert_eq!(prod.environments, [format!("{SANDBOX} at {FIRST}, shown")]);
    assert_eq!(prod.back_ends, echoed(&world, ["production", "sandbox"]));

    // What apictl wraps with an archive is the part of the chosen environment.
    for (name, path) in [
        ("Beside", "intermediate_params.yaml"),
        ("Below", "Deployment/intermediate_params.yaml"),
        ("Folder", "Deployment/params.yaml"),
    ] {
        let inner = zip(&below(&format!("{name}-1.0.0"), &files(name)));
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, content) in [("SourceArchive.zip", inner.as_slice()), (path, dev.as_bytes())] {
            writer.start_file(path, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        let wrapped = place.file("wrapped.zip", writer.finish().unwrap().into_inner());
        publish(&world, &from(wrapped)).await;
        assert_eq!(landed(&world, name).await, expected, "{path}");
    }
    world.emulator.stop().await;
}
