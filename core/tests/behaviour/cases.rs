//! Reading the cases and the list of functions.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::{Map, Value as Json};

use crate::tokens::Tokens;

/// The secret that is planted in texts and may appear in nothing that is printed.
pub(crate) const CANARY: &str = "canary";

/// One case, with the name of its file, for one release where it names several.
pub(crate) struct Case {
    pub(crate) file: String,
    pub(crate) name: String,
    /// What words stand for, the release among them.
    pub(crate) tokens: Tokens,
    /// How many nodes' ports are kept free for it.
    pub(crate) offsets: u16,
    pub(crate) files: Map<String, Json>,
    pub(crate) steps: Vec<Json>,
    languages: Json,
}

impl Case {
    pub(crate) fn new(file: &str, case: &Json, release: Option<&str>) -> Self {
        let mut tokens = Tokens::default();
        let words = case["with"].as_object().into_iter().flatten();
        let words = words.map(|(word, value)| (word.as_str(), value.as_str().expect("a text")));
        tokens.words.extend(
            words
                .chain(release.map(|release| ("release", release)))
                .map(|(word, value)| (word.to_owned(), value.to_owned())),
        );
        let name = case["name"].as_str().expect("a name").to_owned();
        let mut made = Self {
            file: file.to_owned(),
            name: release.map_or_else(|| name.clone(), |release| format!("{name}, in {release}")),
            tokens,
            offsets: 0,
            files: Map::new(),
            steps: Vec::new(),
            languages: case["languages"].clone(),
        };
        made.add(case);
        made
    }

    /// What a case or a setup says, after what the setup says that it names.
    fn add(&mut self, part: &Json) {
        let part = self.tokens.json(part);
        if let Some(name) = part["setup"].as_str() {
            self.add(setups().get(name).unwrap_or_else(|| panic!("there is no setup {name}")));
        }
        let offsets = part["offsets"].as_u64().and_then(|count| u16::try_from(count).ok());
        self.offsets = offsets.unwrap_or(self.offsets);
        self.files.extend(part["files"].as_object().cloned().unwrap_or_default());
        for step in part["steps"].as_array().into_iter().flatten() {
            if step.get("setup").is_some() {
                self.add(step);
            } else {
                self.steps.push(step.clone());
            }
        }
    }

    pub(crate) fn runs_in(&self, language: &str) -> bool {
        includes(&self.languages, language)
            && self.calls().iter().all(|(name, _)| {
                function(name).is_none_or(|function| includes(&function["languages"], language))
            })
    }

    /// Every function that is called, and with which code it is to fail. An outcome holds its errors.
    pub(crate) fn calls(&self) -> Vec<(String, Option<String>)> {
        let mut calls = Vec::new();
        self.steps.iter().for_each(|step| collect_calls(step, &mut calls));
        calls
    }
}

/// The calls of a step, of the arguments within, and of the steps within these.
fn collect_calls(value: &Json, calls: &mut Vec<(String, Option<String>)>) {
    match value {
        Json::Object(object) => {
            let called = ["call", "$call"].into_iter().filter_map(|key| object.get(key)?.as_str());
            let code = value["error"]["code"].as_str();
            calls.extend(called.map(|name| (name.to_owned(), code.map(str::to_owned))));
            object.values().for_each(|value| collect_calls(value, calls));
        }
        Json::Array(items) => items.iter().for_each(|value| collect_calls(value, calls)),
        _ => {}
    }
}

fn includes(languages: &Json, language: &str) -> bool {
    languages.as_array().is_none_or(|languages| languages.contains(&language.into()))
}

/// The folder `behaviour/`.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../behaviour")
}

pub(crate) fn json(path: &Path) -> Json {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files with cases, ordered by name.
pub(crate) fn files() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("cases")).expect("a folder of cases");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

pub(crate) fn read() -> Vec<Case> {
    let mut cases = Vec::new();
    for path in files() {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for case in json(&path)["cases"].as_array().expect("a list of cases") {
            match case["releases"].as_array() {
                None => cases.push(Case::new(&stem, case, None)),
                Some(releases) => cases.extend(
                    releases.iter().map(|release| Case::new(&stem, case, release.as_str())),
                ),
            }
        }
    }
    cases
}

/// The steps that several cases begin with, by name.
fn setups() -> &'static Map<String, Json> {
    static SETUPS: OnceLock<Map<String, Json>> = OnceLock::new();
    SETUPS.get_or_init(|| {
        json(&root().join("setups.json"))["setups"].as_object().expect("setups").clone()
    })
}

/// Every public function, by name.
pub(crate) fn functions() -> &'static Map<String, Json> {
    static FUNCTIONS: OnceLock<Map<String, Json>> = OnceLock::new();
    FUNCTIONS.get_or_init(|| lists().iter().flat_map(functions_of).collect())
}

/// The lists of functions, as they are.
pub(crate) fn lists() -> [Json; 2] {
    ["functions.json", "functions-client.json"].map(|file| json(&root().join(file)))
}

/// The functions of one list: what the list says of all is said of each.
fn functions_of(list: &Json) -> Vec<(String, Json)> {
    let mut functions = list["functions"].as_object().expect("functions").clone();
    for function in functions.values_mut().filter_map(Json::as_object_mut) {
        if let Some(languages) = list.get("languages") {
            function.entry("languages").or_insert_with(|| languages.clone());
        }
        let mut errors: Vec<Json> =
            function.get("errors").and_then(Json::as_array).cloned().unwrap_or_default();
        for group in function
            .get("groups")
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .filter_map(Json::as_str)
        {
            errors.extend(list["groups"][group].as_array().expect("a group").iter().cloned());
        }
        let without_case = function.get("errors_without_case").and_then(Json::as_object);
        errors.retain(|code| {
            !without_case.is_some_and(|codes| codes.contains_key(code.as_str().unwrap_or_default()))
        });
        function.insert("errors".to_owned(), errors.into());
    }
    functions.into_iter().collect()
}

pub(crate) fn function(name: &str) -> Option<&'static Json> {
    functions().get(name)
}

/// True when the function is there to give what is secret elsewhere.
pub(crate) fn gives_secrets(name: &str) -> bool {
    function(name).is_some_and(|function| function["gives_secrets"] == true)
}

/// What a function gave, without the texts of files, in which secrets may stand.
pub(crate) fn without_texts(name: &str, value: &Json) -> Json {
    let more = function(name).map_or(&Json::Null, |function| &function["texts"]);
    let is_text = |key: &str| {
        let is_listed = |text: &Json| text == key;
        matches!(key, "before" | "after")
            || more.as_array().is_some_and(|more| more.iter().any(is_listed))
    };
    match value {
        Json::Object(object) => object
            .iter()
            .filter(|(key, _)| !is_text(key))
            .map(|(key, value)| (key.clone(), without_texts(name, value)))
            .collect(),
        Json::Array(items) => items.iter().map(|item| without_texts(name, item)).collect(),
        other => other.clone(),
    }
}
