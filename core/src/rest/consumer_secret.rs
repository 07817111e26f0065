//! Several secrets of one key, since 4.7: `rest-api.md` §3.3; the fields by WSO2's own client of that release
//! (product-apim, `ConsumerSecretDTO`): the `OpenAPI` documents at hand do not have them.

use serde::Deserialize;
use serde_json::json;

use crate::error::Result;
use crate::model::{Release, SecretText};
use crate::rest::environment::null_as_default;
use crate::rest::keys::secret;
use crate::rest::operation::{GENERATE_SECRET, LIST_SECRETS, REVOKE_SECRET};
use crate::rest::request::{Body, Call};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConsumerSecret {
    pub(crate) secret_id: String,
    /// Shown once, when it is made.
    #[serde(default, deserialize_with = "secret")]
    pub(crate) secret_value: Option<SecretText>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct SecretList {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) list: Vec<ConsumerSecret>,
}

/// Whether the release has several secrets per key, and shows each when it is made alone.
pub(crate) fn is_in(release: Release) -> bool {
    LIST_SECRETS.require(release).is_ok()
}

pub(crate) fn list(release: Release, application: &str, mapping: &str) -> Result<Call<SecretList>> {
    LIST_SECRETS.require(release)?;
    let target = LIST_SECRETS.target(release, &[application, mapping], &[]);
    Ok(Call::json(&LIST_SECRETS, target, Body::Empty))
}

pub(crate) fn generate(
    release: Release,
    application: &str,
    mapping: &str,
) -> Result<Call<ConsumerSecret>> {
    GENERATE_SECRET.require(release)?;
    let target = GENERATE_SECRET.target(release, &[application, mapping], &[]);
    let body = Body::Json(json!({ "additionalProperties": {} }));
    Ok(Call::json(&GENERATE_SECRET, target, body))
}

pub(crate) fn revoke(
    release: Release,
    application: &str,
    mapping: &str,
    secret_id: &str,
) -> Result<Call<()>> {
    REVOKE_SECRET.require(release)?;
    let target = REVOKE_SECRET.target(release, &[application, mapping], &[]);
    Ok(Call::unit(&REVOKE_SECRET, target, Body::Json(json!({ "secretId": secret_id }))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn only_4_7_has_several_secrets() {
        for release in Release::KNOWN {
            let listed = list(release, "a", "m");
            if release < Release::V4_7 {
                assert_eq!(listed.unwrap_err().kind(), ErrorKind::Unsupported);
                assert!(generate(release, "a", "m").is_err());
                assert!(revoke(release, "a", "m", "s").is_err());
                continue;
            }
            let key = "/api/am/devportal/v3/applications/a/oauth-keys/m";
            assert_eq!(listed.unwrap().request.line(), format!("GET {key}/secrets"));
            let made = generate(release, "a", "m").unwrap();
            assert_eq!(made.request.line(), format!("POST {key}/generate-secret"));
            let revoked = revoke(release, "a", "m", "s").unwrap().request;
            assert_eq!(revoked.line(), format!("POST {key}/revoke-secret"));
            assert_eq!(revoked.text(), r#"{"secretId":"s"}"#);
        }
    }

    #[test]
    fn a_value_is_read_once_and_does_not_print() {
        let call = generate(Release::V4_7, "a", "m").unwrap();
        let made = call.read(br#"{"secretId":"s","secretValue":"s3cret"}"#).unwrap();
        assert!(!format!("{made:?}").contains("s3cret"));
        assert_eq!(made.secret_value.unwrap().expose(), "s3cret");
        let listed = list(Release::V4_7, "a", "m").unwrap();
        let read = listed.read(br#"{"count":1,"list":[{"secretId":"s","secretValue":"****"}]}"#);
        assert!(read.unwrap().list[0].secret_value.is_none());
        assert!(call.read(br#"{"secretValue":"s3cret"}"#).is_err());
    }
}
