//! What somebody else does to an API while a gate is asked, and a roll-out that is taken back then: theirs stays.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::super::disturbed::world::{Halt, World, document, publication};
use super::{ApiRollback, Gate, Rollout, RolloutOutcome};
use crate::client::{ControlPlane, DeploymentTarget, LifecycleChange};
use crate::error::ErrorKind;
use crate::publish::{ApplyOptions, Lifecycle, Publication};

const BOTH: [&str; 2] = ["Sandbox", "Production"];

/// What somebody does by hand.
#[derive(Clone, Copy)]
enum Deed {
    Describe,
    /// Another summary in the document: no operation, no field.
    Document,
    Lifecycle(&'static str),
    /// Deploys the revision of this number.
    Deploy(u64, &'static str),
    Undeploy(u64, &'static str),
    /// Another run of Gatewright's, for the same API.
    Publish(&'static str),
}

impl Deed {
    async fn make(self, control_plane: &ControlPlane) {
        let id = control_plane.api("Pets", "1.0.0").await.unwrap().id;
        let revision = async |number| {
            let made = control_plane.revisions(&id).await.unwrap();
            made.into_iter().find(|made| made.number() == number).unwrap().id
        };
        match self {
            Self::Describe => {
                let mut api = control_plane.get_api(&id).await.unwrap();
                api.set("description", "theirs").unwrap();
                control_plane.update_api(&api).await.unwrap();
            }
            Self::Document => {
                let theirs = document("Pets", "theirs");
                control_plane.update_api_definition(&id, &theirs).await.unwrap();
            }
            Self::Lifecycle(action) => {
                let change = LifecycleChange::new(action);
                control_plane.change_lifecycle(&id, &change).await.unwrap();
            }
            Self::Deploy(number, to) => {
                let to = [DeploymentTarget::new(to)];
                control_plane.deploy_revision(&id, &revision(number).await, to).await.unwrap();
            }
            Self::Undeploy(number, from) => {
                let revision = revision(number).await;
                control_plane.undeploy_revision(&id, &revision, [from]).await.unwrap();
            }
            Self::Publish(back_end) => {
                let theirs = publication("Pets", back_end, &["Hybrid"]);
                control_plane.publish([theirs]).await.unwrap();
            }
        }
    }
}

/// A roll-out whose last gate stays closed; in this gate, counted from 1, the deed is done.
async fn roll_out(
    world: &World,
    wanted: Publication,
    waves: &[&'static str],
    deeds: &[(usize, Deed)],
) -> RolloutOutcome {
    let control_plane = world.connect(&Halt::default()).await;
    let (asked, last, deeds) = (Arc::new(AtomicUsize::new(0)), waves.len(), deeds.to_vec());
    let operator = control_plane.clone();
    let gate = Gate::new().check(move |_| {
        let (operator, deeds) = (operator.clone(), deeds.clone());
        let number = asked.fetch_add(1, Ordering::Relaxed) + 1;
        async move {
            for (_, deed) in deeds.iter().filter(|(gate, _)| *gate == number) {
                deed.make(&operator).await;
            }
            if number == last { Err("the smoke test failed".into()) } else { Ok(()) }
        }
    });
    let rollout = Rollout::new([wanted]).gate(gate).roll_back_on_failure();
    let rollout = waves.iter().fold(rollout, |rollout, wave| rollout.wave([*wave]));
    let outcome = control_plane.roll_out(&rollout, &ApplyOptions::new()).await.unwrap();
    assert_eq!(outcome.waves.len(), last, "{outcome}");
    outcome
}

async fn published(release: &str, back_ends: &[&str], environments: &[&str]) -> World {
    let world = World::start(release).await;
    let control_plane = world.connect(&Halt::default()).await;
    for back_end in back_ends {
        control_plane.publish([publication("Pets", back_end, environments)]).await.unwrap();
    }
    world
}

/// A field of the API as it is now.
async fn field(world: &World, name: &str) -> Value {
    let control_plane = world.connect(&Halt::default()).await;
    let id = control_plane.api("Pets", "1.0.0").await.unwrap().id;
    control_plane.get_api(&id).await.unwrap().0.to_value()[name].clone()
}

/// The numbers of the revisions, each with the environments that have it.
async fn placed(world: &World) -> Vec<(u64, Vec<String>)> {
    let control_plane = world.connect(&Halt::default()).await;
    let id = control_plane.api("Pets", "1.0.0").await.unwrap().id;
    let made = control_plane.revisions(&id).await.unwrap();
    let placed = made.iter().map(|made| {
        let there = made.deployments.iter().map(|there| there.environment.clone());
        (made.number(), there.collect())
    });
    placed.collect()
}

/// The one API's account, which says that something of somebody else's was found.
fn left_to_others(outcome: &RolloutOutcome) -> &ApiRollback {
    let [back] = outcome.rolled_back.as_slice() else { panic!("{outcome}") };
    let error = back.error.as_ref().unwrap_or_else(|| panic!("{outcome}"));
    assert_eq!((error.kind(), error.code()), (ErrorKind::ConcurrentChange, "changed-meanwhile"));
    assert!(!outcome.is_rolled_back(), "{outcome}");
    back
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lifecycle_that_the_roll_out_has_not_touched_stays_as_somebody_has_set_it() {
    for release in ["3.2", "4.7"] {
        let world = published(release, &["v1"], &["Sandbox"]).await;
        let mut before = world.state().await;
        let wanted = publication("Pets", "v1", &["Production"]).lifecycle(Lifecycle::Unchanged);
        let deeds = [(1, Deed::Lifecycle("Block"))];
        let outcome = roll_out(&world, wanted, &["Production"], &deeds).await;
        assert!(outcome.is_rolled_back(), "{release}: {outcome}");
        before[0]["lifecycle"] = json!("BLOCKED");
        assert_eq!(world.state().await, before, "{release}: {outcome}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lifecycle_that_somebody_has_changed_after_the_roll_out_is_left_and_said() {
    for release in ["3.2", "4.7"] {
        let world = World::start(release).await;
        let control_plane = world.connect(&Halt::default()).await;
        let created = publication("Pets", "v1", &["Sandbox"]).lifecycle(Lifecycle::Created);
        control_plane.publish([created]).await.unwrap();
        let mut before = world.state().await;
        let deeds = [(1, Deed::Lifecycle("Block"))];
        let wanted = publication("Pets", "v1", &["Production"]);
        let outcome = roll_out(&world, wanted.clone(), &["Production"], &deeds).await;
        let error = left_to_others(&outcome).error.as_ref().unwrap();
        assert!(error.message().contains("lifecycle state is blocked"), "{release}: {outcome}");
        before[0]["lifecycle"] = json!("BLOCKED");
        assert_eq!(world.state().await, before, "{release}: {outcome}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_is_edited_back_whatever_else_somebody_has_changed() {
    let world = published("3.2", &["v1"], &["Hybrid"]).await;
    let before = world.state().await;
    let wanted = publication("Pets", "v1", &BOTH);
    let deeds = [(1, Deed::Describe), (2, Deed::Document)];
    let outcome = roll_out(&world, wanted, &BOTH, &deeds).await;
    assert!(outcome.is_rolled_back(), "{outcome}");
    assert_eq!(field(&world, "description").await, "theirs", "{outcome}");
    let (now, theirs) = (world.state().await, "of theirs");
    assert_eq!(now[0]["environments"], before[0]["environments"], "{outcome}");
    assert_eq!(now[0]["document"]["/all"]["get"]["summary"], theirs, "{outcome}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fields_that_somebody_has_changed_since_are_left_and_the_deployments_taken_back() {
    // Between the waves; while the last gate is asked; not in the API itself.
    for deed in [(1, Deed::Describe), (2, Deed::Describe), (2, Deed::Document)] {
        let world = published("4.7", &["v1"], &["Sandbox"]).await;
        let outcome = roll_out(&world, publication("Pets", "v2", &BOTH), &BOTH, &[deed]).await;
        let error = left_to_others(&outcome).error.as_ref().unwrap();
        assert!(error.message().contains("working copy"), "{outcome}");
        let state = world.state().await;
        if matches!(deed.1, Deed::Describe) {
            assert_eq!(field(&world, "description").await, "theirs", "{outcome}");
        } else {
            let summary = &state[0]["document"]["/all"]["get"]["summary"];
            assert_eq!(summary, "of theirs", "{outcome}");
        }
        assert_eq!(placed(&world).await, [(1, vec!["Sandbox".to_owned()])], "{outcome}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fields_are_put_back_when_the_roll_out_alone_has_changed_them() {
    let world = published("4.7", &["v1"], &["Sandbox"]).await;
    let control_plane = world.connect(&Halt::default()).await;
    Deed::Describe.make(&control_plane).await;
    let before = world.state().await;
    let outcome = roll_out(&world, publication("Pets", "v2", &BOTH), &BOTH, &[]).await;
    assert!(outcome.is_rolled_back(), "{outcome}");
    assert_eq!(world.state().await, before, "{outcome}");
    assert_eq!(field(&world, "description").await, "theirs", "{outcome}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_has_deployed_or_taken_off_by_hand_stays_so() {
    let deeds = [
        (Deed::Deploy(1, "Production"), vec![(1, vec!["Production"]), (2, vec!["Sandbox"])]),
        (Deed::Undeploy(3, "Production"), vec![(1, vec![]), (2, vec!["Sandbox"])]),
    ];
    for (deed, expected) in deeds {
        let world = published("4.7", &["v1", "v2"], &BOTH).await;
        let wanted = publication("Pets", "v3", &BOTH);
        let outcome = roll_out(&world, wanted, &BOTH, &[(2, deed)]).await;
        let error = left_to_others(&outcome).error.as_ref().unwrap();
        assert!(error.message().contains("Production"), "{outcome}");
        assert!(!error.message().contains("Sandbox"), "{outcome}");
        let placed = placed(&world).await;
        let placed: Vec<(u64, Vec<&str>)> = placed
            .iter()
            .map(|(number, there)| (*number, there.iter().map(String::as_str).collect()))
            .collect();
        assert_eq!(placed, expected, "{outcome}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_as_it_was_already_needs_nothing() {
    let world = published("4.7", &["v1"], &BOTH).await;
    let before = world.state().await;
    let deeds = [(2, Deed::Deploy(1, "Production")), (2, Deed::Deploy(1, "Sandbox"))];
    let outcome = roll_out(&world, publication("Pets", "v2", &BOTH), &BOTH, &deeds).await;
    assert!(outcome.is_rolled_back(), "{outcome}");
    assert_eq!(world.state().await, before, "{outcome}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_api_that_the_roll_out_has_made_and_somebody_has_edited_is_not_deleted() {
    for release in ["3.2", "4.7"] {
        let world = World::start(release).await;
        let wanted = publication("Pets", "v1", &["Sandbox"]);
        let outcome = roll_out(&world, wanted, &["Sandbox"], &[(1, Deed::Describe)]).await;
        left_to_others(&outcome);
        assert_eq!(field(&world, "description").await, "theirs", "{release}: {outcome}");
        assert_eq!(field(&world, "lifeCycleStatus").await, "CREATED", "{release}: {outcome}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revision_of_another_run_is_not_deleted() {
    let world = published("4.7", &["v1"], &["Sandbox"]).await;
    let deeds = [(1, Deed::Publish("theirs")), (1, Deed::Undeploy(3, "Hybrid"))];
    let wanted = publication("Pets", "v2", &["Sandbox"]);
    let outcome = roll_out(&world, wanted, &["Sandbox"], &deeds).await;
    let error = left_to_others(&outcome).error.as_ref().unwrap();
    assert!(error.message().contains("somebody made Revision 3"), "{outcome}");
    let numbers: Vec<u64> = placed(&world).await.into_iter().map(|(number, _)| number).collect();
    assert_eq!(numbers, [1, 2, 3], "{outcome}");
}
