//! One run of one case: its folder, its ports, its variables, and the emulators it started.

use std::sync::{Arc, Mutex};

use gatewright_emulator::{Emulator, free_offset_block};
use serde_json::{Map, Value as Json, json};

use crate::calls::{self, Called};
use crate::cases::{self, CANARY, Case};
use crate::folder::Folder;
use crate::matching;
use crate::tokens::Tokens;
use crate::variables::{self, Arguments, Value, Variable, Variables};

struct Run {
    folder: Arc<Folder>,
    tokens: Tokens,
    variables: Variables,
    emulators: Vec<Arc<Emulator>>,
    /// What may be printed nowhere.
    secrets: Vec<String>,
}

/// What a case started is stopped, whatever became of the case.
impl Drop for Run {
    fn drop(&mut self) {
        for emulator in &self.emulators {
            calls::wait(emulator.stop());
        }
    }
}

pub(crate) fn run(case: &Case) -> Result<(), String> {
    let mut run = Run::new(case)?;
    let files = run.tokens.json(&Json::Object(case.files.clone()));
    run.folder.lay_out(files.as_object().unwrap_or(&Map::new()))?;
    for (index, step) in case.steps.iter().enumerate() {
        let step = run.tokens.json(step);
        run.step(&step).map_err(|problem| format!("step {}: {problem}", index + 1))?;
    }
    Ok(())
}

/// Runs steps of which nothing is expected yet. Each with what came out as what is expected, but for those whose variables
/// an earlier failure has not set.
pub(crate) fn record(case: &Case) -> Result<Vec<Json>, String> {
    let mut run = Run::new(case)?;
    let files = run.tokens.json(&Json::Object(case.files.clone()));
    run.folder.lay_out(files.as_object().unwrap_or(&Map::new()))?;
    let mut recorded = Vec::new();
    for step in &case.steps {
        let topology = &step["arguments"]["topology"]["$variable"];
        let needed = [&step["on"], topology].into_iter().filter_map(Json::as_str);
        if !needed.into_iter().all(|name| run.variables.contains_key(name)) {
            continue;
        }
        let called = run.call(&run.tokens.json(step))?;
        let mut step = step.clone();
        let (key, plain) = match &called.result {
            Ok(variable) => ("expect", &variable.plain),
            Err(error) => ("error", &error.plain),
        };
        step[key] = as_pattern(&run.folder.normalised(plain));
        if let (Some(name), Ok(variable)) = (step["as"].as_str(), called.result) {
            run.variables.insert(name.to_owned(), variable);
        }
        recorded.push(step);
    }
    Ok(recorded)
}

/// A pattern that this alone matches, in each language's own unit of spans.
fn as_pattern(plain: &Json) -> Json {
    match plain {
        Json::Object(span) if span.contains_key("utf16") => json!({ "$span": plain }),
        Json::Object(object) => {
            object.iter().map(|(key, value)| (key.clone(), as_pattern(value))).collect()
        }
        Json::Array(items) => items.iter().map(as_pattern).collect(),
        other => other.clone(),
    }
}

impl Run {
    fn new(case: &Case) -> Result<Self, String> {
        let mut tokens = case.tokens.clone();
        let mut variables = Variables::new();
        if case.offsets > 0 {
            let _runtime = calls::runtime().enter();
            let block = free_offset_block(case.offsets).map_err(|error| error.to_string())?;
            tokens.base = Some(block.base());
            let plain = json!({ "base": block.base() });
            let value = Value::Block(Arc::new(Mutex::new(Some(block))));
            variables.insert("offset_block".to_owned(), Variable { value, plain });
        }
        let folder = Arc::new(Folder::new(tokens.clone()));
        let secrets = vec![CANARY.to_owned()];
        Ok(Self { folder, tokens, variables, emulators: Vec::new(), secrets })
    }

    fn step(&mut self, step: &Json) -> Result<(), String> {
        if let Some(Json::Object(files)) = step.get("files") {
            self.folder.lay_out(files)?;
        }
        let before = self.folder.snapshot();
        let called = self.call(step)?;
        self.nothing_told_is_secret(step)?;
        let name = step["call"].as_str().unwrap_or_default();
        let (plain, wanted, unwanted) = match &called.result {
            Ok(variable) => (&variable.plain, "expect", "error"),
            Err(error) => (&error.plain, "error", "expect"),
        };
        let plain = self.folder.normalised(plain);
        if step.get(unwanted).is_some() || (wanted == "error" && step.get("error").is_none()) {
            return Err(format!("{name} gave {plain:#}"));
        }
        if let Some(pattern) = step.get(wanted) {
            matching::matches(&self.expected(pattern)?, &plain, name)?;
        }
        if let Some(variable) = step["as"].as_str() {
            let (Ok(found) | Err(found)) = called.result;
            self.variables.insert(variable.to_owned(), found);
        }
        for (path, pattern) in
            step.get("files_after").and_then(Json::as_object).into_iter().flatten()
        {
            matching::matches(pattern, &self.folder.describe(path, &before), path)?;
        }
        for (path, pattern) in
            step.get("variables_after").and_then(Json::as_object).into_iter().flatten()
        {
            let found = self.folder.normalised(&variables::find(&self.variables, path)?.plain);
            matching::matches(&self.expected(pattern)?, &found, path)?;
        }
        Ok(())
    }

