//! Somebody edits an API between two waves of its roll-out: every wave gets the revision that the first gate has seen.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::Notify;

use super::super::disturbed::world::{Halt, World, publication};
use super::{Gate, Rollout, RolloutOutcome};
use crate::client::ControlPlane;
use crate::error::ErrorKind;
use crate::publish::{ApplyOptions, Journal, Publication};

/// The sandbox first, then production.
fn in_waves(pets: Publication) -> Rollout {
    Rollout::new([pets.environments(["Sandbox", "Production"])]).wave(["Sandbox"]).rest()
}

/// One that is made of a definition, and one that is published as it is.
fn both() -> [Publication; 2] {
    [publication("Pets", "v1", &[]), Publication::new("Pets", "1.0.0")]
}

/// The API is there, in another environment, and what is there is older than it is.
async fn prepare(control_plane: &ControlPlane) -> String {
    control_plane.publish([publication("Pets", "v1", &["Hybrid"])]).await.unwrap();
    edit(control_plane, "description", &json!("before the roll-out")).await
}

async fn edit(control_plane: &ControlPlane, field: &str, value: &Value) -> String {
    let id = control_plane.api("Pets", "1.0.0").await.unwrap().id;
    let mut api = control_plane.get_api(&id).await.unwrap();
    api.set(field, value).unwrap();
    control_plane.update_api(&api).await.unwrap();
    id
}

/// The revision that an environment has.
async fn revision_in(control_plane: &ControlPlane, id: &str, environment: &str) -> Option<String> {
    let made = control_plane.revisions(id).await.unwrap();
    let is_there = |made: &&crate::client::Revision| {
        made.deployments.iter().any(|there| there.environment == environment)
    };
    made.iter().find(is_there).map(|made| made.display_name.clone())
}

/// A gate that lets somebody do this after the first wave, and opens.
async fn meanwhile<F, R>(world: &World, act: F) -> Gate
where
    F: Fn(ControlPlane) -> R + Clone + Send + Sync + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    let others = world.connect(&Halt::default()).await;
    Gate::new().check(move |wave| {
        let (act, others) = (act.clone(), others.clone());
        async move {
            if wave.iter().any(|name| name == "Sandbox") {
                act(others).await;
            }
            Ok(())
        }
    })
}

async fn roll_out(control_plane: &ControlPlane, rollout: &Rollout) -> RolloutOutcome {
    control_plane.roll_out(rollout, &ApplyOptions::new()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_later_wave_gets_what_the_first_gate_has_seen() {
    let edits = [
        // What the publication does not name, and what it does.
        ("description", json!("edited between the waves")),
        ("policies", json!(["Bronze"])),
    ];
    for (field, value) in edits {
        for pets in both() {
            let world = World::start("4.7").await;
            let control_plane = world.connect(&Halt::default()).await;
            let id = prepare(&control_plane).await;
            let theirs = value.clone();
            let gate = meanwhile(&world, move |others| {
                let theirs = theirs.clone();
                async move {
                    edit(&others, field, &theirs).await;
                }
            });
            let outcome = roll_out(&control_plane, &in_waves(pets).gate(gate.await)).await;
            assert!(outcome.is_ok() && outcome.waves.len() == 2, "{field}: {outcome}");
            let first = revision_in(&control_plane, &id, "Sandbox").await;
            assert!(first.is_some(), "{field}: {outcome}");
            assert_eq!(first, revision_in(&control_plane, &id, "Production").await, "{outcome}");
            // What they wrote stays theirs to publish.
            let now = control_plane.get_api(&id).await.unwrap().0;
            assert_eq!(now.field(field), Some(&value), "{outcome}");
        }
    }
}

/// The process dies in the gate of the first wave; then somebody edits the API.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_roll_out_that_is_begun_again_gives_the_later_waves_the_same() {
    for pets in both() {
        let world = World::start("4.7").await;
        let control_plane = world.connect(&Halt::default()).await;
        let id = prepare(&control_plane).await;
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::at(folder.path().join("run.journal"));
        let options = ApplyOptions::new().journal(journal);
        let reached = Arc::new(Notify::new());
        let in_gate = Arc::clone(&reached);
        let endless = Gate::new().check(move |_| {
            in_gate.notify_one();
            std::future::pending()
        });
        let rollout = in_waves(pets);
        let first = rollout.clone().gate(endless);
        tokio::select! {
            () = reached.notified() => {}
            done = control_plane.roll_out(&first, &options) => panic!("not killed: {done:?}"),
        }
        let seen = revision_in(&control_plane, &id, "Sandbox").await;
        edit(&control_plane, "description", &json!("edited between the runs")).await;
        let gate = meanwhile(&world, |others| async move {
            edit(&others, "description", &json!("edited between the waves")).await;
        });
        let outcome = control_plane.roll_out(&rollout.gate(gate.await), &options).await.unwrap();
        assert!(outcome.is_ok() && outcome.waves.len() == 2, "{outcome}");
        assert!(seen.is_some(), "{outcome}");
        for environment in ["Sandbox", "Production"] {
            assert_eq!(revision_in(&control_plane, &id, environment).await, seen, "{outcome}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_revision_that_was_seen_a_later_wave_gets_nothing() {
    for pets in both() {
        let world = World::start("4.7").await;
        let control_plane = world.connect(&Halt::default()).await;
        let id = prepare(&control_plane).await;
        let gate = meanwhile(&world, |others| async move {
            let id = others.api("Pets", "1.0.0").await.unwrap().id;
            let made = others.revisions(&id).await.unwrap();
            let seen = made.iter().max_by_key(|made| made.number()).unwrap();
            others.undeploy_revision(&id, &seen.id, ["Sandbox"]).await.unwrap();
            others.delete_revision(&id, &seen.id).await.unwrap();
        });
        let outcome = roll_out(&control_plane, &in_waves(pets).gate(gate.await)).await;
        assert_eq!(outcome.waves.len(), 2, "{outcome}");
        let error = outcome.waves[1].outcome.apis[0].error.as_ref().unwrap();
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::ConcurrentChange, "changed-meanwhile")
        );
        assert_eq!(revision_in(&control_plane, &id, "Production").await, None, "{outcome}");
    }
}

/// Another one of the name is not made of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_api_that_is_deleted_between_waves_is_not_made_again() {
    for release in ["3.2", "4.7"] {
        let world = World::start(release).await;
        let control_plane = world.connect(&Halt::default()).await;
        let gate = meanwhile(&world, |others| async move {
            let id = others.api("Pets", "1.0.0").await.unwrap().id;
            others.delete_api(&id).await.unwrap();
        });
        let pets = publication("Pets", "v1", &[]);
        let dogs = publication("Dogs", "v1", &["Sandbox", "Production"]);
        let mut rollout = in_waves(pets).gate(gate.await).roll_back_on_failure();
        rollout.publications.push(dogs);
        let outcome = roll_out(&control_plane, &rollout).await;
        assert_eq!(outcome.waves.len(), 2, "{release}: {outcome}");
        let [pets, dogs] = &outcome.waves[1].outcome.apis[..] else { panic!("{outcome}") };
        let error = pets.error.as_ref().unwrap();
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::ConcurrentChange, "changed-meanwhile")
        );
        assert!(dogs.error.is_none(), "{release}: {outcome}");
        let [pets, dogs] = &outcome.rolled_back[..] else { panic!("{release}: {outcome}") };
        assert!(pets.error.is_some() && dogs.error.is_none(), "{release}: {outcome}");
        assert!(control_plane.apis().await.unwrap().is_empty(), "{release}: {outcome}");
    }
}
