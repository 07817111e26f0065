//! From text to a saved plan.

use serde::Deserialize;
use serde_json::Value;
use serde_json::error::Category;

use super::document::{FORMAT, SCHEMA_VERSION, SavedPlan, checksum};
use crate::error::{Error, ErrorKind, Result};

/// Where a text is not what was saved: line and column, from 1.
type Place = (usize, usize);

impl SavedPlan {
    /// # Errors
    /// `not-a-saved-plan`, `saved-plan-damaged`, `saved-plan-too-new`. What the text holds does not come into them: it may be
    /// any file.
    pub(super) fn read(text: &str) -> Result<Self> {
        // Some shells write one before what they redirect.
        let text = text.trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            return Err(foreign("the text is empty"));
        }
        let document: Value = serde_json::from_str(text).map_err(|error| not_json(text, &error))?;
        if document.get("format").and_then(Value::as_str) != Some(FORMAT) {
            let is_report = document.get("apis").is_some() && document.get("counts").is_some();
            return Err(foreign(if is_report {
                "it is a plan's report in JSON, which is for reading"
            } else {
                "it does not say that it is one"
            }));
        }
        match document.get("schema_version").and_then(Value::as_u64) {
            Some(version) if version > u64::from(SCHEMA_VERSION) => return Err(too_new(version)),
            Some(version) if version == u64::from(SCHEMA_VERSION) => {}
            _ => return Err(damaged("its schema version is none", None)),
        }
        // From the text and not from the value: that knows no lines.
        let mut reader = serde_json::Deserializer::from_str(text);
        let saved = Self::deserialize(&mut reader).map_err(|error| {
            let what = "a field is missing or holds something else than it should";
            damaged(what, Some((error.line(), error.column())))
        })?;
        if saved.checksum != checksum(document) {
            return Err(damaged("its checksum is that of another text", None));
        }
        Ok(saved)
    }
}

/// A text that was begun as ours is damaged; any other one is somebody else's.
fn not_json(text: &str, error: &serde_json::Error) -> Error {
    if !text.trim_start().starts_with('{') {
        return foreign("it is no JSON object");
    }
    let what = match error.classify() {
        Category::Eof => "it ends too early",
        _ => "it is not JSON",
    };
    damaged(what, Some((error.line(), error.column())))
}

fn foreign(why: &str) -> Error {
    let message = format!("the text is no saved plan: {why}");
    Error::new(ErrorKind::InvalidInput, "not-a-saved-plan", message)
}

fn damaged(what: &str, place: Option<Place>) -> Error {
    let at = place
        .map_or_else(String::new, |(line, column)| format!(" in line {line}, column {column}"));
    let message = format!("the saved plan is damaged{at}: {what}");
    let error = Error::new(ErrorKind::InvalidInput, "saved-plan-damaged", message);
    match place {
        Some((line, column)) => {
            error.with_context("line", line.to_string()).with_context("column", column.to_string())
        }
        None => error,
    }
}

fn too_new(version: u64) -> Error {
    let message = format!(
        "the saved plan has the schema version {version}, and this release of Gatewright knows {SCHEMA_VERSION}: apply it \
         with the release that made it, or plan again"
    );
    Error::new(ErrorKind::Unsupported, "saved-plan-too-new", message)
}
