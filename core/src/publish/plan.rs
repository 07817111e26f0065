//! What publishing takes, before it is done.

use std::fmt;

use crate::error::Error;
use crate::model::Release;
use crate::model::one_line::{Name, names, one_line};
use crate::publish::awaited::Awaited;
use crate::publish::publication::Publication;
use crate::rest::revision::DeployTo;

/// What is missing for publications to be true: steps in the order in which they will be done. `Display` is one line a
/// step, and one for each API that cannot be published.
#[derive(Clone, Debug)]
#[must_use = "a plan does nothing until it is applied"]
pub struct Plan {
    pub(crate) apis: Vec<ApiPlan>,
    /// The URL of the control plane that was read.
    pub(crate) control_plane: String,
    pub(crate) release: Release,
}

/// What one API needs.
#[derive(Clone, Debug)]
pub struct ApiPlan {
    pub(crate) publication: Publication,
    /// The API as it was read; none when it will be created.
    pub(crate) existing: Option<Existing>,
    /// The revision to deploy, when one of this content is there.
    pub(crate) revision: Option<String>,
    /// The deployments to make; none in 3.x.
    pub(crate) deployments: Vec<DeployTo>,
    pub(crate) environments: Vec<EnvironmentPlan>,
    pub(crate) steps: Vec<Step>,
    /// What was asked for before, is all that is wanted, and awaits an approval still.
    pub(crate) awaited: Vec<Awaited>,
    /// Why it cannot be published.
    pub(crate) error: Option<Error>,
}

/// What a plan was made from: the ground it stands on.
#[derive(Clone, Debug)]
pub(crate) struct Existing {
    pub(crate) id: String,
    pub(crate) last_updated: String,
    /// `CREATED`, `PUBLISHED`, …
    pub(crate) lifecycle: String,
    /// A digest of its fields.
    pub(crate) content: String,
    /// A digest of its document, when that had to be read.
    pub(crate) document: Option<String>,
    /// Its own list of environments: 3.x.
    pub(crate) listed: Vec<String>,
    /// Identifiers of its revisions; none in 3.x.
    pub(crate) revisions: Vec<String>,
    /// Environments with the revision that is there; none in 3.x.
    pub(crate) deployed: Vec<(String, String)>,
}

/// What a plan comes to, for one API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// The API is as it should be.
    NothingToDo,
    /// There are steps to do.
    Changes,
    /// It cannot be published as asked: [`ApiPlan::error`] says why.
    Cannot,
}

/// What becomes of an API in one environment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnvironmentPlan {
    /// The environment's name.
    pub environment: String,
    /// What is done there.
    pub change: EnvironmentChange,
    /// Why, in words: `Revision 2 is there, and the API has changed since`.
    pub why: String,
}

/// What is done to an API in one environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EnvironmentChange {
    /// It is there as it should be.
    Keep,
    /// It is not there, and will be.
    Add,
    /// It is there otherwise: with other content, at another virtual host.
    Replace,
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

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 3] = [Self::NothingToDo, Self::Changes, Self::Cannot];

    /// The verdict's name.
    ///
    /// ```
    /// assert_eq!(gatewright::publish::Verdict::NothingToDo.as_str(), "nothing-to-do");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NothingToDo => "nothing-to-do",
            Self::Changes => "changes",
            Self::Cannot => "cannot",
        }
    }
}

impl EnvironmentChange {
    /// Every change.
    pub const ALL: [Self; 3] = [Self::Keep, Self::Add, Self::Replace];

    /// The change's name.
    ///
    /// ```
    /// assert_eq!(gatewright::publish::EnvironmentChange::Add.as_str(), "add");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Add => "add",
            Self::Replace => "replace",
        }
    }
}

impl Plan {
    /// The APIs, in the order of their publications.
    pub fn apis(&self) -> impl Iterator<Item = &ApiPlan> {
        self.apis.iter()
    }

    /// What it comes to: [`Verdict::Cannot`] when one API cannot be published, else [`Verdict::Changes`] when one has steps.
    pub fn verdict(&self) -> Verdict {
        let verdicts = || self.apis.iter().map(ApiPlan::verdict);
        let has = |wanted| verdicts().any(|verdict| verdict == wanted);
        let worst_first = [Verdict::Cannot, Verdict::Changes];
        worst_first.into_iter().find(|verdict| has(*verdict)).unwrap_or(Verdict::NothingToDo)
    }

    /// The steps, in order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.apis.iter().flat_map(|api| &api.steps)
    }

    /// True when everything is as it should be.
    pub fn is_empty(&self) -> bool {
        self.verdict() == Verdict::NothingToDo
    }
}

impl ApiPlan {
    pub(crate) fn new(publication: Publication) -> Self {
        Self {
            publication,
            existing: None,
            revision: None,
            deployments: Vec::new(),
            environments: Vec::new(),
            steps: Vec::new(),
            awaited: Vec::new(),
            error: None,
        }
    }

    /// The API's name.
    pub fn name(&self) -> &str {
        self.publication.name()
    }

    /// The API's version.
    pub fn version(&self) -> &str {
        self.publication.version()
    }

    /// API-M's identifier; `None` when the API will be created.
    pub fn id(&self) -> Option<&str> {
        self.existing.as_ref().map(|existing| existing.id.as_str())
    }

    /// What it comes to.
    pub fn verdict(&self) -> Verdict {
        match (&self.error, self.steps.is_empty()) {
            (Some(_), _) => Verdict::Cannot,
            (None, true) => Verdict::NothingToDo,
            (None, false) => Verdict::Changes,
        }
    }

    /// The steps, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// What becomes of it in each environment that the publication names; nothing when it cannot be published.
    pub fn environments(&self) -> &[EnvironmentPlan] {
        &self.environments
    }

    /// Why it cannot be published.
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    pub(crate) fn environment(
        &mut self,
        name: &str,
        change: EnvironmentChange,
        why: impl Into<String>,
    ) {
        let environment = name.to_owned();
        self.environments.push(EnvironmentPlan { environment, change, why: why.into() });
    }

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
        let steps = |api: &ApiPlan| api.steps.iter().map(Step::to_string).collect::<Vec<_>>();
        let cannot = |api: &ApiPlan, error: &Error| {
            let (name, version) = (Name(api.name()), Name(api.version()));
            vec![format!("{name} {version}: cannot: {}", one_line(&error.to_string()))]
        };
        let lines: Vec<String> = self
            .apis
            .iter()
            .flat_map(|api| api.error().map_or_else(|| steps(api), |error| cannot(api, error)))
            .collect();
        f.write_str(&lines.join("\n"))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", Name(&self.api), Name(&self.version), self.action)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = |environments: &[String]| match environments {
            [] => String::new(),
            some => format!(" in {}", names(some)),
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
                    write!(f, " (add {})", names(environments))
                }
            }
            Self::DeleteRevision { name, .. } => {
                write!(f, "delete {name}, which is deployed nowhere")
            }
            Self::CreateRevision => f.write_str("make a revision"),
            Self::Deploy { environments } => {
                let named: Vec<String> = environments
                    .iter()
                    .map(|(name, host)| format!("{} ({host})", Name(name)))
                    .collect();
                write!(f, "deploy to {}", named.join(", "))
            }
            Self::ChangeLifecycle { action } => write!(f, "change the lifecycle: {action}"),
        }
    }
}
