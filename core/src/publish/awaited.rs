//! What the server has accepted, and somebody has to approve.

use std::fmt;

use crate::model::one_line::Name;

/// One thing that waits. `Display` says what, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Awaited {
    /// The deployment to this environment.
    Deployment(String),
    /// A change of the lifecycle by this action, which was asked for just now.
    Change(String),
    /// A change of the lifecycle that was asked for before; this action was not.
    ChangeFromBefore(String),
}

impl Awaited {
    pub(crate) fn is_of_lifecycle(&self) -> bool {
        !matches!(self, Self::Deployment(_))
    }
}

impl fmt::Display for Awaited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deployment(environment) => {
                write!(f, "the deployment to {} awaits an approval", Name(environment))
            }
            Self::Change(action) => write!(f, "the lifecycle change {action} awaits an approval"),
            Self::ChangeFromBefore(action) => write!(
                f,
                "a lifecycle change from before awaits an approval: {action} was not asked for"
            ),
        }
    }
}
