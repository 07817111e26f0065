//! Gateway environments that are made at run time, since 4.0: `rest-api.md` §4.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::error::Result;
use crate::model::Release;
use crate::rest::environment::null_as_default;
use crate::rest::operation::{
    CREATE_ENVIRONMENT, DELETE_ENVIRONMENT, LIST_ENVIRONMENTS, LIST_GATEWAYS, UPDATE_ENVIRONMENT,
};
use crate::rest::request::{Body, Call};

/// An environment as the Admin Portal has it. It prints its name alone: additional properties of other vendors' gateways
/// hold secrets.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AdminEnvironment {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) display_name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) description: String,
    /// Of the control plane's file: nobody changes it here.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) is_read_only: bool,
    /// Since 4.3.
    #[serde(default)]
    pub(crate) gateway_type: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) vhosts: Vec<VHost>,
    /// What else the release writes: an update replaces all of it.
    #[serde(flatten)]
    pub(crate) rest: serde_json::Map<String, Value>,
}

/// A host at which an environment's gateways offer APIs, and its ports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VHost {
    pub(crate) host: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) http_context: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) http_port: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) https_port: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ws_port: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) wss_port: Option<u16>,
    /// Ports of newer releases.
    #[serde(flatten)]
    pub(crate) rest: serde_json::Map<String, Value>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct EnvironmentList {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) list: Vec<AdminEnvironment>,
}

/// A gateway node behind an environment, as it reports to the control plane since 4.6.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GatewayInstance {
    /// What the node calls itself.
    #[serde(rename = "gatewayId")]
    pub id: String,
    /// When it reported last, as API-M writes it.
    #[serde(default, deserialize_with = "null_as_default")]
    pub last_active: String,
    /// `ACTIVE`, or `EXPIRED` when it has not reported for a while.
    #[serde(default, deserialize_with = "null_as_default")]
    pub status: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct GatewayList {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) list: Vec<GatewayInstance>,
}

impl fmt::Debug for AdminEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AdminEnvironment").field("name", &self.name).finish_non_exhaustive()
    }
}

impl AdminEnvironment {
    /// Without what the server alone writes, and without what is empty: an empty display name is refused.
    fn to_body(&self) -> Body {
        let mut body = json!({ "name": self.name, "vhosts": self.vhosts });
        if let Some(object) = body.as_object_mut() {
            for (key, text) in
                [("displayName", &self.display_name), ("description", &self.description)]
            {
                if !text.is_empty() {
                    object.insert(key.to_owned(), json!(text));
                }
            }
            if let Some(kind) = &self.gateway_type {
                object.insert("gatewayType".to_owned(), json!(kind));
            }
            let others = self.rest.iter().filter(|(_, value)| !value.is_null());
            object.extend(others.map(|(key, value)| (key.clone(), value.clone())));
        }
        Body::Json(body)
    }
}

pub(crate) fn list(release: Release) -> Result<Call<EnvironmentList>> {
    LIST_ENVIRONMENTS.require(release)?;
    let target = LIST_ENVIRONMENTS.target(release, &[], &[]);
    Ok(Call::json(&LIST_ENVIRONMENTS, target, Body::Empty))
}

pub(crate) fn create(
    release: Release,
    environment: &AdminEnvironment,
) -> Result<Call<AdminEnvironment>> {
    CREATE_ENVIRONMENT.require(release)?;
    let target = CREATE_ENVIRONMENT.target(release, &[], &[]);
    Ok(Call::json(&CREATE_ENVIRONMENT, target, environment.to_body()))
}

pub(crate) fn update(
    release: Release,
    environment: &AdminEnvironment,
) -> Result<Call<AdminEnvironment>> {
    UPDATE_ENVIRONMENT.require(release)?;
    let target = UPDATE_ENVIRONMENT.target(release, &[&environment.id], &[]);
    Ok(Call::json(&UPDATE_ENVIRONMENT, target, environment.to_body()))
}

pub(crate) fn delete(release: Release, id: &str) -> Result<Call<()>> {
    DELETE_ENVIRONMENT.require(release)?;
    let target = DELETE_ENVIRONMENT.target(release, &[id], &[]);
    Ok(Call::unit(&DELETE_ENVIRONMENT, target, Body::Empty))
}

/// The gateway nodes that stand behind an environment, since 4.6.
pub(crate) fn gateways(release: Release, id: &str) -> Result<Call<GatewayList>> {
    LIST_GATEWAYS.require(release)?;
    let target = LIST_GATEWAYS.target(release, &[id], &[]);
    Ok(Call::json(&LIST_GATEWAYS, target, Body::Empty))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn each_release_since_4_0_has_the_requests() {
        let text = r#"{"id":"i","name":"eu-west","displayName":"EU West","description":"","isReadOnly":false,"provider":"wso2",
            "vhosts":[{"host":"eu.gw.example","httpContext":"","httpPort":8280,"httpsPort":8243,"wsPort":9099,"wssPort":8099}],
            "additionalProperties":[],"permissions":null}"#;
        for (release, version) in [
            (Release::V4_0, "v2"),
            (Release::V4_1, "v3"),
            (Release::V4_2, "v4"),
            (Release::V4_6, "v4"),
            (Release::V4_7, "v4"),
        ] {
            let base = format!("/api/am/admin/{version}/environments");
            let listed = list(release).unwrap();
            assert_eq!(listed.request.line(), format!("GET {base}"));
            let read = listed.read(format!(r#"{{"count":1,"list":[{text}]}}"#).as_bytes());
            let environment = read.unwrap().list.remove(0);
            let request = create(release, &environment).unwrap().request;
            assert_eq!(request.line(), format!("POST {base}"));
            assert_eq!(
                request.text(),
                r#"{"additionalProperties":[],"displayName":"EU West","name":"eu-west","provider":"wso2","vhosts":[{"host":"eu.gw.example","httpContext":"","httpPort":8280,"httpsPort":8243,"wsPort":9099,"wssPort":8099}]}"#
            );
            let request = update(release, &environment).unwrap().request;
            assert_eq!(request.line(), format!("PUT {base}/i"));
            assert_eq!(delete(release, "i").unwrap().request.line(), format!("DELETE {base}/i"));
            let nodes = gateways(release, "i");
            if release < Release::V4_6 {
                assert_eq!(nodes.unwrap_err().kind(), ErrorKind::Unsupported);
            } else {
                let nodes = nodes.unwrap();
                assert_eq!(nodes.request.line(), format!("GET {base}/i/gateways"));
                let read = nodes
                    .read(br#"{"count":1,"list":[{"gatewayId":"Env1_1372344","lastActive":"t","status":"ACTIVE"}]}"#)
                    .unwrap();
                assert_eq!(read.list[0].status, "ACTIVE");
            }
        }
        assert_eq!(list(Release::V3_2).unwrap_err().kind(), ErrorKind::Unsupported);
    }
}
