//! APIs as API-M stores them: JSON on its way from and to Python.

use gatewright::client::ApiDocument;
use pyo3::prelude::*;

use crate::errors::OrRaise;
use crate::package::Maker;

static API_DOCUMENT: Maker = Maker::new("gatewright.client._api_document", "_from_native");

/// An API, read from its JSON.
#[pyclass(frozen, module = "gatewright._gatewright")]
pub(crate) struct NativeApiDocument {
    pub(crate) document: ApiDocument,
}

#[pymethods]
impl NativeApiDocument {
    #[new]
    fn new(py: Python<'_>, text: &str) -> PyResult<Self> {
        Ok(Self { document: ApiDocument::parse(text).or_raise(py)? })
    }

    #[getter]
    fn id(&self) -> &str {
        self.document.id()
    }

    #[getter]
    fn name(&self) -> &str {
        self.document.name()
    }

    #[getter]
    fn version(&self) -> &str {
        self.document.version()
    }

    #[getter]
    fn context(&self) -> &str {
        self.document.context()
    }

    #[getter]
    fn lifecycle(&self) -> &str {
        self.document.lifecycle()
    }

    #[getter]
    fn last_updated(&self) -> &str {
        self.document.last_updated()
    }

    fn to_json(&self) -> String {
        self.document.to_json()
    }

    /// What may be printed.
    fn __repr__(&self) -> String {
        format!("{:?}", self.document)
    }
}

/// The package's own document, which is a mapping.
pub(crate) fn api_document<'py>(
    py: Python<'py>,
    document: &ApiDocument,
) -> PyResult<Bound<'py, PyAny>> {
    API_DOCUMENT.make(py, (document.to_json(),))
}
