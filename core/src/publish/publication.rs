//! What is wanted of one API.

use std::fmt;
use std::sync::Arc;

use crate::diagnostic::mask::mask;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{EnvironmentName, EnvironmentType, KeyType};
use crate::publish::lifecycle::Lifecycle;
use crate::publish::project::ApiProject;
use crate::rest::api::NewApi;

/// An API, the environments it should be in, and the lifecycle state it should have.
///
/// Without an [`ApiDefinition`] or an [`ApiProject`] the API must exist. With a definition it is created when it does not,
/// and its endpoints, plans and document are brought in line when it does: what is otherwise is replaced, and what the
/// definition does not name stays. A project is imported when the API does not exist or is made of something else.
///
/// ```
/// use gatewright::publish::{Publication, Target};
///
/// let publication = Publication::new("Pets", "1.0.0")
///     .environment("Production Gateway")
///     .environment(Target::new("eu-west").virtual_host("eu.gw.example.com"));
/// assert_eq!(publication.name(), "Pets");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) definition: Option<ApiDefinition>,
    /// Never beside a definition.
    pub(crate) project: Option<Arc<ApiProject>>,
    pub(crate) targets: Vec<Target>,
    pub(crate) lifecycle: Lifecycle,
}

/// What the API of a [`Publication`] is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source<'p> {
    /// Of what is there already.
    Existing,
    /// Of a definition.
    Definition(&'p ApiDefinition),
    /// Of a project of apictl.
    Project(&'p ApiProject),
}

/// One environment an API should be in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub(crate) environment: String,
    pub(crate) virtual_host: Option<String>,
    pub(crate) is_shown: bool,
}

/// What an API is made of. Passwords in its endpoints do not print.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ApiDefinition {
    pub(crate) context: String,
    pub(crate) document: Option<String>,
    pub(crate) production_endpoint: Option<String>,
    pub(crate) sandbox_endpoint: Option<String>,
    pub(crate) plans: Vec<String>,
    pub(crate) transports: Vec<String>,
}

impl Source<'_> {
    /// The kinds of sources, as [`Source::kind`] names them.
    pub const KINDS: [&'static str; 3] = ["existing", "definition", "project"];

    /// The source's kind.
    ///
    /// ```
    /// use gatewright::publish::{ApiDefinition, Publication};
    ///
    /// let publication = Publication::new("Pets", "1.0.0");
    /// assert_eq!(publication.source().kind(), "existing");
    /// let publication = publication.definition(ApiDefinition::new("/pets"));
    /// assert_eq!(publication.source().kind(), "definition");
    /// ```
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Existing => "existing",
            Self::Definition(_) => "definition",
            Self::Project(_) => "project",
        }
    }
}

