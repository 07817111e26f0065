//! Errors on their way to Python, which has a class for each kind.

use std::io;

use gatewright::Error;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::IntoPyDict;

use crate::package::Maker;
use crate::report::NativeReport;

static ERROR: Maker = Maker::new("gatewright.errors", "_from_native");

/// Raises the core's errors.
pub(crate) trait OrRaise<T> {
    /// The value, or the exception that says the same as the error.
    fn or_raise(self, py: Python<'_>) -> PyResult<T>;
}

impl<T, E: Into<Error>> OrRaise<T> for Result<T, E> {
    fn or_raise(self, py: Python<'_>) -> PyResult<T> {
        self.map_err(|error| exception(py, &error.into()).unwrap_or_else(|failure| failure))
    }
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
            cause(error).map(|cause| cause.into_value(py)),
        ),
    )?;
    Ok(PyErr::from_value(exception))
}

/// The operation as Python spells it: a dictionary is handed over as JSON.
fn local_name(operation: &'static str) -> &'static str {
    if operation == "from_json" { "from_dict" } else { operation }
}

/// The cause as Python knows it: what the operating system reported as the class of `OSError` for it.
fn cause(error: &Error) -> Option<PyErr> {
    let cause = error.cause()?;
    let reported = cause.downcast_ref::<io::Error>();
    Some(match reported.and_then(io::Error::raw_os_error) {
        Some(number) => io::Error::from_raw_os_error(number).into(),
        None => PyException::new_err(cause.to_string()),
    })
}
