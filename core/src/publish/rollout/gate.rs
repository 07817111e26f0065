//! What must hold after a wave.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::client::{ControlPlane, Patience};
use crate::model::one_line::{Name, one_line};
use crate::publish::awaited::Awaited;
use crate::publish::known::Known;
use crate::publish::outcome::{ApiOutcome, Outcome};
use crate::publish::plan::ApiPlan;
use crate::publish::publication::Publication;
use crate::publish::together::together;
use crate::publish::verify::{Verification, VerifyOptions};

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Answer = Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send>>;
type Check = dyn Fn(Vec<String>) -> Answer + Send + Sync;

/// What must hold after each wave of a [`Rollout`](crate::publish::Rollout), before the next one begins: that each API has
/// the lifecycle state it should have, is deployed to the wave's environments, and offered by the Developer Portal there;
/// that none of this awaits an approval or was refused one; and what the user asks for besides. What closes an API that has
/// callers (blocked, deprecated, retired) is done once the gate of the API's last wave has opened.
///
/// What awaits an approval keeps the gate closed: its reason names it. The gate of a roll-out without proof asks once. With
/// [`Self::proof`] it goes on asking until the time of the proof is over, in which somebody may approve. After the approval
/// the same roll-out is run again: it finds its waves done, and goes on.
#[derive(Clone, Default)]
pub struct Gate {
    proof: Option<VerifyOptions>,
    check: Option<Arc<Check>>,
}

/// Why a gate stayed closed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GateFailure {
    /// The API; `None` when the user's own check failed.
    pub api: Option<(String, String)>,
    /// What did not hold, in words.
    pub message: String,
}

impl Gate {
    /// Asks the control plane.
    pub fn new() -> Self {
        Self::default()
    }

    /// Wants proof besides: that gateways have acknowledged the deployments, or serve the APIs, as these options say.
    ///
    /// ```
    /// use std::time::Duration;
    /// use gatewright::publish::{Gate, VerifyOptions};
    ///
    /// let proof = VerifyOptions::new().probed().timeout(Duration::from_secs(60));
    /// let gate = Gate::new().proof(proof);
    /// # let _ = gate;
    /// ```
    #[must_use]
    pub fn proof(mut self, options: VerifyOptions) -> Self {
        self.proof = Some(options);
        self
    }

    /// Asks this function as well, with the names of the wave's environments: a smoke test, a question to whoever is in
    /// charge. Its error is shown as the reason why the roll-out stops.
    ///
    /// ```
    /// use gatewright::publish::Gate;
    ///
    /// let gate = Gate::new().check(|environments| async move {
    ///     if environments.contains(&"Production EU".to_owned()) { Err("freeze until Monday".into()) } else { Ok(()) }
    /// });
    /// # let _ = gate;
    /// ```
    #[must_use]
    pub fn check<F, R>(mut self, ask: F) -> Self
    where
        F: Fn(Vec<String>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), BoxError>> + Send + 'static,
    {
        self.check = Some(Arc::new(move |environments| Box::pin(ask(environments))));
        self
    }

    /// What does not hold of a wave.
    pub(crate) async fn judge(
        &self,
        control_plane: &ControlPlane,
        wave: &[String],
        publications: &[Publication],
        done: &Outcome,
        rolls_back: bool,
    ) -> Vec<GateFailure> {
        let mut work = Vec::with_capacity(publications.len());
        for (publication, done) in publications.iter().zip(&done.apis) {
            let fails = self.what_fails(control_plane, publication, done);
            work.push(Box::pin(async move { Some(fails.await?.into_message(rolls_back)) }));
        }
        let mut failures = failures(publications, together(control_plane.breadth(), work).await);
        // What the user checks takes for granted that the APIs are there.
        if let Some(check) = self.check.as_ref().filter(|_| failures.is_empty())
            && let Err(error) = check(wave.to_vec()).await
        {
            failures.push(GateFailure { api: None, message: error.to_string() });
        }
        failures
    }
}

impl GateFailure {
    /// Of an API that would have been closed to its callers.
    pub(super) fn not_closed(publication: &Publication) -> Self {
        let message =
            format!("it was not {}: that waits for the gate to open", publication.lifecycle);
        let api = Some((publication.name.clone(), publication.version.clone()));
        Self { api, message }
    }
}

impl Gate {
    /// What does not hold of APIs that were closed to their callers after it had opened: their lifecycle state is asked alone,
    /// since gateways do not serve each of them any more.
    pub(super) async fn judge_closed(
        &self,
        control_plane: &ControlPlane,
        publications: &[Publication],
        done: &Outcome,
        rolls_back: bool,
    ) -> Vec<GateFailure> {
        let mut work = Vec::with_capacity(publications.len());
        for (publication, done) in publications.iter().zip(&done.apis) {
            let fails = self.what_stays_open(control_plane, publication, done);
            work.push(Box::pin(async move { Some(fails.await?.into_message(rolls_back)) }));
        }
        failures(publications, together(control_plane.breadth(), work).await)
    }

