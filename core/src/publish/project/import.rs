//! The archive that is sent.

use super::{ApiProject, ProjectLayout, archive, classic, current};
use crate::error::{Error, ErrorKind, Result};

impl ApiProject {
    /// The archive to import: it changes the API's content alone. It names no environment since 4.0, so that the server
    /// makes no revision (§7.4), in 3.x exactly `environments`; and as lifecycle state the one that the API has, so that
    /// nothing is demoted. The same project gives the same bytes.
    ///
    /// # Errors
    /// [`ErrorKind::Unexpected`] when the archive cannot be put together.
    ///
    /// ```no_run
    /// use gatewright::publish::ApiProject;
    ///
    /// let project = ApiProject::open("Pets-1.0.0")?;
    /// let archive = project.archive_for_import(Some("PUBLISHED"), &[])?;
    /// assert!(archive.starts_with(b"PK"));
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn archive_for_import(
        &self,
        current_lifecycle: Option<&str>,
        environments: &[&str],
    ) -> Result<Vec<u8>> {
        let status = current_lifecycle.unwrap_or("CREATED").to_ascii_uppercase();
        let mut files = self.files.clone();
        match self.layout {
            ProjectLayout::Current => current::rewrite(&mut files, &self.document, &status),
            ProjectLayout::Classic => {
                classic::rewrite(&mut files, &self.document, &status, environments);
            }
        }
        archive::write(&files, &self.root()).map_err(|error| {
            let message = format!(
                "the archive of `{}` {} cannot be written: {error}",
                self.name, self.version
            );
            Error::new(ErrorKind::Unexpected, "unwritable-archive", message).with_source(error)
        })
    }

    /// The folder around everything, as apictl names it.
    fn root(&self) -> String {
        let plain = |c: char| if c.is_alphanumeric() || "._-".contains(c) { c } else { '_' };
        format!("{}-{}", self.name, self.version).chars().map(plain).collect()
    }
}
