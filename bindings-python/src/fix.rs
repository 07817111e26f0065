//! Making the repairs that rules propose, and writing them.

use std::ffi::OsStr;

use gatewright::{FixedFile, FixedFiles, Report};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::errors::OrRaise;
use crate::report::{diagnostics, name};

/// The files that change, and the report whose texts their findings point into.
#[pyclass(frozen, eq, module = "gatewright._gatewright")]
pub(crate) struct NativeFixedFiles {
    files: FixedFiles,
    report: Report,
}

impl PartialEq for NativeFixedFiles {
    fn eq(&self, other: &Self) -> bool {
        self.files == other.files
    }
}

impl NativeFixedFiles {
    pub(crate) fn new(files: FixedFiles, report: Report) -> Self {
        Self { files, report }
    }
}

#[pymethods]
impl NativeFixedFiles {
    fn files(&self) -> Vec<NativeFixedFile> {
        self.files.iter().cloned().map(|file| NativeFixedFile { file }).collect()
    }

    fn made<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        diagnostics(py, &self.report, self.files.made())
    }

    fn left<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        diagnostics(py, &self.report, self.files.left())
    }

    #[getter]
    fn is_changed(&self) -> bool {
        self.files.is_changed()
    }

    #[getter]
    fn diff(&self, py: Python<'_>) -> String {
        py.detach(|| self.files.diff())
    }

    fn write<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, py.detach(|| self.files.write()).or_raise(py)?)
    }
}

/// One file with its repairs made.
#[pyclass(frozen, eq, module = "gatewright._gatewright")]
#[derive(PartialEq)]
pub(crate) struct NativeFixedFile {
    file: FixedFile,
}

#[pymethods]
impl NativeFixedFile {
    #[getter]
    fn path(&self) -> Option<&OsStr> {
        name(self.file.path())
    }

    #[getter]
    fn before(&self) -> &str {
        self.file.before()
    }

    #[getter]
    fn after(&self) -> &str {
        self.file.after()
    }

    #[getter]
    fn diff(&self, py: Python<'_>) -> String {
        py.detach(|| self.file.diff())
    }
}
