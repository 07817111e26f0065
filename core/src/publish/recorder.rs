//! What an apply writes down: in its journal, before and after each step; in the audit log, of each step.

use std::sync::{Mutex, PoisonError};

use crate::client::ControlPlane;
use crate::error::{Error, Result};
use crate::publish::apply_options::ApplyOptions;
use crate::publish::audit::{AuditEvent, AuditLog, Event, Scene};
use crate::publish::journal::{
    ChangedApis, Ground, Header, Intent, Journal, JournalResult, OpenJournal, PublicationsDigest,
};
use crate::publish::plan::{Action, ApiPlan, Step};
use crate::publish::publication::{Publication, Source};
use crate::publish::report::environments;
use crate::publish::rollout::ApiRollback;

/// The journal and the log of one apply; either may not be there.
#[derive(Debug)]
pub(crate) struct Recorder {
    journal: Option<OpenJournal>,
    audit: Option<AuditLog>,
    scene: Scene,
    /// Whether what an apply does may have to be taken back.
    keeps_traces: bool,
    /// The first line of the log that was not written.
    failure: Mutex<Option<Error>>,
}

impl Recorder {
    /// Begins what the options ask for, or goes on with it.
    ///
    /// # Errors
    /// Those of [`Journal::open_or_create`].
    pub(crate) async fn begin(
        control_plane: &ControlPlane,
        options: &ApplyOptions,
        publications: &[&Publication],
    ) -> Result<Self> {
        Self::begin_with(control_plane, options, header(control_plane, publications)).await
    }

    /// The same for a roll-out, whose journal no other run goes on with: it would not ask the gates.
    ///
    /// # Errors
    /// Those of [`Journal::open_or_create`].
    pub(crate) async fn begin_roll_out(
        control_plane: &ControlPlane,
        options: &ApplyOptions,
        publications: &[&Publication],
        takes_back: bool,
    ) -> Result<Self> {
        let header = header(control_plane, publications).of_roll_out();
        let recorder = Self::begin_with(control_plane, options, header).await?;
        Ok(Self { keeps_traces: takes_back, ..recorder })
    }

    async fn begin_with(
        control_plane: &ControlPlane,
        options: &ApplyOptions,
        header: Header,
    ) -> Result<Self> {
        let Some(journal) = &options.journal else {
            return Ok(Self::with(control_plane, options, None));
        };
        let journal = journal.open_or_create(header).await?;
        settle(control_plane, &journal).await;
        Ok(Self::with(control_plane, options, Some(journal)))
    }

    /// Goes on with a journal that must be there.
    ///
    /// # Errors
    /// Those of [`Journal::open`].
    pub(crate) async fn go_on(
        control_plane: &ControlPlane,
        options: &ApplyOptions,
        journal: &Journal,
        publications: &[&Publication],
    ) -> Result<Self> {
        let journal = journal.open(header(control_plane, publications)).await?;
        settle(control_plane, &journal).await;
        Ok(Self::with(control_plane, options, Some(journal)))
    }

    /// Begins a journal in a store of a test's own, or goes on with it.
    #[cfg(test)]
    pub(crate) fn on(
        control_plane: &ControlPlane,
        store: Box<dyn crate::publish::journal::store::Store>,
        publications: &[&Publication],
        create: bool,
    ) -> Result<Self> {
        let header = header(control_plane, publications);
        let journal = OpenJournal::on(store, "test.journal".as_ref(), &header, create)?;
        Ok(Self::with(control_plane, &ApplyOptions::new(), Some(journal)))
    }

    pub(crate) fn with(
        control_plane: &ControlPlane,
        options: &ApplyOptions,
        journal: Option<OpenJournal>,
    ) -> Self {
        let scene = Scene::new(control_plane.url(), control_plane.session.tokens.user());
        let (audit, failure) = (options.audit_log.clone(), Mutex::default());
        Self { journal, audit, scene, keeps_traces: false, failure }
    }

    /// Whether the outcome has to say what may have to be taken back.
    pub(crate) fn keeps_traces(&self) -> bool {
        self.keeps_traces
    }

