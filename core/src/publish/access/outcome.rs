//! What providing access did. It holds consumer keys, and no secret.

use std::fmt;

use crate::error::{Error, Result};
use crate::model::KeyType;
use crate::model::one_line::{Name, one_line};
use crate::publish::access::environments::EnvironmentAccess;

/// What was done, application by application, and what went wrong. One application's failure does not stop the others.
/// `Display` is one line for each thing that was done, awaits an approval, is otherwise than wanted or failed, and one per
/// environment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AccessOutcome {
    /// One entry per application, in the order they were given.
    pub applications: Vec<ApplicationAccessOutcome>,
}

/// What was done for one application.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ApplicationAccessOutcome {
    /// The application's name.
    pub name: String,
    /// API-M's identifier, when the application exists.
    pub id: Option<String>,
    /// The steps that were done, in order. One that made nothing new is not among them.
    pub done: Vec<AccessStep>,
    /// What the server accepted and somebody has to approve, in words.
    pub pending: Vec<String>,
    /// What is there and is otherwise than wanted, in words: it stays as it is.
    pub differences: Vec<String>,
    /// What failed, with the reason.
    pub failures: Vec<AccessFailure>,
    /// The keys that are there.
    pub keys: Vec<ProvidedKey>,
    /// For each environment whose tokens it takes, and where the subscribed APIs are.
    pub environments: Vec<EnvironmentAccess>,
}

/// A step that failed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AccessFailure {
    /// The step.
    pub step: AccessStep,
    /// Why, and what to do.
    pub error: Error,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AccessAction {
    /// Looks an API up in the Developer Portal.
    LookUpApi,
    /// Looks up the environments that it names and that none of its APIs is offered in.
    LookUpEnvironments,
    /// Makes the application, when it is not there.
    CreateApplication,
    /// Subscribes it to an API.
    Subscribe,
    /// Makes keys.
    GenerateKeys,
    /// Hands the consumer secret to the sink.
    HandOutSecret,
    /// Gets an access token.
    GetToken,
    /// Hands the access token to the sink.
    HandOutToken,
}

/// One step for one application. `Display` is what it does, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccessStep {
    /// What it does.
    pub action: AccessAction,
    /// The API's name and version, of a step about an API.
    pub api: Option<(String, String)>,
    /// The type of the keys, of a step about keys.
    pub key_type: Option<KeyType>,
}

/// Keys that an application has.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProvidedKey {
    /// Which gateways take tokens of them.
    pub key_type: KeyType,
    /// Whose they are; empty before 3.2.
    pub key_manager: String,
    /// API-M's identifier of them, since 3.2; empty before.
    pub mapping_id: String,
    /// The public half; empty while an approval is awaited.
    pub consumer_key: String,
    /// Whether the sink has the consumer secret.
    pub secret: Handover,
    /// Whether the sink has a token; none when none is wanted.
    pub token: Option<Handover>,
}

/// Whether the sink has a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Handover {
    /// It was handed to the sink now.
    HandedOut,
    /// The sink had it before.
    Held,
    /// The sink does not have it: the outcome's failures or pending approvals say why.
    Missing,
}

impl AccessAction {
    /// Every action.
    pub const ALL: [Self; 8] = [
        Self::LookUpApi,
        Self::LookUpEnvironments,
        Self::CreateApplication,
        Self::Subscribe,
        Self::GenerateKeys,
        Self::HandOutSecret,
        Self::GetToken,
        Self::HandOutToken,
    ];

    /// The action's name.
    ///
    /// ```
    /// assert_eq!(gatewright::publish::AccessAction::GenerateKeys.as_str(), "generate-keys");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LookUpApi => "look-up-api",
            Self::LookUpEnvironments => "look-up-environments",
            Self::CreateApplication => "create-application",
            Self::Subscribe => "subscribe",
            Self::GenerateKeys => "generate-keys",
            Self::HandOutSecret => "hand-out-secret",
            Self::GetToken => "get-token",
            Self::HandOutToken => "hand-out-token",
        }
    }
}

