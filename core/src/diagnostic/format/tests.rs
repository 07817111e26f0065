//! Every format over one report, held against snapshots and, where there is one, the format's schema.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;

use crate::diagnostic::{Edit, Fix, Format, Location, Report, Rule, Safety, Severity, Sink};
use crate::text::SourceText;

static DUPLICATE: Rule = Rule {
    code: "duplicate-environment-name",
    severity: Severity::Error,
    summary: "Two environments have the same name.",
    documentation: "## What it finds\n\nTwo environments of *one* name.\n",
};

static MISSPELT: Rule = Rule {
    code: "misspelt-key",
    severity: Severity::Warning,
    summary: "A key is unknown, and another one is meant.",
    documentation: "## What it finds\n\nA key near a known one.\n",
};

static SYNTAX: Rule = Rule {
    code: "toml-syntax",
    severity: Severity::Error,
    summary: "The file is no TOML.",
    documentation: "## What it finds\n\nWhat is no TOML.\n",
};

static HINT: Rule = Rule {
    code: "worth-knowing",
    severity: Severity::Note,
    summary: "Something worth knowing.",
    documentation: "## What it finds\n\nSomething.\n",
};

const CONTROL_PLANE: &str = "\
[server]
offest = 1

[super_admin]
username = \"admin\"
pasword = \"hunter2\"

[[apim.gateway.environment]]
name = \"Production\"
description = \"\"\"
two
lines\"\"\"
password = \"hunter2\" # \"Production\"
";

const GATEWAY: &str = "# Gerät 日本\n[x]\n\t日本 = \"tab\t& <ü>\"\n";

fn source(path: Option<&str>, text: &str) -> Arc<SourceText> {
    Arc::new(SourceText::new(path.map(PathBuf::from), text))
}

/// The `nth` place (from 0) of `part`.
fn at(source: &Arc<SourceText>, part: &str, nth: usize) -> Location {
    let (start, _) = source.text().match_indices(part).nth(nth).unwrap();
    Location { source: Arc::clone(source), span: start..start + part.len() }
}

fn fix(location: &Location, replacement: &str) -> Fix {
    let path = location.source.path().map(PathBuf::from);
    let edit = Edit { path, span: location.span.clone(), replacement: replacement.to_owned() };
    Fix::new(Safety::Safe, vec![edit])
}

fn full_report() -> Report {
    let control_plane = source(Some("cp/deployment.toml"), CONTROL_PLANE);
    let gateway = source(Some("gateway 1/deployment.toml"), GATEWAY);
    let mut sink = Sink::with_notes(true);
    let key = at(&control_plane, "offest", 0);
    sink.report(&MISSPELT, Some(&key), "`offest` is no known key of `[server]`")
        .help("did you mean `offset`?")
        .fix(fix(&key, "offset"));
    let key = at(&control_plane, "pasword", 0);
    sink.report(&MISSPELT, Some(&key), "`pasword` is no known key of `[super_admin]`")
        .help("did you mean `password`?")
        .fix(fix(&key, "password"));
    let value = at(&control_plane, "\"\"\"\ntwo\nlines\"\"\"", 0);
    sink.report(&HINT, Some(&value), "the description has two lines\nand so has this message")
        .help("write one\nor none");
    let name = at(&control_plane, "\"Production\"", 1);
    let first = at(&control_plane, "\"Production\"", 0);
    sink.report(&DUPLICATE, Some(&name), "two environments are named `Production`")
        .related(Some(&first), "the first one is here")
        .help("give each environment a name of its own");
    let password = at(&control_plane, "hunter2", 1);
    sink.report(&SYNTAX, Some(&password), "the value of `password` is not what it seems")
        .fix(fix(&password, "hunter3"));
    let tab = at(&gateway, "& <ü>", 0);
    sink.report(&SYNTAX, Some(&tab), "100 % wrong: \u{1b}[31m<&>\"\r\n::error::")
        .related(Some(&at(&control_plane, "[server]", 0)), "in the other file")
        .related(None, "nowhere at all");
    sink.report(&HINT, None, "this one has no place");
    sink.inferred(vec!["`gw.toml`: release 4.7, as `bin/version.txt` says".to_owned()]);
    sink.not_compared("`https://lb.example/` is no node's host".to_owned());
    sink.into_report(&[control_plane, gateway])
}

fn unnamed_report() -> Report {
    let text = source(None, "a = 1\n");
    let mut sink = Sink::default();
    let place = at(&text, "1", 0);
    sink.report(&SYNTAX, Some(&place), "wrong").fix(fix(&place, "2"));
    sink.into_report(&[text])
}

/// Written here instead of into the snapshots, so that a release does not change them.
fn without_version(text: &str) -> String {
    text.replace(concat!("ersion\": \"", env!("CARGO_PKG_VERSION"), "\""), "ersion\": \"0.0.0\"")
}

