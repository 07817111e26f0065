//! What is refused before anything is written: an import would change the API first (§7.4).

use super::*;
use crate::error::{Error, ErrorKind};

/// Planned and published, the project is refused, and nothing is written.
async fn refused(world: &World, publication: &Publication) -> Error {
    let writes = Writes::of(world);
    let error = world.control_plane.plan([publication.clone()]).await.unwrap_err();
    let again = world.control_plane.publish([publication.clone()]).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (again.kind(), again.code()));
    assert_eq!(writes.count(), 0, "{error}");
    error
}

#[tokio::test]
async fn an_unknown_environment_or_virtual_host() {
    for release in [Release::V3_2, Release::V4_7] {
        let world = world(release).await;
        let control_plane = &world.control_plane;
        // The back end differs as well, which an import would write before it looks at names.
        let project = |environment: &str, back_end: &str| {
            let (files, path) = of_release(&world, &[PRODUCTION, environment]);
            published_as(&edited(&files, path, "/production", back_end))
        };
        let misspelt = project("eu-wset", "/moved");
        let error = refused(&world, &misspelt).await;
        assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "unknown-environment"));
        assert!(error.message().contains("did you mean `eu-west`"), "{error}");
        assert_eq!(control_plane.api("Pets", "1.0.0").await.unwrap_err().code(), "unknown-api");

        publish(&world, &project(SANDBOX, "/production")).await;
        let before = landed(&world, "Pets").await;
        assert_eq!(refused(&world, &misspelt).await.code(), "unknown-environment");
        if !release.is_classic() {
            let elsewhere = project("eu-west, deploymentVhost: eu.gw.example.com", "/moved");
            let error = refused(&world, &elsewhere).await;
            assert_eq!(
                (error.kind(), error.code()),
                (ErrorKind::InvalidInput, "unknown-virtual-host")
            );
        }
        assert_eq!(landed(&world, "Pets").await, before);
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn the_layout_of_other_releases() {
    for release in [Release::V3_0, Release::V3_2, Release::V4_2, Release::V4_7] {
        let world = world(release).await;
        let files = if release.is_classic() {
            current::project(&world, "Pets", "PUBLISHED", &["deploymentEnvironment: eu-west"])
        } else {
            let form = classic::Form::Config;
            classic::project(&world, "Pets", form, "PUBLISHED", &[SANDBOX])
        };
        let error = refused(&world, &published_as(&files)).await;
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::Unsupported, "unsupported-by-release")
        );
        let named = if release.is_classic() { "4.x" } else { "3.x" };
        assert!(error.message().contains(&format!("the layout of API Manager {named}")), "{error}");
        let missing = world.control_plane.api("Pets", "1.0.0").await.unwrap_err();
        assert_eq!(missing.code(), "unknown-api");
        world.emulator.stop().await;
    }
}
