//! A project's folder.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use super::files::{Collector, Files, MOST_FILES, is_ignored, too_large};
use super::problem::Problem;
use crate::error::{Error, Result};

/// No project is nested deeper; a mount that contains itself is.
const DEEPEST: usize = 32;

/// Reads a folder with everything below it. Links are refused: they would bring in what is elsewhere.
pub(super) fn read(folder: &Path) -> Result<Files> {
    let mut collector = Collector::default();
    walk(folder, folder, "", DEEPEST, &mut collector)?;
    collector.finish().map_err(|problem| problem.at(folder))
}

fn walk(
    root: &Path,
    folder: &Path,
    prefix: &str,
    deeper: usize,
    collector: &mut Collector,
) -> Result<()> {
    for (seen, entry) in
        fs::read_dir(folder).map_err(|error| unreadable(folder, error))?.enumerate()
    {
        let entry = entry.map_err(|error| unreadable(folder, error))?;
        let path = entry.path();
        let Ok(name) = entry.file_name().into_string() else {
            let problem = Problem::Invalid(format!(
                "the name of `{}` is not UTF-8: rename the file",
                path.display()
            ));
            return Err(problem.at(root));
        };
        let name = format!("{prefix}{name}");
        if is_ignored(&name) {
            continue;
        }
        let kind = entry.file_type().map_err(|error| unreadable(&path, error))?;
        if kind.is_symlink() {
            let problem = Problem::Unsafe(format!(
                "`{}` is a symbolic link, which may lead out of the project: put the file itself there",
                name.escape_debug()
            ));
            return Err(problem.at(root));
        }
        if seen > MOST_FILES || deeper == 0 {
            return Err(too_large().at(root));
        }
        if kind.is_dir() {
            walk(root, &path, &format!("{name}/"), deeper - 1, collector)?;
        } else if kind.is_file() {
            let mut content = Vec::new();
            File::open(&path)
                .and_then(|file| file.take(collector.left() + 1).read_to_end(&mut content))
                .map_err(|error| unreadable(&path, error))?;
            collector.add(name, content).map_err(|problem| problem.at(root))?;
        } else {
            let problem = Problem::Unsafe(format!(
                "`{}` is neither a file nor a folder: remove it from the project",
                name.escape_debug()
            ));
            return Err(problem.at(root));
        }
    }
    Ok(())
}

fn unreadable(path: &Path, error: std::io::Error) -> Error {
    Error::io("unreadable-file", "read", path, error, "check the path and its permissions")
}
