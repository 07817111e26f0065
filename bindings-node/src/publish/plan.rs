//! Plans and their steps.

use std::sync::Arc;

use gatewright::publish::{Action, ApiPlan, EnvironmentPlan, Plan, PlanFormat, Step};
use napi::bindgen_prelude::Either;
use napi_derive::napi;

use crate::failure::Failure;

/// What is missing for publications to be true.
#[napi]
pub struct NativePlan {
    pub(crate) plan: Arc<Plan>,
}

impl From<Plan> for NativePlan {
    fn from(plan: Plan) -> Self {
        Self { plan: Arc::new(plan) }
    }
}

#[napi]
impl NativePlan {
    /// The APIs, in order.
    #[napi(getter)]
    pub fn apis(&self) -> Vec<NativeApiPlan> {
        self.plan.apis().map(NativeApiPlan::from).collect()
    }

    /// What it comes to.
    #[napi(getter)]
    pub fn verdict(&self) -> &'static str {
        self.plan.verdict().as_str()
    }

    /// In one of the formats, whose name JavaScript has checked.
    #[napi]
    pub fn format(&self, format: String) -> Option<String> {
        PlanFormat::from_name(&format).map(|format| self.plan.format(format))
    }

    /// As a text to be applied later.
    #[napi]
    pub fn save(&self) -> String {
        self.plan.save()
    }

    /// The steps, in order.
    #[napi(getter)]
    pub fn steps(&self) -> Vec<NativeStep> {
        self.plan.steps().map(NativeStep::from).collect()
    }

    /// True when everything is as it should be.
    #[napi(getter)]
    pub fn is_empty(&self) -> bool {
        self.plan.is_empty()
    }

    /// One line a step.
    #[napi(getter)]
    pub fn text(&self) -> String {
        self.plan.to_string()
    }
}

/// What one API needs.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeApiPlan {
    /// The API's name.
    pub name: String,
    /// The API's version.
    pub version: String,
    /// API-M's identifier.
    pub id: Option<String>,
    /// What it comes to.
    pub verdict: &'static str,
    /// The steps, in order.
    pub steps: Vec<NativeStep>,
    /// What becomes of it in each environment.
    pub environments: Vec<NativeEnvironmentPlan>,
    /// Why it cannot be published.
    pub error: Option<Failure>,
}

/// What becomes of an API in one environment.
#[napi(object, object_from_js = false)]
pub struct NativeEnvironmentPlan {
    /// The environment's name.
    pub environment: String,
    /// What is done there.
    pub change: &'static str,
    /// Why.
    pub why: String,
}

/// One change to one API.
#[napi(object, object_from_js = false)]
pub struct NativeStep {
    /// The API's name.
    pub api: String,
    /// The API's version.
    pub version: String,
    /// What is done.
    pub action: NativeAction,
    /// The step in one line.
    pub text: String,
}

/// What a step does: its kind, and the fields of that kind.
#[napi(object, object_from_js = false)]
#[derive(Default)]
pub struct NativeAction {
    /// Which of the actions it is.
    pub kind: &'static str,
    /// The context of an API that is created.
    pub context: Option<String>,
    /// The fields that are updated.
    pub fields: Option<Vec<&'static str>>,
    /// Names of environments, or pairs of such a name and a virtual host.
    pub environments: Option<Either<Vec<String>, Vec<Vec<String>>>>,
    /// The identifier of a revision that is deleted.
    pub id: Option<String>,
    /// The name of a revision that is deleted.
    pub name: Option<String>,
    /// The lifecycle change.
    pub action: Option<&'static str>,
}

impl From<&ApiPlan> for NativeApiPlan {
    fn from(api: &ApiPlan) -> Self {
        Self {
            name: api.name().to_owned(),
            version: api.version().to_owned(),
            id: api.id().map(str::to_owned),
            verdict: api.verdict().as_str(),
            steps: api.steps().iter().map(NativeStep::from).collect(),
            environments: api.environments().iter().map(NativeEnvironmentPlan::from).collect(),
            error: api.error().map(Failure::from),
        }
    }
}

impl From<&EnvironmentPlan> for NativeEnvironmentPlan {
    fn from(plan: &EnvironmentPlan) -> Self {
        Self {
            environment: plan.environment.clone(),
            change: plan.change.as_str(),
            why: plan.why.clone(),
        }
    }
}

impl From<&Step> for NativeStep {
    fn from(step: &Step) -> Self {
        Self {
            api: step.api.clone(),
            version: step.version.clone(),
            action: NativeAction::from(&step.action),
            text: step.to_string(),
        }
    }
}

impl From<&Action> for NativeAction {
    fn from(action: &Action) -> Self {
        let mut plain = Self { kind: action.kind(), ..Self::default() };
        match action {
            Action::CreateApi { context, environments } => {
                plain.context = Some(context.clone());
                plain.environments = Some(Either::A(environments.clone()));
            }
            Action::UpdateApi { fields, environments } => {
                plain.fields = Some(fields.clone());
                plain.environments = Some(Either::A(environments.clone()));
            }
            Action::DeleteRevision { id, name } => {
                plain.id = Some(id.clone());
                plain.name = Some(name.clone());
            }
            Action::Deploy { environments } => {
                let pair = |(name, host): &(String, String)| vec![name.clone(), host.clone()];
                plain.environments = Some(Either::B(environments.iter().map(pair).collect()));
            }
            Action::ChangeLifecycle { action } => plain.action = Some(action),
            // The others have no field.
            _ => {}
        }
        plain
    }
}
