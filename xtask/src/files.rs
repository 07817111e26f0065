//! Files and folders.

use std::fs;
use std::path::{Path, PathBuf};

/// Tries an operation on a path, naming the path when it fails.
pub(crate) fn at<T>(path: &Path, result: std::io::Result<T>) -> Result<T, String> {
    result.map_err(|error| format!("{}: {error}", path.display()))
}

/// The files directly in a folder whose names end so, in order; none when the folder is absent.
pub(crate) fn list(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries
        .filter(|entry| entry.file_name().to_str().is_some_and(|name| name.ends_with(ending)))
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    paths
}

/// The last part of a path, for names of steps.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Copies a folder with everything below it, but for what tools leave behind.
pub(crate) fn copy_tree(from: &Path, to: &Path) -> Result<(), String> {
    at(to, fs::create_dir_all(to))?;
    for entry in at(from, fs::read_dir(from))? {
        let entry = at(from, entry)?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            if !["target", "node_modules", "__pycache__"].contains(&name(&source).as_str()) {
                copy_tree(&source, &target)?;
            }
        } else {
            at(&source, fs::copy(&source, &target))?;
        }
    }
    Ok(())
}

/// A folder that exists and is empty.
pub(crate) fn empty(folder: &Path) -> Result<(), String> {
    if folder.exists() {
        at(folder, fs::remove_dir_all(folder))?;
    }
    at(folder, fs::create_dir_all(folder))
}
