//! Files that are no TOML: every error they hold is reported, each at its place, and nothing that is none.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops at a broken assumption"
)]

use gatewright::deployment::Document;
use gatewright::{Format, NodeFile, check};
use proptest::prelude::*;
use proptest::sample::subsequence;

/// `line:column` of every error in a file, with part of what it says.
#[track_caller]
fn assert_errors(text: &str, expected: &[(&str, &str)]) {
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        let document = Document::parse(text.as_str());
        let place = |at: usize| {
            let before = &text[..at];
            let line = before.matches('\n').count() + 1;
            format!("{line}:{}", before.rsplit('\n').next().unwrap().chars().count() + 1)
        };
        let found: Vec<_> = document
            .problems()
            .iter()
            .map(|problem| (place(problem.span.start), problem.message.as_str()))
            .collect();
        assert_eq!(found.len(), expected.len(), "{text}{found:#?}");
        for ((place, message), (expected, part)) in found.iter().zip(expected) {
            assert_eq!(place, expected, "{text}{found:#?}");
            assert!(message.contains(part), "`{message}` lacks `{part}`");
        }
    }
}

#[test]
fn every_line_is_judged_for_itself() {
    assert_errors(
        "[server\noffset = 01\nhostname = localhost\n[apim\nx =\nnode_ip = 10.0.0.1\ny = True\n",
        &[
            ("1:8", "unclosed table"),
            ("2:10", "leading zero"),
            ("3:12", "quoted"),
            ("4:6", "unclosed table"),
            ("5:4", "quoted"),
            ("6:15", "float"),
            ("7:5", "boolean"),
        ],
    );
    assert_errors(
        "[server]\noffset 1\nhostname: \"x\"\n= 3\n= 4\na = = 1\nb = 'it's'\nc = \"x\n",
        &[
            ("2:8", "no value"),
            ("3:9", "key"),
            ("4:1", "empty"),
            ("5:1", "empty"),
            ("6:5", "extra"),
            ("7:9", "unexpected"),
            ("8:7", "basic string"),
        ],
    );
    assert_errors(
        "<<<<<<< HEAD\na = 1\n=======\nb = 2\n>>>>>>> mine\n",
        &[("1:1", "key"), ("3:1", "key"), ("5:1", "key")],
    );
}

#[test]
fn several_errors_of_one_line_are_reported_and_their_echoes_are_not() {
    assert_errors("a = \"\\d\\q\"\n", &[("1:6", "escape"), ("1:8", "escape")]);
    assert_errors("a = [\"x\" \"y\" \"z\"]\n", &[("1:10", "comma"), ("1:14", "comma")]);
    assert_errors(
        "a = [01, x, True]\n",
        &[("1:6", "zero"), ("1:10", "quoted"), ("1:13", "boolean")],
    );
    assert_errors("a = 1 b = 2 c = 3\n", &[("1:5", "quoted")]);
    assert_errors("a = ${x} # y\n", &[("1:5", "quoted")]);
    assert_errors("a = 1;\nb = 2 // c\n", &[("1:5", "quoted"), ("2:5", "quoted")]);
}

#[test]
fn what_is_never_closed_does_not_swallow_the_rest() {
    assert_errors(
        "a = [\n \"x\",\n \"y\"\n\n[b]\nc = d\n",
        &[("1:5", "unclosed array"), ("6:5", "quoted")],
    );
    assert_errors(
        "a = [\"x\"\nb = [\"y\"\n[[c]]\nd = 1\nd = 2\n",
        &[("1:5", "unclosed array"), ("2:5", "unclosed array"), ("5:1", "twice")],
    );
    assert_errors("a = {b = 1\nc = 2\nd = e\n", &[("1:5", "unclosed inline"), ("3:5", "quoted")]);
    assert_errors("a = [{b = 1,\n[c]\nd = True\n", &[("1:5", "unclosed"), ("3:5", "boolean")]);
    assert_errors(
        "a = '''\nb\n[c.d]\ne = \"\"\"\\\nf\n[g]\nh = \n",
        &[("1:5", "unclosed multi-line"), ("4:5", "unclosed multi-line"), ("7:5", "quoted")],
    );
}

#[test]
fn what_is_defined_twice_is_found_in_a_broken_file_as_well() {
    assert_errors(
        "[a]\nb = x\n[a]\nb = 1\n[c]\nd = 1\nd = 2\n",
        &[("2:5", "quoted"), ("3:1", "`a` is defined twice"), ("7:1", "`d` is defined twice")],
    );
}

