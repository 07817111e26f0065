//! An API's lifecycle: read, changed, taken back.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::client::control_plane::ControlPlane;
use crate::client::operation::operation;
use crate::error::{Error, ErrorKind, Result};
use crate::rest::lifecycle::{self, Changed};
pub use crate::rest::lifecycle::{
    LifecycleCheckItem, LifecycleEvent, LifecycleState, LifecycleTransition,
};

/// A change of an API's lifecycle state.
///
/// ```
/// use gatewright::client::LifecycleChange;
///
/// let change = LifecycleChange::new("Publish").check("Requires re-subscription when publishing the API", true);
/// # let _ = change;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifecycleChange {
    action: String,
    checklist: Vec<(String, bool)>,
}

impl LifecycleChange {
    /// By API-M's own name of the action: `Publish`, `Deploy as a Prototype`, `Demote to Created`, `Block`, `Re-Publish`,
    /// `Deprecate` or `Retire`; blanks and hyphens count. [`LifecycleState::available_transitions`] has those that are
    /// possible.
    pub fn new(action: impl Into<String>) -> Self {
        Self { action: action.into(), checklist: Vec::new() }
    }

    /// Chooses an item of [`LifecycleState::check_items`], or not.
    #[must_use]
    pub fn check(mut self, item: impl Into<String>, is_chosen: bool) -> Self {
        self.checklist.push((item.into(), is_chosen));
        self
    }
}

/// What came of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LifecycleOutcome {
    /// The state the API has now.
    pub state: LifecycleState,
    /// Whether somebody has to approve the change first: the state has not changed then.
    pub is_pending: bool,
}

/// "workflow task pending": what was asked for waits already.
const TASK_PENDING: &str = "900553";

impl ControlPlane {
    /// An API's lifecycle state and what can be done from there.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is no such API; see [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::change_lifecycle`].
    pub async fn lifecycle(&self, api_id: &str) -> Result<LifecycleState> {
        let call = lifecycle::state(self.release(), api_id);
        operation("lifecycle", self.send(&call)).await
    }

    /// The changes of an API's lifecycle state, the oldest first.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is no such API; see [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::change_lifecycle`].
    pub async fn lifecycle_history(&self, api_id: &str) -> Result<Vec<LifecycleEvent>> {
        let call = lifecycle::history(self.release(), api_id);
        Ok(operation("lifecycle_history", self.send(&call)).await?.list)
    }

    /// Changes an API's lifecycle state. When the answer is lost, the state is read: the change is asked for again only
    /// when it has not happened.
    ///
    /// Where an approval workflow stands before the change, it succeeds with [`LifecycleOutcome::is_pending`] and the state
    /// it had.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`], code `lifecycle-unreachable`, when the state does not allow the action;
    /// [`ErrorKind::Server`], code `not-on-every-gateway`, in 3.x when the state has changed and not every gateway could be
    /// told. See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::client::LifecycleChange;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let pets = control_plane.api("Pets", "1.0.0").await?;
    /// for transition in control_plane.lifecycle(&pets.id).await?.available_transitions {
    ///     println!("{} leads to {}", transition.event, transition.target_state);
    /// }
    /// let outcome = control_plane.change_lifecycle(&pets.id, &LifecycleChange::new("Publish")).await?;
    /// if outcome.is_pending {
    ///     control_plane.cancel_lifecycle_change(&pets.id).await?;
    /// }
    /// println!("{} changes", control_plane.lifecycle_history(&pets.id).await?.len());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn change_lifecycle(
        &self,
        api_id: &str,
        change: &LifecycleChange,
    ) -> Result<LifecycleOutcome> {
        operation("change_lifecycle", self.changed(api_id, change)).await
    }

    async fn changed(&self, api_id: &str, change: &LifecycleChange) -> Result<LifecycleOutcome> {
        let release = self.release();
        let before = self.send(&lifecycle::state(release, api_id)).await?;
        let target = before
            .available_transitions
            .iter()
            .find(|transition| transition.event == change.action)
            .map(|transition| transition.target_state.as_str());
        let Some(target) = target else { return Err(unreachable(&before, &change.action)) };
        let call = lifecycle::change(release, api_id, &change.action, &change.checklist);
        let was_lost = AtomicBool::new(false);
        let was_found_done = AtomicBool::new(false);
        let changed = self
            .send_once(&call, || async {
                was_lost.store(true, Ordering::Relaxed);
                let state = self.send(&lifecycle::state(release, api_id)).await?;
                let is_done = state.state.eq_ignore_ascii_case(target);
                was_found_done.store(is_done, Ordering::Relaxed);
                let changed = || Changed { workflow_status: String::new(), lifecycle_state: state };
                Ok(is_done.then(changed))
            })
            .await;
        let changed = match changed {
            // Asked for before an answer was lost, it waits for an approval.
            Err(error) if was_lost.into_inner() && is_task_pending(&error) => None,
            changed => Some(changed?),
        };
        let is_pending = changed.as_ref().is_none_or(|c| c.workflow_status == "CREATED");
        let state = match changed {
            Some(changed) if !changed.lifecycle_state.state.is_empty() => changed.lifecycle_state,
            _ => self.send(&lifecycle::state(release, api_id)).await?,
        };
        if was_found_done.into_inner() && release.is_classic() {
            return Err(not_on_every_gateway(&state));
        }
        Ok(LifecycleOutcome { state, is_pending })
    }

    /// Takes back a change of the lifecycle state that awaits an approval. That nothing waits is a success too: API-M looks
    /// for the API alone.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is no such API; see [`ErrorKind`]. When the answer is lost,
    /// nobody can read whether it was done: the error is [`Ambiguous`](crate::Retry::Ambiguous), and doing it again
    /// harmless.
    ///
    /// # Example
    /// See [`Self::change_lifecycle`].
    pub async fn cancel_lifecycle_change(&self, api_id: &str) -> Result<()> {
        let call = lifecycle::cancel(self.release(), api_id);
        operation("cancel_lifecycle_change", self.send(&call)).await
    }
}

/// Whether a refusal says that the same change waits for an approval already.
pub(crate) fn is_task_pending(error: &Error) -> bool {
    error.context().iter().any(|(key, value)| *key == "api_manager_code" && value == TASK_PENDING)
}

fn unreachable(state: &LifecycleState, action: &str) -> Error {
    let possible: Vec<String> =
        state.available_transitions.iter().map(|to| format!("`{}`", to.event)).collect();
    let possible = if possible.is_empty() { "nothing".to_owned() } else { possible.join(", ") };
    let message = format!(
        "an API that is {} does not allow `{}`; it allows {possible}",
        state.state,
        action.escape_debug()
    );
    Error::new(ErrorKind::Conflict, "lifecycle-unreachable", message)
}

/// 3.x changes the API, goes on when one of its gateways cannot be reached, and answers 500 in the end. A lost answer
/// leaves that open as well.
fn not_on_every_gateway(state: &LifecycleState) -> Error {
    let message = format!(
        "the API is {} now, but it is not known whether each of its gateways was told: API Manager 3.x says so in the \
         answer that was lost or failed. See that its gateways run, then ask them (`probe`)",
        state.state
    );
    Error::new(ErrorKind::Server, "not-on-every-gateway", message)
}
