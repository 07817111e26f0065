//! Calls that take their time: waited for, or awaited.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use gatewright::Error;
use pyo3::exceptions::PyRuntimeError;
use pyo3::panic::PanicException;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use crate::asyncio;
use crate::errors::{Raise, raised};
use crate::logging;
use crate::runtime;

/// How often the main thread looks for Ctrl-C.
const LOOK: Duration = Duration::from_millis(50);

/// What a call came to, once there is an interpreter to make Python values with.
pub(crate) type Answer = Box<dyn FnOnce(Python<'_>) -> PyResult<Py<PyAny>> + Send>;

/// What a call does.
pub(crate) type Work = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// A call that was prepared and not begun. It runs once: `wait` blocks until it is done, `await` does not.
#[pyclass(frozen, module = "gatewright._gatewright")]
pub(crate) struct NativeCall {
    operation: &'static str,
    work: Mutex<Option<Work>>,
}

impl NativeCall {
    /// `convert` makes the Python value, on a thread that is attached to the interpreter.
    pub(crate) fn new<T: Send + 'static, E: Raise + Send + 'static>(
        operation: &'static str,
        work: impl Future<Output = Result<T, E>> + Send + 'static,
        convert: impl for<'py> FnOnce(Python<'py>, T) -> PyResult<Bound<'py, PyAny>> + Send + 'static,
    ) -> Self {
        let work = async move {
            match (Caught { work: Box::pin(work) }).await {
                Ok(result) => Box::new(move |py: Python<'_>| match result {
                    Ok(value) => convert(py, value).map(Bound::unbind),
                    Err(error) => Err(error.exception(py, operation)),
                }) as Answer,
                Err(panic) => Box::new(|_: Python<'_>| Err(PanicException::new_err(words(panic)))),
            }
        };
        Self { operation, work: Mutex::new(Some(Box::pin(work))) }
    }

    fn take(&self) -> PyResult<Work> {
        let work = self.work.lock().unwrap_or_else(PoisonError::into_inner).take();
        work.ok_or_else(|| PyRuntimeError::new_err("a call runs once"))
    }
}

#[pymethods]
impl NativeCall {
    /// Blocks until the call is done, while other threads run. Ctrl-C ends the call.
    fn wait(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let work = self.take()?;
        logging::look(py)?;
        let (sender, mut receiver) = mpsc::channel();
        let task = runtime::handle(py)?.spawn(async move {
            // Nobody listens when Ctrl-C ended the wait.
            let _ = sender.send(work.await);
        });
        let answer = if is_main_thread(py)? {
            loop {
                let channel = &mut receiver;
                match py.detach(move || channel.recv_timeout(LOOK)) {
                    Ok(answer) => break Some(answer),
                    Err(RecvTimeoutError::Disconnected) => break None,
                    Err(RecvTimeoutError::Timeout) => {}
                }
                if let Err(interrupt) = py.check_signals() {
                    task.abort();
                    // Until the call is gone, and what it held with it.
                    py.detach(move || while receiver.recv().is_ok() {});
                    return Err(interrupt);
                }
            }
        } else {
            py.detach(move || Some(receiver.recv().unwrap_or_else(|_| for_ever())))
        };
        logging::flush(py);
        match answer {
            Some(answer) => answer(py),
            None => Err(raised(py, &Error::cancelled(self.operation))),
        }
    }

    fn __await__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        asyncio::begin(py, self.take()?)
    }
}

/// Where a thread stays whose call was ended with the runtime: Python ends, and waits for this thread no more.
fn for_ever() -> ! {
    loop {
        thread::park();
    }
}

/// Signal handlers run in this thread alone.
fn is_main_thread(py: Python<'_>) -> PyResult<bool> {
    static GET_IDENT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    static MAIN_THREAD: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let main = MAIN_THREAD.import(py, "threading", "main_thread")?.call0()?.getattr("ident")?;
    GET_IDENT.import(py, "threading", "get_ident")?.call0()?.eq(main)
}

/// Work whose panic is a value: whoever waits for it is told.
struct Caught<T> {
    work: Pin<Box<dyn Future<Output = T> + Send>>,
}

impl<T> Future for Caught<T> {
    type Output = Result<T, Box<dyn Any + Send>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // After a panic it is not polled again.
        match catch_unwind(AssertUnwindSafe(|| self.work.as_mut().poll(context))) {
            Ok(polled) => polled.map(Ok),
            Err(panic) => Poll::Ready(Err(panic)),
        }
    }
}

fn words(panic: Box<dyn Any + Send>) -> String {
    match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => panic.downcast_ref::<&str>().copied().unwrap_or_default().to_owned(),
    }
}
