//! Gateways that never say that they have an API, or never learn of it.

use std::time::{Duration, Instant};

use gatewright_emulator::{Action, Fault};

use crate::error::ErrorKind;
use crate::model::Release;
use crate::publish::emulated::{HYBRID, PRODUCTION, World};
use crate::publish::{ApplyOptions, Certainty, Gate, LiveVerification, Rollout, VerifyOptions};

const DEADLINE: Duration = Duration::from_secs(1);
/// What a busy machine may take beyond it.
const MERCY: Duration = Duration::from_secs(15);

fn proof(world: &World) -> VerifyOptions {
    let options = VerifyOptions::new().acknowledged().topology(&world.topology);
    options.node_account("admin", "admin").timeout(DEADLINE)
}

/// What becomes of requests between nodes to this path.
fn broken(path: &str) -> Fault {
    Fault::new(Action::Reset).node("control-plane").path(path)
}

/// Waits until nodes have met the fault, and do not any more. A node that has not met it by the end of this time was not there
/// when the news came: it has missed it, too.
async fn met(world: &World) {
    let count = || world.emulator.faults().list()[0].met();
    let mut before = 0;
    let begun = Instant::now();
    while (before == 0 || count() != before) && begun.elapsed() < MERCY {
        before = count();
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
}

/// Within its deadline a verification says which node of which environment it is about.
fn assert_named(live: &LiveVerification, took: Duration) {
    assert_eq!(live.certainty(), Certainty::Disproved, "{live}");
    assert!(took >= DEADLINE && took < DEADLINE + MERCY, "{took:?}");
    let missing: Vec<String> = live
        .evidence
        .iter()
        .filter(|evidence| evidence.proof.kind() == "missing")
        .map(ToString::to_string)
        .collect();
    let [missing] = missing.as_slice() else { panic!("{live}") };
    assert!(missing.contains(PRODUCTION) && missing.contains("gateway-1"), "{missing}");
}

#[tokio::test]
async fn a_gateway_that_never_acknowledges_is_named_when_the_time_is_over() {
    for (release, path) in [
        // It serves the API, and its report never arrives.
        (Release::V4_7, "/internal/data/v1/gateway-deployments"),
        // It cannot fetch the API.
        (Release::V4_3, "/internal/data/v1/runtime-artifacts?gatewayLabel=Production%20Gateway"),
    ] {
        let world = World::start(release).await;
        let first = world.publication("Cats", &[PRODUCTION, HYBRID]);
        let control_plane = &world.control_plane;
        control_plane.publish([first.clone()]).await.unwrap();
        let proven =
            control_plane.verify_with(&first, &proof(&world).timeout(MERCY)).await.unwrap();
        assert!(proven.is_ok(), "{release}: {proven}");

        world.emulator.faults().add(broken(path));
        let pets = world.publication("Pets", &[PRODUCTION]);
        control_plane.publish([pets.clone()]).await.unwrap();
        let begun = Instant::now();
        let live = control_plane.verify_with(&pets, &proof(&world)).await.unwrap();
        assert_named(&live, begun.elapsed());

        // And a roll-out stops at its gate.
        let dogs = world.publication("Dogs", &[PRODUCTION, HYBRID]);
        let rollout = Rollout::new([dogs]).wave([PRODUCTION]).rest();
        let rollout = rollout.gate(Gate::new().proof(proof(&world)));
        let begun = Instant::now();
        let stopped = control_plane.roll_out(&rollout, &ApplyOptions::new()).await.unwrap();
        let took = begun.elapsed();
        assert!(took >= DEADLINE && took < DEADLINE + MERCY, "{took:?}");
        assert_eq!(stopped.waves.len(), 1, "{release}: {stopped}");
        let text = stopped.to_string();
        assert!(text.starts_with("stopped at wave 1 of 2 (Production Gateway)\n"), "{text}");
        let [failure] = stopped.waves[0].failures.as_slice() else { panic!("{stopped}") };
        assert!(failure.to_string().starts_with("Dogs 1.0.0: "), "{failure}");
        assert!(failure.message.contains("gateway-1"), "{failure}");
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn a_gateway_that_missed_the_news_of_a_deployment_is_found_and_redeploying_heals_it() {
    for release in [Release::V4_3, Release::V4_7] {
        let world = World::start(release).await;
        let control_plane = &world.control_plane;
        let pets = world.publication("Pets", &[PRODUCTION, HYBRID]);
        let path = "/internal/data/v1/runtime-artifacts?gatewayLabel=Production%20Gateway";
        world.emulator.faults().add(broken(path));
        control_plane.publish([pets.clone()]).await.unwrap();
        // The revision's deployment and the publishing are news, which gateways take in one or in two.
        met(&world).await;
        world.emulator.faults().clear();

        let proof = proof(&world).probed();
        let begun = Instant::now();
        let live = control_plane.verify_with(&pets, &proof).await.unwrap();
        let took = begun.elapsed();
        assert!(took >= DEADLINE && took < DEADLINE + MERCY, "{took:?}");
        assert_eq!(live.certainty(), Certainty::Disproved, "{release}: {live}");
        let named = |live: &LiveVerification| -> Vec<String> {
            let missing = live.evidence.iter().filter(|one| one.proof.kind() == "missing");
            missing.map(|one| one.environment.clone()).collect()
        };
        assert!(named(&live).iter().all(|name| name == PRODUCTION), "{release}: {live}");
        let waited = control_plane.wait_until_live("Pets", "1.0.0", [PRODUCTION], DEADLINE).await;
        let error = waited.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Timeout, "not-live"));
        assert!(error.message().contains("gets it by `redeploy`"), "{error}");

        // By the control plane's word all is well: publishing again has nothing to do, and heals nothing.
        let again = control_plane.publish([pets.clone()]).await.unwrap();
        assert!(again.apis[0].done.is_empty(), "{release}: {again}");
        let live = control_plane.verify_with(&pets, &proof).await.unwrap();
        assert_eq!(live.certainty(), Certainty::Disproved, "{release}: {live}");

        let url = world.management("gateway-1");
        let node = control_plane.gateway(&url, "admin", "admin").unwrap();
        node.redeploy("Pets", "1.0.0").await.unwrap();
        let live = control_plane.verify_with(&pets, &proof.timeout(MERCY)).await.unwrap();
        assert!(live.is_ok(), "{release}: {live}");
        world.emulator.stop().await;
    }
}
