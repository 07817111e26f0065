//! For every rule that proposes a repair: made, its finding is gone and no other is there, and no line changed that the
//! repair did not name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use gatewright::check::check_with;
use gatewright::{FixedFile, Fixes, NodeFile, Release, Report};

use crate::{files, topologies};

/// Mistakes with a repair, where the one in [`files::CASES`] has none: what is meant can be told here.
const FURTHER: [(&str, Release, &[files::Change]); 3] = [
    (
        "endpoint-scheme-mismatch",
        Release::V4_7,
        &[(
            files::CP,
            "http_endpoint = \"http://localhost:8281\"\nhttps_endpoint = \"https://localhost:8244\"",
            "http_endpoint = \"https://lb.example.com\"\nhttps_endpoint = \"http://lb.example.com\"",
        )],
    ),
    (
        "unknown-gateway-label",
        Release::V4_7,
        &[(files::GW1, "[\"Production Gateway\"]", "[\"production gateway\"]")],
    ),
    (
        "unresolved-reference",
        Release::V4_7,
        &[(files::GW1, "$ref{super_admin.username}", "$ref{apim.key_manager.servce_url}")],
    ),
];

/// The hands a file may be in.
const FORMS: [fn(&str) -> String; 4] = [
    str::to_owned,
    |text| text.replace('\n', "\r\n"),
    |text| text.trim_end().to_owned(),
    |text| text.replace(" = ", "=").trim_end().replace('\n', "\r\n"),
];

fn checked(release: Release, texts: &[(&'static str, String)]) -> Report {
    let nodes: Vec<NodeFile> =
        texts.iter().map(|(node, text)| files::file(node, text.clone(), release)).collect();
    check_with(nodes, &files::options()).unwrap()
}

fn codes(report: &Report) -> BTreeSet<&'static str> {
    report.diagnostics().iter().map(|found| found.code).collect()
}

/// The codes of the findings that propose a repair.
fn fixable(report: &Report) -> BTreeSet<&'static str> {
    let with_fix = report.diagnostics().iter().filter(|found| found.fix.is_some());
    with_fix.map(|found| found.code).collect()
}

