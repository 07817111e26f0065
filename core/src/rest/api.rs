//! APIs in the Publisher: `rest-api.md` §2.2, §2.3.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::error::Result;
use crate::model::{KeyType, Release};
use crate::rest::api_object::ApiObject;
use crate::rest::capability::Capability;
use crate::rest::encode::Part;
use crate::rest::environment::null_as_default;
use crate::rest::operation::{
    CREATE_API, DELETE_API, GET_API, IMPORT_OPENAPI, LIST_APIS, UPDATE_API,
};
use crate::rest::page::{Page, Slice};
use crate::rest::request::{Body, Call};

/// An API as listings show it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApiInfo {
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

impl From<ApiObject> for ApiInfo {
    fn from(api: ApiObject) -> Self {
        let text = |key| api.field(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        Self {
            id: api.id().to_owned(),
            name: api.name().to_owned(),
            version: api.version().to_owned(),
            context: api.context().to_owned(),
            provider: text("provider"),
            life_cycle_status: api.lifecycle().to_owned(),
        }
    }
}

/// In which order APIs are listed, since 4.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sorting {
    /// API-M's own name of the field, such as `apiName`.
    pub(crate) by: &'static str,
    pub(crate) is_ascending: bool,
}

/// One page of all APIs.
pub(crate) fn list(release: Release, slice: Slice) -> Call<Page<ApiInfo>> {
    Call::json(&LIST_APIS, slice.target(&LIST_APIS, release, &[]), Body::Empty)
}

/// One page of what a search finds, such as `name:"Pets" status:PUBLISHED`; an empty one finds everything.
pub(crate) fn find(
    release: Release,
    search: &str,
    sorting: Option<Sorting>,
    slice: Slice,
) -> Result<Call<Page<ApiInfo>>> {
    let mut query = Vec::new();
    if !search.is_empty() {
        query.push(("query", search));
    }
    if let Some(sorting) = sorting {
        Capability::Sorting.require(release)?;
        let order = if sorting.is_ascending { "asc" } else { "desc" };
        query.extend([("sortBy", sorting.by), ("sortOrder", order)]);
    }
    Ok(Call::json(&LIST_APIS, slice.target(&LIST_APIS, release, &query), Body::Empty))
}

/// APIs of this name and version. The search is not exact in every release: the caller compares.
pub(crate) fn search(release: Release, name: &str, version: &str) -> Call<Page<ApiInfo>> {
    let search = format!("name:\"{name}\" version:\"{version}\"");
    let query = [("query", search.as_str())];
    Call::json(&LIST_APIS, Slice::after(0).target(&LIST_APIS, release, &query), Body::Empty)
}

/// An API, or a revision of one by the revision's identifier.
pub(crate) fn get(release: Release, api_id: &str) -> Call<ApiObject> {
    Call::json(&GET_API, GET_API.target(release, &[api_id], &[]), Body::Empty)
}

/// Replaces the whole object.
pub(crate) fn update(release: Release, api: &ApiObject) -> Call<ApiObject> {
    let target = UPDATE_API.target(release, &[api.id()], &[]);
    Call::json(&UPDATE_API, target, Body::Json(api.to_value()))
}

pub(crate) fn delete(release: Release, api_id: &str) -> Call<()> {
    Call::unit(&DELETE_API, DELETE_API.target(release, &[api_id], &[]), Body::Empty)
}

/// Creates an API from a whole object.
pub(crate) fn create_object(release: Release, api: &ApiObject) -> Call<ApiObject> {
    let target = CREATE_API.target(release, &[], &[]);
    Call::json(&CREATE_API, target, Body::Json(api.to_value()))
}

/// What an API is created from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct NewApi {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) context: String,
    pub(crate) production_endpoint: Option<String>,
    pub(crate) sandbox_endpoint: Option<String>,
    pub(crate) policies: Vec<String>,
    pub(crate) transports: Vec<String>,
    /// 3.x; left out elsewhere, where it would be an unknown property.
    pub(crate) gateway_environments: Vec<String>,
}