    /// What runs before this one, which were cut off, have changed, or may have.
    pub(crate) fn changed_before(&self) -> ChangedApis<'_> {
        self.journal.as_ref().map(|journal| journal.history().changed()).unwrap_or_default()
    }

    /// The revision that a run before this one, which was cut off, has made of an API.
    pub(crate) fn revision_made_before(&self, publication: &Publication) -> Option<String> {
        let (name, version) = (&publication.name, &publication.version);
        self.journal.as_ref()?.history().revision_made(name, version)
    }

    /// Says that a step is about to be done. Nothing may be sent before this returns.
    ///
    /// # Errors
    /// `journal-not-written`, `audit-log-not-written`.
    pub(crate) async fn intend(
        &self,
        plan: &ApiPlan,
        action: &Action,
        api_id: Option<&str>,
        revision: Option<&str>,
    ) -> Result<Option<u64>> {
        if let Some(failure) = self.failure() {
            return Err(failure);
        }
        let Some(journal) = &self.journal else { return Ok(None) };
        let mut intent = Intent::new(plan.name(), plan.version(), action.kind());
        intent.api_id = api_id.map(Into::into);
        intent.revision = match action {
            Action::DeleteRevision { id, .. } => Some(id.into()),
            Action::Deploy { .. } => revision.map(Into::into),
            _ => None,
        };
        intent.environments = environments(action).into_iter().map(Into::into).collect();
        if let Some(existing) = &plan.existing {
            let there = existing.deployed.iter();
            intent.before = Ground {
                last_updated: Some((&existing.last_updated).into()),
                lifecycle: Some((&existing.lifecycle).into()),
                revisions: there.map(|(name, id)| (name.into(), id.into())).collect(),
            };
        }
        journal.intent(intent).await.map(Some)
    }

    /// Says what became of it.
    ///
    /// # Errors
    /// `journal-not-written`: the step is done all the same.
    pub(crate) fn settle(&self, seq: Option<u64>, result: JournalResult) -> Result<()> {
        match (&self.journal, seq) {
            (Some(journal), Some(seq)) => journal.result(seq, result),
            _ => Ok(()),
        }
    }

    pub(crate) fn api_done(&self, plan: &ApiPlan) -> Result<()> {
        self.journal
            .as_ref()
            .map_or(Ok(()), |journal| journal.api_done(plan.name(), plan.version()))
    }

    pub(crate) fn begun(&self) {
        self.log(AuditEvent::new(Event::PlanApplied));
    }

    pub(crate) fn step_done(&self, step: &Step, revision: Option<&str>) {
        let event = AuditEvent::new(Event::StepDone).step(step);
        self.log(revision.into_iter().fold(event, AuditEvent::revision));
    }

    pub(crate) fn step_failed(&self, step: &Step, error: &Error) {
        self.log(AuditEvent::new(Event::StepFailed).step(step).error(error));
    }

    pub(crate) fn pending(&self, plan: &ApiPlan) {
        self.log(AuditEvent::new(Event::Pending).api(plan.name(), plan.version()));
    }

    /// What was taken back of an API in these environments, and what was not.
    pub(crate) fn rolled_back(&self, back: &ApiRollback, environments: &[&str]) {
        let event = |event| {
            let event = AuditEvent::new(event).api(&back.name, &back.version);
            event.environments(environments.iter().copied())
        };
        if !back.done.is_empty() {
            self.log(event(Event::RolledBack));
        }
        if !back.pending.is_empty() {
            self.log(event(Event::Pending));
        }
        if let Some(error) = &back.error {
            self.log(event(Event::RollbackFailed).error(error));
        }
    }

    /// A line that is not written stops what comes after it: nothing is done that the log would not say.
    fn log(&self, event: AuditEvent) {
        let Some(audit) = &self.audit else { return };
        if let Err(error) = audit.record(&self.scene, event) {
            let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
            failure.get_or_insert(error);
        }
    }

    fn failure(&self) -> Option<Error> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until all of it is on disk.
    ///
    /// # Errors
    /// `journal-not-written`, `audit-log-not-written`.
    pub(crate) async fn end(&self, is_ok: bool) -> Result<()> {
        if let Some(journal) = &self.journal {
            journal.end(is_ok).await?;
        }
        if let Some(audit) = &self.audit {
            audit.flush().await?;
        }
        self.failure().map_or(Ok(()), Err)
    }
}

/// What was sent when the last run was cut off may be under way still: a server that is slow gets time to finish it before
/// it is read.
async fn settle(control_plane: &ControlPlane, journal: &OpenJournal) {
    if !journal.history().open_intents().is_empty() {
        tokio::time::sleep(control_plane.session.link.pipeline().retry.first_delay).await;
    }
}

fn header(control_plane: &ControlPlane, publications: &[&Publication]) -> Header {
    // In whatever order they are given, the work is the same.
    let mut all: Vec<Vec<String>> = publications.iter().map(|one| parts(one)).collect();
    all.sort();
    let digest = PublicationsDigest::of(all.into_iter().flatten());
    Header::new(digest, control_plane.url(), control_plane.release())
}

/// What tells a publication from one that says anything else.
pub(crate) fn digest_of(publication: &Publication) -> String {
    PublicationsDigest::of(parts(publication)).into_text()
}

/// All that a publication says.
fn parts(publication: &Publication) -> Vec<String> {
    let mut parts = vec![
        publication.name.clone(),
        publication.version.clone(),
        publication.lifecycle.to_string(),
    ];
    for target in &publication.targets {
        let host = target.virtual_host.clone().unwrap_or_default();
        parts.extend([target.environment.clone(), host, target.is_shown.to_string()]);
    }
    match publication.source() {
        Source::Existing => parts.push("existing".to_owned()),
        Source::Project(project) => {
            parts.extend(["project".to_owned(), project.digest().to_owned()]);
        }
        Source::Definition(definition) => {
            parts.extend(["definition".to_owned(), definition.context.clone()]);
            let optional = [
                &definition.document,
                &definition.production_endpoint,
                &definition.sandbox_endpoint,
            ];
            parts.extend(optional.into_iter().map(|text| text.clone().unwrap_or_default()));
            parts.extend([definition.plans.join("\n"), definition.transports.join("\n")]);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::{ApiDefinition, Lifecycle, Target};

    #[test]
    fn every_part_of_a_publication_tells_it_from_another() {
        let definition = ApiDefinition::new("/a").document("openapi: 3.0.1");
        let plain = || Publication::new("A", "1").environment("e");
        let all = [
            plain(),
            Publication::new("A", "2").environment("e"),
            plain().environment("f"),
            Publication::new("A", "1").environment(Target::new("e").virtual_host("h")),
            Publication::new("A", "1").environment(Target::new("e").hidden_in_portal()),
            plain().lifecycle(Lifecycle::Created),
            plain().definition(definition.clone()),
            plain().definition(definition.clone().document("openapi: 3.0.2")),
            plain().definition(definition.clone().production_endpoint("https://a")),
            plain().definition(definition.clone().sandbox_endpoint("https://a")),
            plain().definition(definition.clone().plans(["Gold"])),
            plain().definition(definition.transports(["http"])),
        ];
        let digests: Vec<_> = all.iter().map(|one| PublicationsDigest::of(parts(one))).collect();
        for (at, digest) in digests.iter().enumerate() {
            assert!(!digests.iter().skip(at + 1).any(|other| other == digest), "{at}");
        }
    }
}
