//! The APIs that a gateway has.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::artifact::{Artifact, Pushed};

/// The APIs of a gateway. In 3.x they are files that outlive a restart.
#[derive(Default)]
pub(crate) struct Shelf {
    artifacts: Mutex<Vec<Artifact>>,
    /// Revisions that were taken off by hand: they stay away until they are asked for again.
    taken_off: Mutex<BTreeSet<String>>,
    /// True when everything was fetched after the start (4.x).
    complete: AtomicBool,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shelf {
    pub(super) fn lock(&self) -> MutexGuard<'_, Vec<Artifact>> {
        locked(&self.artifacts)
    }

    /// As after a start.
    pub(crate) fn clear(&self) {
        self.lock().clear();
        locked(&self.taken_off).clear();
        self.complete.store(false, Ordering::SeqCst);
    }

    pub(super) fn is_complete(&self) -> bool {
        self.complete.load(Ordering::SeqCst)
    }

    /// Everything that the control plane has for the gateway; the revisions that are served then.
    pub(super) fn replace(&self, fetched: Vec<Artifact>) -> Vec<String> {
        let taken_off = locked(&self.taken_off);
        let is_off = |artifact: &Artifact| {
            artifact.revision.as_ref().is_some_and(|revision| taken_off.contains(revision))
        };
        let kept: Vec<Artifact> =
            fetched.into_iter().filter(|artifact| !is_off(artifact)).collect();
        let revisions = kept.iter().filter_map(|artifact| artifact.revision.clone()).collect();
        *self.lock() = kept;
        self.complete.store(true, Ordering::SeqCst);
        revisions
    }

    /// What 3.x pushes.
    pub(super) fn take(&self, pushed: Pushed) {
        let mut artifacts = self.lock();
        let (api, environment) = match &pushed {
            Pushed::Deploy { artifact } => (&artifact.api, &artifact.environment),
            Pushed::Undeploy { api, environment } => (api, environment),
        };
        artifacts.retain(|known| known.api != *api || known.environment != *environment);
        if let Pushed::Deploy { artifact } = pushed {
            artifacts.push(*artifact);
        }
    }

    /// The API's artefacts that are served.
    pub(super) fn named(&self, name: &str, version: &str) -> Vec<Artifact> {
        self.lock().iter().filter(|known| is(known, name, version)).cloned().collect()
    }

    /// `undeploy-api`.
    pub(super) fn take_off(&self, name: &str, version: &str) {
        let mut artifacts = self.lock();
        let gone = artifacts.iter().filter(|known| is(known, name, version));
        locked(&self.taken_off).extend(gone.filter_map(|known| known.revision.clone()));
        artifacts.retain(|known| !is(known, name, version));
    }

    /// `redeploy-api`: the API as the control plane has it now; false when it has none for the gateway.
    pub(super) fn put_back(&self, fetched: Vec<Artifact>, name: &str, version: &str) -> bool {
        let found: Vec<Artifact> =
            fetched.into_iter().filter(|known| is(known, name, version)).collect();
        let is_there = !found.is_empty();
        let mut taken_off = locked(&self.taken_off);
        for revision in found.iter().filter_map(|known| known.revision.as_ref()) {
            taken_off.remove(revision);
        }
        let mut artifacts = self.lock();
        artifacts.retain(|known| !is(known, name, version));
        artifacts.extend(found);
        is_there
    }
}

fn is(artifact: &Artifact, name: &str, version: &str) -> bool {
    artifact.name == name && artifact.version == version
}
