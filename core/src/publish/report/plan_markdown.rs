//! A plan as a comment on a pull request: the numbers, a table, details folded.

use std::fmt::Write as _;

use crate::publish::plan::Verdict;
use crate::publish::report::cut::cut;
use crate::publish::report::markdown::escaped;
use crate::publish::report::summary;
use crate::publish::report::view::{ApiView, PlanView};

/// GitHub takes comments of 65,536 characters; the rest is for what is said around it.
const MOST: usize = 60_000;
/// Of which so much is kept for what is folded.
const FOLDED: usize = 10_000;
/// A cell's text; the whole of it is in the other formats.
const CELL: usize = 1000;
const TABLE: &str = "| API | environment | what | why |\n|---|---|---|---|\n";

pub(super) fn plan(plan: &PlanView) -> String {
    let mut text = format!("**{}**\n", summary::plan(plan));
    let rows: Vec<String> = [Verdict::Cannot, Verdict::Changes]
        .into_iter()
        .flat_map(|verdict| plan.with(verdict))
        .flat_map(rows)
        .collect();
    if !rows.is_empty() {
        text.push('\n');
        text.push_str(TABLE);
        push(&mut text, &rows, MOST - FOLDED, |left| format!("| … {left} more | | | |\n"));
    }
    let remedies: Vec<String> = plan.with(Verdict::Cannot).filter_map(remedy).collect();
    fold(&mut text, "How to fix what cannot be done", &remedies, MOST - FOLDED / 2);
    let stays = plan.with(Verdict::NothingToDo).map(|api| format!("- {}\n", named(api)));
    fold(&mut text, "What stays as it is", &stays.collect::<Vec<_>>(), MOST);
    text
}

/// A row for why it cannot be done, one per environment that changes, and one per step that is about none of these.
fn rows(api: &ApiView) -> Vec<String> {
    let row = |environments: &[String], what: &str, why: &str| {
        let environments: Vec<String> = environments.iter().map(|name| escaped(name)).collect();
        format!("| {} | {} | {what} | {why} |\n", named(api), environments.join("<br>"))
    };
    let mut rows = Vec::new();
    if let Some(error) = &api.error {
        let why = format!("{} (`{}`)", cell(&error.message), error.code);
        rows.push(row(&error.environments, "**cannot**", &why));
    }
    let is_explained = |name: &String| api.changes().any(|there| there.environment == *name);
    for step in &api.steps {
        // What a deployment does stands in the rows of its environments.
        if step.action != "deploy" || !step.environments.iter().all(is_explained) {
            rows.push(row(&step.environments, &cell(&step.text), ""));
        }
    }
    for there in api.changes() {
        let environment = std::slice::from_ref(&there.environment);
        rows.push(row(environment, there.change.as_str(), &cell(&there.why)));
    }
    rows
}

fn cell(text: &str) -> String {
    escaped(&cut(text, CELL))
}

fn remedy(api: &ApiView) -> Option<String> {
    let error = api.error.as_ref().filter(|error| !error.remedy.is_empty())?;
    // Written by us, in Markdown.
    Some(format!("- {} (`{}`): {}\n", named(api), error.code, error.remedy))
}

fn named(api: &ApiView) -> String {
    format!("{} {}", escaped(&api.name), escaped(&api.version))
}

fn fold(text: &mut String, title: &str, entries: &[String], most: usize) {
    if entries.is_empty() {
        return;
    }
    let count = entries.len();
    let _ = write!(text, "\n<details><summary>{title} ({count})</summary>\n\n");
    push(text, entries, most, |left| format!("- … {left} more\n"));
    text.push_str("\n</details>\n");
}

/// As many entries as there is room for.
fn push(text: &mut String, entries: &[String], most: usize, more: impl Fn(usize) -> String) {
    const CLOSING: usize = 60;
    for (at, entry) in entries.iter().enumerate() {
        if text.len() + entry.len() + CLOSING > most {
            text.push_str(&more(entries.len() - at));
            return;
        }
        text.push_str(entry);
    }
}
