//! Tasks that await a decision, in the Admin API: `rest-api.md` §2.7.

use serde::Deserialize;
use serde_json::json;

use crate::error::Result;
use crate::model::Release;
use crate::rest::environment::null_as_default;
use crate::rest::operation::{DECIDE_WORKFLOW, GET_WORKFLOW, LIST_WORKFLOWS};
use crate::rest::page::{Page, Slice};
use crate::rest::request::{Body, Call};

/// A task that awaits a decision: somebody asked for something that an approval workflow stands before.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct WorkflowTask {
    /// What it is decided by.
    #[serde(rename = "referenceId")]
    pub id: String,
    /// What was asked for: `API_STATE`, `SUBSCRIPTION_CREATION`, `APPLICATION_CREATION`, `REVISION_DEPLOYMENT`, …
    #[serde(default, rename = "workflowType", deserialize_with = "null_as_default")]
    pub kind: String,
    /// `CREATED` while it awaits the decision, `APPROVED` or `REJECTED` after it.
    #[serde(default, rename = "workflowStatus", deserialize_with = "null_as_default")]
    pub status: String,
    /// What was asked for, in words.
    #[serde(default, deserialize_with = "null_as_default")]
    pub description: String,
    /// When, as API-M writes it.
    #[serde(default, deserialize_with = "null_as_default")]
    pub created_time: String,
}

/// What a decision was made to be.
#[derive(Debug, Deserialize)]
pub(crate) struct Decided {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) status: String,
}

/// One page of what waits; of one kind, where it is named, in either spelling.
pub(crate) fn list(
    release: Release,
    kind: Option<&str>,
    slice: Slice,
) -> Result<Call<Page<WorkflowTask>>> {
    LIST_WORKFLOWS.require(release)?;
    let kind = kind.map(|kind| spelt(release, kind));
    let query: Vec<_> = kind.iter().map(|kind| ("workflowType", kind.as_str())).collect();
    Ok(Call::json(&LIST_WORKFLOWS, slice.target(&LIST_WORKFLOWS, release, &query), Body::Empty))
}

/// A kind as the release's documents spell it: `API_STATE` in 3.x, `AM_API_STATE` since 4.0.
fn spelt(release: Release, kind: &str) -> String {
    let plain = kind.strip_prefix("AM_").unwrap_or(kind);
    if release.is_classic() { plain.to_owned() } else { format!("AM_{plain}") }
}

pub(crate) fn get(release: Release, id: &str) -> Result<Call<WorkflowTask>> {
    GET_WORKFLOW.require(release)?;
    Ok(Call::json(&GET_WORKFLOW, GET_WORKFLOW.target(release, &[id], &[]), Body::Empty))
}

pub(crate) fn decide(
    release: Release,
    id: &str,
    is_approved: bool,
    description: &str,
) -> Call<Decided> {
    let status = if is_approved { "APPROVED" } else { "REJECTED" };
    let mut body = json!({ "status": status, "attributes": {} });
    if let Some(object) = body.as_object_mut().filter(|_| !description.is_empty()) {
        object.insert("description".to_owned(), json!(description));
    }
    let target = DECIDE_WORKFLOW.target(release, &[], &[("workflowReferenceId", id)]);
    Call::json(&DECIDE_WORKFLOW, target, Body::Json(body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn each_release_has_the_requests() {
        let slice = Slice { limit: 25, offset: 0 };
        for (release, version) in [
            (Release::V3_0, "v0.15"),
            (Release::V3_1, "v0.16"),
            (Release::V3_2, "v1"),
            (Release::V4_0, "v2"),
            (Release::V4_1, "v3"),
            (Release::V4_7, "v4"),
        ] {
            let base = format!("/api/am/admin/{version}/workflows");
            let request = decide(release, "w", false, "no").request;
            let expected = format!("POST {base}/update-workflow-status?workflowReferenceId=w");
            assert_eq!(request.line(), expected);
            assert_eq!(
                request.text(),
                r#"{"attributes":{},"description":"no","status":"REJECTED"}"#
            );
            let listed = list(release, Some("API_STATE"), slice);
            if release < Release::V3_2 {
                assert_eq!(listed.unwrap_err().kind(), ErrorKind::Unsupported);
                continue;
            }
            let kind = if release.is_classic() { "API_STATE" } else { "AM_API_STATE" };
            let expected = format!("GET {base}?workflowType={kind}&limit=25&offset=0");
            assert_eq!(listed.unwrap().request.line(), expected);
            let listed = list(release, Some("AM_API_STATE"), slice);
            assert_eq!(listed.unwrap().request.line(), expected);
            assert_eq!(get(release, "w").unwrap().request.line(), format!("GET {base}/w"));
        }
    }

    #[test]
    fn tasks_are_read() {
        let call = list(Release::V4_7, None, Slice::after(0)).unwrap();
        let page = call
            .read(br#"{"count":1,"next":"","previous":"","list":[{"workflowType":"REVISION_DEPLOYMENT","workflowStatus":"CREATED",
                "createdTime":"2020-02-10 10:10:19.704","updatedTime":null,"referenceId":"w","properties":{"x":"y"},"description":"d"}]}"#)
            .unwrap();
        assert_eq!((page.list[0].id.as_str(), page.list[0].status.as_str()), ("w", "CREATED"));
        assert!(call.read(br#"{"list":[{"workflowType":"API_STATE"}]}"#).is_err());
        let decided = decide(Release::V4_7, "w", true, "");
        assert_eq!(
            decided.read(br#"{"status":"APPROVED","attributes":{}}"#).unwrap().status,
            "APPROVED"
        );
    }
}
