//! A plan for people: the numbers, then what cannot be done, and what changes.

use crate::diagnostic::printable;
use crate::publish::plan::Verdict;
use crate::publish::report::summary;
use crate::publish::report::view::{ApiView, PlanView};

pub(super) fn plan(plan: &PlanView) -> String {
    let mut lines = vec![summary::plan(plan)];
    for verdict in [Verdict::Cannot, Verdict::Changes] {
        plan.with(verdict).for_each(|api| lines.extend(of_api(api)));
    }
    let mut text = printable(&lines.join("\n"));
    text.push('\n');
    text
}

fn of_api(api: &ApiView) -> Vec<String> {
    let mut lines = vec![String::new(), format!("{} {}", api.name, api.version)];
    let mut say = |text: &str| lines.push(format!("  {}", text.replace('\n', "\n    ")));
    if let Some(error) = &api.error {
        say(&format!("cannot: {} [{}]", error.message, error.code));
        if !error.remedy.is_empty() {
            say(&format!("fix: {}", error.remedy));
        }
    }
    api.steps.iter().for_each(|step| say(&step.text));
    for there in api.changes() {
        say(&format!("{} {}: {}", there.change.as_str(), there.environment, there.why));
    }
    lines
}
