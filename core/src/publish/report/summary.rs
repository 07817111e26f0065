//! The first line: how many APIs there are of each sort.

use std::fmt::Write as _;

use crate::publish::plan::Verdict;
use crate::publish::report::view::{Ending, OutcomeView, PlanView};

/// `3 APIs change, 2 stay, 1 cannot`
pub(super) fn plan(plan: &PlanView) -> String {
    line(&[
        (plan.count(Verdict::Changes), "changes", "change"),
        (plan.count(Verdict::NothingToDo), "stays", "stay"),
        (plan.count(Verdict::Cannot), "cannot", "cannot"),
    ])
}

/// `3 APIs changed, 2 unchanged, 1 awaits an approval, 1 failed`
pub(super) fn outcome(outcome: &OutcomeView) -> String {
    line(&[
        (outcome.count(Ending::Changed), "changed", "changed"),
        (outcome.count(Ending::Unchanged), "unchanged", "unchanged"),
        (outcome.count(Ending::Pending), "awaits an approval", "await approvals"),
        (outcome.count(Ending::Stopped), "stopped", "stopped"),
        (outcome.count(Ending::Failed), "failed", "failed"),
    ])
}

/// What there is none of is left out; the first says of what the numbers are.
fn line(counts: &[(usize, &str, &str)]) -> String {
    let mut line = String::new();
    for (count, one, more) in counts.iter().filter(|(count, ..)| *count > 0) {
        let (noun, verb) = if *count == 1 { ("API", one) } else { ("APIs", more) };
        if line.is_empty() {
            line = format!("{count} {noun} {verb}");
        } else {
            let _ = write!(line, ", {count} {verb}");
        }
    }
    if line.is_empty() { "no APIs".to_owned() } else { line }
}
