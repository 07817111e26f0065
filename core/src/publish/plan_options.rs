//! How a plan is made.

/// How [`ControlPlane::plan_with`](crate::ControlPlane::plan_with) makes a plan.
///
/// ```
/// use gatewright::publish::PlanOptions;
///
/// let options = PlanOptions::new().keep_going();
/// # let _ = options;
/// ```
#[derive(Clone, Debug, Default)]
pub struct PlanOptions {
    pub(crate) keeps_going: bool,
}

impl PlanOptions {
    /// The first API that cannot be published ends the planning with its error.
    pub fn new() -> Self {
        Self::default()
    }

    /// An API that cannot be published stands in the plan, with its error ([`Verdict::Cannot`]), beside the others.
    ///
    /// [`Verdict::Cannot`]: crate::publish::Verdict::Cannot
    #[must_use]
    pub fn keep_going(mut self) -> Self {
        self.keeps_going = true;
        self
    }
}
