//! What the formats show of a plan and of an outcome.

use serde::{Serialize, Serializer};

use crate::error::{Error, ErrorKind, Retry, find};
use crate::publish::outcome::{ApiOutcome, Outcome};
use crate::publish::plan::{
    Action, ApiPlan, EnvironmentChange, EnvironmentPlan, Plan, Step, Verdict,
};

/// Why an API was not finished whose own steps did not fail.
pub(super) const STOPPED: &str = "another API failed before its steps were all begun";

/// A plan.
#[derive(Clone, Debug, Default)]
pub(crate) struct PlanView {
    pub(crate) apis: Vec<ApiView>,
}

/// One API of a plan.
#[derive(Clone, Debug)]
pub(crate) struct ApiView {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) verdict: Verdict,
    pub(crate) steps: Vec<StepView>,
    /// What becomes of it in each environment, and why.
    pub(crate) environments: Vec<EnvironmentPlan>,
    /// Why it cannot be done.
    pub(crate) error: Option<ErrorView>,
}

/// One step.
#[derive(Clone, Debug)]
pub(crate) struct StepView {
    pub(crate) action: &'static str,
    /// Those that the step is about; none when it is about the API alone.
    pub(crate) environments: Vec<String>,
    /// What is done, in words.
    pub(crate) text: String,
}

/// What went wrong, and what to do.
#[derive(Clone, Debug)]
pub(crate) struct ErrorView {
    pub(crate) code: &'static str,
    pub(crate) kind: ErrorKind,
    pub(crate) retry: Retry,
    pub(crate) message: String,
    /// How to fix it, from the code's page.
    pub(crate) remedy: String,
    pub(crate) environments: Vec<String>,
    /// What finds the request in API-M's logs.
    pub(crate) correlation_id: Option<String>,
}

/// An outcome.
#[derive(Clone, Debug, Default)]
pub(crate) struct OutcomeView {
    pub(crate) apis: Vec<ApiOutcomeView>,
}

/// One API of an outcome.
#[derive(Clone, Debug)]
pub(crate) struct ApiOutcomeView {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) id: Option<String>,
    pub(crate) done: Vec<StepView>,
    /// What awaits an approval, in words.
    pub(crate) pending: Vec<String>,
    /// The step that failed, when it was a step.
    pub(crate) failed: Option<StepView>,
    pub(crate) error: Option<ErrorView>,
    /// Not all of its steps were begun, because another API failed.
    pub(crate) is_stopped: bool,
}

/// How an API ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Ending {
    Unchanged,
    Changed,
    Pending,
    Stopped,
    Failed,
}

impl PlanView {
    pub(crate) fn of(plan: &Plan) -> Self {
        Self { apis: plan.apis.iter().map(ApiView::of).collect() }
    }

    pub(super) fn count(&self, verdict: Verdict) -> usize {
        self.apis.iter().filter(|api| api.verdict == verdict).count()
    }

    pub(super) fn with(&self, verdict: Verdict) -> impl Iterator<Item = &ApiView> {
        self.apis.iter().filter(move |api| api.verdict == verdict)
    }
}

impl ApiView {
    fn of(plan: &ApiPlan) -> Self {
        Self {
            name: plan.name().to_owned(),
            version: plan.version().to_owned(),
            verdict: plan.verdict(),
            steps: plan.steps().iter().map(StepView::of).collect(),
            environments: plan.environments().to_vec(),
            error: plan.error().map(ErrorView::of),
        }
    }

    /// What changes in environments.
    pub(super) fn changes(&self) -> impl Iterator<Item = &EnvironmentPlan> {
        self.environments.iter().filter(|there| there.change != EnvironmentChange::Keep)
    }
}

impl StepView {
    fn of(step: &Step) -> Self {
        Self {
            action: step.action.kind(),
            environments: environments(&step.action).into_iter().map(str::to_owned).collect(),
            text: step.action.to_string(),
        }
    }
}

/// The environments that an action is about.
pub(crate) fn environments(action: &Action) -> Vec<&str> {
    match action {
        Action::CreateApi { environments, .. } | Action::UpdateApi { environments, .. } => {
            environments.iter().map(String::as_str).collect()
        }
        Action::Deploy { environments } => {
            environments.iter().map(|(name, _)| name.as_str()).collect()
        }
        _ => Vec::new(),
    }
}

impl ErrorView {
    pub(crate) fn of(error: &Error) -> Self {
        let context = |sought: &[&str]| {
            error.context().iter().find(|(key, _)| sought.contains(key)).map(|(_, value)| value)
        };
        let environments = context(&["environment", "environments"]);
        let environments = environments.map(|names| names.split(',').map(str::trim));
        Self {
            code: error.code(),
            kind: error.kind(),
            retry: error.retry(),
            message: error.message().to_owned(),
            remedy: remedy(error.code()),
            environments: environments.into_iter().flatten().map(str::to_owned).collect(),
            correlation_id: context(&["correlation_id"]).cloned(),
        }
    }
}

/// What a code's page says of how to fix it, as one line.
fn remedy(code: &str) -> String {
    let documentation = find(code).map_or("", |code| code.documentation);
    let (_, remedy) = documentation.split_once("## How to fix it").unwrap_or_default();
    let remedy = remedy.split("\n## ").next().unwrap_or_default();
    remedy.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl OutcomeView {
    pub(crate) fn of(outcome: &Outcome) -> Self {
        Self { apis: outcome.apis.iter().map(ApiOutcomeView::of).collect() }
    }

    pub(super) fn count(&self, ending: Ending) -> usize {
        self.with(ending).count()
    }

    pub(super) fn with(&self, ending: Ending) -> impl Iterator<Item = &ApiOutcomeView> {
        self.apis.iter().filter(move |api| api.ending() == ending)
    }
}

impl ApiOutcomeView {
    fn of(outcome: &ApiOutcome) -> Self {
        Self {
            name: outcome.name.clone(),
            version: outcome.version.clone(),
            id: outcome.id.clone(),
            done: outcome.done.iter().map(StepView::of).collect(),
            pending: outcome.pending.clone(),
            failed: outcome.failed.as_ref().map(StepView::of),
            error: outcome.error.as_ref().map(ErrorView::of),
            is_stopped: outcome.is_stopped,
        }
    }

    pub(super) fn ending(&self) -> Ending {
        if self.error.is_some() {
            Ending::Failed
        } else if self.is_stopped {
            Ending::Stopped
        } else if !self.pending.is_empty() {
            Ending::Pending
        } else if self.done.is_empty() {
            Ending::Unchanged
        } else {
            Ending::Changed
        }
    }
}

/// A value by the name it displays.
pub(super) fn by_name<S: Serializer>(
    value: &impl ToString,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&value.to_string())
}
