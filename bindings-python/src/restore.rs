//! Bringing back an environment that is commented out.

use std::path::Path;

use gatewright::render::{self, RestoredFile};
use pyo3::prelude::*;

use crate::check::NodeFileAttributes;
use crate::errors::OrRaise;

/// A file as it was and as it is with the environment active again.
#[pyclass(frozen, eq, module = "gatewright._gatewright")]
#[derive(PartialEq)]
pub(crate) struct NativeRestoredFile {
    file: RestoredFile,
}

/// Brings back the default environment.
#[pyfunction]
pub(crate) fn restore_default_environment(
    py: Python<'_>,
    file: NodeFileAttributes,
) -> PyResult<NativeRestoredFile> {
    let file = file.into_core(py)?;
    let file = py.detach(|| render::restore_default_environment(file)).or_raise(py)?;
    Ok(NativeRestoredFile { file })
}

/// Brings back the environment with this name.
#[pyfunction]
pub(crate) fn restore_environment(
    py: Python<'_>,
    file: NodeFileAttributes,
    name: &str,
) -> PyResult<NativeRestoredFile> {
    let file = file.into_core(py)?;
    let file = py.detach(|| render::restore_environment(file, name)).or_raise(py)?;
    Ok(NativeRestoredFile { file })
}

#[pymethods]
impl NativeRestoredFile {
    #[getter]
    fn path(&self) -> &Path {
        self.file.path()
    }

    #[getter]
    fn environment(&self) -> &str {
        self.file.environment()
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
    fn is_changed(&self) -> bool {
        self.file.is_changed()
    }

    #[getter]
    fn diff(&self, py: Python<'_>) -> String {
        py.detach(|| self.file.diff())
    }

    fn write(&self, py: Python<'_>) -> PyResult<()> {
        py.detach(|| self.file.write()).or_raise(py)
    }
}
