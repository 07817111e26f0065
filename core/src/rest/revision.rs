//! Revisions and their deployments, since 4.0: `rest-api.md` §2.7.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::error::{Error, ErrorKind, Result};
use crate::model::Release;
use crate::rest::api_object::ApiObject;
use crate::rest::environment::null_as_default;
use crate::rest::operation::{
    CANCEL_DEPLOYMENT, CREATE_REVISION, DELETE_REVISION, DEPLOY_REVISION, LIST_DEPLOYMENTS,
    LIST_REVISIONS, Operation, RESTORE_REVISION, UNDEPLOY_REVISION, UPDATE_DEPLOYMENT,
};
use crate::rest::request::{self, Body, Call};

/// API-M keeps no more revisions of an API.
pub(crate) const LIMIT: usize = 5;
/// "Maximum number of revisions per API has reached"
pub(crate) const LIMIT_REACHED: i64 = 900_351;

/// A revision of an API: a state that can be deployed, since 4.0.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Revision {
    /// API-M's identifier.
    pub id: String,
    /// `Revision 3`
    #[serde(default, deserialize_with = "null_as_default")]
    pub display_name: String,
    /// What whoever made it wrote, at most 255 characters.
    #[serde(default, deserialize_with = "null_as_default")]
    pub description: String,
    /// When it was made, as API-M writes it.
    #[serde(default, deserialize_with = "text_or_number")]
    pub created_time: String,
    /// Where it is deployed, or will be once that is approved.
    #[serde(default, rename = "deploymentInfo", deserialize_with = "null_as_default")]
    pub deployments: Vec<Deployment>,
}

impl Revision {
    /// The number API-M counts with; 0 when it says none.
    pub fn number(&self) -> u64 {
        self.display_name.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
    }

    /// Whether it is somewhere, or awaits an approval to be. What was refused one may stay in the list.
    pub(crate) fn is_deployed(&self) -> bool {
        self.deployments.iter().any(|there| !there.is_rejected())
    }
}

/// A revision at one environment, since 4.0.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Deployment {
    /// The environment's name.
    #[serde(rename = "name")]
    pub environment: String,
    /// The virtual host it is offered at.
    #[serde(default, rename = "vhost", deserialize_with = "null_as_default")]
    pub virtual_host: String,
    /// The revision's identifier, where API-M says it.
    #[serde(default, rename = "revisionUuid")]
    pub revision_id: Option<String>,
    /// Whether the Developer Portal shows its URLs.
    #[serde(default, deserialize_with = "null_as_default")]
    pub display_on_devportal: bool,
    /// `CREATED` while an approval is awaited, `APPROVED`, `REJECTED`; since 4.3. Before, every deployment is approved.
    #[serde(default)]
    pub status: Option<String>,
    /// How many gateway nodes of the environment are alive, since 4.6.
    #[serde(default)]
    pub live_gateway_count: Option<u64>,
    /// How many of them have deployed the revision, since 4.6.
    #[serde(default)]
    pub deployed_gateway_count: Option<u64>,
    /// How many of them have failed to, since 4.6.
    #[serde(default)]
    pub failed_gateway_count: Option<u64>,
}

impl Deployment {
    /// A deployment of no known revision that is not shown: what is changed of it is set in its fields.
    ///
    /// ```
    /// use gatewright::client::Deployment;
    ///
    /// let mut deployment = Deployment::new("eu-west", "eu.gw.example");
    /// deployment.revision_id = Some("3f2c".to_owned());
    /// assert!(deployment.is_approved());
    /// ```
    pub fn new(environment: impl Into<String>, virtual_host: impl Into<String>) -> Self {
        Self {
            environment: environment.into(),
            virtual_host: virtual_host.into(),
            revision_id: None,
            display_on_devportal: false,
            status: None,
            live_gateway_count: None,
            deployed_gateway_count: None,
            failed_gateway_count: None,
        }
    }

    /// False while an approval is awaited, or refused.
    pub fn is_approved(&self) -> bool {
        self.status.as_deref().is_none_or(|status| status == "APPROVED")
    }

    /// Whether an approval was refused.
    pub(crate) fn is_rejected(&self) -> bool {
        self.status.as_deref() == Some("REJECTED")
    }

    /// Whether an approval is awaited.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.is_approved() && !self.is_rejected()
    }
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct RevisionList {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) list: Vec<Revision>,
}

/// Deployments stand in an array; WSO2's documents say that they stand in an object's `list`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum DeploymentList {
    Array(Vec<Deployment>),
    List { list: Vec<Deployment> },
}

/// What a revision is deployed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeployTo {
    pub(crate) name: String,
    pub(crate) vhost: String,
    pub(crate) display_on_devportal: bool,
}

/// Times are texts; some releases write numbers.
fn text_or_number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => text,
        serde_json::Value::Number(number) => number.to_string(),
        _ => String::new(),
    })
}