impl Publication {
    /// Of the API with this name and version: published, in no environment yet.
    pub fn new(name: impl Into<String>, version: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            version: version.into(),
            definition: None,
            project: None,
            targets: Vec::new(),
            lifecycle: Lifecycle::default(),
        }
    }

    /// Of the API that a project holds, in the environments and the lifecycle state that the project names.
    ///
    /// ```no_run
    /// use gatewright::publish::{ApiProject, Publication};
    ///
    /// let publication = Publication::from_project(ApiProject::open("Pets-1.0.0.zip")?);
    /// println!("{} in {:?}", publication.name(), publication.targets());
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn from_project(project: impl Into<Arc<ApiProject>>) -> Self {
        let project = project.into();
        Self {
            name: project.name().to_owned(),
            version: project.version().to_owned(),
            definition: None,
            targets: project.targets().to_vec(),
            lifecycle: project.lifecycle(),
            project: Some(project),
        }
    }

    /// What the API is made of.
    #[must_use]
    pub fn definition(mut self, definition: ApiDefinition) -> Self {
        self.definition = Some(definition);
        self.project = None;
        self
    }

    /// These environments instead of those that were named before, such as a project's.
    #[must_use]
    pub fn only_environments(
        mut self,
        targets: impl IntoIterator<Item = impl Into<Target>>,
    ) -> Self {
        self.targets = targets.into_iter().map(Into::into).collect();
        self
    }

    /// One more environment, by name, or as a [`Target`].
    #[must_use]
    pub fn environment(mut self, target: impl Into<Target>) -> Self {
        self.targets.push(target.into());
        self
    }

    /// Several more environments.
    #[must_use]
    pub fn environments(mut self, targets: impl IntoIterator<Item = impl Into<Target>>) -> Self {
        self.targets.extend(targets.into_iter().map(Into::into));
        self
    }

    /// The lifecycle state the API should have; published unless said otherwise.
    #[must_use]
    pub fn lifecycle(mut self, lifecycle: Lifecycle) -> Self {
        self.lifecycle = lifecycle;
        self
    }

    /// The API's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The API's version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The environments it names, in order.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// Whether it names this environment.
    pub(crate) fn names(&self, environment: &str) -> bool {
        self.targets.iter().any(|target| target.environment == environment)
    }

    /// The lifecycle state it asks for.
    pub fn wanted_lifecycle(&self) -> Lifecycle {
        self.lifecycle
    }

    /// What the API is made of.
    pub fn source(&self) -> Source<'_> {
        match (&self.definition, &self.project) {
            (Some(definition), _) => Source::Definition(definition),
            (None, Some(project)) => Source::Project(project),
            (None, None) => Source::Existing,
        }
    }

    /// The project that the API is made of, to be shared.
    ///
    /// ```no_run
    /// use gatewright::publish::{ApiProject, Publication};
    ///
    /// let publication = Publication::from_project(ApiProject::open("Pets-1.0.0.zip")?);
    /// assert!(publication.project().is_some_and(|project| project.name() == publication.name()));
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn project(&self) -> Option<&Arc<ApiProject>> {
        self.project.as_ref()
    }

    /// The context that the API gets or must have, such as `/pets`; `None` for an existing API, whose context is its own.
    ///
    /// ```
    /// use gatewright::publish::{ApiDefinition, Publication};
    ///
    /// let publication = Publication::new("Pets", "1.0.0");
    /// assert_eq!(publication.context(), None);
    /// let publication = publication.definition(ApiDefinition::new("/pets"));
    /// assert_eq!(publication.context(), Some("/pets"));
    /// ```
    pub fn context(&self) -> Option<&str> {
        match self.source() {
            Source::Existing => None,
            Source::Definition(definition) => Some(&definition.context),
            Source::Project(project) => Some(project.context()),
        }
    }

    /// Whether the publication itself says where calls with keys of this type go; an existing API may know besides.
    ///
    /// ```
    /// use gatewright::KeyType;
    /// use gatewright::publish::{ApiDefinition, Publication};
    ///
    /// let pets = ApiDefinition::new("/pets").production_endpoint("https://pets.example.com");
    /// let publication = Publication::new("Pets", "1.0.0").definition(pets);
    /// assert!(publication.has_endpoint(KeyType::Production));
    /// assert!(!publication.has_endpoint(KeyType::Sandbox));
    /// ```
    pub fn has_endpoint(&self, key_type: KeyType) -> bool {
        match self.source() {
            Source::Existing => false,
            Source::Definition(definition) => definition.endpoint(key_type).is_some(),
            Source::Project(project) => project.has_endpoint(key_type),
        }
    }

    /// The document that the API shall be made of, when a definition says one.
    pub(crate) fn document(&self) -> Option<&str> {
        match self.source() {
            Source::Definition(definition) => definition.document_text(),
            Source::Existing | Source::Project(_) => None,
        }
    }

    /// What can be wrong without a look at the server.
    pub(crate) fn validate(&self) -> Result<()> {
        let invalid = |code, message: String| {
            Err(Error::new(ErrorKind::InvalidInput, code, message)
                .with_context("api", &self.name)
                .with_context("version", &self.version))
        };
        let named = [("name", &self.name), ("version", &self.version)];
        for (what, text) in named {
            if !is_name(text) {
                return invalid(
                    "invalid-api-name",
                    format!("`{}` is no {what} of an API: {NO_NAME}", text.escape_debug()),
                );
            }
        }
        if self.targets.is_empty() {
            let message = format!(
                "the publication of `{}` {} names no environment: name each one the API should be in",
                self.name, self.version
            );
            return invalid("no-environment", message);
        }
        for (at, target) in self.targets.iter().enumerate() {
            if self.targets.iter().take(at).any(|other| other.environment == target.environment) {
                let message = format!(
                    "the publication of `{}` {} names the environment `{}` twice",
                    self.name, self.version, target.environment
                );
                return invalid("environment-named-twice", message);
            }
        }
        match self.source() {
            Source::Definition(definition) => {
                definition.validate().map_err(|error| error.with_context("api", &self.name))
            }
            Source::Project(project) if !is_context(project.context()) => {
                invalid("invalid-context", NO_CONTEXT.to_owned())
            }
            Source::Existing | Source::Project(_) => Ok(()),
        }
    }
}

