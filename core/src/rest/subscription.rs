//! Subscriptions in the Developer Portal: `rest-api.md` §3.2.

use serde::Deserialize;
use serde_json::json;

use crate::model::Release;
use crate::rest::api::{Page, page_query};
use crate::rest::environment::null_as_default;
use crate::rest::operation::{LIST_SUBSCRIPTIONS, SUBSCRIBE_API};
use crate::rest::paths::{Service, path};
use crate::rest::request::{Body, Call};

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Subscription {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) api_id: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) status: String,
}

pub(crate) fn list(
    release: Release,
    application_id: &str,
    offset: usize,
) -> Call<Page<Subscription>> {
    let query = page_query(&[("applicationId", application_id)], offset);
    let target = path(Service::DevPortal, release, &format!("/subscriptions?{query}"));
    Call::json(&LIST_SUBSCRIPTIONS, target, Body::Empty)
}

pub(crate) fn create(
    release: Release,
    application_id: &str,
    api_id: &str,
    policy: &str,
) -> Call<Subscription> {
    let body =
        json!({ "applicationId": application_id, "apiId": api_id, "throttlingPolicy": policy });
    let target = path(Service::DevPortal, release, "/subscriptions");
    Call::json(&SUBSCRIBE_API, target, Body::Json(body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rest::testing::BASES;

    #[test]
    fn each_release_has_the_requests() {
        for (release, _, portal) in BASES {
            let request = list(release, "app", 0).request;
            assert_eq!(
                request.line(),
                format!("GET {portal}/subscriptions?applicationId=app&limit=100&offset=0")
            );
            let request = create(release, "app", "api", "Gold").request;
            assert_eq!(request.line(), format!("POST {portal}/subscriptions"));
            assert_eq!(
                request.text(),
                r#"{"apiId":"api","applicationId":"app","throttlingPolicy":"Gold"}"#
            );
        }
    }
}
