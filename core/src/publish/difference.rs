//! What of an API is otherwise than a publication says: only what the publication names is compared.

use std::collections::BTreeSet;

use crate::error::{Error, ErrorKind, Result};
use crate::model::KeyType;
use crate::publish::publication::{ApiDefinition, Publication, Source};
use crate::rest::api_object::ApiObject;

/// The API's back ends, in API-M's own words.
const ENDPOINTS: &str = "endpointConfig";
const POLICIES: &str = "policies";
/// The API's document, which is no field of it.
pub(crate) const DEFINITION: &str = "definition";

/// The fields, in API-M's own names. Of a project these are the back ends alone: what else it holds, a revision's marker
/// tells.
///
/// # Errors
/// [`ErrorKind::Conflict`], code `context-differs`, for what no update can change.
pub(crate) fn fields(publication: &Publication, api: &ApiObject) -> Result<Vec<&'static str>> {
    require_context(publication, api)?;
    let mut differing = Vec::new();
    if KeyType::ALL.into_iter().any(|key_type| differs(publication, api, key_type)) {
        differing.push(ENDPOINTS);
    }
    if let Source::Definition(ApiDefinition { plans, .. }) = publication.source()
        && set(&api.policies()) != set(plans)
    {
        differing.push(POLICIES);
    }
    Ok(differing)
}

fn differs(publication: &Publication, api: &ApiObject, key_type: KeyType) -> bool {
    let wanted = match publication.source() {
        Source::Existing => None,
        Source::Definition(definition) => definition.endpoint(key_type),
        Source::Project(project) => project.endpoint(key_type),
    };
    wanted.is_some() && wanted != api.endpoint_url(key_type)
}

/// API-M keeps the plans in no order, and each once.
fn set(names: &[String]) -> BTreeSet<&String> {
    names.iter().collect()
}

fn require_context(publication: &Publication, api: &ApiObject) -> Result<()> {
    let Some(wanted) = publication.context() else { return Ok(()) };
    if api.context() == wanted {
        return Ok(());
    }
    let message = format!(
        "the API is at `{}` and cannot be moved to `{wanted}`: publish it under another name, or delete it first",
        api.context()
    );
    Err(Error::new(ErrorKind::Conflict, "context-differs", message)
        .with_context("context", api.context()))
}

/// Brings the fields in line; what the publication does not name stays.
pub(crate) fn remove(definition: &ApiDefinition, api: &mut ApiObject) {
    for key_type in KeyType::ALL {
        if let Some(url) = definition.endpoint(key_type)
            && api.endpoint_url(key_type) != Some(url)
        {
            api.set_endpoint_url(key_type, url);
        }
    }
    api.set_policies(&definition.plans);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn api() -> ApiObject {
        serde_json::from_value(json!({
            "context": "/pets", "policies": ["Gold", "Unlimited"], "tags": ["a"],
            "endpointConfig": {"endpoint_type": "http", "production_endpoints": {"url": "https://be/p"}},
        }))
        .unwrap()
    }

    fn pets(definition: ApiDefinition) -> Publication {
        Publication::new("Pets", "1").definition(definition)
    }

    #[test]
    fn only_what_is_named_is_compared() {
        let same = ApiDefinition::new("/pets").plans(["Unlimited", "Gold"]);
        assert!(fields(&pets(same.clone()), &api()).unwrap().is_empty());
        assert!(fields(&Publication::new("Pets", "1"), &api()).unwrap().is_empty());
        let moved = same.production_endpoint("https://be/q").plans(["Gold"]);
        assert_eq!(fields(&pets(moved.clone()), &api()).unwrap(), ["endpointConfig", "policies"]);
        let mut changed = api();
        remove(&moved, &mut changed);
        assert!(fields(&pets(moved), &changed).unwrap().is_empty());
        assert_eq!(changed.to_value()["tags"], json!(["a"]));
    }

    #[test]
    fn plans_are_a_set() {
        let definition = ApiDefinition::new("/pets").plans(["Gold", "Unlimited", "Gold"]);
        assert!(fields(&pets(definition.clone()), &api()).unwrap().is_empty());
        let mut sent = api();
        remove(&definition, &mut sent);
        assert_eq!(sent.policies(), ["Gold", "Unlimited"]);
    }

    #[test]
    fn a_context_cannot_be_changed() {
        let error = fields(&pets(ApiDefinition::new("/dogs")), &api()).unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Conflict, "context-differs"));
    }
}
