//! Functions of the user's that the core asks: for credentials, for headers.

use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use gatewright::client::Credentials;
use pyo3::exceptions::{PyBaseException, PyRuntimeError};
use pyo3::prelude::*;
use tokio::sync::oneshot;
use tokio::task::{block_in_place, spawn_blocking};

use crate::asyncio;
use crate::client::connect::NativeCredentials;
use crate::package::Maker;

static ASK: Maker = Maker::new("gatewright.client._callbacks", "ask");
static HEADERS: Maker = Maker::new("gatewright.client._callbacks", "headers");

type BoxError = Box<dyn StdError + Send + Sync>;

/// What holds Python objects, and lets them go while attached: elsewhere they would be kept behind a lock, which a thread
/// that forks might find closed.
pub(crate) struct Held<T: Send>(Option<T>);

impl<T: Send> Held<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Some(value))
    }

    /// The value, which is there until it is dropped.
    pub(crate) fn get(&self) -> Option<&T> {
        self.0.as_ref()
    }
}

impl<T: Send> Drop for Held<T> {
    fn drop(&mut self) {
        if let Some(value) = self.0.take() {
            Python::try_attach(|_| drop(value));
        }
    }
}

/// An exception of a function of the user's: the cause of the error that comes of it.
pub(crate) struct Raised(Held<PyErr>);

impl Raised {
    fn boxed(error: PyErr) -> BoxError {
        Box::new(Self(Held::new(error)))
    }

    /// The very exception.
    pub(crate) fn exception(&self, py: Python<'_>) -> Option<PyErr> {
        self.0.get().map(|error| error.clone_ref(py))
    }
}

impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.get().map_or(Ok(()), |error| error.fmt(f))
    }
}

impl fmt::Debug for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl StdError for Raised {}

fn python_ends() -> BoxError {
    "Python ends".into()
}

/// Credentials that a function gives, or a coroutine function: its coroutine runs on the event loop of whoever awaits the
/// call that needs them, and on one of its own when nobody does.
pub(crate) fn credentials(function: Py<PyAny>) -> Credentials {
    let function = Arc::new(Held::new(function));
    Credentials::callback(move || asked(Arc::clone(&function)))
}

async fn asked(function: Arc<Held<Py<PyAny>>>) -> Result<Credentials, BoxError> {
    let event_loop = asyncio::event_loop();
    let (sender, receiver) = oneshot::channel();
    // It may take its time, or wait for the interpreter.
    let begun = spawn_blocking(move || {
        Python::try_attach(|py| begin(py, &function, event_loop.as_deref(), sender))
    });
    let begun = begun.await.ok().flatten().ok_or_else(python_ends)?;
    let _abandon = begun.map_err(Raised::boxed)?;
    let told = receiver.await.map_err(|_| python_ends())?;
    told.map_err(Raised::boxed)
}

fn begin(
    py: Python<'_>,
    function: &Held<Py<PyAny>>,
    event_loop: Option<&Held<Py<PyAny>>>,
    sender: oneshot::Sender<PyResult<Credentials>>,
) -> PyResult<Abandoned> {
    let event_loop = event_loop.and_then(Held::get).map(|event_loop| event_loop.bind(py));
    let function = function.get().map(|function| function.bind(py));
    let answer = Bound::new(py, NativeAnswer { sender: Mutex::new(Some(sender)) })?;
    let cancel = ASK.make(py, (function, event_loop, answer))?;
    Ok(Abandoned(Held::new(cancel.unbind())))
}

/// Cancels a coroutine whose answer nobody waits for any more; one that is done takes no notice.
struct Abandoned(Held<Py<PyAny>>);

impl Drop for Abandoned {
    fn drop(&mut self) {
        if let Some(cancel) = self.0.get() {
            Python::try_attach(|py| {
                if let Err(error) = cancel.call0(py) {
                    error.write_unraisable(py, None);
                }
            });
        }
    }
}

/// Where the package tells what a function gave.
#[pyclass(frozen, module = "gatewright._gatewright")]
struct NativeAnswer {
    sender: Mutex<Option<oneshot::Sender<PyResult<Credentials>>>>,
}

#[pymethods]
impl NativeAnswer {
    fn __call__(
        &self,
        given: Option<&Bound<'_, NativeCredentials>>,
        error: Option<Bound<'_, PyBaseException>>,
    ) {
        let told = match (given, error) {
            (Some(given), _) => Ok(given.get().credentials.clone()),
            (None, Some(error)) => Err(PyErr::from_value(error.into_any())),
            (None, None) => Err(PyRuntimeError::new_err("there is no answer")),
        };
        if let Some(sender) = self.sender.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // Nobody waits when the call was cancelled.
            let _ = sender.send(told);
        }
    }
}

/// Headers that a function gives, asked on the thread of the request.
pub(crate) fn headers(
    function: Py<PyAny>,
) -> impl Fn() -> Result<Vec<(String, String)>, BoxError> + Send + Sync + 'static {
    let function = Held::new(function);
    move || {
        let ask = |py: Python<'_>| -> PyResult<Vec<(String, String)>> {
            let function = function.get().map(|function| function.bind(py));
            HEADERS.make(py, (function,))?.extract()
        };
        // Other requests go on meanwhile.
        let given = block_in_place(|| Python::try_attach(ask));
        given.ok_or_else(python_ends)?.map_err(Raised::boxed)
    }
}
