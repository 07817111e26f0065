//! The API's content: made, brought in line, and seen to be so.

use super::left::Left;
use super::{Content, Run, unordered};
use crate::client::no_api;
use crate::error::Result;
use crate::publish::difference::DEFINITION;
use crate::publish::project::ApiProject;
use crate::publish::publication::Source;
use crate::publish::{classic, difference};
use crate::rest::api_object::ApiObject;
use crate::rest::archive::{self, Import};
use crate::rest::{api, api_definition, definition_match};

impl Run<'_> {
    pub(super) async fn create(&mut self) -> Result<()> {
        let publication = &self.plan.publication;
        let definition = match publication.source() {
            Source::Existing => return Err(unordered("definition")),
            Source::Definition(definition) => definition,
            Source::Project(project) => return self.import(project, None, false).await,
        };
        let new = definition.to_new_api(publication);
        let call = match &definition.document {
            Some(document) => api::import_openapi(self.release(), &new, document),
            None => api::create(self.release(), &new),
        };
        let made = self.control_plane.send(&call).await?;
        self.id = Some(made.id().to_owned());
        self.is_new = true;
        self.left.read(made.clone());
        self.object = Some(made);
        self.require_stored().await
    }

    pub(super) async fn update(&mut self, fields: &[&str]) -> Result<()> {
        let publication = &self.plan.publication;
        let Some(mut object) = self.object.clone() else { return Err(unordered("API's fields")) };
        // When the document's answer was lost, the fields are there already.
        let has_fields = self.holds(&object)?;
        let is_project = matches!(publication.source(), Source::Project(_));
        if is_project || fields.iter().any(|field| *field != classic::ENVIRONMENTS) {
            let has_document = is_project || self.document(fields).is_some();
            let found = Some(object.clone());
            let content = Content { found, has_document, left: Left::default() };
            // What is sent again was sent before.
            self.traces.content.get_or_insert(content);
        }
        match publication.source() {
            Source::Existing => {}
            Source::Definition(definition) => difference::remove(definition, &mut object),
            Source::Project(project) => return self.import(project, Some(object), true).await,
        }
        if !has_fields && fields.iter().any(|field| *field != DEFINITION) {
            if self.release().is_classic() {
                classic::add(self.plan, &mut object);
            }
            self.left.sends(object.clone());
            let stored = self.control_plane.send(&api::update(self.release(), &object)).await?;
            self.left.answered(stored.clone());
            self.object = Some(stored);
            self.require_stored().await?;
        }
        if let Some(document) = self.document(fields) {
            let call = api_definition::update(self.release(), self.known_id()?, document);
            self.left.sends_document(document.to_owned());
            let kept = self.control_plane.send(&call).await?;
            // The API's operations follow from it.
            let now = self.read().await?;
            if !self.left.is_in_but_for_the_document(&now) {
                let error = self.changed("other fields were changed while its document was sent");
                return Err(error.with_context("left_behind", sent_in_part(fields)));
            }
            self.left.keeps_document(kept);
            self.left.read(now);
        }
        Ok(())
    }

    /// The document, when it is to be replaced.
    fn document(&self, fields: &[&str]) -> Option<&str> {
        let Source::Definition(definition) = self.plan.publication.source() else { return None };
        definition.document.as_deref().filter(|_| fields.contains(&DEFINITION))
    }

    /// Imports a project. The answer says nothing of the API, so it is read.
    async fn import(
        &mut self,
        project: &ApiProject,
        over: Option<ApiObject>,
        overwrite: bool,
    ) -> Result<()> {
        let publication = &self.plan.publication;
        let listed = over.as_ref().map(ApiObject::gateway_environments).unwrap_or_default();
        let mut environments: Vec<&str> = listed.iter().map(String::as_str).collect();
        for target in publication.targets() {
            if !environments.contains(&target.name()) {
                environments.push(target.name());
            }
        }
        let archive =
            project.archive_for_import(over.as_ref().map(ApiObject::lifecycle), &environments)?;
        let options = Import { overwrite, ..Import::default() };
        self.control_plane.send(&archive::import(self.release(), &archive, options)?).await?;
        if self.id.is_none() {
            self.id = Some(self.imported().await?);
            self.is_new = true;
        }
        let imported = self.read().await?;
        self.left.read(imported);
        if over.is_some() {
            let call = api_definition::get(self.release(), self.known_id()?);
            let kept = self.control_plane.send(&call).await?;
            self.left.keeps_document(kept);
        }
        self.require_stored().await
    }

    /// The identifier of the API that was just imported, once the search finds it.
    async fn imported(&self) -> Result<String> {
        let (name, version) = (self.plan.publication.name(), self.plan.publication.version());
        let found = self.control_plane.find_indexed(name, version).await?;
        found.map(|found| found.id).ok_or_else(|| no_api(name, version))
    }

    /// Whether an update whose answer was lost took effect. What somebody else wrote at the same moment is not written over.
    pub(super) async fn is_updated(&mut self, fields: &[&str]) -> Result<bool> {
        let before = self.object.as_ref().map(|object| object.last_updated().to_owned());
        let now = self.read().await?;
        let is_as_before = before.as_deref() == Some(now.last_updated());
        // A project can be there without a difference in any field; then only the time says so.
        let says_all = !matches!(self.plan.publication.source(), Source::Project(_));
        if self.holds(&now)? && (says_all || !is_as_before) {
            self.left.read(now);
            let Some(document) = self.document(fields) else { return Ok(true) };
            let call = api_definition::get(self.release(), self.known_id()?);
            let stored = self.control_plane.send(&call).await?;
            // Replacing it once more changes nothing further.
            let is_there = definition_match::stands_in(document, &stored)?;
            if is_there {
                self.left.keeps_document(stored);
            }
            return Ok(is_there);
        }
        if is_as_before {
            return Ok(false);
        }
        Err(self.changed("its fields are neither what they were nor what was sent"))
    }

    /// Whether an API has everything that the publication names.
    pub(super) fn holds(&self, api: &ApiObject) -> Result<bool> {
        let differs = difference::fields(&self.plan.publication, api)?;
        let lacks_none =
            !self.release().is_classic() || classic::missing(self.plan, api).is_empty();
        Ok(differs.is_empty() && lacks_none)
    }

    pub(super) async fn require_stored(&mut self) -> Result<()> {
        if self.release().is_classic() {
            let id = self.known_id()?;
            let stored = classic::require_stored(self.control_plane, self.plan, id).await?;
            if self.is_new {
                self.left.read(stored);
            }
        }
        Ok(())
    }
}

/// What a step that gave way has sent, and what cannot be taken back: what was there before is not known any more.
fn sent_in_part(fields: &[&str]) -> String {
    let fields = fields.iter().filter(|field| **field != DEFINITION);
    let sent: Vec<&str> = std::iter::once("document").chain(fields.copied()).collect();
    format!("what this run has sent stays beside the other change: its {}", sent.join(" and "))
}
