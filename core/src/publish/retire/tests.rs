//! Retiring an environment, in both models.

use std::time::Duration;

use gatewright_emulator::{Action, Fault};

use crate::model::Release;
use crate::publish::emulated::{HYBRID, PRODUCTION, World};
use crate::publish::{ApiDefinition, Fate, Lifecycle, RetireOptions, VerifyOptions};

fn quickly(options: RetireOptions, timeout: Duration) -> RetireOptions {
    options.proof(VerifyOptions::new().probed().timeout(timeout))
}

fn fates(retired: &super::Retirement) -> Vec<(&str, Fate, Option<&str>)> {
    let mut fates: Vec<_> = retired
        .apis
        .iter()
        .map(|api| (api.name.as_str(), api.fate, api.error.as_ref().map(crate::Error::code)))
        .collect();
    fates.sort_by_key(|(name, ..)| *name);
    fates
}

async fn in_environment(world: &World, environment: &str) -> Vec<String> {
    let mut names = Vec::new();
    for api in world.control_plane.apis().await.unwrap() {
        let standing = world.control_plane.standing(&api.id).await.unwrap();
        if standing.is_live(environment) || standing.is_waiting(environment) {
            names.push(api.name);
        }
    }
    names.sort();
    names
}

#[tokio::test]
async fn everything_is_moved_and_proven_before_it_is_taken_off() {
    for release in [Release::V3_2, Release::V4_7] {
        let world = World::start(release).await;
        let control_plane = &world.control_plane;
        let everywhere = world.publication("Both", &[PRODUCTION, HYBRID]);
        let here = world.publication("Here", &[PRODUCTION]);
        let other = world.publication("Other", &[HYBRID]);
        let unpublished = world.publication("Unpublished", &[PRODUCTION]);
        let unpublished = unpublished.lifecycle(Lifecycle::Unchanged);
        control_plane.publish([everywhere, here, other, unpublished]).await.unwrap();

        let options = RetireOptions::new().replacement(HYBRID);
        let options = quickly(options, Duration::from_secs(10));
        let retired = control_plane.retire(PRODUCTION, &options).await.unwrap();
        assert!(retired.is_ok(), "{retired}");
        assert_eq!(
            fates(&retired),
            [
                ("Both", Fate::Moved, None),
                ("Here", Fate::Moved, None),
                ("Unpublished", Fate::Moved, None),
            ]
        );
        assert!(
            retired
                .to_string()
                .starts_with("Production Gateway is empty: 3 of 3 APIs are off it\n")
        );
        assert_eq!(in_environment(&world, PRODUCTION).await, Vec::<String>::new());
        assert_eq!(in_environment(&world, HYBRID).await, ["Both", "Here", "Other", "Unpublished"]);
        let again = control_plane.retire(PRODUCTION, &RetireOptions::new()).await.unwrap();
        assert!(again.is_ok() && again.apis.is_empty());
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn what_cannot_be_moved_stops_everything_unless_asked() {
    for release in [Release::V3_2, Release::V4_7] {
        let world = World::start(release).await;
        let control_plane = &world.control_plane;
        let echo = world.emulator.echo_url().to_owned();
        let sandbox = ApiDefinition::new("/sandbox").sandbox_endpoint(format!("{echo}/sandbox"));
        let sandbox = world.publication("Sandbox", &[HYBRID]).definition(sandbox);
        let fine = world.publication("Fine", &[HYBRID]);
        control_plane.publish([sandbox, fine]).await.unwrap();

        let options = RetireOptions::new().replacement(PRODUCTION);
        let options = quickly(options, Duration::from_secs(10));
        let retired = control_plane.retire(HYBRID, &options).await.unwrap();
        assert!(!retired.is_ok());
        assert_eq!(
            fates(&retired),
            [("Fine", Fate::Kept, None), ("Sandbox", Fate::Kept, Some("api-lacks-endpoint"))]
        );
        assert_eq!(in_environment(&world, PRODUCTION).await, Vec::<String>::new());
        assert!(
            retired
                .to_string()
                .starts_with(&format!("{HYBRID} is not empty: 2 of 2 APIs are still in it\n"))
        );

        let retired = control_plane.retire(HYBRID, &options.keep_going()).await.unwrap();
        assert_eq!(
            fates(&retired),
            [("Fine", Fate::Moved, None), ("Sandbox", Fate::Kept, Some("api-lacks-endpoint"))]
        );
        assert_eq!(in_environment(&world, PRODUCTION).await, ["Fine"]);
        assert_eq!(in_environment(&world, HYBRID).await, ["Sandbox"]);

        let retired = control_plane.retire(HYBRID, &RetireOptions::new()).await.unwrap();
        assert_eq!(fates(&retired), [("Sandbox", Fate::TakenOff, None)]);
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn nothing_is_taken_off_while_the_replacement_does_not_serve() {
    let world = World::start(Release::V4_7).await;
    let control_plane = &world.control_plane;
    control_plane.publish([world.publication("Pets", &[PRODUCTION])]).await.unwrap();
    world.emulator.stop_node("gateway-2").await.unwrap();
    let options = RetireOptions::new().replacement(HYBRID);
    let options = quickly(options, Duration::from_millis(200));
    let retired = control_plane.retire(PRODUCTION, &options).await.unwrap();
    assert_eq!(fates(&retired), [("Pets", Fate::Kept, Some("not-live"))]);
    assert_eq!(in_environment(&world, PRODUCTION).await, ["Pets"]);
    world.emulator.start_node("gateway-2").await.unwrap();
    // Answers that get lost change nothing about it.
    for path in ["/deploy-revision", "/undeploy-revision"] {
        world.emulator.faults().add(Fault::new(Action::LoseAnswer).path(path).times(1));
    }
    let options = quickly(options, Duration::from_secs(10));
    let retired = control_plane.retire(PRODUCTION, &options).await.unwrap();
    assert_eq!(fates(&retired), [("Pets", Fate::Moved, None)], "{retired}");
    world.emulator.stop().await;
}

/// 3.x tells a gateway when the API is stored, and never again by itself.
#[tokio::test]
async fn what_a_replacement_could_not_be_told_is_told_by_the_next_run() {
    let world = World::start(Release::V3_2).await;
    let control_plane = &world.control_plane;
    control_plane.publish([world.publication("Pets", &[PRODUCTION])]).await.unwrap();
    world.emulator.stop_node("gateway-2").await.unwrap();
    let options = RetireOptions::new().replacement(HYBRID);
    let options = quickly(options, Duration::from_millis(200));
    let retired = control_plane.retire(PRODUCTION, &options).await.unwrap();
    assert_eq!(fates(&retired), [("Pets", Fate::Kept, Some("not-on-every-gateway"))]);
    let retired = control_plane.retire(PRODUCTION, &options).await.unwrap();
    assert_eq!(fates(&retired), [("Pets", Fate::Kept, Some("not-live"))], "still down");
    world.emulator.start_node("gateway-2").await.unwrap();
    // The answer that gets lost changes nothing about it.
    world.emulator.faults().add(Fault::new(Action::LoseAnswer).method("PUT").times(1));
    let options = quickly(options, Duration::from_secs(10));
    let retired = control_plane.retire(PRODUCTION, &options).await.unwrap();
    assert_eq!(fates(&retired), [("Pets", Fate::Moved, None)], "{retired}");
    assert_eq!(in_environment(&world, PRODUCTION).await, Vec::<String>::new());
    world.emulator.stop().await;
}

#[tokio::test]
async fn mistakes_are_found_before_anything_is_written() {
    let world = World::start(Release::V4_7).await;
    let refused = async |environment: &str, options: RetireOptions| {
        world.control_plane.retire(environment, &options).await.unwrap_err().code()
    };
    let options = RetireOptions::new;
    assert_eq!(refused("Nowhere", options()).await, "unknown-environment");
    assert_eq!(refused(HYBRID, options().replacement("Nowhere")).await, "unknown-environment");
    assert_eq!(refused(HYBRID, options().replacement(HYBRID)).await, "replaced-by-itself");
    let host = crate::publish::Target::new(PRODUCTION).virtual_host("nowhere");
    assert_eq!(refused(HYBRID, options().replacement(host)).await, "unknown-virtual-host");
    world.emulator.stop().await;
}
