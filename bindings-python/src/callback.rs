//! Functions of the user's that the core asks: for credentials, for headers, whether a roll-out may go on; and those that
//! secrets go to.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use gatewright::client::Credentials;
use gatewright::publish::ProvidedSecret;
use pyo3::exceptions::{PyBaseException, PyRuntimeError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

use crate::asyncio;
use crate::client::connect::NativeCredentials;
use crate::package::Maker;
use crate::publish::access::provided_secret;

static CHECK: Maker = Maker::new("gatewright.client._callbacks", "check");
static CREDENTIALS: Maker = Maker::new("gatewright.client._callbacks", "credentials");
static HEADERS: Maker = Maker::new("gatewright.client._callbacks", "headers");
static STORE: Maker = Maker::new("gatewright.client._callbacks", "store");
static PARTIAL: Maker = Maker::new("functools", "partial");

type BoxError = Box<dyn StdError + Send + Sync>;

/// Takes what a function gave, or raised.
type Tell = Box<dyn FnOnce(PyResult<Bound<'_, PyAny>>) + Send>;

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

    /// What the exception says, or its class when it says nothing.
    fn words(&self) -> Option<String> {
        let words = |py: Python<'_>| {
            let value = self.0.get()?.value(py);
            let said = value.str().ok()?.to_string();
            if said.is_empty() {
                value.get_type().name().ok().map(|name| name.to_string())
            } else {
                Some(said)
            }
        };
        Python::try_attach(words).flatten()
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
    Credentials::callback(move || {
        asked(&CREDENTIALS, itself(&function), |given| {
            let given: PyRef<'_, NativeCredentials> = given.extract()?;
            Ok(given.credentials.clone())
        })
    })
}

/// Headers that a function gives, or a coroutine function, as [`credentials`] has them.
pub(crate) fn headers(function: Py<PyAny>) -> impl Fn() -> Headers + Send + Sync + 'static {
    let function = Arc::new(Held::new(function));
    move || Box::pin(asked(&HEADERS, itself(&function), |given| given.extract()))
}

/// What must hold before a roll-out goes on, of a function, or a coroutine function, as [`credentials`] has them: what it
/// raises says why it does not.
pub(crate) fn check(
    function: Py<PyAny>,
) -> impl Fn(Vec<String>) -> Checked + Send + Sync + 'static {
    let function = Arc::new(Held::new(function));
    move |environments| {
        let function = Arc::clone(&function);
        let call: Call = Box::new(move |py| {
            let function = function.get().map(|function| function.bind(py));
            PARTIAL.make(py, (function, PyTuple::new(py, environments)?))
        });
        Box::pin(async { asked(&CHECK, call, |_| Ok(())).await.map_err(in_words) })
    }
}

/// Where secrets go, of a function, or a coroutine function, as [`credentials`] has them: what it raises says why it did not
/// take one.
pub(crate) fn store(
    function: Py<PyAny>,
) -> impl Fn(ProvidedSecret) -> Checked + Send + Sync + 'static {
    let function = Arc::new(Held::new(function));
    move |secret| {
        let function = Arc::clone(&function);
        let call: Call = Box::new(move |py| {
            let function = function.get().map(|function| function.bind(py));
            PARTIAL.make(py, (function, provided_secret(py, &secret)?))
        });
        Box::pin(async { asked(&STORE, call, |_| Ok(())).await.map_err(in_words) })
    }
}

/// What an exception says: it is shown, and is no cause.
fn in_words(error: BoxError) -> BoxError {
    let words = error.downcast_ref::<Raised>().and_then(Raised::words);
    words.map_or(error, Into::into)
}

type Checked = Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send>>;

/// A function of the user's as it is called: without an argument.
type Call = Box<dyn for<'py> FnOnce(Python<'py>) -> PyResult<Bound<'py, PyAny>> + Send>;

fn itself(function: &Arc<Held<Py<PyAny>>>) -> Call {
    let function = Arc::clone(function);
    Box::new(move |py| {
        let function = function.get().ok_or_else(|| PyRuntimeError::new_err("it is gone"))?;
        Ok(function.bind(py).clone())
    })
}

type Headers = Pin<Box<dyn Future<Output = Result<Vec<(String, String)>, BoxError>> + Send>>;

/// Asks a function of the user's with one of the package's; what that tells is read while attached.
async fn asked<T: Send + 'static>(
    ask: &'static Maker,
    call: Call,
    read: fn(&Bound<'_, PyAny>) -> PyResult<T>,
) -> Result<T, BoxError> {
    let event_loop = asyncio::event_loop();
    let (sender, receiver) = oneshot::channel();
    let tell: Tell = Box::new(move |given| {
        // Nobody waits when the call was cancelled.
        let _ = sender.send(given.and_then(|given| read(&given)));
    });
    // It may take its time, or wait for the interpreter.
    let begun = spawn_blocking(move || {
        Python::try_attach(|py| begin(py, ask, call, event_loop.as_deref(), tell))
    });
    let begun = begun.await.ok().flatten().ok_or_else(python_ends)?;
    let _abandon = begun.map_err(Raised::boxed)?;
    let told = receiver.await.map_err(|_| python_ends())?;
    told.map_err(Raised::boxed)
}

fn begin(
    py: Python<'_>,
    ask: &Maker,
    call: Call,
    event_loop: Option<&Held<Py<PyAny>>>,
    tell: Tell,
) -> PyResult<Abandoned> {
    let event_loop = event_loop.and_then(Held::get).map(|event_loop| event_loop.bind(py));
    let function = call(py)?;
    let answer = Bound::new(py, NativeAnswer { tell: Mutex::new(Some(tell)) })?;
    let cancel = ask.make(py, (function, event_loop, answer))?;
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
    tell: Mutex<Option<Tell>>,
}

#[pymethods]
impl NativeAnswer {
    fn __call__(&self, given: Option<Bound<'_, PyAny>>, error: Option<Bound<'_, PyBaseException>>) {
        let told = match (given, error) {
            (_, Some(error)) => Err(PyErr::from_value(error.into_any())),
            (Some(given), None) => Ok(given),
            (None, None) => Err(PyRuntimeError::new_err("there is no answer")),
        };
        let tell = self.tell.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(tell) = tell {
            tell(told);
        }
    }
}
