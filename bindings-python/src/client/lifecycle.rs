//! An API's lifecycle.

use gatewright::client::{
    LifecycleChange, LifecycleCheckItem, LifecycleEvent, LifecycleState, LifecycleTransition,
};
use pyo3::prelude::*;

use crate::call::NativeCall;
use crate::client::control_plane::{NativeControlPlane, nothing};
use crate::client::listing::all;
use crate::package::Maker;

static CHECK_ITEM: Maker = Maker::new("gatewright.client._lifecycle", "LifecycleCheckItem");
static EVENT: Maker = Maker::new("gatewright.client._lifecycle", "LifecycleEvent");
static OUTCOME: Maker = Maker::new("gatewright.client._lifecycle", "LifecycleOutcome");
static STATE: Maker = Maker::new("gatewright.client._lifecycle", "LifecycleState");
static TRANSITION: Maker = Maker::new("gatewright.client._lifecycle", "LifecycleTransition");

type Value<'py> = PyResult<Bound<'py, PyAny>>;

#[pymethods]
impl NativeControlPlane {
    fn lifecycle(&self, py: Python<'_>, api_id: String) -> NativeCall {
        self.begin(
            py,
            "lifecycle",
            |control_plane| async move { control_plane.lifecycle(&api_id).await },
            |py, found| state(py, &found),
        )
    }

    fn lifecycle_history(&self, py: Python<'_>, api_id: String) -> NativeCall {
        self.begin(
            py,
            "lifecycle_history",
            |control_plane| async move { control_plane.lifecycle_history(&api_id).await },
            |py, found| all(py, &found, event),
        )
    }

    fn change_lifecycle(
        &self,
        py: Python<'_>,
        api_id: String,
        action: String,
        checks: Vec<(String, bool)>,
    ) -> NativeCall {
        let change = LifecycleChange::new(action);
        let change =
            checks.into_iter().fold(change, |change, (item, chosen)| change.check(item, chosen));
        self.begin(
            py,
            "change_lifecycle",
            |control_plane| async move { control_plane.change_lifecycle(&api_id, &change).await },
            |py, outcome| OUTCOME.make(py, (state(py, &outcome.state)?, outcome.is_pending)),
        )
    }

    fn cancel_lifecycle_change(&self, py: Python<'_>, api_id: String) -> NativeCall {
        self.begin(
            py,
            "cancel_lifecycle_change",
            |control_plane| async move { control_plane.cancel_lifecycle_change(&api_id).await },
            nothing,
        )
    }
}

fn state<'py>(py: Python<'py>, state: &LifecycleState) -> Value<'py> {
    STATE.make(
        py,
        (
            &state.state,
            all(py, &state.check_items, check_item)?,
            all(py, &state.available_transitions, transition)?,
        ),
    )
}

fn check_item<'py>(py: Python<'py>, item: &LifecycleCheckItem) -> Value<'py> {
    CHECK_ITEM.make(py, (&item.name, item.value))
}

fn transition<'py>(py: Python<'py>, transition: &LifecycleTransition) -> Value<'py> {
    TRANSITION.make(py, (&transition.event, &transition.target_state))
}

fn event<'py>(py: Python<'py>, event: &LifecycleEvent) -> Value<'py> {
    EVENT.make(py, (&event.previous_state, &event.post_state, &event.user, &event.updated_time))
}
