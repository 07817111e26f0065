//! Applications in the Developer Portal: `rest-api.md` §3.2.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::model::Release;
use crate::rest::environment::null_as_default;
use crate::rest::operation::{
    CREATE_APPLICATION, DELETE_APPLICATION, GET_APPLICATION, LIST_APPLICATIONS, UPDATE_APPLICATION,
};
use crate::rest::page::{Page, Slice};
use crate::rest::request::{Body, Call};

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApplicationInfo {
    pub(crate) application_id: String,
    pub(crate) name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) throttling_policy: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) description: String,
    /// `APPROVED`, or `CREATED` while an approval is awaited.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) status: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) owner: String,
}

/// A whole application: an update replaces it.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub(crate) struct ApplicationObject(Map<String, Value>);

impl ApplicationObject {
    fn text(&self, key: &str) -> String {
        self.0.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    pub(crate) fn set(&mut self, key: &str, value: &str) {
        self.0.insert(key.to_owned(), json!(value));
    }

    pub(crate) fn info(&self) -> ApplicationInfo {
        ApplicationInfo {
            application_id: self.text("applicationId"),
            name: self.text("name"),
            throttling_policy: self.text("throttlingPolicy"),
            description: self.text("description"),
            status: self.text("status"),
            owner: self.text("owner"),
        }
    }

    /// Without what the server alone writes.
    fn to_body(&self) -> Body {
        const READ_ONLY: [&str; 6] =
            ["applicationId", "status", "subscriptionCount", "keys", "owner", "hashEnabled"];
        let written = self.0.iter().filter(|(key, _)| !READ_ONLY.contains(&key.as_str()));
        Body::Json(Value::Object(
            written.map(|(key, value)| (key.clone(), value.clone())).collect(),
        ))
    }
}

/// Applications whose names hold this one: the caller compares.
pub(crate) fn search(release: Release, name: &str) -> Call<Page<ApplicationInfo>> {
    let target = Slice::after(0).target(&LIST_APPLICATIONS, release, &[("query", name)]);
    Call::json(&LIST_APPLICATIONS, target, Body::Empty)
}

pub(crate) fn list(release: Release, slice: Slice) -> Call<Page<ApplicationInfo>> {
    Call::json(&LIST_APPLICATIONS, slice.target(&LIST_APPLICATIONS, release, &[]), Body::Empty)
}

pub(crate) fn get(release: Release, id: &str) -> Call<ApplicationObject> {
    Call::json(&GET_APPLICATION, GET_APPLICATION.target(release, &[id], &[]), Body::Empty)
}

pub(crate) fn create(release: Release, name: &str, policy: &str) -> Call<ApplicationInfo> {
    create_with(release, name, policy, "")
}

pub(crate) fn create_with(
    release: Release,
    name: &str,
    policy: &str,
    description: &str,
) -> Call<ApplicationInfo> {
    let mut body = json!({ "name": name, "throttlingPolicy": policy, "tokenType": "JWT" });
    if let Some(object) = body.as_object_mut().filter(|_| !description.is_empty()) {
        object.insert("description".to_owned(), json!(description));
    }
    let target = CREATE_APPLICATION.target(release, &[], &[]);
    Call::json(&CREATE_APPLICATION, target, Body::Json(body))
}

/// Replaces the whole application.
pub(crate) fn update(
    release: Release,
    id: &str,
    application: &ApplicationObject,
) -> Call<ApplicationInfo> {
    let target = UPDATE_APPLICATION.target(release, &[id], &[]);
    Call::json(&UPDATE_APPLICATION, target, application.to_body())
}

pub(crate) fn delete(release: Release, id: &str) -> Call<()> {
    Call::unit(&DELETE_APPLICATION, DELETE_APPLICATION.target(release, &[id], &[]), Body::Empty)
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
            let request = list(release, Slice { limit: 25, offset: 25 }).request;
            assert_eq!(request.line(), format!("GET {portal}/applications?limit=25&offset=25"));
            let request = create(release, "my app", "Unlimited").request;
            assert_eq!(request.line(), format!("POST {portal}/applications"));
            assert_eq!(
                request.text(),
                r#"{"name":"my app","throttlingPolicy":"Unlimited","tokenType":"JWT"}"#
            );
            let request = create_with(release, "a", "Gold", "ours").request;
            assert_eq!(
                request.text(),
                r#"{"description":"ours","name":"a","throttlingPolicy":"Gold","tokenType":"JWT"}"#
            );
            assert_eq!(get(release, "i").request.line(), format!("GET {portal}/applications/i"));
            let line = delete(release, "i").request.line();
            assert_eq!(line, format!("DELETE {portal}/applications/i"));
        }
    }

    #[test]
    fn an_update_keeps_what_it_does_not_change_and_leaves_out_what_is_the_servers() {
        let body = br#"{"applicationId":"i","name":"a","throttlingPolicy":"Unlimited","description":"","tokenType":"JWT",
            "status":"APPROVED","groups":["g"],"subscriptionCount":2,"keys":[{"consumerSecret":"s3cret"}],
            "attributes":{"x":"y"},"owner":"admin","hashEnabled":false}"#;
        let mut application = get(Release::V4_7, "i").read(body).unwrap();
        application.set("throttlingPolicy", "Gold");
        let request = update(Release::V4_7, "i", &application).request;
        assert_eq!(request.line(), "PUT /api/am/devportal/v3/applications/i");
        assert_eq!(
            request.text(),
            r#"{"attributes":{"x":"y"},"description":"","groups":["g"],"name":"a","throttlingPolicy":"Gold","tokenType":"JWT"}"#
        );
        let info = application.info();
        assert_eq!((info.application_id.as_str(), info.owner.as_str()), ("i", "admin"));
    }
}
