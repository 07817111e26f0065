//! Whether a saved plan still holds: for this server, these publications, and the APIs as they are.

use std::collections::{HashMap, HashSet};

use super::document::{SavedApi, SavedGround, SavedPlan, SavedStep};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Release;
use crate::publish::journal::without_user_info;
use crate::publish::plan::{ApiPlan, Plan, Verdict};
use crate::publish::publication::Publication;
use crate::publish::recorder::digest_of;

/// More APIs are counted, not named.
const NAMED: usize = 3;

impl SavedPlan {
    /// # Errors
    /// `plan-of-another-server`.
    pub(super) fn require_server(&self, url: &str, release: Release) -> Result<()> {
        let (url, release) = (without_user_info(url), release.to_string());
        if self.control_plane == url && self.release == release {
            return Ok(());
        }
        let message = format!(
            "the plan was saved for the control plane `{}` ({}), and this is `{url}` ({release}): plan again",
            self.control_plane.escape_debug(),
            self.release.escape_debug(),
        );
        Err(Error::new(ErrorKind::InvalidInput, "plan-of-another-server", message)
            .with_context("server", url)
            .with_context("release", release))
    }

    /// # Errors
    /// `plan-of-other-publications`.
    pub(super) fn require_publications(&self, publications: &[Publication]) -> Result<()> {
        let saved = self.by_name();
        let is_unknown = |one: &&Publication| {
            saved
                .get(&(one.name(), one.version()))
                .is_none_or(|api| api.publication != digest_of(one))
        };
        if let Some(other) = publications.iter().find(is_unknown) {
            let what = if saved.contains_key(&(other.name(), other.version())) {
                "says something else than then"
            } else {
                "is not among those it was made for"
            };
            return Err(of_others(other.name(), other.version(), what));
        }
        let given: HashSet<(&str, &str)> =
            publications.iter().map(|one| (one.name(), one.version())).collect();
        let is_given = |api: &SavedApi| given.contains(&(api.name.as_str(), api.version.as_str()));
        match self.apis.iter().find(|api| !is_given(api)) {
            Some(gone) => Err(of_others(&gone.name, &gone.version, "is missing")),
            None => Ok(()),
        }
    }

    /// # Errors
    /// `stale-plan`, with the first APIs that are otherwise.
    pub(super) fn require_fresh(&self, plan: &Plan) -> Result<()> {
        let saved = self.by_name();
        let differences = plan.apis().filter_map(|now| {
            // That each one is there, the publications have been asked.
            let then = saved.get(&(now.name(), now.version()))?;
            then.difference(now).map(|what| (now, what))
        });
        let differences: Vec<(&ApiPlan, String)> = differences.collect();
        let Some((first, _)) = differences.first() else { return Ok(()) };
        let named = differences.iter().take(NAMED);
        let mut named: Vec<String> = named
            .map(|(api, what)| format!("`{}` {}: {what}", api.name(), api.version()))
            .collect();
        match differences.len().saturating_sub(NAMED) {
            0 => {}
            1 => named.push("and another API".to_owned()),
            more => named.push(format!("and {more} more APIs")),
        }
        let message = format!(
            "the saved plan is stale: {}. Nothing was changed: plan again, and have the new plan looked at",
            named.join("; ")
        );
        let error = Error::new(ErrorKind::ConcurrentChange, "stale-plan", message)
            .with_context("api", first.name())
            .with_context("version", first.version());
        Err(match first.error() {
            Some(cause) => error.with_source(cause.clone()),
            None => error,
        })
    }

    fn by_name(&self) -> HashMap<(&str, &str), &SavedApi> {
        self.apis.iter().map(|api| ((api.name.as_str(), api.version.as_str()), api)).collect()
    }
}

fn of_others(name: &str, version: &str, what: &str) -> Error {
    let message = format!(
        "the plan was saved for other publications: that of `{}` {} {what}; give those it was made for, or plan again",
        name.escape_debug(),
        version.escape_debug(),
    );
    Error::new(ErrorKind::InvalidInput, "plan-of-other-publications", message)
        .with_context("api", name)
        .with_context("version", version)
}

impl SavedApi {
    /// Why the plan of now is not this one, in words.
    fn difference(&self, now: &ApiPlan) -> Option<String> {
        match (&self.error, now.error()) {
            (Some(then), Some(error)) if then == error.code() => return None,
            (_, Some(error)) => {
                return Some(format!("it cannot be published now: {}", error.message()));
            }
            (_, None) => {}
        }
        // What has come true meanwhile needs no step, so none is done that nobody has seen.
        if now.verdict() == Verdict::NothingToDo {
            return None;
        }
        if self.error.is_some() {
            return Some("it could not be published, and can be now".to_owned());
        }
        let steps = SavedStep::all(now.steps());
        let words = steps.iter().map(|step| step.text.as_str()).collect::<Vec<_>>().join(", ");
        if self.steps.is_empty() {
            return Some(format!("it needed nothing, and needs this now: {words}"));
        }
        let mut what = self.on_other_ground(now);
        if self.steps != steps {
            what.push(format!("what it takes now is: {words}"));
        }
        (!what.is_empty()).then(|| what.join(", and "))
    }

    fn on_other_ground(&self, now: &ApiPlan) -> Vec<String> {
        match (&self.ground, now.existing.as_ref().map(SavedGround::of)) {
            (None, None) => Vec::new(),
            (None, Some(_)) => vec!["it was not there, and is now".to_owned()],
            (Some(_), None) => vec!["it was there, and is gone".to_owned()],
            (Some(then), Some(now)) => then.differences(&now),
        }
    }
}

impl SavedGround {
    fn differences(&self, now: &Self) -> Vec<String> {
        if self.id != now.id {
            return vec!["it was deleted, and created again".to_owned()];
        }
        let mut what = Vec::new();
        if self.content != now.content {
            what.push("its fields were changed".to_owned());
        }
        if self.document != now.document {
            what.push("its document was changed".to_owned());
        }
        if self.lifecycle != now.lifecycle {
            let state = now.lifecycle.to_lowercase();
            what.push(format!("its lifecycle state is {state} now"));
        }
        if self.listed != now.listed {
            what.push(format!("its list of environments is now: {}", now.listed.join(", ")));
        }
        if now.revisions.iter().any(|id| !self.revisions.contains(id)) {
            what.push("a revision was made".to_owned());
        }
        if self.revisions.iter().any(|id| !now.revisions.contains(id)) {
            what.push("a revision was deleted".to_owned());
        }
        let mut moved: Vec<&str> = Vec::new();
        for (some, others) in [(&self.deployed, &now.deployed), (&now.deployed, &self.deployed)] {
            let otherwise = some.iter().filter(|there| !others.contains(there));
            moved.extend(otherwise.map(|there| there.environment.as_str()));
        }
        moved.sort_unstable();
        moved.dedup();
        if !moved.is_empty() {
            what.push(format!("what is deployed was changed in {}", moved.join(", ")));
        }
        if what.is_empty() && self.last_updated != now.last_updated {
            what.push("the time of its last change is another one".to_owned());
        }
        what
    }
}
