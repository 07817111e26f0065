//! A person who makes a revision in the Publisher while an apply stands still, at each of its requests.

use tokio::join;

use super::world::{Halt, World, publication};
use crate::client::Revision;
use crate::error::ErrorKind;
use crate::publish::Outcome;

const BY_HAND: &str = "made by hand";
/// What the API had before.
const FIRST: &str = "Revision 1";

/// What is there after the meeting.
struct Met {
    outcome: Outcome,
    revisions: Vec<Revision>,
    /// How many revisions of ours there were when the person came.
    ours_then: usize,
}

impl Met {
    fn gave_way(&self) -> bool {
        let error = self.outcome.apis[0].error.as_ref();
        error.is_some_and(|error| error.kind() == ErrorKind::ConcurrentChange)
    }

    /// How many of this apply's revisions are deployed nowhere, so that nobody has use of them. The first one is of an
    /// earlier apply: what to go back to.
    fn surplus(&self) -> usize {
        let idle = self.revisions.iter().filter(|revision| revision.deployments.is_empty());
        let is_of_this = |it: &&Revision| it.description != BY_HAND && it.display_name != FIRST;
        idle.filter(is_of_this).count()
    }

    fn environments_of_the_first(&self) -> Vec<&str> {
        let first = self.revisions.iter().find(|revision| revision.display_name == FIRST);
        let deployed = first.map(|first| &first.deployments[..]).unwrap_or_default();
        deployed.iter().map(|deployed| deployed.environment.as_str()).collect()
    }
}

/// How many requests the apply sends when nobody comes.
async fn requests() -> usize {
    let (world, halt) = (published().await, Halt::default());
    let control_plane = world.connect(&halt).await;
    let changed = publication("Pets", "changed", &["Production", "Hybrid"]);
    let plan = control_plane.plan([changed]).await.unwrap();
    halt.halt_at(0);
    control_plane.apply(&plan).await.into_result().unwrap();
    halt.sent()
}

async fn published() -> World {
    let world = World::start("4.7").await;
    let control_plane = world.connect(&Halt::default()).await;
    control_plane.publish([publication("Pets", "first", &["Hybrid"])]).await.unwrap();
    world
}

async fn meet(number: usize) -> Met {
    let (world, halt) = (published().await, Halt::default());
    let (ours, by_hand) = (world.connect(&halt).await, world.connect(&Halt::default()).await);
    let changed = publication("Pets", "changed", &["Production", "Hybrid"]);
    let plan = ours.plan([changed]).await.unwrap();
    let id = by_hand.api("Pets", "1.0.0").await.unwrap().id;
    halt.halt_at(number);
    let person = async {
        halt.reached().await;
        let before = by_hand.revisions(&id).await.unwrap().len();
        by_hand.create_revision(&id, BY_HAND).await.unwrap();
        halt.go_on();
        before - 1
    };
    let (outcome, ours_then) = join!(ours.apply(&plan), person);
    let revisions = by_hand.revisions(&id).await.unwrap();
    Met { outcome, revisions, ours_then }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revision_that_somebody_makes_by_hand_stays_and_ours_that_is_idle_goes() {
    let requests = requests().await;
    let mut taken_back = 0;
    for number in 1..=requests {
        let met = meet(number).await;
        let what = format!("request {number} of {requests}: {}\n{:#?}", met.outcome, met.revisions);
        let theirs = met.revisions.iter().filter(|revision| revision.description == BY_HAND);
        assert_eq!(theirs.count(), 1, "{what}");
        assert_eq!(met.surplus(), 0, "{what}");
        if met.gave_way() {
            assert_eq!(met.environments_of_the_first(), ["Hybrid"], "{what}");
            assert_eq!(met.revisions.len(), 2, "{what}");
            taken_back += met.ours_then;
        } else {
            assert!(met.outcome.is_ok(), "{what}");
        }
    }
    assert!(taken_back > 0, "nobody came between our revision and its deployment");
    println!("met at {requests} requests; {taken_back} times a revision of ours was taken back");
}
