//! Revisions and their deployments, since 4.0: `rest-api.md` §2.7.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::error::Result;
use crate::model::Release;
use crate::rest::capability::Capability;
use crate::rest::encode;
use crate::rest::environment::null_as_default;
use crate::rest::operation::{
    CREATE_REVISION, DELETE_REVISION, DEPLOY_REVISION, LIST_REVISIONS, UNDEPLOY_REVISION,
};
use crate::rest::paths::{Service, path};
use crate::rest::request::{Body, Call};

/// API-M keeps no more revisions of an API.
pub(crate) const LIMIT: usize = 5;
/// "Maximum number of revisions per API has reached"
pub(crate) const LIMIT_REACHED: i64 = 900_351;

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Revision {
    pub(crate) id: String,
    /// `Revision 3`
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) display_name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) description: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) deployment_info: Vec<Deployment>,
}

impl Revision {
    /// The number API-M counts with.
    pub(crate) fn number(&self) -> u64 {
        self.display_name.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Deployment {
    pub(crate) name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) vhost: String,
    /// Since 4.3; before that every deployment is approved.
    pub(crate) status: Option<String>,
}

impl Deployment {
    /// False while an approval is awaited, or refused.
    pub(crate) fn is_approved(&self) -> bool {
        self.status.as_deref().is_none_or(|status| status == "APPROVED")
    }
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct RevisionList {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) list: Vec<Revision>,
}

/// What a revision is deployed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeployTo {
    pub(crate) name: String,
    pub(crate) vhost: String,
    pub(crate) display_on_devportal: bool,
}

fn target(release: Release, api_id: &str, rest: &str) -> Result<String> {
    Capability::Revisions.require(release)?;
    let own = format!("/apis/{}/{rest}", encode::percent(api_id));
    Ok(path(Service::Publisher, release, &own))
}

pub(crate) fn create(release: Release, api_id: &str, description: &str) -> Result<Call<Revision>> {
    let body = Body::Json(json!({ "description": description }));
    Ok(Call::json(&CREATE_REVISION, target(release, api_id, "revisions")?, body))
}

pub(crate) fn list(release: Release, api_id: &str) -> Result<Call<RevisionList>> {
    Ok(Call::json(&LIST_REVISIONS, target(release, api_id, "revisions")?, Body::Empty))
}

pub(crate) fn delete(release: Release, api_id: &str, revision_id: &str) -> Result<Call<()>> {
    let rest = format!("revisions/{}", encode::percent(revision_id));
    Ok(Call::unit(&DELETE_REVISION, target(release, api_id, &rest)?, Body::Empty))
}

/// Deploys a revision to environments: one call for all of them. The answer is every deployment of the API.
pub(crate) fn deploy(
    release: Release,
    api_id: &str,
    revision_id: &str,
    to: &[DeployTo],
) -> Result<Call<Vec<Deployment>>> {
    let what = format!("deploy-revision?{}", encode::query([("revisionId", revision_id)]));
    let body = Body::Json(json!(to));
    Ok(Call::json(&DEPLOY_REVISION, target(release, api_id, &what)?, body))
}

pub(crate) fn undeploy(
    release: Release,
    api_id: &str,
    revision_id: &str,
    environments: &[String],
) -> Result<Call<()>> {
    let from: Vec<_> = environments.iter().map(|name| json!({ "name": name })).collect();
    let what = format!("undeploy-revision?{}", encode::query([("revisionId", revision_id)]));
    let body = Body::Json(json!(from));
    Ok(Call::unit(&UNDEPLOY_REVISION, target(release, api_id, &what)?, body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::rest::testing::BASES;

    #[test]
    fn each_release_since_4_0_has_the_requests() {
        for (release, publisher, _) in BASES {
            if release.is_classic() {
                assert_eq!(list(release, "a").unwrap_err().kind(), ErrorKind::Unsupported);
                continue;
            }
            let request = create(release, "a", "marker").unwrap().request;
            assert_eq!(request.line(), format!("POST {publisher}/apis/a/revisions"));
            assert_eq!(request.text(), r#"{"description":"marker"}"#);
            let request = list(release, "a").unwrap().request;
            assert_eq!(request.line(), format!("GET {publisher}/apis/a/revisions"));
            let to = [DeployTo {
                name: "Default".into(),
                vhost: "localhost".into(),
                display_on_devportal: true,
            }];
            let request = deploy(release, "a", "r", &to).unwrap().request;
            assert_eq!(
                request.line(),
                format!("POST {publisher}/apis/a/deploy-revision?revisionId=r")
            );
            assert_eq!(
                request.text(),
                r#"[{"displayOnDevportal":true,"name":"Default","vhost":"localhost"}]"#
            );
            let request = undeploy(release, "a", "r", &["Default".to_owned()]).unwrap().request;
            assert_eq!(
                request.line(),
                format!("POST {publisher}/apis/a/undeploy-revision?revisionId=r")
            );
            assert_eq!(request.text(), r#"[{"name":"Default"}]"#);
            let request = delete(release, "a", "r").unwrap().request;
            assert_eq!(request.line(), format!("DELETE {publisher}/apis/a/revisions/r"));
        }
    }

    #[test]
    fn a_list_of_revisions_is_read() {
        let list = list(Release::V4_7, "a").unwrap().read(
            br#"{"count":1,"list":[{"id":"r","displayName":"Revision 12","description":null,"createdTime":"x","apiInfo":{"id":"a"},
                "deploymentInfo":[{"revisionUuid":"r","name":"Default","vhost":"localhost","displayOnDevportal":true,"status":"CREATED"}]}]}"#,
        ).unwrap();
        let revision = &list.list[0];
        assert_eq!(revision.number(), 12);
        assert!(!revision.deployment_info[0].is_approved());
    }
}
