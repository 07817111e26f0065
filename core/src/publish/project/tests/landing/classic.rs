//! The layout of 3.x: a new API, as `Meta-information/api.yaml` and the parameters say.

use std::path::PathBuf;

use super::*;
use crate::client::ProbeState;

pub(super) const PATH: &str = "Meta-information/api.yaml";

/// How `api.yaml` says its back ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// `endpointConfig`, which is JSON in a text.
    Config,
    /// `productionUrl` and `sandboxUrl`.
    Urls,
}

/// The files of a project with two back ends, in these gateways.
pub(super) fn project(
    world: &World,
    name: &str,
    form: Form,
    status: &str,
    environments: &[&str],
) -> Entries {
    let echo = world.emulator.echo_url();
    let context = name.to_lowercase();
    let back_ends = match form {
        Form::Config => format!(
            "endpointConfig: '{{\"endpoint_type\":\"http\",\"production_endpoints\":{{\"url\":\"{echo}/production\"}},\
             \"sandbox_endpoints\":{{\"url\":\"{echo}/sandbox\"}}}}'"
        ),
        Form::Urls => format!("productionUrl: {echo}/production\nsandboxUrl: {echo}/sandbox"),
    };
    let api = format!(
        "id: {{providerName: admin, apiName: {name}, version: 1.0.0}}
context: /{context}/1.0.0
contextTemplate: /{context}/{{version}}
type: HTTP
availableTiers: [{{name: Unlimited}}]
status: {status}
visibility: public
transports: http,https
{back_ends}
environments: [{}]
",
        environments.join(", ")
    );
    entries(&[(PATH, api.as_str()), ("Meta-information/swagger.yaml", &swagger(name))])
}

/// As apictl packs it, and as it lies in a repository.
fn packed_and_plain(place: &Place, name: &str, files: &Entries) -> [PathBuf; 2] {
    let root = format!("{name}-1.0.0");
    [place.file(&format!("{root}.zip"), zip(&below(&root, files))), place.folder(&root, files)]
}

