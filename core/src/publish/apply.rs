//! Doing what a plan says.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tracing::Instrument as _;

use crate::client::{ControlPlane, operation, span};
use crate::error::{Error, Result};
use crate::publish::apply_options::ApplyOptions;
use crate::publish::event::{Event, EventKind};
use crate::publish::outcome::{ApiOutcome, Outcome};
use crate::publish::plan::{ApiPlan, Plan, Step, Verdict};
use crate::publish::publication::Publication;
use crate::publish::run::{Ended, Run};
use crate::publish::together::together;

impl ControlPlane {
    /// Does what a plan says: several APIs at a time, as many as the session may have requests under way; the steps of one
    /// API one after the other. After an answer that was lost nothing is sent again before the server was read; what is
    /// there already is not done twice, so that a plan that was applied before changes nothing. Before each write the API
    /// is read again: when somebody else has changed it since the plan, the rest of its steps is not done, and what would
    /// mix with the other change is taken back.
    ///
    /// What fails stands in the [`Outcome`]; see [`Outcome::into_result`].
    ///
    /// # Example
    /// See [`publish`](crate::publish).
    #[must_use = "an outcome holds the errors of what failed: look, or turn it into a result"]
    pub async fn apply(&self, plan: &Plan) -> Outcome {
        self.apply_with(plan, &ApplyOptions::new()).await
    }

    /// The same, with options.
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::publish::{ApplyOptions, Publication};
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let plan = control_plane.plan([Publication::new("Pets", "1.0.0").environment("Default")]).await?;
    /// let options = ApplyOptions::new().on_event(|event| println!("{event}"));
    /// control_plane.apply_with(&plan, &options).await.into_result()?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use = "an outcome holds the errors of what failed: look, or turn it into a result"]
    pub async fn apply_with(&self, plan: &Plan, options: &ApplyOptions) -> Outcome {
        let total = plan.apis.iter().filter(|api| api.verdict() == Verdict::Changes).count();
        let progress = Progress {
            options,
            total,
            finished: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
        };
        let mut work = Vec::with_capacity(plan.apis.len());
        for api in &plan.apis {
            work.push(Box::pin(self.apply_one(api, &progress)));
        }
        let apply = async { Outcome { apis: together(self.breadth(), work).await } };
        // An apply's future is large, and what holds it would hold it several times.
        Box::pin(apply.instrument(span("apply"))).await
    }

    /// Plans and applies. Nothing is written when one of the APIs cannot be published.
    ///
    /// # Errors
    /// Those of [`ControlPlane::plan`]; and the first error of the apply, with what was done before it.
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::publish::Publication;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// control_plane.publish([Publication::new("Pets", "1.0.0").environment("Default")]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn publish(
        &self,
        publications: impl IntoIterator<Item = Publication>,
    ) -> Result<Outcome> {
        let publish = async {
            let plan = self.plan(publications).await?;
            self.apply(&plan).await.into_result()
        };
        operation("publish", publish).await
    }

    async fn apply_one(&self, plan: &ApiPlan, progress: &Progress<'_>) -> ApiOutcome {
        let mut outcome = ApiOutcome::new(&plan.publication);
        if let Some(error) = &plan.error {
            outcome.error = Some(error.clone());
            progress.failed();
            return outcome;
        }
        let mut run = Run::new(self, plan);
        for step in &plan.steps {
            if progress.is_stopped() {
                outcome.is_stopped = true;
                break;
            }
            progress.tell(EventKind::StepBegun, Some(step), plan, None);
            match advance(&mut run, step, &mut outcome.done).await {
                Ok(()) => progress.tell(EventKind::StepDone, Some(step), plan, None),
                Err(error) => {
                    let error = explain(error, plan);
                    progress.failed();
                    let message = Some(error.message());
                    progress.tell(EventKind::StepFailed, Some(step), plan, message);
                    outcome.failed = Some(step.clone());
                    outcome.error = Some(error);
                    break;
                }
            }
        }
        outcome.id = run.id().map(str::to_owned);
        outcome.pending = run.into_pending();
        if plan.verdict() == Verdict::Changes {
            progress.finished.fetch_add(1, Ordering::Relaxed);
            let pending = (!outcome.pending.is_empty()).then(|| outcome.pending.join("; "));
            progress.tell(EventKind::ApiFinished, None, plan, pending.as_deref());
        }
        outcome
    }
}

async fn advance(run: &mut Run<'_>, step: &Step, done: &mut Vec<Step>) -> Result<()> {
    if run.prepare(&step.action).await? == Ended::Stood {
        return Ok(());
    }
    let performed = run.perform(&step.action).await;
    // In 3.x a step can be done and fail: on some gateways.
    let is_done =
        performed.as_ref().map_or_else(|error| error.code() == "not-on-every-gateway", |()| true);
    if is_done {
        done.push(step.clone());
    }
    performed
}

/// How far an apply is, shared by its APIs.
struct Progress<'o> {
    options: &'o ApplyOptions,
    total: usize,
    finished: AtomicUsize,
    stop: AtomicBool,
}

impl Progress<'_> {
    fn failed(&self) {
        if self.options.stops_on_failure {
            self.stop.store(true, Ordering::Relaxed);
        }
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn tell(&self, kind: EventKind, step: Option<&Step>, plan: &ApiPlan, message: Option<&str>) {
        let Some(listener) = &self.options.listener else { return };
        listener(&Event {
            kind,
            api: plan.name().to_owned(),
            version: plan.version().to_owned(),
            step: step.cloned(),
            message: message.map(str::to_owned),
            finished: self.finished.load(Ordering::Relaxed),
            total: self.total,
        });
    }
}

fn explain(error: Error, plan: &ApiPlan) -> Error {
    error.concerning_api(&plan.publication.name, &plan.publication.version).with_operation("apply")
}
