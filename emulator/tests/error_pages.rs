//! `docs/emulator-errors/` holds the page of every code of the emulator's errors, word for word, and a table of all.
//!
//! `GATEWRIGHT_WRITE_DOCS=1 cargo test -p gatewright-emulator --test error_pages` writes them anew.
#![allow(clippy::unwrap_used, reason = "a test stops at a broken assumption")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use gatewright_emulator::error_codes;

const INTRODUCTION: &str = "\
# Errors of the emulator

What can go wrong before a node of the emulator answers. `Emulator.explain(code)` gives the same pages. The
SDK's errors have [theirs](../errors/README.md); a code that both have means something else there. None of these calls
succeeds when it is made again, until something changes.

| code | kind | what went wrong |
|---|---|---|
";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/emulator-errors")
}

/// What the folder should hold: a text per file name.
fn wanted() -> BTreeMap<String, String> {
    let mut table = INTRODUCTION.to_owned();
    let mut wanted = BTreeMap::new();
    for error in error_codes() {
        let (code, kind, summary) = (error.code, error.kind, error.summary);
        let _ = writeln!(table, "| [`{code}`]({code}.md) | `{kind}` | {summary} |");
        wanted.insert(format!("{code}.md"), error.page());
    }
    wanted.insert("README.md".to_owned(), table);
    wanted
}

fn found() -> BTreeMap<String, String> {
    let Ok(entries) = fs::read_dir(folder()) else { return BTreeMap::new() };
    entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

#[test]
fn the_folder_is_the_registry() {
    if env::var_os("GATEWRIGHT_WRITE_DOCS").is_some() {
        fs::create_dir_all(folder()).unwrap();
        for name in found().keys() {
            fs::remove_file(folder().join(name)).unwrap();
        }
        for (name, text) in wanted() {
            fs::write(folder().join(name), text).unwrap();
        }
    }
    let (wanted, found) = (wanted(), found());
    let names = wanted.keys().chain(found.keys());
    let stale: Vec<&String> = names.filter(|name| wanted.get(*name) != found.get(*name)).collect();
    assert!(
        stale.is_empty(),
        "out of date in docs/emulator-errors: {stale:?}; write them with \
         `GATEWRIGHT_WRITE_DOCS=1 cargo test -p gatewright-emulator --test error_pages`"
    );
}
