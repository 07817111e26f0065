//! Doing what a plan says.

use crate::client::ControlPlane;
use crate::error::{Error, Result, Retry};
use crate::publish::apply_step::Run;
use crate::publish::outcome::{ApiOutcome, Outcome};
use crate::publish::plan::{ApiPlan, Plan};
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
        let mut apis = Vec::new();
        for plan in &plan.apis {
            apis.push(self.apply_one(plan).await);
        }
        Outcome { apis }
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
        let plan = self.plan(publications).await?;
        self.apply(&plan).await.into_result()
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
            let mut done = match stands {
                Ok(true) => continue,
                Ok(false) => run.attempt(&step.action).await,
                Err(error) => {
                    outcome.error = Some(explain(error, plan));
                    break;
                }
            };
            if matches!(&done, Err(error) if error.retry() == Retry::Ambiguous) {
                done = match run.is_done(&step.action).await {
                    Ok(true) => Ok(()),
                    // Read, and not there: sending it again does nothing twice.
                    Ok(false) => run.attempt(&step.action).await,
                    Err(_) => done,
                };
            }
            match done {
                Ok(()) => outcome.done.push(step.clone()),
                Err(error) => {
                    outcome.error = Some(explain(error, plan));
                    break;
                }
            }
        }
        outcome.id = run.id().map(str::to_owned);
        outcome.pending = run.into_pending();
        outcome
    }
}

fn explain(error: Error, plan: &ApiPlan) -> Error {
    error
        .with_operation("apply")
        .with_context("api", &plan.publication.name)
        .with_context("version", &plan.publication.version)
}
