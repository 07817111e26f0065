//! What a request says about deployments: REST reference §2.7.

use serde_json::Value;

use super::super::desk::Desk;
use super::super::problem::Problem;

/// One item: the environment's name, and what else it says.
pub(crate) struct Wanted {
    pub(crate) environment: String,
    pub(crate) vhost: Option<String>,
    pub(crate) on_devportal: bool,
}

/// The items of the body; each names an environment that there is.
pub(super) fn wanted(desk: &Desk<'_>) -> Result<Vec<Wanted>, Problem> {
    let Value::Array(items) = desk.json()? else { return Err(Problem::malformed()) };
    let mut found = Vec::new();
    for item in items {
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
