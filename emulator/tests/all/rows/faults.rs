//! What the fault script can do to the management APIs.

use std::time::{Duration, Instant};

use gatewright_emulator::Fault;
use serde_json::json;

use super::{alone, row};

#[tokio::test]
async fn transient_faults() {
    let world = alone("4.7").await;
    let id = world.create(&world.document("Pets")).await;
    let create = async || {
        let call = world.admin("POST", &format!("p/apis/{id}/revisions"));
        call.json(&json!({})).send().await
    };
    {
        let _row = row("§2.7", "transient server fault");
        world
            .emulator
            .faults()
            .add(Fault::general_error().method("POST").path("/apis/*/revisions").times(2));
        for _ in 0..2 {
            assert_eq!(create().await.refuses(500, 900_967).field("message"), "General Error");
        }
        create().await.expect(201);
    }
    world.emulator.faults().add(Fault::deadlock().path("/revisions").times(1));
    assert!(create().await.expect(500).field("description").contains("Deadlock found"));
    // Nothing was done by those that failed.
    let list = world.admin("GET", &format!("p/apis/{id}/revisions")).send().await.json();
    assert_eq!(list["count"], 1);
    world.stop().await;
}

#[tokio::test]
async fn a_limit_on_requests() {
    let _row = row("§5.1", "429 from the management APIs");
    let world = alone("4.7").await;
    let faults = world.emulator.faults();
    let call = async || world.admin("GET", "p/settings").send().await;
    // None pass: without Retry-After, and with one.
    faults.add(Fault::rate_limit(0).path("/api/am/publisher"));
    assert!(!call().await.refuses(429, 429).headers.contains_key("retry-after"));
    faults.clear();
    faults.add(Fault::rate_limit(0).path("/api/am/publisher").header("Retry-After", "1"));
    assert_eq!(call().await.expect(429).headers["retry-after"], "1");
    // Other APIs are not limited.
    world.admin("GET", "a/environments").send().await.expect(200);
    faults.clear();
    // So many pass at once as a second allows; those that are refused are counted.
    faults.add(Fault::rate_limit(1000));
    for _ in 0..5 {
        call().await.expect(200);
    }
    assert_eq!(faults.list()[0].met(), 0);
    world.stop().await;
}

#[tokio::test]
async fn latency_of_everything() {
    let world = alone("4.7").await;
    let latency = Duration::from_millis(60);
    world.emulator.faults().set_latency(latency);
    world.emulator.faults().add(Fault::general_error().times(1));
    // Also of what meets a fault.
    for status in [500, 200] {
        let start = Instant::now();
        world.admin("GET", "p/settings").send().await.expect(status);
        assert!(start.elapsed() >= latency);
    }
    world.stop().await;
}
