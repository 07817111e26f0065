//! API projects of apictl: folders and archives in the layouts of 3.x and 4.x (`rest-api.md` §7.3).
//!
//! What lives here: [`ApiProject`]; below, its files in a folder ([`folder`]) and an archive ([`archive`]), its documents
//! ([`document`]), the two layouts ([`classic`], [`current`]), and the parameters that replace parts of it
//! ([`parameters`]). What does not: sending it (`rest`), and deciding what is sent ([`super`]).

mod archive;
mod classic;
mod current;
pub(in crate::publish) mod document;
mod files;
mod folder;
mod import;
mod layout;
mod open;
mod parameters;
mod problem;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

pub use layout::ProjectLayout;
pub use open::ApiProjectOptions;
pub(in crate::publish) use problem::Problem;

use self::files::{ENDINGS, Files};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{KeyType, Release};
use crate::publish::lifecycle::Lifecycle;
use crate::publish::publication::Target;
use crate::rest::api_object::ApiObject;

/// An API as apictl keeps it: a project folder, or the archive of one.
///
/// It is read once, whole, and checked; what is sent to API-M is made of it. `Debug` shows none of its content.
///
/// ```
/// use gatewright::publish::{ApiProject, ProjectLayout};
///
/// let folder = tempfile::tempdir()?;
/// std::fs::write(
///     folder.path().join("api.yaml"),
///     "type: api\nversion: v4.7.0\ndata:\n  name: Pets\n  version: 1.0.0\n  context: /pets\n",
/// )?;
/// std::fs::write(
///     folder.path().join("deployment_environments.yaml"),
///     "type: deployment_environments\nversion: v4.7.0\ndata:\n  - deploymentEnvironment: eu-west\n",
/// )?;
/// let project = ApiProject::open(folder.path())?;
/// assert_eq!((project.name(), project.version(), project.context()), ("Pets", "1.0.0", "/pets"));
/// assert_eq!(project.layout(), ProjectLayout::Current);
/// assert_eq!(project.targets()[0].name(), "eu-west");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct ApiProject {
    path: PathBuf,
    layout: ProjectLayout,
    files: Files,
    /// What the layout's `api.yaml` says of the API, with the parameters in it.
    document: Map<String, Value>,
    api: ApiObject,
    name: String,
    version: String,
    context: String,
    lifecycle: Lifecycle,
    targets: Vec<Target>,
    digest: String,
}

impl ApiProject {
    /// Where it was read from.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Which releases it is made for.
    pub fn layout(&self) -> ProjectLayout {
        self.layout
    }

    /// The API's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The API's version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The API's context, such as `/pets`.
    pub fn context(&self) -> &str {
        &self.context
    }

    /// The lifecycle state it says the API should have; [`Lifecycle::Unchanged`] when it says none.
    pub fn lifecycle(&self) -> Lifecycle {
        self.lifecycle
    }

    /// The environments it names: those of `deployment_environments.yaml`, in 3.x of `environments`, or of the
    /// parameters, which replace them.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// Whether calls with keys of this type have a back end.
    pub fn has_endpoint(&self, key_type: KeyType) -> bool {
        self.api.has_endpoint(key_type)
    }

    /// The back end's URL for keys of this type, when there is exactly one.
    pub fn endpoint(&self, key_type: KeyType) -> Option<&str> {
        self.api.endpoint_url(key_type)
    }

    /// SHA-256 of what the API is made of, in hexadecimal: the same for a folder and its archive, whatever the order of
    /// the files, and whatever environments and lifecycle state the project names.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Whether a server of this release reads the project.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] when the layout is not the release's.
    ///
    /// ```no_run
    /// use gatewright::Release;
    /// use gatewright::publish::ApiProject;
    ///
    /// let project = ApiProject::open("Pets-1.0.0.zip")?;
    /// project.require_release(Release::V4_7)?;
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn require_release(&self, release: Release) -> Result<()> {
        if self.layout.is_of(release) {
            return Ok(());
        }
        let message = format!(
            "`{}` has the layout of API Manager {}, which {release} does not read: export the API from a server of that \
             release, or make the project anew",
            self.path.display(),
            self.layout
        );
        Err(Error::new(ErrorKind::Unsupported, "unsupported-by-release", message)
            .with_context("release", release.to_string())
            .with_context("path", self.path.display().to_string()))
    }
}

/// The path of a document without the ending that says its form.
fn document_stem(path: &str) -> Option<&str> {
    let (stem, ending) = path.rsplit_once('.')?;
    ENDINGS.contains(&ending).then_some(stem)
}

impl PartialEq for ApiProject {
    fn eq(&self, other: &Self) -> bool {
        self.layout == other.layout
            && self.digest == other.digest
            && self.lifecycle == other.lifecycle
            && self.targets == other.targets
    }
}

impl Eq for ApiProject {}

impl fmt::Debug for ApiProject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiProject")
            .field("path", &self.path)
            .field("layout", &self.layout)
            .field("name", &self.name)
            .field("version", &self.version)
            .field("context", &self.context)
            .field("lifecycle", &self.lifecycle)
            .field("targets", &self.targets)
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}
