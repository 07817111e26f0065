//! What nodes are called, and where their homes are.

use std::collections::HashSet;
use std::path::Path;

use crate::check::NodeFile;

/// The home a file on disk is in.
pub(super) fn home_of(file: &NodeFile) -> Option<String> {
    if file.text.is_some() {
        return None;
    }
    let home = crate::check::home_of(file.path())?;
    // Named from within the home, its path is empty.
    let home = if home.as_os_str().is_empty() { Path::new(".") } else { home };
    Some(home.display().to_string())
}

/// A name for each node: the given one, or the folder's, made unique.
pub(super) fn node_names(files: &[NodeFile]) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    files
        .iter()
        .map(|file| {
            let base = file.name.clone().unwrap_or_else(|| name_from(file.path()));
            let mut name = base.clone();
            let mut number = 2;
            while !taken.insert(name.to_lowercase()) {
                name = format!("{base}-{number}");
                number += 1;
            }
            name
        })
        .collect()
}

fn name_from(path: &Path) -> String {
    let folder = crate::check::home_of(path).or_else(|| path.parent());
    let name = folder
        .and_then(Path::file_name)
        .or_else(|| path.file_stem())
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let usable: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' })
        .collect();
    let usable = usable.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    if usable.is_empty() { "node".to_owned() } else { usable.to_owned() }
}