fn target(
    operation: &Operation,
    release: Release,
    parameters: &[&str],
    query: &[(&str, &str)],
) -> Result<String> {
    operation.require(release)?;
    Ok(operation.target(release, parameters, query))
}

pub(crate) fn create(release: Release, api_id: &str, description: &str) -> Result<Call<Revision>> {
    let body = Body::Json(json!({ "description": description }));
    let target = target(&CREATE_REVISION, release, &[api_id], &[])?;
    Ok(Call::json(&CREATE_REVISION, target, body))
}

pub(crate) fn list(release: Release, api_id: &str) -> Result<Call<RevisionList>> {
    let target = target(&LIST_REVISIONS, release, &[api_id], &[])?;
    Ok(Call::json(&LIST_REVISIONS, target, Body::Empty))
}

pub(crate) fn delete(release: Release, api_id: &str, revision_id: &str) -> Result<Call<()>> {
    let target = target(&DELETE_REVISION, release, &[api_id, revision_id], &[])?;
    Ok(Call::unit(&DELETE_REVISION, target, Body::Empty))
}

/// Deploys a revision to environments: one call for all of them. The answer is every deployment of the API.
pub(crate) fn deploy(
    release: Release,
    api_id: &str,
    revision_id: &str,
    to: &[DeployTo],
) -> Result<Call<Deployed>> {
    let target = target(&DEPLOY_REVISION, release, &[api_id], &[("revisionId", revision_id)])?;
    Ok(Call::new(&DEPLOY_REVISION, target, Body::Json(json!(to)), read_deployed))
}

pub(crate) fn undeploy(
    release: Release,
    api_id: &str,
    revision_id: &str,
    environments: &[String],
) -> Result<Call<()>> {
    let from: Vec<_> = environments.iter().map(|name| json!({ "name": name })).collect();
    let target = target(&UNDEPLOY_REVISION, release, &[api_id], &[("revisionId", revision_id)])?;
    Ok(Call::unit(&UNDEPLOY_REVISION, target, Body::Json(json!(from))))
}

/// Takes a revision off every environment.
pub(crate) fn undeploy_everywhere(
    release: Release,
    api_id: &str,
    revision_id: &str,
) -> Result<Call<()>> {
    let query = [("revisionId", revision_id), ("allEnvironments", "true")];
    let target = target(&UNDEPLOY_REVISION, release, &[api_id], &query)?;
    Ok(Call::unit(&UNDEPLOY_REVISION, target, Body::Json(json!([]))))
}

/// Makes the working copy what the revision is.
pub(crate) fn restore(
    release: Release,
    api_id: &str,
    revision_id: &str,
) -> Result<Call<ApiObject>> {
    let target = target(&RESTORE_REVISION, release, &[api_id], &[("revisionId", revision_id)])?;
    Ok(Call::json(&RESTORE_REVISION, target, Body::Empty))
}

pub(crate) fn deployments(release: Release, api_id: &str) -> Result<Call<Vec<Deployment>>> {
    let target = target(&LIST_DEPLOYMENTS, release, &[api_id], &[])?;
    Ok(Call::new(&LIST_DEPLOYMENTS, target, Body::Empty, read_deployments))
}

/// Shows a deployment's URLs in the Developer Portal, or hides them, or offers it at another virtual host.
pub(crate) fn update_deployment(
    release: Release,
    api_id: &str,
    revision_id: &str,
    to: &DeployTo,
) -> Result<Call<Deployment>> {
    // A deployment's identifier is the name of its environment.
    let id = URL_SAFE_NO_PAD.encode(&to.name);
    let target = target(&UPDATE_DEPLOYMENT, release, &[api_id, &id], &[])?;
    let body = json!({
        "revisionUuid": revision_id,
        "name": to.name,
        "vhost": to.vhost,
        "displayOnDevportal": to.display_on_devportal,
    });
    Ok(Call::json(&UPDATE_DEPLOYMENT, target, Body::Json(body)))
}

/// Takes back a deployment that awaits an approval, since 4.3.
pub(crate) fn cancel_deployment(
    release: Release,
    api_id: &str,
    revision_id: &str,
    environment: &str,
) -> Result<Call<()>> {
    let target = target(&CANCEL_DEPLOYMENT, release, &[api_id, revision_id, environment], &[])?;
    Ok(Call::unit(&CANCEL_DEPLOYMENT, target, Body::Empty))
}

/// What came of a deployment: a success may tell a failure, with the status 207.
#[derive(Debug)]
pub(crate) enum Deployed {
    To(Vec<Deployment>),
    /// API-M's code and nothing else: its words may quote.
    Failed(i64),
}

