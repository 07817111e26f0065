//! One API on its way from its plan to what is wanted: its steps, done one after the other.
//!
//! What lives here: each step as something done once ([`step`]), the API's content ([`content`]), the ground it stands on ([`ground`]), what
//! the run itself has left there ([`left`]) and what of that may have to be taken back ([`traces`]), and putting back what lost a race ([`yielding`]). What does not: which steps there are (`planner`), many APIs at a time (`apply`).

mod content;
mod ground;
mod left;
mod step;
mod traces;
mod yielding;

pub(crate) use self::left::Left;
pub(crate) use self::traces::{Content, Deployed, Traces};
use crate::client::{ControlPlane, OnceOnly, Settled, is_task_pending, reconcile};
use crate::error::{Error, ErrorKind, Result, Retry};
use crate::model::Release;
use crate::publish::awaited::Awaited;
use crate::publish::journal::JournalResult;
use crate::publish::plan::{Action, ApiPlan};
use crate::publish::recorder::Recorder;
use crate::rest::api_object::ApiObject;

/// What is known while the steps of one API are done.
pub(crate) struct Run<'p> {
    control_plane: &'p ControlPlane,
    plan: &'p ApiPlan,
    recorder: &'p Recorder,
    id: Option<String>,
    /// The API as it was last read or written.
    object: Option<ApiObject>,
    /// What the next reading has to find.
    left: Left,
    /// The revision to deploy.
    revision: Option<String>,
    /// The revisions there may be: those the plan saw, and ours.
    known: Vec<String>,
    /// Made by this run: so nobody has seen it before.
    is_new: bool,
    /// A revision that this run made.
    made: Option<String>,
    /// A creation whose answer was lost was sent again, and refused, since the API is there.
    was_refused: bool,
    /// The kinds of the steps that this run has done.
    written: Vec<&'static str>,
    awaited: Vec<Awaited>,
    traces: Traces,
}

/// How a step ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The server was as the step leaves it.
    Stood,
    Done,
}

/// What became of a step.
#[derive(Debug)]
pub(crate) struct Performed {
    /// Something was sent: a failure may have come after a part of the step was done.
    pub(crate) is_begun: bool,
    /// In 3.x a step can be done and fail: on some gateways. And one can be done that could not be written down.
    pub(crate) is_done: bool,
    pub(crate) error: Option<Error>,
}

impl<'p> Run<'p> {
    pub(crate) fn new(
        control_plane: &'p ControlPlane,
        plan: &'p ApiPlan,
        recorder: &'p Recorder,
    ) -> Self {
        let existing = plan.existing.as_ref();
        Self {
            control_plane,
            plan,
            recorder,
            id: existing.map(|existing| existing.id.clone()),
            object: None,
            left: Left::default(),
            revision: plan.revision.clone(),
            known: existing.map(|existing| existing.revisions.clone()).unwrap_or_default(),
            is_new: false,
            made: None,
            was_refused: false,
            written: Vec::new(),
            awaited: Vec::new(),
            traces: Traces::default(),
        }
    }

    pub(crate) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The revision that this run deploys, once it is known.
    pub(crate) fn revision(&self) -> Option<&str> {
        self.revision.as_deref()
    }

    /// Whether this run has made the API.
    pub(crate) fn is_new(&self) -> bool {
        self.is_new
    }

    /// What of this run may have to be taken back.
    pub(crate) fn traces(&self) -> Traces {
        let mut traces = self.traces.clone();
        if let Some(content) = &mut traces.content {
            content.left = self.left.clone();
        } else if self.is_new {
            let left = self.left.clone();
            traces.content = Some(Content { found: None, has_document: true, left });
        }
        traces
    }

    pub(crate) fn into_awaited(self) -> Vec<Awaited> {
        self.awaited
    }

    fn has_updated(&self) -> bool {
        self.written.contains(&"update-api")
    }

    /// From one lifecycle state to another.
    fn has_moved(&self) -> bool {
        self.written.contains(&"change-lifecycle")
    }

    fn release(&self) -> Release {
        self.control_plane.release()
    }

    /// The API's identifier, which every step but the first has.
    fn known_id(&self) -> Result<&str> {
        self.id().ok_or_else(|| unordered("API"))
    }

    /// Whether the step has to be done at all, and may be: the server stands as the plan saw it, but for our own writes.
    ///
    /// # Errors
    /// [`ErrorKind::ConcurrentChange`] when somebody else has changed the API.
    pub(crate) async fn prepare(&mut self, action: &Action) -> Result<Ended> {
        if let Action::CreateApi { .. } = action {
            // It was looked for before the first write, and the server refuses a second one.
            return Ok(Ended::Done);
        }
        match self.survey(action).await {
            Err(error) if error.kind() == ErrorKind::ConcurrentChange => {
                Err(self.give_way(error).await)
            }
            surveyed => surveyed,
        }
    }

