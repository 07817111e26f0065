//! A plan for programs. The schema is `core/schemas/plan.schema.json`; what is absent is `null` or empty, so that every
//! field is always there.

use serde::Serialize;

use crate::error::{ErrorKind, Retry};
use crate::publish::plan::{EnvironmentPlan, Verdict};
use crate::publish::report::view::{ApiView, ErrorView, PlanView, StepView, by_name};

/// Grows when a field changes its meaning or goes; a new field does not count.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'p> {
    schema_version: u32,
    counts: Counts,
    apis: Vec<Api<'p>>,
}

#[derive(Serialize)]
struct Counts {
    nothing_to_do: usize,
    changes: usize,
    cannot: usize,
}

#[derive(Serialize)]
struct Api<'p> {
    name: &'p str,
    version: &'p str,
    verdict: &'static str,
    steps: Vec<Planned<'p>>,
    environments: Vec<There<'p>>,
    error: Option<Failure<'p>>,
}

#[derive(Serialize)]
struct Planned<'p> {
    action: &'static str,
    environments: &'p [String],
    text: &'p str,
}

#[derive(Serialize)]
struct There<'p> {
    environment: &'p str,
    change: &'static str,
    why: &'p str,
}

#[derive(Serialize)]
struct Failure<'p> {
    code: &'static str,
    #[serde(serialize_with = "by_name")]
    kind: ErrorKind,
    #[serde(serialize_with = "by_name")]
    retry: Retry,
    message: &'p str,
    remedy: &'p str,
    environments: &'p [String],
    correlation_id: Option<&'p str>,
}

pub(super) fn plan(plan: &PlanView) -> String {
    let document = Document {
        schema_version: SCHEMA_VERSION,
        counts: Counts {
            nothing_to_do: plan.count(Verdict::NothingToDo),
            changes: plan.count(Verdict::Changes),
            cannot: plan.count(Verdict::Cannot),
        },
        apis: plan.apis.iter().map(Api::of).collect(),
    };
    // It cannot fail: there is no map with keys other than text, and nothing is written to but memory.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

impl<'p> Api<'p> {
    fn of(api: &'p ApiView) -> Self {
        Self {
            name: &api.name,
            version: &api.version,
            verdict: api.verdict.as_str(),
            steps: api.steps.iter().map(Planned::of).collect(),
            environments: api.environments.iter().map(There::of).collect(),
            error: api.error.as_ref().map(Failure::of),
        }
    }
}

impl<'p> Planned<'p> {
    fn of(step: &'p StepView) -> Self {
        Self { action: step.action, environments: &step.environments, text: &step.text }
    }
}

impl<'p> There<'p> {
    fn of(there: &'p EnvironmentPlan) -> Self {
        Self { environment: &there.environment, change: there.change.as_str(), why: &there.why }
    }
}

impl<'p> Failure<'p> {
    fn of(error: &'p ErrorView) -> Self {
        Self {
            code: error.code,
            kind: error.kind,
            retry: error.retry,
            message: &error.message,
            remedy: &error.remedy,
            environments: &error.environments,
            correlation_id: error.correlation_id.as_deref(),
        }
    }
}
