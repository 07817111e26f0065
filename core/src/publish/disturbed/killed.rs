//! A client that is killed, and what becomes of its work.

use gatewright_emulator::{Action, Fault};
use tokio::select;

use super::world::{ENVIRONMENTS, Halt, World, publication};
use crate::client::ControlPlane;
use crate::publish::Publication;

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
enum Moment {
    /// Before the request is sent.
    Before,
    /// When the server has done it.
    After,
}

/// Publishes until the request of this number, and dies.
async fn killed(work: Work, world: &World, number: usize, moment: Moment) {
    let halt = Halt::default();
    let control_plane = world.connect(&halt).await;
    match moment {
        Moment::Before => halt.from_now(number),
        Moment::After => {
            // The client asks again, or reads: by then the server is done.
            halt.from_now(number + 1);
            let skip = u32::try_from(number - 1).unwrap();
            world.emulator.faults().add(Fault::new(Action::LoseAnswer).after(skip).times(1));
        }
    }
    select! {
        () = halt.reached() => {}
        done = control_plane.publish(work.wanted()) => panic!("{moment:?} {number}: not killed: {done:?}"),
    }
    world.emulator.faults().clear();
}

async fn finished(work: Work, control_plane: &ControlPlane, what: &str) {
    let done = control_plane.publish(work.wanted()).await;
    done.unwrap_or_else(|error| panic!("{what}: {error:?}"));
    let plan = control_plane.plan(work.wanted()).await.unwrap();
    assert!(plan.is_empty(), "{what}: {plan}");
}

async fn killed_at_every_request(release: &str, work: Work) {
    let undisturbed = work.world(release).await;
    let halt = Halt::default();
    let control_plane = undisturbed.connect(&halt).await;
    halt.from_now(0);
    control_plane.publish(work.wanted()).await.unwrap();
    let (requests, expected) = (halt.sent(), undisturbed.state().await);
    let mut points = 0;
    for number in 1..=requests {
        for moment in [Moment::Before, Moment::After] {
            let what = format!("{release}, {work:?}: {moment:?} request {number} of {requests}");
            let world = work.world(release).await;
            killed(work, &world, number, moment).await;
            finished(work, &world.connect(&Halt::default()).await, &what).await;
            assert_eq!(world.state().await, expected, "{what}");
            points += 1;
        }
    }
    println!("{release}, {work:?}: killed at {points} points of {requests} requests");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_was_killed_at_any_request_is_finished_by_beginning_anew_in_3_2() {
    killed_at_every_request("3.2", Work::New).await;
    killed_at_every_request("3.2", Work::Other).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_was_killed_at_any_request_is_finished_by_beginning_anew_in_4_7() {
    killed_at_every_request("4.7", Work::New).await;
    killed_at_every_request("4.7", Work::Other).await;
}
