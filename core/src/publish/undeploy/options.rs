//! Which proof an undeployment gives.

use std::fmt;
use std::time::Duration;

use crate::client::{Probe, ProbeState};
use crate::model::one_line::Name;
use crate::publish::verify::{LiveVerification, VerifyOptions};

/// Which proof [`ControlPlane::undeploy_with`](crate::ControlPlane::undeploy_with) asks for.
///
/// ```
/// use std::time::Duration;
/// use gatewright::publish::{UndeployOptions, VerifyOptions};
///
/// let minute = Duration::from_secs(60);
/// let options = UndeployOptions::new()
///     .gone(minute)
///     .others_serve(VerifyOptions::new().probed().timeout(minute));
/// # let _ = options;
/// ```
#[derive(Clone, Debug, Default)]
pub struct UndeployOptions {
    pub(super) gone: Option<Duration>,
    pub(super) others: Option<VerifyOptions>,
}

/// What an undeployment did and proved. The first line of `Display` is the verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Undeployment {
    /// The environment's name.
    pub environment: String,
    /// Whether the API was there.
    pub was_there: bool,
    /// What the environment's gateways answered last, when that was asked for: that they have no such API, it is to be
    /// hoped.
    pub gone: Vec<Probe>,
    /// How the environments stand that keep the API, when that was asked for; `None` when none keeps it.
    pub others: Option<LiveVerification>,
}

impl UndeployOptions {
    /// None: the control plane's word.
    pub fn new() -> Self {
        Self::default()
    }

    /// That the environment's gateways no longer have it, within that time: at its URL, and one by one those that
    /// [`Self::others_serve`] knows.
    #[must_use]
    pub fn gone(mut self, timeout: Duration) -> Self {
        self.gone = Some(timeout);
        self
    }

    /// That the environments that keep it still serve it.
    #[must_use]
    pub fn others_serve(mut self, proof: VerifyOptions) -> Self {
        self.others = Some(proof);
        self
    }
}

impl Undeployment {
    /// True when all that was asked for is proven.
    pub fn is_ok(&self) -> bool {
        self.is_gone() && self.others.as_ref().is_none_or(LiveVerification::is_ok)
    }

    fn is_gone(&self) -> bool {
        self.gone.iter().all(|probe| probe.state == ProbeState::Absent)
    }
}

impl fmt::Display for Undeployment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { environment, was_there, gone, others } = self;
        let done = if *was_there { "taken off" } else { "was not in" };
        write!(f, "{done} {}", Name(environment))?;
        if !gone.is_empty() {
            f.write_str(if self.is_gone() {
                ", and gone there"
            } else {
                ", not seen to be gone there"
            })?;
        }
        if let Some(others) = others {
            write!(f, ", other environments: {}", others.certainty())?;
        }
        gone.iter().try_for_each(|probe| write!(f, "\n{probe}"))?;
        others.iter().try_for_each(|others| write!(f, "\n{others}"))
    }
}
