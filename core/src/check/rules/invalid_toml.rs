//! The file is not TOML at all.

use crate::check::DeploymentSet;
use crate::check::registry::Check;
use crate::deployment::SyntaxProblemKind;
use crate::diagnostic::{Rule, Severity, Sink};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "invalid-toml",
    severity: Severity::Error,
    summary: "The file is not valid TOML.",
    documentation: "",
};

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.all_nodes() {
        for problem in node.document.problems() {
            if problem.kind == SyntaxProblemKind::Invalid {
                let location = node.location(problem.span.clone());
                let found = sink.report(&RULE, Some(&location), problem.message.clone());
                if let Some(help) = problem.help {
                    found.help(help);
                }
            }
        }
    }
}
