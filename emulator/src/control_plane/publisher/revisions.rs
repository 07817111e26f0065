//! Revisions: REST reference §2.7.

use serde_json::{Value, json};

use super::super::api::{Api, Revision};
use super::super::desk::Desk;
use super::super::problem::{Answer, Problem};
use super::deployments;
use crate::ids;
use crate::server::Reply;

const MOST: usize = 5;

fn writes(desk: &Desk<'_>) -> Result<(), Problem> {
    let newer = desk.file.release.at_least(4, 1);
    desk.caller.needs(if newer {
        &["api_create", "api_publish", "api_import_export", "api_manage"]
    } else {
        &["api_create", "api_publish", "api_import_export"]
    })
}

pub(super) fn unknown(revision: &str) -> Problem {
    let description = format!("API revision with id '{revision}' not found");
    Problem::new(404, 900_347, "API Revision Not Found", description)
}

pub(super) fn list(desk: &Desk<'_>, id: &str) -> Answer {
    if desk.file.release.at_least(4, 1) {
        let any = ["api_view", "api_create", "api_publish", "api_import_export", "api_manage"];
        desk.caller.needs(&any)?;
    } else {
        writes(desk)?;
    }
    let api = desk.api(id)?;
    let wanted = match desk.request.parameter("query").as_deref().map(str::trim) {
        Some("deployed:true") => Some(true),
        Some("deployed:false") => Some(false),
        _ => None,
    };
    let list: Vec<Value> = api
        .revisions
        .iter()
        .filter(|revision| wanted.is_none_or(|wanted| is_deployed(api, &revision.id) == wanted))
        .map(|revision| json(desk, api, revision))
        .collect();
    Ok(Reply::json(200, &json!({"count": list.len(), "list": list})))
}

fn is_deployed(api: &Api, revision: &str) -> bool {
    api.deployments.iter().any(|deployment| deployment.revision == revision)
}

fn json(desk: &Desk<'_>, api: &Api, revision: &Revision) -> Value {
    let deployments: Vec<Value> = api
        .deployments
        .iter()
        .filter(|deployment| deployment.revision == revision.id)
        .map(|deployment| deployments::json(desk, deployment))
        .collect();
    json!({
        "id": revision.id,
        "displayName": format!("Revision {}", revision.number),
        "description": revision.description,
        "createdTime": revision.created.to_string(),
        "apiInfo": {"id": api.id},
        "deploymentInfo": deployments,
    })
}

pub(super) fn create(desk: &mut Desk<'_>, id: &str) -> Answer {
    writes(desk)?;
    let failed = format!("Error while adding new API Revision for API : {id}");
    let body = if desk.request.body.is_empty() {
        super::super::api::Document::new()
    } else {
        desk.body()?
    };
    let description = super::super::api::text(&body, "description").to_owned();
    let Ok(api) = desk.api(id) else {
        return Err(Problem::new(500, 500, "Internal server error", failed));
    };
    if api.is_advertised() {
        let description = format!("The API is third party, it has no revisions: {id}");
        return Err(Problem::new(
            400,
            903_225,
            "Creating a revision is not supported",
            description,
        ));
    }
    if description.chars().count() > 255 {
        return Err(Problem::bad_request("description must have at most 255 characters"));
    }
    if api.revisions.len() >= MOST {
        let message = "Maximum number of revisions per API has reached";
        let description = format!(
            "Maximum number of revisions per API has reached. Need to remove stale revision to create a new Revision for API : {id}"
        );
        // REST reference §2.7: the handler of 4.0 wraps every failure as 500.
        return Err(if desk.file.release.at_least(4, 1) {
            Problem::new(400, 900_351, message, description)
        } else {
            Problem::new(500, 500, "Internal server error", failed)
        });
    }
    let created = desk.state.now();
    let api = desk.api_mut(id)?;
    api.numbered += 1;
    let revision = Revision {
        id: ids::uuid(),
        number: api.numbered,
        description,
        created,
        document: api.document.clone(),
        definition: api.definition.clone(),
    };
    api.revisions.push(revision.clone());
    let body = json(desk, desk.api(id)?, &revision);
    Ok(Reply::json(201, &body))
}

pub(super) fn delete(desk: &mut Desk<'_>, id: &str, revision: &str) -> Answer {
    writes(desk)?;
    let api = desk.api_mut(id)?;
    if api.revision(revision).is_none() {
        return Err(unknown(revision));
    }
    if is_deployed(api, revision) {
        let description = format!(
            "Couldn't delete API revision since API revision is currently deployed to a gateway: {revision}"
        );
        return Err(Problem::new(400, 900_348, "API Revision is deployed", description));
    }
    api.revisions.retain(|known| known.id != revision);
    list(desk, id)
}

pub(super) fn restore(desk: &mut Desk<'_>, id: &str) -> Answer {
    deployments::writes(desk, false)?;
    let wanted = desk.request.parameter("revisionId").unwrap_or_default();
    let now = desk.state.now();
    let release = desk.file.release;
    let api = desk.api_mut(id)?;
    let found = api.revision(&wanted).cloned().ok_or_else(|| unknown(&wanted))?;
    api.document = found.document;
    api.definition = found.definition;
    api.updated = now;
    let body = api.json(None, release);
    Ok(Reply::json(201, &body))
}
