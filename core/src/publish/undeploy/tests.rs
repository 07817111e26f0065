//! Undeploying: answers that get lost, and proof.

use std::time::Duration;

use gatewright_emulator::{Action, Fault};
use serde_json::json;

use crate::client::ProbeState;
use crate::error::ErrorKind;
use crate::model::Release;
use crate::publish::emulated::{HYBRID, PRODUCTION, World};
use crate::publish::testing::Fake;
use crate::publish::{ApiDefinition, Certainty, Publication, UndeployOptions, VerifyOptions};

fn pets() -> Publication {
    Publication::new("Pets", "1.0.0")
        .definition(ApiDefinition::new("/pets").production_endpoint("https://be/p"))
        .environments(["Production Gateway", "Hybrid Gateway"])
}

#[tokio::test]
async fn a_lost_answer_is_followed_by_a_look_and_nothing_is_taken_off_twice() {
    for (release, part) in [
        (Release::V4_0, "undeploy-revision"),
        (Release::V4_7, "undeploy-revision"),
        (Release::V3_2, "PUT "),
    ] {
        for takes_effect in [true, false] {
            let fake = Fake::start(release).await;
            fake.control_plane.publish([pets()]).await.unwrap();
            fake.state.lock().unwrap().lose_answer_of = Some((part, takes_effect));
            let before = fake.state.lock().unwrap().writes;
            assert!(fake.control_plane.undeploy("Pets", "1.0.0", "Hybrid Gateway").await.unwrap());
            let writes = fake.state.lock().unwrap().writes;
            assert_eq!(writes, before + 1, "{release}: the write took effect once");
            assert!(!fake.control_plane.undeploy("Pets", "1.0.0", "Hybrid Gateway").await.unwrap());
        }
    }
}

#[tokio::test]
async fn a_deployment_that_waits_goes_with_the_one_that_is_there() {
    let fake = Fake::start(Release::V4_7).await;
    fake.control_plane.publish([pets()]).await.unwrap();
    {
        let mut state = fake.state.lock().unwrap();
        state.make_revision(&json!("by hand"));
        let waiting = json!({"name": "Hybrid Gateway", "vhost": "one.gw", "status": "CREATED"});
        state.revisions[1]["deploymentInfo"] = json!([waiting]);
    }
    fake.writes();
    assert!(fake.control_plane.undeploy("Pets", "1.0.0", "Hybrid Gateway").await.unwrap());
    assert_eq!(
        fake.writes(),
        [
            "POST /api-1/undeploy-revision?revisionId=r-1",
            "POST /api-1/undeploy-revision?revisionId=r-2"
        ]
    );
}

#[tokio::test]
async fn what_the_other_environments_serve_is_proven() {
    let soon = Duration::from_secs(10);
    for release in [Release::V3_2, Release::V4_7] {
        let world = World::start(release).await;
        let pets = world.publication("Pets", &[PRODUCTION, HYBRID]);
        world.control_plane.publish([pets]).await.unwrap();
        let live = world.control_plane.wait_until_live("Pets", "1.0.0", [PRODUCTION, HYBRID], soon);
        live.await.unwrap();
        let others = VerifyOptions::new().probed().topology(&world.topology).timeout(soon);
        let options = UndeployOptions::new().gone(soon).others_serve(others);
        let undeploy = async |environment| {
            let done =
                world.control_plane.undeploy_with("Pets", "1.0.0", environment, &options).await;
            done.unwrap()
        };
        let done = undeploy(HYBRID).await;
        assert!(done.is_ok() && done.was_there, "{release}: {done}");
        assert_eq!(done.gone.len(), 2, "at the environment's URL and at the node");
        assert_eq!(done.others.as_ref().unwrap().evidence.len(), 2);
        assert!(done.to_string().starts_with(&format!(
            "taken off {HYBRID}, and gone there, other environments: proven\n"
        )));
        let again = undeploy(HYBRID).await;
        assert!(again.is_ok() && !again.was_there, "{again}");
        let last = undeploy(PRODUCTION).await;
        assert!(last.is_ok() && last.others.is_none(), "{last}");
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn what_is_not_proven_is_said_and_undone_is_nothing() {
    let moment = Duration::from_millis(300);
    let world = World::start(Release::V4_7).await;
    let pets = world.publication("Pets", &[PRODUCTION, HYBRID]);
    world.control_plane.publish([pets]).await.unwrap();
    world.emulator.stop_node("gateway-1").await.unwrap();
    world.emulator.stop_node("gateway-2").await.unwrap();
    let others = VerifyOptions::new().probed().timeout(moment);
    let options = UndeployOptions::new().gone(moment).others_serve(others);
    let done = world.control_plane.undeploy_with("Pets", "1.0.0", HYBRID, &options).await.unwrap();
    assert!(!done.is_ok() && done.was_there);
    assert!(done.to_string().starts_with(&format!(
        "taken off {HYBRID}, not seen to be gone there, other environments: disproved\n"
    )));
    world.emulator.stop().await;
}

#[tokio::test]
async fn a_classic_gateway_that_was_not_told_is_an_error() {
    let world = World::start(Release::V3_2).await;
    let pets = world.publication("Pets", &[PRODUCTION, HYBRID]);
    world.control_plane.publish([pets]).await.unwrap();
    world.emulator.stop_node("gateway-2").await.unwrap();
    let error = world.control_plane.undeploy("Pets", "1.0.0", HYBRID).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Server, "not-on-every-gateway"));
    assert!(!world.control_plane.undeploy("Pets", "1.0.0", HYBRID).await.unwrap());
    world.emulator.stop().await;
}