impl NewApi {
    fn properties(&self, release: Release) -> Value {
        let mut properties = json!({
            "name": self.name,
            "version": self.version,
            "context": self.context,
            "policies": self.policies,
            "transport": self.transports,
        });
        let endpoints = endpoint_config(|key_type| match key_type {
            KeyType::Sandbox => self.sandbox_endpoint.as_deref(),
            KeyType::Production => self.production_endpoint.as_deref(),
        });
        if let Some(object) = properties.as_object_mut() {
            if let Some(endpoints) = endpoints {
                object.insert("endpointConfig".to_owned(), endpoints);
            }
            if release.is_classic() {
                object.insert("gatewayEnvironments".to_owned(), json!(self.gateway_environments));
            }
        }
        properties
    }
}

/// `endpointConfig` for HTTP back ends; `None` when there is none.
pub(crate) fn endpoint_config<'u>(url: impl Fn(KeyType) -> Option<&'u str>) -> Option<Value> {
    let mut config = json!({ "endpoint_type": "http" });
    let object = config.as_object_mut()?;
    for key_type in KeyType::ALL {
        if let Some(url) = url(key_type) {
            object.insert(endpoints_key(key_type).to_owned(), json!({ "url": url }));
        }
    }
    (object.len() > 1).then_some(config)
}

pub(crate) const fn endpoints_key(key_type: KeyType) -> &'static str {
    match key_type {
        KeyType::Production => "production_endpoints",
        KeyType::Sandbox => "sandbox_endpoints",
    }
}

/// Creates an API without a definition: API-M gives it `/*` with five verbs.
pub(crate) fn create(release: Release, api: &NewApi) -> Call<ApiObject> {
    let target = CREATE_API.target(release, &[], &[]);
    Call::json(&CREATE_API, target, Body::Json(api.properties(release)))
}

/// Creates an API from the text of an `OpenAPI` document.
pub(crate) fn import_openapi(release: Release, api: &NewApi, document: &str) -> Call<ApiObject> {
    import_openapi_with(release, &api.properties(release), document.as_bytes())
}

