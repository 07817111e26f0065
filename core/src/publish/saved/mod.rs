//! Plans that are kept as text: made in one job, looked at by a person, applied in another.
//!
//! What lives here: what is kept ([`document`]), reading it ([`read`]), and whether it still holds ([`compare`]). What does
//! not: planning itself; a saved plan is made again from the server, and refused when it is another one.

mod compare;
mod document;
mod read;
#[cfg(test)]
mod tests;

use crate::client::{ControlPlane, operation};
use crate::error::Result;
use crate::publish::plan::Plan;
use crate::publish::plan_options::PlanOptions;
use crate::publish::publication::Publication;
use document::SavedPlan;

impl Plan {
    /// The plan as a JSON document, to be applied later and perhaps elsewhere: [`ControlPlane::plan_as_saved`] takes it. The
    /// same text for the same plan, ending in a line break.
    ///
    /// It holds names, identifiers, digests, the steps in words and what was read of each API, which is what its steps rest
    /// on. No document, no endpoint, no secret is in it. `core/schemas/saved-plan.schema.json` describes it.
    ///
    /// ```no_run
    /// use gatewright::publish::Publication;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let plan = control_plane.plan([Publication::new("Pets", "1.0.0").environment("Default")]).await?;
    /// std::fs::write("plan.json", plan.save()).unwrap();
    /// # Ok(())
    /// # }
    /// ```
    pub fn save(&self) -> String {
        SavedPlan::of(self).text()
    }
}

impl ControlPlane {
    /// Plans again, and gives the plan only if it is the saved one: [`Plan::save`] made the text, the publications are those
    /// it was made for, and what its steps rest on is as it was. Reads, and never writes; the plan is applied as any other,
    /// and between this and each write the API is read again.
    ///
    /// An API that needs nothing any more stands in the plan without steps, so that a saved plan that was applied, or was in
    /// part, can be used again. An API that needed nothing is asked only whether it still does.
    ///
    /// # Errors
    /// [`ErrorKind::ConcurrentChange`](crate::ErrorKind::ConcurrentChange), code `stale-plan`, when somebody has changed one of
    /// the APIs since: plan again. [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) with the code
    /// `not-a-saved-plan`, `saved-plan-damaged`, `plan-of-other-publications` or `plan-of-another-server`;
    /// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported), code `saved-plan-too-new`. Those of
    /// [`ControlPlane::plan`] that concern no single API.
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::publish::Publication;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let saved = std::fs::read_to_string("plan.json").unwrap();
    /// let pets = Publication::new("Pets", "1.0.0").environment("Default");
    /// let plan = control_plane.plan_as_saved([pets], &saved).await?;
    /// control_plane.apply(&plan).await.into_result()?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn plan_as_saved(
        &self,
        publications: impl IntoIterator<Item = Publication>,
        saved: &str,
    ) -> Result<Plan> {
        let publications: Vec<Publication> = publications.into_iter().collect();
        let plan = async {
            let saved = SavedPlan::read(saved)?;
            saved.require_server(self.url(), self.release())?;
            saved.require_publications(&publications)?;
            // What cannot be published any more is a reason like others why the plan is stale.
            let plan = self.plan_all(publications, PlanOptions::new().keep_going()).await?;
            saved.require_fresh(&plan)?;
            Ok(plan)
        };
        operation("plan_as_saved", plan).await
    }
}
