//! An API's lifecycle state, its history and its changes: `rest-api.md` §2.4.

use serde::Deserialize;

use crate::model::Release;
use crate::rest::environment::null_as_default;
use crate::rest::operation::{
    CANCEL_LIFECYCLE_TASK, CHANGE_LIFECYCLE, GET_LIFECYCLE, GET_LIFECYCLE_HISTORY,
};
use crate::rest::request::{Body, Call};

/// An API's lifecycle state, and what can be done from there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LifecycleState {
    /// As API-M spells it here: `Created`, `Published`, …
    pub state: String,
    /// What can be chosen beside the next change.
    #[serde(default, deserialize_with = "null_as_default")]
    pub check_items: Vec<LifecycleCheckItem>,
    /// The changes that are possible from here.
    #[serde(default, deserialize_with = "null_as_default")]
    pub available_transitions: Vec<LifecycleTransition>,
}

/// Something that can be chosen beside a change of the state.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LifecycleCheckItem {
    /// What [`LifecycleChange`](crate::client::LifecycleChange) names it by; the wording differs between releases.
    pub name: String,
    /// Whether it is chosen.
    #[serde(default, deserialize_with = "null_as_default")]
    pub value: bool,
}

/// A change that is possible.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LifecycleTransition {
    /// What it is asked for by, such as `Publish`.
    pub event: String,
    /// The state it leads to, such as `Published`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub target_state: String,
}

/// A change that was made.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LifecycleEvent {
    /// The state before; empty when the API was made.
    #[serde(default, deserialize_with = "null_as_default")]
    pub previous_state: String,
    /// The state after.
    #[serde(default, deserialize_with = "null_as_default")]
    pub post_state: String,
    /// Who made it.
    #[serde(default, deserialize_with = "null_as_default")]
    pub user: String,
    /// When, as API-M writes it.
    #[serde(default, deserialize_with = "null_as_default")]
    pub updated_time: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct History {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) list: Vec<LifecycleEvent>,
}

/// The answer to a change. With an approval workflow it is a success whose state has not changed.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Changed {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) workflow_status: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) lifecycle_state: LifecycleState,
}

pub(crate) fn state(release: Release, api_id: &str) -> Call<LifecycleState> {
    Call::json(&GET_LIFECYCLE, GET_LIFECYCLE.target(release, &[api_id], &[]), Body::Empty)
}

pub(crate) fn history(release: Release, api_id: &str) -> Call<History> {
    let target = GET_LIFECYCLE_HISTORY.target(release, &[api_id], &[]);
    Call::json(&GET_LIFECYCLE_HISTORY, target, Body::Empty)
}

/// `action` is API-M's own name, such as `Publish` or `Re-Publish`; the checklist's items are named as the release does.
pub(crate) fn change(
    release: Release,
    api_id: &str,
    action: &str,
    checklist: &[(String, bool)],
) -> Call<Changed> {
    let items: Vec<String> =
        checklist.iter().map(|(name, is_chosen)| format!("{name}:{is_chosen}")).collect();
    let items = items.join(",");
    let mut query = vec![("action", action), ("apiId", api_id)];
    if !items.is_empty() {
        query.push(("lifecycleChecklist", &items));
    }
    Call::json(&CHANGE_LIFECYCLE, CHANGE_LIFECYCLE.target(release, &[], &query), Body::Empty)
}

/// Takes back a change that awaits an approval.
pub(crate) fn cancel(release: Release, api_id: &str) -> Call<()> {
    let target = CANCEL_LIFECYCLE_TASK.target(release, &[api_id], &[]);
    Call::unit(&CANCEL_LIFECYCLE_TASK, target, Body::Empty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rest::testing::BASES;

    #[test]
    fn an_action_is_a_query() {
        for (release, publisher, _) in BASES {
            let request = change(release, "a-1", "Deploy as a Prototype", &[]).request;
            assert_eq!(
                request.line(),
                format!(
                    "POST {publisher}/apis/change-lifecycle?action=Deploy%20as%20a%20Prototype&apiId=a-1"
                )
            );
            assert_eq!(request.body, Body::Empty);
        }
        let items = [("Deprecate Old Versions".to_owned(), true), ("x".to_owned(), false)];
        let target = change(Release::V3_2, "a", "Publish", &items).request.target;
        assert!(
            target.ends_with("&lifecycleChecklist=Deprecate%20Old%20Versions%3Atrue%2Cx%3Afalse"),
            "{target}"
        );
    }

    #[test]
    fn state_history_and_pending_tasks_have_their_paths() {
        for (release, publisher, _) in BASES {
            let line = |request: crate::rest::Request| request.line();
            let api = format!("{publisher}/apis/a");
            assert_eq!(line(state(release, "a").request), format!("GET {api}/lifecycle-state"));
            assert_eq!(line(history(release, "a").request), format!("GET {api}/lifecycle-history"));
            assert_eq!(
                line(cancel(release, "a").request),
                format!("DELETE {api}/lifecycle-state/pending-tasks")
            );
        }
    }

    #[test]
    fn answers_are_read_with_and_without_what_is_optional() {
        let call = change(Release::V4_7, "a", "Publish", &[]);
        let changed = call
            .read(br#"{"workflowStatus":"APPROVED","jsonPayload":null,"lifecycleState":{"state":"Published",
                "checkItems":[],"availableTransitions":[{"event":"Block","targetState":"Blocked"}]}}"#)
            .unwrap();
        assert_eq!(changed.workflow_status, "APPROVED");
        assert_eq!(changed.lifecycle_state.available_transitions[0].target_state, "Blocked");
        let pending = call.read(br#"{"workflowStatus":"CREATED","lifecycleState":null}"#).unwrap();
        assert_eq!(pending.lifecycle_state.state, "");

        let read = state(Release::V3_2, "a").read(
            br#"{"state":"Created","checkItems":[{"name":"Deprecate Old Versions","value":false,"requiredStates":[]}],
                "availableTransitions":null,"new":1}"#,
        );
        let read = read.unwrap();
        assert_eq!((read.state.as_str(), read.check_items[0].value), ("Created", false));
        assert!(state(Release::V4_7, "a").read(br#"{"checkItems":[]}"#).is_err());

        let events = history(Release::V4_7, "a")
            .read(br#"{"count":2,"list":[{"previousState":null,"postState":"CREATED","user":"admin","updatedTime":"t"},
                {"previousState":"CREATED","postState":"PUBLISHED","user":"admin","updatedTime":"t"}]}"#)
            .unwrap();
        assert_eq!(events.list[1].post_state, "PUBLISHED");
    }
}
