//! What repairing gives: one text per file, with its diff.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::error::{Error, ErrorKind, Result};
use crate::files::diff;
use crate::files::replace::{Replacement, changed, read_optional, replace_all};

/// One file as it was checked and as it is with the repairs made.
#[derive(Clone, PartialEq, Eq)]
pub struct FixedFile {
    path: Option<PathBuf>,
    before: String,
    after: String,
}

impl FixedFile {
    pub(super) fn new(path: Option<&Path>, before: &str, after: String) -> Self {
        Self { path: path.map(Path::to_path_buf), before: before.to_owned(), after }
    }

    /// The file, as it was named when it was checked; `None` for a text without a name.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The text that was checked.
    pub fn before(&self) -> &str {
        &self.before
    }

    /// The new text: the file itself, secrets included.
    pub fn after(&self) -> &str {
        &self.after
    }

    /// The change as a unified diff, with the values of secret keys masked.
    pub fn diff(&self) -> String {
        let path = self.path.as_deref().unwrap_or_else(|| Path::new("text"));
        diff::unified(path, Some(&self.before), &self.after)
    }
}

impl fmt::Debug for FixedFile {
    /// Never the texts: they hold passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FixedFile").field("path", &self.path).finish_non_exhaustive()
    }
}

/// What [`Report::fix`](crate::Report::fix) gives: the files that change, and which findings that repairs.
#[derive(Clone, PartialEq, Eq)]
pub struct FixedFiles {
    files: Vec<FixedFile>,
    made: Vec<Diagnostic>,
    left: Vec<Diagnostic>,
}

impl FixedFiles {
    pub(super) fn new(files: Vec<FixedFile>, made: Vec<Diagnostic>, left: Vec<Diagnostic>) -> Self {
        Self { files, made, left }
    }

    /// The files that change, in the report's order.
    pub fn files(&self) -> &[FixedFile] {
        &self.files
    }

    /// The files one by one, in the report's order.
    pub fn iter(&self) -> std::slice::Iter<'_, FixedFile> {
        self.files.iter()
    }

    /// The findings whose repairs were made, in the report's order.
    pub fn made(&self) -> &[Diagnostic] {
        &self.made
    }

    /// The findings whose repairs were asked for and not made, because one before them is for the same place or makes the
    /// same key. Check again and fix again.
    pub fn left(&self) -> &[Diagnostic] {
        &self.left
    }

    /// True when at least one file changes.
    pub fn is_changed(&self) -> bool {
        !self.files.is_empty()
    }

    /// The diffs of all files that change.
    pub fn diff(&self) -> String {
        self.files.iter().map(FixedFile::diff).collect()
    }

    /// Writes the files, each atomically; when one cannot be written, all are left as they were. The paths written.
    ///
    /// Mode and owner stay, a symbolic link is followed and stays. [`revert`](crate::render::revert) takes a repair for
    /// the user's own edit: it undoes what was rendered and keeps what was repaired.
    ///
    /// # Errors
    /// - [`ErrorKind::ConcurrentChange`], code `file-changed`: a file is not what it was when it was checked, or is gone.
    /// - [`ErrorKind::InvalidInput`], code `text-without-path`: a text was checked that has no name; code
    ///   `shared-file`: two of the paths lead to one file.
    /// - [`ErrorKind::Io`]: the operating system refuses; code `read-only-file`: the file is read-only.
    ///
    /// # Example
    /// ```
    /// use gatewright::check::check;
    /// use gatewright::fix::Fixes;
    ///
    /// let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("deployment.toml");
    /// std::fs::write(&path, "[[apim.gateway.environment]]\r\nname = \"Default\"\r\ntype = \"Hybrid\"")?;
    /// let fixed = check([&path])?.fix(Fixes::Safe);
    /// assert_eq!(fixed.write()?, [path.clone()]);
    /// assert!(std::fs::read_to_string(&path)?.ends_with("\r\ntype = \"hybrid\""));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write(&self) -> Result<Vec<PathBuf>> {
        self.write_all().map_err(|error| error.with_operation("write"))
    }

    fn write_all(&self) -> Result<Vec<PathBuf>> {
        let replacements = self.files.iter().map(replacement).collect::<Result<Vec<_>>>()?;
        replace_all(&replacements)?;
        Ok(replacements.into_iter().map(|replacement| replacement.path).collect())
    }
}

impl fmt::Debug for FixedFiles {
    /// Without the findings: what a repair writes may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FixedFiles")
            .field("files", &self.files)
            .field("made", &self.made.len())
            .field("left", &self.left.len())
            .finish()
    }
}

fn replacement(file: &FixedFile) -> Result<Replacement> {
    let Some(path) = file.path.clone() else {
        return Err(Error::new(
            ErrorKind::InvalidInput,
            "text-without-path",
            "the text that was repaired has no path, so it has no place: write its new text yourself",
        ));
    };
    let current = read_optional(&path)?;
    if current.as_deref() != Some(file.before.as_str()) {
        return Err(changed(&path, "checked", "check again, fix"));
    }
    Ok(Replacement {
        path,
        expected: current,
        contents: Some(file.after.clone()),
        like: None,
        private: false,
    })
}

impl<'f> IntoIterator for &'f FixedFiles {
    type Item = &'f FixedFile;
    type IntoIter = std::slice::Iter<'f, FixedFile>;

    fn into_iter(self) -> Self::IntoIter {
        self.files.iter()
    }
}
