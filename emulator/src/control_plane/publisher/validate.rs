//! What an API must be before it is taken: REST reference §2.3, §5.1.

use serde_json::Value;

use super::super::api::{Api, Document, strings, text};
use super::super::desk::Desk;
use super::super::problem::Problem;
use super::body;
use crate::node::Release;

/// The tiers of a server as it is installed.
const TIERS: [&str; 9] = [
    "Unlimited",
    "Gold",
    "Silver",
    "Bronze",
    "Unauthenticated",
    "AsyncUnlimited",
    "AsyncGold",
    "AsyncSilver",
    "AsyncBronze",
];
const LONGEST_DESCRIPTION: usize = 32_766;
const LONGEST_PROVIDER: usize = 50;
/// What neither a name nor a version may have.
const ODD: &str = "~!@#;:%^*()+={}|\\<>\"',&$[]/";

/// Refuses properties that the release does not know and values of the wrong form.
pub(crate) fn document(document: &Document, release: Release) -> Result<(), Problem> {
    body::check_api(document, release)?;
    for key in ["name", "context", "version"] {
        if text(document, key).trim().is_empty() {
            return Err(Problem::bad_request(format!("{key} must not be null or empty")));
        }
    }
    let longest = |old, new| if release.at_least(4, 1) { new } else { old };
    for (key, limit) in [
        ("name", longest(50, 60)),
        ("context", longest(82, 232)),
        ("version", 30),
        ("description", LONGEST_DESCRIPTION),
        ("provider", LONGEST_PROVIDER),
    ] {
        if text(document, key).chars().count() > limit {
            return Err(Problem::bad_request(format!(
                "{key} must have at most {limit} characters"
            )));
        }
    }
    for key in ["name", "version"] {
        let odd = |c: char| ODD.contains(c) || (key == "version" && c.is_whitespace());
        if let Some(found) = text(document, key).chars().find(|c| odd(*c)) {
            return Err(Problem::bad_request(format!(
                "{key} must not have the character '{found}'"
            )));
        }
    }
    let wrong = |c: char| c.is_whitespace() || "?#\\<>\"^`|".contains(c);
    if text(document, "context").contains(wrong) || text(document, "context").ends_with('/') {
        return Err(Problem::new(400, 900_346, "Invalid context", "The API context is malformed"));
    }
    let unknown = strings(document, "policies").into_iter().find(|tier| !TIERS.contains(tier));
    if let Some(tier) = unknown {
        let description = format!("Specified tier {tier} is invalid");
        return Err(Problem::new(400, 900_305, "The tier is invalid", description));
    }
    Ok(())
}

/// Refuses an API whose name or context is taken.
pub(crate) fn is_new(desk: &Desk<'_>, document: &Document) -> Result<(), Problem> {
    let [name, context, version] = ["name", "context", "version"].map(|key| text(document, key));
    let context = slashed(context);
    let of_name = |api: &&Api| api.name() == name;
    let exists = |found: &str| {
        let description = format!("The API already exists: {found}-{version}");
        Problem::new(409, 900_300, "The API already exists", description)
    };
    let apis = || desk.state.apis.values();
    if apis().filter(of_name).any(|api| api.version() == version) {
        return Err(exists(name));
    }
    if apis().filter(of_name).any(|api| api.context() != context) {
        let description = format!("The API name '{name}' has another context already");
        return Err(Problem::new(400, 400, "Bad Request", description));
    }
    let in_other_case =
        |api: &Api| api.name() != name && api.name().to_lowercase() == name.to_lowercase();
    if apis().any(in_other_case) {
        let description = format!("The API name {name} exists in another letter case");
        return Err(Problem::new(409, 900_250, "The API name already exists", description));
    }
    if apis().any(|api| api.name() != name && api.context() == context) {
        let description = format!("The API context {context} is already in use");
        return Err(Problem::new(409, 900_251, "The API context already exists", description));
    }
    Ok(())
}

pub(crate) fn slashed(context: &str) -> String {
    if context.starts_with('/') { context.to_owned() } else { format!("/{context}") }
}

/// Takes away what the server alone decides.
pub(crate) fn without_the_servers(document: &mut Document) {
    for key in [
        "id",
        "provider",
        "lifeCycleStatus",
        "workflowStatus",
        "createdTime",
        "lastUpdatedTime",
        "lastUpdatedTimestamp",
        "isRevision",
        "revisionedApiId",
        "revisionId",
        "initiatedFromGateway",
        "wsdlUrl",
    ] {
        document.remove(key);
    }
    document.retain(|_, value: &mut Value| !value.is_null());
}