/// Who takes it off is told so, whatever becomes of the proof: a second call would say that it was not there.
#[tokio::test]
async fn what_cannot_be_asked_about_is_no_error() {
    let moment = Duration::from_millis(300);
    for release in [Release::V3_2, Release::V4_7] {
        let world = World::start(release).await;
        let pets = world.publication("Pets", &[PRODUCTION, HYBRID]);
        world.control_plane.publish([pets.clone()]).await.unwrap();
        // Its answers come, and nobody trusts those of the gateways.
        let others = VerifyOptions::new().probed().timeout(moment);
        let others = others.nodes([(HYBRID, "not a URL"), (PRODUCTION, "not a URL")]);
        let options = UndeployOptions::new().gone(moment).others_serve(others);
        let undeploy = world.control_plane.undeploy_with("Pets", "1.0.0", HYBRID, &options);
        let done = undeploy.await.unwrap();
        assert!(done.was_there && !done.is_ok(), "{release}: {done}");
        assert_eq!(done.gone[1].state, ProbeState::Unclear, "{release}: {done}");
        assert!(!done.gone[1].detail.is_empty(), "{release}: {done}");
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn a_server_that_answers_no_more_is_no_error_once_it_is_taken_off() {
    let moment = Duration::from_millis(300);
    let world = World::start(Release::V4_7).await;
    let pets = world.publication("Pets", &[PRODUCTION, HYBRID]);
    world.control_plane.publish([pets]).await.unwrap();
    let options = UndeployOptions::new()
        .gone(moment)
        .others_serve(VerifyOptions::new().acknowledged().timeout(moment));
    // Its counters are read for the proof alone.
    let refused = Fault::new(Action::Status(400, "{}".to_owned())).path("/deployments");
    world.emulator.faults().add(refused);
    let undeploy = world.control_plane.undeploy_with("Pets", "1.0.0", HYBRID, &options);
    let done = undeploy.await.unwrap();
    assert!(done.was_there && !done.is_ok(), "{done}");
    let others = done.others.as_ref().unwrap();
    assert_eq!(others.certainty(), Certainty::Unproven, "{done}");
    let [evidence] = others.evidence.as_slice() else { panic!("{done}") };
    assert_eq!((evidence.environment.as_str(), evidence.proof.kind()), (PRODUCTION, "unknown"));
    // What is read before stops it before anything is taken off.
    let refused = Fault::new(Action::Status(400, "{}".to_owned())).path("/revisions");
    world.emulator.faults().add(refused);
    let undeploy = world.control_plane.undeploy_with("Pets", "1.0.0", PRODUCTION, &options);
    assert_eq!(undeploy.await.unwrap_err().kind(), ErrorKind::Rejected);
    world.emulator.faults().clear();
    assert!(world.control_plane.undeploy("Pets", "1.0.0", PRODUCTION).await.unwrap());
    world.emulator.stop().await;
}

/// An environment that was taken out of the control plane's settings.
#[tokio::test]
async fn an_environment_that_the_server_has_no_more_is_unproven() {
    let fake = Fake::start(Release::V4_7).await;
    fake.control_plane.publish([pets()]).await.unwrap();
    {
        let mut state = fake.state.lock().unwrap();
        let gone = json!({"name": "Gone Gateway", "vhost": "gone.gw", "status": "APPROVED"});
        state.revisions[0]["deploymentInfo"].as_array_mut().unwrap().push(gone);
    }
    let moment = Duration::from_millis(100);
    let options =
        UndeployOptions::new().others_serve(VerifyOptions::new().acknowledged().timeout(moment));
    let undeploy = fake.control_plane.undeploy_with("Pets", "1.0.0", "Hybrid Gateway", &options);
    let done = undeploy.await.unwrap();
    assert!(done.was_there, "{done}");
    let others = done.others.unwrap();
    let last = others.evidence.last().unwrap();
    assert_eq!(
        last.to_string(),
        "Gone Gateway: unknown (the server has no such environment any more)"
    );
    assert!(others.evidence.iter().any(|found| found.environment == "Production Gateway"));
}
