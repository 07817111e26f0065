//! Bodies as the portal takes them: REST reference §5.1, "unknown property in the body".

use serde_json::Value;

use super::super::api::Document;
use super::super::desk::Desk;
use super::super::problem::Problem;

/// The body, when every property in it is known.
pub(super) fn body(desk: &Desk<'_>, known: &[&str]) -> Result<Document, Problem> {
    let body = desk.body()?;
    only(&body, known)?;
    Ok(body)
}

/// Refuses properties that are not known.
pub(super) fn only(body: &Document, known: &[&str]) -> Result<(), Problem> {
    match body.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(Problem::bad_request(format!("Unrecognized property '{key}'"))),
        None => Ok(()),
    }
}

/// A text that may be left out; anything but a text is refused.
pub(super) fn optional<'d>(body: &'d Document, key: &str) -> Result<Option<&'d str>, Problem> {
    match body.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Problem::bad_request(format!("{key} must be a string"))),
    }
}

/// A text that must be there and not blank.
pub(super) fn required<'d>(body: &'d Document, key: &str) -> Result<&'d str, Problem> {
    match optional(body, key)? {
        Some(text) if !text.trim().is_empty() => Ok(text),
        _ => Err(Problem::bad_request(format!("{key} must not be null"))),
    }
}

/// A whole number that may be left out.
pub(super) fn number(body: &Document, key: &str) -> Result<Option<i64>, Problem> {
    match body.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value
            .as_i64()
            .map(Some)
            .ok_or_else(|| Problem::bad_request(format!("{key} must be a whole number"))),
    }
}

/// A list of texts; empty when it is left out.
pub(super) fn texts(body: &Document, key: &str) -> Result<Vec<String>, Problem> {
    let wrong = || Problem::bad_request(format!("{key} must be a list of strings"));
    match body.get(key) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(items)) => {
            items.iter().map(|item| item.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
        }
        Some(_) => Err(wrong()),
    }
}
