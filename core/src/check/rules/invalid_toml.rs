//! The file is not TOML at all.

use crate::check::DeploymentSet;
use crate::check::registry::Check;
use crate::deployment::SyntaxProblemKind;
use crate::diagnostic::Sink;
use crate::diagnostic::shared::INVALID_TOML;

pub(crate) const CHECK: Check = Check { rule: &INVALID_TOML, run };

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.all_nodes() {
        for problem in node.document.problems() {
            if problem.kind == SyntaxProblemKind::Invalid {
                let location = node.location(problem.span.clone());
                sink.report(&INVALID_TOML, Some(&location), problem.message.clone()).help(
                    problem
                        .help
                        .unwrap_or("correct this line first: API-M reads nothing of the file"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file};

    const CODE: &str = "invalid-toml";

    #[test]
    fn text_that_is_no_toml_is_found_once_a_line() {
        assert_found(CODE, [file("[server]\nhostname = localhost\n")], &[("2:12", "quoted")]);
        assert_found(CODE, [file("[server\noffset = 1\n")], &[("1:8", "unclosed")]);
        assert_found(
            CODE,
            [file("a = \"\\d\"\nb = 1 c = 2\n")],
            &[("1:6", "backslash"), ("2:5", "quoted")],
        );
    }

    #[test]
    fn other_problems_of_syntax_have_rules_of_their_own() {
        assert_silent(CODE, [file("a = 1\na = 2\n")]);
        assert_silent(CODE, [file("\u{feff}a = 1\n")]);
        assert_silent(CODE, [file("a = [1, \"b\"]\n")]);
        assert_silent(CODE, [file("a.b = 1\n[a]\nc = 2\r\n")]);
    }
}
