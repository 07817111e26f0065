//! Law 8 of the design over random servers and publications: after an ambiguous fault nothing is sent again before the server
//! was read, and only what is missing is sent.

use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseError;
use serde_json::Value;

use super::random::{Scene, runner, scene, state};
use super::relay::{How, Loss, Passed, Relay};
use super::world::{Halt, World};
use crate::error::{Error, Result};
use crate::publish::Outcome;

/// Longer than the emulator takes for anything, also on a busy machine.
const PATIENCE: Duration = Duration::from_millis(800);

/// Which requests are lost: one, or two in a row.
#[derive(Clone, Copy, Debug)]
struct Fault {
    /// Whether a write is hit; else any request.
    hits_write: bool,
    at: Index,
    first: Loss,
    second: Option<Loss>,
}

fn fault() -> impl Strategy<Value = Fault> {
    let how = prop_oneof![
        3 => Just(How::Reset),
        3 => Just(How::End),
        2 => Just(How::HalfAnswer),
        2 => Just(How::GatewayTimeout),
        1 => Just(How::Silence),
    ];
    let loss = (any::<bool>(), how).prop_map(|(is_done, how)| Loss { is_done, how });
    let second = prop::option::weighted(0.3, loss.clone());
    (prop::bool::weighted(0.8), any::<Index>(), loss, second)
        .prop_map(|(hits_write, at, first, second)| Fault { hits_write, at, first, second })
}

/// A server behind its relay, and a client of it.
struct Behind {
    world: World,
    relay: Relay,
    control_plane: crate::client::ControlPlane,
}

impl Behind {
    async fn start(release: &str, scene: &Scene) -> Self {
        let world = scene.world(release).await;
        let relay = Relay::start(world.http_port).await;
        let control_plane = world.connect_at(&relay.url, &Halt::default(), PATIENCE).await;
        Self { world, relay, control_plane }
    }

    async fn publish(&self, scene: &Scene) -> Result<Outcome> {
        let plan = self.control_plane.plan(scene.publications()).await?;
        self.control_plane.apply(&plan).await.into_result()
    }
}

/// What was done, in any order: an API whose steps end goes on after the others.
fn effects(passed: &[Passed]) -> Vec<&str> {
    let effective = passed.iter().filter(|passed| passed.is_effective());
    let mut lines: Vec<&str> = effective.map(|passed| passed.line.as_str()).collect();
    lines.sort_unstable();
    lines
}

/// Between a write whose answer was lost and the next write, the server has answered a question.
fn unread(passed: &[Passed]) -> Option<&str> {
    let lost = passed.iter().enumerate().filter(|(_, one)| one.is_write() && !one.is_answered);
    let mut unread = lost.filter(|(at, _)| {
        let after = passed.iter().skip(at + 1);
        let next: Vec<&Passed> = after.take_while(|one| !one.is_write()).collect();
        let is_last = at + 1 + next.len() == passed.len();
        !is_last && !next.iter().any(|one| one.is_answered)
    });
    unread.next().map(|(_, one)| one.line.as_str())
}

/// 3.x cannot say whether a change whose answer was lost has reached its gateways: that is told, and ends the API's steps.
fn is_about_gateways(done: &Result<Outcome>) -> bool {
    done.as_ref().is_err_and(|error| error.code() == "not-on-every-gateway")
}

async fn holds(release: &str, scene: Scene, fault: Fault) -> Result<(), TestCaseError> {
    let undisturbed = Behind::start(release, &scene).await;
    let Ok(_) = undisturbed.control_plane.plan(scene.publications()).await else { return Ok(()) };
    undisturbed.relay.lose(Vec::new());
    let whole = undisturbed.publish(&scene).await;
    let passed = undisturbed.relay.passed();
    let expected: Value = state(&undisturbed.world).await;

    let is_hit = |one: &&(usize, &Passed)| one.1.is_write() || !fault.hits_write;
    let numbered: Vec<(usize, &Passed)> = passed.iter().enumerate().collect();
    let hit: Vec<usize> = numbered.iter().filter(is_hit).map(|(at, _)| *at).collect();
    if hit.is_empty() {
        return Ok(());
    }
    let at = *fault.at.get(&hit);
    let second = fault.second.map(|second| (at + 1, second));
    let disturbed = Behind::start(release, &scene).await;
    disturbed.relay.lose([(at, fault.first)].into_iter().chain(second).collect());
    let mut done = disturbed.publish(&scene).await;
    if is_about_gateways(&done) {
        done = disturbed.publish(&scene).await;
    }
    let seen = disturbed.relay.passed();
    let what = format!("lost: {}\n{seen:#?}\n{done:?}", passed[at].line);
    prop_assert_eq!(unread(&seen), None, "sent again, unread\n{}", what);
    prop_assert_eq!(effects(&seen), effects(&passed), "{}", what);
    prop_assert_eq!(&state(&disturbed.world).await, &expected, "{}", what);
    let code = |done: &Result<Outcome>| done.as_ref().err().map(Error::code).map(str::to_owned);
    prop_assert_eq!(code(&done), code(&whole), "{}", what);
    Ok(())
}

fn law_8(release: &str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let all = (scene(), fault());
    let held =
        runner(24).run(&all, |(scene, fault)| runtime.block_on(holds(release, scene, fault)));
    held.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn law_8_for_the_classic_model() {
    law_8("3.2");
}

#[test]
fn law_8_for_the_revision_model() {
    law_8("4.7");
}
