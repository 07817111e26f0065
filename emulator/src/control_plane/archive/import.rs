//! Taking an archive in: REST reference §7.4. It is not atomic: what was done before something
//! fails stays done.

use serde_json::{Value, json};

use super::super::api::{Api, Document, text};
use super::super::desk::Desk;
use super::super::environments;
use super::super::lifecycle::Lifecycle;
use super::super::problem::{Answer, Problem};
use super::super::publisher::{self, Wanted};
use super::pack::Files;
use super::{classic, current};
use crate::server::Reply;

/// What an archive says.
pub(super) struct Archived {
    pub(super) document: Document,
    pub(super) provider: Option<String>,
    /// Where the API is to be in its life.
    pub(super) lifecycle: Option<Lifecycle>,
    pub(super) definition: Option<Value>,
    /// Where it is to be deployed; `None` when the archive says nothing of it.
    pub(super) targets: Option<Vec<Target>>,
}

/// A place where an archive wants an API.
pub(super) struct Target {
    pub(super) environment: String,
    pub(super) vhost: Option<String>,
    pub(super) on_devportal: bool,
}

/// `POST /apis/import`, and the Admin API's `POST /import/api`: multipart with `file`.
pub(crate) fn import(desk: &mut Desk<'_>) -> Answer {
    let content_type = desk.request.header("content-type").unwrap_or_default();
    if !content_type.to_ascii_lowercase().starts_with("multipart/") {
        let description = format!("Content-Type '{content_type}' is not supported");
        return Err(Problem::new(415, 415, "Unsupported Media Type", description));
    }
    let parts = desk.request.parts();
    let Some((_, archive)) = parts.iter().find(|(name, _)| name == "file") else {
        return Err(Problem::bad_request("The part 'file' is missing"));
    };
    let files = Files::read(archive)?;
    if files.has("SourceArchive.zip") {
        return Err(Problem::missing("importing an archive that is wrapped with parameters"));
    }
    let mut archived = if desk.classic() { classic::read(&files)? } else { current::read(&files)? };
    publisher::keep_known(&mut archived.document, desk.file.release);
    let is_dry = desk.file.release.at_least(4, 5) && desk.flag("dryRun") == Some(true);
    let existing = existing(desk, &archived.document);
    if existing.is_some() && desk.flag("overwrite") != Some(true) {
        let (name, version) =
            (text(&archived.document, "name"), text(&archived.document, "version"));
        let description = format!("The API already exists: {name}-{version}");
        return Err(Problem::new(409, 900_300, "The API already exists", description));
    }
    if is_dry {
        publisher::check(desk, &archived.document, existing.is_none())?;
        return Ok(Reply::new(200, "text/plain", "The API is valid; nothing was imported."));
    }
    let id = store(desk, &mut archived, existing)?;
    live(desk, &id, archived.lifecycle)?;
    if let Some(targets) = archived.targets {
        deploy(desk, &id, targets)?;
    }
    Ok(Reply::new(200, "text/plain", "API imported successfully."))
}

fn existing(desk: &Desk<'_>, document: &Document) -> Option<String> {
    let (name, version) = (text(document, "name"), text(document, "version"));
    let is_it = |api: &&Api| api.name() == name && api.version() == version;
    desk.state.apis.values().find(is_it).map(|api| api.id.clone())
}

/// The working copy.
fn store(
    desk: &mut Desk<'_>,
    archived: &mut Archived,
    existing: Option<String>,
) -> Result<String, Problem> {
    let mut document = archived.document.clone();
    let definition = archived.definition.take();
    if let (Some(definition), false) = (&definition, document.contains_key("operations")) {
        document.insert("operations".into(), json!(publisher::operations(definition)));
    }
    if let Some(id) = existing {
        publisher::replace(desk, &id, document, definition)?;
        return Ok(id);
    }
    let keeps_provider = desk.flag("preserveProvider") != Some(false);
    let provider = archived.provider.take().filter(|_| keeps_provider);
    publisher::add(desk, document, definition, provider)
}

/// A new API starts as created, and goes from state to state up to the archive's.
fn live(desk: &mut Desk<'_>, id: &str, wanted: Option<Lifecycle>) -> Result<(), Problem> {
    let Some(wanted) = wanted else { return Ok(()) };
    let way = desk.api(id)?.lifecycle.way_to(wanted, desk.file.release);
    let Some(way) = way else {
        let line = format!("The API {id} cannot come into the state {}", wanted.title());
        desk.state.log(line);
        return Ok(());
    };
    for next in way {
        if next == Lifecycle::Published {
            publisher::publishable(desk.api(id)?)?;
        }
        publisher::move_to(desk, id, next)?;
    }
    Ok(())
}

/// A revision, where the archive wants it; names are looked at only now.
fn deploy(desk: &mut Desk<'_>, id: &str, targets: Vec<Target>) -> Result<(), Problem> {
    let mut wanted = Vec::new();
    for target in targets {
        let Some(environment) = desk.environment(&target.environment) else {
            if !desk.file.release.at_least(4, 1) {
                let line = format!("Environment {} is not found: skipped", target.environment);
                desk.state.log(line);
                continue;
            }
            return Err(environments::unknown(&target.environment));
        };
        let first = environment.virtual_hosts.first().map(|host| host.host.clone());
        wanted.push(Wanted {
            vhost: target.vhost.or(first),
            environment: target.environment,
            on_devportal: target.on_devportal,
        });
    }
    if wanted.is_empty() {
        return Ok(());
    }
    if desk.flag("rotateRevision") == Some(true) {
        publisher::remove_oldest(desk, id)?;
    }
    let revision = publisher::add_revision(desk, id, "")?;
    publisher::put_deployments(desk, id, &revision, wanted)?;
    Ok(())
}
