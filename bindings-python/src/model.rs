//! Nodes and environments on their way to Python.

use std::collections::BTreeMap;

use gatewright::model::{Credentials, LoadBalancers, NodeName, SecretText};
use gatewright::{
    Endpoints, Environment, EnvironmentName, EnvironmentType, Node, PortOffset, Release,
};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::package::Maker;
use crate::report::tuple;

static CREDENTIALS: Maker = Maker::new("gatewright._model", "Credentials");
static ENDPOINTS: Maker = Maker::new("gatewright._model", "Endpoints");
static ENVIRONMENT: Maker = Maker::new("gatewright._model", "Environment");
static ENVIRONMENT_NAME: Maker = Maker::new("gatewright._model", "EnvironmentName");
static ENVIRONMENT_TYPE: Maker = Maker::new("gatewright._enums", "EnvironmentType");
static LOAD_BALANCERS: Maker = Maker::new("gatewright._model", "LoadBalancers");
static NODE: Maker = Maker::new("gatewright._model", "Node");
static PACK: Maker = Maker::new("gatewright._enums", "Pack");
static PORTS: Maker = Maker::new("gatewright._model", "Ports");
static PORT_OFFSET: Maker = Maker::new("gatewright._model", "PortOffset");
static PROPERTIES: Maker = Maker::new("gatewright._model", "Properties");
static ROLE: Maker = Maker::new("gatewright._enums", "Role");
static SECRET_TEXT: Maker = Maker::new("gatewright._model", "SecretText");

type Value<'py> = PyResult<Bound<'py, PyAny>>;

pub(crate) fn node<'py>(py: Python<'py>, node: &Node, release: Release) -> Value<'py> {
    let pack = PACK.make(py, (node.pack.as_str(),))?;
    let offset = port_offset(py, node.offset)?;
    let ports = PORTS.make(py, (&pack, release.to_string(), &offset))?;
    NODE.make(
        py,
        (
            node.name.as_str(),
            tuple(py, node.roles.iter().map(|role| ROLE.make(py, (role.as_str(),))))?,
            pack,
            node.host.as_str(),
            offset,
            node.home.as_deref(),
            node.http_proxy_port,
            node.https_proxy_port,
            node.key_manager.as_ref().map(|known| credentials(py, known)).transpose()?,
            ports,
        ),
    )
}

pub(crate) fn load_balancers<'py>(py: Python<'py>, given: &LoadBalancers) -> Value<'py> {
    LOAD_BALANCERS.make(py, (&given.control_plane, &given.traffic_manager, &given.key_manager))
}

pub(crate) fn environment<'py>(py: Python<'py>, environment: &Environment) -> Value<'py> {
    // More fields than a tuple of Rust's may have on its way to Python.
    let fields = [
        environment_name(py, &environment.name)?,
        environment_type(py, environment.environment_type)?,
        (&environment.display_name).into_bound_py_any(py)?,
        (&environment.description).into_bound_py_any(py)?,
        (&environment.provider).into_bound_py_any(py)?,
        (&environment.gateway_type).into_bound_py_any(py)?,
        PyTuple::new(py, &environment.visibility)?.into_any(),
        properties(py, &environment.properties)?,
        environment.is_federated().into_bound_py_any(py)?,
        environment.display_in_api_console.into_bound_py_any(py)?,
        environment.show_as_token_endpoint_url.into_bound_py_any(py)?,
        PyTuple::new(py, environment.gateways.iter().map(NodeName::as_str))?.into_any(),
        endpoints(py, &environment.endpoints)?,
        tuple(py, environment.virtual_hosts.iter().map(|host| endpoints(py, host)))?.into_any(),
        (&environment.username).into_bound_py_any(py)?,
        environment
            .password
            .as_ref()
            .map(|password| secret(py, password))
            .transpose()?
            .into_bound_py_any(py)?,
    ];
    ENVIRONMENT.make(py, PyTuple::new(py, fields)?)
}

fn properties<'py>(py: Python<'py>, given: &BTreeMap<String, SecretText>) -> Value<'py> {
    let properties = PyDict::new(py);
    for (name, value) in given {
        properties.set_item(name, secret(py, value)?)?;
    }
    PROPERTIES.make(py, (properties,))
}

pub(crate) fn environment_type(py: Python<'_>, environment_type: EnvironmentType) -> Value<'_> {
    ENVIRONMENT_TYPE.make(py, (environment_type.as_str(),))
}

pub(crate) fn endpoints<'py>(py: Python<'py>, endpoints: &Endpoints) -> Value<'py> {
    ENDPOINTS.make(
        py,
        (
            &endpoints.service_url,
            &endpoints.http,
            &endpoints.https,
            &endpoints.ws,
            &endpoints.wss,
            &endpoints.websub_http,
            &endpoints.websub_https,
        ),
    )
}

fn credentials<'py>(py: Python<'py>, credentials: &Credentials) -> Value<'py> {
    CREDENTIALS.make(py, (&credentials.username, secret(py, &credentials.password)?))
}

pub(crate) fn secret<'py>(py: Python<'py>, secret: &SecretText) -> Value<'py> {
    SECRET_TEXT.make(py, (secret.expose(),))
}

fn environment_name<'py>(py: Python<'py>, name: &EnvironmentName) -> Value<'py> {
    ENVIRONMENT_NAME.make(py, (name.as_str(),))
}

fn port_offset(py: Python<'_>, offset: PortOffset) -> Value<'_> {
    PORT_OFFSET.make(py, (offset.get(),))
}
