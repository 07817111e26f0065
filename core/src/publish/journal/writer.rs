//! One writer for many callers: what they give while a write is under way is written and synced together.

use std::fmt;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::oneshot::{Sender, channel};

use crate::error::{Error, Result};

/// What a [`Writer`] writes to.
pub(crate) trait Target: Send + 'static {
    type Item: Send + 'static;

    /// Writes in order. What was written outlives the process.
    fn write(&mut self, items: &[Self::Item]) -> Result<()>;

    /// What was written outlives the computer.
    fn sync(&mut self) -> Result<()>;
}

/// A queue before a [`Target`]. After a failure it takes nothing more, because what a target holds then is not known; its
/// first failure is everybody's. What was given is written even when the caller did not wait for it, and before the
/// writer is gone.
pub(crate) struct Writer<T: Target> {
    shared: Arc<Shared<T>>,
}

struct Shared<T: Target> {
    queue: Mutex<Queue<T::Item>>,
    /// What those are told whose writing ended in a panic.
    abandoned: Error,
    /// None once the writer is gone.
    target: Mutex<Option<T>>,
}

struct Queue<I> {
    items: Vec<I>,
    /// Those who want to know when it is on disk.
    waiting: Vec<Sender<Result<()>>>,
    is_scheduled: bool,
    failure: Option<Error>,
}

impl<T: Target> Writer<T> {
    pub(crate) fn new(target: T, abandoned: Error) -> Self {
        let queue =
            Queue { items: Vec::new(), waiting: Vec::new(), is_scheduled: false, failure: None };
        let (queue, target) = (Mutex::new(queue), Mutex::new(Some(target)));
        Self { shared: Arc::new(Shared { queue, abandoned, target }) }
    }

    /// Gives an item, without waiting for it; a failure shows in what is given next. It is made when its turn in the
    /// order is certain.
    pub(crate) fn give(&self, item: impl FnOnce() -> T::Item) -> Result<()> {
        self.push(Some(item), None)
    }

    /// Gives an item and waits until it is on disk.
    pub(crate) async fn write(&self, item: impl FnOnce() -> T::Item) -> Result<()> {
        self.wait(Some(item)).await
    }

    /// Waits until everything that was given is on disk.
    pub(crate) async fn flush(&self) -> Result<()> {
        self.wait(None::<fn() -> T::Item>).await
    }

    async fn wait(&self, item: Option<impl FnOnce() -> T::Item>) -> Result<()> {
        let (done, written) = channel();
        self.push(item, Some(done))?;
        written.await.unwrap_or_else(|_| Err(self.shared.abandon()))
    }

    fn push(
        &self,
        item: Option<impl FnOnce() -> T::Item>,
        done: Option<Sender<Result<()>>>,
    ) -> Result<()> {
        let mut queue = lock(&self.shared.queue);
        if let Some(failure) = &queue.failure {
            return Err(failure.clone());
        }
        queue.items.extend(item.map(|item| item()));
        queue.waiting.extend(done);
        if !mem::replace(&mut queue.is_scheduled, true) {
            drop(queue);
            let work = Work(Arc::clone(&self.shared));
            // A runtime that ends drops what it did not begin; `Work` is done all the same.
            match Handle::try_current() {
                Ok(runtime) => drop(runtime.spawn_blocking(move || drop(work))),
                Err(_) => drop(work),
            }
        }
        Ok(())
    }
}

impl<T: Target> Drop for Writer<T> {
    fn drop(&mut self) {
        self.shared.drain();
        // Closes the file now, though a scheduled task may still hold the rest.
        drop(lock(&self.shared.target).take());
    }
}

impl<T: Target> fmt::Debug for Writer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

/// Writing what is queued: done when this is dropped.
struct Work<T: Target>(Arc<Shared<T>>);

impl<T: Target> Drop for Work<T> {
    fn drop(&mut self) {
        self.0.drain();
    }
}

impl<T: Target> Shared<T> {
    fn drain(&self) {
        let mut target = lock(&self.target);
        let Some(target) = target.as_mut() else { return };
        loop {
            let mut queue = lock(&self.queue);
            let items = mem::take(&mut queue.items);
            let waiting = mem::take(&mut queue.waiting);
            if items.is_empty() && waiting.is_empty() {
                queue.is_scheduled = false;
                return;
            }
            let failure = queue.failure.clone();
            drop(queue);
            let written = failure.map_or(Ok(()), Err);
            let written = written.and_then(|()| target.write(&items));
            let written =
                written.and_then(|()| if waiting.is_empty() { Ok(()) } else { target.sync() });
            if let Err(error) = &written {
                lock(&self.queue).failure.get_or_insert_with(|| error.clone());
            }
            for done in waiting {
                // Who does not wait any more does not have to know.
                let _ = done.send(written.clone());
            }
        }
    }

    /// Nobody writes any more: says so to all who wait.
    fn abandon(&self) -> Error {
        lock(&self.queue).failure.get_or_insert_with(|| self.abandoned.clone());
        self.drain();
        self.abandoned.clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
