//! Roll-outs against the emulator, in both models.

use std::sync::{Arc, Mutex};

use gatewright_emulator::{Action, Fault};

use super::super::disturbed::world::{Halt, World, publication};
use super::{Gate, Rollout};
use crate::error::{ErrorKind, Retry};
use crate::publish::{ApiDefinition, ApplyOptions, Publication, VerifyOptions};

const ALL: [&str; 3] = ["Sandbox", "Production", "Hybrid"];

/// Waves as the original procedure would have them: the sandbox, one production gateway, the rest.
fn rollout(back_end: &str) -> Rollout {
    Rollout::new([publication("Pets", back_end, &ALL), publication("Dogs", back_end, &ALL)])
        .wave(["Sandbox"])
        .wave(["Production"])
        .rest()
}

/// A gate that opens for all environments but this one, and writes down whom it was asked about.
fn closed_for(environment: &'static str) -> (Gate, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let asks = Arc::clone(&asked);
    let gate = Gate::new().check(move |wave| {
        asks.lock().unwrap().push(wave.join(", "));
        async move {
            if wave.iter().any(|name| name == environment) {
                return Err("the smoke test failed".into());
            }
            Ok(())
        }
    });
    (gate, asked)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn waves_go_out_one_after_the_other() {
    for release in ["3.2", "4.7"] {
        let world = World::start(release).await;
        let control_plane = world.connect(&Halt::default()).await;
        let (gate, asked) = closed_for("nowhere");
        let rollout = rollout("v1").gate(gate);
        let outcome = control_plane.roll_out(&rollout, &ApplyOptions::new()).await.unwrap();
        assert!(outcome.is_ok(), "{release}: {outcome}");
        assert!(outcome.to_string().starts_with("rolled out: 3 of 3 waves"), "{outcome}");
        assert_eq!(*asked.lock().unwrap(), ["Sandbox", "Production", "Hybrid"]);
        let plan = control_plane.plan(rollout.publications.clone()).await.unwrap();
        assert!(plan.is_empty(), "{release}: {plan}");
        // Once more: nothing is written, every gate is asked.
        let again = control_plane.roll_out(&rollout, &ApplyOptions::new()).await.unwrap();
        assert!(
            again.is_ok()
                && again
                    .waves
                    .iter()
                    .all(|wave| { wave.outcome.apis.iter().all(|api| api.done.is_empty()) }),
            "{again}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gate_that_stays_closed_leaves_the_later_waves_untouched() {
    for release in ["3.2", "4.7"] {
        let world = World::start(release).await;
        let control_plane = world.connect(&Halt::default()).await;
        let (gate, asked) = closed_for("Sandbox");
        let outcome =
            control_plane.roll_out(&rollout("v1").gate(gate), &ApplyOptions::new()).await.unwrap();
        assert!(!outcome.is_ok() && outcome.rolled_back.is_empty());
        assert_eq!(*asked.lock().unwrap(), ["Sandbox"]);
        let text = outcome.to_string();
        assert!(
            text.starts_with(
                "stopped at wave 1 of 3 (Sandbox)\n  the check: the smoke test failed\n"
            ),
            "{text}"
        );
        let state = world.state().await.to_string();
        assert!(state.contains("Sandbox") && !state.contains("Production"), "{release}: {state}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rolling_back_takes_back_what_was_changed_and_nothing_else() {
    for release in ["3.2", "4.7"] {
        let world = World::start(release).await;
        let control_plane = world.connect(&Halt::default()).await;
        // One API is there already, in one environment; another one is not touched.
        let there = [publication("Pets", "v1", &["Sandbox"]), publication("Cats", "v1", &ALL)];
        control_plane.publish(there).await.unwrap();
        let before = world.state().await;
        let (gate, _) = closed_for("Production");
        let back_end = if release == "3.2" { "v1" } else { "v2" };
        let rollout = rollout(back_end).gate(gate).roll_back_on_failure();
        let outcome = control_plane.roll_out(&rollout, &ApplyOptions::new()).await.unwrap();
        assert_eq!(outcome.waves.len(), 2, "{outcome}");
        assert!(outcome.is_rolled_back(), "{release}: {outcome}");
        assert_eq!(world.state().await, before, "{release}: {outcome}");
    }
}

/// The gateways do not answer for the API in time: the control plane's word is not enough.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gate_that_wants_proof_opens_when_gateways_serve_the_apis() {
    let world = World::start("4.7").await;
    let control_plane = world.connect(&Halt::default()).await;
    let patience = std::time::Duration::from_secs(60);
    let gate = Gate::new().proof(VerifyOptions::new().probed().timeout(patience));
    let outcome = control_plane.roll_out(&rollout("v1").gate(gate), &ApplyOptions::new()).await;
    assert!(outcome.unwrap().is_ok());
    world.emulator.stop_node("gateway").await.unwrap();
    let gate = Gate::new().proof(VerifyOptions::new().probed());
    let stopped = control_plane.roll_out(&rollout("v2").gate(gate), &ApplyOptions::new()).await;
    let stopped = stopped.unwrap();
    assert_eq!(stopped.waves.len(), 1, "{stopped}");
    assert_eq!(stopped.waves[0].failures.len(), 2, "{stopped}");
    let text = stopped.to_string();
    assert!(text.starts_with("stopped at wave 1 of 3 (Sandbox)\n  Pets 1.0.0: "), "{text}");
}

/// A gate that publishes this in somebody else's name, and then opens or stays closed.
async fn meddling(world: &World, theirs: Publication, opens: bool) -> Gate {
    let others = world.connect(&Halt::default()).await;
    Gate::new().check(move |_| {
        let (others, theirs) = (others.clone(), theirs.clone());
        async move {
            others.publish([theirs]).await?;
            if opens { Ok(()) } else { Err("the smoke test failed".into()) }
        }
    })
}

/// Dogs are in the second wave alone.
fn dogs_later() -> Rollout {
    Rollout::new([
        publication("Pets", "v1", &["Sandbox", "Production"]),
        publication("Dogs", "v1", &["Production"]),
    ])
    .wave(["Sandbox"])
    .rest()
    .roll_back_on_failure()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_roll_out_has_not_touched_is_not_taken_back() {
    for release in ["3.2", "4.7"] {
        let world = World::start(release).await;
        let control_plane = world.connect(&Halt::default()).await;
        let gate = meddling(&world, publication("Dogs", "theirs", &["Hybrid"]), false).await;
        let outcome = control_plane.roll_out(&dogs_later().gate(gate), &ApplyOptions::new()).await;
        let outcome = outcome.unwrap();
        let names: Vec<_> = outcome.rolled_back.iter().map(|api| api.name.as_str()).collect();
        assert_eq!(names, ["Pets"], "{release}: {outcome}");
        let state = world.state().await;
        assert_eq!(state.as_array().unwrap().len(), 1, "{release}: {state:#}");
        assert_eq!(
            (&state[0]["name"], &state[0]["lifecycle"]),
            (&"Dogs".into(), &"PUBLISHED".into())
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wave_that_cannot_be_planned_any_more_is_told_and_what_went_before_taken_back() {
    for release in ["3.2", "4.7"] {
        let world = World::start(release).await;
        let control_plane = world.connect(&Halt::default()).await;
        let elsewhere = ApiDefinition::new("/elsewhere").production_endpoint("https://back.end");
        let theirs = Publication::new("Dogs", "1.0.0").definition(elsewhere).environment("Hybrid");
        let gate = meddling(&world, theirs, true).await;
        let outcome = control_plane.roll_out(&dogs_later().gate(gate), &ApplyOptions::new()).await;
        let outcome = outcome.unwrap();
        assert_eq!(outcome.waves.len(), 2, "{release}: {outcome}");
        let error = outcome.waves[1].outcome.apis[0].error.as_ref().unwrap();
        assert_eq!(error.code(), "context-differs", "{release}: {outcome}");
        assert!(outcome.is_rolled_back(), "{release}: {outcome}");
        let state = world.state().await;
        assert_eq!(state.as_array().unwrap().len(), 1, "{release}: {state:#}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn content_cannot_be_staged_in_3_2() {
    let world = World::start("3.2").await;
    let control_plane = world.connect(&Halt::default()).await;
    control_plane.publish([publication("Pets", "v1", &["Production"])]).await.unwrap();
    let before = world.state().await;
    let refused = control_plane.roll_out(&rollout("v2"), &ApplyOptions::new()).await.unwrap_err();
    assert_eq!((refused.kind(), refused.code()), (ErrorKind::Unsupported, "content-in-waves"));
    assert!(refused.message().contains("new version"), "{refused}");
    assert_eq!(world.state().await, before);
}

/// A roll-out whose back ends and document are new, and that is taken back when it fails.
fn with_document(back_end: &str) -> Rollout {
    let paths = serde_json::json!({"/all": {"get": {"summary": back_end, "responses": {}}}});
    let document = serde_json::json!({"openapi": "3.0.1", "paths": paths}).to_string();
    let definition = ApiDefinition::new("/pets").document(document);
    let definition = definition.production_endpoint(format!("https://be/{back_end}"));
    let pets = Publication::new("Pets", "1.0.0").definition(definition).environment("Production");
    Rollout::new([pets]).rest().roll_back_on_failure()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_that_failed_half_way_is_taken_back() {
    let world = World::start("4.7").await;
    let control_plane = world.connect(&Halt::default()).await;
    control_plane.publish(with_document("v1").publications).await.unwrap();
    let before = world.state().await;
    // The fields are stored, the document is refused.
    let body =
        r#"{"code":900754,"message":"Error while parsing OpenAPI definition","description":""}"#;
    let refused = Fault::new(Action::Status(400, body.to_owned())).method("PUT").path("/swagger");
    world.emulator.faults().add(refused.times(1));
    let outcome = control_plane.roll_out(&with_document("v2"), &ApplyOptions::new()).await.unwrap();
    assert!(!outcome.is_ok() && outcome.waves[0].outcome.apis[0].done.is_empty(), "{outcome}");
    assert!(outcome.is_rolled_back(), "{outcome}");
    assert_eq!(outcome.rolled_back[0].done, ["put back its fields"], "{outcome}");
    assert_eq!(world.state().await, before, "{outcome}");
    // One that was refused altogether has changed nothing, and nothing is told of it.
    let refused = Fault::new(Action::Status(400, body.to_owned())).method("PUT").path("/apis/");
    world.emulator.faults().add(refused.times(1));
    let outcome = control_plane.roll_out(&with_document("v2"), &ApplyOptions::new()).await.unwrap();
    assert!(!outcome.is_ok() && outcome.rolled_back.is_empty(), "{outcome}");
}

/// The answer to the creation is lost, and the server cannot be read just then.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_api_of_which_nobody_knew_whether_it_was_made_is_taken_back() {
    for release in ["3.2", "4.7"] {
        let world = World::start(release).await;
        let control_plane = world.connect(&Halt::default()).await;
        let faults = world.emulator.faults();
        faults.add(Fault::new(Action::LoseAnswer).method("POST").path("/publisher/").times(1));
        let unread = Fault::new(Action::Status(400, "{}".to_owned())).method("GET").path("/apis?");
        // The roll-out, its snapshot, the wave and its apply have looked before.
        faults.add(unread.after(4).times(1));
        let outcome = control_plane.roll_out(&with_document("v1"), &ApplyOptions::new()).await;
        let outcome = outcome.unwrap();
        let [pets] = outcome.waves[0].outcome.apis.as_slice() else { panic!("{outcome}") };
        let error = pets.error.as_ref().unwrap();
        assert_eq!(error.retry(), Retry::Ambiguous, "{release}: {outcome}");
        assert_eq!(faults.list()[1].met(), 1, "{release}: {outcome}");
        assert!(outcome.is_rolled_back(), "{release}: {outcome}");
        assert_eq!(outcome.rolled_back[0].done, ["deleted it"], "{release}: {outcome}");
        assert!(control_plane.apis().await.unwrap().is_empty(), "{release}");
    }
}
