//! Who may know whom: a module imports only from modules below it. Read from the sources, so that it cannot be forgotten.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::format_push_string,
    clippy::print_stdout,
    reason = "a test stops at a broken assumption"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// From the lowest to the highest: a module may use those before it.
const LAYERS: [&str; 14] = [
    "examples", // texts alone
    "text",
    "diagnostic",
    "error",
    "files",
    "model",
    "deployment",
    "fix",
    "check",
    "render",
    "export",
    "rest",
    "client",
    "publish",
];
const ASIDE: [&str; 1] = ["lib"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The module of the crate's root that a file belongs to.
fn module_of(root: &Path, file: &Path) -> String {
    let first = file.strip_prefix(root).unwrap().components().next().unwrap();
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// The modules that code, not comments, names as `crate::module`. What lib.rs re-exports is named by its type, in
/// upper case, and counts as a use of nothing: library code imports from modules.
fn uses(text: &str) -> BTreeSet<String> {
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect())
        .filter(|name: &String| !name.is_empty())
        .collect()
}

#[test]
fn no_module_imports_upward() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let rank: BTreeMap<&str, usize> =
        LAYERS.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    let mut upward = Vec::new();
    let mut seen = 0;
    for file in sources(&root) {
        let module = module_of(&root, &file);
        if ASIDE.contains(&module.as_str()) {
            continue;
        }
        let own = *rank
            .get(module.as_str())
            .unwrap_or_else(|| panic!("{module} has no layer: add it to LAYERS"));
        for used in uses(&fs::read_to_string(&file).unwrap()) {
            seen += 1;
            match rank.get(used.as_str()) {
                Some(other) if *other <= own => {}
                _ => upward.push(format!("{} uses crate::{used}", file.display())),
            }
        }
    }
    assert!(upward.is_empty(), "{upward:#?}");
    assert!(seen > 50, "the test reads the sources: {seen} uses");
}

#[test]
fn no_file_is_longer_than_900_lines() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in sources(&root) {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 900, "{} has {lines} lines", file.display());
    }
}
