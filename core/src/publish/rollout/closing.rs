//! What closes an API to its callers: it is kept out of what a wave does, and done once the wave's gate has opened. API-M has no
//! way back from most of it.

use crate::client::ControlPlane;
use crate::publish::apply_options::ApplyOptions;
use crate::publish::known::Known;
use crate::publish::lifecycle::Lifecycle;
use crate::publish::outcome::{ApiOutcome, Outcome};
use crate::publish::plan::{Action, Plan, Step};
use crate::publish::publication::Publication;
use crate::publish::recorder::Recorder;
use crate::publish::rollout::gate::GateFailure;
use crate::publish::rollout::plan::Rollout;

/// Takes the steps out of a wave's plan that close an API, and gives the publications of those APIs. One that was never
/// published has no callers to lose, and comes to its state with the wave.
pub(super) fn hold_back(plan: &mut Plan) -> Vec<Publication> {
    let mut held = Vec::new();
    for api in &mut plan.apis {
        let existing = api.existing.as_ref();
        let has_callers =
            existing.is_some_and(|there| !there.lifecycle.eq_ignore_ascii_case("CREATED"));
        let closes = api.publication.lifecycle.closes() && api.steps.iter().any(is_change);
        if has_callers && closes {
            held.push(api.publication.clone());
            api.publication.lifecycle = Lifecycle::Unchanged;
            api.steps.retain(|step| !is_change(step));
        }
    }
    held
}

fn is_change(step: &Step) -> bool {
    matches!(step.action, Action::ChangeLifecycle { .. })
}

impl ControlPlane {
    /// Does what was held back, and adds it to what the wave did; gives what does not hold of it afterwards.
    pub(super) async fn close(
        &self,
        rollout: &Rollout,
        held: &[Publication],
        options: &ApplyOptions,
        recorder: &Recorder,
        outcome: &mut Outcome,
    ) -> Vec<GateFailure> {
        if held.is_empty() {
            return Vec::new();
        }
        let known = |one: &Publication| {
            let is_it = |api: &&ApiOutcome| api.name == one.name && api.version == one.version;
            outcome.apis.iter().find(is_it).map(Known::of).unwrap_or_default()
        };
        let wanted = held.iter().map(|one| (one.clone(), known(one))).collect();
        let closed = match self.plan_known(wanted).await {
            Ok(mut plan) => {
                // Whatever else somebody has changed since, no gate was asked about it.
                plan.apis.iter_mut().for_each(|api| api.steps.retain(is_change));
                self.apply_all(&plan, options, recorder).await
            }
            Err(error) => Outcome::not_planned(held, &error),
        };
        let failures = if closed.is_ok() {
            rollout.gate.judge_closed(self, held, &closed, rollout.rolls_back).await
        } else {
            Vec::new()
        };
        outcome.add(closed);
        failures
    }
}
