//! Doing what a plan says.

use tracing::Instrument as _;

use crate::client::{ControlPlane, OnceOnly, Settled, is_task_pending, operation, reconcile, span};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Release;
use crate::publish::apply_step::Run;
use crate::publish::outcome::{ApiOutcome, Outcome};
use crate::publish::plan::{Action, ApiPlan, Plan};
use crate::publish::publication::Publication;

impl ControlPlane {
    /// Does what a plan says, step by step, API by API. After an answer that was lost nothing is sent again before the
    /// server was read; what is there already is not done twice, so that a plan that was applied before changes nothing.
    ///
    /// What fails stands in the [`Outcome`]; see [`Outcome::into_result`].
    ///
    /// # Example
    /// See [`publish`](crate::publish).
    #[must_use = "an outcome holds the errors of what failed: look, or turn it into a result"]
    pub async fn apply(&self, plan: &Plan) -> Outcome {
        let apply = async {
            let mut apis = Vec::new();
            for plan in &plan.apis {
                apis.push(self.apply_one(plan).await);
            }
            Outcome { apis }
        };
        apply.instrument(span("apply")).await
    }

    /// Plans and applies.
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

    async fn once(&self, run: &mut Run<'_>, action: &Action) -> Result<Settled<()>> {
        reconcile(&self.session, &mut Step { run, action, was_lost: false }).await
    }

    async fn apply_one(&self, plan: &ApiPlan) -> ApiOutcome {
        let mut run = Run::new(self, plan);
        let mut outcome = ApiOutcome {
            name: plan.publication.name.clone(),
            version: plan.publication.version.clone(),
            id: None,
            done: Vec::new(),
            pending: Vec::new(),
            error: None,
        };
        for step in &plan.steps {
            // Until the first write of our own the server may be ahead of the plan: by this plan, applied before, or by
            // somebody else.
            let stands =
                if outcome.done.is_empty() { run.stands(&step.action).await } else { Ok(false) };
            let done = match stands {
                Ok(true) => continue,
                Ok(false) => self.once(&mut run, &step.action).await,
                Err(error) => Err(error),
            };
            let failure = match done {
                Ok(settled) => {
                    outcome.done.push(step.clone());
                    let after = settled.after.filter(|error| error.kind() == ErrorKind::Server);
                    let pushes = pushes(&step.action, self.release());
                    after.filter(|_| pushes).map(not_on_every_gateway)
                }
                Err(error) => Some(error),
            };
            if let Some(error) = failure {
                outcome.error = Some(explain(error, plan));
                break;
            }
        }
        outcome.id = run.id().map(str::to_owned);
        outcome.pending = run.into_pending();
        outcome
    }
}

/// A step as something to be done once.
struct Step<'s, 'p> {
    run: &'s mut Run<'p>,
    action: &'s Action,
    was_lost: bool,
}

impl OnceOnly<()> for Step<'_, '_> {
    async fn send(&mut self) -> Result<()> {
        match self.run.attempt(self.action).await {
            // Asked for before an answer was lost, it waits for an approval.
            Err(error) if self.was_lost && is_task_pending(&error) => {
                self.run.await_approval(self.action);
                Ok(())
            }
            done => done,
        }
    }

    async fn read_back(&mut self) -> Result<Option<()>> {
        self.was_lost = true;
        Ok(self.run.is_done(self.action).await?.then_some(()))
    }
}

/// Whether the control plane puts the API on its gateways while it does this: 3.x.
fn pushes(action: &Action, release: Release) -> bool {
    release.is_classic() && matches!(action, Action::ChangeLifecycle { .. })
}

/// 3.x changes the API, goes on when one of its gateways cannot be reached, and answers 500 in the end.
fn not_on_every_gateway(error: Error) -> Error {
    let message = format!(
        "{}; the API has changed all the same: API Manager 3.x answers so when it cannot reach one of the API's gateways. \
         See that each of them runs, then take the API off the environment (`undeploy`) and publish it again",
        error.message()
    );
    Error::new(ErrorKind::Server, "not-on-every-gateway", message).with_source(error)
}

fn explain(error: Error, plan: &ApiPlan) -> Error {
    error.concerning_api(&plan.publication.name, &plan.publication.version).with_operation("apply")
}
