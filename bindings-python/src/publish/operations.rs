//! The operations of publishing.

use std::sync::Arc;

use gatewright::publish::PlanOptions;
use pyo3::prelude::*;

use crate::call::NativeCall;
use crate::client::control_plane::NativeControlPlane;
use crate::publish::event::apply_options;
use crate::publish::outcome::outcome;
use crate::publish::plan::NativePlan;
use crate::publish::publication::{PublicationAttributes, into_core};
use crate::publish::rollout::{RolloutAttributes, rollout_outcome};

#[pymethods]
impl NativeControlPlane {
    fn plan(
        &self,
        py: Python<'_>,
        publications: Vec<PublicationAttributes>,
        keep_going: bool,
    ) -> PyResult<NativeCall> {
        let publications = into_core(publications)?;
        let options = PlanOptions::new();
        let options = if keep_going { options.keep_going() } else { options };
        Ok(self.begin(
            py,
            "plan",
            |control_plane| async move { control_plane.plan_with(publications, options).await },
            |py, plan| Bound::new(py, NativePlan::from(plan)).map(Bound::into_any),
        ))
    }

    fn apply(
        &self,
        py: Python<'_>,
        plan: &Bound<'_, NativePlan>,
        stop_on_failure: bool,
        on_event: Option<Py<PyAny>>,
    ) -> NativeCall {
        let plan = Arc::clone(&plan.get().plan);
        let options = apply_options(stop_on_failure, on_event);
        self.begin(
            py,
            "apply",
            |control_plane| async move { Ok(control_plane.apply_with(&plan, &options).await) },
            outcome,
        )
    }

    fn publish(
        &self,
        py: Python<'_>,
        publications: Vec<PublicationAttributes>,
        stop_on_failure: bool,
        on_event: Option<Py<PyAny>>,
    ) -> PyResult<NativeCall> {
        let publications = into_core(publications)?;
        let options = apply_options(stop_on_failure, on_event);
        Ok(self.begin(
            py,
            "publish",
            |control_plane| async move { control_plane.publish_with(publications, &options).await },
            outcome,
        ))
    }

    fn roll_out(
        &self,
        py: Python<'_>,
        rollout: RolloutAttributes,
        stop_on_failure: bool,
        on_event: Option<Py<PyAny>>,
    ) -> PyResult<NativeCall> {
        let rollout = rollout.into_core()?;
        let options = apply_options(stop_on_failure, on_event);
        Ok(self.begin(
            py,
            "roll_out",
            |control_plane| async move { control_plane.roll_out(&rollout, &options).await },
            |py, outcome| rollout_outcome(py, &outcome),
        ))
    }
}
