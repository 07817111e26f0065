//! Roll-outs of new APIs that the server's search does not find yet: API-M indexes in the background.

use std::time::Duration;

use gatewright_emulator::{Action, Fault};

use super::super::disturbed::world::{Halt, World, publication};
use super::{Gate, Rollout};
use crate::publish::{ApplyOptions, VerifyOptions};

const NOTHING: &str =
    r#"{"count": 0, "list": [], "pagination": {"offset": 0, "limit": 25, "total": 0}}"#;

/// The search and the listing know of no API.
fn unindexed() -> Fault {
    let nothing = Fault::new(Action::Status(200, NOTHING.to_owned()));
    nothing.method("GET").path("/publisher/*/apis?")
}

fn rollout() -> Rollout {
    let publications =
        ["Pets", "Dogs"].map(|name| publication(name, "v1", &["Sandbox", "Production"]));
    Rollout::new(publications).wave(["Sandbox"]).rest().roll_back_on_failure()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gates_and_later_waves_know_what_the_search_does_not_find() {
    for release in ["3.2", "4.7"] {
        let proof = VerifyOptions::new().probed().timeout(Duration::from_secs(60));
        for gate in [Gate::new(), Gate::new().proof(proof)] {
            let world = World::start(release).await;
            let control_plane = world.connect(&Halt::default()).await;
            world.emulator.faults().add(unindexed());
            let rollout = rollout().gate(gate);
            let outcome = control_plane.roll_out(&rollout, &ApplyOptions::new()).await.unwrap();
            assert!(outcome.is_ok() && outcome.waves.len() == 2, "{release}: {outcome}");
            world.emulator.faults().clear();
            let plan = control_plane.plan(rollout.publications).await.unwrap();
            assert!(plan.is_empty(), "{release}: {plan}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_search_does_not_find_is_taken_back_all_the_same() {
    for release in ["3.2", "4.7"] {
        let world = World::start(release).await;
        let control_plane = world.connect(&Halt::default()).await;
        world.emulator.faults().add(unindexed());
        let gate = Gate::new().check(|_| async { Err("the smoke test failed".into()) });
        let outcome = control_plane.roll_out(&rollout().gate(gate), &ApplyOptions::new()).await;
        let outcome = outcome.unwrap();
        assert!(outcome.is_rolled_back(), "{release}: {outcome}");
        for back in &outcome.rolled_back {
            assert_eq!(back.done.last().unwrap(), "deleted it", "{release}: {outcome}");
        }
        world.emulator.faults().clear();
        assert!(control_plane.apis().await.unwrap().is_empty(), "{release}: {outcome}");
    }
}

/// The answer to the creation is lost, the server cannot be read just then, and finds the API only later.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_have_been_made_is_looked_for_until_the_search_finds_it() {
    for release in ["3.2", "4.7"] {
        let world = World::start(release).await;
        let control_plane = world.connect(&Halt::default()).await;
        let faults = world.emulator.faults();
        faults.add(Fault::new(Action::LoseAnswer).method("POST").path("/publisher/").times(1));
        let unread = Fault::new(Action::Status(400, "{}".to_owned())).method("GET").path("/apis?");
        // The roll-out, its snapshot, the wave and its apply have looked before.
        faults.add(unread.after(4).times(1));
        faults.add(unindexed().after(4).times(2));
        let pets = publication("Pets", "v1", &["Production"]);
        let rollout = Rollout::new([pets]).rest().roll_back_on_failure();
        let outcome = control_plane.roll_out(&rollout, &ApplyOptions::new()).await.unwrap();
        assert_eq!(faults.list().iter().map(Fault::met).collect::<Vec<_>>(), [1, 1, 2]);
        assert!(outcome.is_rolled_back(), "{release}: {outcome}");
        assert_eq!(outcome.rolled_back[0].done, ["deleted it"], "{release}: {outcome}");
        assert!(control_plane.apis().await.unwrap().is_empty(), "{release}");
    }
}

/// The documented job: apply, then wait for the proof.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proof_with_time_waits_for_the_search() {
    for release in ["3.2", "4.7"] {
        let world = World::start(release).await;
        let control_plane = world.connect(&Halt::default()).await;
        let pets = publication("Pets", "v1", &["Sandbox"]);
        control_plane.publish([pets.clone()]).await.unwrap();
        let faults = world.emulator.faults();
        faults.add(unindexed().times(3));
        let proof = VerifyOptions::new().probed();
        let at_once = control_plane.verify_with(&pets, &proof).await.unwrap_err();
        assert_eq!(at_once.code(), "unknown-api", "{release}");
        let proof = proof.timeout(Duration::from_secs(60));
        let live = control_plane.verify_with(&pets, &proof).await.unwrap();
        assert!(live.is_ok(), "{release}: {live}");
        assert_eq!(faults.list()[0].met(), 3, "{release}");
    }
}

/// The creation is sent again, and refused: what is there is this run's own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_creation_whose_answer_was_lost_is_not_taken_for_somebody_elses() {
    for (release, unfound) in [("3.2", 5), ("4.7", 5), ("4.7", 7)] {
        let world = World::start(release).await;
        let control_plane = world.connect(&Halt::default()).await;
        let faults = world.emulator.faults();
        faults.add(Fault::new(Action::LoseAnswer).method("POST").path("/publisher/").times(1));
        // The plan and the apply have looked before; four readings wait for a server that works on.
        faults.add(unindexed().after(2).times(unfound));
        let pets = publication("Pets", "v1", &["Production"]);
        let outcome = control_plane.publish([pets.clone()]).await.unwrap();
        assert!(outcome.apis[0].id.is_some(), "{release}: {outcome}");
        let met: Vec<u32> = faults.list().iter().map(Fault::met).collect();
        assert_eq!(met, [1, unfound], "{release}");
        assert_eq!(control_plane.apis().await.unwrap().len(), 1, "{release}");
        assert!(control_plane.plan([pets]).await.unwrap().is_empty(), "{release}");
    }
}
