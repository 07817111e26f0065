//! Law 7 of the design over random servers and publications: killed at any point, an apply that is resumed from its journal,
//! or begun anew without it, ends in the state of an undisturbed run, with nothing published twice and no surplus revision.

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use super::killed::{ALL_REMAINS, Moment, Remains, killed, publish, remaining};
use super::random::{Scene, runner, scene, state};
use super::world::{Halt, World};
use crate::error::{Error, Result};
use crate::publish::Outcome;
use crate::publish::journal::testing::Disk;

/// How the client dies.
#[derive(Clone, Copy, Debug)]
enum Death {
    /// At one of its requests.
    AtRequest(Index, Moment),
    /// While it writes its journal: so many bytes of it are on the disk.
    InJournal(Index),
}

fn death() -> impl Strategy<Value = Death> {
    let moment = prop_oneof![Just(Moment::Before), Just(Moment::After)];
    prop_oneof![
        3 => (any::<Index>(), moment).prop_map(|(at, moment)| Death::AtRequest(at, moment)),
        1 => any::<Index>().prop_map(Death::InJournal),
    ]
}

/// What an undisturbed run does.
struct Undisturbed {
    requests: usize,
    journal: usize,
    done: Result<Outcome>,
    state: Value,
}

impl Undisturbed {
    /// Nothing, when the publications are refused while planning.
    async fn run(release: &str, scene: &Scene) -> Option<Self> {
        let world = scene.world(release).await;
        let halt = Halt::default();
        let control_plane = world.connect(&halt).await;
        let _ = control_plane.plan(scene.publications()).await.ok()?;
        halt.halt_at(0);
        let disk = Disk::default();
        let done = publish(scene.publications(), &control_plane, Some((&disk, true))).await;
        let (requests, journal) = (halt.sent(), disk.bytes().len());
        Some(Self { requests, journal, done, state: state(&world).await })
    }
}

/// Kills a client; what is left of its journal.
async fn die(
    scene: &Scene,
    world: &World,
    whole: &Undisturbed,
    death: Death,
    remains: Remains,
) -> Option<Disk> {
    let disk = Disk::default();
    match death {
        Death::AtRequest(at, moment) => {
            let number = 1 + at.index(whole.requests);
            killed(scene.publications(), world, &disk, number, moment).await;
        }
        Death::InJournal(at) => {
            disk.has_room_for(at.index(whole.journal));
            let control_plane = world.connect(&Halt::default()).await;
            let cut = publish(scene.publications(), &control_plane, Some((&disk, true))).await;
            assert!(cut.is_err(), "{cut:?}");
        }
    }
    remaining(&disk, remains)
}

async fn holds(
    release: &str,
    scene: Scene,
    death: Death,
    remains: Remains,
) -> Result<(), TestCaseError> {
    let Some(whole) = Undisturbed::run(release, &scene).await else { return Ok(()) };
    for remains in [remains, Remains::Nothing] {
        let world = scene.world(release).await;
        let left = die(&scene, &world, &whole, death, remains).await;
        let control_plane = world.connect(&Halt::default()).await;
        let journal = left.as_ref().map(|disk| (disk, false));
        let done = publish(scene.publications(), &control_plane, journal).await;
        let code = |done: &Result<Outcome>| done.as_ref().err().map(Error::code).map(str::to_owned);
        prop_assert_eq!(
            code(&done),
            code(&whole.done),
            "{:?}\n{:?}: {:?}",
            remains,
            done,
            whole.done
        );
        let (now, made) = but_for_twins(state(&world).await);
        let (expected, most) = but_for_twins(whole.state.clone());
        prop_assert_eq!(&now, &expected, "{:?}\n{:?}", remains, done);
        let is_within = made.iter().zip(&most).all(|(made, most)| made <= most);
        prop_assert!(is_within, "{:?}: {:?} revisions, not {:?}\n{:?}", remains, made, most, done);
        if let (Ok(first), Ok(_)) = (&whole.done, &done) {
            let again = control_plane.plan(scene.publications()).await;
            let again = again.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
            let is_pending = first.apis.iter().any(|api| !api.pending.is_empty());
            prop_assert!(again.is_empty() || is_pending, "there is left\n{again}");
        }
    }
    Ok(())
}

/// The state, and how many revisions each API has. An earlier revision of ours can have the very content that is wanted: whoever
/// plans again once the fields are there deploys it, and whoever made the plan before makes another one like it. Which of the
/// two it is, and which of ours are deployed nowhere, is no difference.
fn but_for_twins(mut state: Value) -> (Value, Vec<usize>) {
    let mut numbers = Vec::new();
    for api in state["apis"].as_array_mut().into_iter().flatten() {
        let revisions = api["revisions"].as_array().cloned().unwrap_or_default();
        numbers.push(revisions.len());
        let mut left: Vec<Value> = Vec::new();
        for revision in revisions {
            let (description, deployed) = (&revision[0], &revision[1]);
            let ours = description.as_str().and_then(|text| text.strip_prefix("gatewright:"));
            let content = ours.and_then(|marker| marker.split(':').nth(1));
            match content {
                None => left.push(revision),
                Some(content) => left.extend(
                    deployed.as_array().into_iter().flatten().map(|at| json!([content, at])),
                ),
            }
        }
        left.sort_by_key(Value::to_string);
        api["revisions"] = Value::Array(left);
    }
    (state, numbers)
}

fn law_7(release: &str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let all = (scene(), death(), prop::sample::select(ALL_REMAINS.to_vec()));
    let held = runner(24).run(&all, |(scene, death, remains)| {
        runtime.block_on(holds(release, scene, death, remains))
    });
    held.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn law_7_for_the_classic_model() {
    law_7("3.2");
}

#[test]
fn law_7_for_the_revision_model() {
    law_7("4.7");
}
