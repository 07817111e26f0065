//! A client that is killed, and what becomes of its work.

use gatewright_emulator::{Action, Fault};
use tokio::select;

use super::world::{ENVIRONMENTS, Halt, World, publication};
use crate::client::ControlPlane;
use crate::publish::Publication;

const APIS: [&str; 5] = ["Ants", "Bees", "Cats", "Dogs", "Emus"];

fn publications() -> Vec<Publication> {
    APIS.map(|name| publication(name, "v1", &ENVIRONMENTS)).into()
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
async fn killed(world: &World, number: usize, moment: Moment) {
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
        done = control_plane.publish(publications()) => panic!("{moment:?} {number}: not killed: {done:?}"),
    }
    world.emulator.faults().clear();
}

async fn finished(control_plane: &ControlPlane, what: &str) {
    control_plane.publish(publications()).await.unwrap_or_else(|error| panic!("{what}: {error:?}"));
    let plan = control_plane.plan(publications()).await.unwrap();
    assert!(plan.is_empty(), "{what}: {plan}");
}

async fn killed_at_every_request(release: &str) {
    let undisturbed = World::start(release).await;
    let halt = Halt::default();
    let control_plane = undisturbed.connect(&halt).await;
    halt.from_now(0);
    control_plane.publish(publications()).await.unwrap();
    let (requests, expected) = (halt.sent(), undisturbed.state().await);
    let mut points = 0;
    for number in 1..=requests {
        for moment in [Moment::Before, Moment::After] {
            let what = format!("{release}: {moment:?} request {number} of {requests}");
            let world = World::start(release).await;
            killed(&world, number, moment).await;
            finished(&world.connect(&Halt::default()).await, &what).await;
            assert_eq!(world.state().await, expected, "{what}");
            points += 1;
        }
    }
    println!("{release}: killed at {points} points of {requests} requests");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_was_killed_at_any_request_is_finished_by_beginning_anew_in_3_2() {
    killed_at_every_request("3.2").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_was_killed_at_any_request_is_finished_by_beginning_anew_in_4_7() {
    killed_at_every_request("4.7").await;
}
