//! From drafts to publications: what belongs together, and what does not.

use std::path::Path;

use super::draft::{DefaultsDraft, Draft, PublicationDraft};
use super::options::PublicationsOptions;
use super::source::{self, Document, Said};
use super::{keys, values};
use crate::diagnostic::publications::{INVALID_API_NAME, INVALID_CONTEXT, PUBLISHED_TWICE};
use crate::model::reader::{At, Findings, List, Place, Slot, shown};
use crate::model::{MISSING_KEY, UNSUPPORTED_SCHEMA_VERSION};
use crate::publish::lifecycle::Lifecycle;
use crate::publish::publication::{
    ApiDefinition, NO_CONTEXT, Publication, Source, is_context, is_name,
};

/// A publication, and where what it says stands.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) publication: Publication,
    pub(super) places: Places,
}

#[derive(Clone)]
pub(super) struct Places {
    /// The publication's header.
    pub(super) whole: Place,
    /// The name, or the document or project that says it.
    pub(super) name: Place,
    /// The context, or what says it.
    pub(super) context: Place,
    pub(super) source: Place,
    pub(super) plans: Place,
    pub(super) lifecycle: Place,
    /// Of each target of the publication.
    pub(super) targets: Vec<TargetPlaces>,
}

#[derive(Clone)]
pub(super) struct TargetPlaces {
    pub(super) name: Place,
    pub(super) virtual_host: Place,
    pub(super) shown: Place,
}

/// What drafts are judged by.
pub(super) struct Builder<'b> {
    pub(super) base: &'b Path,
    pub(super) options: &'b PublicationsOptions,
    pub(super) findings: &'b mut Findings,
}

