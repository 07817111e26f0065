//! Tests: several repairs of one text, wherever they lie.

use std::path::Path;
use std::sync::Arc;

use super::Fixes;
use crate::diagnostic::{Edit, Fix, Location, Report, Rule, Safety, Severity, Sink};
use crate::text::SourceText;

static RULE: Rule = Rule {
    code: "test",
    severity: Severity::Error,
    summary: "A rule for tests.",
    documentation: "",
};

fn source(path: &str, text: &str) -> Arc<SourceText> {
    Arc::new(SourceText::new(Some(path.into()), text))
}

fn edit(source: &SourceText, from: &str, to: &str) -> Edit {
    let start = source.text().find(from).unwrap();
    let path = source.path().map(Path::to_path_buf);
    Edit { path, span: start..start + from.len(), replacement: to.to_owned() }
}

/// A report with one finding for each repair.
fn report(fixes: Vec<(&Arc<SourceText>, Safety, Vec<Edit>)>) -> Report {
    let mut sink = Sink::default();
    let sources: Vec<_> = fixes.iter().map(|(source, ..)| Arc::clone(source)).collect();
    for (source, safety, edits) in fixes {
        let location = Location { source: Arc::clone(source), span: 0..0 };
        sink.report(&RULE, Some(&location), "m").fix(Fix::new(safety, edits));
    }
    sink.into_report(&sources)
}

#[test]
fn only_repairs_of_the_wanted_safety_are_made() {
    let text = source("a", "a = 1\nb = 2\n");
    let report = report(vec![
        (&text, Safety::Safe, vec![edit(&text, "1", "3")]),
        (&text, Safety::Unsafe, vec![edit(&text, "2", "4")]),
    ]);
    let after = |fixes| report.fix(fixes).files()[0].after().to_owned();
    assert_eq!(after(Fixes::Safe), "a = 3\nb = 2\n");
    assert_eq!(after(Fixes::All), "a = 3\nb = 4\n");
    assert_eq!(report.fix(Fixes::Safe).made().len(), 1);
    assert!(report.fix(Fixes::Safe).left().is_empty(), "what was not asked for is not left");
}

#[test]
fn of_two_repairs_of_one_place_the_first_is_made_and_the_other_left_whole() {
    let text = source("a", "a = \"one two\"\nb = 2\n");
    let report = report(vec![
        (&text, Safety::Safe, vec![edit(&text, "one two", "three")]),
        (&text, Safety::Safe, vec![edit(&text, "2", "4"), edit(&text, "two", "four")]),
        (&text, Safety::Safe, vec![edit(&text, "b", "c")]),
    ]);
    let fixed = report.fix(Fixes::Safe);
    assert_eq!(fixed.files()[0].after(), "a = \"three\"\nc = 2\n");
    assert_eq!((fixed.made().len(), fixed.left().len()), (2, 1));
}

#[test]
fn of_two_repairs_that_make_one_key_the_first_is_made() {
    let text = source("a", "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\n");
    let renamed = |from: &str, to: &str| {
        let edits = vec![edit(&text, &format!("{from} ="), &format!("{to} ="))];
        (&text, Safety::Safe, edits)
    };
    let value = (&text, Safety::Safe, vec![edit(&text, "5", "6")]);
    let fixed = report(vec![
        renamed("a", "x"),
        renamed("b", "e"),
        renamed("c", "x"),
        value,
        renamed("d", "x"),
    ])
    .fix(Fixes::Safe);
    assert_eq!(fixed.files()[0].after(), "x = 1\nb = 2\nc = 3\nd = 4\ne = 6\n");
    assert_eq!((fixed.made().len(), fixed.left().len()), (2, 3));

    let broken = source("a", "a = 1\nb = \n");
    let repair = vec![edit(&broken, "a", "b")];
    let fixed = report(vec![(&broken, Safety::Safe, repair)]).fix(Fixes::Safe);
    assert_eq!(fixed.made().len(), 1, "what cannot be read is judged no further");
}

#[test]
fn one_replacement_asked_for_twice_is_one() {
    let text = source("a", "a = 1\n");
    let same = || (&text, Safety::Safe, vec![edit(&text, "1", "2")]);
    let fixed = report(vec![same(), same()]).fix(Fixes::Safe);
    assert_eq!(fixed.files()[0].after(), "a = 2\n");
    assert_eq!(fixed.made().len(), 2);
}

