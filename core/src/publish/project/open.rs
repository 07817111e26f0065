//! Reading a project from a folder or an archive.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::current::Read;
use super::document::{self, Document};
use super::files::{Files, MOST_BYTES, too_large};
use super::layout::ProjectLayout;
use super::parameters::{self, Parameters};
use super::problem::Problem;
use super::{ApiProject, archive, classic, current, folder};
use crate::error::{Error, Result};
use crate::publish::lifecycle::Lifecycle;
use crate::rest::api_object::ApiObject;

/// How a project is read.
///
/// ```
/// use gatewright::publish::ApiProjectOptions;
///
/// let options = ApiProjectOptions::new().parameters("params.yaml").parameters_environment("dev");
/// # let _ = options;
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiProjectOptions {
    parameters: Option<PathBuf>,
    environment: Option<String>,
}

impl ApiProjectOptions {
    /// Without parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// A parameters file of apictl, or a folder with a `params.yaml`: its environments and endpoints replace the
    /// project's.
    #[must_use]
    pub fn parameters(mut self, path: impl Into<PathBuf>) -> Self {
        self.parameters = Some(path.into());
        self
    }

    /// For which of the environments that the parameters know, such as `dev`; needed when there are several.
    #[must_use]
    pub fn parameters_environment(mut self, name: impl Into<String>) -> Self {
        self.environment = Some(name.into());
        self
    }
}

impl ApiProject {
    /// Reads a project: a folder with `api.yaml` (4.x) or `Meta-information/api.yaml` (3.x) in it or in its one folder,
    /// or a zip archive of such a folder. Hidden files are left out.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when nothing is there, [`Io`](crate::ErrorKind::Io) when it cannot be
    /// read; [`InvalidInput`](crate::ErrorKind::InvalidInput), code `not-an-api-project` when neither layout is found,
    /// `invalid-api-project` when a document is no YAML or lacks what it must say, `unsafe-api-project` when it holds
    /// links, entries that lead out of it, or a password is on it, `api-project-too-large` above 64 MiB or 10,000 files.
    ///
    /// # Example
    /// See [`ApiProject`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Self::open_with(path, &ApiProjectOptions::new())
    }

    /// Reads a project with parameters.
    ///
    /// # Errors
    /// As [`ApiProject::open`], also of the parameters; and [`Unsupported`](crate::ErrorKind::Unsupported), code
    /// `unsupported-parameters`, when they set something else than environments and the URLs of endpoints.
    ///
    /// ```
    /// use gatewright::publish::{ApiProject, ApiProjectOptions};
    ///
    /// let options = ApiProjectOptions::new().parameters("params.yaml");
    /// let error = ApiProject::open_with("no-such-project", &options).unwrap_err();
    /// assert_eq!(error.code(), "unreadable-file");
    /// ```
    pub fn open_with(path: impl AsRef<Path>, options: &ApiProjectOptions) -> Result<Self> {
        let path = path.as_ref();
        open(path, options).map_err(|error| error.with_operation("open"))
    }
}

fn open(path: &Path, options: &ApiProjectOptions) -> Result<ApiProject> {
    let io = |error| {
        Error::io("unreadable-file", "read", path, error, "check the path and its permissions")
    };
    let metadata = fs::metadata(path).map_err(io)?;
    let files = if metadata.is_dir() {
        folder::read(path)?
    } else if metadata.len() > MOST_BYTES {
        return Err(too_large().at(path));
    } else {
        archive::read(&fs::read(path).map_err(io)?).map_err(|problem| problem.at(path))?
    };
    let given = options.parameters.as_deref().map(parameters_file).transpose()?;
    read(path, files, given, options.environment.as_deref()).map_err(|problem| problem.at(path))
}

/// A parameters file, which may stand in a folder with certificates.
fn parameters_file(path: &Path) -> Result<Document> {
    let file = if path.is_dir() { path.join("params.yaml") } else { path.to_path_buf() };
    let text = crate::files::read(&file)?;
    let name =
        file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    match document::parse(&name, text.as_bytes()) {
        Ok(Value::Object(fields)) => Ok(Document { path: name, fields }),
        Ok(_) => {
            let reason = "it is no object of keys and values".to_owned();
            Err(Problem::Invalid(reason).at(&file))
        }
        Err(problem) => Err(problem.at(&file)),
    }
}

fn read(
    path: &Path,
    files: Files,
    given: Option<Document>,
    environment: Option<&str>,
) -> Result<ApiProject, Problem> {
    let (files, wrapped) = parameters::unwrap(files)?;
    let (layout, Read { mut fields, name, version, context, lifecycle, mut targets }) = match (
        current::read(&files)?,
        classic::read(&files)?,
    ) {
        (Some(read), None) => (ProjectLayout::Current, read),
        (None, Some(read)) => (ProjectLayout::Classic, read),
        (Some(_), Some(_)) => {
            return Err(Problem::NotAProject(
                    "it holds both `api.yaml` (4.x) and `Meta-information/api.yaml` (3.x): remove one of them".to_owned(),
                ));
        }
        (None, None) => {
            return Err(Problem::NotAProject(
                "neither `api.yaml` (4.x) nor `Meta-information/api.yaml` (3.x) is in it"
                    .to_owned(),
            ));
        }
    };
    if let Some(document) = given.or(wrapped) {
        let parameters = Parameters::of(document, environment)?;
        if let Some(named) = parameters.apply(layout, &mut fields)? {
            targets = named;
        }
    }
    let lifecycle = match lifecycle.as_str() {
        "" => Lifecycle::Unchanged,
        state => Lifecycle::from_state(state).ok_or_else(|| {
            Problem::Invalid(format!(
                "`{}` is no lifecycle state of API Manager: write `PUBLISHED` or another of its states",
                state.escape_debug()
            ))
        })?,
    };
    let api = match layout {
        ProjectLayout::Current => Value::Object(fields.clone()),
        ProjectLayout::Classic => classic::endpoints(&fields)?,
    };
    let api: ApiObject = serde_json::from_value(api)
        .map_err(|_| Problem::Invalid("its API is no object".to_owned()))?;
    let content = match layout {
        ProjectLayout::Current => current::content(&fields),
        ProjectLayout::Classic => classic::content(&fields),
    };
    let digest = digest(layout, &files, &content);
    let path = path.to_path_buf();
    let document = fields;
    Ok(ApiProject {
        path,
        layout,
        files,
        document,
        api,
        name,
        version,
        context,
        lifecycle,
        targets,
        digest,
    })
}

/// Of every file by its path, and of the API's own document by what it says: whether it is YAML or JSON does not count.
fn digest(layout: ProjectLayout, files: &Files, content: &Value) -> String {
    let is_document = match layout {
        ProjectLayout::Current => current::is_document,
        ProjectLayout::Classic => classic::is_document,
    };
    let mut hash = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    add(canonical(content).to_string().as_bytes());
    for (path, bytes) in files.iter().filter(|(path, _)| !is_document(path)) {
        add(path.as_bytes());
        add(bytes);
    }
    let mut text = String::new();
    for byte in hash.finalize() {
        for half in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(half), 16));
        }
    }
    text
}

/// With the keys of every object in order, whichever order the document had.
fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_by_key(|(key, _)| *key);
            Value::Object(
                sorted.into_iter().map(|(key, value)| (key.clone(), canonical(value))).collect(),
            )
        }
        Value::Array(items) => Value::Array(items.iter().map(canonical).collect()),
        other => other.clone(),
    }
}