impl Target {
    /// An environment, at its default virtual host, shown in the Developer Portal.
    pub fn new(environment: impl Into<String>) -> Self {
        Self { environment: environment.into(), virtual_host: None, is_shown: true }
    }

    /// The environment's name.
    ///
    /// ```
    /// use gatewright::publish::Target;
    ///
    /// let target = Target::new("eu-west").virtual_host("eu.gw.example.com").hidden_in_portal();
    /// assert_eq!((target.name(), target.host()), ("eu-west", Some("eu.gw.example.com")));
    /// assert!(!target.is_shown());
    /// ```
    pub fn name(&self) -> &str {
        &self.environment
    }

    /// The virtual host that was named.
    pub fn host(&self) -> Option<&str> {
        self.virtual_host.as_deref()
    }

    /// Whether the Developer Portal shows the environment's URLs.
    pub fn is_shown(&self) -> bool {
        self.is_shown
    }

    /// The virtual host at which the environment's gateways offer the API (since 4.0).
    #[must_use]
    pub fn virtual_host(mut self, host: impl Into<String>) -> Self {
        self.virtual_host = Some(host.into());
        self
    }

    /// Leaves the environment's URLs out of the Developer Portal (since 4.0).
    #[must_use]
    pub fn hidden_in_portal(mut self) -> Self {
        self.is_shown = false;
        self
    }
}

impl<S: Into<String>> From<S> for Target {
    fn from(environment: S) -> Self {
        Self::new(environment)
    }
}

impl From<&EnvironmentName> for Target {
    fn from(environment: &EnvironmentName) -> Self {
        Self::new(environment.as_str())
    }
}

impl ApiDefinition {
    /// An API at this context, such as `/pets`, over HTTPS, with the plan `Unlimited`.
    pub fn new(context: impl Into<String>) -> Self {
        Self {
            context: context.into(),
            plans: vec!["Unlimited".to_owned()],
            transports: vec!["https".to_owned()],
            ..Self::default()
        }
    }

    /// The text of an `OpenAPI` document, JSON or YAML. A new API is made of it; it replaces that of an API which says
    /// something else. Without one API-M makes `/*` with five verbs, and an API that is there keeps its own.
    #[must_use]
    pub fn document(mut self, text: impl Into<String>) -> Self {
        self.document = Some(text.into());
        self
    }

    /// Where calls with production keys go.
    #[must_use]
    pub fn production_endpoint(mut self, url: impl Into<String>) -> Self {
        self.production_endpoint = Some(url.into());
        self
    }

    /// Where calls with sandbox keys go.
    #[must_use]
    pub fn sandbox_endpoint(mut self, url: impl Into<String>) -> Self {
        self.sandbox_endpoint = Some(url.into());
        self
    }

    /// The plans it can be subscribed with, instead of `Unlimited`. They are a set: one that is named twice counts once.
    #[must_use]
    pub fn plans(mut self, plans: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.plans = each_once(plans);
        self
    }

    /// `http`, `https` or both, instead of `https` alone; of a new API. One that is named twice counts once.
    #[must_use]
    pub fn transports(mut self, transports: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.transports = each_once(transports);
        self
    }

    /// The context, such as `/pets`.
    ///
    /// ```
    /// use gatewright::KeyType;
    /// use gatewright::publish::ApiDefinition;
    ///
    /// let definition = ApiDefinition::new("/pets").production_endpoint("https://pets.example.com");
    /// assert_eq!(definition.context(), "/pets");
    /// assert_eq!(definition.document_text(), None);
    /// assert_eq!(definition.endpoint(KeyType::Production), Some("https://pets.example.com"));
    /// assert_eq!(definition.plan_names(), ["Unlimited"]);
    /// assert_eq!(definition.transport_names(), ["https"]);
    /// ```
    pub fn context(&self) -> &str {
        &self.context
    }

    /// The text of the `OpenAPI` document.
    pub fn document_text(&self) -> Option<&str> {
        self.document.as_deref()
    }

    /// The plans it can be subscribed with.
    pub fn plan_names(&self) -> &[String] {
        &self.plans
    }

    /// `http`, `https` or both.
    pub fn transport_names(&self) -> &[String] {
        &self.transports
    }

    /// Where calls with keys of this type go. It may hold a password.
    pub fn endpoint(&self, key_type: KeyType) -> Option<&str> {
        match key_type {
            KeyType::Sandbox => self.sandbox_endpoint.as_deref(),
            KeyType::Production => self.production_endpoint.as_deref(),
        }
    }

