//! A project of which a server has another state already.

use super::current::{PATH, project};
use super::*;
use crate::client::ExportOptions;
use crate::publish::Lifecycle;

const TWO: [&str; 2] = [
    "deploymentEnvironment: Production Gateway, deploymentVhost: 127.0.0.1",
    "deploymentEnvironment: eu-west, displayOnDevportal: false",
];

#[tokio::test]
async fn a_changed_project_takes_the_place_of_what_is_there() {
    let world = world(Release::V4_7).await;
    let control_plane = &world.control_plane;
    let files = project(&world, "Pets", "PUBLISHED", &TWO);
    publish(&world, &published_as(&files)).await;
    let before = landed(&world, "Pets").await;
    let id = control_plane.api("Pets", "1.0.0").await.unwrap().id;
    let first = only_revision(&world, "Pets").await;

    // Another back end.
    let moved = edited(&files, PATH, "/production'", "/moved'");
    assert_eq!(
        publish(&world, &published_as(&moved)).await,
        [
            "update endpointConfig",
            "make a revision",
            "deploy to Production Gateway (127.0.0.1), eu-west (localhost)",
        ]
    );
    let after = landed(&world, "Pets").await;
    let back_ends = echoed(&world, ["moved", "sandbox"]);
    assert_eq!(after, Landed { back_ends: back_ends.clone(), revisions: 2, ..before });
    assert_eq!(control_plane.api("Pets", "1.0.0").await.unwrap().id, id, "it is the same API");
    let revisions = control_plane.revisions(&id).await.unwrap();
    let (first, others): (Vec<_>, Vec<_>) =
        revisions.iter().partition(|revision| revision.id == first.id);
    assert!(first[0].deployments.is_empty(), "what was there is replaced");
    assert_eq!(super::back_ends(&world, &others[0].id).await, back_ends);
    assert_eq!(
        called(&world, "Pets", PRODUCTION, KeyType::Production).await.as_deref(),
        Ok("/moved/all")
    );

    // Another file alone: its definition.
    let path = "Definitions/swagger.yaml";
    let defined = edited(&moved, path, "summary: All of them", "summary: Each of them");
    let steps = publish(&world, &published_as(&defined)).await;
    assert_eq!(steps[0], "update project", "{steps:?}");
    let last = landed(&world, "Pets").await;
    let operations = vec!["GET /all: Each of them".to_owned()];
    assert_eq!(last, Landed { operations, revisions: 3, ..after });

    let history = control_plane.lifecycle_history(&id).await.unwrap();
    assert_eq!(history.len(), 2, "made and published, and never demoted: {history:?}");
    world.emulator.stop().await;
}

/// Other deployments of the same content: the revision that is there goes there as well.
#[tokio::test]
async fn other_deployments_of_the_same_content_take_no_other_revision() {
    let world = world(Release::V4_7).await;
    let open = |deployments: &[&str]| {
        let files = project(&world, "Pets", "PUBLISHED", deployments);
        published_as(&files)
    };
    publish(&world, &open(&TWO)).await;
    // One that names no virtual host leaves it where it is.
    require_nothing_to_do(&world, &open(&["deploymentEnvironment: Production Gateway"])).await;
    let other = open(&[
        "deploymentEnvironment: Production Gateway, deploymentVhost: localhost",
        "deploymentEnvironment: eu-west, displayOnDevportal: true",
        "deploymentEnvironment: Production and Sandbox",
    ]);
    assert_eq!(
        publish(&world, &other).await,
        [
            "deploy to Production Gateway (localhost), eu-west (localhost), Production and Sandbox (localhost)"
        ]
    );
    let found = landed(&world, "Pets").await;
    let all = [PRODUCTION, HYBRID, SANDBOX];
    assert_eq!(found.environments, all.map(|name| format!("{name} at {FIRST}, shown")));
    assert_eq!(found.offered, all.map(|name| format!("{name} at {FIRST}")));
    assert_eq!(found.revisions, 1);

    // One that names fewer takes the API off no environment.
    require_nothing_to_do(&world, &open(&["deploymentEnvironment: eu-west"])).await;
    assert_eq!(landed(&world, "Pets").await, found);
    world.emulator.stop().await;
}

/// The import itself demotes nothing; a project that says `CREATED` of a published API asks for that, in a step of the plan.
#[tokio::test]
async fn a_published_api_is_demoted_by_a_step_of_the_plan_alone() {
    for release in [Release::V3_2, Release::V4_7] {
        let world = world(release).await;
        let control_plane = &world.control_plane;
        let (files, path) = of_release(&world, &[PRODUCTION]);
        publish(&world, &published_as(&files)).await;
        let id = control_plane.api("Pets", "1.0.0").await.unwrap().id;
        let published = control_plane.lifecycle_history(&id).await.unwrap();

        // A project as `apictl init` makes it, for a publication that leaves the lifecycle alone.
        let created = edited(&files, path, "PUBLISHED", "CREATED");
        let created = edited(&created, path, "/production", "/moved");
        let created = published_as(&created);
        assert_eq!(created.wanted_lifecycle(), Lifecycle::Created);
        let left_alone = created.clone().lifecycle(Lifecycle::Unchanged);
        let steps = publish(&world, &left_alone).await;
        assert_eq!(steps[0], "update endpointConfig", "{release}: {steps:?}");
        let found = landed(&world, "Pets").await;
        assert_eq!(found.lifecycle, "PUBLISHED", "{release}");
        assert_eq!(found.back_ends, echoed(&world, ["moved", "sandbox"]));
        assert_eq!(control_plane.lifecycle_history(&id).await.unwrap(), published, "{release}");

        // For one that takes what the project says.
        let steps = publish(&world, &created).await;
        assert_eq!(steps, ["change the lifecycle: Demote to Created"], "{release}");
        assert_eq!(landed(&world, "Pets").await.lifecycle, "CREATED", "{release}");
        world.emulator.stop().await;
    }
}

/// An export is a project, too: on a server that does not have the API it makes the same one.
#[tokio::test]
async fn what_was_exported_is_published_again_as_it_was() {
    for release in [Release::V3_2, Release::V4_7] {
        let world = world(release).await;
        let control_plane = &world.control_plane;
        let options = ExportOptions::new().preserve_status();
        let (files, options) = if release.is_classic() {
            let form = classic::Form::Urls;
            let named = [PRODUCTION, SANDBOX];
            (classic::project(&world, "Pets", form, "PUBLISHED", &named), options)
        } else {
            (project(&world, "Pets", "PUBLISHED", &TWO), options.latest_revision())
        };
        publish(&world, &published_as(&files)).await;
        let before = landed(&world, "Pets").await;
        let archive = control_plane.export_archive("Pets", "1.0.0", &options).await.unwrap();
        let id = control_plane.api("Pets", "1.0.0").await.unwrap().id;
        control_plane.delete_api(&id).await.unwrap();

        let place = Place::new();
        publish(&world, &from(place.file("exported.zip", archive))).await;
        assert_eq!(landed(&world, "Pets").await, before, "{release}");
        world.emulator.stop().await;
    }
}
