//! Rendered files, writing them and undoing it.

use std::path::{Path, PathBuf};

use gatewright::render::{self, RenderedFile, RenderedFiles, WriteOptions, WriteOutcome};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::errors::OrRaise;
use crate::package::Maker;

static REVERT_OUTCOME: Maker = Maker::new("gatewright._render", "RevertOutcome");
static WRITE_OUTCOME: Maker = Maker::new("gatewright._render", "WriteOutcome");

/// The rendered files of all nodes.
#[pyclass(frozen, eq, module = "gatewright._gatewright")]
#[derive(PartialEq)]
pub(crate) struct NativeRenderedFiles {
    files: RenderedFiles,
}

impl From<RenderedFiles> for NativeRenderedFiles {
    fn from(files: RenderedFiles) -> Self {
        Self { files }
    }
}

#[pymethods]
impl NativeRenderedFiles {
    fn files(&self) -> Vec<NativeRenderedFile> {
        self.files.files().iter().cloned().map(|file| NativeRenderedFile { file }).collect()
    }

    #[getter]
    fn removed_environments<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.files.removed_environments())
    }

    #[getter]
    fn is_changed(&self) -> bool {
        self.files.is_changed()
    }

    #[getter]
    fn diff(&self, py: Python<'_>) -> String {
        py.detach(|| self.files.diff())
    }

    fn write<'py>(&self, py: Python<'py>, removing: Vec<String>) -> PyResult<Bound<'py, PyAny>> {
        let options = WriteOptions::new().removing(removing);
        let outcome = py.detach(|| self.files.write(&options)).or_raise(py)?;
        write_outcome(py, &outcome)
    }

    fn write_to<'py>(
        &self,
        py: Python<'py>,
        dir: PathBuf,
        removing: Vec<String>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = WriteOptions::new().removing(removing);
        let outcome = py.detach(|| self.files.write_to(dir, &options)).or_raise(py)?;
        write_outcome(py, &outcome)
    }
}

/// One node's file.
#[pyclass(frozen, eq, module = "gatewright._gatewright")]
#[derive(PartialEq)]
pub(crate) struct NativeRenderedFile {
    file: RenderedFile,
}

#[pymethods]
impl NativeRenderedFile {
    #[getter]
    fn node(&self) -> &str {
        self.file.node()
    }

    #[getter]
    fn path(&self) -> &Path {
        self.file.path()
    }

    #[getter]
    fn before(&self) -> Option<&str> {
        self.file.before()
    }

    #[getter]
    fn after(&self) -> &str {
        self.file.after()
    }

    #[getter]
    fn is_changed(&self) -> bool {
        self.file.is_changed()
    }

    #[getter]
    fn diff(&self, py: Python<'_>) -> String {
        py.detach(|| self.file.diff())
    }
}

/// Undoes the last write to these homes.
#[pyfunction]
pub(crate) fn revert(py: Python<'_>, homes: Vec<PathBuf>) -> PyResult<Bound<'_, PyAny>> {
    let outcome = py.detach(|| render::revert(homes)).or_raise(py)?;
    let restored = PyTuple::new(py, &outcome.restored)?;
    REVERT_OUTCOME.make(py, (restored, PyTuple::new(py, &outcome.unchanged)?))
}

fn write_outcome<'py>(py: Python<'py>, outcome: &WriteOutcome) -> PyResult<Bound<'py, PyAny>> {
    let written = PyTuple::new(py, &outcome.written)?;
    let unchanged = PyTuple::new(py, &outcome.unchanged)?;
    WRITE_OUTCOME.make(py, (written, unchanged, PyTuple::new(py, &outcome.restart)?))
}