impl Deployed {
    /// # Errors
    /// [`ErrorKind::Server`], code `external-gateway-failed`.
    pub(crate) fn into_result(self) -> Result<Vec<Deployment>> {
        match self {
            Self::To(deployments) => Ok(deployments),
            Self::Failed(code) => {
                let message = format!(
                    "the control plane took the deployment, but a gateway of another vendor, or its connector, failed \
                     (code {code}): look at the control plane's log and at that gateway"
                );
                Err(Error::new(ErrorKind::Server, "external-gateway-failed", message)
                    .with_context("api_manager_code", code.to_string()))
            }
        }
    }
}

fn read_deployed(body: &[u8]) -> Result<Deployed, String> {
    #[derive(Deserialize)]
    struct Failure {
        code: i64,
    }
    match serde_json::from_slice::<Failure>(body) {
        Ok(failure) if body.trim_ascii_start().starts_with(b"{") => {
            Ok(Deployed::Failed(failure.code))
        }
        _ => read_deployments(body).map(Deployed::To),
    }
}

fn read_deployments(body: &[u8]) -> Result<Vec<Deployment>, String> {
    let read: DeploymentList = request::json(body)?;
    Ok(match read {
        DeploymentList::Array(list) | DeploymentList::List { list } => list,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn restoring_and_deployments_have_their_requests() {
        for (release, publisher, _) in
            BASES.into_iter().filter(|(release, ..)| !release.is_classic())
        {
            let api = format!("{publisher}/apis/a");
            let request = restore(release, "a", "r").unwrap().request;
            assert_eq!(request.line(), format!("POST {api}/restore-revision?revisionId=r"));
            let request = undeploy_everywhere(release, "a", "r").unwrap().request;
            let expected =
                format!("POST {api}/undeploy-revision?revisionId=r&allEnvironments=true");
            assert_eq!((request.line(), request.text().as_str()), (expected, "[]"));
            let request = deployments(release, "a").unwrap().request;
            assert_eq!(request.line(), format!("GET {api}/deployments"));
            let to =
                DeployTo { name: "Default".into(), vhost: "h".into(), display_on_devportal: false };
            let request = update_deployment(release, "a", "r", &to).unwrap().request;
            assert_eq!(request.line(), format!("PUT {api}/deployments/RGVmYXVsdA"));
            assert_eq!(
                request.text(),
                r#"{"displayOnDevportal":false,"name":"Default","revisionUuid":"r","vhost":"h"}"#
            );
            let cancelled = cancel_deployment(release, "a", "r", "Default");
            if release < Release::V4_3 {
                assert_eq!(cancelled.unwrap_err().kind(), ErrorKind::Unsupported);
            } else {
                let line = cancelled.unwrap().request.line();
                assert_eq!(line, format!("DELETE {api}/cancel-revision-workflow/r/Default"));
            }
        }
    }

    #[test]
    fn deployments_are_read_in_both_forms_and_with_counters() {
        let call = deployments(Release::V4_7, "a").unwrap();
        let item = r#"{"revisionUuid":"r","name":"Default","vhost":"localhost","displayOnDevportal":true,
            "deployedTime":"t","status":"APPROVED","liveGatewayCount":2,"deployedGatewayCount":1,"failedGatewayCount":0}"#;
        for text in [format!("[{item}]"), format!(r#"{{"list":[{item}]}}"#)] {
            let read = call.read(text.as_bytes()).unwrap();
            assert_eq!(
                (read[0].live_gateway_count, read[0].deployed_gateway_count),
                (Some(2), Some(1))
            );
            assert!(read[0].is_approved());
        }
        let oldest = call.read(br#"[{"name":"Default"}]"#).unwrap();
        assert!(oldest[0].is_approved() && oldest[0].live_gateway_count.is_none());
        assert!(call.read(br#"[{"vhost":"localhost"}]"#).is_err());
    }

    #[test]
    fn a_success_that_tells_a_failure_is_one() {
        let call = deploy(Release::V4_7, "a", "r", &[]).unwrap();
        let failed = call
            .read(br#"{"code":902060,"message":"Error while deploying API to Gateway","description":""}"#)
            .unwrap();
        let error = failed.into_result().unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Server, "external-gateway-failed"));
        let deployed = call.read(br#"[{"name":"Default","vhost":"localhost"}]"#).unwrap();
        assert_eq!(deployed.into_result().unwrap().len(), 1);
        assert!(call.read(b"[902060]").is_err() && call.read(b"{}").is_err());
    }

    #[test]
    fn a_list_of_revisions_is_read() {
        let list = list(Release::V4_7, "a").unwrap().read(
            br#"{"count":1,"list":[{"id":"r","displayName":"Revision 12","description":null,"createdTime":"x","apiInfo":{"id":"a"},
                "deploymentInfo":[{"revisionUuid":"r","name":"Default","vhost":"localhost","displayOnDevportal":true,"status":"CREATED"}]}]}"#,
        ).unwrap();
        let revision = &list.list[0];
        assert_eq!(revision.number(), 12);
        assert!(!revision.deployments[0].is_approved());
    }
}
