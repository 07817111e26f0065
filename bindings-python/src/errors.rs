//! Errors on their way to Python, which has a class for each kind.

use std::convert::Infallible;
use std::error::Error as StdError;
use std::io;

use gatewright::{Error, ErrorCode, Retry};
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict, PyTuple};

use crate::callback::Raised;
use crate::package::Maker;
use crate::report::{NativeReport, tuple};

static ERROR: Maker = Maker::new("gatewright.errors", "_from_native");
static ERROR_CODE: Maker = Maker::new("gatewright._codes", "ErrorCode");
static KIND: Maker = Maker::new("gatewright._enums", "ErrorKind");
static RETRY: Maker = Maker::new("gatewright._enums", "Retry");

/// Every code of the core's errors, ordered by code.
#[pyfunction]
pub(crate) fn error_codes(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
    let code = |code: &ErrorCode| {
        let kinds = code.kinds.iter().map(|kind| KIND.make(py, (kind.as_str(),)));
        let retries = code.retries.iter().map(|retry| RETRY.make(py, (retry.as_str(),)));
        let context = PyTuple::new(py, code.context)?;
        let (kinds, retries) = (tuple(py, kinds)?, tuple(py, retries)?);
        ERROR_CODE.make(py, (code.code, kinds, retries, context, code.summary, code.documentation))
    };
    tuple(py, gatewright::error_codes().into_iter().map(code))
}

/// Raises the core's errors.
pub(crate) trait OrRaise<T> {
    /// The value, or the exception that says the same as the error.
    fn or_raise(self, py: Python<'_>) -> PyResult<T>;
}

impl<T, E: Into<Error>> OrRaise<T> for Result<T, E> {
    fn or_raise(self, py: Python<'_>) -> PyResult<T> {
        self.map_err(|error| raised(py, &error.into()))
    }
}

/// An error that a call of an operation may end in.
pub(crate) trait Raise {
    /// The exception that says the same.
    fn exception(&self, py: Python<'_>, operation: &'static str) -> PyErr;
}

impl Raise for Error {
    fn exception(&self, py: Python<'_>, _: &'static str) -> PyErr {
        raised(py, self)
    }
}

impl Raise for gatewright_emulator::Error {
    fn exception(&self, py: Python<'_>, operation: &'static str) -> PyErr {
        let kind = self.kind().as_str();
        let context = PyDict::new(py);
        let retry = Retry::Never.as_str();
        let report = None::<NativeReport>;
        let cause = self.source().map(|cause| python_cause(py, cause).into_value(py));
        let fields =
            (kind, self.to_string(), self.code(), operation, context, retry, report, cause);
        ERROR.make(py, fields).map_or_else(|failure| failure, PyErr::from_value)
    }
}

impl Raise for Infallible {
    fn exception(&self, _: Python<'_>, _: &'static str) -> PyErr {
        match *self {}
    }
}

/// The exception that says the same as an error of the core's.
pub(crate) fn raised(py: Python<'_>, error: &Error) -> PyErr {
    exception(py, error).unwrap_or_else(|failure| failure)
}

fn exception(py: Python<'_>, error: &Error) -> PyResult<PyErr> {
    let context = error.context().iter().map(|(key, value)| (*key, value.as_str()));
    let exception = ERROR.make(
        py,
        (
            error.kind().as_str(),
            error.message(),
            error.code(),
            local_name(error.operation()),
            context.into_py_dict(py)?,
            error.retry().as_str(),
            error.report().cloned().map(NativeReport::from),
            error.cause().map(|cause| python_cause(py, cause).into_value(py)),
        ),
    )?;
    Ok(PyErr::from_value(exception))
}

/// The operation as Python spells it: a dictionary is handed over as JSON.
fn local_name(operation: &'static str) -> &'static str {
    if operation == "from_json" { "from_dict" } else { operation }
}

/// The cause as Python knows it: what a function of the user's raised as it was, what the operating system reported as the class of `OSError` for it.
fn python_cause(py: Python<'_>, cause: &(dyn StdError + 'static)) -> PyErr {
    let raised = cause.downcast_ref::<Raised>().and_then(|raised| raised.exception(py));
    if let Some(exception) = raised {
        return exception;
    }
    let reported = cause.downcast_ref::<io::Error>();
    match reported.and_then(io::Error::raw_os_error) {
        Some(number) => io::Error::from_raw_os_error(number).into(),
        None => PyException::new_err(cause.to_string()),
    }
}
