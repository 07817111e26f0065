//! `publications.toml`.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use gatewright::SpanUnit;
use gatewright::publish::{Publications, PublicationsOptions};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::errors::OrRaise;
use crate::package::Maker;
use crate::publish::publication::publication;
use crate::report::{NativeReport, name, tuple};
use crate::topology::NativeTopology;

static POSITION: Maker = Maker::new("gatewright.publish._publications", "Position");

/// The publications of a file, with the text that they were read from.
#[pyclass(frozen, eq, module = "gatewright._gatewright")]
#[derive(PartialEq)]
pub(crate) struct NativePublications {
    publications: Publications,
}

impl From<Publications> for NativePublications {
    fn from(publications: Publications) -> Self {
        Self { publications }
    }
}

/// Reads a file of publications.
#[pyfunction]
pub(crate) fn load_publications(
    py: Python<'_>,
    path: PathBuf,
    variables: Option<BTreeMap<String, String>>,
) -> PyResult<NativePublications> {
    let options = options(variables);
    py.detach(|| Publications::load_with(path, &options)).or_raise(py).map(NativePublications::from)
}

/// Reads a text of publications.
#[pyfunction]
pub(crate) fn parse_publications(
    py: Python<'_>,
    text: &str,
    base: PathBuf,
    variables: Option<BTreeMap<String, String>>,
) -> PyResult<NativePublications> {
    let options = options(variables);
    let read = py.detach(|| Publications::parse_with(text, base, &options));
    read.or_raise(py).map(NativePublications::from)
}

/// The JSON Schema of a file of publications.
#[pyfunction]
pub(crate) fn publications_json_schema() -> &'static str {
    Publications::json_schema()
}

fn options(variables: Option<BTreeMap<String, String>>) -> PublicationsOptions {
    let options = PublicationsOptions::new();
    match variables {
        Some(variables) => options.variables(variables),
        None => options,
    }
}

#[pymethods]
impl NativePublications {
    fn publications<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.publications.iter().map(|found| publication(py, found)))
    }

    #[getter]
    fn path(&self) -> Option<&Path> {
        self.publications.path()
    }

    fn check(&self, py: Python<'_>, topology: &NativeTopology) -> NativeReport {
        py.detach(|| self.publications.check(&topology.topology)).into()
    }

    fn locate<'py>(
        &self,
        py: Python<'py>,
        code: &str,
        context: HashMap<String, String>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let context: Vec<(String, String)> = context.into_iter().collect();
        let context = context.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let Some(found) = self.publications.locate_failure(code, context) else { return Ok(None) };
        let span = self.publications.span_in(&found, SpanUnit::Scalars);
        let text = found.to_string();
        let span = (span.start, span.end);
        let fields = (name(found.path.as_deref()), found.line, found.column, span, text);
        POSITION.make(py, fields).map(Some)
    }
}
