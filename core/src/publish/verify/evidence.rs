//! What was proven, and what was not.

use std::fmt;

use super::Verification;
use crate::model::one_line::{Name, one_line};

/// How a publication stands by the control plane's word, and which proof its gateways gave. The first line of `Display` is
/// the verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LiveVerification {
    /// The control plane's word.
    pub verification: Verification,
    /// What was asked for, by environment, and within one by node.
    pub evidence: Vec<Evidence>,
}

/// One piece of proof, or of its lack.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Evidence {
    /// The environment's name.
    pub environment: String,
    /// The gateway node that was asked; `None` when it was the environment as a whole.
    pub node: Option<String>,
    /// What came of it.
    pub proof: Proof,
}

/// What was found out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Proof {
    /// All gateways that are alive by the control plane's word have reported that they deployed it (since 4.6).
    Acknowledged {
        /// How many have deployed it.
        deployed: u64,
        /// How many are alive.
        live: u64,
    },
    /// The gateway node's own REST API lists it (since 4.0).
    Listed,
    /// It answers: what the answer was.
    Live(String),
    /// It is not there: by whose word.
    Missing(String),
    /// Nobody answered: why.
    Unreachable(String),
    /// Neither is known: why not.
    Unknown(String),
}

/// What all evidence comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Certainty {
    /// The publication stands, and everything that was asked for is proven.
    Proven,
    /// Nothing speaks against it, and something that was asked for could not be found out, or no proof was asked for.
    Unproven,
    /// The publication does not stand, is missing somewhere, or a gateway does not answer.
    Disproved,
}

impl Certainty {
    /// Every degree.
    pub const ALL: [Self; 3] = [Self::Proven, Self::Unproven, Self::Disproved];

    /// The name.
    ///
    /// ```
    /// assert_eq!(gatewright::publish::Certainty::Unproven.as_str(), "unproven");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::Unproven => "unproven",
            Self::Disproved => "disproved",
        }
    }
}

impl Proof {
    /// The names of all kinds, in declaration order.
    pub const KINDS: [&'static str; 6] =
        ["acknowledged", "listed", "live", "missing", "unreachable", "unknown"];

    /// Which kind it is.
    ///
    /// ```
    /// assert_eq!(gatewright::publish::Proof::Listed.kind(), "listed");
    /// ```
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Acknowledged { .. } => "acknowledged",
            Self::Listed => "listed",
            Self::Live(_) => "live",
            Self::Missing(_) => "missing",
            Self::Unreachable(_) => "unreachable",
            Self::Unknown(_) => "unknown",
        }
    }

    /// What it comes to.
    pub const fn certainty(&self) -> Certainty {
        match self {
            Self::Acknowledged { .. } | Self::Listed | Self::Live(_) => Certainty::Proven,
            Self::Missing(_) | Self::Unreachable(_) => Certainty::Disproved,
            Self::Unknown(_) => Certainty::Unproven,
        }
    }
}

impl LiveVerification {
    /// What it comes to.
    pub fn certainty(&self) -> Certainty {
        if !self.verification.is_ok() {
            return Certainty::Disproved;
        }
        let all = || self.evidence.iter().map(|evidence| evidence.proof.certainty());
        let worst_first = [Certainty::Disproved, Certainty::Unproven];
        let worst = worst_first.into_iter().find(|degree| all().any(|found| found == *degree));
        // The control plane's word alone proves nothing.
        let best = if self.evidence.is_empty() { Certainty::Unproven } else { Certainty::Proven };
        worst.unwrap_or(best)
    }

    /// True when the publication stands and everything that was asked for is proven: without a proof that was asked for,
    /// the control plane's word is enough.
    pub fn is_ok(&self) -> bool {
        let is_given = |evidence: &Evidence| evidence.proof.certainty() == Certainty::Proven;
        self.verification.is_ok() && self.evidence.iter().all(is_given)
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for LiveVerification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let states = &self.verification.environments;
        let standing = states.iter().filter(|state| state.is_ok()).count();
        let proven =
            self.evidence.iter().filter(|evidence| evidence.proof.certainty() == Certainty::Proven);
        let (certainty, environments) = (self.certainty(), states.len());
        write!(f, "{certainty}: it stands in {standing} of {environments} environments, and ")?;
        match self.evidence.len() {
            0 => f.write_str("no proof was asked for")?,
            all => write!(f, "{} of {all} proofs were given", proven.count())?,
        }
        write!(f, "\n{}", self.verification)?;
        self.evidence.iter().try_for_each(|evidence| write!(f, "\n{evidence}"))
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Name(&self.environment))?;
        if let Some(node) = &self.node {
            write!(f, ", {}", Name(node))?;
        }
        write!(f, ": {}", one_line(&self.proof.to_string()))
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Acknowledged { deployed, live } => {
                write!(f, "acknowledged by {deployed} of {live} gateways")
            }
            Self::Listed => f.write_str("the gateway node lists it"),
            Self::Live(answer) => write!(f, "live ({answer})"),
            Self::Missing(why) => write!(f, "missing ({why})"),
            Self::Unreachable(why) => write!(f, "unreachable ({why})"),
            Self::Unknown(why) => write!(f, "unknown ({why})"),
        }
    }
}
