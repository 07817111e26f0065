//! Drafts of topologies, and what no file decides.

use gatewright::Topology;
use gatewright::render::{TopologyDraft, Undecided};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::check::{NodeFileAttributes, into_core};
use crate::errors::OrRaise;
use crate::package::Maker;
use crate::report::tuple;
use crate::topology::NativeTopology;

static UNDECIDED: Maker = Maker::new("gatewright._draft", "Undecided");

/// A draft; its text may hold passwords.
#[pyclass(frozen, eq, module = "gatewright._gatewright")]
#[derive(PartialEq)]
pub(crate) struct NativeTopologyDraft {
    draft: TopologyDraft,
}

/// Reads an installation's files into a draft.
#[pyfunction]
pub(crate) fn draft_from_deployment(
    py: Python<'_>,
    files: Vec<NodeFileAttributes>,
) -> PyResult<NativeTopologyDraft> {
    let files = into_core(py, files)?;
    let draft = py.detach(|| Topology::draft_from_deployment(files)).or_raise(py)?;
    Ok(NativeTopologyDraft { draft })
}

#[pymethods]
impl NativeTopologyDraft {
    #[getter]
    fn text(&self) -> &str {
        self.draft.text()
    }

    fn undecided<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let value =
            |found: &Undecided| UNDECIDED.make(py, (found.line, &found.message, found.is_assumed));
        tuple(py, self.draft.undecided().iter().map(value))
    }

    fn topology(&self) -> Option<NativeTopology> {
        self.draft.topology().cloned().map(NativeTopology::from)
    }
}
