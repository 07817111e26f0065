//! Doing what a plan says.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tracing::Instrument as _;

use crate::client::{ControlPlane, operation, span};
use crate::error::{Error, Result, Retry};
use crate::publish::apply_options::ApplyOptions;
use crate::publish::event::{Event, EventKind};
use crate::publish::journal::Journal;
use crate::publish::outcome::{ApiOutcome, Made, Outcome};
use crate::publish::plan::{Action, ApiPlan, Plan, Step, Verdict};
use crate::publish::plan_options::PlanOptions;
use crate::publish::publication::Publication;
use crate::publish::recorder::Recorder;
use crate::publish::run::{Ended, Performed, Run, created_meanwhile};
use crate::publish::together::together;
use crate::rest::api::ApiInfo;

impl ControlPlane {
    /// Does what a plan says: several APIs at a time, as many as the session may have requests under way; the steps of one
    /// API one after the other. After an answer that was lost nothing is sent again before the server was read; what is
    /// there already is not done twice, so that a plan that was applied before changes nothing. Before each write the API
    /// is read again: when somebody else has changed it since the plan, the rest of its steps is not done, and what would
    /// mix with the other change is taken back.
    ///
    /// What fails stands in the [`Outcome`]; see [`Outcome::into_result`].
    ///
    /// # Example
    /// See [`publish`](crate::publish).
    #[must_use = "an outcome holds the errors of what failed: look, or turn it into a result"]
    pub async fn apply(&self, plan: &Plan) -> Outcome {
        self.apply_with(plan, &ApplyOptions::new()).await
    }

    /// The same, with options.
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::publish::{ApplyOptions, Publication};
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let plan = control_plane.plan([Publication::new("Pets", "1.0.0").environment("Default")]).await?;
    /// let options = ApplyOptions::new().on_event(|event| println!("{event}"));
    /// control_plane.apply_with(&plan, &options).await.into_result()?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use = "an outcome holds the errors of what failed: look, or turn it into a result"]
    pub async fn apply_with(&self, plan: &Plan, options: &ApplyOptions) -> Outcome {
        let publications: Vec<_> = plan.apis.iter().map(|api| &api.publication).collect();
        let apply = async {
            match Recorder::begin(self, options, &publications).await {
                Ok(recorder) => self.apply_recorded(plan, options, &recorder).await,
                Err(error) => Outcome::not_begun(plan, &error.with_operation("apply")),
            }
        };
        // An apply's future is large, and what holds it would hold it several times.
        Box::pin(apply.instrument(span("apply"))).await
    }

