//! API keys of an application: `rest-api.md` §3.3.

use serde::Deserialize;
use serde_json::json;

use crate::error::Result;
use crate::model::{KeyType, Release, SecretText};
use crate::rest::environment::null_as_default;
use crate::rest::identity::secret;
use crate::rest::operation::{GENERATE_API_KEY, LIST_API_KEYS, REVOKE_API_KEY};
use crate::rest::request::{Body, Call};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IssuedApiKey {
    #[serde(deserialize_with = "secret")]
    pub(crate) apikey: SecretText,
    /// Since 4.7.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) key_name: String,
    /// In seconds; `validityTime` before 4.7. Negative for a key that does not expire.
    #[serde(default, alias = "validityTime")]
    pub(crate) validity_period: Option<i64>,
}

/// An API key as 4.7 lists it: without the key itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ApiKeyInfo {
    /// API-M's identifier.
    #[serde(rename = "keyUUID")]
    pub id: String,
    /// The name it was given.
    #[serde(default, rename = "keyName", deserialize_with = "null_as_default")]
    pub name: String,
    /// When it was issued, as API-M writes it.
    #[serde(default, deserialize_with = "null_as_default")]
    pub issued_on: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ApiKeyList {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) list: Vec<ApiKeyInfo>,
}

/// Who may use a key, and how long.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NewApiKey {
    /// Since 4.7.
    pub(crate) name: Option<String>,
    /// In seconds; -1 for one that does not expire.
    pub(crate) validity: i64,
    pub(crate) permitted_ips: Vec<String>,
    pub(crate) permitted_referers: Vec<String>,
}

/// What a key is revoked by.
#[derive(Clone, Debug)]
pub(crate) enum RevokedBy<'k> {
    Key(&'k SecretText),
    /// Since 4.7.
    Id(&'k str),
}

pub(crate) fn generate(
    release: Release,
    application_id: &str,
    key_type: KeyType,
    new: &NewApiKey,
) -> Call<IssuedApiKey> {
    let mut body = json!({
        "validityPeriod": new.validity,
        "additionalProperties": {
            "permittedIP": new.permitted_ips.join(","),
            "permittedReferer": new.permitted_referers.join(","),
        },
    });
    if let Some(object) = body.as_object_mut().filter(|_| release >= Release::V4_7) {
        let name = new.name.as_deref().unwrap_or("gatewright");
        object.insert("keyName".to_owned(), json!(name));
    }
    let target = GENERATE_API_KEY.target(release, &[application_id, key_type.as_str()], &[]);
    Call::json(&GENERATE_API_KEY, target, Body::Json(body))
}

pub(crate) fn list(
    release: Release,
    application_id: &str,
    key_type: KeyType,
) -> Result<Call<ApiKeyList>> {
    LIST_API_KEYS.require(release)?;
    let target = LIST_API_KEYS.target(release, &[application_id, key_type.as_str()], &[]);
    Ok(Call::json(&LIST_API_KEYS, target, Body::Empty))
}

pub(crate) fn revoke(
    release: Release,
    application_id: &str,
    key_type: KeyType,
    by: &RevokedBy<'_>,
) -> Result<Call<()>> {
    REVOKE_API_KEY.require(release)?;
    let body = match by {
        RevokedBy::Key(key) => json!({ "apikey": key.expose() }),
        RevokedBy::Id(id) => {
            LIST_API_KEYS.require(release)?;
            json!({ "keyUUID": id })
        }
    };
    let target = REVOKE_API_KEY.target(release, &[application_id, key_type.as_str()], &[]);
    Ok(Call::unit(&REVOKE_API_KEY, target, Body::Json(body)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::rest::testing::BASES;

    #[test]
    fn each_release_has_the_requests() {
        let new = NewApiKey {
            validity: 3600,
            permitted_ips: vec!["10.0.0.0/8".to_owned(), "::1".to_owned()],
            ..NewApiKey::default()
        };
        for (release, _, portal) in BASES {
            let keys = format!("{portal}/applications/app/api-keys/PRODUCTION");
            let request = generate(release, "app", KeyType::Production, &new).request;
            assert_eq!(request.line(), format!("POST {keys}/generate"));
            let name = if release >= Release::V4_7 { r#""keyName":"gatewright","# } else { "" };
            assert_eq!(
                request.text(),
                format!(
                    r#"{{"additionalProperties":{{"permittedIP":"10.0.0.0/8,::1","permittedReferer":""}},{name}"validityPeriod":3600}}"#
                )
            );
            let secret = SecretText::new("k3y");
            let by_key = revoke(release, "app", KeyType::Production, &RevokedBy::Key(&secret));
            let by_id = revoke(release, "app", KeyType::Production, &RevokedBy::Id("u"));
            if release < Release::V3_1 {
                assert_eq!(by_key.unwrap_err().kind(), ErrorKind::Unsupported);
            } else {
                let request = by_key.unwrap().request;
                assert_eq!(request.line(), format!("POST {keys}/revoke"));
                assert_eq!(request.text(), r#"{"apikey":"k3y"}"#);
                assert!(!format!("{request:?}").contains("k3y"));
            }
            let listed = list(release, "app", KeyType::Production);
            if release < Release::V4_7 {
                assert!(by_id.is_err() && listed.is_err());
            } else {
                assert_eq!(by_id.unwrap().request.text(), r#"{"keyUUID":"u"}"#);
                assert_eq!(listed.unwrap().request.line(), format!("GET {keys}"));
            }
        }
    }

    #[test]
    fn both_spellings_of_the_validity_are_read() {
        let call = generate(Release::V4_7, "app", KeyType::Production, &NewApiKey::default());
        let old = call.read(br#"{"apikey":"k3y","validityTime":3600}"#).unwrap();
        let new = call.read(br#"{"keyName":"n","apikey":"k3y","validityPeriod":3600}"#).unwrap();
        assert_eq!((old.validity_period, new.validity_period), (Some(3600), Some(3600)));
        assert!(!format!("{new:?}").contains("k3y"));
        assert!(call.read(br#"{"keyName":"n"}"#).is_err());
    }
}
