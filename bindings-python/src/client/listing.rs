//! What a control plane lists, on its way to Python.

use gatewright::EnvironmentType;
use gatewright::client::{
    ApiSummary, EndpointUrls, GatewayEnvironment, TokenEndpoint, VirtualHost, Warning,
};
use pyo3::prelude::*;

use crate::model;
use crate::package::Maker;
use crate::report::tuple;

static CONNECT_WARNING: Maker = Maker::new("gatewright.client._warning", "ConnectWarning");
static API_SUMMARY: Maker = Maker::new("gatewright.client._listing", "ApiSummary");
static ENDPOINT_URLS: Maker = Maker::new("gatewright.client._listing", "EndpointUrls");
static GATEWAY_ENVIRONMENT: Maker = Maker::new("gatewright.client._listing", "GatewayEnvironment");
static TOKEN_ENDPOINT: Maker = Maker::new("gatewright.client._listing", "TokenEndpoint");
static VIRTUAL_HOST: Maker = Maker::new("gatewright.client._listing", "VirtualHost");

type Value<'py> = PyResult<Bound<'py, PyAny>>;

/// A tuple of values, each made by `convert`.
pub(crate) fn all<'py, T>(
    py: Python<'py>,
    values: &[T],
    convert: impl Fn(Python<'py>, &T) -> Value<'py>,
) -> Value<'py> {
    tuple(py, values.iter().map(|value| convert(py, value))).map(Bound::into_any)
}

pub(crate) fn environment<'py>(py: Python<'py>, environment: &GatewayEnvironment) -> Value<'py> {
    GATEWAY_ENVIRONMENT.make(
        py,
        (
            &environment.name,
            &environment.display_name,
            model::environment_type(py, environment.environment_type)?,
            environment.display_in_api_console,
            &environment.http_url,
            &environment.https_url,
            all(py, &environment.virtual_hosts, virtual_host)?,
        ),
    )
}

fn virtual_host<'py>(py: Python<'py>, host: &VirtualHost) -> Value<'py> {
    VIRTUAL_HOST.make(py, (&host.host, &host.http_url, &host.https_url))
}

pub(crate) fn api<'py>(py: Python<'py>, api: &ApiSummary) -> Value<'py> {
    let fields = (&api.id, &api.name, &api.version, &api.context, &api.provider, &api.lifecycle);
    API_SUMMARY.make(py, fields)
}

pub(crate) fn endpoint_urls<'py>(py: Python<'py>, urls: &EndpointUrls) -> Value<'py> {
    let known = |known: EnvironmentType| model::environment_type(py, known);
    let environment_type = urls.environment_type.map(known).transpose()?;
    ENDPOINT_URLS.make(
        py,
        (&urls.environment, environment_type, &urls.http, &urls.https, &urls.ws, &urls.wss),
    )
}

pub(crate) fn token_endpoint<'py>(py: Python<'py>, endpoint: &TokenEndpoint) -> Value<'py> {
    TOKEN_ENDPOINT.make(py, (&endpoint.environment, &endpoint.url))
}

pub(crate) fn warning<'py>(py: Python<'py>, warning: &Warning) -> Value<'py> {
    CONNECT_WARNING.make(py, (warning.code, &warning.message, warning.to_string()))
}