impl Handover {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::HandedOut, Self::Held, Self::Missing];

    /// The state's name.
    ///
    /// ```
    /// assert_eq!(gatewright::publish::Handover::HandedOut.as_str(), "handed-out");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HandedOut => "handed-out",
            Self::Held => "held",
            Self::Missing => "missing",
        }
    }
}

impl AccessStep {
    pub(crate) fn application() -> Self {
        Self { action: AccessAction::CreateApplication, api: None, key_type: None }
    }

    pub(crate) fn environments() -> Self {
        Self { action: AccessAction::LookUpEnvironments, api: None, key_type: None }
    }

    pub(crate) fn api(action: AccessAction, name: &str, version: &str) -> Self {
        Self { action, api: Some((name.to_owned(), version.to_owned())), key_type: None }
    }

    pub(crate) fn keys(action: AccessAction, key_type: KeyType) -> Self {
        Self { action, api: None, key_type: Some(key_type) }
    }
}

impl ApplicationAccessOutcome {
    /// Of an application nothing was done for.
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            id: None,
            done: Vec::new(),
            pending: Vec::new(),
            differences: Vec::new(),
            failures: Vec::new(),
            keys: Vec::new(),
            environments: Vec::new(),
        }
    }

    /// True when nothing failed. Something may still await an approval.
    pub fn is_ok(&self) -> bool {
        self.failures.is_empty()
    }
}

impl AccessOutcome {
    /// True when nothing failed. Something may still await an approval.
    pub fn is_ok(&self) -> bool {
        self.applications.iter().all(ApplicationAccessOutcome::is_ok)
    }

    /// The outcome, or the first error, whose context says what had been done for its application.
    ///
    /// # Errors
    /// The first failure of the first application that has one.
    ///
    /// # Example
    /// See [`ControlPlane::provide_access`](crate::ControlPlane::provide_access).
    pub fn into_result(self) -> Result<Self> {
        let failed = self.applications.iter().find_map(|it| Some((it, it.failures.first()?)));
        let Some((application, failure)) = failed else { return Ok(self) };
        let done: Vec<String> = application.done.iter().map(ToString::to_string).collect();
        let done = if done.is_empty() { "nothing".to_owned() } else { done.join("; ") };
        Err(failure.error.clone().with_context("done", done))
    }
}

impl fmt::Display for AccessOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.applications.iter().map(ToString::to_string).collect();
        if lines.is_empty() { f.write_str("nothing to do") } else { f.write_str(&lines.join("\n")) }
    }
}

impl fmt::Display for ApplicationAccessOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = |text: &str| format!("{}: {}", Name(&self.name), one_line(text));
        let mut lines: Vec<String> =
            self.done.iter().map(|step| named(&format!("done: {step}"))).collect();
        lines.extend(self.pending.iter().map(|it| named(&format!("pending: {it}"))));
        lines.extend(self.differences.iter().map(|it| named(&format!("otherwise: {it}"))));
        lines.extend(self.failures.iter().map(|failure| {
            named(&format!("failed to {}: {}", failure.step, failure.error.message()))
        }));
        if lines.is_empty() {
            lines.push(named("nothing to do"));
        }
        lines.extend(self.environments.iter().map(|it| named(&it.to_string())));
        f.write_str(&lines.join("\n"))
    }
}

impl fmt::Display for AccessStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, version) = self.api.as_ref().map_or(("", ""), |(name, version)| (name, version));
        let key_type = self.key_type.map_or("", KeyType::as_str);
        match self.action {
            AccessAction::LookUpApi => write!(f, "look up the API {name} {version}"),
            AccessAction::LookUpEnvironments => f.write_str("look up its environments"),
            AccessAction::CreateApplication => f.write_str("make the application"),
            AccessAction::Subscribe => write!(f, "subscribe to {name} {version}"),
            AccessAction::GenerateKeys => write!(f, "make the {key_type} keys"),
            AccessAction::HandOutSecret => write!(f, "hand out the {key_type} consumer secret"),
            AccessAction::GetToken => write!(f, "get a {key_type} token"),
            AccessAction::HandOutToken => write!(f, "hand out a {key_type} token"),
        }
    }
}
