//! Moving everything off an environment.

use gatewright::publish::{RetireOptions, RetiredApi, Retirement};
use pyo3::prelude::*;

use crate::call::NativeCall;
use crate::client::control_plane::NativeControlPlane;
use crate::client::listing::all;
use crate::errors::OrRaise;
use crate::package::Maker;
use crate::publish::outcome::failure;
use crate::publish::proof::VerifyAttributes;
use crate::publish::publication::TargetAttributes;

static FATE: Maker = Maker::new("gatewright._enums", "Fate");
static RETIRED_API: Maker = Maker::new("gatewright.publish._retire", "RetiredApi");
static RETIREMENT: Maker = Maker::new("gatewright.publish._retire", "Retirement");

#[pymethods]
impl NativeControlPlane {
    fn retire(
        &self,
        py: Python<'_>,
        environment: String,
        replacement: Option<TargetAttributes>,
        proof: Option<VerifyAttributes>,
        keep_going: bool,
    ) -> PyResult<NativeCall> {
        let mut options = RetireOptions::new();
        if let Some(target) = replacement {
            options = options.replacement(target.into_core());
        }
        if let Some(proof) = proof {
            options = options.proof(proof.into_core().or_raise(py)?);
        }
        if keep_going {
            options = options.keep_going();
        }
        Ok(self.begin(
            py,
            "retire",
            |control_plane| async move { control_plane.retire(&environment, &options).await },
            |py, retired| retirement(py, &retired),
        ))
    }
}

fn retirement<'py>(py: Python<'py>, retired: &Retirement) -> PyResult<Bound<'py, PyAny>> {
    RETIREMENT.make(
        py,
        (
            &retired.environment,
            &retired.replacement,
            all(py, &retired.apis, api)?,
            retired.is_ok(),
            retired.to_string(),
        ),
    )
}

fn api<'py>(py: Python<'py>, api: &RetiredApi) -> PyResult<Bound<'py, PyAny>> {
    RETIRED_API.make(
        py,
        (
            &api.name,
            &api.version,
            &api.id,
            FATE.make(py, (api.fate.as_str(),))?,
            failure(py, api.error.as_ref()),
            api.to_string(),
        ),
    )
}
