//! What is wanted of an API, on its way to the core and back.

use std::sync::Arc;

use gatewright::KeyType;
use gatewright::publish::{ApiDefinition, Lifecycle, Publication, Source, Target};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::client::token::key_type;
use crate::names::member;
use crate::package::Maker;
use crate::publish::project::NativeApiProject;
use crate::report::tuple;

static DEFINITION: Maker = Maker::new("gatewright.publish._publication", "_definition");
static LIFECYCLE: Maker = Maker::new("gatewright._enums", "Lifecycle");
static PROJECT: Maker = Maker::new("gatewright.publish._project", "ApiProject");
static PUBLICATION: Maker = Maker::new("gatewright.publish._publication", "_publication");
static TARGET: Maker = Maker::new("gatewright.publish._publication", "Target");

/// The attributes of the package's `Publication`.
#[derive(FromPyObject)]
pub(crate) struct PublicationAttributes {
    name: String,
    version: String,
    environments: Vec<TargetAttributes>,
    definition: Option<DefinitionAttributes>,
    project: Option<ProjectAttributes>,
    lifecycle: Option<String>,
}

/// The attribute of the package's `ApiProject` that counts.
#[derive(FromPyObject)]
struct ProjectAttributes {
    #[pyo3(attribute("_native"))]
    native: Py<NativeApiProject>,
}

/// The attributes of the package's `Target`.
#[derive(FromPyObject)]
pub(crate) struct TargetAttributes {
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
        let made = match self.project {
            Some(project) => Publication::from_project(Arc::clone(&project.native.get().project)),
            None => Publication::new(self.name, self.version),
        };
        let mut publication = made.only_environments(targets);
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
    pub(crate) fn into_core(self) -> Target {
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

/// Whether a publication itself says where calls with keys of this type go.
#[pyfunction]
pub(crate) fn publication_has_endpoint(
    publication: PublicationAttributes,
    named: &str,
) -> PyResult<bool> {
    Ok(publication.into_core()?.has_endpoint(key_type(named)?))
}

/// A publication as the package's own.
pub(crate) fn publication<'py>(
    py: Python<'py>,
    publication: &Publication,
) -> PyResult<Bound<'py, PyAny>> {
    let definition = match publication.source() {
        Source::Definition(found) => Some(definition(py, found)?),
        _ => None,
    };
    let project = publication.project().map(|found| {
        let native = NativeApiProject { project: Arc::clone(found) };
        PROJECT.make(py, (native,))
    });
    PUBLICATION.make(
        py,
        (
            publication.name(),
            publication.version(),
            targets(py, publication.targets())?,
            definition,
            project.transpose()?,
            lifecycle(py, publication.wanted_lifecycle())?,
        ),
    )
}

fn definition<'py>(py: Python<'py>, definition: &ApiDefinition) -> PyResult<Bound<'py, PyAny>> {
    DEFINITION.make(
        py,
        (
            definition.context(),
            definition.document_text(),
            definition.endpoint(KeyType::Production),
            definition.endpoint(KeyType::Sandbox),
            PyTuple::new(py, definition.plan_names())?,
            PyTuple::new(py, definition.transport_names())?,
        ),
    )
}

/// Targets as the package's own.
pub(crate) fn targets<'py>(py: Python<'py>, targets: &[Target]) -> PyResult<Bound<'py, PyTuple>> {
    let target =
        |target: &Target| TARGET.make(py, (target.name(), target.host(), !target.is_shown()));
    tuple(py, targets.iter().map(target))
}

/// A lifecycle state as the member of the package's enumeration.
pub(crate) fn lifecycle(py: Python<'_>, lifecycle: Lifecycle) -> PyResult<Bound<'_, PyAny>> {
    LIFECYCLE.make(py, (lifecycle.as_str(),))
}
