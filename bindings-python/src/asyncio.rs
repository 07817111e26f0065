//! The bridge to an event loop of `asyncio`: a future of the loop's for a task of the runtime's.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use tokio::task::AbortHandle;
use tokio::task_local;

use crate::call::{Answer, Work};
use crate::callback::Held;
use crate::logging;
use crate::package::Maker;
use crate::runtime;

static RESULT_OF: Maker = Maker::new("gatewright._asyncio", "result_of");
static SETTLE: Maker = Maker::new("gatewright._asyncio", "settle");

task_local! {
    /// The loop of whoever awaits the call that this task does.
    static EVENT_LOOP: Arc<Held<Py<PyAny>>>;
}

/// The loop of whoever awaits the call that this task does, when anybody does.
pub(crate) fn event_loop() -> Option<Arc<Held<Py<PyAny>>>> {
    EVENT_LOOP.try_with(Arc::clone).ok()
}

/// Begins work for the loop that runs in this thread; what is returned is iterated over by `await`.
pub(crate) fn begin(py: Python<'_>, work: Work) -> PyResult<Bound<'_, PyAny>> {
    static RUNNING_LOOP: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let event_loop = RUNNING_LOOP.import(py, "asyncio", "get_running_loop")?.call0()?;
    let future = event_loop.call_method0("create_future")?;
    let here = Arc::new(Held::new(event_loop.clone().unbind()));
    let place = Some((event_loop.unbind(), future.clone().unbind()));
    let delivery = Delivery { place };
    logging::look(py)?;
    let task = runtime::handle(py)?
        .spawn(async move { delivery.deliver(EVENT_LOOP.scope(here, work).await) });
    let abandon = Bound::new(py, Abandon { task: task.abort_handle() })?;
    RESULT_OF.make(py, (future, abandon))
}

/// Ends the task of an `await` that is over: cancelled, or done.
#[pyclass(frozen, module = "gatewright._gatewright")]
struct Abandon {
    task: AbortHandle,
}

#[pymethods]
impl Abandon {
    fn __call__(&self) {
        self.task.abort();
    }
}

/// Where an answer goes: the loop and its future.
struct Delivery {
    place: Option<(Py<PyAny>, Py<PyAny>)>,
}

impl Delivery {
    /// Without an interpreter nobody waits any more.
    fn deliver(mut self, answer: Answer) {
        let Some((event_loop, future)) = self.place.take() else { return };
        Python::try_attach(|py| {
            logging::flush(py);
            let (value, error) = match answer(py) {
                Ok(value) => (value, None),
                Err(error) => (py.None(), Some(error.into_value(py))),
            };
            let event_loop = event_loop.into_bound(py);
            let told = SETTLE.found(py).and_then(|settle| {
                event_loop.call_method1("call_soon_threadsafe", (settle, future, value, error))
            });
            if let Err(error) = told {
                let is_closed = event_loop.call_method0("is_closed").and_then(|is| is.is_truthy());
                // A closed loop has nobody who waits.
                if !is_closed.unwrap_or_default() {
                    error.write_unraisable(py, Some(&event_loop));
                }
            }
        });
    }
}

impl Drop for Delivery {
    /// The task was ended before its answer, by whoever awaited it or with the runtime: nobody waits. The references go
    /// while attached; elsewhere they would be kept behind a lock, which a thread that forks might find closed.
    fn drop(&mut self) {
        if let Some(place) = self.place.take() {
            Python::try_attach(|_| drop(place));
        }
    }
}
