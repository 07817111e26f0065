//! Key managers as the Developer Portal lists them, since 3.2: `rest-api.md` §3.3.

use serde::Deserialize;

use crate::error::Result;
use crate::model::Release;
use crate::rest::environment::null_as_default;
use crate::rest::operation::LIST_KEY_MANAGERS;
use crate::rest::request::{Body, Call};

/// A key manager: what issues keys and tokens to applications, since 3.2.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct KeyManager {
    /// API-M's identifier.
    #[serde(default, deserialize_with = "null_as_default")]
    pub id: String,
    /// Its name, such as `Resident Key Manager`.
    pub name: String,
    /// Its kind, such as `default`.
    #[serde(default, rename = "type", deserialize_with = "null_as_default")]
    pub kind: String,
    /// What people are shown.
    #[serde(default, deserialize_with = "null_as_default")]
    pub display_name: String,
    /// Whether keys can be had of it.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Where its tokens are got.
    #[serde(default)]
    pub token_endpoint: Option<String>,
    /// Where its tokens are revoked.
    #[serde(default)]
    pub revoke_endpoint: Option<String>,
    /// The grants that keys of it can be used with.
    #[serde(default, deserialize_with = "null_as_default")]
    pub available_grant_types: Vec<String>,
}

const fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize)]
pub(crate) struct KeyManagerList {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) list: Vec<KeyManager>,
}

pub(crate) fn list(release: Release) -> Result<Call<KeyManagerList>> {
    LIST_KEY_MANAGERS.require(release)?;
    let target = LIST_KEY_MANAGERS.target(release, &[], &[]);
    Ok(Call::json(&LIST_KEY_MANAGERS, target, Body::Empty))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rest::testing::BASES;

    #[test]
    fn each_release_since_3_2_lists_them() {
        for (release, _, portal) in BASES {
            match list(release) {
                Ok(call) => assert_eq!(call.request.line(), format!("GET {portal}/key-managers")),
                Err(error) => {
                    assert!(release < Release::V3_2);
                    assert!(error.message().ends_with("it came with 3.2"), "{error}");
                }
            }
        }
        let read = list(Release::V4_7).unwrap().read(
            br#"{"count":1,"list":[{"id":"i","name":"Resident Key Manager","type":"default","displayName":"Resident Key Manager",
                "description":"This is Resident Key Manager","enabled":true,"availableGrantTypes":["client_credentials"],
                "tokenEndpoint":"https://localhost:9443/oauth2/token","revokeEndpoint":null,"additionalProperties":{}}]}"#,
        );
        let manager = read.unwrap().list.remove(0);
        let token = Some("https://localhost:9443/oauth2/token");
        assert_eq!((manager.token_endpoint.as_deref(), manager.enabled), (token, true));
    }
}
