//! The native half of the Python package `gatewright`.
//!
//! Everything here is private to the hand-written package in `python/gatewright`, which gives the names their
//! documentation, their types and their Python shape. Values become the package's own classes ([`package`]), what is
//! large or secret stays here behind a handle, errors become the package's exceptions ([`errors`]), and whatever reads,
//! checks, renders or writes lets other threads run meanwhile.
//!
//! What talks to a server is a [`call`]: it runs on a [`runtime`] of this process's own, and is waited for or awaited
//! ([`asyncio`]); what is logged meanwhile goes to Python's `logging` ([`logging`]), and functions of the user's are asked
//! where the core needs them ([`callback`]).

mod asyncio;
mod call;
mod callback;
mod check;
mod client;
mod draft;
mod emulator;
mod errors;
mod fix;
mod logging;
mod model;
mod names;
mod package;
mod process;
mod publish;
mod render;
mod report;
mod restore;
mod runtime;
mod topology;
mod values;

use pyo3::prelude::*;

/// The module `gatewright._gatewright`.
#[pymodule]
mod _gatewright {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::call::NativeCall;
    #[pymodule_export]
    use crate::check::{check, explain, rules};
    #[pymodule_export]
    use crate::client::admin::{NativeAdminEnvironment, NativeAdminVirtualHost};
    #[pymodule_export]
    use crate::client::api_document::NativeApiDocument;
    #[pymodule_export]
    use crate::client::application::NativeApplication;
    #[pymodule_export]
    use crate::client::connect::NativeCredentials;
    #[pymodule_export]
    use crate::client::control_plane::{NativeControlPlane, connect};
    #[pymodule_export]
    use crate::client::gateway::{NativeApiRequest, wait_until_ready};
    #[pymodule_export]
    use crate::client::gateway_node::NativeGatewayNode;
    #[pymodule_export]
    use crate::client::search::NativeApiStream;
    #[pymodule_export]
    use crate::client::token::{NativeAccessToken, NativeGrant, token_curl};
    #[pymodule_export]
    use crate::draft::{NativeTopologyDraft, draft_from_deployment};
    #[pymodule_export]
    use crate::emulator::explain_emulator;
    #[pymodule_export]
    use crate::emulator::nodes::{NativeNodeInfo, NativeOffsetBlock, free_offsets};
    #[pymodule_export]
    use crate::emulator::running::{NativeEmulator, start_emulator};
    #[pymodule_export]
    use crate::errors::error_codes;
    #[pymodule_export]
    use crate::fix::{NativeFixedFile, NativeFixedFiles};
    #[pymodule_export]
    use crate::names::{accepts, names, pack_name};
    #[pymodule_export]
    use crate::publish::outcome::NativeOutcome;
    #[pymodule_export]
    use crate::publish::plan::NativePlan;
    #[pymodule_export]
    use crate::publish::project::{NativeApiProject, open_api_project};
    #[pymodule_export]
    use crate::publish::publication::publication_has_endpoint;
    #[pymodule_export]
    use crate::publish::publications::{
        NativePublications, load_publications, parse_publications, publications_json_schema,
    };
    #[pymodule_export]
    use crate::render::{NativeRenderedFile, NativeRenderedFiles, revert};
    #[pymodule_export]
    use crate::report::NativeReport;
    #[pymodule_export]
    use crate::restore::{NativeRestoredFile, restore_default_environment, restore_environment};
    #[pymodule_export]
    use crate::runtime::shut_down;
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

    #[pymodule_init]
    #[expect(clippy::unnecessary_wraps, reason = "the form of every initialisation")]
    fn init(_module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::logging::install();
        Ok(())
    }

    /// The version of the native module, which is that of the Rust crate.
    #[pyfunction]
    fn version() -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}
