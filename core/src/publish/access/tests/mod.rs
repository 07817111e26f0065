//! Access against the emulator, in the oldest and the newest model of keys and secrets.

mod alone;
mod disturbed;
mod files;
mod flow;
mod labels;
mod meanwhile;
mod once;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gatewright_emulator::{Action, Fault};

use super::{ApplicationAccess, ProvidedSecret, SecretSink};
use crate::client::ControlPlane;
use crate::model::KeyType;
use crate::publish::disturbed::world::{ENVIRONMENTS, Halt, World, publication};

const RELEASES: [&str; 2] = ["3.2", "4.7"];

/// A server with two APIs that are offered in every environment.
async fn world(release: &str) -> (World, ControlPlane) {
    let world = World::start(release).await;
    let control_plane = world.connect(&Halt::default()).await;
    let apis = ["Orders", "Payments"].map(|name| publication(name, "v1", &ENVIRONMENTS));
    control_plane.publish(apis).await.unwrap().into_result().unwrap();
    (world, control_plane)
}

fn access(name: &str) -> ApplicationAccess {
    ApplicationAccess::new(name)
        .subscribe("Orders", "1.0.0")
        .subscribe_with_plan("Payments", "1.0.0", "Unlimited")
        .key_type(KeyType::Production)
        .key_type(KeyType::Sandbox)
}

/// A sink that keeps what it gets.
fn collecting() -> (SecretSink, Arc<Mutex<Vec<ProvidedSecret>>>) {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let keeps = Arc::clone(&kept);
    let sink = SecretSink::new(move |secret| {
        keeps.lock().unwrap().push(secret);
        async { Ok(()) }
    });
    (sink, kept)
}

/// Counts what is written from now on.
struct Writes<'w>(&'w World);

impl<'w> Writes<'w> {
    fn of(world: &'w World) -> Self {
        world.emulator.faults().clear();
        for method in ["POST", "PUT", "DELETE"] {
            let counting = Fault::new(Action::Delay(Duration::ZERO)).method(method);
            world.emulator.faults().add(counting);
        }
        Self(world)
    }

    fn count(&self) -> u32 {
        self.0.emulator.faults().list().iter().map(Fault::met).sum()
    }
}

/// What is there of an application: how many, its subscriptions, its keys by type.
async fn there(control_plane: &ControlPlane, name: &str) -> (usize, usize, Vec<String>) {
    let all = control_plane.applications().await.unwrap();
    let own: Vec<_> = all.iter().filter(|found| found.name == name).collect();
    let (mut subscriptions, mut keys) = (0, Vec::new());
    for found in &own {
        let application = control_plane.application_by_id(&found.id).await.unwrap();
        subscriptions += application.subscriptions().await.unwrap().len();
        let types = application.all_keys().await.unwrap().into_iter();
        keys.extend(types.filter_map(|key| key.key_type).map(|key_type| key_type.to_string()));
    }
    keys.sort();
    (own.len(), subscriptions, keys)
}

/// The secrets by key type and kind.
fn by_label(secrets: &[ProvidedSecret]) -> HashMap<(KeyType, &'static str), &ProvidedSecret> {
    secrets.iter().map(|secret| ((secret.key_type, secret.kind.as_str()), secret)).collect()
}