    /// A pattern with what its variables hold.
    fn expected(&self, pattern: &Json) -> Result<Json, String> {
        match pattern {
            Json::Object(object) => match object.get("$variable").and_then(Json::as_str) {
                Some(path) => variables::find(&self.variables, path)
                    .map(|found| self.folder.normalised(&found.plain)),
                None => object
                    .iter()
                    .map(|(key, value)| Ok((key.clone(), self.expected(value)?)))
                    .collect(),
            },
            Json::Array(items) => items.iter().map(|item| self.expected(item)).collect(),
            other => Ok(other.clone()),
        }
    }

    /// Calls what `call`, or `$call` within an argument, names.
    fn call(&mut self, step: &Json) -> Result<Called, String> {
        let name = step["call"].as_str().or(step["$call"].as_str()).unwrap_or_default();
        let on = step["on"].as_str().map(|path| variables::find(&self.variables, path));
        let on = on.transpose()?;
        let mut arguments = Arguments::default();
        let given = self.folder.resolve(step.get("arguments").unwrap_or(&json!({})));
        match self.prepared(&given, &mut arguments)? {
            Json::Object(left) => arguments.left = left,
            other => return Err(format!("arguments are no object: {other}")),
        }
        let called = calls::call(name, on.as_ref(), arguments)?;
        if let Ok(Variable { value: Value::Emulator(emulator), .. }) = &called.result {
            self.emulators.push(Arc::clone(emulator));
        }
        self.secrets.extend(called.secrets.iter().cloned());
        self.no_secret(name, &called)?;
        Ok(called)
    }

    /// An argument with what its variables hold and its calls give.
    fn prepared(&mut self, given: &Json, arguments: &mut Arguments) -> Result<Json, String> {
        Ok(match given {
            Json::Object(object) => {
                if let Some(path) = object.get("$variable").and_then(Json::as_str) {
                    return Ok(arguments.hold(variables::find(&self.variables, path)?));
                }
                if let Some(name) = object.get("$told").and_then(Json::as_str) {
                    let value = Value::Told(Arc::default());
                    let told = Variable { value, plain: Json::Null };
                    self.variables.insert(name.to_owned(), told.clone());
                    return Ok(arguments.hold(told));
                }
                if let Some(Json::Array(steps)) = object.get("$steps") {
                    let value = self.taking(steps.clone());
                    return Ok(arguments.hold(Variable { value, plain: Json::Null }));
                }
                if let Some(Json::Array(parts)) = object.get("$concat") {
                    let mut text = String::new();
                    for part in parts {
                        text.push_str(self.prepared(part, arguments)?.as_str().ok_or("no text")?);
                    }
                    return Ok(text.into());
                }
                if object.contains_key("$call") {
                    let called = self.call(given)?;
                    let found =
                        called.result.map_err(|error| format!("{given} gave {:#}", error.plain))?;
                    return Ok(arguments.hold(found));
                }
                let mut prepared = Map::new();
                for (key, value) in object {
                    prepared.insert(key.clone(), self.prepared(value, arguments)?);
                }
                prepared.into()
            }
            Json::Array(items) => {
                let prepared: Result<Vec<_>, _> =
                    items.iter().map(|item| self.prepared(item, arguments)).collect();
                prepared?.into()
            }
            other => other.clone(),
        })
    }

    /// A function that takes these steps each time it is called, beside whatever calls it: with the variables that there are
    /// now.
    fn taking(&self, steps: Vec<Json>) -> Value {
        let run = Mutex::new(Self {
            folder: Arc::clone(&self.folder),
            tokens: self.tokens.clone(),
            variables: self.variables.clone(),
            emulators: Vec::new(),
            secrets: self.secrets.clone(),
        });
        Value::Steps(Arc::new(move || {
            let mut run = run.lock().expect("no step has panicked");
            steps.iter().try_for_each(|step| run.step(step))
        }))
    }

    /// What functions were told has no secret in it.
    fn nothing_told_is_secret(&self, step: &Json) -> Result<(), String> {
        let told = self.variables.values().filter_map(|variable| match &variable.value {
            Value::Told(told) => Some(told),
            _ => None,
        });
        for told in told {
            let shown = Json::from(told.lock().expect("what was told").clone()).to_string();
            if self.secrets.iter().any(|secret| shown.contains(secret)) {
                return Err(format!("{} tells a secret: {shown}", step["call"]));
            }
        }
        Ok(())
    }

    /// What a value shows, in whatever form it is asked for, has no secret in it.
    fn no_secret(&self, name: &str, called: &Called) -> Result<(), String> {
        let plain = match &called.result {
            Ok(found) | Err(found) => self.folder.normalised(&found.plain),
        };
        let shown = format!("{}\n{}", cases::without_texts(name, &plain), called.shown);
        let is_told = self.secrets.iter().any(|secret| shown.contains(secret));
        if is_told && !cases::gives_secrets(name) {
            return Err(format!("{name} shows a secret: {shown}"));
        }
        Ok(())
    }
}
