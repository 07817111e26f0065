//! A control plane that is started again in the midst of an apply, and one that takes few requests a second.

use std::time::{Duration, Instant};

use gatewright_emulator::{Action, Fault};
use tokio::join;

use super::world::{ENVIRONMENTS, Halt, World, publication};
use crate::client::{ConnectOptions, ControlPlane, Credentials};
use crate::publish::Publication;

/// A client with a token, which sends one request at a time and halts where it is told to.
async fn signed_in(world: &World, halt: &Halt) -> ControlPlane {
    world.connect_as(Credentials::password("admin", "admin"), halt).await
}

fn before() -> Vec<Publication> {
    vec![publication("Ants", "v1", &["Sandbox"])]
}

fn wanted() -> Vec<Publication> {
    ["Ants", "Bees"].map(|name| publication(name, "v2", &ENVIRONMENTS)).into()
}

async fn begun(release: &str, halt: &Halt) -> (World, ControlPlane) {
    let world = World::start(release).await;
    world.connect(&Halt::default()).await.publish(before()).await.unwrap();
    let control_plane = signed_in(&world, halt).await;
    (world, control_plane)
}

/// The control plane is started again while the client stands before each of its requests; it has its databases, and none of
/// the tokens it gave.
async fn restarted_before_every_request(release: &str) {
    let halt = Halt::default();
    let (undisturbed, control_plane) = begun(release, &halt).await;
    let plan = control_plane.plan(wanted()).await.unwrap();
    halt.halt_at(0);
    control_plane.apply(&plan).await.into_result().unwrap();
    let (requests, expected) = (halt.sent(), undisturbed.state().await);
    for number in 1..=requests {
        let what = format!("{release}: before request {number} of {requests}");
        let halt = Halt::default();
        let (world, control_plane) = begun(release, &halt).await;
        let plan = control_plane.plan(wanted()).await.unwrap();
        halt.halt_at(number);
        let restart = async {
            halt.reached().await;
            world.emulator.stop_node("control-plane").await.unwrap();
            world.emulator.start_node("control-plane").await.unwrap();
            let body = r#"{"code":401,"message":"","description":"Unauthenticated request"}"#;
            let unknown = Fault::new(Action::Status(401, body.to_owned()));
            world.emulator.faults().add(unknown.path("/api/am/").times(1));
            halt.go_on();
        };
        let (outcome, ()) = join!(control_plane.apply(&plan), restart);
        outcome.into_result().unwrap_or_else(|error| panic!("{what}: {error:?}"));
        assert_eq!(world.state().await, expected, "{what}");
    }
    println!("{release}: started again before {requests} requests");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_apply_outlives_a_restart_of_the_control_plane_in_3_2() {
    restarted_before_every_request("3.2").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_apply_outlives_a_restart_of_the_control_plane_in_4_7() {
    restarted_before_every_request("4.7").await;
}

/// It stays away for longer than requests are repeated: what was begun is told, and publishing again finishes it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_apply_that_a_stopped_control_plane_ends_is_finished_by_the_next() {
    for release in ["3.2", "4.7"] {
        let (undisturbed, control_plane) = begun(release, &Halt::default()).await;
        control_plane.publish(wanted()).await.unwrap();
        let expected = undisturbed.state().await;
        let halt = Halt::default();
        let (world, control_plane) = begun(release, &halt).await;
        let plan = control_plane.plan(wanted()).await.unwrap();
        halt.halt_at(6);
        let stop = async {
            halt.reached().await;
            world.emulator.stop_node("control-plane").await.unwrap();
            halt.go_on();
        };
        let (outcome, ()) = join!(control_plane.apply(&plan), stop);
        assert!(outcome.into_result().is_err(), "{release}");
        world.emulator.start_node("control-plane").await.unwrap();
        control_plane.publish(wanted()).await.unwrap();
        assert_eq!(world.state().await, expected, "{release}");
    }
}

/// Ten requests a second, and a second's wait for each one beyond them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_apis_come_through_a_limit_of_ten_requests_a_second() {
    for release in ["3.2", "4.7"] {
        let world = World::start(release).await;
        let names: Vec<String> = (1..=20).map(|number| format!("Api{number:02}")).collect();
        let all = || names.iter().map(|name| publication(name, "v1", &["Production", "Hybrid"]));
        let limit = Fault::rate_limit(10).path("/api/am/").header("Retry-After", "1");
        world.emulator.faults().add(limit);
        let options = ConnectOptions::new().ca_certificates(world.emulator.ca_pem());
        let credentials = Credentials::basic("admin", "admin");
        let control_plane = ControlPlane::connect(world.url(), credentials, options).await.unwrap();
        let begun = Instant::now();
        let plan = control_plane.plan(all()).await.unwrap();
        let outcome = control_plane.apply(&plan).await.into_result().unwrap();
        let took = begun.elapsed();
        let refused = world.emulator.faults().list()[0].met();
        world.emulator.faults().clear();
        println!("{release}: {took:?}, and {refused} requests were too many");
        assert!(refused > 0 && took > Duration::from_secs(3), "{release}: {refused} in {took:?}");
        let done: usize = outcome.apis.iter().map(|api| api.done.len()).sum();
        assert_eq!(done, plan.steps().count(), "{release}");
        assert!(control_plane.plan(all()).await.unwrap().is_empty(), "{release}");
        let state = world.state().await;
        let apis = state.as_array().unwrap();
        assert_eq!(apis.len(), names.len(), "{release}: {state:#}");
        for api in apis {
            let revisions = api["revisions"].as_array().unwrap().len();
            assert_eq!(revisions, usize::from(release != "3.2"), "{release}: {api:#}");
            assert_eq!(api["lifecycle"], "PUBLISHED", "{release}: {api:#}");
        }
    }
}
