//! Bringing back an environment that is commented out.

use gatewright::render::{self, RestoredFile};
use napi_derive::napi;

use crate::check::NativeNodeFile;
use crate::failure::{Answer, answer};
use crate::report::path_text;

/// A file as it was and as it is with the environment active again. The texts go over when they are asked for.
#[napi]
pub struct NativeRestoredFile {
    file: RestoredFile,
}

impl From<RestoredFile> for NativeRestoredFile {
    fn from(file: RestoredFile) -> Self {
        Self { file }
    }
}

/// Brings back the default environment.
#[napi]
pub fn restore_default_environment(file: NativeNodeFile) -> Answer<NativeRestoredFile> {
    let restored = file.into_core().and_then(render::restore_default_environment);
    answer(restored, NativeRestoredFile::from)
}

/// Brings back the environment with this name.
#[napi]
pub fn restore_environment(file: NativeNodeFile, name: String) -> Answer<NativeRestoredFile> {
    let restored = file.into_core().and_then(|file| render::restore_environment(file, &name));
    answer(restored, NativeRestoredFile::from)
}

#[napi]
impl NativeRestoredFile {
    /// The file, as it was named.
    #[napi(getter)]
    pub fn path(&self) -> String {
        path_text(self.file.path())
    }

    /// The name of the environment.
    #[napi(getter)]
    pub fn environment(&self) -> &str {
        self.file.environment()
    }

    /// False when the environment was active already.
    #[napi(getter)]
    pub fn is_changed(&self) -> bool {
        self.file.is_changed()
    }

    /// The text as it was.
    #[napi]
    pub fn before(&self) -> &str {
        self.file.before()
    }

    /// The new text.
    #[napi]
    pub fn after(&self) -> &str {
        self.file.after()
    }

    /// The change.
    #[napi]
    pub fn diff(&self) -> String {
        self.file.diff()
    }

    /// Writes the file.
    #[napi]
    pub fn write(&self) -> Answer<()> {
        answer(self.file.write(), |()| ())
    }
}
