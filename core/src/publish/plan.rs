//! What publishing takes, before it is done.

use std::fmt;

use crate::publish::publication::Publication;
use crate::rest::revision::DeployTo;

/// What is missing for publications to be true: steps in the order in which they will be done. `Display` is one line a
/// step.
#[derive(Clone, Debug)]
#[must_use = "a plan does nothing until it is applied"]
pub struct Plan {
    pub(crate) apis: Vec<ApiPlan>,
}

/// The steps of one API, and what they presuppose.
#[derive(Clone, Debug)]
pub(crate) struct ApiPlan {
    pub(crate) publication: Publication,
    /// The API as it was read; none when it will be created.
    pub(crate) existing: Option<Existing>,
    /// The revision to deploy, when one of this content is there.
    pub(crate) revision: Option<String>,
    /// The deployments to make; none in 3.x.
    pub(crate) deployments: Vec<DeployTo>,
    pub(crate) steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub(crate) struct Existing {
    pub(crate) id: String,
    pub(crate) last_updated: String,
}

/// One change to one API.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// The API's name.
    pub api: String,
    /// The API's version.
    pub version: String,
    /// What is done.
    pub action: Action,
}

/// What a [`Step`] does.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// Creates the API; in 3.x with its environments.
    CreateApi {
        /// Its context.
        context: String,
        /// The environments it is created with: 3.x.
        environments: Vec<String>,
    },
    /// Changes fields of the API; in 3.x also its list of environments.
    UpdateApi {
        /// The fields, in API-M's own names.
        fields: Vec<&'static str>,
        /// The environments that are added: 3.x.
        environments: Vec<String>,
    },
    /// Deletes a revision of Gatewright's that is deployed nowhere, to stay within the limit of five.
    DeleteRevision {
        /// API-M's identifier.
        id: String,
        /// `Revision 3`
        name: String,
    },
    /// Makes a revision of the API as it is then.
    CreateRevision,
    /// Deploys that revision.
    Deploy {
        /// Environments with their virtual hosts.
        environments: Vec<(String, String)>,
    },
    /// Changes the lifecycle state.
    ChangeLifecycle {
        /// API-M's name of the change, such as `Publish`.
        action: &'static str,
    },
}

impl Action {
    /// The names of all kinds, in declaration order.
    pub const KINDS: [&'static str; 6] = [
        "create-api",
        "update-api",
        "delete-revision",
        "create-revision",
        "deploy",
        "change-lifecycle",
    ];

    /// Which kind of action it is.
    ///
    /// ```
    /// use gatewright::publish::Action;
    ///
    /// assert_eq!(Action::CreateRevision.kind(), "create-revision");
    /// ```
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::CreateApi { .. } => "create-api",
            Self::UpdateApi { .. } => "update-api",
            Self::DeleteRevision { .. } => "delete-revision",
            Self::CreateRevision => "create-revision",
            Self::Deploy { .. } => "deploy",
            Self::ChangeLifecycle { .. } => "change-lifecycle",
        }
    }
}

impl Plan {
    /// The steps, in order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.apis.iter().flat_map(|api| &api.steps)
    }

    /// True when everything is as it should be.
    pub fn is_empty(&self) -> bool {
        self.steps().next().is_none()
    }
}

impl ApiPlan {
    pub(crate) fn push(&mut self, action: Action) {
        let (api, version) = (self.publication.name.clone(), self.publication.version.clone());
        self.steps.push(Step { api, version, action });
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("nothing to do");
        }
        for (at, step) in self.steps().enumerate() {
            let end = if at == 0 { "" } else { "\n" };
            write!(f, "{end}{step}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.api, self.version, self.action)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = |environments: &[String]| match environments {
            [] => String::new(),
            some => format!(" in {}", some.join(", ")),
        };
        match self {
            Self::CreateApi { context, environments } => {
                write!(f, "create at {context}{}", to(environments))
            }
            Self::UpdateApi { fields, environments } => {
                write!(f, "update {}", fields.join(", "))?;
                if environments.is_empty() {
                    Ok(())
                } else {
                    write!(f, " (add {})", environments.join(", "))
                }
            }
            Self::DeleteRevision { name, .. } => {
                write!(f, "delete {name}, which is deployed nowhere")
            }
            Self::CreateRevision => f.write_str("make a revision"),
            Self::Deploy { environments } => {
                let named: Vec<String> =
                    environments.iter().map(|(name, host)| format!("{name} ({host})")).collect();
                write!(f, "deploy to {}", named.join(", "))
            }
            Self::ChangeLifecycle { action } => write!(f, "change the lifecycle: {action}"),
        }
    }
}
