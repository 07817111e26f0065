//! Plans and their steps.

use std::sync::Arc;

use gatewright::publish::{Action, Plan, Step};
use napi::bindgen_prelude::Either;
use napi_derive::napi;

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
