//! Environments written as a table instead of an array of tables.

use crate::check::registry::Check;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::{Item, ItemKind, SyntaxProblemKind, TableKind};
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "single-bracket-environment",
    severity: Severity::Error,
    summary: "`apim.gateway.environment` is a table instead of an array of tables.",
    documentation: r#"## What it finds

`[apim.gateway.environment]` with single brackets, the same thing written with dotted keys
(`apim.gateway.environment.name = …`) or as one inline table (`environment = { … }`).

## Why it hurts

API-M's parser (3.0 to 4.7) accepts it. The template then goes over the *values* of the table as if each were an
environment: API-M gets as many nameless environments without URLs as the table has keys, and not the one that is meant.

## Example

```toml
[apim.gateway.environment]
name = "Production Gateway"
type = "production"
```

## How to fix it

Write the header with double brackets, once for each environment: `[[apim.gateway.environment]]`.
"#,
};

const PATH: &str = "apim.gateway.environment";

fn run(set: &DeploymentSet, sink: &mut Sink) {
    // Several such sections define one table twice: both things must be said. In a file with other problems, what looks
    // like a table may be a header that broke off.
    let only_duplicates = |node: &&NodeView| {
        node.document.problems().iter().all(|problem| problem.kind == SyntaxProblemKind::Duplicate)
    };
    for node in set.all_nodes().filter(only_duplicates) {
        let Some(item) = node.get(PATH).filter(|item| item.is_table()) else { continue };
        let is_header = item.kind() == ItemKind::Table(TableKind::Header);
        let location = if is_header { node.at(item) } else { node.at_key(item) };
        let message = format!(
            "`{PATH}` is a table: API-M takes each of its values for an environment without a name"
        );
        let found = sink
            .report(&RULE, Some(&location), message)
            .help(format!("write each environment as a section of its own: [[{PATH}]]"));
        let is_whole = is_header && node.document.problems().is_empty();
        if let Some(fix) = fix(node, item).filter(|_| is_whole) {
            found.fix(fix);
        }
    }
}

/// Doubles the brackets, when everything in the table stands below its header.
fn fix(node: &NodeView, item: Item<'_>) -> Option<Fix> {
    let header = item.span();
    let all_below = item.children().all(|child| child.key_span().start > header.start);
    all_below.then(|| {
        let edits = vec![
            node.edit(header.start..header.start, "["),
            node.edit(header.end..header.end, "]"),
        ];
        Fix::new(Safety::Safe, edits)
    })
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed};

    const CODE: &str = "single-bracket-environment";

    #[test]
    fn a_header_with_single_brackets_is_found_and_doubled() {
        let text = "[server]\n  [ apim.gateway.environment ] # one\nname = \"A\"\n\
                    [apim.gateway.environment.properties]\na = \"b\"\n";
        assert_found(CODE, [file(text)], &[("2:3", "is a table")]);
        let fixed = fixed(text, &findings(CODE, [file(text)])[0]);
        assert!(fixed.contains("\n  [[ apim.gateway.environment ]] # one\n"), "{fixed}");
        assert_silent(CODE, [file(&fixed)]);
    }

    #[test]
    fn dotted_and_inline_tables_are_found() {
        let dotted = "apim.gateway.environment.name = \"A\"\n";
        assert_found(CODE, [file(dotted)], &[("1:14", "is a table")]);
        let inline = "[apim.gateway]\nenvironment = { name = \"A\" }\n";
        assert_found(CODE, [file(inline)], &[("2:1", "is a table")]);
    }

    #[test]
    fn several_single_brackets_are_found_beside_the_duplicate() {
        let text =
            "[apim.gateway.environment]\nname = \"A\"\n[apim.gateway.environment]\nname = \"B\"\n";
        assert_found(CODE, [file(text)], &[("1:1", "is a table")]);
    }

    #[test]
    fn arrays_of_tables_are_left_alone() {
        for text in [
            "[[apim.gateway.environment]]\nname = \"A\"\n",
            "[apim.gateway]\nenvironment = [{ name = \"A\" }]\n",
            "[apim.gateway]\nenvironment = []\n",
            "[apim.gateway]\n",
            "[[apim.gateway.environment]\nname = \"A\"\n",
        ] {
            assert_silent(CODE, [file(text)]);
        }
    }
}
