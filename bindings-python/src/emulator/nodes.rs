//! What an emulator is made of, and what is known of its nodes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use gatewright::client;
use gatewright_emulator::{
    Builder, Emulator, NodeInfo, NodeSource, OffsetBlock, Result, free_offset_block,
};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use crate::errors::{OrRaise, Raise};
use crate::package::Maker;
use crate::process::PerProcess;
use crate::runtime;

static NODE_INFO: Maker = Maker::new("gatewright.emulator._nodes", "NodeInfo");

/// Port offsets that are kept free until an emulator takes them.
#[pyclass(frozen, module = "gatewright._gatewright")]
pub(crate) struct NativeOffsetBlock {
    base: u16,
    block: PerProcess<OffsetBlock>,
}

#[pymethods]
impl NativeOffsetBlock {
    #[getter]
    fn base(&self) -> u16 {
        self.base
    }
}

impl NativeOffsetBlock {
    fn take(&self, py: Python<'_>) -> PyResult<OffsetBlock> {
        let taken = self.block.take(py);
        taken.ok_or_else(|| PyRuntimeError::new_err("an offset block serves one emulator"))
    }
}

/// Draws offsets for so many nodes.
#[pyfunction]
pub(crate) fn free_offsets(py: Python<'_>, nodes: u16) -> PyResult<NativeOffsetBlock> {
    let runtime = runtime::handle(py)?;
    let drawn = py.detach(|| {
        let _entered = runtime.enter();
        free_offset_block(nodes)
    });
    let block = drawn.map_err(|error| error.exception(py, "free_offset_block"))?;
    Ok(NativeOffsetBlock { base: block.base(), block: PerProcess::new(block) })
}

/// What an emulator is made of; what is absent stays as the emulator has it.
#[derive(FromPyObject)]
pub(crate) struct EmulatorOptions<'py> {
    nodes: Vec<NodeAttributes>,
    variables: BTreeMap<String, String>,
    properties: BTreeMap<String, String>,
    propagation_delay: Option<f64>,
    token_life: Option<f64>,
    offset_block: Option<Bound<'py, NativeOffsetBlock>>,
}

/// The attributes of the package's `EmulatorNode`, which has either a home, or a text and a name.
#[derive(FromPyObject)]
struct NodeAttributes {
    home: Option<PathBuf>,
    text: Option<String>,
    name: Option<String>,
    release: Option<String>,
    release_if_unknown: Option<String>,
    pack: Option<String>,
}

impl EmulatorOptions<'_> {
    pub(crate) fn into_builder(self, py: Python<'_>) -> PyResult<Builder> {
        let mut builder = Emulator::builder();
        for node in self.nodes {
            builder = builder.node(node.source().map_err(|error| error.exception(py, "start"))?);
        }
        for (name, value) in self.variables {
            builder = builder.variable(name, value);
        }
        for (name, value) in self.properties {
            builder = builder.property(name, value);
        }
        if let Some(delay) = self.propagation_delay {
            builder = builder
                .propagation_delay(client::seconds("propagation_delay", delay).or_raise(py)?);
        }
        if let Some(life) = self.token_life {
            builder = builder.token_life(client::seconds("token_life", life).or_raise(py)?);
        }
        Ok(match self.offset_block {
            Some(block) => builder.offset_block(block.get().take(py)?),
            None => builder,
        })
    }
}

impl NodeAttributes {
    fn source(self) -> Result<NodeSource> {
        let mut source = match self.text {
            Some(text) => NodeSource::text(self.name.clone().unwrap_or_default(), text),
            None => NodeSource::home(self.home.unwrap_or_default()),
        };
        if let Some(name) = self.name {
            source = source.name(name);
        }
        if let Some(release) = self.release {
            source = source.release(release.parse()?);
        }
        if let Some(release) = self.release_if_unknown {
            source = source.release_if_unknown(release.parse()?);
        }
        if let Some(pack) = self.pack {
            source = source.pack(pack.parse()?);
        }
        Ok(source)
    }
}

/// What is known of a node.
#[pyclass(frozen, module = "gatewright._gatewright")]
pub(crate) struct NativeNodeInfo {
    info: NodeInfo,
}

#[pymethods]
impl NativeNodeInfo {
    #[getter]
    fn name(&self) -> &str {
        &self.info.name
    }

    #[getter]
    fn release(&self) -> String {
        self.info.release.to_string()
    }

    #[getter]
    fn pack(&self) -> &'static str {
        self.info.pack.as_str()
    }

    #[getter]
    fn offset(&self) -> u16 {
        self.info.offset
    }

    #[getter]
    fn running(&self) -> bool {
        self.info.running
    }

    fn port(&self, base: u16) -> u16 {
        self.info.port(base)
    }
}

pub(crate) fn info<'py>(py: Python<'py>, info: &NodeInfo) -> PyResult<Bound<'py, PyAny>> {
    NODE_INFO.make(py, (NativeNodeInfo { info: info.clone() },))
}
