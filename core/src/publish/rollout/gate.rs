//! What must hold after a wave.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use crate::client::ControlPlane;
use crate::publish::publication::Publication;
use crate::publish::together::together;
use crate::publish::verify::VerifyOptions;

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Answer = Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send>>;
type Check = dyn Fn(Vec<String>) -> Answer + Send + Sync;

/// What must hold after each wave of a [`Rollout`](crate::publish::Rollout), before the next one begins: that each API is
/// deployed to the wave's environments, approved, and offered by the Developer Portal there, and what the user asks for
/// besides.
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
    ) -> Vec<GateFailure> {
        let mut work = Vec::with_capacity(publications.len());
        for publication in publications {
            work.push(Box::pin(self.what_fails(control_plane, publication)));
        }
        let judged = together(control_plane.breadth(), work).await;
        let failed = |(publication, message): (&Publication, Option<String>)| {
            let api = Some((publication.name.clone(), publication.version.clone()));
            message.map(|message| GateFailure { api, message })
        };
        let mut failures: Vec<GateFailure> =
            publications.iter().zip(judged).filter_map(failed).collect();
        // What the user checks takes for granted that the APIs are there.
        if let Some(check) = self.check.as_ref().filter(|_| failures.is_empty())
            && let Err(error) = check(wave.to_vec()).await
        {
            failures.push(GateFailure { api: None, message: error.to_string() });
        }
        failures
    }
}

impl Gate {
    /// What does not hold of one API, in words.
    async fn what_fails(
        &self,
        control_plane: &ControlPlane,
        publication: &Publication,
    ) -> Option<String> {
        let verified = match &self.proof {
            None => control_plane.verify(publication).await.map(|verified| (verified, None)),
            Some(options) => {
                let proven = control_plane.verify_with(publication, options).await;
                proven.map(|proven| (proven.verification.clone(), Some(proven)))
            }
        };
        let (verified, proven) = match verified {
            Ok(verified) => verified,
            Err(error) => return Some(error.to_string()),
        };
        let bad = verified.environments.iter().filter(|state| !state.is_ok());
        let mut reasons: Vec<String> = bad.map(ToString::to_string).collect();
        // Where the control plane itself says no, the proof says nothing more.
        if let Some(proven) = proven.filter(|proven| reasons.is_empty() && !proven.is_ok()) {
            reasons.push(proven.to_string());
        }
        (!reasons.is_empty()).then(|| reasons.join("; "))
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
        match &self.api {
            Some((name, version)) => write!(f, "{name} {version}: {}", self.message),
            None => write!(f, "the check: {}", self.message),
        }
    }
}
