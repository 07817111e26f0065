//! The list of functions, the cases and the schema agree: every function has a success, and each error it can give.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use libtest_mimic::Trial;
use serde_json::Value as Json;

use crate::cases::{self, Case};

/// The calls of all cases: what succeeded, and with which codes it failed.
type Seen = BTreeMap<String, BTreeSet<Option<String>>>;

pub(crate) fn trials(cases: &[Case]) -> Vec<Trial> {
    let mut seen = Seen::new();
    let mut codes = BTreeSet::new();
    let mut names = BTreeSet::new();
    let mut twice = Vec::new();
    for case in cases {
        if !names.insert((case.file.clone(), case.name.clone())) {
            twice.push(case.name.clone());
        }
        for (name, code) in case.calls() {
            seen.entry(name).or_default().insert(code);
        }
        case.steps.iter().for_each(|step| collect_codes(step, &mut codes));
    }
    vec![
        Trial::test("every file of cases fits the schema", || fits_schema().map_err(Into::into)),
        Trial::test("no two cases of a file have one name", move || none(&twice)),
        Trial::test("every function and error has a case", move || none(&missing(&seen))),
        Trial::test("every error code of the sources is in the list", || none(&unlisted_codes())),
        Trial::test("every rule is found in a case", move || none(&rules_without_case(&codes))),
    ]
}

fn none(problems: &[String]) -> Result<(), libtest_mimic::Failed> {
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n").into()) }
}

fn fits_schema() -> Result<(), String> {
    let schema = cases::json(&cases::root().join("case.schema.json"));
    let validator = jsonschema::validator_for(&schema).map_err(|error| error.to_string())?;
    let mut problems = Vec::new();
    for path in cases::files().into_iter().chain([cases::root().join("setups.json")]) {
        let file = cases::json(&path);
        problems.extend(
            validator
                .iter_errors(&file)
                .map(|error| format!("{}{}: {error}", path.display(), error.instance_path())),
        );
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

fn missing(seen: &Seen) -> Vec<String> {
    let mut problems = Vec::new();
    for (name, function) in cases::functions() {
        let errors = function["errors"].as_array().into_iter().flatten().filter_map(Json::as_str);
        let expected: BTreeSet<Option<String>> =
            errors.map(|code| Some(code.to_owned())).chain([None]).collect();
        let found = seen.get(name).cloned().unwrap_or_default();
        let shown = |code: &Option<String>| code.clone().unwrap_or_else(|| "success".to_owned());
        problems.extend(
            expected.difference(&found).map(|code| format!("{name}: no case of {}", shown(code))),
        );
        problems.extend(
            found
                .difference(&expected)
                .map(|code| format!("{name}: {} is not in its list", shown(code))),
        );
    }
    let unknown = seen.keys().filter(|name| cases::function(name).is_none());
    problems.extend(unknown.map(|name| format!("{name} is not in the list of functions")));
    problems
}

/// The codes in the sources that no list names: for a function, or as one that no data can provoke.
fn unlisted_codes() -> Vec<String> {
    let listed = Json::from(cases::lists().to_vec()).to_string();
    let mut folders = vec![cases::root().join("../core/src")];
    let mut unlisted = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = fs::read_to_string(path).unwrap_or_default();
            for call in ["Error::new(", "Error::io(", "invalid("] {
                unlisted.extend(source.split(call).skip(1).filter_map(code_of));
            }
        }
    }
    unlisted.retain(|code| !listed.contains(&format!("\"{code}\"")));
    unlisted.into_iter().collect()
}

/// The text that is a code, when it is the first or second argument of a call.
fn code_of(call: &str) -> Option<String> {
    let (before, rest) = call.split_once('"')?;
    let (text, _) = rest.split_once('"')?;
    let is_argument = before.len() < 80 && !before.contains([';', '{', '(', ')']);
    let is_code = text.contains('-')
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    (is_argument && is_code).then(|| text.to_owned())
}

fn rules_without_case(codes: &BTreeSet<String>) -> Vec<String> {
    let rules = gatewright::check::rules().into_iter().map(|rule| rule.code);
    rules
        .filter(|code| !codes.contains(*code))
        .map(|code| format!("no case finds {code}"))
        .collect()
}

/// Every code of a diagnostic that is expected somewhere below.
fn collect_codes(value: &Json, codes: &mut BTreeSet<String>) {
    match value {
        Json::Object(object) => {
            if let Some(Json::String(code)) = object.get("code") {
                codes.insert(code.clone());
            }
            object.values().for_each(|value| collect_codes(value, codes));
        }
        Json::Array(items) => items.iter().for_each(|value| collect_codes(value, codes)),
        _ => {}
    }
}
