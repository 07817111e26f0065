//! Plans and outcomes as text for people and as data for machines.
//!
//! What lives here: [`PlanFormat`] and [`OutcomeFormat`] with one file for each format, and what they all show
//! ([`view`]). What does not: what a plan or an outcome holds.

mod cut;
mod markdown;
mod names;
mod outcome_json;
mod outcome_junit;
mod outcome_text;
mod plan_json;
mod plan_markdown;
mod plan_text;
mod summary;
#[cfg(test)]
mod tests;
pub(crate) mod view;

pub use names::{OutcomeFormat, PlanFormat};
pub(crate) use view::environments;

use crate::publish::outcome::Outcome;
use crate::publish::plan::Plan;
use crate::publish::report::view::{OutcomeView, PlanView};

impl Plan {
    /// The plan in one of the formats: the same text for the same plan, ending in a line break. No secret is in it.
    ///
    /// ```no_run
    /// use gatewright::publish::{PlanFormat, Publication};
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let plan = control_plane.plan([Publication::new("Pets", "1.0.0").environment("Default")]).await?;
    /// std::fs::write("comment.md", plan.format(PlanFormat::Markdown)).unwrap();
    /// # Ok(())
    /// # }
    /// ```
    pub fn format(&self, format: PlanFormat) -> String {
        PlanView::of(self).format(format)
    }
}

impl Outcome {
    /// The outcome in one of the formats: the same text for the same outcome, ending in a line break. No secret is in it.
    ///
    /// ```no_run
    /// use gatewright::publish::OutcomeFormat;
    ///
    /// # fn example(outcome: gatewright::publish::Outcome) {
    /// std::fs::write("publish.xml", outcome.format(OutcomeFormat::Junit)).unwrap();
    /// # }
    /// ```
    pub fn format(&self, format: OutcomeFormat) -> String {
        OutcomeView::of(self).format(format)
    }
}

impl PlanView {
    fn format(&self, format: PlanFormat) -> String {
        match format {
            PlanFormat::Text => plan_text::plan(self),
            PlanFormat::Json => plan_json::plan(self),
            PlanFormat::Markdown => plan_markdown::plan(self),
        }
    }
}

impl OutcomeView {
    fn format(&self, format: OutcomeFormat) -> String {
        match format {
            OutcomeFormat::Text => outcome_text::outcome(self),
            OutcomeFormat::Json => outcome_json::outcome(self),
            OutcomeFormat::Junit => outcome_junit::outcome(self),
        }
    }
}
