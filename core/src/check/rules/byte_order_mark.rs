//! A byte order mark before the first character.

use crate::check::DeploymentSet;
use crate::check::registry::Check;
use crate::deployment::SyntaxProblemKind;
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "byte-order-mark",
    severity: Severity::Error,
    summary: "The file starts with a byte order mark.",
    documentation: r#"## What it finds

The character U+FEFF (bytes EF BB BF) before the first line. Editors do not show it; some on Windows write it when they
save as "UTF-8 with BOM".

## Why it hurts

API-M's TOML parser (3.0 to 4.7) takes it for a part of the first key or header and refuses the file: it logs
`Error parsing deployment configuration`, and nothing of what the file says takes effect. Most other tools skip the mark,
so that the file looks right everywhere else.

## Example

```toml
# the mark stands, unseen, before the bracket
[server]
hostname = "localhost"
```

## How to fix it

Save the file as UTF-8 without a byte order mark, or take the first three bytes away: `sed -i '1s/^\xEF\xBB\xBF//'`.
"#,
};

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.all_nodes() {
        for problem in node.document.problems() {
            if problem.kind == SyntaxProblemKind::ByteOrderMark {
                let location = node.location(problem.span.clone());
                sink.report(&RULE, Some(&location), problem.message.clone())
                    .help(problem.help.unwrap_or("save the file as UTF-8 without it"))
                    .fix(Fix::new(Safety::Safe, vec![node.edit(problem.span.clone(), "")]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed};

    const CODE: &str = "byte-order-mark";

    #[test]
    fn a_mark_at_the_start_is_found_and_can_be_taken_away() {
        let text = "\u{feff}[server]\noffset = 1\n";
        assert_found(CODE, [file(text)], &[("1:1", "byte-order mark")]);
        let found = findings(CODE, [file(text)]);
        assert_eq!(fixed(text, &found[0]), "[server]\noffset = 1\n");
    }

    #[test]
    fn a_mark_inside_a_string_is_a_character_like_others() {
        assert_silent(CODE, [file("a = \"\u{feff}\"\n")]);
    }
}
