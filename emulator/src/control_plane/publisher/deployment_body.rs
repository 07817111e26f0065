//! What a request says about deployments: REST reference §2.7.

use serde_json::{Map, Value};

use super::super::desk::Desk;
use super::super::operation::{ALWAYS, Releases};
use super::super::problem::Problem;
use super::fields::malformed;
use crate::node::Release;

/// One item: the environment's name, and what else it says.
pub(crate) struct Wanted {
    pub(crate) environment: String,
    pub(crate) vhost: Option<String>,
    pub(crate) on_devportal: bool,
}

const FIELDS: &[(&str, Releases)] = &[
    ("revisionUuid", ALWAYS),
    ("name", ALWAYS),
    ("vhost", ALWAYS),
    ("displayOnDevportal", ALWAYS),
    ("deployedTime", ALWAYS),
    ("successDeployedTime", Releases::from(4, 1)),
    ("status", Releases::from(4, 3)),
    ("liveGatewayCount", Releases::from(4, 6)),
    ("deployedGatewayCount", Releases::from(4, 6)),
    ("failedGatewayCount", Releases::from(4, 6)),
];

/// Refuses properties that a deployment does not have in the release.
pub(super) fn only_known(item: &Map<String, Value>, release: Release) -> Result<(), Problem> {
    let is_known = |name: &str| {
        FIELDS.iter().any(|(known, releases)| *known == name && releases.contain(release))
    };
    match item.keys().find(|name| !is_known(name)) {
        Some(name) => Err(Problem::bad_request(format!("Unrecognized property '{name}'"))),
        None => Ok(()),
    }
}

/// The items of the body; each names an environment that there is.
pub(super) fn wanted(desk: &Desk<'_>) -> Result<Vec<Wanted>, Problem> {
    if desk.request.body.is_empty() {
        return Err(Problem::bad_request("Request payload cannot be empty."));
    }
    let Some(Value::Array(items)) = desk.request.json() else { return Err(malformed()) };
    let mut found = Vec::new();
    for item in items {
        let Value::Object(item) = item else { return Err(malformed()) };
        only_known(&item, desk.file.release)?;
        let text = |key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
        let environment = text("name").unwrap_or_default();
        if desk.environment(&environment).is_none() {
            let message = "Invalid Gateway Environment";
            let description = format!(
                "Gateway environment not found: {environment}. Invalid environment: {environment}"
            );
            return Err(Problem::new(400, 900_504, message, description));
        }
        let on_devportal = item.get("displayOnDevportal").and_then(Value::as_bool).unwrap_or(true);
        found.push(Wanted { environment, vhost: text("vhost"), on_devportal });
    }
    Ok(found)
}
