//! Applications in the Developer Portal: `rest-api.md` §3.2.

use serde::Deserialize;
use serde_json::json;

use crate::model::Release;
use crate::rest::api::{Page, page_query};
use crate::rest::environment::null_as_default;
use crate::rest::operation::{CREATE_APPLICATION, LIST_APPLICATIONS};
use crate::rest::paths::{Service, path};
use crate::rest::request::{Body, Call};

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApplicationInfo {
    pub(crate) application_id: String,
    pub(crate) name: String,
    /// `APPROVED`, or `CREATED` while an approval is awaited.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) status: String,
}

/// Applications whose names hold this one: the caller compares.
pub(crate) fn search(release: Release, name: &str) -> Call<Page<ApplicationInfo>> {
    let query = page_query(&[("query", name)], 0);
    let target = path(Service::DevPortal, release, &format!("/applications?{query}"));
    Call::json(&LIST_APPLICATIONS, target, Body::Empty)
}

pub(crate) fn create(release: Release, name: &str, policy: &str) -> Call<ApplicationInfo> {
    let body = json!({ "name": name, "throttlingPolicy": policy, "tokenType": "JWT" });
    let target = path(Service::DevPortal, release, "/applications");
    Call::json(&CREATE_APPLICATION, target, Body::Json(body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rest::testing::BASES;

    #[test]
    fn each_release_has_the_requests() {
        for (release, _, portal) in BASES {
            let request = search(release, "my app").request;
            assert_eq!(
                request.line(),
                format!("GET {portal}/applications?query=my%20app&limit=100&offset=0")
            );
            let request = create(release, "my app", "Unlimited").request;
            assert_eq!(request.line(), format!("POST {portal}/applications"));
            assert_eq!(
                request.text(),
                r#"{"name":"my app","throttlingPolicy":"Unlimited","tokenType":"JWT"}"#
            );
        }
    }
}
