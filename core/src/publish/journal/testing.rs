//! Disks that fail as disks do.

use std::io;
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::Duration;

use crate::publish::journal::store::Store;

/// A disk whose owner may pull the plug.
#[derive(Clone, Default)]
pub(crate) struct Disk(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    written: Vec<u8>,
    /// How much outlives the computer.
    synced: usize,
    /// How many bytes there is room for.
    room: Option<usize>,
    fails_sync: bool,
    fails_truncate: bool,
    /// How long syncing takes.
    latency: Duration,
    syncs: usize,
}

impl Disk {
    pub(crate) fn holding(bytes: &[u8]) -> Self {
        let disk = Self::default();
        disk.with(|state| {
            state.written = bytes.to_vec();
            state.synced = bytes.len();
        });
        disk
    }

    pub(crate) fn store(&self) -> Box<dyn Store> {
        Box::new(self.clone())
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.with(|state| state.written.clone())
    }

    pub(crate) fn syncs(&self) -> usize {
        self.with(|state| state.syncs)
    }

    /// There is room for so many bytes and no more.
    pub(crate) fn has_room_for(&self, bytes: usize) {
        self.with(|state| state.room = Some(bytes));
    }

    /// Syncing takes its time.
    pub(crate) fn takes(&self, latency: Duration) {
        self.with(|state| state.latency = latency);
    }

    /// Syncing fails, and so does cutting.
    pub(crate) fn fails(&self) {
        self.with(|state| (state.fails_sync, state.fails_truncate) = (true, true));
    }

    /// The plug is pulled: of what was not synced the disk has as much as `keeps` says byte by byte, zeros for the rest.
    pub(crate) fn crash(&self, mut keeps: impl FnMut(usize) -> bool) {
        self.with(|state| {
            let synced = state.synced;
            for (at, byte) in state.written.iter_mut().enumerate().skip(synced) {
                if !keeps(at) {
                    *byte = 0;
                }
            }
        });
    }

    /// The plug is pulled, and the disk has nothing of what was not synced.
    pub(crate) fn lose_unsynced(&self) {
        self.with(|state| state.written.truncate(state.synced));
    }

    fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.0.lock().unwrap())
    }
}

impl Store for Disk {
    fn read(&mut self) -> io::Result<Vec<u8>> {
        Ok(self.bytes())
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.with(|state| {
            let room =
                state.room.map_or(usize::MAX, |room| room.saturating_sub(state.written.len()));
            state.written.extend(bytes.iter().take(room));
            if room < bytes.len() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        })
    }

    fn sync(&mut self) -> io::Result<()> {
        sleep(self.with(|state| state.latency));
        self.with(|state| {
            if state.fails_sync {
                return Err(io::Error::other("the disk does not answer"));
            }
            state.syncs += 1;
            state.synced = state.written.len();
            Ok(())
        })
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.with(|state| {
            if state.fails_truncate {
                return Err(io::Error::other("the disk does not answer"));
            }
            state.written.truncate(usize::try_from(length).unwrap());
            Ok(())
        })
    }
}
