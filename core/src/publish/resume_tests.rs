//! What may be begun and what may be gone on with, against the emulator: plans that hold an API which cannot be published, and
//! journals of roll-outs.

use std::future;
use std::sync::Arc;

use gatewright_emulator::{Action, Fault};
use tokio::select;
use tokio::sync::Notify;

use crate::error::ErrorKind;
use crate::model::Release;
use crate::publish::emulated::{HYBRID, PRODUCTION, World};
use crate::publish::{
    ApplyOptions, Gate, Journal, Lifecycle, PlanOptions, Publication, Rollout, Verdict,
};

const RELEASES: [Release; 2] = [Release::V3_2, Release::V4_7];

fn impossible() -> Publication {
    Publication::new("Bad", "1.0.0").environment("Nowhere")
}

#[tokio::test]
async fn what_is_known_to_fail_stops_an_apply_before_its_first_step_wherever_it_stands() {
    let world = World::start(Release::V4_7).await;
    let control_plane = &world.control_plane;
    let stop = ApplyOptions::new().stop_on_failure();
    let good = || ["Pets", "Dogs"].map(|name| world.publication(name, &[PRODUCTION]));
    let first: Vec<Publication> = [impossible()].into_iter().chain(good()).collect();
    let last: Vec<Publication> = good().into_iter().chain([impossible()]).collect();
    for publications in [first, last] {
        let options = PlanOptions::new().keep_going();
        let plan = control_plane.plan_with(publications, options).await.unwrap();
        assert_eq!(plan.verdict(), Verdict::Cannot);
        let outcome = control_plane.apply_with(&plan, &stop).await;
        for api in &outcome.apis {
            let code = api.error.as_ref().map(crate::error::Error::code);
            let is_bad = api.name == "Bad";
            assert_eq!(code, is_bad.then_some("unknown-environment"), "{outcome}");
            assert_eq!((api.is_stopped, api.done.len()), (!is_bad, 0), "{outcome}");
        }
        assert!(control_plane.apis().await.unwrap().is_empty());
    }
    // The same for an API that somebody has made since the plan: that is read before the first step.
    let plan = control_plane.plan(good()).await.unwrap();
    let [_, dogs] = good();
    control_plane.publish([dogs]).await.unwrap();
    let outcome = control_plane.apply_with(&plan, &stop).await;
    let [pets, dogs] = &outcome.apis[..] else { panic!("{outcome}") };
    assert_eq!(dogs.error.as_ref().unwrap().code(), "created-meanwhile");
    assert!(pets.is_stopped && pets.done.is_empty(), "{outcome}");
    assert_eq!(control_plane.apis().await.unwrap().len(), 1);
    world.emulator.stop().await;
}

