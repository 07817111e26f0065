//! How an environment is retired.

use std::time::Duration;

use crate::publish::publication::Target;
use crate::publish::verify::VerifyOptions;

/// How [`ControlPlane::retire`](crate::ControlPlane::retire) empties an environment.
///
/// ```
/// use gatewright::publish::RetireOptions;
///
/// let options = RetireOptions::new().replacement("eu-west").keep_going();
/// # let _ = options;
/// ```
#[derive(Clone, Debug)]
pub struct RetireOptions {
    pub(super) replacement: Option<Target>,
    pub(super) proof: VerifyOptions,
    pub(super) keeps_going: bool,
}

impl RetireOptions {
    /// Without a replacement: APIs are taken off, wherever else they are or not.
    pub fn new() -> Self {
        let proof = VerifyOptions::new().probed().timeout(Duration::from_secs(60));
        Self { replacement: None, proof, keeps_going: false }
    }

    /// The environment that gets what is taken off: since 4.0 the same revision, at this virtual host or the first.
    #[must_use]
    pub fn replacement(mut self, target: impl Into<Target>) -> Self {
        self.replacement = Some(target.into());
        self
    }

    /// The proof that the replacement serves an API, before it is taken off; without it each is probed, for a minute at
    /// most. Options that ask for no proof, but say how long: each is probed for so long.
    #[must_use]
    pub fn proof(mut self, proof: VerifyOptions) -> Self {
        self.proof = if proof.asks_nothing() { proof.probed() } else { proof };
        self
    }

    /// Moves what can be moved when something cannot. Without it nothing is.
    #[must_use]
    pub fn keep_going(mut self) -> Self {
        self.keeps_going = true;
        self
    }
}

impl Default for RetireOptions {
    fn default() -> Self {
        Self::new()
    }
}
