//! `docs/rules/` holds the page of every rule, word for word, and a table of all rules by release,
//! which is found by making each rule's mistake in a correct installation (or topology) of every release.
//!
//! `GATEWRIGHT_WRITE_DOCS=1 cargo test --test rules_registry pages` writes them anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use gatewright::check::rules;
use gatewright::{Release, Rule};

use crate::{files, publications, topologies};

const INTRODUCTION: &str = "\
# Rules

Every rule has a page: what it finds, why it hurts, an example, how to fix it. `explain(code)` gives the same page in
every language, and after it that of the [error](../errors/README.md) that has the same code, if there is one. Notes are reported only when they are asked for.

A dot: in this release the mistake that the rule's test makes in a correct installation is found. Where there is none,
that mistake does no harm in that release, or cannot be made. An asterisk: the mistake is about the release itself, so
that it depends on the key or the pack in which it is found.
";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules")
}

/// A row: the rule, and what stands below each release.
fn row(table: &mut String, rule: &Rule, cell: impl Fn(Release) -> &'static str) {
    let (code, severity) = (rule.code, rule.severity);
    let summary = rule.summary.replace('|', "\\|");
    let cells: Vec<&str> = Release::KNOWN.into_iter().map(cell).collect();
    let _ = writeln!(
        table,
        "| [`{code}`]({code}.md) | {severity} | {summary} | {} |",
        cells.join(" | ")
    );
}

fn head(table: &mut String, title: &str) {
    let releases: Vec<String> = Release::KNOWN.iter().map(ToString::to_string).collect();
    let (names, lines) = (releases.join(" | "), "---|".repeat(releases.len()));
    let _ = write!(
        table,
        "\n## {title}\n\n| rule | severity | what it finds | {names} |\n|---|---|---|{lines}\n"
    );
}

const FOUND: &str = "•";
const NOT_FOUND: &str = "";
const ABOUT_RELEASES: &str = "\\*";

fn table() -> String {
    let mut table = INTRODUCTION.to_owned();
    let mut over_files = BTreeMap::new();
    for case in files::CASES {
        over_files.insert(case.code, case);
    }
    head(&mut table, "Over `deployment.toml` files");
    for rule in rules() {
        let Some(case) = over_files.get(rule.code) else { continue };
        let is_about_releases = rule.code.ends_with("-not-in-release");
        row(&mut table, rule, |release| match files::lenient_codes(release, case.mistake) {
            found if !found.contains(rule.code) => NOT_FOUND,
            _ if is_about_releases => ABOUT_RELEASES,
            _ => FOUND,
        });
    }
    head(&mut table, "Over `topology.toml` alone");
    for rule in rules() {
        let Some(case) = topologies::CASES.iter().find(|case| case.code == rule.code) else {
            continue;
        };
        let is_about_releases = case.mistake.iter().any(|(from, _)| *from == "4.7");
        let text = topologies::text(case, case.mistake);
        row(&mut table, rule, |release| {
            if is_about_releases {
                return ABOUT_RELEASES;
            }
            let text = text.replacen("\"4.7\"", &format!("\"{release}\""), 1);
            let report = topologies::report(&text);
            let is_found = report.diagnostics().iter().any(|found| found.code == rule.code);
            if is_found { FOUND } else { NOT_FOUND }
        });
    }
    head(&mut table, "Over `publications.toml`, alone or against a topology");
    for rule in rules() {
        let Some(case) = publications::CASES.iter().find(|case| case.code == rule.code) else {
            continue;
        };
        // The release of the mistake is that of the column.
        let changes: Vec<_> =
            case.mistake.iter().filter(|(from, _)| *from != "4.7").copied().collect();
        row(&mut table, rule, |release| {
            let report = publications::report(case, &changes, &release.to_string());
            let is_found = report.diagnostics().iter().any(|found| found.code == rule.code);
            if is_found { FOUND } else { NOT_FOUND }
        });
    }
    table
}

/// What the folder should hold: a text per file name.
fn wanted() -> BTreeMap<String, String> {
    let pages = rules().into_iter().map(|rule| (format!("{}.md", rule.code), rule.page()));
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
    let names = wanted.keys().chain(found.keys());
    let stale: Vec<&String> = names.filter(|name| wanted.get(*name) != found.get(*name)).collect();
    assert!(
        stale.is_empty(),
        "out of date in docs/rules: {stale:?}; write them with \
         `GATEWRIGHT_WRITE_DOCS=1 cargo test --test rules_registry pages`"
    );
}
