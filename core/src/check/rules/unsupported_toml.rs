//! TOML that API-M's parser does not speak.

use crate::check::DeploymentSet;
use crate::check::registry::Check;
use crate::deployment::SyntaxProblemKind;
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "unsupported-toml",
    severity: Severity::Error,
    summary: "The file uses TOML that API-M's parser refuses.",
    documentation: r#"## What it finds

Forms that today's TOML tools accept and API-M's parser does not:

- a raw tab inside a `"string"`,
- an array of values of different types (`[1, "a"]`),
- a line break or a last comma inside an inline table,
- the escapes `\e` and `\x41`,
- a time without seconds.

## Why it hurts

Every release from 3.0 to 4.7 reads `deployment.toml` with a parser of TOML 0.5.0. Editors, linters and most libraries
speak TOML 1.0 or 1.1 and find nothing wrong. API-M logs the parser's message, then
`Error parsing deployment configuration`, and nothing of what the file says takes effect.

## Example

```toml
[apim.sync_runtime_artifacts.gateway]
gateway_labels = ["Default", 1]
```

## How to fix it

Write the older form that the help names: all elements of an array as strings, an inline table on one line without a
last comma, `\t` for a tab, `\u0041` for a character by its number.
"#,
};

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.all_nodes() {
        for problem in node.document.problems() {
            if problem.kind == SyntaxProblemKind::Dialect {
                let location = node.location(problem.span.clone());
                let found = sink
                    .report(&RULE, Some(&location), problem.message.clone())
                    .help(problem.help.unwrap_or("write it as TOML 0.5"));
                let written = node.document.text().get(problem.span.clone());
                if let Some(older) = written.and_then(in_toml_0_5) {
                    let edit = node.edit(problem.span.clone(), older);
                    found.fix(Fix::new(Safety::Safe, vec![edit]));
                }
            }
        }
    }
}

/// The same in the older form, where there is one that says exactly the same.
fn in_toml_0_5(written: &str) -> Option<String> {
    match written {
        "\t" => return Some("\\t".to_owned()),
        "," => return Some(String::new()),
        "\\e" => return Some("\\u001b".to_owned()),
        // The two digits stay where they are.
        "\\x" => return Some("\\u00".to_owned()),
        _ => {}
    }
    // A time, perhaps after a date, whose seconds are missing.
    let time = written.rsplit(['T', 't', ' ']).next()?;
    let is_short = time.len() == 5
        && time.bytes().enumerate().all(
            |(at, byte)| {
                if at == 2 { byte == b':' } else { byte.is_ascii_digit() }
            },
        );
    is_short.then(|| format!("{written}:00"))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed};

    const CODE: &str = "unsupported-toml";

    #[test]
    fn what_only_newer_toml_allows_is_found() {
        assert_found(CODE, [file("a = \"x\ty\"\n")], &[("1:7", "tab")]);
        assert_found(CODE, [file("a = [1, \"b\"]\n")], &[("1:9", "mixes types")]);
        assert_found(CODE, [file("a = { b = 1,\n  c = 2 }\n")], &[("1:13", "several lines")]);
        assert_found(CODE, [file("a = { b = 1, }\n")], &[("1:12", "comma")]);
        assert_found(CODE, [file("a = \"\\e\"\n")], &[("1:6", "TOML 1.1")]);
        assert_found(CODE, [file("a = 07:32\n")], &[("1:5", "seconds")]);
    }

    #[test]
    fn what_has_an_older_form_is_repaired() {
        for (text, repaired) in [
            ("a = \"x\ty\"\n", "a = \"x\\ty\"\n"),
            ("a = { b = 1, }\n", "a = { b = 1 }\n"),
            ("a = \"\\e[0m\"\n", "a = \"\\u001b[0m\"\n"),
            ("a = \"\\x41\"\n", "a = \"\\u0041\"\n"),
            ("a = 07:32\n", "a = 07:32:00\n"),
            ("a = 2024-01-01T07:32\n", "a = 2024-01-01T07:32:00\n"),
        ] {
            let found = findings(CODE, [file(text)]);
            assert_eq!(fixed(text, &found[0]), repaired);
            assert_silent(CODE, [file(repaired)]);
        }
        assert!(findings(CODE, [file("a = [1, \"b\"]\n")])[0].fix.is_none());
    }

    #[test]
    fn what_api_m_takes_is_left_alone() {
        for text in [
            "a = 'x\ty'\n",
            "a = [\n  1,\n  2, # two\n]\n",
            "a = { b = 1, c = \"d\" }\n",
            "a.b = 1\n[a]\nc = 2\n",
            "a = [[1], [\"b\"]]\n",
            "a = 07:32:00\n",
        ] {
            assert_silent(CODE, [file(text)]);
        }
    }
}
