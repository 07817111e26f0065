//! API projects of apictl.

use std::path::Path;
use std::sync::Arc;

use gatewright::publish::{ApiProject, ApiProjectOptions};
use gatewright::{KeyType, Release};
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;

use crate::failure::{Answer, answer};
use crate::publish::publication::NativeTargetShown;
use crate::report::path_text;

/// A project, whose files stay here.
#[napi]
pub struct NativeApiProject {
    pub(crate) project: Arc<ApiProject>,
}

impl From<&Arc<ApiProject>> for NativeApiProject {
    fn from(project: &Arc<ApiProject>) -> Self {
        Self { project: Arc::clone(project) }
    }
}

/// Reads a project.
#[napi]
pub fn open_api_project(
    path: String,
    parameters: Option<String>,
    parameters_environment: Option<String>,
) -> Answer<NativeApiProject> {
    let mut options = ApiProjectOptions::new();
    if let Some(path) = parameters {
        options = options.parameters(path);
    }
    if let Some(name) = parameters_environment {
        options = options.parameters_environment(name);
    }
    let project = ApiProject::open_with(Path::new(&path), &options);
    answer(project, |project| NativeApiProject { project: Arc::new(project) })
}

#[napi]
impl NativeApiProject {
    /// Where it was read from.
    #[napi(getter)]
    pub fn path(&self) -> String {
        path_text(self.project.path())
    }

    /// Which releases it is made for.
    #[napi(getter)]
    pub fn layout(&self) -> &'static str {
        self.project.layout().as_str()
    }

    /// The API's name.
    #[napi(getter)]
    pub fn name(&self) -> &str {
        self.project.name()
    }

    /// The API's version.
    #[napi(getter)]
    pub fn version(&self) -> &str {
        self.project.version()
    }

    /// The API's context.
    #[napi(getter)]
    pub fn context(&self) -> &str {
        self.project.context()
    }

    /// The lifecycle state it says the API should have.
    #[napi(getter)]
    pub fn lifecycle(&self) -> &'static str {
        self.project.lifecycle().as_str()
    }

    /// The environments it names.
    #[napi(getter)]
    pub fn targets(&self) -> Vec<NativeTargetShown> {
        self.project.targets().iter().map(NativeTargetShown::from).collect()
    }

    /// SHA-256 of what the API is made of.
    #[napi(getter)]
    pub fn digest(&self) -> &str {
        self.project.digest()
    }

    /// Whether calls with keys of this type have a back end. JavaScript has checked its name.
    #[napi]
    pub fn has_endpoint(&self, key_type: String) -> bool {
        let known = KeyType::ALL.into_iter().find(|known| known.as_str() == key_type);
        known.is_some_and(|key_type| self.project.has_endpoint(key_type))
    }

    /// The back end's URL for keys of this type. JavaScript has checked its name.
    #[napi]
    pub fn endpoint(&self, key_type: String) -> Option<&str> {
        let known = KeyType::ALL.into_iter().find(|known| known.as_str() == key_type);
        self.project.endpoint(known?)
    }

    /// Whether a server of this release reads it.
    #[napi]
    pub fn require_release(&self, release: String) -> Answer<()> {
        let release = release.parse::<Release>().map_err(gatewright::Error::from);
        answer(release.and_then(|release| self.project.require_release(release)), |()| ())
    }

    /// The archive to import.
    #[napi]
    pub fn archive_for_import(
        &self,
        current_lifecycle: Option<String>,
        environments: Vec<String>,
    ) -> Answer<Buffer> {
        let environments: Vec<&str> = environments.iter().map(String::as_str).collect();
        let archive = self.project.archive_for_import(current_lifecycle.as_deref(), &environments);
        answer(archive, Buffer::from)
    }

    /// True when both are made of the same, and ask for the same.
    #[napi]
    pub fn equals(&self, other: &NativeApiProject) -> bool {
        self.project == other.project
    }
}
