//! Roll-outs of which something awaits an approval.

use std::sync::Arc;
use std::time::Duration;

use crate::client::{Decision, Deployment};
use crate::model::Release;
use crate::publish::emulated::{HYBRID, PRODUCTION, World};
use crate::publish::{
    ApplyOptions, Gate, Lifecycle, Publication, Rollout, RolloutOutcome, VerifyOptions,
};

const STATE: &str = "AM_API_STATE";
const DEPLOYMENT: &str = "AM_REVISION_DEPLOYMENT";

fn pets(world: &World, back_end: &str, environments: &[&str]) -> Publication {
    let endpoint = format!("{}/{back_end}", world.emulator.echo_url());
    let definition = world.definition("/pets").production_endpoint(endpoint);
    world.publication("Pets", environments).definition(definition)
}

async fn roll_out(world: &World, rollout: &Rollout) -> RolloutOutcome {
    world.control_plane.roll_out(rollout, &ApplyOptions::new()).await.unwrap()
}

/// In two waves.
async fn stage(world: &World, back_end: &str) -> RolloutOutcome {
    let pets = pets(world, back_end, &[PRODUCTION, HYBRID]);
    roll_out(world, &Rollout::new([pets]).wave([PRODUCTION]).rest()).await
}

async fn decide_all(world: &World, decision: Decision) -> usize {
    let tasks = world.control_plane.workflow_tasks(None).await.unwrap();
    for task in &tasks {
        world.control_plane.decide_workflow(&task.id, decision, "").await.unwrap();
    }
    tasks.len()
}

/// Why the gate of the last wave that was begun stayed closed.
fn reason(outcome: &RolloutOutcome) -> &str {
    let Some([failure]) = outcome.waves.last().map(|wave| wave.failures.as_slice()) else {
        panic!("{outcome}");
    };
    &failure.message
}

#[tokio::test]
async fn a_gate_stays_closed_while_the_lifecycle_change_awaits_an_approval() {
    for release in [Release::V3_2, Release::V4_0, Release::V4_7] {
        let world = World::start(release).await;
        world.emulator.require_approval(STATE).await.unwrap();
        let first = stage(&world, "v1").await;
        assert_eq!(first.waves.len(), 1, "{release}: {first}");
        assert_eq!(
            reason(&first),
            "the lifecycle change Publish awaits an approval; lifecycle: CREATED, not published: approve it (the Admin \
             Portal lists it), then run the roll-out again, which goes on from there"
        );
        let again = stage(&world, "v1").await;
        assert_eq!(again.waves.len(), 1, "{release}: {again}");
        let before = "a lifecycle change from before awaits an approval: Publish was not asked for; lifecycle: CREATED";
        assert!(reason(&again).starts_with(before), "{release}: {again}");
        assert_eq!(decide_all(&world, Decision::Approve).await, 1, "{release}");
        let last = stage(&world, "v1").await;
        assert!(last.is_ok() && last.waves.len() == 2, "{release}: {last}");
        world.emulator.stop().await;
    }
}

