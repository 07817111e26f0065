//! Where a node's `deployment.toml` is.

use std::path::{Path, PathBuf};

use crate::model::Node;

/// Where a node keeps the file, below its home.
pub const DEPLOYMENT_TOML: &str = "repository/conf/deployment.toml";

/// The `deployment.toml` of a node's home.
///
/// ```
/// use std::path::Path;
/// let path = gatewright::deployment::deployment_path(Path::new("/opt/apim"));
/// assert_eq!(path, Path::new("/opt/apim/repository/conf/deployment.toml"));
/// ```
pub fn deployment_path(home: &Path) -> PathBuf {
    DEPLOYMENT_TOML.split('/').fold(home.to_path_buf(), |path, part| path.join(part))
}

impl Node {
    /// The path of its `deployment.toml`, when it has a home.
    pub fn deployment_path(&self) -> Option<PathBuf> {
        self.home.as_deref().map(deployment_path)
    }
}
