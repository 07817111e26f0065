//! A running emulator.

use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;

use gatewright_emulator::{Emulator, Error};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::call::NativeCall;
use crate::client::control_plane::nothing;
use crate::client::listing::all;
use crate::emulator::fault::{FaultAttributes, fault};
use crate::emulator::nodes::{EmulatorOptions, info};
use crate::errors::Raise;
use crate::process::PerProcess;
use crate::report::tuple;

type Value<'py> = PyResult<Bound<'py, PyAny>>;

/// Several nodes in this process; a forked child has none of them.
#[pyclass(frozen, module = "gatewright._gatewright")]
pub(crate) struct NativeEmulator {
    ca_pem: String,
    echo_url: String,
    emulator: PerProcess<Arc<Emulator>>,
}

/// Starts nodes.
#[pyfunction]
pub(crate) fn start_emulator(py: Python<'_>, options: EmulatorOptions<'_>) -> PyResult<NativeCall> {
    let builder = options.into_builder(py)?;
    Ok(NativeCall::new("start", builder.start(), |py, emulator| {
        let (ca_pem, echo_url) = (emulator.ca_pem().to_owned(), emulator.echo_url().to_owned());
        let emulator = PerProcess::new(Arc::new(emulator));
        Bound::new(py, NativeEmulator { ca_pem, echo_url, emulator }).map(Bound::into_any)
    }))
}

impl NativeEmulator {
    fn get(&self, py: Python<'_>) -> PyResult<Arc<Emulator>> {
        let emulator = self.emulator.get(py);
        emulator.ok_or_else(|| PyRuntimeError::new_err("the emulator runs in another process"))
    }

    fn call<T, E, F>(
        &self,
        py: Python<'_>,
        operation: &'static str,
        work: impl FnOnce(Arc<Emulator>) -> F,
        convert: impl for<'py> FnOnce(Python<'py>, T) -> Value<'py> + Send + 'static,
    ) -> PyResult<NativeCall>
    where
        T: Send + 'static,
        E: Raise + Send + 'static,
        F: Future<Output = Result<T, E>> + Send + 'static,
    {
        Ok(NativeCall::new(operation, work(self.get(py)?), convert))
    }
}

#[pymethods]
impl NativeEmulator {
    #[getter]
    fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    #[getter]
    fn echo_url(&self) -> &str {
        &self.echo_url
    }

    fn nodes(&self, py: Python<'_>) -> PyResult<NativeCall> {
        self.call(
            py,
            "nodes",
            |emulator| async move { Ok::<_, Infallible>(emulator.nodes().await) },
            |py, nodes| all(py, &nodes, info),
        )
    }

    fn add_user(
        &self,
        py: Python<'_>,
        name: String,
        password: String,
        roles: Vec<String>,
    ) -> PyResult<NativeCall> {
        self.call(
            py,
            "add_user",
            |emulator| async move {
                let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
                emulator.add_user(&name, &password, &roles).await;
                Ok::<_, Infallible>(())
            },
            nothing,
        )
    }

    fn require_approval(&self, py: Python<'_>, workflow: String) -> PyResult<NativeCall> {
        self.call(
            py,
            "require_approval",
            |emulator| async move { emulator.require_approval(&workflow).await },
            nothing,
        )
    }

    fn waive_approval(&self, py: Python<'_>, workflow: String) -> PyResult<NativeCall> {
        self.call(
            py,
            "waive_approval",
            |emulator| async move { emulator.waive_approval(&workflow).await },
            nothing,
        )
    }

    fn log(&self, py: Python<'_>, node: String) -> PyResult<NativeCall> {
        self.call(
            py,
            "log",
            |emulator| async move { emulator.log(&node).await },
            |py, lines| PyTuple::new(py, lines).map(Bound::into_any),
        )
    }

    fn start_node(&self, py: Python<'_>, name: String) -> PyResult<NativeCall> {
        self.call(
            py,
            "start_node",
            |emulator| async move { emulator.start_node(&name).await },
            nothing,
        )
    }

    fn stop_node(&self, py: Python<'_>, name: String) -> PyResult<NativeCall> {
        self.call(
            py,
            "stop_node",
            |emulator| async move { emulator.stop_node(&name).await },
            nothing,
        )
    }

    /// In a forked child there is nothing to stop: the nodes are the parent's.
    fn stop(&self, py: Python<'_>) -> NativeCall {
        let emulator = self.emulator.get(py);
        let work = async move {
            if let Some(emulator) = emulator {
                emulator.stop().await;
            }
            Ok::<_, Infallible>(())
        };
        NativeCall::new("stop", work, nothing)
    }

    fn add_fault(&self, py: Python<'_>, fault: FaultAttributes) -> PyResult<()> {
        let raised = |error: Error| error.exception(py, "add_fault");
        self.get(py)?.faults().add(fault.into_emulator().map_err(raised)?);
        Ok(())
    }

    fn faults<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let faults = self.get(py)?.faults().list();
        tuple(py, faults.iter().map(|found| fault(py, found)))
    }

    fn clear_faults(&self, py: Python<'_>) -> PyResult<()> {
        self.get(py)?.faults().clear();
        Ok(())
    }
}
