//! What the server has otherwise.

use gatewright::publish::{Drift, DriftItem};
use pyo3::prelude::*;

use crate::call::NativeCall;
use crate::client::control_plane::NativeControlPlane;
use crate::client::listing::all;
use crate::package::Maker;
use crate::publish::publication::{PublicationAttributes, into_core};
use crate::topology::NativeTopology;

static DRIFT: Maker = Maker::new("gatewright.publish._drift", "Drift");
static DRIFT_ITEM: Maker = Maker::new("gatewright.publish._drift", "DriftItem");
static DRIFT_KIND: Maker = Maker::new("gatewright._enums", "DriftKind");

#[pymethods]
impl NativeControlPlane {
    fn drift(
        &self,
        py: Python<'_>,
        publications: Vec<PublicationAttributes>,
        topology: Option<&Bound<'_, NativeTopology>>,
    ) -> PyResult<NativeCall> {
        let publications = into_core(publications)?;
        let topology = topology.map(|topology| topology.get().topology.clone());
        Ok(
            self.begin(
                py,
                "drift",
                |control_plane| async move {
                    control_plane.drift(topology.as_ref(), publications).await
                },
                |py, found| drift(py, &found),
            ),
        )
    }
}

fn drift<'py>(py: Python<'py>, found: &Drift) -> PyResult<Bound<'py, PyAny>> {
    let items = all(py, &found.items, item)?;
    DRIFT.make(py, (items, found.is_empty(), found.to_json(), found.to_string()))
}

fn item<'py>(py: Python<'py>, item: &DriftItem) -> PyResult<Bound<'py, PyAny>> {
    DRIFT_ITEM.make(
        py,
        (
            DRIFT_KIND.make(py, (item.kind.as_str(),))?,
            &item.environment,
            &item.api,
            &item.version,
            &item.wanted,
            &item.found,
            &item.message,
            item.to_string(),
        ),
    )
}
