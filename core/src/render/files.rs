//! What rendering gives: one file per node, with its diff.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::files::diff;
use crate::model::{Node, Role};

/// One node's `deployment.toml` as it was and as it should be.
#[derive(Clone, PartialEq, Eq)]
pub struct RenderedFile {
    node: String,
    path: PathBuf,
    home: Option<PathBuf>,
    roles: Vec<Role>,
    before: Option<String>,
    after: String,
}

impl RenderedFile {
    pub(super) fn new(node: &Node, path: PathBuf, before: Option<String>, after: String) -> Self {
        Self {
            node: node.name.as_str().to_owned(),
            path,
            home: node.home.clone(),
            roles: node.roles.clone(),
            before,
            after,
        }
    }

    /// The node's name.
    pub fn node(&self) -> &str {
        &self.node
    }

    /// Where the file is: in the node's home, or, for a node without one, `<node>/repository/conf/deployment.toml`.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The text rendering started from; `None` when there was no file.
    pub fn before(&self) -> Option<&str> {
        self.before.as_deref()
    }

    /// The new text: the file itself, secrets included.
    pub fn after(&self) -> &str {
        &self.after
    }

    /// True when the two texts differ.
    pub fn is_changed(&self) -> bool {
        self.before.as_deref() != Some(self.after.as_str())
    }

    /// The change as a unified diff, with the values of secret keys masked; empty when nothing changes.
    pub fn diff(&self) -> String {
        diff::unified(&self.path, self.before.as_deref(), &self.after)
    }

    pub(super) fn home(&self) -> Option<&Path> {
        self.home.as_deref()
    }

    pub(super) fn is_control_plane(&self) -> bool {
        self.roles.contains(&Role::ControlPlane)
    }

    /// The place in the order in which nodes are started: the control plane first, gateways last.
    pub(super) fn start_order(&self) -> u8 {
        if self.is_control_plane() {
            0
        } else if self.roles.contains(&Role::Gateway) {
            2
        } else {
            1
        }
    }
}

impl fmt::Debug for RenderedFile {
    /// Never the texts: they hold passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RenderedFile")
            .field("node", &self.node)
            .field("path", &self.path)
            .field("is_changed", &self.is_changed())
            .finish_non_exhaustive()
    }
}

/// The rendered files of all nodes, in the topology's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedFiles {
    files: Vec<RenderedFile>,
    removed: Vec<String>,
}

impl RenderedFiles {
    pub(super) fn new(files: Vec<RenderedFile>, removed: Vec<String>) -> Self {
        Self { files, removed }
    }

    /// The files, in the topology's order.
    pub fn files(&self) -> &[RenderedFile] {
        &self.files
    }

    /// The files one by one, in the topology's order.
    pub fn iter(&self) -> std::slice::Iter<'_, RenderedFile> {
        self.files.iter()
    }

    /// The file of a node.
    pub fn get(&self, node: &str) -> Option<&RenderedFile> {
        self.files.iter().find(|file| file.node == node)
    }

    /// The active environments of the control plane's file that writing would take away. [`RenderedFiles::write`] refuses
    /// to unless each is named, because APIs that are deployed there break.
    pub fn removed_environments(&self) -> &[String] {
        &self.removed
    }

    /// True when at least one file changes.
    pub fn is_changed(&self) -> bool {
        self.files.iter().any(RenderedFile::is_changed)
    }

    /// The diffs of all files that change.
    pub fn diff(&self) -> String {
        self.files.iter().map(RenderedFile::diff).collect()
    }
}

impl<'f> IntoIterator for &'f RenderedFiles {
    type Item = &'f RenderedFile;
    type IntoIter = std::slice::Iter<'f, RenderedFile>;

    fn into_iter(self) -> Self::IntoIter {
        self.files.iter()
    }
}
