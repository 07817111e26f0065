//! Roll-outs that close an API to its callers, and what is said when one cannot be taken back.

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::Notify;

use super::super::disturbed::world::{Halt, World, publication};
use super::{Gate, Rollout};
use crate::publish::{ApplyOptions, AuditLog, Journal, Lifecycle, Publication};

/// In every environment.
fn pets(lifecycle: Lifecycle) -> Publication {
    publication("Pets", "v1", &["Sandbox", "Production", "Hybrid"]).lifecycle(lifecycle)
}

/// A check that this environment does not pass.
fn closed_for(environment: &'static str) -> Gate {
    Gate::new().check(move |wave| async move {
        if wave.iter().any(|name| name == environment) {
            return Err("the smoke test failed".into());
        }
        Ok(())
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_api_is_closed_to_its_callers_in_the_last_wave() {
    for release in ["3.2", "4.7"] {
        let world = World::start(release).await;
        let control_plane = world.connect(&Halt::default()).await;
        control_plane.publish([pets(Lifecycle::Published)]).await.unwrap();
        let before = world.state().await;
        let lifecycle = async || control_plane.api("Pets", "1.0.0").await.unwrap().lifecycle;
        for (wanted, state) in [
            (Lifecycle::Retired, "PUBLISHED"),
            (Lifecycle::Blocked, "BLOCKED"),
            (Lifecycle::Deprecated, "DEPRECATED"),
        ] {
            let rollout = Rollout::new([pets(wanted)]).wave(["Sandbox"]).rest();
            let rollout = rollout.roll_back_on_failure();
            let is_first = wanted == Lifecycle::Retired;
            let gate = closed_for(if is_first { "Sandbox" } else { "nowhere" });
            let outcome = control_plane.roll_out(&rollout.gate(gate), &ApplyOptions::new()).await;
            let outcome = outcome.unwrap();
            assert!(outcome.waves[0].outcome.apis[0].done.is_empty(), "{release}: {outcome}");
            assert_eq!(lifecycle().await, state, "{release}: {outcome}");
            if is_first {
                assert!(outcome.rolled_back.is_empty() && outcome.waves.len() == 1, "{outcome}");
                assert_eq!(world.state().await, before, "{release}: {outcome}");
            } else {
                assert!(outcome.is_ok() && outcome.waves.len() == 2, "{release}: {outcome}");
            }
        }
    }
}

/// The events of a log that are about taking back: which, of which API, where, and why.
async fn taken_back(log: &AuditLog) -> Vec<(String, String, Value, Value)> {
    log.flush().await.unwrap();
    let text = std::fs::read_to_string(log.path()).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let back = lines.filter(|line| line["event"].as_str().unwrap().starts_with("roll"));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    back.map(|mut line| {
        let (event, api) = (text(&line["event"]), text(&line["api"]));
        (event, api, line["environments"].take(), line["error"].take())
    })
    .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_audit_log_says_what_was_taken_back_and_what_was_not() {
    let world = World::start("4.7").await;
    let control_plane = world.connect(&Halt::default()).await;
    control_plane.publish([pets(Lifecycle::Published)]).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let log = AuditLog::append_to(folder.path().join("audit.jsonl")).unwrap();
    let options = ApplyOptions::new().audit_log(log.clone());
    let dogs = publication("Dogs", "v1", &["Hybrid"]);
    let rollout = Rollout::new([pets(Lifecycle::Deprecated), dogs]).wave(["Sandbox"]).rest();
    let rollout = rollout.gate(closed_for("Hybrid")).roll_back_on_failure();
    let outcome = control_plane.roll_out(&rollout, &options).await.unwrap();
    assert!(!outcome.is_rolled_back(), "{outcome}");
    let event = |event: &str, api: &str, environments: &[&str], error: Value| {
        (event.to_owned(), api.to_owned(), Value::from(environments.to_vec()), error)
    };
    let all = ["Sandbox", "Production", "Hybrid"];
    let expected = [
        // Nothing leads back from there.
        event("rollback-failed", "Pets", &all, "lifecycle-unreachable".into()),
        event("rolled-back", "Dogs", &["Hybrid"], Value::Null),
    ];
    assert_eq!(taken_back(&log).await, expected, "{outcome}");
}

/// The process dies in the gate of the first wave; the next one's second wave fails.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_run_that_was_killed_has_changed_is_not_said_to_be_taken_back() {
    let world = World::start("4.7").await;
    let control_plane = world.connect(&Halt::default()).await;
    control_plane.publish([pets(Lifecycle::Published)]).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let journal = || Journal::at(folder.path().join("run.journal"));
    let options = || ApplyOptions::new().journal(journal());
    let pets = publication("Pets", "v2", &["Sandbox", "Production"]);
    let dogs = publication("Dogs", "v1", &["Production"]);
    let rollout = Rollout::new([pets, dogs]).wave(["Sandbox"]).rest().roll_back_on_failure();
    let reached = Arc::new(Notify::new());
    let in_gate = Arc::clone(&reached);
    let endless = Gate::new().check(move |_| {
        in_gate.notify_one();
        std::future::pending()
    });
    let (first, with_journal) = (rollout.clone().gate(endless), options());
    tokio::select! {
        () = reached.notified() => {}
        done = control_plane.roll_out(&first, &with_journal) => panic!("not killed: {done:?}"),
    }
    let rollout = rollout.gate(closed_for("Production"));
    let outcome = control_plane.roll_out(&rollout, &options()).await.unwrap();
    assert!(!outcome.is_rolled_back(), "{outcome}");
    let [pets, dogs] = outcome.rolled_back.as_slice() else { panic!("{outcome}") };
    assert!(!pets.done.is_empty() && dogs.error.is_none(), "{outcome}");
    assert_eq!(pets.error.as_ref().unwrap().code(), "earlier-run-stays");
    assert!(
        outcome.to_string().contains("the rest was not: an earlier run of this roll-out"),
        "{outcome}"
    );
    // That run has come to its end: the next one is the first of its journal.
    let outcome = control_plane.roll_out(&rollout, &options()).await.unwrap();
    assert!(outcome.is_rolled_back(), "{outcome}");
}
