//! Changing an API's lifecycle state: `rest-api.md` §2.4.

use serde::Deserialize;

use crate::model::Release;
use crate::rest::encode;
use crate::rest::environment::null_as_default;
use crate::rest::operation::CHANGE_LIFECYCLE;
use crate::rest::paths::{Service, path};
use crate::rest::request::{Body, Call};

/// The answer to a change. With an approval workflow it is a success whose state has not changed.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Changed {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) workflow_status: String,
}

/// `action` is API-M's own name, such as `Publish` or `Re-Publish`.
pub(crate) fn change(release: Release, api_id: &str, action: &str) -> Call<Changed> {
    let query = encode::query([("action", action), ("apiId", api_id)]);
    let target = path(Service::Publisher, release, &format!("/apis/change-lifecycle?{query}"));
    Call::json(&CHANGE_LIFECYCLE, target, Body::Empty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rest::testing::BASES;

    #[test]
    fn an_action_is_a_query() {
        for (release, publisher, _) in BASES {
            let request = change(release, "a-1", "Deploy as a Prototype").request;
            assert_eq!(
                request.line(),
                format!(
                    "POST {publisher}/apis/change-lifecycle?action=Deploy%20as%20a%20Prototype&apiId=a-1"
                )
            );
            assert_eq!(request.body, Body::Empty);
        }
        let read = change(Release::V4_7, "a", "Publish")
            .read(br#"{"workflowStatus":"APPROVED","jsonPayload":null,"lifecycleState":{"state":"Published"}}"#);
        assert_eq!(read.unwrap().workflow_status, "APPROVED");
    }
}
