//! An application's keys: `rest-api.md` §3.3.

use serde::Deserialize;
use serde_json::json;

use crate::model::{KeyType, Release, SecretText};
use crate::rest::capability::Capability;
use crate::rest::encode;
use crate::rest::environment::null_as_default;
use crate::rest::operation::{GENERATE_KEYS, LIST_KEYS};
use crate::rest::paths::{Service, path};
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
    pub(crate) key_manager: String,
    /// `COMPLETED`, or `CREATED` while an approval is awaited.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) key_state: String,
}

fn secret<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SecretText>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.filter(|text| !text.is_empty() && !text.contains("****")).map(SecretText::new))
}

#[derive(Debug, Deserialize)]
pub(crate) struct KeyList {
    #[serde(default = "Vec::new")]
    pub(crate) list: Vec<ApplicationKey>,
}

pub(crate) fn list(release: Release, application_id: &str) -> Call<KeyList> {
    let what = if Capability::KeyMappings.is_in(release) { "oauth-keys" } else { "keys" };
    let own = format!("/applications/{}/{what}", encode::percent(application_id));
    Call::json(&LIST_KEYS, path(Service::DevPortal, release, &own), Body::Empty)
}

pub(crate) fn generate(
    release: Release,
    application_id: &str,
    key_type: KeyType,
    grants: &[&str],
) -> Call<ApplicationKey> {
    let mut body = json!({
        "keyType": key_type.as_str(),
        "grantTypesToBeSupported": grants,
        "callbackUrl": "",
        "validityTime": "3600",
    });
    if Capability::KeyMappings.is_in(release)
        && let Some(object) = body.as_object_mut()
    {
        object.insert("keyManager".to_owned(), json!(RESIDENT));
    }
    let own = format!("/applications/{}/generate-keys", encode::percent(application_id));
    Call::json(&GENERATE_KEYS, path(Service::DevPortal, release, &own), Body::Json(body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rest::testing::BASES;

    #[test]
    fn each_release_has_the_requests() {
        for (release, _, portal) in BASES {
            let keys = if release >= Release::V3_2 { "oauth-keys" } else { "keys" };
            let request = list(release, "app").request;
            assert_eq!(request.line(), format!("GET {portal}/applications/app/{keys}"));
            let request = generate(release, "app", KeyType::Sandbox, &["password"]).request;
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
