//! The files that WSO2 ships: each reads and writes back byte for byte, and none of them, alone or in its own sets,
//! gives a finding. With `GATEWRIGHT_CORPUS` naming a folder of them, walked whatever it holds; skipped without.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "clippy takes only functions marked #[test] for tests"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use gatewright::Severity;
use gatewright::check::{CheckOptions, NodeFile, check_with};
use gatewright::deployment::{Document, Editor};
use support::corpus::{CorpusFile, corpus, sets};

/// What a caller may know of the nodes, by name: every combination of release, roles, pack and hosts that differ.
fn ways() -> Vec<(String, impl Fn(&CorpusFile) -> NodeFile)> {
    (0..16_u8)
        .map(|bits| {
            let [release, roles, pack, host] = [1, 2, 4, 8].map(|bit| bits & bit != 0);
            let way = move |file: &CorpusFile| {
                let mut node = file.node();
                if release {
                    node = node.release(file.release);
                }
                if roles {
                    node = node.roles(file.roles());
                }
                if let (true, Some(pack)) = (pack, file.pack()) {
                    node = node.pack(pack);
                }
                if host {
                    let name = file.name.trim_end_matches(".toml");
                    node = node.host(format!("{name}.example.com"));
                }
                node
            };
            (format!("release {release}, roles {roles}, pack {pack}, host {host}"), way)
        })
        .collect()
}

/// Holds when the files together give no finding, whatever is known of them.
fn assert_empty(files: &[&CorpusFile]) {
    for (name, way) in ways() {
        let report = gatewright::check(files.iter().map(|file| way(file))).unwrap();
        assert!(report.is_empty(), "with {name}:\n{}", shown(&report));
    }
}

fn shown(report: &gatewright::Report) -> String {
    report.diagnostics().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_file_reads_and_writes_back_byte_for_byte() {
    for file in corpus().unwrap_or_default() {
        let document = Document::parse(file.text.as_str());
        assert_eq!(document.problems(), [], "{}", file.path.display());
        assert!(document.text() == file.text, "{}", file.path.display());
        let written = Editor::new(&document).unwrap().finish();
        assert!(written == file.text, "{}", file.path.display());
    }
}

#[test]
fn every_shipped_file_alone_gives_an_empty_report() {
    for file in corpus().unwrap_or_default().iter().filter(|file| file.is_shipped) {
        assert_empty(&[file]);
    }
}

#[test]
fn every_shipped_set_gives_an_empty_report() {
    let files = corpus().unwrap_or_default();
    let sets = sets(&files);
    assert!(files.is_empty() || !sets.is_empty(), "no set in the corpus");
    for set in sets {
        assert_empty(&set);
    }
}

/// Not a promise, but worth knowing: `cargo test --test corpus -- --nocapture` prints how many notes each rule has.
#[test]
fn with_notes_no_shipped_file_gives_more_than_notes() {
    let mut counts: BTreeMap<(bool, &str), (usize, usize)> = BTreeMap::new();
    for file in corpus().unwrap_or_default() {
        let mut node = file.node().release(file.release).roles(file.roles());
        if let Some(pack) = file.pack() {
            node = node.pack(pack);
        }
        let report = check_with([node], &CheckOptions::new().notes(true)).unwrap();
        let notes = || report.diagnostics().iter().filter(|found| found.severity == Severity::Note);
        assert!(!file.is_shipped || notes().count() == report.diagnostics().len());
        let codes: BTreeSet<&str> = notes().map(|found| found.code).collect();
        for code in codes {
            let (files, findings) = counts.entry((file.is_shipped, code)).or_default();
            *files += 1;
            *findings += notes().filter(|found| found.code == code).count();
        }
    }
    for ((is_shipped, code), (files, findings)) in counts {
        let kind = if is_shipped { "shipped" } else { "integration-test" };
        eprintln!("{findings} notes {code} in {files} {kind} files");
    }
}

#[test]
fn no_file_of_the_integration_tests_gives_an_error() {
    for file in corpus().unwrap_or_default().iter().filter(|file| !file.is_shipped) {
        for (name, way) in ways() {
            let report = gatewright::check([way(file)]).unwrap();
            assert_eq!(report.count(Severity::Error), 0, "with {name}:\n{}", shown(&report));
        }
    }
}
