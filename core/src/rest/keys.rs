//! An application's keys, and tokens that the Developer Portal gets with them: `rest-api.md` §3.3.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::Result;
use crate::model::{KeyType, Release, SecretText};
use crate::rest::capability::Capability;
use crate::rest::environment::null_as_default;
use crate::rest::identity::secret as plain_secret;
use crate::rest::operation::{
    GENERATE_KEYS, GENERATE_OAUTH_TOKEN, GENERATE_TOKEN, GET_OAUTH_KEY, LIST_KEYS, LIST_OAUTH_KEYS,
    Operation,
};
use crate::rest::request::{Body, Call};

/// The key manager that API-M brings along.
pub(crate) const RESIDENT: &str = "Resident Key Manager";

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApplicationKey {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) consumer_key: String,
    /// Masked or absent in reads of 4.7.
    #[serde(default, deserialize_with = "secret")]
    pub(crate) consumer_secret: Option<SecretText>,
    pub(crate) key_type: String,
    /// Since 3.2.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) key_mapping_id: String,
    /// Since 3.2.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) key_manager: String,
    /// `COMPLETED`, or `CREATED` while an approval is awaited.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) key_state: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) supported_grant_types: Vec<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) callback_url: String,
}

/// A secret that was masked is none.
pub(crate) fn secret<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SecretText>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.filter(|text| !text.is_empty() && !text.contains("****")).map(SecretText::new))
}

#[derive(Debug, Deserialize)]
pub(crate) struct KeyList {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) list: Vec<ApplicationKey>,
}

/// What keys are asked for with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewKeys<'k> {
    pub(crate) key_type: KeyType,
    pub(crate) grants: &'k [&'k str],
    pub(crate) callback_url: &'k str,
    /// The scopes of the token that comes with the keys.
    pub(crate) scopes: &'k [&'k str],
    /// Since 3.2.
    pub(crate) key_manager: &'k str,
}

/// All keys, by key manager and key type where the release has key managers.
pub(crate) fn list(release: Release, application_id: &str) -> Call<KeyList> {
    let operation =
        if Capability::KeyMappings.is_in(release) { &LIST_OAUTH_KEYS } else { &LIST_KEYS };
    list_by(operation, release, application_id)
}

pub(crate) fn list_by(
    operation: &'static Operation,
    release: Release,
    application_id: &str,
) -> Call<KeyList> {
    Call::json(operation, operation.target(release, &[application_id], &[]), Body::Empty)
}

/// One key of a key manager, since 3.2.
pub(crate) fn get(
    release: Release,
    application_id: &str,
    key_mapping_id: &str,
) -> Result<Call<ApplicationKey>> {
    GET_OAUTH_KEY.require(release)?;
    let target = GET_OAUTH_KEY.target(release, &[application_id, key_mapping_id], &[]);
    Ok(Call::json(&GET_OAUTH_KEY, target, Body::Empty))
}

pub(crate) fn generate(
    release: Release,
    application_id: &str,
    new: &NewKeys<'_>,
) -> Call<ApplicationKey> {
    let mut body = json!({
        "keyType": new.key_type.as_str(),
        "grantTypesToBeSupported": new.grants,
        "callbackUrl": new.callback_url,
        "validityTime": "3600",
    });
    if let Some(object) = body.as_object_mut() {
        if !new.scopes.is_empty() {
            object.insert("scopes".to_owned(), json!(new.scopes));
        }
        if Capability::KeyMappings.is_in(release) {
            object.insert("keyManager".to_owned(), json!(new.key_manager));
        }
    }
    let target = GENERATE_KEYS.target(release, &[application_id], &[]);
    Call::json(&GENERATE_KEYS, target, Body::Json(body))
}

/// A token that the portal got.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PortalToken {
    #[serde(deserialize_with = "plain_secret")]
    pub(crate) access_token: SecretText,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) token_scopes: Vec<String>,
    /// In seconds; negative for one that does not expire.
    pub(crate) validity_time: Option<i64>,
}

/// Has the portal get a token by client credentials. Since 3.2 the key is named by its mapping, before by its type.
pub(crate) fn token(
    release: Release,
    application_id: &str,
    key: (&str, KeyType),
    consumer_secret: &SecretText,
    validity: Option<i64>,
    scopes: &[String],
) -> Call<PortalToken> {
    let (mapping, key_type) = key;
    let (operation, key) = if Capability::KeyMappings.is_in(release) {
        (&GENERATE_OAUTH_TOKEN, mapping)
    } else {
        (&GENERATE_TOKEN, key_type.as_str())
    };
    token_by(operation, release, &[application_id, key], consumer_secret, validity, scopes)
}

