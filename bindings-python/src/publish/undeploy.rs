//! Taking an API off an environment, with proof.

use gatewright::client::seconds;
use gatewright::publish::{UndeployOptions, Undeployment};
use pyo3::prelude::*;

use crate::call::NativeCall;
use crate::client::control_plane::NativeControlPlane;
use crate::client::gateway::probe;
use crate::client::listing::all;
use crate::errors::OrRaise;
use crate::package::Maker;
use crate::publish::proof::{VerifyAttributes, live_verification};

static UNDEPLOYMENT: Maker = Maker::new("gatewright.publish._undeploy", "Undeployment");

#[pymethods]
impl NativeControlPlane {
    fn undeploy_with(
        &self,
        py: Python<'_>,
        name: String,
        version: String,
        environment: String,
        gone: Option<f64>,
        others_serve: Option<VerifyAttributes>,
    ) -> PyResult<NativeCall> {
        let mut options = UndeployOptions::new();
        if let Some(timeout) = gone {
            options = options.gone(seconds("gone", timeout).or_raise(py)?);
        }
        if let Some(proof) = others_serve {
            options = options.others_serve(proof.into_core().or_raise(py)?);
        }
        Ok(self.begin(
            py,
            "undeploy_with",
            |control_plane| async move {
                control_plane.undeploy_with(&name, &version, &environment, &options).await
            },
            |py, done| undeployment(py, &done),
        ))
    }
}

fn undeployment<'py>(py: Python<'py>, done: &Undeployment) -> PyResult<Bound<'py, PyAny>> {
    UNDEPLOYMENT.make(
        py,
        (
            &done.environment,
            done.was_there,
            all(py, &done.gone, probe)?,
            done.others.as_ref().map(|others| live_verification(py, others)).transpose()?,
            done.is_ok(),
            done.to_string(),
        ),
    )
}