    pub(crate) fn to_new_api(&self, publication: &Publication) -> NewApi {
        let environments = publication.targets.iter().map(|target| target.environment.clone());
        NewApi {
            name: publication.name.clone(),
            version: publication.version.clone(),
            context: self.context.clone(),
            production_endpoint: self.production_endpoint.clone(),
            sandbox_endpoint: self.sandbox_endpoint.clone(),
            policies: self.plans.clone(),
            transports: self.transports.clone(),
            gateway_environments: environments.collect(),
        }
    }

    fn validate(&self) -> Result<()> {
        let invalid = |code, message: &str| Err(Error::new(ErrorKind::InvalidInput, code, message));
        if !is_context(&self.context) {
            return invalid("invalid-context", NO_CONTEXT);
        }
        if self.document.as_ref().is_some_and(|text| text.trim().is_empty()) {
            return invalid("empty-document", "the API's document is empty");
        }
        for url in KeyType::ALL.into_iter().filter_map(|key_type| self.endpoint(key_type)) {
            if !is_endpoint(url) {
                return invalid("invalid-endpoint", NO_ENDPOINT);
            }
        }
        if self.plans.is_empty() {
            return invalid(
                "no-plan",
                "an API without a plan cannot be published: name one, such as `Unlimited`",
            );
        }
        Ok(())
    }
}

impl fmt::Debug for ApiDefinition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |url: &Option<String>| url.as_deref().map(mask);
        f.debug_struct("ApiDefinition")
            .field("context", &self.context)
            .field("document", &self.document.as_ref().map(|text| format!("{} bytes", text.len())))
            .field("production_endpoint", &shown(&self.production_endpoint))
            .field("sandbox_endpoint", &shown(&self.sandbox_endpoint))
            .field("plans", &self.plans)
            .field("transports", &self.transports)
            .finish()
    }
}

/// API-M keeps these lists as sets. The order is that of the first time each is named.
fn each_once(names: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    let mut unique: Vec<String> = Vec::new();
    for name in names.into_iter().map(Into::into) {
        if !unique.contains(&name) {
            unique.push(name);
        }
    }
    unique
}

/// What is said of a text that [`is_context`] refuses.
pub(crate) const NO_CONTEXT: &str =
    "an API's context starts with `/` and holds no blank, such as `/pets`";

/// What is said of a text that [`is_endpoint`] refuses.
pub(crate) const NO_ENDPOINT: &str = "an API's endpoints are `http://` or `https://` URLs";

/// What is said of a text that [`is_name`] refuses.
pub(crate) const NO_NAME: &str = "it may not be empty, nor begin or end with a blank, nor hold a control character, a \
                                  quotation mark or a backslash";

/// Whether a text can be the name or version of an API: it is searched for within quotation marks.
pub(crate) fn is_name(text: &str) -> bool {
    let breaks = |c: char| c.is_control() || matches!(c, '"' | '\\');
    text.trim() == text && !text.is_empty() && !text.contains(breaks)
}

/// Whether a text can be the context of an API.
pub(crate) fn is_context(text: &str) -> bool {
    text.starts_with('/') && text.len() > 1 && !text.contains(char::is_whitespace)
}

/// Whether a text can be a back end's address.
pub(crate) fn is_endpoint(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

/// What an environment needs of an API, in words; `None` when the API has it.
pub(crate) fn lacks(
    environment_type: EnvironmentType,
    has: impl Fn(KeyType) -> bool,
) -> Option<&'static str> {
    match environment_type {
        EnvironmentType::Production if !has(KeyType::Production) => Some("a production endpoint"),
        EnvironmentType::Sandbox if !has(KeyType::Sandbox) => Some("a sandbox endpoint"),
        EnvironmentType::Hybrid if !KeyType::ALL.into_iter().any(has) => Some("an endpoint"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_twice_counts_once() {
        let definition = ApiDefinition::new("/pets").plans(["Gold", "Silver", "Gold"]);
        let definition = definition.transports(["https", "https"]);
        assert_eq!(definition.plan_names(), ["Gold", "Silver"]);
        assert_eq!(definition.transport_names(), ["https"]);
        let once = ApiDefinition::new("/pets").plans(["Gold", "Silver"]).transports(["https"]);
        assert_eq!(definition, once);
    }

    #[test]
    fn passwords_of_endpoints_do_not_print() {
        let definition = ApiDefinition::new("/pets")
            .document("password: hunter2")
            .production_endpoint("https://me:hunter2@be.example/p")
            .sandbox_endpoint("https://be.example/s?password=hunter2");
        let shown = format!("{:?}", Publication::new("Pets", "1").definition(definition));
        assert!(shown.contains("https://me:***@be.example/p"), "{shown}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
