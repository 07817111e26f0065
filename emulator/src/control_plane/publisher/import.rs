//! `POST /apis/import-openapi`, and an API's definition: REST reference §2.3.

use serde_json::{Value, json};

use super::super::api::Document;
use super::super::desk::Desk;
use super::super::problem::{Answer, Problem};
use super::super::push;
use super::apis::{add, created};
use super::change::state_allows;
use super::complete::complete;
use super::definition::{operations, parse, rewritten};
use crate::server::Reply;

/// Multipart with exactly one of `file`, `url` and (4.x) `inlineAPIDefinition`, and with
/// `additionalProperties` as JSON text.
pub(super) fn openapi(desk: &mut Desk<'_>) -> Answer {
    let parts = multipart(desk)?;
    let part = |name: &str| text_of(&parts, name);
    let inline = (!desk.classic()).then(|| part("inlineAPIDefinition")).flatten();
    let given = [part("file"), part("url"), inline].into_iter().flatten().count();
    if given != 1 {
        let names = if desk.classic() {
            "'file' and 'url'"
        } else {
            "'file', 'url' and 'inlineAPIDefinition'"
        };
        let description = format!("Exactly one of {names} must be given, and {given} are");
        return Err(Problem::bad_request(description));
    }
    let definition = known_definition(desk, &parts)?.unwrap_or_default();
    let parsed = parse(&definition)?;
    if parsed.get("openapi").or(parsed.get("swagger")).is_none() {
        let description = "The definition says neither 'openapi' nor 'swagger'";
        return Err(Problem::new(
            400,
            900_754,
            "Error while parsing OpenAPI definition",
            description,
        ));
    }
    let properties = part("additionalProperties").unwrap_or_default();
    if properties.is_empty() {
        return Err(Problem::bad_request("'additionalProperties' must be given"));
    }
    let Ok(mut document) = serde_json::from_str::<Document>(&properties) else {
        return Err(Problem::malformed());
    };
    let operations = operations(&parsed);
    if !operations.is_empty() {
        document.insert("operations".into(), json!(operations));
    }
    let id = add(desk, document, Some(parsed), None)?;
    created(desk, &id)
}

/// The definition of the parts: a file, a text, or what was fetched from the URL.
fn known_definition(
    desk: &Desk<'_>,
    parts: &[(String, bytes::Bytes)],
) -> Result<Option<String>, Problem> {
    if text_of(parts, "url").is_some() {
        let unreachable = |reason: &str| {
            let description = format!("The URL of the definition cannot be read: {reason}");
            Problem::new(400, 900_754, "Error while parsing OpenAPI definition", description)
        };
        return match desk.fetched {
            Some(Ok(text)) => Ok(Some(text.clone())),
            Some(Err(reason)) => Err(unreachable(reason)),
            None => Err(unreachable("nothing was fetched")),
        };
    }
    Ok(["file", "inlineAPIDefinition", "apiDefinition"]
        .iter()
        .find_map(|name| text_of(parts, name)))
}

/// A part's text, when it has one.
fn text_of(parts: &[(String, bytes::Bytes)], name: &str) -> Option<String> {
    let (_, bytes) = parts.iter().find(|(part, _)| part == name)?;
    String::from_utf8(bytes.to_vec()).ok().filter(|text| !text.trim().is_empty())
}

fn multipart(desk: &Desk<'_>) -> Result<Vec<(String, bytes::Bytes)>, Problem> {
    let content_type = desk.request.header("content-type").unwrap_or_default();
    if !content_type.to_ascii_lowercase().starts_with("multipart/") {
        let description = format!("Content-Type '{content_type}' is not supported");
        return Err(Problem::new(415, 415, "Unsupported Media Type", description));
    }
    Ok(desk.request.parts())
}

/// The definition of an API, or (4.x) of one of its revisions under the revision's own id.
pub(super) fn get(desk: &Desk<'_>, id: &str) -> Answer {
    let of_api = desk.state.apis.get(id).map(|api| &api.definition);
    let of_revision = || {
        let mut revisions = desk.state.apis.values().filter_map(|api| api.revision(id));
        revisions.next().map(|revision| &revision.definition)
    };
    let definition = of_api.or_else(of_revision).ok_or_else(|| Problem::api_not_found(id))?;
    Ok(Reply::new(200, "application/json", definition.clone()))
}

/// `PUT /apis/{id}/swagger`: multipart with `apiDefinition`, `file` or `url`; what is kept comes
/// back.
pub(super) fn put(desk: &mut Desk<'_>, id: &str) -> Answer {
    state_allows(desk, id)?;
    let parts = multipart(desk)?;
    let Some(text) = known_definition(desk, &parts)? else {
        return Err(Problem::bad_request("One of 'apiDefinition', 'file' and 'url' must be given"));
    };
    let parsed = parse(&text)?;
    let operations = operations(&parsed);
    let (now, release) = (desk.state.now(), desk.file.release);
    let classic = desk.classic();
    let before = push::present(desk.api(id)?);
    let api = desk.api_mut(id)?;
    if !operations.is_empty() {
        api.document.insert("operations".into(), json!(operations));
        complete(&mut api.document, release);
    }
    let kept: Value = rewritten(&parsed, &api.document, release);
    api.definition = kept.to_string();
    api.updated = now;
    let api = api.clone();
    // 3.x: a change of the definition is a change of the API, and put on its gateways.
    if classic {
        push::plan(desk.state, &desk.file.environments, &api, &before);
    }
    Ok(Reply::json(200, &kept))
}
