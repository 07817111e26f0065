//! API projects of apictl.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gatewright::publish::{ApiProject, ApiProjectOptions};
use gatewright::{KeyType, Release};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::errors::OrRaise;
use crate::names::member;
use crate::publish::publication::{lifecycle, targets};

/// A project, whose files stay here.
#[pyclass(frozen, eq, module = "gatewright._gatewright")]
#[derive(PartialEq)]
pub(crate) struct NativeApiProject {
    pub(crate) project: Arc<ApiProject>,
}

/// Reads a project.
#[pyfunction]
pub(crate) fn open_api_project(
    py: Python<'_>,
    path: PathBuf,
    parameters: Option<PathBuf>,
    parameters_environment: Option<String>,
) -> PyResult<NativeApiProject> {
    let mut options = ApiProjectOptions::new();
    if let Some(path) = parameters {
        options = options.parameters(path);
    }
    if let Some(name) = parameters_environment {
        options = options.parameters_environment(name);
    }
    let project = py.detach(|| ApiProject::open_with(path, &options)).or_raise(py)?;
    Ok(NativeApiProject { project: Arc::new(project) })
}

#[pymethods]
impl NativeApiProject {
    #[getter]
    fn path(&self) -> &Path {
        self.project.path()
    }

    #[getter]
    fn layout(&self) -> &'static str {
        self.project.layout().as_str()
    }

    #[getter]
    fn name(&self) -> &str {
        self.project.name()
    }

    #[getter]
    fn version(&self) -> &str {
        self.project.version()
    }

    #[getter]
    fn context(&self) -> &str {
        self.project.context()
    }

    fn lifecycle<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        lifecycle(py, self.project.lifecycle())
    }

    fn targets<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        targets(py, self.project.targets())
    }

    #[getter]
    fn digest(&self) -> &str {
        self.project.digest()
    }

    fn has_endpoint(&self, key_type: &str) -> PyResult<bool> {
        let known = KeyType::ALL.into_iter().find(|known| known.as_str() == key_type);
        Ok(self.project.has_endpoint(member(known, key_type)?))
    }

    fn endpoint(&self, key_type: &str) -> PyResult<Option<&str>> {
        let known = KeyType::ALL.into_iter().find(|known| known.as_str() == key_type);
        Ok(self.project.endpoint(member(known, key_type)?))
    }

    fn require_release(&self, py: Python<'_>, release: &str) -> PyResult<()> {
        self.project.require_release(release.parse::<Release>().or_raise(py)?).or_raise(py)
    }

    fn archive_for_import<'py>(
        &self,
        py: Python<'py>,
        current_lifecycle: Option<&str>,
        environments: Vec<String>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let archive = py.detach(move || {
            let environments: Vec<&str> = environments.iter().map(String::as_str).collect();
            self.project.archive_for_import(current_lifecycle, &environments)
        });
        Ok(PyBytes::new(py, &archive.or_raise(py)?))
    }
}
