//! What belongs to one process, and is made again in a forked child.

use std::convert::Infallible;
use std::mem;
use std::process;
use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;

/// A value of the process that made it. A forked child has the parent's memory and files but none of its threads:
/// there the value is never used, and never dropped either, because that would wait for threads that do not exist and
/// take the parent's connections away.
pub(crate) struct PerProcess<T> {
    held: Mutex<Option<(u32, T)>>,
}

impl<T> PerProcess<T> {
    pub(crate) const fn empty() -> Self {
        Self { held: Mutex::new(None) }
    }

    pub(crate) fn new(value: T) -> Self {
        Self { held: Mutex::new(Some((process::id(), value))) }
    }

    /// Locked by threads that are attached to the interpreter alone: one that forks is attached as well, so that no
    /// child inherits a lock that nobody will open.
    fn lock(&self, _: Python<'_>) -> MutexGuard<'_, Option<(u32, T)>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The value, when this process made it.
    pub(crate) fn get(&self, py: Python<'_>) -> Option<T>
    where
        T: Clone,
    {
        let held = self.lock(py);
        held.as_ref().filter(|(owner, _)| *owner == process::id()).map(|(_, value)| value.clone())
    }

    /// The value, made first when this process has not done so.
    pub(crate) fn get_or_try_make<E>(
        &self,
        py: Python<'_>,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E>
    where
        T: Clone,
    {
        if let Some(value) = self.get(py) {
            return Ok(value);
        }
        let value = make()?;
        mem::forget(self.lock(py).replace((process::id(), value.clone())));
        Ok(value)
    }

    /// The value, made first when this process has not done so.
    pub(crate) fn get_or_make(&self, py: Python<'_>, make: impl FnOnce() -> T) -> T
    where
        T: Clone,
    {
        let value: Result<T, Infallible> = self.get_or_try_make(py, || Ok(make()));
        match value {
            Ok(value) => value,
            Err(never) => match never {},
        }
    }

    /// Takes the value away, when this process made it.
    pub(crate) fn take(&self, py: Python<'_>) -> Option<T> {
        own(self.lock(py).take())
    }
}

impl<T> Drop for PerProcess<T> {
    fn drop(&mut self) {
        let held = self.held.get_mut().unwrap_or_else(PoisonError::into_inner);
        drop(own(held.take()));
    }
}

/// The value of this process; a parent's is left alone.
fn own<T>(held: Option<(u32, T)>) -> Option<T> {
    match held {
        Some((owner, value)) if owner == process::id() => Some(value),
        other => {
            mem::forget(other);
            None
        }
    }
}
