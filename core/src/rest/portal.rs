//! APIs in the Developer Portal and the URLs they are offered at: `rest-api.md` §3.1.

use serde::Deserialize;

use crate::model::Release;
use crate::rest::environment::null_as_default;
use crate::rest::operation::{PORTAL_GET_API, PORTAL_GET_DEFINITION, PORTAL_LIST_APIS};
use crate::rest::page::{Page, Slice};
use crate::rest::request::{Body, Call};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PortalApi {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) id: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) version: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) context: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) provider: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) description: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) life_cycle_status: String,
    #[serde(default, rename = "endpointURLs", deserialize_with = "null_as_default")]
    pub(crate) endpoint_urls: Vec<EndpointUrls>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) policies: Vec<Policy>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) tiers: Vec<Policy>,
}

/// A plan that is offered: a name, or an object that has one.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Policy {
    Name(String),
    #[serde(rename_all = "camelCase")]
    Tier {
        tier_name: String,
    },
}

impl Policy {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Name(name) | Self::Tier { tier_name: name } => name,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndpointUrls {
    pub(crate) environment_name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) environment_type: String,
    #[serde(default, rename = "URLs", deserialize_with = "null_as_default")]
    pub(crate) urls: Urls,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Urls {
    pub(crate) http: Option<String>,
    pub(crate) https: Option<String>,
    pub(crate) ws: Option<String>,
    pub(crate) wss: Option<String>,
}

/// An API as the portal's listings show it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PortalApiInfo {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) version: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) context: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) provider: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) life_cycle_status: String,
}

/// One page of what a search finds; an empty one finds everything that is shown.
pub(crate) fn find(release: Release, search: &str, slice: Slice) -> Call<Page<PortalApiInfo>> {
    let query = [("query", search)];
    let query = if search.is_empty() { &[][..] } else { &query };
    let target = slice.target(&PORTAL_LIST_APIS, release, query);
    Call::json(&PORTAL_LIST_APIS, target, Body::Empty)
}

/// An API that is not published is refused with 403, not 404.
pub(crate) fn get(release: Release, api_id: &str) -> Call<PortalApi> {
    Call::json(&PORTAL_GET_API, PORTAL_GET_API.target(release, &[api_id], &[]), Body::Empty)
}

/// The API's definition as text, with the addresses of one environment where it is named.
pub(crate) fn definition(
    release: Release,
    api_id: &str,
    environment: Option<&str>,
) -> Call<String> {
    let query: Vec<_> = environment.iter().map(|name| ("environmentName", *name)).collect();
    let target = PORTAL_GET_DEFINITION.target(release, &[api_id], &query);
    Call::new(&PORTAL_GET_DEFINITION, target, Body::Empty, read_definition)
}

/// The document itself, JSON or YAML, or its text as a JSON string; anything else is no definition.
pub(crate) fn read_definition(body: &[u8]) -> Result<String, String> {
    let text = std::str::from_utf8(body).map_err(|_| "it is no UTF-8".to_owned())?;
    let text = match serde_json::from_str::<serde_json::Value>(text) {
        Ok(serde_json::Value::String(document)) => document,
        // It begins as JSON does and ends too early.
        Err(_) if text.trim_start().starts_with(['{', '"']) => {
            return Err("the definition is no whole JSON document".to_owned());
        }
        _ => text.to_owned(),
    };
    let names_its_language =
        ["openapi", "swagger", "asyncapi"].iter().any(|word| text.contains(word));
    if names_its_language { Ok(text) } else { Err("it holds no definition of an API".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rest::testing::BASES;

    #[test]
    fn each_release_shows_an_apis_urls() {
        for (release, _, portal) in BASES {
            assert_eq!(get(release, "a").request.line(), format!("GET {portal}/apis/a"));
            let slice = Slice { limit: 25, offset: 0 };
            let all = find(release, "", slice).request;
            assert_eq!(all.line(), format!("GET {portal}/apis?limit=25&offset=0"));
            let some = find(release, "tag:a", slice).request;
            assert_eq!(some.line(), format!("GET {portal}/apis?query=tag%3Aa&limit=25&offset=0"));
            let whole = definition(release, "a", None).request;
            assert_eq!(whole.line(), format!("GET {portal}/apis/a/swagger"));
            let one = definition(release, "a", Some("Production and Sandbox")).request;
            let expected =
                format!("GET {portal}/apis/a/swagger?environmentName=Production%20and%20Sandbox");
            assert_eq!(one.line(), expected);
        }
        let api = get(Release::V4_7, "a").read(
            br#"{"endpointURLs":[{"environmentName":"Default","environmentDisplayName":"Default","environmentType":"hybrid",
                "URLs":{"http":null,"https":"https://localhost:8243/pets/1.0.0","ws":null,"wss":null},
                "defaultVersionURLs":{"http":null,"https":null,"ws":null,"wss":null}}],
                "tiers":[{"tierName":"Gold"},{"tierName":"Unlimited"}]}"#,
        ).unwrap();
        assert_eq!(
            api.endpoint_urls[0].urls.https.as_deref(),
            Some("https://localhost:8243/pets/1.0.0")
        );
        assert_eq!(api.tiers[1].name(), "Unlimited");
    }

    #[test]
    fn a_definition_is_read_plain_and_quoted() {
        let call = definition(Release::V4_7, "a", None);
        assert_eq!(call.read(br#"{"openapi":"3.0.1"}"#).unwrap(), r#"{"openapi":"3.0.1"}"#);
        assert_eq!(call.read(br#""{\"swagger\":\"2.0\"}""#).unwrap(), r#"{"swagger":"2.0"}"#);
        assert_eq!(call.read(b"openapi: 3.0.1\n").unwrap(), "openapi: 3.0.1\n");
        for other in
            [&b"<html></html>"[..], b"\xff", br#"{"openapi":"3.0.1","info"#, br#""{\"openapi"#]
        {
            assert!(call.read(other).is_err());
        }
    }
}
