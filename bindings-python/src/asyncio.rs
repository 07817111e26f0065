//! The bridge to an event loop of `asyncio`: a future of the loop's for a task of the runtime's.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

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
static LEAVE: Maker = Maker::new("gatewright._asyncio", "leave");

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
    let gone = event_loop.call_method0("create_future")?;
    let here = Arc::new(Held::new(event_loop.clone().unbind()));
    let place = Place {
        event_loop: event_loop.unbind(),
        future: future.clone().unbind(),
        gone: gone.clone().unbind(),
    };
    let work = Box::pin(EVENT_LOOP.scope(here, work));
    let awaited = Awaited { work, delivery: Some(Delivery { place: Some(place) }) };
    logging::look(py)?;
    let task = runtime::handle(py)?.spawn(awaited);
    let abandon = Bound::new(py, Abandon { task: task.abort_handle() })?;
    RESULT_OF.make(py, (future, gone, abandon))
}

/// Work whose answer is delivered. When it is dropped, what the work holds goes first.
struct Awaited {
    work: Work,
    delivery: Option<Delivery>,
}

impl Future for Awaited {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let polled = self.work.as_mut().poll(context);
        polled.map(|answer| {
            if let Some(delivery) = self.delivery.take() {
                delivery.deliver(answer);
            }
        })
    }
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

/// The loop, the future of the answer, and the one that says that the call is gone.
struct Place {
    event_loop: Py<PyAny>,
    future: Py<PyAny>,
    gone: Py<PyAny>,
}

/// Where an answer goes.
struct Delivery {
    place: Option<Place>,
}

impl Delivery {
    /// Without an interpreter nobody waits any more.
    fn deliver(mut self, answer: Answer) {
        let Some(Place { event_loop, future, gone }) = self.place.take() else { return };
        Python::try_attach(|py| {
            logging::flush(py);
            let (value, error) = match answer(py) {
                Ok(value) => (value, None),
                Err(error) => (py.None(), Some(error.into_value(py))),
            };
            tell(py, event_loop, |event_loop| {
                let settle = SETTLE.found(py)?;
                event_loop
                    .call_method1("call_soon_threadsafe", (settle, future, gone, value, error))
            });
        });
    }
}

impl Drop for Delivery {
    /// The task was ended before its answer, by whoever awaited it, who is told that it is gone, or with the runtime. The
    /// references go while attached; elsewhere they would be kept behind a lock, which a thread that forks might find closed.
    fn drop(&mut self) {
        let Some(Place { event_loop, future, gone }) = self.place.take() else { return };
        Python::try_attach(|py| {
            drop(future);
            tell(py, event_loop, |event_loop| {
                event_loop.call_method1("call_soon_threadsafe", (LEAVE.found(py)?, gone))
            });
        });
    }
}

/// Has a loop told from another thread. A closed one has nobody who waits.
fn tell<'py>(
    py: Python<'py>,
    event_loop: Py<PyAny>,
    told: impl FnOnce(&Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>>,
) {
    let event_loop = event_loop.into_bound(py);
    if let Err(error) = told(&event_loop) {
        let is_closed = event_loop.call_method0("is_closed").and_then(|is| is.is_truthy());
        if !is_closed.unwrap_or_default() {
            error.write_unraisable(py, Some(&event_loop));
        }
    }
}
