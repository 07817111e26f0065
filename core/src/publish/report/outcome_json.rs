//! An outcome for programs. The schema is `core/schemas/outcome.schema.json`; what is absent is `null`, so that every
//! field is always there.
//!
//! An API takes at most [`MOST`] bytes: long texts are cut, and of long lists the first entries are there, with the
//! number of the others.

use std::borrow::Cow;

use serde::Serialize;

use crate::error::{ErrorKind, Retry};
use crate::publish::report::cut::cut;
use crate::publish::report::view::{
    ApiOutcomeView, Ending, ErrorView, OutcomeView, StepView, by_name,
};

/// Grows when a field changes its meaning or goes; a new field does not count.
const SCHEMA_VERSION: u32 = 1;
/// How much room an API takes, in bytes as it stands in the document.
pub(super) const MOST: usize = 4096;
/// An API's lines stand two levels deep.
const INDENT: usize = 4;
/// Longer than any that API-M gives.
const NAME: usize = 200;

/// How much is shown of an API.
struct Limits {
    message: usize,
    text: usize,
    entries: usize,
}

const ALL: Limits = Limits { message: usize::MAX, text: usize::MAX, entries: usize::MAX };
/// Tried in order when all of it does not fit.
const LIMITS: [Limits; 3] = [
    Limits { message: 1200, text: 240, entries: 8 },
    Limits { message: 800, text: 160, entries: 4 },
    Limits { message: 500, text: 120, entries: 3 },
];
/// Fits always.
const LEAST: Limits = Limits { message: 300, text: 80, entries: 2 };

#[derive(Serialize)]
struct Document<'o> {
    schema_version: u32,
    ok: bool,
    counts: Counts,
    apis: Vec<Api<'o>>,
}

#[derive(Serialize)]
struct Counts {
    changed: usize,
    unchanged: usize,
    pending: usize,
    stopped: usize,
    failed: usize,
}

#[derive(Serialize)]
struct Api<'o> {
    name: Cow<'o, str>,
    version: Cow<'o, str>,
    id: Option<Cow<'o, str>>,
    result: Ending,
    done: Vec<Done<'o>>,
    pending: Vec<Cow<'o, str>>,
    failed_step: Option<Done<'o>>,
    error: Option<Failure<'o>>,
    /// How many entries of lists there was no room for.
    omitted: usize,
}

#[derive(Serialize)]
struct Done<'o> {
    action: &'static str,
    environments: Vec<Cow<'o, str>>,
    text: Cow<'o, str>,
}

#[derive(Serialize)]
struct Failure<'o> {
    code: &'static str,
    #[serde(serialize_with = "by_name")]
    kind: ErrorKind,
    #[serde(serialize_with = "by_name")]
    retry: Retry,
    message: Cow<'o, str>,
    remedy: Cow<'o, str>,
    environments: Vec<Cow<'o, str>>,
    correlation_id: Option<Cow<'o, str>>,
}

pub(super) fn outcome(outcome: &OutcomeView) -> String {
    let document = Document {
        schema_version: SCHEMA_VERSION,
        ok: outcome.count(Ending::Failed) + outcome.count(Ending::Stopped) == 0,
        counts: Counts {
            changed: outcome.count(Ending::Changed),
            unchanged: outcome.count(Ending::Unchanged),
            pending: outcome.count(Ending::Pending),
            stopped: outcome.count(Ending::Stopped),
            failed: outcome.count(Ending::Failed),
        },
        apis: outcome.apis.iter().map(fitting).collect(),
    };
    let mut text = pretty(&document);
    text.push('\n');
    text
}

fn pretty(value: &impl Serialize) -> String {
    // It cannot fail: there is no map with keys other than text, and nothing is written to but memory.
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// As much of an API as fits.
fn fitting(api: &ApiOutcomeView) -> Api<'_> {
    let shown = [ALL].iter().chain(&LIMITS).map(|limits| Shown::of(api, limits)).find(fits);
    shown.unwrap_or_else(|| Shown::of(api, &LEAST))
}

fn fits(api: &Api<'_>) -> bool {
    let text = pretty(api);
    // The comma and the line's end after it are of the document.
    text.len() + text.lines().count() * INDENT + ",\n".len() <= MOST
}

/// Shows entries and counts those left out.
struct Shown<'l> {
    limits: &'l Limits,
    omitted: usize,
}

impl Shown<'_> {
    fn of<'o>(api: &'o ApiOutcomeView, limits: &Limits) -> Api<'o> {
        let mut shown = Shown { limits, omitted: 0 };
        let done = shown.first(&api.done).iter().map(|step| shown.step(step)).collect();
        let failed_step = api.failed.as_ref().map(|step| shown.step(step));
        Api {
            name: cut(&api.name, NAME),
            version: cut(&api.version, NAME),
            id: api.id.as_deref().map(|id| cut(id, NAME)),
            result: api.ending(),
            done,
            pending: shown.texts(&api.pending),
            failed_step,
            error: api.error.as_ref().map(|error| shown.error(error)),
            omitted: shown.omitted,
        }
    }

    fn first<'o, T>(&mut self, all: &'o [T]) -> &'o [T] {
        let first = all.get(..self.limits.entries).unwrap_or(all);
        self.omitted += all.len() - first.len();
        first
    }

    fn texts<'o>(&mut self, all: &'o [String]) -> Vec<Cow<'o, str>> {
        let most = self.limits.text;
        self.first(all).iter().map(|text| cut(text, most)).collect()
    }

    fn step<'o>(&mut self, step: &'o StepView) -> Done<'o> {
        Done {
            action: step.action,
            environments: self.texts(&step.environments),
            text: cut(&step.text, self.limits.text),
        }
    }

    fn error<'o>(&mut self, error: &'o ErrorView) -> Failure<'o> {
        Failure {
            code: error.code,
            kind: error.kind,
            retry: error.retry,
            message: cut(&error.message, self.limits.message),
            remedy: cut(&error.remedy, self.limits.message),
            environments: self.texts(&error.environments),
            correlation_id: error.correlation_id.as_deref().map(|id| cut(id, NAME)),
        }
    }
}
