//! What is wanted of an API, on its way to the core.

use gatewright::publish::{ApiDefinition, Lifecycle, Publication, Target};
use pyo3::prelude::*;

use crate::names::member;

/// The attributes of the package's `Publication`.
#[derive(FromPyObject)]
pub(crate) struct PublicationAttributes {
    name: String,
    version: String,
    environments: Vec<TargetAttributes>,
    definition: Option<DefinitionAttributes>,
    lifecycle: Option<String>,
}

/// The attributes of the package's `Target`.
#[derive(FromPyObject)]
struct TargetAttributes {
    environment: String,
    virtual_host: Option<String>,
    hidden_in_portal: bool,
}

/// The attributes of the package's `ApiDefinition`; what is absent stays as the core has it.
#[derive(FromPyObject)]
struct DefinitionAttributes {
    context: String,
    document: Option<String>,
    production_endpoint: Option<String>,
    sandbox_endpoint: Option<String>,
    plans: Option<Vec<String>>,
    transports: Option<Vec<String>>,
}

impl PublicationAttributes {
    pub(crate) fn into_core(self) -> PyResult<Publication> {
        let targets = self.environments.into_iter().map(TargetAttributes::into_core);
        let mut publication = Publication::new(self.name, self.version).environments(targets);
        if let Some(definition) = self.definition {
            publication = publication.definition(definition.into_core());
        }
        if let Some(name) = self.lifecycle {
            publication = publication.lifecycle(member(Lifecycle::from_name(&name), &name)?);
        }
        Ok(publication)
    }
}

impl TargetAttributes {
    fn into_core(self) -> Target {
        let mut target = Target::new(self.environment);
        if let Some(host) = self.virtual_host {
            target = target.virtual_host(host);
        }
        if self.hidden_in_portal { target.hidden_in_portal() } else { target }
    }
}

impl DefinitionAttributes {
    fn into_core(self) -> ApiDefinition {
        let mut definition = ApiDefinition::new(self.context);
        if let Some(document) = self.document {
            definition = definition.document(document);
        }
        if let Some(url) = self.production_endpoint {
            definition = definition.production_endpoint(url);
        }
        if let Some(url) = self.sandbox_endpoint {
            definition = definition.sandbox_endpoint(url);
        }
        if let Some(plans) = self.plans {
            definition = definition.plans(plans);
        }
        if let Some(transports) = self.transports {
            definition = definition.transports(transports);
        }
        definition
    }
}

/// All publications of a call.
pub(crate) fn into_core(publications: Vec<PublicationAttributes>) -> PyResult<Vec<Publication>> {
    publications.into_iter().map(PublicationAttributes::into_core).collect()
}
