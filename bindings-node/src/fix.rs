//! Making the repairs that rules propose, and writing them.

use gatewright::{FixedFile, FixedFiles, Report};
use napi_derive::napi;

use crate::failure::{Answer, answer};
use crate::report::{Diagnostic, diagnostics, path_text};

/// The files that change, and the report whose texts their findings point into. The texts go over when they are asked
/// for.
#[napi]
pub struct NativeFixedFiles {
    files: FixedFiles,
    report: Report,
}

impl NativeFixedFiles {
    pub(crate) fn new(files: FixedFiles, report: Report) -> Self {
        Self { files, report }
    }

    fn file(&self, index: u32) -> Option<&FixedFile> {
        self.files.files().get(usize::try_from(index).ok()?)
    }
}

#[napi]
impl NativeFixedFiles {
    /// The paths of the files, as they were named when they were checked; `null` for a text without a name.
    #[napi(getter)]
    pub fn paths(&self) -> Vec<Option<String>> {
        self.files.iter().map(|file| file.path().map(path_text)).collect()
    }

    /// The text of a file that was checked.
    #[napi]
    pub fn before(&self, index: u32) -> Option<&str> {
        Some(self.file(index)?.before())
    }

    /// The new text of a file.
    #[napi]
    pub fn after(&self, index: u32) -> Option<&str> {
        Some(self.file(index)?.after())
    }

    /// The change of a file.
    #[napi]
    pub fn diff_of(&self, index: u32) -> Option<String> {
        Some(self.file(index)?.diff())
    }

    /// The change of all files.
    #[napi]
    pub fn diff(&self) -> String {
        self.files.diff()
    }

    /// True when at least one file changes.
    #[napi(getter)]
    pub fn is_changed(&self) -> bool {
        self.files.is_changed()
    }

    /// The findings whose repairs were made.
    #[napi]
    pub fn made(&self) -> Vec<Diagnostic> {
        diagnostics(&self.report, self.files.made())
    }

    /// The findings whose repairs were not made, because one before them is for the same place or makes the same key.
    #[napi]
    pub fn left(&self) -> Vec<Diagnostic> {
        diagnostics(&self.report, self.files.left())
    }

    /// Writes the files.
    #[napi]
    pub fn write(&self) -> Answer<Vec<String>> {
        answer(self.files.write(), |paths| paths.iter().map(path_text).collect())
    }
}
