//! A gateway node's own REST API, since 4.0: `rest-api.md` §2.1, §2.7. (Requests by product-apim's `gateway-api.yaml`.)

use serde::Deserialize;
use serde_json::Value;

use crate::error::Result;
use crate::model::Release;
use crate::rest::operation::{GATEWAY_HEALTH, LIST_ARTEFACTS, REDEPLOY_API};
use crate::rest::request::{Auth, Body, Call};

/// Answers with the artefacts, or 404 when the node holds none.
pub(crate) fn list(
    release: Release,
    name: &str,
    version: &str,
    tenant: &str,
) -> Result<Call<Value>> {
    LIST_ARTEFACTS.require(release)?;
    let target = LIST_ARTEFACTS.target(release, &[], &of_api(name, version, tenant));
    Ok(Call::json(&LIST_ARTEFACTS, target, Body::Empty))
}

/// What a gateway node says of a deployment it was told to do.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeployResponse {
    /// `DEPLOYED` or `ERROR`.
    pub(crate) deploy_status: String,
}

/// Has the node fetch the API from the control plane again.
pub(crate) fn redeploy(
    release: Release,
    name: &str,
    version: &str,
    tenant: &str,
) -> Result<Call<DeployResponse>> {
    REDEPLOY_API.require(release)?;
    let target = REDEPLOY_API.target(release, &[], &of_api(name, version, tenant));
    Ok(Call::json(&REDEPLOY_API, target, Body::Empty))
}

/// Whether the node has started and loaded its APIs, since 4.1; no login is needed.
pub(crate) fn health(release: Release) -> Result<Call<()>> {
    GATEWAY_HEALTH.require(release)?;
    let target = GATEWAY_HEALTH.target(release, &[], &[]);
    Ok(Call::unit(&GATEWAY_HEALTH, target, Body::Empty).with_auth(Auth::None))
}

const fn of_api<'q>(name: &'q str, version: &'q str, tenant: &'q str) -> [(&'q str, &'q str); 3] {
    [("apiName", name), ("version", version), ("tenantDomain", tenant)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_releases_since_4_0_have_it() {
        assert!(list(Release::V3_2, "Pets", "1.0.0", "carbon.super").is_err());
        let request = list(Release::V4_7, "Pets", "1.0.0", "carbon.super").unwrap().request;
        let query = "apiName=Pets&version=1.0.0&tenantDomain=carbon.super";
        let base = "/api/am/gateway/v2";
        assert_eq!(request.line(), format!("GET {base}/api-artifact?{query}"));
        let call = redeploy(Release::V4_0, "Pets", "1.0.0", "carbon.super").unwrap();
        assert_eq!(call.request.line(), format!("POST {base}/redeploy-api?{query}"));
        let read = call.read(br#"{"deployStatus":"DEPLOYED","jsonPayload":null}"#).unwrap();
        assert_eq!(read.deploy_status, "DEPLOYED");
        assert!(redeploy(Release::V3_2, "Pets", "1.0.0", "carbon.super").is_err());
        assert!(health(Release::V4_0).is_err());
        let request = health(Release::V4_1).unwrap().request;
        assert_eq!(request.line(), format!("GET {base}/server-startup-healthcheck"));
        assert_eq!(request.auth, Auth::None);
    }
}