    async fn what_stays_open(
        &self,
        control_plane: &ControlPlane,
        publication: &Publication,
        done: &ApiOutcome,
    ) -> Option<Reasons> {
        let options = self.proof.as_ref();
        let mut patience = Patience::new(options.map_or(Duration::ZERO, |proof| proof.timeout));
        if let Some(interval) = options.and_then(|proof| proof.interval) {
            patience = patience.every(interval);
        }
        loop {
            let verified = match control_plane.verify_known(publication, done.id.as_deref()).await {
                Ok(verified) => verified,
                Err(error) => return Some(Reasons::of(error.to_string())),
            };
            if verified.has_lifecycle() {
                return None;
            }
            if !patience.pause().await {
                let mut reasons = Reasons::default();
                reasons.add_lifecycle(&verified, &done.awaited);
                return Some(reasons);
            }
        }
    }

    /// What does not hold of one API.
    async fn what_fails(
        &self,
        control_plane: &ControlPlane,
        publication: &Publication,
        done: &ApiOutcome,
    ) -> Option<Reasons> {
        let id = done.id.as_deref();
        let verified = match &self.proof {
            None => {
                let verified = control_plane.verify_known(publication, id).await;
                verified.map(|verified| (verified, None))
            }
            Some(options) => {
                let proven = control_plane.verify_known_with(publication, id, options).await;
                proven.map(|proven| (proven.verification.clone(), Some(proven)))
            }
        };
        let (verified, proven) = match verified {
            Ok(verified) => verified,
            Err(error) => return Some(Reasons::of(error.to_string())),
        };
        let mut reasons = Reasons::default();
        reasons.add_standing(&verified, &done.awaited);
        // Where the control plane itself says no, the proof says nothing more.
        if let Some(proven) = proven.filter(|proven| reasons.texts.is_empty() && !proven.is_ok()) {
            reasons.texts.push(proven.to_string());
        }
        if reasons.texts.is_empty() && !done.awaited.is_empty() {
            // Somebody has decided meanwhile; and not always for it.
            let plan = control_plane.plan_known(vec![(publication.clone(), Known::of(done))]).await;
            reasons.texts.extend(match plan {
                Ok(plan) if plan.is_empty() => None,
                Ok(plan) => Some(match plan.apis().find_map(ApiPlan::error) {
                    Some(error) => error.to_string(),
                    None => TAKEN_BACK.to_owned(),
                }),
                Err(error) => Some(error.to_string()),
            });
        }
        (!reasons.texts.is_empty()).then_some(reasons)
    }
}

/// One for each publication of which something does not hold.
fn failures(publications: &[Publication], judged: Vec<Option<String>>) -> Vec<GateFailure> {
    let failed = |(publication, message): (&Publication, Option<String>)| {
        let api = Some((publication.name.clone(), publication.version.clone()));
        message.map(|message| GateFailure { api, message })
    };
    publications.iter().zip(judged).filter_map(failed).collect()
}

const TAKEN_BACK: &str =
    "what awaited an approval was refused one, or taken back: run the roll-out again to ask for it";
const APPROVE: &str =
    "approve it (the Admin Portal lists it), then run the roll-out again, which goes on from there";
const TOO_LATE: &str = "the roll-out takes back what it has asked for: give its gate a proof with time enough to approve \
                        it, or roll out without rolling back, and again once it is approved";

/// Why a gate stays closed for one API.
#[derive(Default)]
struct Reasons {
    texts: Vec<String>,
    /// Whether somebody could open it by an approval.
    awaits: bool,
}

impl Reasons {
    fn of(text: String) -> Self {
        Self { texts: vec![text], awaits: false }
    }

    /// What the control plane says of an API of whose wave this was still awaited at its end.
    fn add_standing(&mut self, verified: &Verification, awaited: &[Awaited]) {
        if !verified.has_lifecycle() {
            self.add_lifecycle(verified, awaited);
        }
        for state in verified.environments.iter().filter(|state| !state.is_ok()) {
            self.awaits |= state.is_pending;
            self.texts.push(if state.is_pending {
                Awaited::Deployment(state.environment.clone()).to_string()
            } else {
                state.to_string()
            });
        }
    }

    fn add_lifecycle(&mut self, verified: &Verification, awaited: &[Awaited]) {
        let changes = awaited.iter().filter(|awaited| awaited.is_of_lifecycle());
        self.texts.extend(changes.map(ToString::to_string));
        self.awaits = !self.texts.is_empty();
        self.texts.push(verified.lifecycle_line());
    }

    fn into_message(self, rolls_back: bool) -> String {
        let reasons = self.texts.join("; ");
        match (self.awaits, rolls_back) {
            (false, _) => reasons,
            (true, false) => format!("{reasons}: {APPROVE}"),
            (true, true) => format!("{reasons}: {TOO_LATE}"),
        }
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate")
            .field("proof", &self.proof)
            .field("has_check", &self.check.is_some())
            .finish()
    }
}

impl fmt::Display for GateFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = one_line(&self.message);
        match &self.api {
            Some((name, version)) => write!(f, "{} {}: {message}", Name(name), Name(version)),
            None => write!(f, "the check: {message}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_one_line() {
        let failure = |api: Option<(&str, &str)>, message: &str| {
            let api = api.map(|(name, version)| (name.to_owned(), version.to_owned()));
            GateFailure { api, message: message.to_owned() }.to_string()
        };
        assert_eq!(
            failure(
                Some(("Pe\nts", "1\r\n")),
                "not proven:\n  gateway-1: missing\n  gateway-2: missing"
            ),
            "Pe\\nts 1\\r\\n: not proven: gateway-1: missing; gateway-2: missing"
        );
        assert_eq!(
            failure(None, "exit status 1\nno answer\n"),
            "the check: exit status 1; no answer"
        );
    }
}
