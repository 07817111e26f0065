//! What bodies say. Their form was looked at before (`body.rs`).

use serde_json::Value;

use super::super::api::Document;
use super::super::problem::Problem;

/// A text that may be left out.
pub(super) fn optional<'d>(body: &'d Document, key: &str) -> Option<&'d str> {
    body.get(key).and_then(Value::as_str)
}

/// A text that must be there and not blank.
pub(super) fn required<'d>(body: &'d Document, key: &str) -> Result<&'d str, Problem> {
    match optional(body, key) {
        Some(text) if !text.trim().is_empty() => Ok(text),
        _ => Err(Problem::bad_request(format!("{key} must not be null"))),
    }
}

/// A whole number that may be left out.
pub(super) fn number(body: &Document, key: &str) -> Option<i64> {
    body.get(key).and_then(Value::as_i64)
}

/// A list of texts; empty when it is left out.
pub(super) fn texts(body: &Document, key: &str) -> Vec<String> {
    let items = body.get(key).and_then(Value::as_array);
    items.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
