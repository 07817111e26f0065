//! The native half of the Python package `gatewright`.
//!
//! Everything here is private to the hand-written package in `python/gatewright`, which gives the names their
//! documentation, their types and their Python shape. Values become the package's own classes ([`package`]), what is
//! large or secret stays here behind a handle, errors become the package's exceptions ([`errors`]), and whatever reads,
//! checks, renders or writes lets other threads run meanwhile.

mod check;
mod errors;
mod model;
mod names;
mod package;
mod render;
mod report;
mod topology;
mod values;

use pyo3::prelude::*;

/// The module `gatewright._gatewright`.
#[pymodule]
mod _gatewright {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::check::{check, explain, rules};
    #[pymodule_export]
    use crate::names::{accepts, names, pack_name};
    #[pymodule_export]
    use crate::render::{NativeRenderedFile, NativeRenderedFiles, revert};
    #[pymodule_export]
    use crate::report::NativeReport;
    #[pymodule_export]
    use crate::topology::{
        NativeTopology, load_topology, parse_topology, three_nodes, topology_from_deployment,
        topology_from_json, topology_json_schema,
    };
    #[pymodule_export]
    use crate::values::{
        NativePorts, compare_releases, environment_name, is_classic_release, is_known_release,
        known_releases, masked, port_offset, release,
    };

    /// The version of the native module, which is that of the Rust crate.
    #[pyfunction]
    fn version() -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}
