//! Calls through gateways, and whether they have an API.

use gatewright::client::{self, ApiRequest, ApiResponse, GatewayFault, Probe};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::call::NativeCall;
use crate::client::connect::Options;
use crate::client::control_plane::nothing;
use crate::client::token::Secret;
use crate::errors::OrRaise;
use crate::package::Maker;

static API_RESPONSE: Maker = Maker::new("gatewright.client._request", "ApiResponse");
static GATEWAY_FAULT: Maker = Maker::new("gatewright.client._request", "GatewayFault");
static PROBE: Maker = Maker::new("gatewright.client._probe", "Probe");
static PROBE_STATE: Maker = Maker::new("gatewright._enums", "ProbeState");

/// A call of an API.
#[pyclass(frozen, eq, module = "gatewright._gatewright")]
#[derive(PartialEq)]
pub(crate) struct NativeApiRequest {
    pub(crate) request: ApiRequest,
}

#[pymethods]
impl NativeApiRequest {
    #[new]
    fn new(
        method: Option<String>,
        url: String,
        token: Option<Secret>,
        headers: Vec<(String, String)>,
        content: Option<(String, Vec<u8>)>,
    ) -> Self {
        let mut request = match method {
            Some(method) => ApiRequest::new(method, url),
            None => ApiRequest::get(url),
        };
        if let Some(Secret(token)) = token {
            request = request.bearer(token);
        }
        for (name, value) in headers {
            request = request.header(name, value);
        }
        if let Some((content_type, body)) = content {
            request = request.body(content_type, body);
        }
        Self { request }
    }

    #[getter]
    fn method(&self) -> &str {
        self.request.method()
    }

    #[getter]
    fn url(&self) -> &str {
        self.request.url()
    }

    fn to_curl(&self) -> String {
        self.request.to_curl()
    }

    /// What may be printed.
    fn __repr__(&self) -> String {
        format!("{:?}", self.request)
    }
}

/// Waits until a node answers at its management URL.
#[pyfunction]
pub(crate) fn wait_until_ready(
    py: Python<'_>,
    url: String,
    options: Options,
    timeout: f64,
) -> PyResult<NativeCall> {
    let options = options.into_core().or_raise(py)?;
    let timeout = client::seconds("timeout", timeout).or_raise(py)?;
    let work = async move { client::wait_until_ready(&url, &options, timeout).await };
    Ok(NativeCall::new("wait_until_ready", work, nothing))
}

pub(crate) fn response<'py>(
    py: Python<'py>,
    response: &ApiResponse,
) -> PyResult<Bound<'py, PyAny>> {
    API_RESPONSE.make(
        py,
        (
            response.status,
            &response.content_type,
            PyTuple::new(py, &response.headers)?,
            PyBytes::new(py, &response.body),
            response.fault.as_ref().map(|found| fault(py, found)).transpose()?,
            response.text(),
            response.is_success(),
        ),
    )
}

fn fault<'py>(py: Python<'py>, fault: &GatewayFault) -> PyResult<Bound<'py, PyAny>> {
    GATEWAY_FAULT.make(py, (&fault.code, &fault.message, &fault.description, fault.to_string()))
}

pub(crate) fn probe<'py>(py: Python<'py>, probe: &Probe) -> PyResult<Bound<'py, PyAny>> {
    let state = PROBE_STATE.make(py, (probe.state.as_str(),))?;
    PROBE.make(py, (&probe.environment, &probe.url, state, &probe.detail, probe.to_string()))
}
