//! Archives of APIs: exported from one control plane, imported into another.

use crate::client::control_plane::ControlPlane;
use crate::client::operation::operation;
use crate::error::{Error, ErrorKind, Result};
use crate::rest::archive::{self, Export, Import};

/// What an import of an archive does with what is there.
///
/// ```
/// use gatewright::client::ImportOptions;
///
/// let options = ImportOptions::new().overwrite().rotate_revision();
/// # let _ = options;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportOptions(Import);

impl ImportOptions {
    /// A new API, made by the user who imports it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Updates the API that is there.
    #[must_use]
    pub fn overwrite(mut self) -> Self {
        self.0.overwrite = true;
        self
    }

    /// Keeps the provider that the archive names.
    #[must_use]
    pub fn preserve_provider(mut self) -> Self {
        self.0.preserve_provider = true;
        self
    }

    /// Makes room when the API has as many revisions as API-M keeps: the oldest one is undeployed and deleted. Since 4.0.
    #[must_use]
    pub fn rotate_revision(mut self) -> Self {
        self.0.rotate_revision = true;
        self
    }

    /// Only says what it would do. Since 4.5.
    #[must_use]
    pub fn dry_run(mut self) -> Self {
        self.0.dry_run = true;
        self
    }
}

/// What an export holds.
///
/// ```
/// use gatewright::client::ExportOptions;
///
/// let options = ExportOptions::new().revision(3).preserve_status();
/// # let _ = options;
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions(Export);

impl ExportOptions {
    /// The working copy, as a new API.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whose API, where several providers have one of this name.
    #[must_use]
    pub fn provider(mut self, provider: impl Into<String>) -> Self {
        self.0.provider = Some(provider.into());
        self
    }

    /// With its lifecycle state.
    #[must_use]
    pub fn preserve_status(mut self) -> Self {
        self.0.preserve_status = true;
        self
    }

    /// The revision of this number, with its deployments. Since 4.0.
    #[must_use]
    pub fn revision(mut self, number: u64) -> Self {
        self.0.revision_number = Some(number);
        self
    }

    /// The latest revision, with its deployments. Since 4.0.
    #[must_use]
    pub fn latest_revision(mut self) -> Self {
        self.0.latest_revision = true;
        self
    }
}

impl ControlPlane {
    /// Imports the zip archive of an API; in 3.x by the Admin API. The answer is the server's own words.
    ///
    /// An import is no unit: one that names an unknown environment fails with the API already changed (`rest-api.md` §7.4).
    /// When the answer is lost, nobody can read whether it was done: the error is [`Ambiguous`](crate::Retry::Ambiguous);
    /// look at the API, then import again with [`ImportOptions::overwrite`].
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`], code `invalid-archive`, for what is no zip archive; [`ErrorKind::Conflict`] when the API
    /// is there and may not be overwritten; [`ErrorKind::Unsupported`] for an option that the release does not have.
    /// See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::client::{ExportOptions, ImportOptions};
    ///
    /// # async fn example(from: gatewright::ControlPlane, to: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let archive = from.export_archive("Pets", "1.0.0", &ExportOptions::new()).await?;
    /// to.import_archive(archive, ImportOptions::new().overwrite()).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn import_archive(
        &self,
        archive: impl AsRef<[u8]>,
        options: ImportOptions,
    ) -> Result<String> {
        let call = if archive.as_ref().starts_with(b"PK") {
            archive::import(self.release(), archive.as_ref(), options.0)
        } else {
            let message =
                "an API is imported from a zip archive, as an export gives it; this is none";
            Err(Error::new(ErrorKind::InvalidInput, "invalid-archive", message))
        };
        operation("import_archive", async { self.send(&call?).await }).await
    }

    /// The zip archive of an API; in 3.x by the Admin API.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is no such API or revision; [`ErrorKind::Unsupported`] for a revision before 4.0.
    /// See [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::import_archive`].
    pub async fn export_archive(
        &self,
        name: &str,
        version: &str,
        options: &ExportOptions,
    ) -> Result<Vec<u8>> {
        let call = archive::export(self.release(), name, version, &options.0);
        operation("export_archive", async { self.send(&call?).await }).await
    }
}