/// The same, with all properties.
pub(crate) fn import_openapi_with(
    release: Release,
    properties: &Value,
    document: &[u8],
) -> Call<ApiObject> {
    let is_json = document.trim_ascii_start().starts_with(b"{");
    let (file_name, content_type) = if is_json {
        ("openapi.json", "application/json")
    } else {
        ("openapi.yaml", "application/yaml")
    };
    let file = Part {
        name: "file",
        file_name: Some(file_name),
        content_type: Some(content_type),
        content: document.to_vec(),
    };
    let properties = Part::field("additionalProperties", properties.to_string());
    let target = IMPORT_OPENAPI.target(release, &[], &[]);
    Call::json(&IMPORT_OPENAPI, target, Body::Multipart(vec![file, properties]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::rest::testing::BASES;

    fn pets() -> NewApi {
        NewApi {
            name: "Pets".to_owned(),
            version: "1.0.0".to_owned(),
            context: "/pets".to_owned(),
            production_endpoint: Some("https://be.example/p".to_owned()),
            sandbox_endpoint: None,
            policies: vec!["Unlimited".to_owned()],
            transports: vec!["https".to_owned()],
            gateway_environments: vec!["Production Gateway".to_owned()],
        }
    }

    #[test]
    fn listings_are_paged_and_searches_exact() {
        for (release, publisher, _) in BASES {
            assert_eq!(
                list(release, Slice::after(200)).request.line(),
                format!("GET {publisher}/apis?limit=100&offset=200")
            );
            assert_eq!(
                search(release, "Pets", "1.0.0").request.line(),
                format!(
                    "GET {publisher}/apis?query=name%3A%22Pets%22%20version%3A%221.0.0%22&limit=100&offset=0"
                )
            );
            assert_eq!(get(release, "a-1").request.line(), format!("GET {publisher}/apis/a-1"));
        }
        let page = list(Release::V4_7, Slice::after(0)).read(
            br#"{"count":1,"list":[{"id":"i","name":"Pets","context":"/pets","version":"1.0.0","provider":"admin","lifeCycleStatus":"CREATED"}],
                "pagination":{"offset":0,"limit":25,"total":1,"next":"","previous":""}}"#,
        ).unwrap();
        assert_eq!(
            (page.list[0].life_cycle_status.as_str(), page.pagination.total),
            ("CREATED", Some(1))
        );
    }

    #[test]
    fn a_search_is_a_query_and_sorted_since_4_1() {
        let slice = Slice { limit: 25, offset: 50 };
        let by_name = Some(Sorting { by: "apiName", is_ascending: true });
        for (release, publisher, _) in BASES {
            let all = find(release, "", None, slice).unwrap().request;
            assert_eq!(all.line(), format!("GET {publisher}/apis?limit=25&offset=50"));
            let some = find(release, "status:PUBLISHED", None, slice).unwrap().request;
            let expected =
                format!("GET {publisher}/apis?query=status%3APUBLISHED&limit=25&offset=50");
            assert_eq!(some.line(), expected);
            let sorted = find(release, "", by_name, slice);
            if release < Release::V4_1 {
                assert_eq!(sorted.unwrap_err().kind(), ErrorKind::Unsupported);
            } else {
                let expected =
                    format!("GET {publisher}/apis?sortBy=apiName&sortOrder=asc&limit=25&offset=50");
                assert_eq!(sorted.unwrap().request.line(), expected);
            }
        }
    }

    #[test]
    fn an_api_is_deleted_by_its_identifier() {
        for (release, publisher, _) in BASES {
            let request = delete(release, "a/1").request;
            assert_eq!(request.line(), format!("DELETE {publisher}/apis/a%2F1"));
        }
    }

    #[test]
    fn only_classic_releases_are_given_environments_on_create() {
        for (release, publisher, _) in BASES {
            let request = create(release, &pets()).request;
            assert_eq!(request.line(), format!("POST {publisher}/apis"));
            let environments = if release.is_classic() {
                r#""gatewayEnvironments":["Production Gateway"],"#
            } else {
                ""
            };
            assert_eq!(
                request.text(),
                format!(
                    r#"{{"context":"/pets","endpointConfig":{{"endpoint_type":"http","production_endpoints":{{"url":"https://be.example/p"}}}},{environments}"name":"Pets","policies":["Unlimited"],"transport":["https"],"version":"1.0.0"}}"#
                )
            );
        }
    }

    #[test]
    fn a_document_is_imported_as_a_file_with_properties() {
        for (release, publisher, _) in BASES {
            let request = import_openapi(release, &pets(), "openapi: 3.0.1\n").request;
            assert_eq!(request.line(), format!("POST {publisher}/apis/import-openapi"));
            let body = request.text();
            assert!(body.starts_with(
                "--gatewright\r\nContent-Disposition: form-data; name=\"file\"; filename=\"openapi.yaml\"\r\n\
                 Content-Type: application/yaml\r\n\r\nopenapi: 3.0.1\n\r\n--gatewright\r\n\
                 Content-Disposition: form-data; name=\"additionalProperties\"\r\n\r\n{\"context\":\"/pets\","
            ), "{body}");
            assert_eq!(body.contains("gatewayEnvironments"), release.is_classic());
        }
    }

    #[test]
    fn an_update_sends_the_whole_object_back() {
        let api = get(Release::V3_2, "i").read(br#"{"id":"i","name":"Pets","foo":[1]}"#).unwrap();
        let request = update(Release::V3_2, &api).request;
        assert_eq!(request.line(), "PUT /api/am/publisher/v1/apis/i");
        assert_eq!(request.text(), r#"{"foo":[1],"id":"i","name":"Pets"}"#);
    }
}