#[test]
fn insertions_at_the_edges_of_a_replacement_stand_beside_it() {
    let text = source("a", "a = 1\n");
    let at = |at: usize, new: &str| Edit {
        path: Some("a".into()),
        span: at..at,
        replacement: new.to_owned(),
    };
    let fixed = report(vec![
        (&text, Safety::Safe, vec![at(4, "["), at(5, "]")]),
        (&text, Safety::Safe, vec![edit(&text, "1", "2")]),
        (&text, Safety::Safe, vec![at(4, "(")]),
    ])
    .fix(Fixes::Safe);
    assert_eq!(fixed.files()[0].after(), "a = [2]\n");
    assert_eq!(fixed.left().len(), 1, "which of two insertions comes first is anybody's guess");
}

#[test]
fn a_repair_may_reach_into_another_file_and_a_file_given_twice_is_one() {
    let (first, second) = (source("a", "a = 1\n"), source("b", "b = 1\n"));
    let twin = source("a", "a = 1\n");
    let report = report(vec![
        (&first, Safety::Safe, vec![edit(&second, "1", "2")]),
        (&second, Safety::Safe, vec![edit(&second, "b", "c")]),
        (&twin, Safety::Safe, vec![edit(&twin, "1", "3")]),
    ]);
    let fixed = report.fix(Fixes::Safe);
    let after: Vec<_> = fixed.iter().map(|file| (file.path().unwrap(), file.after())).collect();
    assert_eq!(after, [(Path::new("a"), "a = 3\n"), (Path::new("b"), "c = 2\n")]);
}

#[test]
fn an_edit_outside_of_every_known_text_is_left() {
    let text = source("a", "ü = 1\n");
    let wrong =
        |path: &str, span| Edit { path: Some(path.into()), span, replacement: String::new() };
    for edit in [wrong("a", 1..2), wrong("a", 0..99), wrong("elsewhere", 0..0)] {
        let fixed = report(vec![(&text, Safety::Safe, vec![edit])]).fix(Fixes::All);
        assert!(!fixed.is_changed());
        assert_eq!(fixed.left().len(), 1);
    }
}

#[test]
fn new_line_breaks_are_the_texts_own() {
    for newline in ["\n", "\r\n"] {
        let text = source("a", &format!("a = 1{newline}b = 2"));
        let fixed = report(vec![(&text, Safety::Safe, vec![edit(&text, "b", "c = 3\nb")])])
            .fix(Fixes::Safe);
        assert_eq!(fixed.files()[0].after(), format!("a = 1{newline}c = 3{newline}b = 2"));
    }
}

#[test]
fn secrets_show_in_the_text_alone() {
    let text = source("a", "[a]\npassword = \"s3cret\"\nb = 1\n");
    let edits = vec![edit(&text, "s3cret\"\n", "other\"\n")];
    let fixed = report(vec![(&text, Safety::Safe, edits)]).fix(Fixes::Safe);
    assert!(fixed.files()[0].after().contains("other"));
    let shown = format!("{fixed:?}{}", fixed.diff());
    assert!(
        shown.contains("***") && !shown.contains("s3cret") && !shown.contains("other"),
        "{shown}"
    );
}

#[test]
fn the_files_are_in_the_order_in_which_they_were_given_whatever_was_found_first() {
    let given = [source("b", "b = 1\n"), source("untouched", ""), source("a", "a = 1\n")];
    let mut sink = Sink::default();
    for source in [&given[2], &given[0]] {
        let other = Location { source: Arc::clone(&given[0]), span: 0..1 };
        let location = Location { source: Arc::clone(source), span: 0..1 };
        sink.report(&RULE, Some(&location), "m")
            .related(Some(&other), "there")
            .fix(Fix::new(Safety::Safe, vec![edit(source, "1", "2")]));
    }
    let report = sink.into_report(&given);
    let found: Vec<_> = report.diagnostics().iter().map(|found| found.path.as_deref()).collect();
    assert_eq!(found, [Some(Path::new("b")), Some(Path::new("a"))]);
    for found in report.diagnostics() {
        assert_eq!(report.source_of(found).unwrap().path(), found.path.as_deref());
        let related = &found.related[0];
        assert_eq!(report.related_source_of(related).unwrap().path(), related.path.as_deref());
    }
    let fixed = report.fix(Fixes::Safe);
    let files: Vec<_> = fixed.iter().map(|file| file.path().unwrap()).collect();
    assert_eq!(files, [Path::new("b"), Path::new("a")]);
}
