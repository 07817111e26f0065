//! Roll-outs that close an API to its callers, and what is said when one cannot be taken back.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::sync::Notify;

use super::super::disturbed::world::{Halt, World, publication};
use super::{Gate, Rollout};
use crate::client::{ControlPlane, Decision};
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

/// A check that says with which lifecycle state it found the API, and passes or not.
fn asking(control_plane: &ControlPlane, passes: bool) -> (Gate, Arc<Mutex<Vec<String>>>) {
    let found = Arc::new(Mutex::new(Vec::new()));
    let (finds, asks) = (Arc::clone(&found), control_plane.clone());
    let gate = Gate::new().check(move |_| {
        let (finds, asks) = (Arc::clone(&finds), asks.clone());
        async move {
            let lifecycle = asks.api("Pets", "1.0.0").await?.lifecycle;
            finds.lock().unwrap().push(lifecycle);
            if passes { Ok(()) } else { Err("the smoke test failed".into()) }
        }
    });
    (gate, found)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_closes_an_api_waits_for_the_gate_and_is_not_done_when_it_stays_closed() {
    for release in ["3.2", "4.7"] {
        let world = World::start(release).await;
        let control_plane = world.connect(&Halt::default()).await;
        control_plane.publish([pets(Lifecycle::Published)]).await.unwrap();
        let mut before = "PUBLISHED".to_owned();
        for (wanted, steps) in
            [(Lifecycle::Blocked, 1), (Lifecycle::Deprecated, 1), (Lifecycle::Retired, 1)]
        {
            let state = world.state().await;
            let rollout = |gate| Rollout::new([pets(wanted)]).rest().gate(gate);
            let (gate, found) = asking(&control_plane, false);
            let stopped = rollout(gate).roll_back_on_failure();
            let stopped = control_plane.roll_out(&stopped, &ApplyOptions::new()).await.unwrap();
            assert_eq!(*found.lock().unwrap(), [before.as_str()], "{release}: {stopped}");
            assert!(stopped.rolled_back.is_empty(), "nothing was done: {stopped}");
            assert_eq!(world.state().await, state, "{release}: {stopped}");
            let reasons = stopped.waves[0].failures.iter().map(ToString::to_string);
            let not_done =
                format!("Pets 1.0.0: it was not {wanted}: that waits for the gate to open");
            let expected = ["the check: the smoke test failed", not_done.as_str()];
            assert_eq!(reasons.collect::<Vec<_>>(), expected, "{release}");

            let (gate, found) = asking(&control_plane, true);
            let rollout = rollout(gate);
            let done = control_plane.roll_out(&rollout, &ApplyOptions::new()).await.unwrap();
            assert!(done.is_ok(), "{release}: {done}");
            assert_eq!(*found.lock().unwrap(), [before.as_str()], "{release}: {done}");
            assert_eq!(done.waves[0].outcome.apis[0].done.len(), steps, "{release}: {done}");
            before = wanted.as_str().to_uppercase();
            let now = control_plane.api("Pets", "1.0.0").await.unwrap().lifecycle;
            assert_eq!(now, before, "{release}: {done}");
        }
    }
}

/// Once the gate has opened, and before the last request: the process dies before each of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_was_killed_after_its_gate_is_finished_by_the_next_one() {
    for release in ["3.2", "4.7"] {
        let mut killed = 0;
        for number in 1.. {
            let world = World::start(release).await;
            let halt = Halt::default();
            let control_plane = world.connect(&halt).await;
            control_plane.publish([pets(Lifecycle::Published)]).await.unwrap();
            let folder = tempfile::tempdir().unwrap();
            let journal = Journal::at(folder.path().join("run.journal"));
            let options = ApplyOptions::new().journal(journal);
            let rollout = Rollout::new([pets(Lifecycle::Retired)]).wave(["Sandbox"]).rest();
            let halts = halt.clone();
            let first = rollout.clone().gate(Gate::new().check(move |wave| {
                if !wave.contains(&"Sandbox".to_owned()) {
                    halts.halt_at(number);
                }
                async { Ok(()) }
            }));
            let is_killed = tokio::select! {
                () = halt.reached() => true,
                done = control_plane.roll_out(&first, &options) => {
                    assert!(done.unwrap().is_ok());
                    false
                }
            };
            if !is_killed {
                break;
            }
            killed += 1;
            let next = world.connect(&Halt::default()).await;
            let done = next.roll_out(&rollout, &options).await.unwrap();
            assert!(done.is_ok(), "{release}: {number}: {done}");
            let now = next.api("Pets", "1.0.0").await.unwrap().lifecycle;
            assert_eq!(now, "RETIRED", "{release}: {number}: {done}");
        }
        // Two changes of the lifecycle, and what is read before them.
        assert!(killed > 2, "{release}: {killed}");
    }
}

/// The way there leads over a state that somebody has to approve.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closing_that_awaits_an_approval_is_no_success() {
    for release in ["3.2", "4.7"] {
        let world = World::start(release).await;
        let control_plane = world.connect(&Halt::default()).await;
        control_plane.publish([pets(Lifecycle::Prototyped)]).await.unwrap();
        world.emulator.require_approval("AM_API_STATE").await.unwrap();
        let (gate, found) = asking(&control_plane, true);
        let rollout = Rollout::new([pets(Lifecycle::Deprecated)]).rest().gate(gate);
        let stopped = control_plane.roll_out(&rollout, &ApplyOptions::new()).await.unwrap();
        assert_eq!(*found.lock().unwrap(), ["PROTOTYPED"], "the gate had opened");
        let [failure] = &stopped.waves[0].failures[..] else { panic!("{release}: {stopped}") };
        let message = &failure.message;
        assert!(message.contains("the lifecycle change Publish awaits an approval"), "{message}");
        let says = "lifecycle: PROTOTYPED, not deprecated: approve it";
        assert!(message.contains(says), "{release}: {stopped}");
        for task in control_plane.workflow_tasks(None).await.unwrap() {
            control_plane.decide_workflow(&task.id, Decision::Approve, "").await.unwrap();
        }
        let done = control_plane.roll_out(&rollout, &ApplyOptions::new()).await.unwrap();
        assert!(done.is_ok(), "{release}: {done}");
        let now = control_plane.api("Pets", "1.0.0").await.unwrap().lifecycle;
        assert_eq!(now, "DEPRECATED", "{release}: {done}");
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
    // Pets are deprecated once the gate of the first wave has opened, and the second wave fails.
    let (all, first) = (["Sandbox", "Production", "Hybrid"], ["Sandbox", "Production"]);
    let dogs = publication("Dogs", "v1", &["Hybrid"]);
    let pets = publication("Pets", "v1", &first).lifecycle(Lifecycle::Deprecated);
    let rollout = Rollout::new([pets, dogs]).wave(first).rest();
    let rollout = rollout.gate(closed_for("Hybrid")).roll_back_on_failure();
    let outcome = control_plane.roll_out(&rollout, &options).await.unwrap();
    assert!(!outcome.is_rolled_back(), "{outcome}");
    let event = |event: &str, api: &str, environments: &[&str], error: Value| {
        (event.to_owned(), api.to_owned(), Value::from(environments.to_vec()), error)
    };
    let expected = [
        // Nothing leads back from there.
        event("rollback-failed", "Pets", &first, "lifecycle-unreachable".into()),
        event("rolled-back", "Dogs", &all[2..], Value::Null),
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
