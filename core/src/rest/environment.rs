//! The gateway environments of the Publisher's settings: `rest-api.md` §2.5.

use serde::{Deserialize, Deserializer};

use crate::model::Release;
use crate::rest::operation::SETTINGS_OF_PUBLISHER;
use crate::rest::request::{Body, Call};

/// What the settings say, as far as it is used.
#[derive(Debug, Deserialize)]
pub(crate) struct Settings {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) environment: Vec<Environment>,
}

/// One gateway environment.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Environment {
    pub(crate) name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) display_name: String,
    #[serde(default, rename = "type", deserialize_with = "null_as_default")]
    pub(crate) kind: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) show_in_api_console: bool,
    /// 3.x
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) endpoints: Endpoints,
    /// Since 4.0
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) vhosts: Vec<VirtualHost>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Endpoints {
    pub(crate) http: Option<String>,
    pub(crate) https: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VirtualHost {
    pub(crate) host: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) http_context: String,
    pub(crate) http_port: Option<i64>,
    pub(crate) https_port: Option<i64>,
}

pub(crate) fn settings(release: Release) -> Call<Settings> {
    let target = SETTINGS_OF_PUBLISHER.target(release, &[], &[]);
    Call::json(&SETTINGS_OF_PUBLISHER, target, Body::Empty)
}

/// API-M writes `null` for much that is absent.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rest::testing::BASES;

    #[test]
    fn each_release_lists_its_environments_in_the_settings() {
        for (release, publisher, _) in BASES {
            assert_eq!(settings(release).request.line(), format!("GET {publisher}/settings"));
        }
    }

    #[test]
    fn both_shapes_are_read() {
        let call = settings(Release::V3_2);
        let classic = call
            .read(br#"{"storeUrl":"x","environment":[{"name":"Production Gateway","type":"production","serverUrl":"https://localhost:9444/services/",
                "endpoints":{"http":"http://localhost:8281","https":"https://localhost:8244"},"showInApiConsole":true}]}"#)
            .unwrap();
        let first = &classic.environment[0];
        assert_eq!(first.endpoints.https.as_deref(), Some("https://localhost:8244"));
        assert!(first.show_in_api_console && first.vhosts.is_empty());
        let revisions = call
            .read(br#"{"environment":[{"id":"Default","name":"Default","displayName":null,"type":"hybrid","showInApiConsole":true,
                "vhosts":[{"host":"localhost","httpContext":"","httpPort":8280,"httpsPort":8243,"wsPort":9099,"wssPort":8099}]}]}"#)
            .unwrap();
        assert_eq!(revisions.environment[0].vhosts[0].https_port, Some(8243));
        assert!(call.read(br#"{"environment":null}"#).unwrap().environment.is_empty());
    }
}
