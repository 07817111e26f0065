//! What is wanted of an API, as JavaScript says it. What is absent stays as the core has it.

use gatewright::publish::{ApiDefinition, Lifecycle, Publication, Target};
use napi_derive::napi;

/// What is wanted of one API.
#[napi(object, object_to_js = false)]
pub struct NativePublication {
    /// The API's name.
    pub name: String,
    /// The API's version.
    pub version: String,
    /// What it is made of.
    pub definition: Option<NativeApiDefinition>,
    /// Where it should be.
    pub environments: Vec<NativeTarget>,
    /// The lifecycle state it should have.
    pub lifecycle: Option<String>,
}

/// One environment an API should be in.
#[napi(object, object_to_js = false)]
pub struct NativeTarget {
    /// The environment's name.
    pub environment: String,
    /// The virtual host at which it is offered.
    pub virtual_host: Option<String>,
    /// Whether the Developer Portal leaves out its URLs.
    pub hidden_in_portal: Option<bool>,
}

/// What an API is made of.
#[napi(object, object_to_js = false)]
pub struct NativeApiDefinition {
    /// The context.
    pub context: String,
    /// The text of an `OpenAPI` document.
    pub document: Option<String>,
    /// Where calls with production keys go.
    pub production_endpoint: Option<String>,
    /// Where calls with sandbox keys go.
    pub sandbox_endpoint: Option<String>,
    /// The plans it can be subscribed with.
    pub plans: Option<Vec<String>>,
    /// `http`, `https` or both.
    pub transports: Option<Vec<String>>,
}

impl From<NativePublication> for Publication {
    fn from(given: NativePublication) -> Self {
        let targets = given.environments.into_iter().map(Target::from);
        let mut publication = Self::new(given.name, given.version).environments(targets);
        if let Some(definition) = given.definition {
            publication = publication.definition(definition.into());
        }
        if let Some(lifecycle) = given.lifecycle.as_deref().and_then(Lifecycle::from_name) {
            publication = publication.lifecycle(lifecycle);
        }
        publication
    }
}

impl From<NativeTarget> for Target {
    fn from(given: NativeTarget) -> Self {
        let mut target = Self::new(given.environment);
        if let Some(host) = given.virtual_host {
            target = target.virtual_host(host);
        }
        if given.hidden_in_portal == Some(true) {
            target = target.hidden_in_portal();
        }
        target
    }
}

impl From<NativeApiDefinition> for ApiDefinition {
    fn from(given: NativeApiDefinition) -> Self {
        let mut definition = Self::new(given.context);
        if let Some(text) = given.document {
            definition = definition.document(text);
        }
        if let Some(url) = given.production_endpoint {
            definition = definition.production_endpoint(url);
        }
        if let Some(url) = given.sandbox_endpoint {
            definition = definition.sandbox_endpoint(url);
        }
        if let Some(plans) = given.plans {
            definition = definition.plans(plans);
        }
        if let Some(transports) = given.transports {
            definition = definition.transports(transports);
        }
        definition
    }
}

/// All publications of a call.
pub fn into_core(publications: Vec<NativePublication>) -> Vec<Publication> {
    publications.into_iter().map(Publication::from).collect()
}
