//! The operations of publishing.

use std::path::PathBuf;
use std::sync::Arc;

use gatewright::publish::{Journal, PlanOptions};
use pyo3::prelude::*;

use crate::call::NativeCall;
use crate::client::control_plane::NativeControlPlane;
use crate::publish::applying::ApplyAttributes;
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

    fn plan_as_saved(
        &self,
        py: Python<'_>,
        publications: Vec<PublicationAttributes>,
        saved: String,
    ) -> PyResult<NativeCall> {
        let publications = into_core(publications)?;
        Ok(self.begin(
            py,
            "plan_as_saved",
            |control_plane| async move { control_plane.plan_as_saved(publications, &saved).await },
            |py, plan| Bound::new(py, NativePlan::from(plan)).map(Bound::into_any),
        ))
    }

    fn apply(
        &self,
        py: Python<'_>,
        plan: &Bound<'_, NativePlan>,
        options: ApplyAttributes,
    ) -> NativeCall {
        let plan = Arc::clone(&plan.get().plan);
        let options = options.hold();
        self.begin(
            py,
            "apply",
            |control_plane| async move {
                Ok(control_plane.apply_with(&plan, &options.into_core("apply")?).await)
            },
            outcome,
        )
    }

    fn publish(
        &self,
        py: Python<'_>,
        publications: Vec<PublicationAttributes>,
        options: ApplyAttributes,
    ) -> PyResult<NativeCall> {
        let publications = into_core(publications)?;
        let options = options.hold();
        Ok(self.begin(
            py,
            "publish",
            |control_plane| async move {
                control_plane.publish_with(publications, &options.into_core("publish")?).await
            },
            outcome,
        ))
    }

    fn resume(
        &self,
        py: Python<'_>,
        publications: Vec<PublicationAttributes>,
        journal: PathBuf,
        options: ApplyAttributes,
    ) -> PyResult<NativeCall> {
        let publications = into_core(publications)?;
        let options = options.hold();
        Ok(self.begin(
            py,
            "resume",
            |control_plane| async move {
                let journal = Journal::at(journal);
                control_plane.resume(publications, &journal, &options.into_core("resume")?).await
            },
            outcome,
        ))
    }

    fn roll_out(
        &self,
        py: Python<'_>,
        rollout: RolloutAttributes,
        options: ApplyAttributes,
    ) -> PyResult<NativeCall> {
        let rollout = rollout.into_core(py)?;
        let options = options.hold();
        Ok(self.begin(
            py,
            "roll_out",
            |control_plane| async move {
                control_plane.roll_out(&rollout, &options.into_core("roll_out")?).await
            },
            |py, outcome| rollout_outcome(py, &outcome),
        ))
    }
}