    /// Finishes what a killed run had begun: the publications must be those that its journal was begun for. The server is
    /// read first, so nothing is done twice; without the journal, [`ControlPlane::publish`] ends in the same state. An API that
    /// cannot be published stands in the [`Outcome`] with its error, and the others are finished.
    ///
    /// A roll-out is not resumed but begun again, with the same journal: only [`ControlPlane::roll_out`] asks its gates.
    ///
    /// # Errors
    /// Of the journal, before anything is asked: [`ErrorKind::NotFound`](crate::ErrorKind::NotFound), code `no-journal`;
    /// [`ErrorKind::Conflict`](crate::ErrorKind::Conflict), codes `journal-of-other-publications`, `journal-of-another-run`
    /// and `journal-in-use`; [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput), codes `journal-damaged` and
    /// `not-a-journal`; [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported), code `journal-too-new`; and
    /// [`ErrorKind::Io`](crate::ErrorKind::Io), codes `journal-not-written` and `unreadable-file`, when the operating system
    /// refuses. Then those of [`ControlPlane::plan`] that concern no single API. What fails while it is applied stands in
    /// the [`Outcome`].
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::publish::{ApplyOptions, Journal, Publication};
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let publications = [Publication::new("Pets", "1.0.0").environment("Default")];
    /// let journal = Journal::at("publications.journal");
    /// control_plane.resume(publications, &journal, &ApplyOptions::new()).await?.into_result()?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn resume(
        &self,
        publications: impl IntoIterator<Item = Publication>,
        journal: &Journal,
        options: &ApplyOptions,
    ) -> Result<Outcome> {
        let publications: Vec<Publication> = publications.into_iter().collect();
        let resume = async {
            let named: Vec<_> = publications.iter().collect();
            let recorder = Recorder::go_on(self, options, journal, &named).await?;
            drop(named);
            // What can be finished is, though another API cannot be published, or cannot any more: the run has begun already.
            let keep_going = PlanOptions::new().keep_going();
            let plan = self.plan_with(publications, keep_going).await?;
            Ok(self.apply_recorded(&plan, options, &recorder).await)
        };
        operation("resume", resume).await
    }

    /// Applies a plan with a journal and a log that are open, and ends them.
    pub(crate) async fn apply_recorded(
        &self,
        plan: &Plan,
        options: &ApplyOptions,
        recorder: &Recorder,
    ) -> Outcome {
        let mut outcome = self.apply_all(plan, options, recorder).await;
        let ended = recorder.end(outcome.is_ok()).await;
        outcome.not_recorded = ended.err().map(|error| error.with_operation("apply"));
        outcome
    }

    /// The same, and leaves them open.
    pub(crate) async fn apply_all(
        &self,
        plan: &Plan,
        options: &ApplyOptions,
        recorder: &Recorder,
    ) -> Outcome {
        let total = plan.apis.iter().filter(|api| api.verdict() == Verdict::Changes).count();
        let (finished, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        let progress = Progress { options, recorder, total, finished, stop };
        // What is known to fail has failed before the first step, wherever it stands.
        if plan.verdict() == Verdict::Cannot {
            progress.failed();
        }
        let is_begun = total > 0 && !progress.is_stopped();
        if is_begun {
            recorder.begun();
        }
        let new: Vec<Publication> = plan
            .apis
            .iter()
            .filter(|api| is_begun && api.existing.is_none() && api.verdict() == Verdict::Changes)
            .map(|api| api.publication.clone())
            .collect();
        let there = self.taken(&new).await;
        if !there.is_empty() {
            progress.failed();
        }
        let mut work = Vec::with_capacity(plan.apis.len());
        for api in &plan.apis {
            work.push(Box::pin(self.apply_one(api, &there, &progress)));
        }
        Outcome { apis: together(self.breadth(), work).await, not_recorded: None }
    }

    /// Plans and applies. Nothing is written when one of the APIs cannot be published.
    ///
    /// # Errors
    /// Those of [`ControlPlane::plan`]; and the first error of the apply, with what was done before it.
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::publish::Publication;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// control_plane.publish([Publication::new("Pets", "1.0.0").environment("Default")]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn publish(
        &self,
        publications: impl IntoIterator<Item = Publication>,
    ) -> Result<Outcome> {
        self.publish_with(publications, &ApplyOptions::new()).await
    }

    /// The same, with options of the apply.
    ///
    /// # Errors
    /// Those of [`ControlPlane::publish`].
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::publish::{ApplyOptions, Publication};
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let pets = Publication::new("Pets", "1.0.0").environment("Default");
    /// let options = ApplyOptions::new().on_event(|event| println!("{event}"));
    /// control_plane.publish_with([pets], &options).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn publish_with(
        &self,
        publications: impl IntoIterator<Item = Publication>,
        options: &ApplyOptions,
    ) -> Result<Outcome> {
        let publish = async {
            let plan = self.plan(publications).await?;
            self.apply_with(&plan, options).await.into_result()
        };
        operation("publish", publish).await
    }

    /// Why APIs that are to be made cannot be: by name and version. They are looked for together, before the first write.
    async fn taken(&self, new: &[Publication]) -> HashMap<(String, String), Error> {
        if new.is_empty() {
            return HashMap::new();
        }
        let found = match self.look_up(new).await {
            Ok(found) => found,
            Err(error) => new.iter().map(|_| Err(error.clone())).collect(),
        };
        let reason = |(publication, found): (&Publication, Result<Option<ApiInfo>>)| {
            let (name, version) = (publication.name.clone(), publication.version.clone());
            let error = match found {
                Ok(None) => return None,
                Ok(Some(_)) => created_meanwhile(&name, &version),
                Err(error) => error,
            };
            Some(((name, version), error))
        };
        new.iter().zip(found).filter_map(reason).collect()
    }

    async fn apply_one(
        &self,
        plan: &ApiPlan,
        taken: &HashMap<(String, String), Error>,
        progress: &Progress<'_>,
    ) -> ApiOutcome {
        let mut outcome = ApiOutcome::new(&plan.publication);
        if let Some(error) = &plan.error {
            outcome.error = Some(error.clone());
            progress.failed();
            return outcome;
        }
        let key = (plan.publication.name.clone(), plan.publication.version.clone());
        if let (Some(error), Some(step)) = (taken.get(&key), plan.steps.first()) {
            let error = explain(error.clone(), plan);
            progress.recorder.step_failed(step, &error);
            progress.failed();
            progress.tell(EventKind::StepFailed, Some(step), plan, Some(error.message()));
            outcome.failed = Some(step.clone());
            outcome.error = Some(error);
            finish(plan, progress, &mut outcome);
            return outcome;
        }
        let recorder = progress.recorder;
        let mut run = Run::new(self, plan, recorder);
        for step in &plan.steps {
            if progress.is_stopped() {
                outcome.is_stopped = true;
                break;
            }
            progress.tell(EventKind::StepBegun, Some(step), plan, None);
            let performed = advance(&mut run, step).await;
            if performed.is_done {
                recorder.step_done(step, run.revision());
                outcome.done.push(step.clone());
            }
            let Some(error) = performed.error else {
                progress.tell(EventKind::StepDone, Some(step), plan, None);
                continue;
            };
            let error = explain(error, plan);
            recorder.step_failed(step, &error);
            progress.failed();
            progress.tell(EventKind::StepFailed, Some(step), plan, Some(error.message()));
            outcome.is_half_done = performed.is_begun;
            outcome.failed = Some(step.clone());
            outcome.error = Some(error);
            break;
        }
        outcome.made = made(&run, &outcome);
        outcome.traces = recorder.keeps_traces().then(|| Box::new(run.traces()));
        outcome.id = run.id().map(str::to_owned);
        outcome.revision = run.revision().map(str::to_owned);
        outcome.awaited = plan.awaited.iter().cloned().chain(run.into_awaited()).collect();
        outcome.pending = outcome.awaited.iter().map(ToString::to_string).collect();
        finish(plan, progress, &mut outcome);
        outcome
    }
}

