//! Going through the waves.

use crate::client::{ControlPlane, operation};
use crate::error::{Error, ErrorKind, Result};
use crate::publish::apply_options::ApplyOptions;
use crate::publish::known::KnownApis;
use crate::publish::outcome::Outcome;
use crate::publish::plan::{Action, Plan};
use crate::publish::publication::Publication;
use crate::publish::recorder::Recorder;
use crate::publish::rollout::changed::Changed;
use crate::publish::rollout::closing::hold_back;
use crate::publish::rollout::gate::GateFailure;
use crate::publish::rollout::outcome::{ApiRollback, RolloutOutcome, WaveOutcome};
use crate::publish::rollout::plan::Rollout;
use crate::publish::rollout::snapshot::Before;
use crate::publish::together::together;

impl ControlPlane {
    /// Publishes in waves. Before the first one everything is checked as [`ControlPlane::plan`] does, and how each API
    /// stands is read, for taking it back. A wave that fails, or whose gate stays closed, is the last one; the
    /// [`RolloutOutcome`] says why.
    ///
    /// A roll-out that was cut off is begun again: waves that are done are found done, and their gates are asked again. If it
    /// fails then, it takes back what it has changed itself; what the run before it changed stays, which the account says
    /// when both have the same journal (`earlier-run-stays`).
    ///
    /// # Errors
    /// Those of [`ControlPlane::plan`], before anything was written; [`ErrorKind::InvalidInput`], code `invalid-rollout`,
    /// for waves that do not fit the publications; [`ErrorKind::Unsupported`], code `content-in-waves`, in 3.x for an API
    /// that is there already and would get other content. See [`ErrorKind`].
    ///
    /// # Example
    /// See [`Rollout`].
    pub async fn roll_out(
        &self,
        rollout: &Rollout,
        options: &ApplyOptions,
    ) -> Result<RolloutOutcome> {
        operation("roll_out", self.go_through(rollout, options)).await
    }

    async fn go_through(
        &self,
        rollout: &Rollout,
        options: &ApplyOptions,
    ) -> Result<RolloutOutcome> {
        let waves = rollout.resolved()?;
        let plan = self.plan(rollout.publications.clone()).await?;
        let found = self.look_up(&rollout.publications).await?;
        let mut reading = Vec::with_capacity(found.len());
        for found in found {
            reading.push(Box::pin(self.snapshot(found)));
        }
        let read = together(self.breadth(), reading).await;
        let before: Vec<Before> = read.into_iter().collect::<Result<_>>()?;
        if self.release().is_classic() {
            require_membership_alone(&plan, &before)?;
        }
        let named: Vec<_> = rollout.publications.iter().collect();
        let recorder = Recorder::begin_roll_out(self, options, &named, rollout.rolls_back).await?;
        let mut known = KnownApis::begun(&rollout.publications, &recorder);
        let mut outcome = RolloutOutcome {
            waves: Vec::new(),
            total: waves.len(),
            rolled_back: Vec::new(),
            not_recorded: None,
        };
        for (number, wave) in (1..).zip(&waves) {
            let later = waves.get(number..).unwrap_or_default();
            let done = self.one_wave(rollout, (wave, later), &known, options, &recorder).await;
            known.learn(&done.outcome);
            let is_ok = done.is_ok();
            outcome.waves.push(done);
            if !is_ok {
                if rollout.rolls_back {
                    let reached = waves.iter().take(number).flatten().cloned().collect::<Vec<_>>();
                    let changed = Changed::by(&rollout.publications, &outcome.waves);
                    outcome.rolled_back =
                        self.roll_all_back(rollout, &before, &changed, &recorder).await;
                    for back in &outcome.rolled_back {
                        recorder.rolled_back(back, &rollout.reached_by(back, &reached));
                    }
                }
                break;
            }
        }
        let ended = recorder.end(outcome.is_ok()).await;
        outcome.not_recorded = ended.err().map(|error| error.with_operation("roll_out"));
        Ok(outcome)
    }

    async fn one_wave(
        &self,
        rollout: &Rollout,
        (wave, later): (&[String], &[Vec<String>]),
        known: &KnownApis,
        options: &ApplyOptions,
        recorder: &Recorder,
    ) -> WaveOutcome {
        let mut publications = rollout.of_wave(wave, later);
        let mut held = Vec::new();
        let wanted = publications.iter().map(|one| (one.clone(), known.of(one))).collect();
        let mut outcome = match self.plan_known(wanted).await {
            Ok(mut plan) => {
                held = hold_back(&mut plan);
                publications = plan.apis.iter().map(|api| api.publication.clone()).collect();
                self.apply_all(&plan, options, recorder).await
            }
            // Earlier waves have changed things: their account must not be lost over this.
            Err(error) => Outcome::not_planned(&publications, &error),
        };
        let mut failures = Vec::new();
        if outcome.is_ok() {
            let gate = &rollout.gate;
            failures = gate.judge(self, wave, &publications, &outcome, rollout.rolls_back).await;
            if failures.is_empty() {
                failures = self.close(rollout, &held, options, recorder, &mut outcome).await;
            } else {
                failures.extend(held.iter().map(GateFailure::not_closed));
            }
        }
        WaveOutcome { environments: wave.to_vec(), outcome, failures }
    }

    async fn roll_all_back(
        &self,
        rollout: &Rollout,
        before: &[Before],
        changed: &[Changed],
        recorder: &Recorder,
    ) -> Vec<ApiRollback> {
        let from_before = recorder.changed_before();
        let mut work = Vec::with_capacity(before.len());
        for ((publication, before), changed) in rollout.publications.iter().zip(before).zip(changed)
        {
            // What this roll-out has not touched is not its to take back.
            let is_touched = changed.is_any || changed.is_half_done;
            let is_from_before = from_before.contain(&publication.name, &publication.version);
            if !is_touched && !is_from_before {
                continue;
            }
            work.push(Box::pin(async move {
                let mut taken = if is_touched {
                    self.take_back(publication, before, changed).await
                } else {
                    ApiRollback::nothing(publication)
                };
                if is_from_before && taken.error.is_none() {
                    taken.error = Some(stays(publication));
                }
                // A step that failed may have changed nothing.
                (changed.is_any || !taken.is_nothing()).then_some(taken)
            }));
        }
        together(self.breadth(), work).await.into_iter().flatten().collect()
    }
}

/// How an API was before a run that was cut off, the next one does not see.
fn stays(publication: &Publication) -> Error {
    let message = "an earlier run of this roll-out, which was cut off, has changed it, and that stays: see which \
                   revision each environment has";
    let error = Error::new(ErrorKind::Conflict, "earlier-run-stays", message);
    error.concerning_api(&publication.name, &publication.version).with_operation("roll_out")
}

/// In 3.x an API has one content, which every environment of its list gets at once.
fn require_membership_alone(plan: &Plan, before: &[Before]) -> Result<()> {
    for (api, before) in plan.apis().zip(before) {
        let changes_content = api.steps().iter().any(|step| match &step.action {
            Action::UpdateApi { fields, .. } => {
                fields.iter().any(|field| *field != "gatewayEnvironments")
            }
            _ => false,
        });
        if changes_content && before.is_in_any(&api.publication) {
            let message = format!(
                "`{}` {} is in some of these environments already, and API Manager 3.x gives all of them its new content at \
                 once: publish a new version of it, and roll that one out",
                api.name(),
                api.version()
            );
            return Err(Error::new(ErrorKind::Unsupported, "content-in-waves", message)
                .with_context("api", api.name())
                .with_context("version", api.version()));
        }
    }
    Ok(())
}
