//! The Python package's own classes, which values become on their way to Python.

use pyo3::call::PyCallArgs;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// A class, or a function that makes values, in a module of the package; looked up on first use.
pub(crate) struct Maker {
    module: &'static str,
    name: &'static str,
    found: PyOnceLock<Py<PyAny>>,
}

impl Maker {
    pub(crate) const fn new(module: &'static str, name: &'static str) -> Self {
        Self { module, name, found: PyOnceLock::new() }
    }

    /// A value made of these fields, in the order in which the class declares them.
    pub(crate) fn make<'py>(
        &self,
        py: Python<'py>,
        fields: impl PyCallArgs<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.found(py)?.call1(fields)
    }

    /// The class or function itself.
    pub(crate) fn found<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyAny>> {
        self.found.import(py, self.module, self.name)
    }
}
