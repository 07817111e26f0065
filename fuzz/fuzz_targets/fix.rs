//! What is repaired stays valid, loses the findings that were repaired, changes only the lines that the repairs name, and
//! after a few rounds nothing is left to repair.
#![no_main]

use std::collections::{BTreeMap, BTreeSet};

use gatewright::check::{CheckOptions, NodeFile, check_with};
use gatewright::deployment::Document;
use gatewright::fix::Fixes;
use gatewright::{Diagnostic, Release, Report};
use gatewright_fuzz::nodes;
use libfuzzer_sys::fuzz_target;

/// A repair may bring to light what it hid, such as a wrong value behind a misspelt key: so many times over.
const ROUNDS: usize = 12;

/// What a text must not lose by a repair: that API-M can read it.
const OF_TOML: [&str; 4] = ["invalid-toml", "unsupported-toml", "duplicate-key", "byte-order-mark"];

fn checked(texts: &[String], release: Option<Release>) -> Report {
    let files = texts.iter().enumerate().map(|(at, text)| {
        let file = NodeFile::from_text(format!("{at}.toml"), text.as_str()).host("localhost");
        match release {
            Some(release) => file.release(release),
            None => file,
        }
    });
    check_with(files, &CheckOptions::new().notes(true)).expect("texts can always be read")
}

fn counts<'d>(
    found: impl IntoIterator<Item = &'d Diagnostic>,
) -> BTreeMap<(&'static str, String, String), usize> {
    let mut counts = BTreeMap::new();
    for found in found {
        let path = found.path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
        *counts.entry((found.code, path, found.message.clone())).or_default() += 1;
    }
    counts
}

/// Every line that no made repair names is in the new text, in order.
fn assert_only_named_lines_change(before: &str, after: &str, path: &str, made: &[Diagnostic]) {
    let line_of = |at: usize| before[..at].matches('\n').count();
    let mut named = BTreeSet::new();
    for edit in made.iter().filter_map(|found| found.fix.as_ref()).flat_map(|fix| &fix.edits) {
        if edit.path.as_ref().is_some_and(|edited| edited.as_os_str() == path) {
            named.extend(line_of(edit.span.start)..=line_of(edit.span.end));
        }
    }
    let mut new = after.split_inclusive('\n');
    for (at, line) in before.split_inclusive('\n').enumerate() {
        assert!(named.contains(&at) || new.any(|new| new == line), "line {}: {line:?}\n{after}", at + 1);
    }
}

/// The texts with the repairs made.
fn round(texts: &[String], release: Option<Release>, fixes: Fixes) -> Vec<String> {
    let report = checked(texts, release);
    let fixed = report.fix(fixes);
    let mut after = texts.to_vec();
    for file in &fixed {
        let path = file.path().expect("they are named").display().to_string();
        let at: usize = path.trim_end_matches(".toml").parse().expect("a number");
        assert_eq!(file.before(), texts[at]);
        assert_only_named_lines_change(file.before(), file.after(), &path, fixed.made());
        after[at] = file.after().to_owned();
        if Document::parse(file.before()).problems().is_empty() {
            let document = Document::parse(file.after());
            assert!(document.problems().is_empty(), "{:?}\n{}", document.problems(), fixed.diff());
        }
    }
    assert_eq!(report.fix(fixes).diff(), fixed.diff(), "the same repairs");
    assert!(fixed.is_changed() == !fixed.made().is_empty(), "{:?}", fixed.made());
    let again = checked(&after, release);
    let (had, has, made) =
        (counts(report.diagnostics()), counts(again.diagnostics()), counts(fixed.made()));
    let of = |counts: &BTreeMap<_, usize>, key| counts.get(key).copied().unwrap_or_default();
    for (key, repaired) in &made {
        assert!(of(&has, key) + repaired <= of(&had, key), "{key:?} is left:\n{}", fixed.diff());
    }
    for key in has.keys().filter(|(code, ..)| OF_TOML.contains(code)) {
        assert!(had.contains_key(key), "{key:?} is new:\n{}", fixed.diff());
    }
    after
}

fuzz_target!(|text: &str| {
    let texts: Vec<String> = nodes(text).map(str::to_owned).collect();
    for release in [None, Some(Release::V3_2), Some(Release::V4_7)] {
        for fixes in [Fixes::Safe, Fixes::All] {
            let mut texts = texts.clone();
            let settled = (0..ROUNDS).any(|_| {
                let before = std::mem::take(&mut texts);
                texts = round(&before, release, fixes);
                texts == before
            });
            assert!(settled, "{fixes} at {release:?} never ends:\n{texts:?}");
        }
    }
});
