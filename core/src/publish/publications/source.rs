//! What a publication names besides itself: documents and projects.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::draft::PublicationDraft;
use super::values::literal;
use crate::diagnostic::publications::{UNREADABLE_DOCUMENT, UNUSABLE_PROJECT};
use crate::model::reader::{At, Findings, shown};
use crate::publish::project::{ApiProject, ApiProjectOptions, document};

/// An `OpenAPI` document.
pub(super) struct Document {
    pub(super) text: String,
    pub(super) title: Said,
    pub(super) version: Said,
}

/// What a document's `info` says of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Nothing,
    /// Something else, such as the number that `version: 1.0` is in YAML. How it was written is not known any more: `1.10`
    /// is read as 1.1.
    NoText,
    Text(String),
}

/// Reads the document that a publication names.
pub(super) fn document(
    at: &At<String>,
    subject: &str,
    base: &Path,
    findings: &mut Findings,
) -> Option<Document> {
    let path = literal("openapi", subject, at, findings)?;
    let read = crate::files::read(&base.join(path))
        .map_err(|error| error.message().to_owned())
        .and_then(|text| parse(path, text));
    match read {
        Ok(document) => Some(document),
        Err(reason) => {
            let message = format!("`openapi` of {subject} cannot be read: {reason}");
            findings
                .error(&UNREADABLE_DOCUMENT, &at.place, message)
                .help("name an OpenAPI document, by a path from the folder of this file");
            None
        }
    }
}

fn parse(path: &str, text: String) -> Result<Document, String> {
    let value =
        document::parse(path, text.as_bytes()).map_err(super::super::project::Problem::reason)?;
    let is_openapi = ["openapi", "swagger"].iter().any(|key| value.get(key).is_some());
    if !is_openapi {
        return Err(format!("`{}` has neither `openapi` nor `swagger`", shown(path)));
    }
    let info = |key: &str| match value.get("info").and_then(|info| info.get(key)) {
        None | Some(Value::Null) => Said::Nothing,
        Some(Value::String(text)) => Said::Text(text.clone()),
        Some(_) => Said::NoText,
    };
    Ok(Document { title: info("title"), version: info("version"), text })
}

/// Reads the project that a publication names, with its parameters.
pub(super) fn project(
    at: &At<String>,
    draft: &PublicationDraft,
    base: &Path,
    findings: &mut Findings,
) -> Option<Arc<ApiProject>> {
    let subject = &draft.subject;
    let path: PathBuf = base.join(literal("project", subject, at, findings)?);
    let mut options = ApiProjectOptions::new();
    if let Some(given) = draft.parameters.given() {
        options = options.parameters(base.join(literal("parameters", subject, given, findings)?));
    }
    if let Some(given) = draft.parameters_environment.given() {
        let name = literal("parameters_environment", subject, given, findings)?;
        options = options.parameters_environment(name);
    }
    match ApiProject::open_with(path, &options) {
        Ok(project) => Some(Arc::new(project)),
        Err(error) => {
            let message = format!("`project` of {subject} cannot be used: {}", error.message());
            findings
                .error(&UNUSABLE_PROJECT, &at.place, message)
                .help("name a project's folder or archive, by a path from the folder of this file");
            None
        }
    }
}
