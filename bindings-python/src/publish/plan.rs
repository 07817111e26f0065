//! Plans, and their steps on their way to Python.

use std::sync::Arc;

use gatewright::publish::{Action, ApiPlan, EnvironmentPlan, Plan, PlanFormat, Step};
use pyo3::exceptions::PyNotImplementedError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::names::member;
use crate::package::Maker;
use crate::publish::outcome::failure;
use crate::report::tuple;

static API_PLAN: Maker = Maker::new("gatewright.publish._plan", "ApiPlan");
static CHANGE_LIFECYCLE: Maker = Maker::new("gatewright.publish._plan", "ChangeLifecycle");
static CREATE_API: Maker = Maker::new("gatewright.publish._plan", "CreateApi");
static CREATE_REVISION: Maker = Maker::new("gatewright.publish._plan", "CreateRevision");
static DELETE_REVISION: Maker = Maker::new("gatewright.publish._plan", "DeleteRevision");
static DEPLOY: Maker = Maker::new("gatewright.publish._plan", "Deploy");
static ENVIRONMENT_CHANGE: Maker = Maker::new("gatewright._enums", "EnvironmentChange");
static ENVIRONMENT_PLAN: Maker = Maker::new("gatewright.publish._plan", "EnvironmentPlan");
static STEP: Maker = Maker::new("gatewright.publish._plan", "Step");
static UPDATE_API: Maker = Maker::new("gatewright.publish._plan", "UpdateApi");
static VERDICT: Maker = Maker::new("gatewright._enums", "Verdict");

type Value<'py> = PyResult<Bound<'py, PyAny>>;

/// What publishing takes.
#[pyclass(frozen, module = "gatewright._gatewright")]
pub(crate) struct NativePlan {
    pub(crate) plan: Arc<Plan>,
}

impl From<Plan> for NativePlan {
    fn from(plan: Plan) -> Self {
        Self { plan: Arc::new(plan) }
    }
}

#[pymethods]
impl NativePlan {
    fn apis<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.plan.apis().map(|found| api(py, found)))
    }

    #[getter]
    fn verdict(&self) -> &'static str {
        self.plan.verdict().as_str()
    }

    fn steps<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.plan.steps().map(|found| step(py, found)))
    }

    fn format(&self, format: &str) -> PyResult<String> {
        Ok(self.plan.format(member(PlanFormat::from_name(format), format)?))
    }

    fn save(&self) -> String {
        self.plan.save()
    }

    #[getter]
    fn is_empty(&self) -> bool {
        self.plan.is_empty()
    }

    fn __str__(&self) -> String {
        self.plan.to_string()
    }
}

fn api<'py>(py: Python<'py>, api: &ApiPlan) -> Value<'py> {
    API_PLAN.make(
        py,
        (
            api.name(),
            api.version(),
            api.id(),
            VERDICT.make(py, (api.verdict().as_str(),))?,
            tuple(py, api.steps().iter().map(|found| step(py, found)))?,
            tuple(py, api.environments().iter().map(|found| environment(py, found)))?,
            failure(py, api.error()),
        ),
    )
}

fn environment<'py>(py: Python<'py>, plan: &EnvironmentPlan) -> Value<'py> {
    let change = ENVIRONMENT_CHANGE.make(py, (plan.change.as_str(),))?;
    ENVIRONMENT_PLAN.make(py, (&plan.environment, change, &plan.why))
}

pub(crate) fn step<'py>(py: Python<'py>, step: &Step) -> Value<'py> {
    STEP.make(py, (&step.api, &step.version, action(py, &step.action)?, step.to_string()))
}

fn action<'py>(py: Python<'py>, action: &Action) -> Value<'py> {
    let text = action.to_string();
    match action {
        Action::CreateApi { context, environments } => {
            CREATE_API.make(py, (context, PyTuple::new(py, environments)?, text))
        }
        Action::UpdateApi { fields, environments } => {
            let fields = PyTuple::new(py, fields)?;
            UPDATE_API.make(py, (fields, PyTuple::new(py, environments)?, text))
        }
        Action::DeleteRevision { id, name } => DELETE_REVISION.make(py, (id, name, text)),
        Action::CreateRevision => CREATE_REVISION.make(py, (text,)),
        Action::Deploy { environments } => DEPLOY.make(py, (PyTuple::new(py, environments)?, text)),
        Action::ChangeLifecycle { action } => CHANGE_LIFECYCLE.make(py, (action, text)),
        // One that the core has learnt and this package has not.
        _ => Err(PyNotImplementedError::new_err(text)),
    }
}