fn finish(plan: &ApiPlan, progress: &Progress<'_>, outcome: &mut ApiOutcome) {
    if !outcome.pending.is_empty() {
        progress.recorder.pending(plan);
    }
    if outcome.error.is_none() && !outcome.is_stopped {
        let recorded = progress.recorder.api_done(plan);
        outcome.error = recorded.err().map(|error| explain(error, plan));
    }
    if plan.verdict() == Verdict::Changes {
        progress.finished.fetch_add(1, Ordering::Relaxed);
        let pending = (!outcome.pending.is_empty()).then(|| outcome.pending.join("; "));
        progress.tell(EventKind::ApiFinished, None, plan, pending.as_deref());
    }
}

fn made(run: &Run<'_>, outcome: &ApiOutcome) -> Made {
    let is_creation = |step: &Step| matches!(step.action, Action::CreateApi { .. });
    let is_open = outcome.error.as_ref().is_some_and(|error| error.retry() == Retry::Ambiguous);
    if run.is_new() {
        Made::Yes
    } else if is_open && outcome.is_half_done && outcome.failed.as_ref().is_some_and(is_creation) {
        Made::Perhaps
    } else {
        Made::No
    }
}

async fn advance(run: &mut Run<'_>, step: &Step) -> Performed {
    match run.prepare(&step.action).await {
        Ok(Ended::Stood) => Performed { is_begun: false, is_done: false, error: None },
        Ok(Ended::Done) => run.perform(&step.action).await,
        Err(error) => Performed { is_begun: false, is_done: false, error: Some(error) },
    }
}

/// How far an apply is, shared by its APIs.
struct Progress<'o> {
    options: &'o ApplyOptions,
    recorder: &'o Recorder,
    total: usize,
    finished: AtomicUsize,
    stop: AtomicBool,
}

impl Progress<'_> {
    fn failed(&self) {
        if self.options.stops_on_failure {
            self.stop.store(true, Ordering::Relaxed);
        }
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn tell(&self, kind: EventKind, step: Option<&Step>, plan: &ApiPlan, message: Option<&str>) {
        let Some(listener) = &self.options.listener else { return };
        listener(&Event {
            kind,
            api: plan.name().to_owned(),
            version: plan.version().to_owned(),
            step: step.cloned(),
            message: message.map(str::to_owned),
            finished: self.finished.load(Ordering::Relaxed),
            total: self.total,
        });
    }
}

fn explain(error: Error, plan: &ApiPlan) -> Error {
    error.concerning_api(&plan.publication.name, &plan.publication.version).with_operation("apply")
}