#[test]
fn a_broken_header_is_one_error() {
    for (broken, column, message) in [
        ("[database.b", 12, "unclosed table"),
        ("[[database.b]", 14, "unclosed array table"),
        ("[[database.b", 13, "unclosed array table"),
        ("[database.b]]", 13, "unexpected"),
        ("database.b]]", 11, "no value"),
        ("database.b]", 11, "no value"),
        ("database.b", 11, "no value"),
        ("(database.b)", 1, "key"),
        ("<database.b>", 1, "key"),
        ("{database.b}", 1, "key"),
        ("> [database.b]", 1, "key"),
        ("- [database.b]", 3, "no value"),
        ("[database b]", 10, "unclosed table"),
        ("[database..b]", 11, "empty"),
        ("[$database.b]", 2, "key"),
        ("[database/b]", 10, "key"),
    ] {
        let place = |line: usize| format!("{line}:{column}");
        let keys = "type = \"h2\"\nurl = \"x\"\n";
        let text = format!("[database.a]\n{keys}{broken}\n{keys}[c]\ntype = 1\n");
        assert_errors(&text, &[(&place(4), message)]);
        // What is defined twice below it is found all the same.
        let text = format!("[a]\nx = 1\n{broken}\nx = 1\nx = 2\n");
        assert_errors(&text, &[(&place(3), message), ("5:1", "`x` is defined twice")]);
    }
    for broken in ["[[a.b]", "[[a.b", "[a.b]]", "a.b]]"] {
        let text = format!("[[a.b]]\nx = 1\n{broken}\nx = 2\n[[a.b]]\nx = 3\n");
        let document = Document::parse(text.as_str());
        assert_eq!(document.problems().len(), 1, "{broken}: {:#?}", document.problems());
    }
    assert_errors("[a]\nx = 1\n[a\nx = 2\n", &[("3:3", "unclosed table")]);
    let whole = Document::parse("[a]\nx = 1\n[b.c] # d\nx = 2\n");
    assert!(whole.get("a.x").is_some() && whole.get("b.c.x").is_some());
}

#[test]
fn a_line_that_is_no_header_leaves_the_table_open() {
    for line in ["offset 1", "\"tcp://a.b:1\",", "]", "<<<<<<< HEAD", ">>>>>>> a.b"] {
        let text = format!("[a]\nx = 1\n{line}\nx = 2\n");
        let document = Document::parse(text.as_str());
        let last = document.problems().last().unwrap();
        assert_eq!(last.message, "`x` is defined twice", "{line}");
    }
}

#[test]
fn the_rest_of_a_string_that_breaks_off_is_no_error_of_its_own() {
    for rest in ["staple\"", "battery staple\" # why", "x = 1\"", "[b]\"", "\"", "\n  two\nlines\""]
    {
        for quote in ["\"", "'"] {
            let text = format!("[a]\nx = \"correct\n{rest}\ny = 1\n").replace('"', quote);
            assert_errors(&text, &[("2:13", "string")]);
            let document = Document::parse(text.as_str());
            assert!(document.problems()[0].help.unwrap().starts_with("join it"), "{text}");
        }
    }
    let secret = "[super_admin]\npassword = \"correct-horse-\nbattery-staple\"\n";
    let report = check([NodeFile::from_text("d.toml", secret)]).unwrap();
    assert_eq!(report.diagnostics().len(), 1);
    for format in Format::ALL {
        let shown = report.format(format);
        assert!(!shown.contains("horse") && !shown.contains("staple"), "{shown}");
    }
    // Another mistake is another one.
    assert_errors("x = \"a\ny = b\n", &[("1:7", "string"), ("2:5", "quoted")]);
    assert_errors("x = \"a\ny \"b\"\n", &[("1:7", "string"), ("2:3", "no value")]);
    assert_errors("x = \"a\ny = \"b\n", &[("1:7", "string"), ("2:7", "string")]);
}

#[test]
fn dates_and_numbers_that_do_not_exist_are_found() {
    assert_errors(
        "a = 2020-13-45\nb = 2021-02-29\nc = 2020-02-29\nd = 25:00:00\ne = 0x\nf = 99999999999999999999\n",
        &[("1:5", "date"), ("2:5", "date"), ("4:5", "time"), ("5:5", "digits"), ("6:5", "large")],
    );
}

/// Ways to break the line `key = "value"`.
const BREAKAGES: [fn(&str) -> String; 7] = [
    |line| line.replace('"', ""),
    |line| line.replace(" = ", " "),
    |line| line.trim_end_matches('"').to_owned(),
    |line| line.replacen('"', "\"\\d", 1),
    |line| format!("{line} more"),
    |line| line.replacen('"', "[\"", 1),
    |line| line.replacen('"', "{ x = \"", 1),
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Several lines of a shipped file are broken, each in some way: these lines are reported and no other.
    #[test]
    fn the_broken_lines_are_reported_and_no_other(
        (broken, ways) in {
            let usable: Vec<usize> = usable_lines().map(|(line, _)| line).collect();
            let most = usable.len().min(6);
            (subsequence(usable, 1..=most), prop::collection::vec(0..BREAKAGES.len(), 6))
        },
        headers in any::<bool>(),
    ) {
        let mut lines: Vec<String> = SHIPPED.lines().map(str::to_owned).collect();
        for (line, way) in broken.iter().zip(&ways) {
            lines[*line] = BREAKAGES[*way](&lines[*line]);
        }
        let mut expected = broken;
        if headers {
            // The second header: what is below it belongs to it all the same.
            let at = lines.iter().position(|line| line == "[super_admin]").unwrap();
            lines[at] = "[super_admin".to_owned();
            expected.push(at);
            expected.sort_unstable();
        }
        let text = lines.join("\n");
        let document = Document::parse(text.as_str());
        let found: Vec<usize> = document
            .problems()
            .iter()
            .map(|problem| text[..problem.span.start].matches('\n').count())
            .collect();
        prop_assert_eq!(found, expected, "{:#?}\n{}", document.problems(), text);
    }
}

const SHIPPED: &str = include_str!("support/shipped.toml");

/// The lines `key = "value"`, none of them of a kind that a breakage leaves valid.
fn usable_lines() -> impl Iterator<Item = (usize, &'static str)> {
    SHIPPED.lines().enumerate().filter(|(_, line)| {
        let value = line.split_once(" = \"").map(|(_, value)| value);
        !line.starts_with('#') && value.is_some_and(|value| value.ends_with('"') && value.len() > 2)
    })
}