#[tokio::test]
async fn a_run_beside_what_cannot_be_published_is_finished() {
    for release in RELEASES {
        let world = World::start(release).await;
        let control_plane = &world.control_plane;
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::at(folder.path().join("a.journal"));
        let wanted = || [world.publication("Pets", &[PRODUCTION]), impossible()];
        let options = PlanOptions::new().keep_going();
        let plan = control_plane.plan_with(wanted(), options).await.unwrap();
        let faults = world.emulator.faults();
        faults.add(Fault::new(Action::Status(503, String::new())).path("/change-lifecycle"));
        let with_journal = ApplyOptions::new().journal(journal.clone());
        let outcome = control_plane.apply_with(&plan, &with_journal).await;
        assert!(!outcome.apis[0].done.is_empty() && outcome.apis[0].error.is_some(), "{outcome}");
        faults.clear();

        let resumed = control_plane.resume(wanted(), &journal, &ApplyOptions::new()).await.unwrap();
        let [pets, bad] = &resumed.apis[..] else { panic!("{resumed}") };
        assert!(pets.error.is_none() && !pets.done.is_empty(), "{release}: {resumed}");
        assert_eq!(bad.error.as_ref().unwrap().code(), "unknown-environment");
        let [pets, _] = wanted();
        assert!(control_plane.verify(&pets.lifecycle(Lifecycle::Published)).await.unwrap().is_ok());
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn a_run_is_finished_with_its_publications_in_any_order_and_with_no_others() {
    for release in RELEASES {
        let world = World::start(release).await;
        let control_plane = &world.control_plane;
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::at(folder.path().join("a.journal"));
        let wanted = |names: [&str; 3]| names.map(|name| world.publication(name, &[PRODUCTION]));
        let with_journal = ApplyOptions::new().journal(journal.clone());
        let faults = world.emulator.faults();
        faults.add(Fault::new(Action::Reset).path("/change-lifecycle"));
        let plan = control_plane.plan(wanted(["Pets", "Cats", "Dogs"])).await.unwrap();
        assert!(!control_plane.apply_with(&plan, &with_journal).await.is_ok());
        faults.clear();

        let none = ApplyOptions::new();
        let other = wanted(["Dogs", "Cows", "Cats"]);
        let error = control_plane.resume(other, &journal, &none).await.unwrap_err();
        assert_eq!(error.code(), "journal-of-other-publications");
        let turned = || wanted(["Dogs", "Pets", "Cats"]);
        let resumed = control_plane.resume(turned(), &journal, &none).await.unwrap();
        assert!(resumed.is_ok(), "{release}: {resumed}");
        let names: Vec<&str> = resumed.apis.iter().map(|api| api.name.as_str()).collect();
        assert_eq!(names, ["Dogs", "Pets", "Cats"], "as they were given");
        assert!(control_plane.plan(turned()).await.unwrap().is_empty());
        assert_eq!(control_plane.apis().await.unwrap().len(), 3);
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn a_roll_out_is_gone_on_with_by_a_roll_out_alone() {
    for release in RELEASES {
        let world = World::start(release).await;
        let control_plane = &world.control_plane;
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::at(folder.path().join("a.journal"));
        let with_journal = ApplyOptions::new().journal(journal.clone());
        let wanted = || world.publication("Pets", &[PRODUCTION, HYBRID]);
        let rollout = |gate| Rollout::new([wanted()]).wave([PRODUCTION]).rest().gate(gate);
        let is_in = async |environment: &str| {
            let verified = control_plane.verify(&wanted()).await.unwrap();
            let mut there = verified.environments.iter();
            there.any(|there| there.environment == environment && there.is_deployed)
        };

        // It is killed while its check is asked.
        let asked = Arc::new(Notify::new());
        let asks = Arc::clone(&asked);
        let gate = Gate::new().check(move |_| {
            asks.notify_one();
            future::pending()
        });
        let endless = rollout(gate);
        select! {
            () = asked.notified() => {}
            done = control_plane.roll_out(&endless, &with_journal) => panic!("{done:?}"),
        }
        let refused = async || {
            let none = ApplyOptions::new();
            let resumed = control_plane.resume([wanted()], &journal, &none).await.unwrap_err();
            let code = (resumed.kind(), resumed.code());
            assert_eq!(code, (ErrorKind::Conflict, "journal-of-another-run"), "{resumed}");
            assert!(resumed.message().contains("run the roll-out again with this"), "{resumed}");
            assert!(is_in(PRODUCTION).await && !is_in(HYBRID).await, "{release}");
        };
        refused().await;
        let published = control_plane.publish_with([wanted()], &with_journal).await.unwrap_err();
        assert_eq!(published.code(), "journal-of-another-run", "{published}");

        // Its gate stays closed: it has come to its end, and is still no apply's.
        let closed = rollout(Gate::new().check(async |_| Err("not yet".into())));
        assert!(!control_plane.roll_out(&closed, &with_journal).await.unwrap().is_ok());
        refused().await;

        let open = rollout(Gate::new());
        assert!(control_plane.roll_out(&open, &with_journal).await.unwrap().is_ok(), "{release}");
        assert!(is_in(HYBRID).await);
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn an_apply_that_was_cut_off_is_no_roll_outs_to_go_on_with() {
    let world = World::start(Release::V4_7).await;
    let control_plane = &world.control_plane;
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::at(folder.path().join("a.journal"));
    let with_journal = ApplyOptions::new().journal(journal.clone());
    let wanted = || world.publication("Pets", &[PRODUCTION]);
    world.emulator.faults().add(Fault::new(Action::Reset).path("/change-lifecycle"));
    control_plane.publish_with([wanted()], &with_journal).await.unwrap_err();
    world.emulator.faults().clear();

    let rollout = Rollout::new([wanted()]).rest();
    let error = control_plane.roll_out(&rollout, &with_journal).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Conflict, "journal-of-another-run"));
    assert!(error.message().contains("resume that one first"), "{error}");
    let resumed = control_plane.resume([wanted()], &journal, &ApplyOptions::new()).await.unwrap();
    assert!(resumed.is_ok(), "{resumed}");
    // At its end it is anybody's.
    assert!(control_plane.roll_out(&rollout, &with_journal).await.unwrap().is_ok());
    world.emulator.stop().await;
}
