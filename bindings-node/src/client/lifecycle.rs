//! An API's lifecycle: read, changed, taken back.

use gatewright::client::{
    LifecycleChange, LifecycleCheckItem, LifecycleEvent, LifecycleOutcome, LifecycleState,
    LifecycleTransition,
};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::control_plane::NativeControlPlane;
use crate::client::listing::all;
use crate::promise::{NativeCancellation, promise};

/// A lifecycle state, and what can be done from there.
#[napi(object, object_from_js = false)]
pub struct NativeLifecycleState {
    /// The state.
    pub state: String,
    /// What can be chosen beside the next change.
    pub check_items: Vec<NativeCheckItem>,
    /// The changes that are possible.
    pub available_transitions: Vec<NativeTransition>,
}

/// Something that can be chosen beside a change.
#[napi(object)]
pub struct NativeCheckItem {
    /// What it is named by.
    pub name: String,
    /// Whether it is chosen.
    pub value: bool,
}

/// A change that is possible.
#[napi(object, object_from_js = false)]
pub struct NativeTransition {
    /// What it is asked for by.
    pub event: String,
    /// The state it leads to.
    pub target_state: String,
}

/// A change that was made.
#[napi(object, object_from_js = false)]
pub struct NativeLifecycleEvent {
    /// The state before.
    pub previous_state: String,
    /// The state after.
    pub post_state: String,
    /// Who made it.
    pub user: String,
    /// When.
    pub updated_time: String,
}

/// What came of a change.
#[napi(object, object_from_js = false)]
pub struct NativeLifecycleOutcome {
    /// The state the API has now.
    pub state: NativeLifecycleState,
    /// Whether somebody has to approve the change first.
    pub is_pending: bool,
}

impl From<LifecycleState> for NativeLifecycleState {
    fn from(state: LifecycleState) -> Self {
        Self {
            state: state.state,
            check_items: all(state.check_items),
            available_transitions: all(state.available_transitions),
        }
    }
}

impl From<LifecycleCheckItem> for NativeCheckItem {
    fn from(item: LifecycleCheckItem) -> Self {
        Self { name: item.name, value: item.value }
    }
}

impl From<LifecycleTransition> for NativeTransition {
    fn from(transition: LifecycleTransition) -> Self {
        Self { event: transition.event, target_state: transition.target_state }
    }
}

impl From<LifecycleEvent> for NativeLifecycleEvent {
    fn from(event: LifecycleEvent) -> Self {
        Self {
            previous_state: event.previous_state,
            post_state: event.post_state,
            user: event.user,
            updated_time: event.updated_time,
        }
    }
}

impl From<LifecycleOutcome> for NativeLifecycleOutcome {
    fn from(outcome: LifecycleOutcome) -> Self {
        Self { state: outcome.state.into(), is_pending: outcome.is_pending }
    }
}

#[napi]
impl NativeControlPlane {
    /// An API's lifecycle state.
    #[napi]
    pub fn lifecycle<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api_id: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.lifecycle(&api_id).await };
        promise(env, cancellation, "lifecycle", work, NativeLifecycleState::from)
    }

    /// The changes that were made.
    #[napi]
    pub fn lifecycle_history<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api_id: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.lifecycle_history(&api_id).await };
        promise(env, cancellation, "lifecycle_history", work, all::<_, NativeLifecycleEvent>)
    }

    /// Changes an API's lifecycle state.
    #[napi]
    pub fn change_lifecycle<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api_id: String,
        action: String,
        checklist: Vec<NativeCheckItem>,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let change = checklist
            .into_iter()
            .fold(LifecycleChange::new(action), |change, item| change.check(item.name, item.value));
        let work = async move { control_plane.change_lifecycle(&api_id, &change).await };
        promise(env, cancellation, "change_lifecycle", work, NativeLifecycleOutcome::from)
    }

    /// Takes back a change that awaits an approval.
    #[napi]
    pub fn cancel_lifecycle_change<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api_id: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.cancel_lifecycle_change(&api_id).await };
        promise(env, cancellation, "cancel_lifecycle_change", work, |()| ())
    }
}
