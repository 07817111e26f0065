//! An outcome for people: the numbers, then what failed, what awaits somebody, and what was done.

use crate::diagnostic::printable;
use crate::publish::report::summary;
use crate::publish::report::view::{ApiOutcomeView, Ending, OutcomeView, STOPPED};

pub(super) fn outcome(outcome: &OutcomeView) -> String {
    let mut lines = vec![summary::outcome(outcome)];
    for ending in [Ending::Failed, Ending::Stopped, Ending::Pending, Ending::Changed] {
        outcome.with(ending).for_each(|api| lines.extend(of_api(api)));
    }
    let mut text = printable(&lines.join("\n"));
    text.push('\n');
    text
}

fn of_api(api: &ApiOutcomeView) -> Vec<String> {
    let mut lines = vec![String::new(), format!("{} {}", api.name, api.version)];
    let mut say = |word: &str, text: &str| lines.push(format!("  {word}: {}", within(text)));
    if let Some(error) = &api.error {
        let step = api.failed.as_ref().map(|step| format!("{}: ", step.text)).unwrap_or_default();
        say("failed", &format!("{step}{} [{}]", error.message, error.code));
        if !error.environments.is_empty() {
            say("environments", &error.environments.join(", "));
        }
        if !error.remedy.is_empty() {
            say("fix", &error.remedy);
        }
        if let Some(id) = &error.correlation_id {
            say("correlation id", id);
        }
    }
    if api.is_stopped {
        say("stopped", STOPPED);
    }
    api.pending.iter().for_each(|pending| say("pending", pending));
    api.done.iter().for_each(|step| say("done", &step.text));
    lines
}

/// Later lines stand below the first.
fn within(text: &str) -> String {
    text.replace('\n', "\n    ")
}
