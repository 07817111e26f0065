//! Runs the cases of `behaviour/`, each as a test of its own. Their format is described in `behaviour/README.md`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a case that cannot be read fails by panicking; clippy takes only functions marked #[test] for tests"
)]

mod calls;
mod cases;
mod coverage;
mod folder;
mod matching;
mod plain;

use std::process::ExitCode;

use calls::{Called, Value};
use cases::{CANARY, Case};
use folder::Folder;
use libtest_mimic::{Arguments, Trial};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

fn main() -> ExitCode {
    let cases = cases::read();
    let mut trials: Vec<Trial> = coverage::trials(&cases);
    trials.extend(cases.into_iter().filter(|case| case.runs_in("rust")).map(|case| {
        let name = format!("{}: {}", case.file, case.name);
        Trial::test(name, move || run(&case).map_err(Into::into))
    }));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn run(case: &Case) -> Result<(), String> {
    let folder = Folder::new();
    folder.lay_out(&case.files)?;
    let mut variables = BTreeMap::new();
    for (index, step) in case.steps.iter().enumerate() {
        run_step(step, &folder, &mut variables)
            .map_err(|problem| format!("step {}: {problem}", index + 1))?;
    }
    Ok(())
}

fn run_step(
    step: &Map<String, Json>,
    folder: &Folder,
    variables: &mut BTreeMap<String, Value>,
) -> Result<(), String> {
    if let Some(Json::Object(files)) = step.get("files") {
        folder.lay_out(files)?;
    }
    let before = folder.snapshot();
    if let Some(name) = step.get("call").and_then(Json::as_str) {
        let on = step.get("on").and_then(Json::as_str);
        let arguments = step.get("arguments").cloned().unwrap_or_else(|| Json::Object(Map::new()));
        let called = calls::call(name, on, folder.resolve(&arguments), variables)?;
        no_secret(name, &called, folder)?;
        let (plain, wanted, unwanted) = match &called.result {
            Ok((_, plain)) => (plain, "expect", "error"),
            Err(error) => (error, "error", "expect"),
        };
        let plain = folder.normalised(plain);
        if step.contains_key(unwanted) || (wanted == "error" && !step.contains_key("error")) {
            return Err(format!("{name} gave {plain:#}"));
        }
        if let Some(pattern) = step.get(wanted) {
            matching::matches(pattern, &plain, name)?;
        }
        if let (Some(Json::String(variable)), Ok((value, _))) = (step.get("as"), called.result) {
            variables.insert(variable.clone(), value);
        }
    }
    for (path, pattern) in step.get("files_after").and_then(Json::as_object).into_iter().flatten() {
        matching::matches(pattern, &folder.describe(path, &before), path)?;
    }
    Ok(())
}

/// What a value shows, in whatever form it is asked for, has no secret in it.
fn no_secret(name: &str, called: &Called, folder: &Folder) -> Result<(), String> {
    let plain = match &called.result {
        Ok((_, plain)) | Err(plain) => folder.normalised(plain),
    };
    let shown = format!("{}\n{}", cases::without_texts(&plain), called.shown);
    if shown.contains(CANARY) && !cases::gives_secrets(name) {
        return Err(format!("{name} shows a secret: {shown}"));
    }
    Ok(())
}
