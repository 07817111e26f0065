//! Revisions: REST reference §2.7.

use serde_json::{Value, json};

use super::super::api::{Api, Document, Revision, text};
use super::super::desk::Desk;
use super::super::problem::{Answer, Problem};
use super::complete::complete;
use super::deployments;
use crate::ids;
use crate::server::Reply;

const MOST: usize = 5;

pub(super) fn unknown(revision: &str) -> Problem {
    let description = format!("API revision with id '{revision}' not found");
    Problem::new(404, 900_347, "API Revision Not Found", description)
}

pub(super) fn list(desk: &Desk<'_>, id: &str) -> Answer {
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

/// True also while a deployment waits for its approval.
fn is_deployed(api: &Api, revision: &str) -> bool {
    let waiting = api.requests.iter().filter(|request| !request.is_rejected);
    let mut all = api.deployments.iter().chain(waiting.map(|request| &request.deployment));
    all.any(|deployment| deployment.revision == revision)
}

fn json(desk: &Desk<'_>, api: &Api, revision: &Revision) -> Value {
    json!({
        "id": revision.id,
        "displayName": format!("Revision {}", revision.number),
        "description": revision.description,
        "createdTime": revision.created.to_string(),
        "apiInfo": {"id": api.id},
        "deploymentInfo": deployments::of(desk, api, Some(&revision.id)),
    })
}

pub(super) fn create(desk: &mut Desk<'_>, id: &str) -> Answer {
    let body = if desk.request.body.is_empty() { Document::new() } else { desk.body()? };
    let revision = add(desk, id, text(&body, "description"))?;
    let api = desk.api(id)?;
    let body = api.revision(&revision).map(|revision| json(desk, api, revision));
    Ok(Reply::json(201, &body.unwrap_or_default()))
}

/// A new revision of the working copy; gives its id.
pub(crate) fn add(desk: &mut Desk<'_>, id: &str, description: &str) -> Result<String, Problem> {
    let failed = || {
        let message = format!("Error while adding new API Revision for API : {id}");
        Problem::new(500, 500, "Internal server error", message)
    };
    let release = desk.file.release;
    let Ok(api) = desk.api(id) else { return Err(failed()) };
    if api.is_advertised() {
        let description = format!("The API is third party, it has no revisions: {id}");
        return Err(Problem::new(
            400,
            903_225,
            "Creating a revision is not supported",
            description,
        ));
    }
    if desk.state.governed.contains(api.name()) {
        let description = "A governance policy that is set on deploy is violated";
        return Err(Problem::new(400, 903_300, "The API violates governance rules", description));
    }
    if api.revisions.len() >= MOST {
        let message = "Maximum number of revisions per API has reached";
        let description = format!(
            "Maximum number of revisions per API has reached. Need to remove stale revision to create a new Revision for API : {id}"
        );
        // The handler of 4.0 wraps every failure as 500.
        return Err(if release.at_least(4, 1) {
            Problem::new(400, 900_351, message, description)
        } else {
            failed()
        });
    }
    let created = desk.state.now();
    let api = desk.api_mut(id)?;
    api.numbered += 1;
    let revision = Revision {
        id: ids::uuid(),
        number: api.numbered,
        description: description.to_owned(),
        created,
        document: api.document.clone(),
        definition: api.definition.clone(),
    };
    let revision_id = revision.id.clone();
    api.revisions.push(revision);
    Ok(revision_id)
}

/// Makes room as `rotateRevision` does: of five, the earliest is undeployed and deleted.
pub(crate) fn remove_oldest(desk: &mut Desk<'_>, id: &str) -> Result<(), Problem> {
    let api = desk.api_mut(id)?;
    if api.revisions.len() < MOST {
        return Ok(());
    }
    let oldest = api.revisions.remove(0);
    api.deployments.retain(|deployment| deployment.revision != oldest.id);
    api.requests.retain(|request| request.deployment.revision != oldest.id);
    desk.state.changed = true;
    Ok(())
}

pub(super) fn delete(desk: &mut Desk<'_>, id: &str, revision: &str) -> Answer {
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
    api.requests.retain(|request| request.deployment.revision != revision);
    list(desk, id)
}

pub(super) fn restore(desk: &mut Desk<'_>, id: &str) -> Answer {
    let wanted = desk.request.parameter("revisionId").unwrap_or_default();
    let now = desk.state.now();
    let release = desk.file.release;
    let api = desk.api_mut(id)?;
    let found = api.revision(&wanted).cloned().ok_or_else(|| unknown(&wanted))?;
    api.document = found.document;
    complete(&mut api.document, release);
    api.definition = found.definition;
    api.updated = now;
    let body = api.json(None, release);
    Ok(Reply::json(201, &body))
}
