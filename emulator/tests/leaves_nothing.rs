//! Stopped, dropped or never started: no task and no port is left. Apart from the other tests, which draw ports all the
//! time, and one after the other.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at a broken assumption")]

use std::net::TcpListener;
use std::time::Duration;

use gatewright_emulator::{Emulator, Error, Pack, Release, free_offset_block};
use tokio::runtime::{Handle, RuntimeMetrics};
use tokio::sync::Mutex;

static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

/// A control plane and a gateway, which has fetched nothing and listens for events.
async fn start() -> (Emulator, u16) {
    let block = free_offset_block(2).unwrap();
    let base = block.base();
    let gateway = format!(
        "[server]\noffset = {}\n[apim.key_manager]\nservice_url = \"https://localhost:{1}/services/\"\n\
         [apim.event_hub]\nservice_url = \"https://localhost:{1}/services/\"\n\
         event_listening_endpoints = [\"tcp://localhost:{2}\"]\n",
        base + 1,
        9443 + base,
        5672 + base,
    );
    let control_plane = format!("[server]\noffset = {base}\n");
    let emulator = Emulator::builder()
        .node_text("control-plane", control_plane, Release::NEWEST, Pack::ControlPlane)
        .node_text("gateway", gateway, Release::NEWEST, Pack::Gateway)
        .offset_block(block)
        .start();
    (emulator.await.unwrap(), base)
}

fn taken(base: u16) -> Vec<u16> {
    let ports = [9443, 9763, 8243, 8280, 5672].into_iter().flat_map(|port| [port, port + 1]);
    ports
        .map(|port| port + base)
        .filter(|port| TcpListener::bind(("127.0.0.1", *port)).is_err())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_leaves_nothing() {
    let _alone = ONE_AT_A_TIME.lock().await;
    let tasks = Handle::current().metrics();
    let before = tasks.num_alive_tasks();
    let (emulator, base) = start().await;
    assert!(tasks.num_alive_tasks() > before && !taken(base).is_empty());
    emulator.stop_node("gateway").await.unwrap();
    emulator.stop().await;
    assert_eq!(taken(base), Vec::<u16>::new());
    assert!(are_gone(&tasks, before).await, "{} tasks", tasks.num_alive_tasks());
}

/// A task is counted until a moment after whoever waits for it is told that it has ended.
async fn are_gone(tasks: &RuntimeMetrics, before: usize) -> bool {
    for _ in 0..500 {
        if tasks.num_alive_tasks() <= before {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    false
}

/// Without `stop` the runtime does the same a moment later.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropping_leaves_nothing() {
    let _alone = ONE_AT_A_TIME.lock().await;
    let tasks = Handle::current().metrics();
    let before = tasks.num_alive_tasks();
    let (emulator, base) = start().await;
    drop(emulator);
    for _ in 0..500 {
        if tasks.num_alive_tasks() == before && taken(base).is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{} tasks and the ports {:?} are left", tasks.num_alive_tasks() - before, taken(base));
}

/// A runtime that ends with the emulator in it, as when a program's main function returns.
#[test]
fn a_runtime_that_ends_leaves_nothing() {
    let _alone = ONE_AT_A_TIME.blocking_lock();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (emulator, base) = runtime.block_on(start());
    drop(runtime);
    assert_eq!(taken(base), Vec::<u16>::new());
    drop(emulator);
}

/// The second node cannot start: the first is stopped again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_start_leaves_nothing() {
    let _alone = ONE_AT_A_TIME.lock().await;
    let tasks = Handle::current().metrics();
    let before = tasks.num_alive_tasks();
    let base = { free_offset_block(2).unwrap().base() };
    let holder = TcpListener::bind(("127.0.0.1", 8243 + base + 1)).unwrap();
    let text = |offset: u16| format!("[server]\noffset = {offset}\n");
    let failed = Emulator::builder()
        .node_text("one", text(base), Release::NEWEST, None)
        .node_text("two", text(base + 1), Release::NEWEST, None)
        .start();
    assert!(matches!(failed.await, Err(Error::PortTaken { node, .. }) if node == "two"));
    drop(holder);
    assert_eq!(taken(base), Vec::<u16>::new());
    assert!(are_gone(&tasks, before).await, "{} tasks", tasks.num_alive_tasks());
}