/// The one that is there stays while the new one waits, and is listed before it.
#[tokio::test]
async fn a_gate_stays_closed_while_new_content_awaits_an_approval() {
    for release in [Release::V4_3, Release::V4_7] {
        let world = World::start(release).await;
        world.control_plane.publish([pets(&world, "v1", &[PRODUCTION])]).await.unwrap();
        world.emulator.require_approval(DEPLOYMENT).await.unwrap();
        let expected = format!("the deployment to {PRODUCTION} awaits an approval: approve it ");
        for _ in 0..2 {
            let stopped = stage(&world, "v2").await;
            assert_eq!(stopped.waves.len(), 1, "{release}: {stopped}");
            assert!(reason(&stopped).starts_with(&expected), "{release}: {stopped}");
            let published = pets(&world, "v2", &[PRODUCTION]);
            let verified = world.control_plane.verify(&published).await.unwrap();
            let [state] = verified.environments.as_slice() else { panic!("{verified}") };
            assert!(state.is_deployed && state.is_pending && !verified.is_ok(), "{verified}");
        }
        assert_eq!(decide_all(&world, Decision::Approve).await, 1, "{release}");
        let second = stage(&world, "v2").await;
        assert!(second.waves[0].is_ok(), "{release}: {second}");
        assert!(reason(&second).contains(HYBRID), "{release}: {second}");
        assert_eq!(decide_all(&world, Decision::Approve).await, 1, "{release}");
        let done = stage(&world, "v2").await;
        assert!(done.is_ok(), "{release}: {done}");
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn what_was_refused_keeps_the_gate_closed_and_is_asked_for_again() {
    let world = World::start(Release::V4_7).await;
    world.control_plane.publish([pets(&world, "v1", &[PRODUCTION])]).await.unwrap();
    world.emulator.require_approval(DEPLOYMENT).await.unwrap();
    stage(&world, "v2").await;
    decide_all(&world, Decision::Reject).await;
    let verified = world.control_plane.verify(&pets(&world, "v2", &[PRODUCTION])).await.unwrap();
    assert!(verified.environments[0].is_rejected && !verified.is_ok(), "{verified}");
    let again = stage(&world, "v2").await;
    assert!(reason(&again).contains("awaits an approval"), "{again}");
    assert_eq!(decide_all(&world, Decision::Approve).await, 1);
    assert!(stage(&world, "v2").await.waves[0].is_ok());
    world.emulator.stop().await;
}

/// Gives this decision about all that waits, as soon as something does.
async fn decide_soon(world: &World, decision: Decision) {
    while decide_all(world, decision).await == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_gate_that_wants_proof_waits_for_the_approval() {
    let world = World::start(Release::V4_7).await;
    world.control_plane.publish([pets(&world, "v1", &[PRODUCTION])]).await.unwrap();
    world.emulator.require_approval(DEPLOYMENT).await.unwrap();
    let gate = |proof: VerifyOptions| Gate::new().proof(proof.timeout(Duration::from_secs(60)));
    let rollout = |back_end| Rollout::new([pets(&world, back_end, &[PRODUCTION])]).rest();
    let acknowledged = rollout("v2").gate(gate(VerifyOptions::new().acknowledged()));
    let (outcome, ()) =
        tokio::join!(roll_out(&world, &acknowledged), decide_soon(&world, Decision::Approve));
    assert!(outcome.is_ok(), "{outcome}");
    // Taken back by somebody, it waits no longer; but what is there is not what was rolled out.
    let take_back = async {
        let id = world.control_plane.api("Pets", "1.0.0").await.unwrap().id;
        loop {
            for made in world.control_plane.revisions(&id).await.unwrap() {
                if made.deployments.iter().any(Deployment::is_waiting) {
                    let cancel = world.control_plane.cancel_deployment(&id, &made.id, PRODUCTION);
                    return cancel.await.unwrap();
                }
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let probed = rollout("v3").gate(gate(VerifyOptions::new().probed()));
    let (outcome, ()) = tokio::join!(roll_out(&world, &probed), take_back);
    assert!(reason(&outcome).starts_with("what awaited an approval was refused one"), "{outcome}");
    world.emulator.stop().await;
}

#[tokio::test]
async fn a_roll_out_that_rolls_back_says_how_an_approval_would_be_in_time() {
    let world = World::start(Release::V4_7).await;
    world.emulator.require_approval(STATE).await.unwrap();
    let rollout = Rollout::new([pets(&world, "v1", &[PRODUCTION])]).rest().roll_back_on_failure();
    let outcome = roll_out(&world, &rollout).await;
    let reason = reason(&outcome);
    assert!(reason.contains("takes back what it has asked for"), "{reason}");
    world.emulator.stop().await;
}

/// Rolled out at once, and taken back when that fails.
async fn roll_out_or_back(world: &World, publication: Publication) -> RolloutOutcome {
    roll_out(world, &Rollout::new([publication]).rest().roll_back_on_failure()).await
}

/// The numbers of the revisions, and of those that are in an environment or wait to be.
async fn revisions(world: &World) -> (Vec<u64>, Vec<(u64, String, bool)>) {
    let id = world.control_plane.api("Pets", "1.0.0").await.unwrap().id;
    let made = world.control_plane.revisions(&id).await.unwrap();
    let placed = made.iter().flat_map(|made| {
        let there = made.deployments.iter();
        there.map(|there| (made.number(), there.environment.clone(), there.is_approved()))
    });
    (made.iter().map(crate::client::Revision::number).collect(), placed.collect())
}

async fn lifecycle(world: &World) -> String {
    world.control_plane.api("Pets", "1.0.0").await.unwrap().lifecycle
}

#[tokio::test]
async fn a_deployment_that_waits_is_taken_back_and_what_was_there_stays() {
    for release in [Release::V4_3, Release::V4_7] {
        let world = World::start(release).await;
        let before = pets(&world, "v1", &[PRODUCTION]);
        world.control_plane.publish([before.clone()]).await.unwrap();
        world.emulator.require_approval(DEPLOYMENT).await.unwrap();
        // New content in both environments, of which one had none.
        let outcome = roll_out_or_back(&world, pets(&world, "v2", &[PRODUCTION, HYBRID])).await;
        assert!(outcome.is_rolled_back(), "{release}: {outcome}");
        let done = &outcome.rolled_back[0].done;
        for environment in [PRODUCTION, HYBRID] {
            let request = format!("took back the request to deploy Revision 2 to {environment}");
            assert!(done.contains(&request), "{release}: {outcome}");
        }
        // The revision that was there, in one more environment.
        let outcome = roll_out_or_back(&world, pets(&world, "v1", &[PRODUCTION, HYBRID])).await;
        assert!(outcome.is_rolled_back(), "{release}: {outcome}");
        // Nothing is left that somebody could approve.
        assert_eq!(decide_all(&world, Decision::Approve).await, 0, "{release}");
        let there = (vec![1], vec![(1, PRODUCTION.to_owned(), true)]);
        assert_eq!(revisions(&world).await, there, "{release}");
        assert!(world.control_plane.verify(&before).await.unwrap().is_ok(), "{release}");
        assert!(world.control_plane.plan([before]).await.unwrap().is_empty(), "{release}");
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn a_lifecycle_change_that_waits_is_taken_back() {
    for release in [Release::V3_2, Release::V4_0, Release::V4_7] {
        let world = World::start(release).await;
        world.emulator.require_approval(STATE).await.unwrap();
        // An API that is made for it goes.
        let wanted = pets(&world, "v1", &[PRODUCTION]);
        let outcome = roll_out_or_back(&world, wanted.clone()).await;
        assert!(outcome.is_rolled_back(), "{release}: {outcome}");
        assert!(world.control_plane.apis().await.unwrap().is_empty(), "{release}");
        assert_eq!(decide_all(&world, Decision::Approve).await, 0, "{release}");
        // One that was there stays as it was.
        let created = wanted.clone().lifecycle(Lifecycle::Created);
        world.control_plane.publish([created]).await.unwrap();
        let outcome = roll_out_or_back(&world, wanted.clone()).await;
        assert!(outcome.is_rolled_back(), "{release}: {outcome}");
        let done = &outcome.rolled_back[0].done;
        assert_eq!(done, &["took back the request to change its lifecycle"], "{release}");
        assert_eq!(decide_all(&world, Decision::Approve).await, 0, "{release}");
        assert_eq!(lifecycle(&world).await, "CREATED", "{release}");
        // What somebody has asked for before is not the roll-out's to take back.
        world.control_plane.publish([wanted.clone()]).await.unwrap();
        let outcome = roll_out_or_back(&world, wanted).await;
        assert!(!outcome.is_ok() && outcome.rolled_back.is_empty(), "{release}: {outcome}");
        assert_eq!(decide_all(&world, Decision::Approve).await, 1, "{release}");
        assert_eq!(lifecycle(&world).await, "PUBLISHED", "{release}");
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn a_request_from_before_is_made_again() {
    let world = World::start(Release::V4_7).await;
    world.control_plane.publish([pets(&world, "v1", &[PRODUCTION])]).await.unwrap();
    world.emulator.require_approval(DEPLOYMENT).await.unwrap();
    world.control_plane.publish([pets(&world, "v2", &[PRODUCTION])]).await.unwrap();
    let before = revisions(&world).await;
    let outcome = roll_out_or_back(&world, pets(&world, "v3", &[PRODUCTION])).await;
    assert!(outcome.is_rolled_back(), "{outcome}");
    assert_eq!(revisions(&world).await, before, "{outcome}");
    assert_eq!(decide_all(&world, Decision::Approve).await, 1);
    let (_, placed) = revisions(&world).await;
    assert_eq!(placed, [(2, PRODUCTION.to_owned(), true)]);
    world.emulator.stop().await;
}

/// Content that is live already cannot be taken back without the approval: that is said.
#[tokio::test]
async fn what_comes_back_may_await_an_approval_itself() {
    let world = Arc::new(World::start(Release::V4_7).await);
    world.control_plane.publish([pets(&world, "v1", &[PRODUCTION])]).await.unwrap();
    let in_check = Arc::clone(&world);
    let gate = Gate::new().check(move |_| {
        let world = Arc::clone(&in_check);
        async move {
            world.emulator.require_approval(DEPLOYMENT).await?;
            Err("the smoke test failed".into())
        }
    });
    let rollout = Rollout::new([pets(&world, "v2", &[PRODUCTION])]).rest();
    let outcome = roll_out(&world, &rollout.gate(gate).roll_back_on_failure()).await;
    let waits = format!("the deployment to {PRODUCTION} awaits an approval");
    let [back] = outcome.rolled_back.as_slice() else { panic!("{outcome}") };
    assert_eq!(back.pending, [waits.as_str()], "{outcome}");
    assert!(!outcome.is_rolled_back() && back.error.is_none(), "{outcome}");
    assert!(back.to_string().ends_with(&format!("; pending: {waits}")), "{outcome}");
    assert_eq!(decide_all(&world, Decision::Approve).await, 1);
    assert_eq!(revisions(&world).await.1, [(1, PRODUCTION.to_owned(), true)]);
    world.emulator.stop().await;
}

/// Rolled out with time for somebody to decide, who refuses it.
async fn refused(world: &World, rollout: Rollout) -> RolloutOutcome {
    let proof = VerifyOptions::new().acknowledged().timeout(Duration::from_secs(60));
    let rollout = rollout.gate(Gate::new().proof(proof));
    let (outcome, ()) =
        tokio::join!(roll_out(world, &rollout), decide_soon(world, Decision::Reject));
    assert!(!outcome.is_ok(), "{outcome}");
    outcome
}

#[tokio::test]
async fn what_was_refused_and_rolled_back_is_not_in_the_way_of_what_was_there() {
    for release in [Release::V4_3, Release::V4_7] {
        let world = World::start(release).await;
        let v1 = pets(&world, "v1", &[PRODUCTION]);
        world.control_plane.publish([v1.clone()]).await.unwrap();
        world.emulator.require_approval(DEPLOYMENT).await.unwrap();
        let v2 = Rollout::new([pets(&world, "v2", &[PRODUCTION])]).rest();
        let outcome = refused(&world, v2.roll_back_on_failure()).await;
        assert!(outcome.is_rolled_back(), "{release}: {outcome}");
        let there = (vec![1], vec![(1, PRODUCTION.to_owned(), true)]);
        assert_eq!(revisions(&world).await, there, "{release}: {outcome}");
        let verified = world.control_plane.verify(&v1).await.unwrap();
        assert!(verified.is_ok(), "{release}: {verified}");
        let again = roll_out(&world, &Rollout::new([v1]).rest()).await;
        assert!(again.is_ok(), "{release}: {again}");
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn a_refusal_counts_for_what_was_refused_alone() {
    let world = World::start(Release::V4_7).await;
    let [v1, v2] = ["v1", "v2"].map(|back_end| pets(&world, back_end, &[PRODUCTION]));
    world.control_plane.publish([v1.clone()]).await.unwrap();
    world.emulator.require_approval(DEPLOYMENT).await.unwrap();
    refused(&world, Rollout::new([v2.clone()]).rest()).await;
    let is_refused = async |publication: &Publication| {
        let verified = world.control_plane.verify(publication).await.unwrap();
        assert_eq!(verified.is_ok(), !verified.environments[0].is_rejected, "{verified}");
        verified.environments[0].is_rejected
    };
    assert!(!is_refused(&v1).await && is_refused(&v2).await);
    // Nobody has use of it: it goes when there is no other room.
    let id = world.control_plane.api("Pets", "1.0.0").await.unwrap().id;
    for _ in 0..3 {
        world.control_plane.create_revision(&id, "by hand").await.unwrap();
    }
    let plan = world.control_plane.plan([pets(&world, "v3", &[PRODUCTION])]).await.unwrap();
    assert!(plan.to_string().contains("delete Revision 2"), "{plan}");
    world.control_plane.apply(&plan).await.into_result().unwrap();
    world.emulator.stop().await;
}