    /// Does the step, once; it is written down before and after.
    pub(crate) async fn perform(&mut self, action: &Action) -> Performed {
        let (id, revision) = (self.id.clone(), self.revision.clone());
        let recorder = self.recorder;
        let intended = recorder.intend(self.plan, action, id.as_deref(), revision.as_deref()).await;
        let seq = match intended {
            Ok(seq) => seq,
            Err(error) => {
                return Performed { is_begun: false, is_done: false, error: Some(error) };
            }
        };
        let mut performed = self.do_once(action).await;
        let mut result = match &performed.error {
            Some(error) if !performed.is_done => JournalResult::of_error(error),
            _ => JournalResult::done(),
        };
        result.api_id = self.id().filter(|_| id.is_none()).map(Into::into);
        result.revision = self.made.as_ref().filter(|_| self.made != revision).map(Into::into);
        if let Err(error) = recorder.settle(seq, result) {
            performed.error.get_or_insert(error);
        }
        performed
    }

    async fn do_once(&mut self, action: &Action) -> Performed {
        let control_plane = self.control_plane;
        let pushes = self.pushes(action);
        let is_creation = matches!(action, Action::CreateApi { .. });
        let mut step = Step { run: self, action, was_lost: false };
        let settled = reconcile(&control_plane.session, &mut step).await;
        let error = match settled {
            Ok(Settled { value: Ended::Stood, .. }) => {
                return Performed { is_begun: true, is_done: false, error: None };
            }
            Ok(Settled { value: Ended::Done, after }) => {
                self.written.push(action.kind());
                let error = after.filter(|_| pushes).map(not_on_every_gateway);
                return Performed { is_begun: true, is_done: true, error };
            }
            Err(error) if error.kind() == ErrorKind::ConcurrentChange => self.give_way(error).await,
            Err(error) if is_creation && error.kind() == ErrorKind::Conflict => {
                self.refused(error).await
            }
            Err(error) => error,
        };
        Performed { is_begun: true, is_done: false, error: Some(error) }
    }

    /// Why an API was not made: it is there now, or another one has its context.
    async fn refused(&self, error: Error) -> Error {
        if self.was_refused {
            let why =
                "a creation before this one had no answer, and the API could not be looked at";
            return error.with_retry(Retry::Ambiguous).concerning("read_back", why);
        }
        let (name, version) = (&self.plan.publication.name, &self.plan.publication.version);
        match self.control_plane.find_api(name, version).await {
            Ok(None) => error,
            Ok(Some(_)) => created_meanwhile(name, version).with_source(error),
            Err(unread) => error.concerning("read_back", unread.message()),
        }
    }

    /// Whether the control plane puts the API on its gateways while it does this: 3.x.
    fn pushes(&self, action: &Action) -> bool {
        let lifecycle = self.plan.existing.as_ref().map(|existing| existing.lifecycle.as_str());
        let is_public = lifecycle.is_some_and(|state| state != "CREATED");
        match action {
            Action::ChangeLifecycle { .. } => self.release().is_classic(),
            Action::UpdateApi { .. } => self.release().is_classic() && is_public,
            _ => false,
        }
    }
}

/// Somebody was faster.
pub(crate) fn created_meanwhile(name: &str, version: &str) -> Error {
    let message = format!("`{name}` {version} was created after the plan was made: plan again");
    Error::new(ErrorKind::ConcurrentChange, "created-meanwhile", message)
}

/// A step as something to be done once.
struct Step<'r, 'p> {
    run: &'r mut Run<'p>,
    action: &'r Action,
    was_lost: bool,
}

impl OnceOnly<Ended> for Step<'_, '_> {
    async fn send(&mut self) -> Result<Ended> {
        let is_change = matches!(self.action, Action::ChangeLifecycle { .. });
        let is_creation = matches!(self.action, Action::CreateApi { .. });
        match self.run.attempt(self.action).await {
            Err(error) if is_creation && self.was_lost && error.kind() == ErrorKind::Conflict => {
                self.run.was_refused = true;
                Err(error)
            }
            // A change of the state awaits an approval already: asked for before an answer was lost, or by an earlier run.
            Err(error) if is_change && is_task_pending(&error) => {
                self.run.await_approval(self.action, self.was_lost);
                Ok(if self.was_lost { Ended::Done } else { Ended::Stood })
            }
            done => done.map(|()| Ended::Done),
        }
    }

    async fn read_back(&mut self) -> Result<Option<Ended>> {
        self.was_lost = true;
        Ok(self.run.is_done(self.action).await?.then_some(Ended::Done))
    }
}

/// 3.x changes the API, goes on when one of its gateways cannot be reached, and answers 500 in the end; an answer that was
/// lost leaves that open as well.
fn not_on_every_gateway(error: Error) -> Error {
    let message = format!(
        "{}; the API has changed all the same: API Manager 3.x answers so when it cannot reach one of the API's gateways, \
         and an answer that is lost does not say. See that each of them runs, then ask them for the API (`probe`); one that \
         lacks it gets it when the API is taken off the environment (`undeploy`) and published again",
        error.message()
    );
    Error::new(ErrorKind::Server, "not-on-every-gateway", message).with_source(error)
}

/// A step whose precondition no earlier step has met: a fault of ours.
fn unordered(what: &str) -> Error {
    let message = format!("a step needs the {what} before it is there");
    Error::new(ErrorKind::Unexpected, "unordered-plan", message)
}

#[cfg(test)]
mod tests;
