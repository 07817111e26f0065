//! Where things are.

use std::fs;
use std::path::{Path, PathBuf};

use crate::files;

/// The folders that steps work in.
pub(crate) struct Workspace {
    /// The repository.
    pub(crate) root: PathBuf,
    /// Cargo's folder of the dev profile, which holds this program and the example programs.
    pub(crate) programs: PathBuf,
    /// Kept between runs: tools and built packages.
    pub(crate) cache: PathBuf,
    /// Outside the repository, made for this run and removed after it: where packages are
    /// installed and used as a user would.
    pub(crate) outside: PathBuf,
}

impl Workspace {
    /// A program that cargo built in the dev profile.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name).with_extension(std::env::consts::EXE_EXTENSION)
    }

    /// Random behaviour cases, which the Rust runner writes and the other languages run.
    pub(crate) fn random_cases(&self) -> PathBuf {
        self.cache.join("random-cases.json")
    }

    /// Finds the folders, and makes the one outside.
    pub(crate) fn open() -> Result<Self, String> {
        let root = root()?;
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let programs = program.parent().ok_or("this program is in no folder")?.to_owned();
        let cache = programs.parent().unwrap_or(&programs).join("xtask");
        files::at(&cache, fs::create_dir_all(&cache))?;
        let outside = std::env::temp_dir().join(format!("gatewright-{}", std::process::id()));
        files::empty(&outside)?;
        Ok(Self { root, programs, cache, outside })
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        // What stays in the system's folder for temporary files is the system's to clean.
        let _ = fs::remove_dir_all(&self.outside);
    }
}

/// The repository's folder.
pub(crate) fn root() -> Result<PathBuf, String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(Path::to_owned).ok_or_else(|| "this crate is in no folder".to_owned())
}
