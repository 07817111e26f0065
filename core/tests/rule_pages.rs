//! `docs/rules/` holds the page of every rule, word for word what `explain` says, and a table of them all.
//!
//! `GATEWRIGHT_WRITE_DOCS=1 cargo test --test rule_pages` writes them anew.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at a broken assumption")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use gatewright::check::rules;
use gatewright::explain;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules")
}

fn table() -> String {
    let mut text = String::from(
        "# Rules\n\n\
         Every rule has a page: what it finds, why it hurts, an example, how to fix it. `explain(code)` gives the same\n\
         page in every language. Notes are reported only when they are asked for.\n\n\
         | rule | severity | what it finds |\n|---|---|---|\n",
    );
    for rule in rules() {
        let (code, severity) = (rule.code, rule.severity);
        let summary = rule.summary.replace('|', "\\|");
        let _ = writeln!(text, "| [`{code}`]({code}.md) | {severity} | {summary} |");
    }
    text
}

/// What the folder should hold: a text per file name.
fn wanted() -> BTreeMap<String, String> {
    let pages = rules().into_iter().map(|rule| {
        let page = explain(rule.code).expect("a rule has a page");
        (format!("{}.md", rule.code), page)
    });
    pages.chain([("README.md".to_owned(), table())]).collect()
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
    let stale: Vec<&String> = wanted
        .keys()
        .chain(found.keys())
        .filter(|name| wanted.get(*name) != found.get(*name))
        .collect();
    assert!(
        stale.is_empty(),
        "out of date in docs/rules: {stale:?}; write them with `GATEWRIGHT_WRITE_DOCS=1 cargo test --test rule_pages`"
    );
}
