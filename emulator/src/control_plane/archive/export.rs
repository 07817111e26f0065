//! Giving an archive out: `GET /apis/export`, and the Admin API's `GET /export/api`.

use super::super::api::{Api, Revision};
use super::super::desk::Desk;
use super::super::problem::{Answer, Problem};
use super::{classic, current};
use crate::server::Reply;

pub(crate) fn export(desk: &mut Desk<'_>) -> Answer {
    let parameter = |name: &str| desk.request.parameter(name).filter(|text| !text.is_empty());
    let release = desk.file.release;
    let api = found(desk)?;
    let is_json = parameter("format").is_some_and(|format| format.eq_ignore_ascii_case("json"));
    let keep_status = desk.flag("preserveStatus") != Some(false);
    let files = if release.is_classic() {
        classic::files(api, keep_status, is_json)?
    } else {
        current::files(api, revision(desk, api)?, release, keep_status, is_json)?
    };
    let root = format!("{}-{}", api.name(), api.version());
    let disposition = format!("attachment; filename=\"{root}.zip\"");
    let reply = Reply::new(200, "application/zip", files.write(&root)?);
    Ok(reply.with("Content-Disposition", disposition))
}

/// By its id, or by its name and version.
fn found<'d>(desk: &'d Desk<'_>) -> Result<&'d Api, Problem> {
    let parameter = |name: &str| desk.request.parameter(name).filter(|text| !text.is_empty());
    if let Some(id) = parameter("apiId") {
        return desk.api(&id);
    }
    let (Some(name), Some(version)) = (parameter("name"), parameter("version")) else {
        let description = "'apiId', or 'name' and 'version', must be given";
        return Err(Problem::bad_request(description));
    };
    let provider = parameter("providerName");
    let mut apis = desk.state.apis.values();
    let is_meant = |api: &&Api| {
        api.name() == name
            && api.version() == version
            && provider.as_ref().is_none_or(|provider| api.provider == *provider)
    };
    apis.find(is_meant).ok_or_else(|| Problem::api_not_found(&format!("{name}-{version}")))
}

/// The revision that is asked for; without one it is the working copy.
fn revision<'a>(desk: &Desk<'_>, api: &'a Api) -> Result<Option<&'a Revision>, Problem> {
    if desk.flag("latestRevision") == Some(true) {
        return Ok(api.revisions.last());
    }
    let Some(number) = desk.request.parameter("revisionNumber").filter(|text| !text.is_empty())
    else {
        return Ok(None);
    };
    let mut revisions = api.revisions.iter();
    revisions.find(|revision| revision.number.to_string() == number).map(Some).ok_or_else(|| {
        let description = format!("The API has no revision {number}");
        Problem::new(404, 900_347, "API Revision Not Found", description)
    })
}
