//! What is wanted of an API, as JavaScript says it, and back. What is absent stays as the core has it.

use std::sync::Arc;

use gatewright::KeyType;
use gatewright::publish::{ApiDefinition, Lifecycle, Publication, Source, Target};
use napi::bindgen_prelude::Reference;
use napi_derive::napi;

use crate::publish::project::NativeApiProject;

/// What is wanted of one API.
#[napi(object, object_to_js = false)]
pub struct NativePublication {
    /// The API's name.
    pub name: String,
    /// The API's version.
    pub version: String,
    /// What it is made of.
    pub definition: Option<NativeApiDefinition>,
    /// What it is made of, when that is a project.
    pub project: Option<Reference<NativeApiProject>>,
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
        let made = match given.project {
            Some(found) => Self::from_project(Arc::clone(&found.project)),
            None => Self::new(given.name, given.version),
        };
        let mut publication = made.only_environments(targets);
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

/// Whether a publication itself says where calls with keys of this type go. JavaScript has checked the type's name.
#[napi]
pub fn publication_has_endpoint(publication: NativePublication, key_type: String) -> bool {
    let known = KeyType::ALL.into_iter().find(|known| known.as_str() == key_type);
    known.is_some_and(|key_type| Publication::from(publication).has_endpoint(key_type))
}

/// A publication that was read.
#[napi(object, object_from_js = false)]
pub struct NativePublicationRead {
    /// The API's name.
    pub name: String,
    /// The API's version.
    pub version: String,
    /// What it is made of, when that is a definition.
    pub definition: Option<NativeDefinitionRead>,
    /// What it is made of, when that is a project.
    pub project: Option<NativeApiProject>,
    /// Where it should be.
    pub environments: Vec<NativeTargetShown>,
    /// The lifecycle state it should have.
    pub lifecycle: &'static str,
}

/// One environment an API should be in, with everything that is known of it.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeTargetShown {
    /// The environment's name.
    pub environment: String,
    /// The virtual host at which it is offered.
    pub virtual_host: Option<String>,
    /// Whether the Developer Portal leaves out its URLs.
    pub hidden_in_portal: bool,
}

/// A definition that was read.
#[napi(object, object_from_js = false)]
pub struct NativeDefinitionRead {
    /// The context.
    pub context: String,
    /// The text of an `OpenAPI` document.
    pub document: Option<String>,
    /// Where calls with production keys go.
    pub production_endpoint: Option<String>,
    /// Where calls with sandbox keys go.
    pub sandbox_endpoint: Option<String>,
    /// The plans it can be subscribed with.
    pub plans: Vec<String>,
    /// `http`, `https` or both.
    pub transports: Vec<String>,
}

impl From<&Publication> for NativePublicationRead {
    fn from(found: &Publication) -> Self {
        let definition = match found.source() {
            Source::Definition(definition) => Some(NativeDefinitionRead::from(definition)),
            _ => None,
        };
        Self {
            name: found.name().to_owned(),
            version: found.version().to_owned(),
            definition,
            project: found.project().map(NativeApiProject::from),
            environments: found.targets().iter().map(NativeTargetShown::from).collect(),
            lifecycle: found.wanted_lifecycle().as_str(),
        }
    }
}

impl From<&Target> for NativeTargetShown {
    fn from(found: &Target) -> Self {
        Self {
            environment: found.name().to_owned(),
            virtual_host: found.host().map(str::to_owned),
            hidden_in_portal: !found.is_shown(),
        }
    }
}

impl From<&ApiDefinition> for NativeDefinitionRead {
    fn from(found: &ApiDefinition) -> Self {
        let endpoint = |key_type| found.endpoint(key_type).map(str::to_owned);
        Self {
            context: found.context().to_owned(),
            document: found.document_text().map(str::to_owned),
            production_endpoint: endpoint(KeyType::Production),
            sandbox_endpoint: endpoint(KeyType::Sandbox),
            plans: found.plan_names().to_vec(),
            transports: found.transport_names().to_vec(),
        }
    }
}
