//! What a gateway node holds of an API, since 4.0: `rest-api.md` §2.7.

use serde_json::Value;

use crate::error::Result;
use crate::model::Release;
use crate::rest::capability::Capability;
use crate::rest::encode;
use crate::rest::operation::LIST_ARTEFACTS;
use crate::rest::paths::{Service, path};
use crate::rest::request::{Body, Call};

/// Answers with the artefacts, or 404 when the node holds none.
pub(crate) fn list(
    release: Release,
    name: &str,
    version: &str,
    tenant: &str,
) -> Result<Call<Value>> {
    Capability::GatewayApi.require(release)?;
    let query = encode::query([("apiName", name), ("version", version), ("tenantDomain", tenant)]);
    let target = path(Service::Gateway, release, &format!("/api-artifact?{query}"));
    Ok(Call::json(&LIST_ARTEFACTS, target, Body::Empty))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_releases_since_4_0_have_it() {
        assert!(list(Release::V3_2, "Pets", "1.0.0", "carbon.super").is_err());
        let request = list(Release::V4_7, "Pets", "1.0.0", "carbon.super").unwrap().request;
        assert_eq!(
            request.line(),
            "GET /api/am/gateway/v2/api-artifact?apiName=Pets&version=1.0.0&tenantDomain=carbon.super"
        );
    }
}