impl Builder<'_> {
    /// The publications that are right; what is wrong with the others is among the findings.
    pub(super) fn build(&mut self, draft: &Draft) -> Vec<Entry> {
        if let Some(at) = draft.schema_version.given().filter(|at| at.value != 1) {
            let message = format!(
                "`schema_version` is {}, but only version 1 of this format is known",
                at.value
            );
            self.findings
                .error(&UNSUPPORTED_SCHEMA_VERSION, &at.place, message)
                .help("write 1, or leave it out");
        }
        self.defaults(&draft.defaults);
        if draft.publications.is_empty() && draft.is_complete {
            let message = "the file has no `[[publication]]`, so that there is nothing to do";
            self.findings
                .error(&MISSING_KEY, &Some(0..0), message)
                .help("add one, with `name`, `version` and `environments`");
        }
        let mut entries: Vec<Entry> = Vec::new();
        for draft_of_one in &draft.publications {
            let Some(entry) = self.publication(draft_of_one, &draft.defaults) else { continue };
            let same = |other: &&Entry| {
                other.publication.name == entry.publication.name
                    && other.publication.version == entry.publication.version
            };
            if let Some(first) = entries.iter().find(same) {
                let message = format!(
                    "`{}` {} has two publications, which would undo each other",
                    shown(entry.publication.name()),
                    shown(entry.publication.version())
                );
                self.findings
                    .error(&PUBLISHED_TWICE, &entry.places.name, message)
                    .related(&first.places.name, "the first one")
                    .help("name all its environments in one");
            }
            entries.push(entry);
        }
        entries
    }

    /// What is wrong with a default is said once, not for each publication that has it.
    fn defaults(&mut self, defaults: &DefaultsDraft) {
        let subject = "the defaults";
        if let Some(at) = defaults.lifecycle.given() {
            values::lifecycle(subject, at, self.findings);
        }
        if let Some(at) = defaults.plans.given() {
            values::plans(subject, at, self.findings);
        }
        if let Some(at) = defaults.transports.given() {
            values::transports(subject, at, self.findings);
        }
        if let Some(at) = defaults.environments.given() {
            self.targets(&at.value, subject, &defaults.display_on_devportal);
        }
    }

    fn publication(&mut self, draft: &PublicationDraft, defaults: &DefaultsDraft) -> Option<Entry> {
        let conflicts = self.conflicts(draft);
        let made = if let Slot::Given(at) = &draft.project {
            let project = source::project(at, draft, self.base, self.findings);
            project.map(|project| (Publication::from_project(project), at.place.clone()))
        } else if draft.project.is_broken() {
            None
        } else if matches!((&draft.openapi, &draft.context), (Slot::Absent, Slot::Absent)) {
            let named = self.named(draft, None);
            named.map(|(name, version)| (Publication::new(name, version), None))
        } else {
            self.defined(draft, defaults).map(|made| (made, draft.openapi.place_or(&None)))
        };
        let lifecycle = self.lifecycle(draft, defaults, made.as_ref().map(|(made, _)| made));
        let is_of_project = !matches!(draft.project, Slot::Absent);
        let from_project = match &made {
            Some((made, _)) => Some(made.targets()),
            None => (!is_of_project).then_some(&[][..]),
        };
        let targets = self.environments(draft, defaults, from_project);
        let (made, source) = made?;
        let (targets, places) = targets?;
        if conflicts || !self.names(draft, &made, &source) {
            return None;
        }
        let publication = made.only_environments(targets).lifecycle(lifecycle?);
        let whole = &draft.place;
        let source = source.or_else(|| draft.context.place_or(whole));
        let name = draft.name.given().map_or_else(|| source.clone(), |at| at.place.clone());
        let places = Places {
            name: if matches!(publication.source(), Source::Existing) {
                draft.name.place_or(whole)
            } else {
                name
            },
            context: draft.context.place_or(&source),
            plans: draft.plans.place_or(&defaults.plans.place_or(&source)),
            lifecycle: draft.lifecycle.place_or(&defaults.lifecycle.place_or(whole)),
            targets: places,
            whole: whole.clone(),
            source,
        };
        Some(Entry { publication, places })
    }

    /// Name and version, of which a document may say what the publication does not.
    fn named(
        &mut self,
        draft: &PublicationDraft,
        document: Option<&Document>,
    ) -> Option<(String, String)> {
        let mut one = |key: &str, slot: &Slot<String>, said: Option<(&str, &Said)>| {
            let besides = match (slot, said) {
                (Slot::Given(at), _) => {
                    let given = values::literal(key, &draft.subject, at, self.findings);
                    return given.map(str::to_owned);
                }
                (Slot::Broken, _) => return None,
                (Slot::Absent, Some((_, Said::Text(text)))) => return Some(text.clone()),
                (Slot::Absent, None) => String::new(),
                (Slot::Absent, Some((_, Said::Nothing))) => {
                    ", and its document says none in `info`".to_owned()
                }
                (Slot::Absent, Some((there, Said::NoText))) => format!(
                    ", and `{there}` in `info` of its document is no text: YAML takes `1.0` for a number, and `\"1.0\"` for a text"
                ),
            };
            let help = match said {
                Some((there, Said::NoText)) => {
                    format!(
                        "put `{there}` of the document in quotation marks, or add `{}` here",
                        keys::example(key)
                    )
                }
                _ => format!("add one, such as `{}`", keys::example(key)),
            };
            let message = format!("{} has no `{key}`{besides}", draft.subject);
            self.findings.error(&MISSING_KEY, &draft.place, message).help(help);
            None
        };
        let title = document.map(|given| ("title", &given.title));
        let name = one("name", &draft.name, title);
        let said = document.map(|given| ("version", &given.version));
        let version = one("version", &draft.version, said);
        Some((name?, version?))
    }

    /// An API that is made here.
    fn defined(
        &mut self,
        draft: &PublicationDraft,
        defaults: &DefaultsDraft,
    ) -> Option<Publication> {
        let subject = &draft.subject;
        let document =
            draft.openapi.given().map(|at| source::document(at, subject, self.base, self.findings));
        let context = self.context(draft);
        let mut endpoint = |key: &str, slot: &Slot<String>| {
            slot.given().map(|at| values::endpoint(key, subject, at, self.options, self.findings))
        };
        let production = endpoint("production_endpoint", &draft.production_endpoint);
        let sandbox = endpoint("sandbox_endpoint", &draft.sandbox_endpoint);
        let plans = draft.plans.given().map(|at| values::plans(subject, at, self.findings));
        let transports =
            draft.transports.given().map(|at| values::transports(subject, at, self.findings));
        // The name is not missed while the document that may say it is.
        let document = match document {
            Some(found) => Some(found?),
            None if draft.openapi.is_broken() => return None,
            None => None,
        };
        let named = self.named(draft, document.as_ref());
        let mut definition = ApiDefinition::new(context?);
        if let Some(document) = document {
            definition = definition.document(document.text);
        }
        if let Some(url) = production {
            definition = definition.production_endpoint(url?);
        }
        if let Some(url) = sandbox {
            definition = definition.sandbox_endpoint(url?);
        }
        let texts = |at: &At<List>| -> Vec<String> {
            at.value.items.iter().map(|item| item.value.clone()).collect()
        };
        if let Some(names) = plans.unwrap_or_else(|| defaults.plans.given().map(texts)) {
            definition = definition.plans(names);
        }
        if let Some(names) = transports.unwrap_or_else(|| defaults.transports.given().map(texts)) {
            definition = definition.transports(names);
        }
        let (name, version) = named?;
        Some(Publication::new(name, version).definition(definition))
    }

    fn context(&mut self, draft: &PublicationDraft) -> Option<String> {
        let at = match &draft.context {
            Slot::Given(at) => at,
            Slot::Broken => return None,
            Slot::Absent if draft.openapi.is_broken() => return None,
            Slot::Absent => {
                let message =
                    format!("{} has no `context`, which its document does not say", draft.subject);
                self.findings
                    .error(&MISSING_KEY, &draft.place, message)
                    .help(format!("add one, such as `{}`", keys::example("context")));
                return None;
            }
        };
        let context = values::literal("context", &draft.subject, at, self.findings)?;
        if is_context(context) {
            return Some(context.to_owned());
        }
        let message = format!("`{}` is no context: {NO_CONTEXT}", shown(context));
        self.findings
            .error(&INVALID_CONTEXT, &at.place, message)
            .help("write the path alone, without host and version");
        None
    }

    /// Whether what the API is called, wherever that is said, can be its name.
    fn names(&mut self, draft: &PublicationDraft, made: &Publication, source: &Place) -> bool {
        let mut is_right = true;
        let besides = source.clone().or_else(|| draft.place.clone());
        let named =
            [("name", made.name(), &draft.name), ("version", made.version(), &draft.version)];
        for (what, text, slot) in named {
            if is_name(text) {
                continue;
            }
            is_right = false;
            let message = format!("`{}` is no {what} of an API", shown(text));
            self.findings.error(&INVALID_API_NAME, &slot.place_or(&besides), message).help(
                "write it as the Publisher shows it, without blanks at its ends, quotation marks and backslashes",
            );
        }
        if let Source::Project(project) = made.source()
            && !is_context(project.context())
        {
            is_right = false;
            let message = format!("`{}` is no context: {NO_CONTEXT}", shown(project.context()));
            self.findings
                .error(&INVALID_CONTEXT, source, message)
                .help("correct it in the project");
        }
        is_right
    }

    fn lifecycle(
        &mut self,
        draft: &PublicationDraft,
        defaults: &DefaultsDraft,
        made: Option<&Publication>,
    ) -> Option<Lifecycle> {
        let default = || match &defaults.lifecycle {
            Slot::Given(at) => Some(Lifecycle::from_name(&at.value)),
            Slot::Broken => Some(None),
            Slot::Absent => None,
        };
        match (&draft.lifecycle, made.map(Publication::source)) {
            (Slot::Given(at), _) => values::lifecycle(&draft.subject, at, self.findings),
            (Slot::Broken, _) => None,
            (Slot::Absent, Some(Source::Project(project))) => match project.lifecycle() {
                Lifecycle::Unchanged => default().unwrap_or(Some(Lifecycle::Unchanged)),
                said => Some(said),
            },
            (Slot::Absent, _) => default().unwrap_or(Some(Lifecycle::default())),
        }
    }
}