pub(crate) fn token_by(
    operation: &'static Operation,
    release: Release,
    parameters: &[&str],
    consumer_secret: &SecretText,
    validity: Option<i64>,
    scopes: &[String],
) -> Call<PortalToken> {
    let mut body = json!({ "consumerSecret": consumer_secret.expose(), "scopes": scopes });
    if let Some(object) = body.as_object_mut() {
        if let Some(validity) = validity {
            object.insert("validityPeriod".to_owned(), Value::from(validity));
        }
        if release >= Release::V4_1 {
            object.insert("grantType".to_owned(), json!("CLIENT_CREDENTIALS"));
        }
    }
    Call::json(operation, operation.target(release, parameters, &[]), Body::Json(body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::rest::testing::BASES;

    const NEW: NewKeys<'_> = NewKeys {
        key_type: KeyType::Sandbox,
        grants: &["password"],
        callback_url: "",
        scopes: &[],
        key_manager: RESIDENT,
    };

    #[test]
    fn each_release_has_the_requests() {
        for (release, _, portal) in BASES {
            let keys = if release >= Release::V3_2 { "oauth-keys" } else { "keys" };
            let request = list(release, "app").request;
            assert_eq!(request.line(), format!("GET {portal}/applications/app/{keys}"));
            let request = generate(release, "app", &NEW).request;
            assert_eq!(request.line(), format!("POST {portal}/applications/app/generate-keys"));
            let manager = if release >= Release::V3_2 {
                r#""keyManager":"Resident Key Manager","#
            } else {
                ""
            };
            assert_eq!(
                request.text(),
                format!(
                    r#"{{"callbackUrl":"","grantTypesToBeSupported":["password"],{manager}"keyType":"SANDBOX","validityTime":"3600"}}"#
                )
            );
            match get(release, "app", "m") {
                Ok(call) => {
                    let expected = format!("GET {portal}/applications/app/oauth-keys/m");
                    assert_eq!(call.request.line(), expected);
                }
                Err(error) => {
                    assert!(release < Release::V3_2);
                    assert_eq!(error.kind(), ErrorKind::Unsupported);
                }
            }
        }
    }

    #[test]
    fn a_token_is_asked_for_by_key_type_then_by_mapping() {
        let secret = SecretText::new("s3cret");
        let scopes = ["read".to_owned()];
        for (release, _, portal) in BASES {
            let key = ("m", KeyType::Production);
            let call = token(release, "app", key, &secret, Some(60), &scopes);
            let own = if release >= Release::V3_2 { "oauth-keys/m" } else { "keys/PRODUCTION" };
            let expected = format!("POST {portal}/applications/app/{own}/generate-token");
            assert_eq!(call.request.line(), expected);
            let grant =
                if release >= Release::V4_1 { r#","grantType":"CLIENT_CREDENTIALS""# } else { "" };
            assert_eq!(
                call.request.text(),
                format!(
                    r#"{{"consumerSecret":"s3cret"{grant},"scopes":["read"],"validityPeriod":60}}"#
                )
            );
            assert!(!format!("{call:?}").contains("s3cret"));
            let read = call
                .read(br#"{"accessToken":"t0k","tokenScopes":["read"],"validityTime":60}"#)
                .unwrap();
            assert_eq!((read.token_scopes.len(), read.validity_time), (1, Some(60)));
            assert!(!format!("{read:?}").contains("t0k"));
            assert!(call.read(b"{}").is_err());
        }
    }

    #[test]
    fn a_masked_secret_is_none() {
        let read = |secret: &str| {
            let body = format!(
                r#"{{"list":[{{"consumerKey":"k","consumerSecret":{secret},"keyType":"PRODUCTION"}}]}}"#
            );
            list(Release::V4_7, "a").read(body.as_bytes()).unwrap().list.remove(0)
        };
        assert!(read("null").consumer_secret.is_none());
        assert!(read("\"****abc\"").consumer_secret.is_none());
        let key = read("\"s3cret\"");
        assert!(!format!("{key:?}").contains("s3cret"));
        assert_eq!(key.consumer_secret.unwrap().expose(), "s3cret");
    }
}
