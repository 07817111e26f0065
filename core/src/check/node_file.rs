//! A file to be checked, with what the caller knows of its node.

use std::path::{Path, PathBuf};

use crate::model::{Host, Pack, Release, Role};

/// A node's `deployment.toml` and what is known of the node. What is not said is inferred from the file where that is
/// certain, and left open where it is not: a file does not say its host, its release or its pack. A file within a home
/// has the release that the pack says in `<home>/bin/version.txt`.
///
/// In place of the file, its path may be the node's home, which has it as `repository/conf/deployment.toml`, or, for
/// functions that take several files, a folder with homes below it, at any depth: then what is said holds for each of
/// these homes, but for the name, and but for those that are given by themselves as well. Links to homes count, other
/// links are not followed.
///
/// ```
/// use gatewright::check::NodeFile;
/// use gatewright::{Release, Role};
///
/// let file = NodeFile::new("gw1/repository/conf/deployment.toml")
///     .host("gw1.example.com")
///     .roles([Role::Gateway])
///     .release(Release::V4_7);
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct NodeFile {
    pub(crate) path: PathBuf,
    pub(crate) text: Option<Text>,
    pub(crate) name: Option<String>,
    pub(crate) host: Option<String>,
    pub(crate) roles: Option<Vec<Role>>,
    pub(crate) pack: Option<Pack>,
    pub(crate) release: Option<Release>,
    /// Set when the pack was asked for the release.
    pub(crate) version_file: Option<VersionFile>,
}

/// What a pack's `bin/version.txt` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VersionFile {
    NamesRelease,
    NamesNone,
}

/// A text that does not print: it holds passwords.
#[derive(Clone)]
pub(crate) struct Text(pub(crate) String);

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

impl NodeFile {
    /// A file on disk, the home it is in, or a folder with homes.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            text: None,
            name: None,
            host: None,
            roles: None,
            pack: None,
            release: None,
            version_file: None,
        }
    }

    /// A text that is in memory; the path only names it in findings.
    pub fn from_text(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self { text: Some(Text(text.into())), ..Self::new(path) }
    }

    /// The node's name, for messages.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The computer the node runs on. Two nodes given the same host are taken to be on one computer.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = Some(host.into());
        self
    }

    /// What the node does.
    pub fn roles(mut self, roles: impl IntoIterator<Item = Role>) -> Self {
        self.roles = Some(roles.into_iter().collect());
        self
    }

    /// What is started on the node.
    pub fn pack(mut self, pack: Pack) -> Self {
        self.pack = Some(pack);
        self
    }

    /// The API-M release of the node.
    pub fn release(mut self, release: Release) -> Self {
        self.release = Some(release);
        self
    }

    /// The path the file is named by.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn parsed_host(&self) -> Option<Result<Host, String>> {
        let host = self.host.as_deref()?;
        Some(Host::new(host).ok_or_else(|| host.to_owned()))
    }
}

impl From<&Self> for NodeFile {
    fn from(file: &Self) -> Self {
        file.clone()
    }
}

impl From<&str> for NodeFile {
    fn from(path: &str) -> Self {
        Self::new(path)
    }
}

impl From<String> for NodeFile {
    fn from(path: String) -> Self {
        Self::new(path)
    }
}

impl From<&Path> for NodeFile {
    fn from(path: &Path) -> Self {
        Self::new(path)
    }
}

impl From<&PathBuf> for NodeFile {
    fn from(path: &PathBuf) -> Self {
        Self::new(path)
    }
}

impl From<PathBuf> for NodeFile {
    fn from(path: PathBuf) -> Self {
        Self::new(path)
    }
}
