//! A client that is killed, and what becomes of its work.

use gatewright_emulator::{Action, Fault};
use tokio::select;

use super::world::{ENVIRONMENTS, Halt, World, publication};
use crate::client::ControlPlane;
use crate::publish::journal::testing::Disk;
use crate::publish::recorder::Recorder;
use crate::publish::{ApplyOptions, Outcome, Publication};

/// What there is before the run that is killed, and what that run wants.
#[derive(Clone, Copy, Debug)]
enum Work {
    /// Five new APIs in three environments.
    New,
    /// Other content for two APIs, of which one comes into two more environments.
    Other,
}

impl Work {
    fn before(self) -> Vec<Publication> {
        match self {
            Self::New => Vec::new(),
            Self::Other => vec![
                publication("Ants", "v1", &ENVIRONMENTS),
                publication("Bees", "v1", &["Sandbox"]),
            ],
        }
    }

    fn wanted(self) -> Vec<Publication> {
        match self {
            Self::New => {
                let names = ["Ants", "Bees", "Cats", "Dogs", "Emus"];
                names.map(|name| publication(name, "v1", &ENVIRONMENTS)).into()
            }
            Self::Other => {
                ["Ants", "Bees"].map(|name| publication(name, "v2", &ENVIRONMENTS)).into()
            }
        }
    }

    async fn world(self, release: &str) -> World {
        let world = World::start(release).await;
        world.connect(&Halt::default()).await.publish(self.before()).await.unwrap();
        world
    }
}

/// When the client dies.
#[derive(Clone, Copy, Debug)]
pub(super) enum Moment {
    /// Before the request is sent.
    Before,
    /// When the server has done it.
    After,
}

/// What is left when the client is dead, and what is done with it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Remains {
    /// The whole journal, which is gone on with.
    Journal,
    /// What of the journal was on the disk for certain.
    SyncedJournal,
    /// The journal, whose last line came to the disk in part.
    TornJournal,
    /// None: it is begun anew.
    Nothing,
}

pub(super) const ALL_REMAINS: [Remains; 4] =
    [Remains::Journal, Remains::SyncedJournal, Remains::TornJournal, Remains::Nothing];

/// Publishes with a journal on this disk, which is begun or must be there; or without one.
pub(super) async fn publish(
    wanted: Vec<Publication>,
    control_plane: &ControlPlane,
    disk: Option<(&Disk, bool)>,
) -> crate::error::Result<Outcome> {
    let named: Vec<_> = wanted.iter().collect();
    let recorder = match disk {
        Some((disk, create)) => Recorder::on(control_plane, disk.store(), &named, create)?,
        None => Recorder::with(control_plane, &ApplyOptions::new(), None),
    };
    drop(named);
    let plan = control_plane.plan(wanted).await?;
    let outcome = control_plane.apply_recorded(&plan, &ApplyOptions::new(), &recorder).await;
    outcome.into_result()
}

/// Publishes until the request of this number, and dies.
pub(super) async fn killed(
    wanted: Vec<Publication>,
    world: &World,
    disk: &Disk,
    number: usize,
    moment: Moment,
) {
    let halt = Halt::default();
    let control_plane = world.connect(&halt).await;
    match moment {
        Moment::Before => halt.halt_at(number),
        Moment::After => {
            // The client asks again, or reads: by then the server is done.
            halt.halt_at(number + 1);
            let skip = u32::try_from(number - 1).unwrap();
            world.emulator.faults().add(Fault::new(Action::LoseAnswer).after(skip).times(1));
        }
    }
    select! {
        () = halt.reached() => {}
        done = publish(wanted, &control_plane, Some((disk, true))) => panic!("{moment:?} {number}: not killed: {done:?}"),
    }
    world.emulator.faults().clear();
}

