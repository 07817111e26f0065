//! Two applies of publications of the same APIs: one stands still at each of its requests while the other one does all it
//! has to; and both take turns, request by request, so that each has done what the other one does not know.

use serde_json::Value;
use tokio::join;

use super::world::{Halt, World, publication};
use crate::client::ControlPlane;
use crate::error::ErrorKind;
use crate::publish::{Outcome, Plan, Publication};

fn one() -> Vec<Publication> {
    vec![publication("Pets", "one", &["Production", "Hybrid"])]
}

fn other() -> Vec<Publication> {
    vec![publication("Pets", "other", &["Production", "Sandbox"])]
}

fn gave_way(outcome: &Outcome) -> bool {
    let mut errors = outcome.apis.iter().filter_map(|api| api.error.as_ref());
    errors.any(|error| error.kind() == ErrorKind::ConcurrentChange)
}

/// A server on which the API is there in its first form, or is not.
async fn world(release: &str, exists: bool) -> World {
    let world = World::start(release).await;
    if exists {
        let control_plane = world.connect(&Halt::default()).await;
        control_plane.publish([publication("Pets", "first", &["Hybrid"])]).await.unwrap();
    }
    world
}

async fn alone(release: &str, exists: bool, publications: Vec<Publication>) -> (Value, usize) {
    let world = world(release, exists).await;
    let halt = Halt::default();
    let control_plane = world.connect(&halt).await;
    let plan = control_plane.plan(publications).await.unwrap();
    halt.halt_at(0);
    control_plane.apply(&plan).await.into_result().unwrap();
    (world.state().await, halt.sent())
}

/// Both plan; one applies and halts at the request; the other one applies; the first one goes on.
async fn meet(release: &str, exists: bool, number: usize) -> (Value, Outcome, Outcome) {
    let world = world(release, exists).await;
    let (halt, never) = (Halt::default(), Halt::default());
    let (first, second) = (world.connect(&halt).await, world.connect(&never).await);
    let ours = first.plan(one()).await.unwrap();
    let theirs = second.plan(other()).await.unwrap();
    halt.halt_at(number);
    let meeting = async {
        halt.reached().await;
        let outcome = second.apply(&theirs).await;
        halt.go_on();
        outcome
    };
    let (ours, theirs) = join!(first.apply(&ours), meeting);
    (world.state().await, ours, theirs)
}

async fn all_meetings(release: &str, exists: bool) {
    let (of_one, requests) = alone(release, exists, one()).await;
    let (of_other, _) = alone(release, exists, other()).await;
    let mut unnoticed = Vec::new();
    for number in 1..=requests {
        let (state, ours, theirs) = meet(release, exists, number).await;
        let what = format!("{release}: the API exists: {exists}; request {number} of {requests}");
        assert!(
            state == of_one || state == of_other,
            "{what}: {state:#}\n{ours}\n{theirs}\none: {of_one:#}\nother: {of_other:#}"
        );
        let won = if state == of_one { &ours } else { &theirs };
        assert!(won.is_ok(), "{what}: {ours}\n{theirs}");
        if !gave_way(&ours) && !gave_way(&theirs) {
            unnoticed.push(number);
        }
    }
    // 3.x has no revisions: between the reading and the writing of the API's fields nobody can see the other one.
    let window = if release == "3.2" && exists { vec![2] } else { Vec::new() };
    assert_eq!(unnoticed, window, "{release}: of {requests} requests");
    println!("{release}: the API exists: {exists}: met at {requests} requests");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_applies_that_meet_anywhere_end_as_one_of_the_two_in_3_2() {
    all_meetings("3.2", true).await;
    all_meetings("3.2", false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_applies_that_meet_anywhere_end_as_one_of_the_two_in_4_7() {
    all_meetings("4.7", true).await;
    all_meetings("4.7", false).await;
}

fn of(content: &str, environments: &[&str]) -> Vec<Publication> {
    vec![publication("Pets", content, environments)]
}

/// Both have planned; the first one sends so many requests, and from then on they take turns.
async fn take_turns(exists: bool, pair: &[Vec<Publication>; 2], ahead: usize) -> Turns {
    let world = world("4.7", exists).await;
    let (halt, other_halt) = (Halt::default(), Halt::default());
    let (first, second) = (world.connect(&halt).await, world.connect(&other_halt).await);
    let ours = first.plan(pair[0].clone()).await.unwrap();
    let theirs = second.plan(pair[1].clone()).await.unwrap();
    let apply = async |control_plane: &ControlPlane, plan: &Plan, halt: &Halt| {
        halt.halt_at(1);
        let outcome = control_plane.apply(plan).await;
        halt.end();
        outcome
    };
    let turns = async {
        halt.reached().await;
        other_halt.reached().await;
        for _ in 0..ahead {
            halt.step().await;
        }
        while !halt.is_over() || !other_halt.is_over() {
            other_halt.step().await;
            halt.step().await;
        }
    };
    let (ours, theirs, ()) =
        join!(apply(&first, &ours, &halt), apply(&second, &theirs, &other_halt), turns);
    Turns { state: world.state().await, outcomes: [ours, theirs] }
}

struct Turns {
    state: Value,
    outcomes: [Outcome; 2],
}

/// Where nobody won: how far the first one was ahead.
async fn all_turns(exists: bool, pair: [Vec<Publication>; 2]) -> Vec<usize> {
    let (of_one, requests) = alone("4.7", exists, pair[0].clone()).await;
    let (of_other, _) = alone("4.7", exists, pair[1].clone()).await;
    let mut without_winner = Vec::new();
    for ahead in 0..=requests {
        let Turns { state, outcomes: [ours, theirs] } = take_turns(exists, &pair, ahead).await;
        let what = format!(
            "the API exists: {exists}; {ahead} requests of {requests} ahead: {state:#}\n{ours}\n{theirs}\n\
             one: {of_one:#}\nother: {of_other:#}"
        );
        assert!(
            [&ours, &theirs].iter().all(|outcome| outcome.is_ok() || gave_way(outcome)),
            "{what}"
        );
        assert!(!ours.is_ok() || !theirs.is_ok(), "{what}");
        match (ours.is_ok(), theirs.is_ok()) {
            (true, _) => assert!(state == of_one, "{what}"),
            (_, true) => assert!(state == of_other, "{what}"),
            _ => {
                println!("{what}");
                without_winner.push(ahead);
                // What was there before is deployed still, and nothing was left.
                let revisions = state[0]["revisions"].as_array().unwrap();
                assert_eq!(revisions.len(), usize::from(exists), "{what}");
            }
        }
    }
    without_winner
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_applies_of_the_same_content_in_turns_one_wins() {
    let same = of("same", &["Production", "Hybrid"]);
    assert_eq!(all_turns(true, [same.clone(), same.clone()]).await, [0; 0]);
    let elsewhere = of("same", &["Production", "Sandbox"]);
    assert_eq!(all_turns(true, [same, elsewhere]).await, [0; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_applies_of_different_content_in_turns_one_wins() {
    assert_eq!(all_turns(true, [one(), other()]).await, [0; 0]);
    assert_eq!(all_turns(false, [one(), other()]).await, [0; 0]);
}
