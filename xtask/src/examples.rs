//! The example programs, which run outside the repository.

use std::path::PathBuf;

use crate::files;
use crate::workspace::Workspace;

/// Copies the examples to where the packages are installed.
pub(crate) fn lay_out(workspace: &Workspace) -> Result<(), String> {
    files::copy_tree(&workspace.root.join("examples"), &workspace.outside.join("examples"))
}

/// The copied folder of one language's examples.
pub(crate) fn folder(workspace: &Workspace, language: &str) -> PathBuf {
    workspace.outside.join("examples").join(language)
}