/// What the next process finds of the journal; none when not even its first line was written.
pub(super) fn remaining(disk: &Disk, remains: Remains) -> Option<Disk> {
    match remains {
        Remains::Journal => {}
        Remains::SyncedJournal => disk.lose_unsynced(),
        Remains::TornJournal => {
            let bytes = disk.bytes();
            let last = bytes.trim_suffix_of_line().len();
            let half = last + (bytes.len() - last) / 2;
            return (last > 0).then(|| Disk::holding(&bytes[..half]));
        }
        Remains::Nothing => return None,
    }
    Some(Disk::holding(&disk.bytes())).filter(|disk| !disk.bytes().is_empty())
}

trait Lines {
    /// Without its last line.
    fn trim_suffix_of_line(&self) -> &[u8];
}

impl Lines for Vec<u8> {
    fn trim_suffix_of_line(&self) -> &[u8] {
        let end = self.len().saturating_sub(1);
        let last = self[..end].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        &self[..last]
    }
}

async fn killed_at_every_request(release: &str, work: Work) {
    let undisturbed = work.world(release).await;
    let halt = Halt::default();
    let control_plane = undisturbed.connect(&halt).await;
    halt.halt_at(0);
    let disk = Disk::default();
    publish(work.wanted(), &control_plane, Some((&disk, true))).await.unwrap();
    let (requests, expected) = (halt.sent(), undisturbed.state().await);
    let mut points = 0;
    for number in 1..=requests {
        for moment in [Moment::Before, Moment::After] {
            for remains in ALL_REMAINS {
                let what = format!(
                    "{release}, {work:?}: {moment:?} request {number} of {requests}, then {remains:?}"
                );
                let (world, disk) = (work.world(release).await, Disk::default());
                killed(work.wanted(), &world, &disk, number, moment).await;
                let left = remaining(&disk, remains);
                let control_plane = world.connect(&Halt::default()).await;
                let done =
                    publish(work.wanted(), &control_plane, left.as_ref().map(|disk| (disk, false)));
                done.await.unwrap_or_else(|error| panic!("{what}: {error:?}"));
                let plan = control_plane.plan(work.wanted()).await.unwrap();
                assert!(plan.is_empty(), "{what}: {plan}");
                assert_eq!(world.state().await, expected, "{what}");
                points += 1;
            }
        }
    }
    println!("{release}, {work:?}: {requests} requests, killed at {points} points");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_of_five_new_apis_that_is_killed_anywhere_is_finished_in_3_2() {
    killed_at_every_request("3.2", Work::New).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_of_five_new_apis_that_is_killed_anywhere_is_finished_in_4_7() {
    killed_at_every_request("4.7", Work::New).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_of_other_content_that_is_killed_anywhere_is_finished_in_3_2() {
    killed_at_every_request("3.2", Work::Other).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_of_other_content_that_is_killed_anywhere_is_finished_in_4_7() {
    killed_at_every_request("4.7", Work::Other).await;
}

/// A disk that is full stops the run before the request that could not be written down; with room again it is finished.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_is_full_stops_before_the_request() {
    for release in ["3.2", "4.7"] {
        let work = Work::Other;
        let whole = Disk::default();
        let undisturbed = work.world(release).await;
        let control_plane = undisturbed.connect(&Halt::default()).await;
        publish(work.wanted(), &control_plane, Some((&whole, true))).await.unwrap();
        let expected = undisturbed.state().await;
        let bytes = whole.bytes();
        let ends = (0..bytes.len()).filter(|at| bytes[*at] == b'\n').map(|at| at + 1);
        let mut full = 0;
        for room in ends.flat_map(|end| [end - 1, end]).filter(|room| *room < bytes.len()) {
            let what = format!("{release}: room for {room} of {} bytes", bytes.len());
            let (world, disk) = (work.world(release).await, Disk::default());
            disk.has_room_for(room);
            let control_plane = world.connect(&Halt::default()).await;
            let failed = publish(work.wanted(), &control_plane, Some((&disk, true))).await;
            let error = failed.expect_err(&what);
            assert_eq!(error.code(), "journal-not-written", "{what}: {error:?}");
            let left = Disk::holding(&disk.bytes());
            publish(work.wanted(), &control_plane, Some((&left, true))).await.unwrap();
            assert_eq!(world.state().await, expected, "{what}");
            full += 1;
        }
        println!("{release}: a full disk at {full} places");
    }
}