/// Puts the new texts in place of the old ones.
fn replace(texts: &mut [(&'static str, String)], fixed: &FixedFile) {
    let path = fixed.path().unwrap();
    for (node, text) in texts {
        if Path::new(&format!("{node}/deployment.toml")) == path {
            assert_eq!(text, fixed.before());
            fixed.after().clone_into(text);
        }
    }
}

/// Holds when the lines that no edit names are in the new text as they were, and nothing is new but in their place.
#[track_caller]
fn assert_only_named_lines_change(report: &Report, fixed: &FixedFile) {
    let before = fixed.before();
    let line_of = |at: usize| before[..at].matches('\n').count();
    let mut named = BTreeSet::new();
    let mut breaks = 0;
    for found in report.diagnostics() {
        for edit in found.fix.iter().flat_map(|fix| &fix.edits) {
            if edit.path.as_deref() == fixed.path() {
                named.extend(line_of(edit.span.start)..=line_of(edit.span.end));
                breaks += edit.replacement.matches('\n').count();
            }
        }
    }
    let mut new = fixed.after().split_inclusive('\n');
    let kept = before.split_inclusive('\n').enumerate().filter(|(at, _)| !named.contains(at));
    for (at, line) in kept {
        assert!(new.any(|new| new == line), "line {} changed: {line}", at + 1);
    }
    let lines = |text: &str| text.split_inclusive('\n').count();
    assert!(lines(fixed.after()) <= lines(before) + breaks, "{}", fixed.diff());
}

/// The codes of the rules over files whose own source proposes a repair: a new one is here without being listed. (Some
/// rules over links leave that to what they share.)
fn proposing_rules() -> BTreeSet<&'static str> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/rules");
    let proposes = |code: &str| {
        let path = folder.join(format!("{}.rs", code.replace('-', "_")));
        let Ok(source) = std::fs::read_to_string(path) else { return false };
        let rule = source.split("#[cfg(test)]").next().unwrap();
        rule.contains(".fix(")
    };
    let codes = gatewright::check::rules().into_iter().map(|rule| rule.code);
    let proposing: BTreeSet<_> = codes.filter(|code| proposes(code)).collect();
    assert!(proposing.len() > 20, "{proposing:?}");
    proposing
}

#[test]
fn a_repaired_file_is_correct_and_nothing_else_in_it_changed() {
    let mut fixed_codes = BTreeSet::new();
    for case in files::CASES {
        for form in FORMS {
            let mut texts = files::texts(case.release, case.mistake);
            for (_, text) in &mut texts {
                *text = form(text);
            }
            let report = checked(case.release, &texts);
            let fixable = fixable(&report);
            if fixable.is_empty() {
                continue;
            }
            let fixed = report.fix(Fixes::All);
            assert!(fixed.left().is_empty(), "{}: {:?}", case.code, fixed.left());
            for file in &fixed {
                assert_only_named_lines_change(&report, file);
                replace(&mut texts, file);
            }
            let again = checked(case.release, &texts);
            let unfixable = report.diagnostics().iter().filter(|found| found.fix.is_none());
            let unfixable: Vec<_> = unfixable.map(|found| found.code).collect();
            let left: Vec<_> = again.diagnostics().iter().map(|found| found.code).collect();
            assert_eq!(left, unfixable, "{}:\n{}", case.code, fixed.diff());
            fixed_codes.extend(fixable);
        }
    }
    fixed_codes.extend(FURTHER.map(|(code, ..)| code));
    let proposing = proposing_rules();
    let unproven: Vec<_> = proposing.difference(&fixed_codes).collect();
    assert!(unproven.is_empty(), "no case shows the repair of {unproven:?}");
}

#[test]
fn further_repairs_leave_nothing_to_say() {
    for (code, release, mistake) in FURTHER {
        for form in FORMS {
            let mut texts = files::texts(release, mistake);
            for (_, text) in &mut texts {
                *text = form(text);
            }
            let report = checked(release, &texts);
            assert_eq!(codes(&report), BTreeSet::from([code]));
            let fixed = report.fix(Fixes::All);
            assert!(fixed.is_changed() && fixed.left().is_empty(), "{code}");
            for file in &fixed {
                assert_only_named_lines_change(&report, file);
                replace(&mut texts, file);
            }
            assert_eq!(codes(&checked(release, &texts)), BTreeSet::new(), "{}", fixed.diff());
        }
    }
}

#[test]
fn a_repaired_topology_is_correct_and_nothing_else_in_it_changed() {
    let mut count = 0;
    for case in topologies::CASES {
        for form in FORMS {
            let text = form(&topologies::text(case, case.mistake));
            let report = topologies::report(&text);
            if fixable(&report).is_empty() {
                continue;
            }
            let fixed = report.fix(Fixes::All);
            let [file] = fixed.files() else { panic!("{}: one text", case.code) };
            assert_only_named_lines_change(&report, file);
            let again = topologies::report(file.after());
            assert_eq!(codes(&again), BTreeSet::new(), "{}:\n{}", case.code, fixed.diff());
            count += 1;
        }
    }
    assert!(count > 0, "some rule over topologies proposes a repair");
}

/// Several mistakes at once, some of them in the same place: repaired again and again, all are repaired.
#[test]
fn any_two_mistakes_can_be_repaired() {
    let mut by_release: BTreeMap<String, Vec<&files::Case>> = BTreeMap::new();
    for case in files::CASES {
        let report = checked(case.release, &files::texts(case.release, case.mistake));
        if !fixable(&report).is_empty() {
            by_release.entry(case.release.to_string()).or_default().push(case);
        }
    }
    for cases in by_release.values() {
        for (at, one) in cases.iter().enumerate() {
            for other in &cases[..at] {
                let changes = [other.mistake, one.mistake].concat();
                let Some(mut texts) = files::try_texts(one.release, &changes) else { continue };
                for _ in 0..3 {
                    let fixed = checked(one.release, &texts).fix(Fixes::All);
                    fixed.iter().for_each(|file| replace(&mut texts, file));
                }
                let left = checked(one.release, &texts);
                assert_eq!(codes(&left), BTreeSet::new(), "{} and {}", one.code, other.code);
            }
        }
    }
}
