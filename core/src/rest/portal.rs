//! APIs in the Developer Portal and the URLs they are offered at: `rest-api.md` §3.1.

use serde::Deserialize;

use crate::model::Release;
use crate::rest::encode;
use crate::rest::environment::null_as_default;
use crate::rest::operation::PORTAL_GET_API;
use crate::rest::paths::{Service, path};
use crate::rest::request::{Body, Call};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PortalApi {
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

/// An API that is not published is refused with 403, not 404.
pub(crate) fn get(release: Release, api_id: &str) -> Call<PortalApi> {
    let own = format!("/apis/{}", encode::percent(api_id));
    Call::json(&PORTAL_GET_API, path(Service::DevPortal, release, &own), Body::Empty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rest::testing::BASES;

    #[test]
    fn each_release_shows_an_apis_urls() {
        for (release, _, portal) in BASES {
            assert_eq!(get(release, "a").request.line(), format!("GET {portal}/apis/a"));
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
}
