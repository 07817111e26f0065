//! Topologies.

use std::collections::BTreeMap;
use std::path::PathBuf;

use gatewright::{Node, Role, Topology};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::check::{NodeFileAttributes, into_core};
use crate::errors::OrRaise;
use crate::model;
use crate::names::member;
use crate::render::NativeRenderedFiles;
use crate::report::{NativeReport, tuple};

/// A topology; its nodes and environments become Python values when they are asked for.
#[pyclass(frozen, eq, module = "gatewright._gatewright")]
#[derive(PartialEq)]
pub(crate) struct NativeTopology {
    pub(crate) topology: Topology,
}

impl From<Topology> for NativeTopology {
    fn from(topology: Topology) -> Self {
        Self { topology }
    }
}

/// Reads a topology file.
#[pyfunction]
pub(crate) fn load_topology(py: Python<'_>, path: PathBuf) -> PyResult<NativeTopology> {
    py.detach(|| Topology::load(path)).or_raise(py).map(NativeTopology::from)
}

/// Reads a topology's text.
#[pyfunction]
pub(crate) fn parse_topology(py: Python<'_>, text: &str) -> PyResult<NativeTopology> {
    py.detach(|| Topology::parse(text)).or_raise(py).map(NativeTopology::from)
}

/// Reads a topology's document as JSON.
#[pyfunction]
pub(crate) fn topology_from_json(py: Python<'_>, json: &str) -> PyResult<NativeTopology> {
    py.detach(|| Topology::from_json(json)).or_raise(py).map(NativeTopology::from)
}

/// Reads an installation's files.
#[pyfunction]
pub(crate) fn topology_from_deployment(
    py: Python<'_>,
    files: Vec<NodeFileAttributes>,
) -> PyResult<NativeTopology> {
    let files = into_core(py, files)?;
    py.detach(|| Topology::from_deployment(files)).or_raise(py).map(NativeTopology::from)
}

/// The JSON Schema of a topology file.
#[pyfunction]
pub(crate) fn topology_json_schema() -> &'static str {
    Topology::json_schema()
}

/// The example that the documentation shares.
#[pyfunction]
pub(crate) fn three_nodes() -> &'static str {
    gatewright::examples::THREE_NODES
}

#[pymethods]
impl NativeTopology {
    #[getter]
    fn release(&self) -> String {
        self.topology.release().to_string()
    }

    fn nodes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.tuple(py, self.topology.nodes().iter())
    }

    fn environments<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.topology.environments().iter().map(|found| model::environment(py, found)))
    }

    fn control_plane<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let node = self.topology.control_plane();
        node.map(|node| model::node(py, node, self.topology.release())).transpose()
    }

    fn control_planes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.tuple(py, self.topology.control_planes())
    }

    fn holders<'py>(&self, py: Python<'py>, role: &str) -> PyResult<Bound<'py, PyTuple>> {
        let holders = self.topology.holders(member(Role::from_name(role), role)?);
        self.tuple(py, holders.into_iter())
    }

    fn address(&self, role: &str) -> PyResult<Option<String>> {
        Ok(self.topology.address(member(Role::from_name(role), role)?))
    }

    fn load_balancers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        model::load_balancers(py, self.topology.load_balancers())
    }

    fn endpoints<'py>(
        &self,
        py: Python<'py>,
        environment: &str,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let environment = self.topology.environment(environment);
        let urls = |environment| model::endpoints(py, &self.topology.endpoints(environment));
        environment.map(urls).transpose()
    }

    fn check(&self) -> NativeReport {
        self.topology.check().clone().into()
    }

    fn render(
        &self,
        py: Python<'_>,
        files: BTreeMap<String, String>,
    ) -> PyResult<NativeRenderedFiles> {
        let files = py.detach(move || self.topology.render_from(&files)).or_raise(py)?;
        Ok(files.into())
    }

    fn to_toml(&self) -> String {
        self.topology.to_toml()
    }

    fn to_json(&self) -> String {
        self.topology.to_json()
    }
}

impl NativeTopology {
    fn tuple<'py, 't>(
        &self,
        py: Python<'py>,
        nodes: impl Iterator<Item = &'t Node>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let release = self.topology.release();
        tuple(py, nodes.map(|node| model::node(py, node, release)))
    }
}