#[track_caller]
fn assert_valid(schema: &Value, document: &str) {
    let document: Value = serde_json::from_str(document).unwrap();
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<_> = validator
        .iter_errors(&document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn text() {
    insta::assert_snapshot!(full_report().format(Format::Text));
}

#[test]
fn json() {
    insta::assert_snapshot!(full_report().format(Format::Json));
}

#[test]
fn sarif() {
    insta::assert_snapshot!(without_version(&full_report().format(Format::Sarif)));
}

#[test]
fn junit() {
    insta::assert_snapshot!(full_report().format(Format::Junit));
}

#[test]
fn github() {
    insta::assert_snapshot!(full_report().format(Format::Github));
}

#[test]
fn a_text_without_a_path_still_has_lines() {
    insta::assert_snapshot!(unnamed_report().format(Format::Text), @r"
    error[toml-syntax]: wrong
     --> line 1, column 5
      |
    1 | a = 1
      |     ^
      = fix (safe): write `2` at line 1, column 5

    1 error
    ");
}

#[test]
fn json_and_sarif_follow_their_schemas() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../schemas/report.schema.json")).unwrap();
    let mut sarif: Value =
        serde_json::from_str(include_str!("../../../tests/schemas/sarif-2.1.0.json")).unwrap();
    // OASIS' pattern for a language, which we do not write, has a bracket too many: no regular expression to Rust.
    for object in ["run", "toolComponent"] {
        let language = format!("/definitions/{object}/properties/language");
        let language = sarif.pointer_mut(&language).and_then(Value::as_object_mut).unwrap();
        assert!(language.remove("pattern").is_some());
    }
    for report in [full_report(), unnamed_report(), Report::default()] {
        assert_valid(&schema, &report.format(Format::Json));
        assert_valid(&sarif, &report.format(Format::Sarif));
    }
}

#[test]
fn every_documented_field_is_required() {
    // Otherwise a field that is misspelt in the renderer would pass.
    let schema: Value =
        serde_json::from_str(include_str!("../../../schemas/report.schema.json")).unwrap();
    for object in ["/", "/definitions/diagnostic/", "/definitions/related/", "/definitions/fix/"] {
        let properties =
            schema.pointer(&format!("{object}properties")).unwrap().as_object().unwrap();
        let required = schema.pointer(&format!("{object}required")).unwrap().as_array().unwrap();
        assert_eq!(properties.len(), required.len(), "{object}");
    }
}

#[test]
fn junit_is_well_formed_and_counts_its_cases() {
    for (report, failures) in
        [(full_report(), "3"), (unnamed_report(), "1"), (Report::default(), "0")]
    {
        let xml = report.format(Format::Junit);
        let document = roxmltree::Document::parse(&xml).unwrap();
        let root = document.root_element();
        assert_eq!(root.tag_name().name(), "testsuites");
        assert_eq!(root.attribute("failures"), Some(failures));
        let count = |name: &str, node: roxmltree::Node<'_, '_>| {
            node.descendants().filter(|node| node.has_tag_name(name)).count().to_string()
        };
        for node in root.children().filter(roxmltree::Node::is_element).chain([root]) {
            assert_eq!(node.attribute("tests"), Some(count("testcase", node).as_str()));
            assert_eq!(node.attribute("failures"), Some(count("failure", node).as_str()));
        }
        for suite in root.children().filter(roxmltree::Node::is_element) {
            assert_eq!(suite.tag_name().name(), "testsuite");
            assert!(suite.attribute("name").is_some_and(|name| !name.is_empty()));
            assert_eq!(suite.attribute("skipped"), Some(count("skipped", suite).as_str()));
            for case in suite.children().filter(roxmltree::Node::is_element) {
                assert_eq!(case.tag_name().name(), "testcase");
                assert!(case.attribute("classname").is_some() && case.attribute("name").is_some());
            }
        }
    }
}

#[test]
fn github_has_one_line_per_finding() {
    let report = full_report();
    let text = report.format(Format::Github);
    let sentences = report.inferred().len() + report.not_compared().len();
    assert_eq!(text.lines().count(), report.diagnostics().len() + sentences);
    assert!(text.lines().all(|line| line.starts_with("::")), "{text}");
}

#[test]
fn no_format_shows_a_secret() {
    let report = full_report();
    for format in Format::ALL {
        let text = report.format(format);
        assert!(!text.contains("hunter"), "{format}: {text}");
        assert_eq!(text, report.format(format), "the same each time");
    }
}

#[test]
fn an_empty_report_says_so() {
    let report = Report::default();
    assert_eq!(report.format(Format::Text), "no findings\n");
    assert_eq!(report.format(Format::Github), "");
    let mut sink = Sink::default();
    sink.not_compared("x".to_owned());
    let report = sink.into_report(&[]);
    assert_eq!(report.format(Format::Text), "note: not compared: x\nno findings\n");
}

#[test]
fn a_fix_that_would_show_a_secret_is_left_out_and_a_deletion_is_not() {
    let text = source(Some("a.toml"), "password = \"hunter2\"\nname = \"a\"\n");
    let name = at(&text, "name", 0);
    let whole =
        Location { source: Arc::clone(&text), span: Range { start: 0, end: text.text().len() } };
    let shown = |fix: Fix| {
        let mut sink = Sink::default();
        sink.report(&SYNTAX, Some(&name), "wrong").fix(fix);
        let report = sink.into_report(&[Arc::clone(&text)]);
        let document: Value = serde_json::from_str(&report.format(Format::Json)).unwrap();
        !document["diagnostics"][0]["fix"].is_null()
    };
    assert!(shown(fix(&name, "names")));
    assert!(shown(fix(&whole, "")));
    assert!(!shown(fix(&at(&text, "hunter2", 0), "x")));
    assert!(!shown(fix(&name, "password = \"hunter2\"\nname")));
}

#[test]
fn messages_of_errors_list_twenty_findings() {
    let mut sink = Sink::default();
    for number in 0..23 {
        sink.report(&SYNTAX, None, format!("problem {number}"));
    }
    let appendix = sink.into_report(&[]).appendix();
    assert_eq!(appendix.lines().count(), 1 + 20 + 1);
    assert!(appendix.ends_with("\n  … and 3 more"), "{appendix}");
}
