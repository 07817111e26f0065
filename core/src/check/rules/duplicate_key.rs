//! A key or a table defined twice.

use crate::check::registry::Check;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::{SyntaxProblem, SyntaxProblemKind};
use crate::diagnostic::{Rule, Severity, Sink};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "duplicate-key",
    severity: Severity::Error,
    summary: "A key or a section is defined twice.",
    documentation: r#"## What it finds

A key that stands twice in one section, a `[section]` that is opened twice, and a name that is a value in one place and
a section in another. The report points at the first definition as well.

## Why it hurts

TOML forbids it, and API-M's parser (3.0 to 4.7) refuses the file with `… previously defined at line …`, then
`Error parsing deployment configuration`: nothing of what the file says takes effect. It often happens when a section
from a guide is pasted at the end of a file that has the section already.

## Example

```toml
[server]
hostname = "localhost"

[server]
offset = 1
```

## How to fix it

Move the keys of the second section into the first and remove the second header; of two equal keys keep the one that is
meant. Sections that may occur several times have double brackets: `[[apim.gateway.environment]]`.
"#,
};

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.all_nodes() {
        for problem in node.document.problems() {
            if problem.kind == SyntaxProblemKind::Duplicate {
                let location = node.location(problem.span.clone());
                let first = problem.first.clone().map(|first| node.location(first));
                sink.report(&RULE, Some(&location), problem.message.clone())
                    .help(help(node, problem))
                    .related(first.as_ref(), "first defined here");
            }
        }
    }
}

fn help(node: &NodeView, problem: &SyntaxProblem) -> String {
    let text = node.source.slice(problem.span.clone());
    let header = text.trim_start_matches('[').trim_end_matches(']').trim();
    if !text.starts_with('[') {
        "keep one of the two definitions".to_owned()
    } else if header == "apim.gateway.environment" {
        "write the header of every environment with double brackets: [[apim.gateway.environment]]"
            .to_owned()
    } else {
        format!("move what stands below it to the first `{header}`, and remove this header")
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings};

    const CODE: &str = "duplicate-key";

    #[test]
    fn what_is_defined_twice_is_found_with_the_first_definition() {
        let text = "[server]\noffset = 1\n[apim]\n[server]\noffset = 2\n";
        assert_found(CODE, [file(text)], &[("4:1", "`server` is defined twice")]);
        let found = findings(CODE, [file(text)]);
        assert_eq!((found[0].related[0].line, found[0].related[0].column), (Some(1), Some(1)));

        assert_found(CODE, [file("a = 1\nb = 2\na = 3\n")], &[("3:1", "`a` is defined twice")]);
        assert_found(CODE, [file("a = 1\n[a]\n")], &[("2:1", "an integer")]);
        assert_found(CODE, [file("[[a]]\n[a]\n")], &[("2:1", "an array of tables")]);
    }

    #[test]
    fn environments_with_single_brackets_are_not_to_be_merged() {
        let text =
            "[apim.gateway.environment]\nname = \"A\"\n[apim.gateway.environment]\nname = \"B\"\n";
        let found = findings(CODE, [file(text)]);
        assert!(found[0].help.as_deref().unwrap().contains("[[apim.gateway.environment]]"));
    }

    #[test]
    fn what_api_m_takes_for_one_definition_is_left_alone() {
        for text in [
            "[[a]]\nb = 1\n[[a]]\nb = 2\n",
            "[a.b]\nc = 1\n[a]\nd = 2\n",
            "a.b = 1\na.c = 2\n[a]\nd = 3\n",
        ] {
            assert_silent(CODE, [file(text)]);
        }
    }
}