#[tokio::test]
async fn what_a_project_says_is_what_is_there() {
    for release in [Release::V3_0, Release::V3_2] {
        let world = world(release).await;
        let place = Place::new();
        let expected = Landed {
            lifecycle: "PUBLISHED".to_owned(),
            back_ends: echoed(&world, ["production", "sandbox"]),
            environments: vec![PRODUCTION.to_owned(), SANDBOX.to_owned()],
            offered: vec![format!("{PRODUCTION} at {FIRST}"), format!("{SANDBOX} at {FIRST}")],
            operations: vec!["GET /all: All of them".to_owned()],
            revisions: 0,
        };
        for (name, form) in [("Config", Form::Config), ("Urls", Form::Urls)] {
            let files = project(&world, name, form, "PUBLISHED", &[PRODUCTION, SANDBOX]);
            let [archive, folder] = packed_and_plain(&place, name, &files);
            assert_eq!(
                publish(&world, &from(archive)).await,
                [
                    format!("create at /{} in Production Gateway, eu-west", name.to_lowercase()),
                    "change the lifecycle: Publish".to_owned(),
                ]
            );
            assert_eq!(landed(&world, name).await, expected, "{release} {form:?}");
            require_nothing_to_do(&world, &from(folder)).await;
        }
        for (environment, key_type, expected) in [
            (PRODUCTION, KeyType::Production, "/production/all"),
            (SANDBOX, KeyType::Sandbox, "/sandbox/all"),
        ] {
            assert_eq!(
                called(&world, "Config", environment, key_type).await.as_deref(),
                Ok(expected),
                "{release}"
            );
            assert_eq!(
                called(&world, "Urls", environment, key_type).await.as_deref(),
                Ok(expected),
                "{release}"
            );
        }

        // A folder alone, in one gateway: the other one has never heard of it.
        let files = project(&world, "Alone", Form::Urls, "PUBLISHED", &[PRODUCTION]);
        let [_, folder] = packed_and_plain(&place, "Alone", &files);
        publish(&world, &from(folder)).await;
        let alone = landed(&world, "Alone").await;
        assert_eq!(alone.environments, [PRODUCTION]);
        assert_eq!(alone.offered, [format!("{PRODUCTION} at {FIRST}")]);
        for (environment, state) in [(PRODUCTION, ProbeState::Live), (HYBRID, ProbeState::Absent)] {
            let probe = world.control_plane.probe("Alone", "1.0.0", environment).await.unwrap();
            assert_eq!(probe.state, state, "{release}: {probe}");
        }
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn each_lifecycle_state_is_that_of_the_project() {
    let world = world(Release::V3_2).await;
    for state in ["CREATED", "PROTOTYPED", "BLOCKED", "DEPRECATED"] {
        let files = project(&world, state, Form::Config, state, &[PRODUCTION]);
        publish(&world, &published_as(&files)).await;
        let found = landed(&world, state).await;
        assert_eq!(
            (found.lifecycle.as_str(), found.environments),
            (state, vec![PRODUCTION.to_owned()])
        );
    }
    // What is only made is on no gateway.
    let probe = world.control_plane.probe("CREATED", "1.0.0", PRODUCTION).await.unwrap();
    assert_eq!(probe.state, ProbeState::Absent, "{probe}");
    world.emulator.stop().await;
}

#[tokio::test]
async fn parameters_take_the_place_of_what_the_project_says() {
    for release in [Release::V3_1, Release::V3_2] {
        let world = world(release).await;
        let place = Place::new();
        let echo = world.emulator.echo_url();
        let parameters = place.file(
            "api_params.yaml",
            format!(
                "environments:\n  - name: dev\n    endpoints:\n      production: {{url: '{echo}/dev'}}\n    \
                 gatewayEnvironments: [Production and Sandbox]\n  - name: prod\n    gatewayEnvironments: [eu-west]\n"
            ),
        );
        for (name, form) in [("Config", Form::Config), ("Urls", Form::Urls)] {
            let files = project(&world, name, form, "PUBLISHED", &[PRODUCTION, SANDBOX]);
            let [archive, folder] = packed_and_plain(&place, name, &files);
            let dev = with_parameters(&archive, &parameters, Some("dev")).unwrap();
            publish(&world, &Publication::from_project(dev)).await;
            let found = landed(&world, name).await;
            assert_eq!(found.environments, [HYBRID], "{release} {form:?}");
            assert_eq!(found.offered, [format!("{HYBRID} at {FIRST}")]);
            assert_eq!(found.back_ends, echoed(&world, ["dev", "sandbox"]), "{release} {form:?}");
            assert_eq!(
                called(&world, name, HYBRID, KeyType::Production).await.as_deref(),
                Ok("/dev/all")
            );
            assert_eq!(
                called(&world, name, HYBRID, KeyType::Sandbox).await.as_deref(),
                Ok("/sandbox/all")
            );
            let absent = world.control_plane.probe(name, "1.0.0", PRODUCTION).await.unwrap();
            assert_eq!(absent.state, ProbeState::Absent, "{absent}");
            let dev = with_parameters(&folder, &parameters, Some("dev")).unwrap();
            require_nothing_to_do(&world, &Publication::from_project(dev)).await;
        }
        world.emulator.stop().await;
    }
}

/// What is there stays where it is: a project that names other gateways adds them.
#[tokio::test]
async fn a_changed_project_takes_the_place_of_what_is_there() {
    let world = world(Release::V3_2).await;
    let control_plane = &world.control_plane;
    let files = project(&world, "Pets", Form::Config, "PUBLISHED", &[PRODUCTION]);
    publish(&world, &published_as(&files)).await;
    let before = landed(&world, "Pets").await;
    let id = control_plane.api("Pets", "1.0.0").await.unwrap().id;

    let moved = edited(&files, PATH, "/production", "/moved");
    let moved =
        edited(&moved, PATH, "environments: [Production Gateway]", "environments: [eu-west]");
    assert_eq!(
        publish(&world, &published_as(&moved)).await,
        ["update endpointConfig, gatewayEnvironments (add eu-west)"]
    );
    let after = landed(&world, "Pets").await;
    let back_ends = echoed(&world, ["moved", "sandbox"]);
    let environments = vec![PRODUCTION.to_owned(), SANDBOX.to_owned()];
    let offered = vec![format!("{PRODUCTION} at {FIRST}"), format!("{SANDBOX} at {FIRST}")];
    assert_eq!(after, Landed { back_ends, environments, offered, ..before });
    assert_eq!(control_plane.api("Pets", "1.0.0").await.unwrap().id, id, "it is the same API");
    assert_eq!(
        called(&world, "Pets", PRODUCTION, KeyType::Production).await.as_deref(),
        Ok("/moved/all")
    );
    assert_eq!(
        called(&world, "Pets", SANDBOX, KeyType::Sandbox).await.as_deref(),
        Ok("/sandbox/all")
    );
    let history = control_plane.lifecycle_history(&id).await.unwrap();
    assert_eq!(history.len(), 2, "made and published, and never demoted: {history:?}");
    world.emulator.stop().await;
}
