//! Registry = documentation = tests: every rule has a file, a page, and a mistake in an otherwise correct installation
//! (or topology, or publications) at which it alone speaks, and a near miss at which nothing does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops at a broken assumption"
)]

mod files;
mod fixes;
mod pages;
mod publications;
mod snapshots;
mod topologies;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use gatewright::check::rules;
use gatewright::{Release, explain};

const SECTIONS: [&str; 4] =
    ["## What it finds\n", "## Why it hurts\n", "## Example\n", "## How to fix it\n"];

fn source(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn codes() -> BTreeSet<&'static str> {
    rules().iter().map(|rule| rule.code).collect()
}

#[test]
fn every_rule_over_files_has_a_file_of_its_code() {
    let of_files: BTreeSet<String> = source("check/rules")
        .iter()
        .map(|path| path.file_stem().unwrap().to_string_lossy().replace('_', "-"))
        .filter(|stem| stem != "mod")
        .collect();
    let of_formats: String = source("model/topology/rules")
        .iter()
        .chain(&source("diagnostic/publications"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for code in codes() {
        let is_of_formats = of_formats.contains(&format!("code: \"{code}\""));
        assert!(of_files.contains(code) != is_of_formats, "{code} has no file, or two places");
    }
    for code in of_files {
        assert!(codes().contains(&*code), "the file of {code} is not in the registry");
    }
}

#[test]
fn every_rule_has_a_page() {
    for rule in rules() {
        let code = rule.code;
        let is_kebab = code.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        assert!(is_kebab, "{code}");
        assert!(rule.summary.len() > 10 && rule.summary.ends_with('.'), "{code}");
        let page = explain(code).unwrap();
        assert!(page.starts_with(&format!("# {code}\n\n{}\n", rule.summary)), "{page}");
        let places: Vec<usize> = SECTIONS
            .iter()
            .map(|section| page.find(section).unwrap_or_else(|| panic!("{code} lacks {section}")))
            .collect();
        assert!(places.is_sorted(), "{code}: sections out of order");
        let example = page.split("## Example\n").nth(1).unwrap();
        assert!(example.trim_start().contains("```toml\n"), "{code}: no example");
    }
}

#[test]
fn every_rule_has_a_mistake_that_it_alone_finds_and_a_near_miss() {
    let mut wrong = Vec::new();
    let mut held = |code: &'static str, mistake: BTreeSet<_>, near_miss: BTreeSet<_>| {
        if mistake != BTreeSet::from([code]) {
            wrong.push(format!("{code}: its mistake is found by {mistake:?}"));
        }
        if !near_miss.is_empty() {
            wrong.push(format!("{code}: its near miss is found by {near_miss:?}"));
        }
    };
    for case in files::CASES {
        let found = |changes| files::codes(case.release, changes);
        held(case.code, found(case.mistake), found(case.near_miss));
    }
    for case in topologies::CASES {
        let near_miss = topologies::codes(case, case.near_miss);
        held(case.code, topologies::codes(case, case.mistake), near_miss);
    }
    for case in publications::CASES {
        let found = |changes| publications::codes(case, changes);
        held(case.code, found(case.mistake), found(case.near_miss));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn correct_files_of_every_release_are_silent() {
    for release in Release::KNOWN {
        assert_eq!(files::codes(release, &[]), BTreeSet::new(), "{release}");
    }
}

#[test]
fn of_a_file_that_cannot_be_read_nothing_else_is_said() {
    for release in Release::KNOWN {
        for node in files::NODES {
            let found = files::codes(release, &[(node, "= \"localhost\"", "= localhost")]);
            assert_eq!(found, BTreeSet::from(["invalid-toml"]), "{node} of {release}");
        }
    }
}

#[test]
fn the_table_of_mistakes_is_the_registry() {
    let cases = files::CASES.iter().map(|case| case.code);
    let cases = cases.chain(topologies::CASES.iter().map(|case| case.code));
    let cases: Vec<_> = cases.chain(publications::CASES.iter().map(|case| case.code)).collect();
    let listed: BTreeSet<_> = cases.iter().copied().collect();
    assert_eq!(listed.len(), cases.len(), "a code twice");
    assert_eq!(listed, codes());
}
