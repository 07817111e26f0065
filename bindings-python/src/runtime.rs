//! The runtime on which requests run: made on first use, made anew in a forked child, gone when Python ends.

use std::sync::Arc;
use std::time::Duration;

use pyo3::prelude::*;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::logging;
use crate::process::PerProcess;

static RUNTIME: PerProcess<Arc<Runtime>> = PerProcess::empty();

/// How long the end of Python waits for what does not stop by itself, such as a look-up of a host name.
const PATIENCE: Duration = Duration::from_secs(1);

/// The handle of this process's runtime.
pub(crate) fn handle(py: Python<'_>) -> PyResult<Handle> {
    let make = || {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(2).thread_name("gatewright").enable_all().build().map(Arc::new)
    };
    Ok(RUNTIME.get_or_try_make(py, make)?.handle().clone())
}

/// Ends every request, every emulator and the runtime's threads: what Python calls when it ends, so that no thread of
/// ours looks for an interpreter that is gone.
#[pyfunction]
pub(crate) fn shut_down(py: Python<'_>) {
    if let Some(runtime) = RUNTIME.take(py).and_then(Arc::into_inner) {
        // What ends may want to tell Python.
        py.detach(|| runtime.shutdown_timeout(PATIENCE));
        logging::flush(py);
    }
}
