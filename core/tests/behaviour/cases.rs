//! Reading the cases and the list of functions.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::{Map, Value as Json};

/// The secret that is planted in texts and may appear in nothing that is printed.
pub(crate) const CANARY: &str = "canary";

/// One case, with the name of its file.
pub(crate) struct Case {
    pub(crate) file: String,
    pub(crate) name: String,
    pub(crate) files: Map<String, Json>,
    pub(crate) steps: Vec<Map<String, Json>>,
    languages: Json,
}

impl Case {
    pub(crate) fn runs_in(&self, language: &str) -> bool {
        includes(&self.languages, language)
            && self.steps.iter().filter_map(|step| step.get("call")?.as_str()).all(|name| {
                function(name).is_none_or(|function| includes(&function["languages"], language))
            })
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
            let steps = case["steps"].as_array().expect("a list of steps");
            cases.push(Case {
                file: stem.clone(),
                name: case["name"].as_str().expect("a name").to_owned(),
                files: case["files"].as_object().cloned().unwrap_or_default(),
                steps: steps.iter().filter_map(Json::as_object).cloned().collect(),
                languages: case["languages"].clone(),
            });
        }
    }
    cases
}

/// Every public function, by name.
pub(crate) fn functions() -> &'static Map<String, Json> {
    static FUNCTIONS: OnceLock<Map<String, Json>> = OnceLock::new();
    FUNCTIONS.get_or_init(|| {
        json(&root().join("functions.json"))["functions"].as_object().expect("functions").clone()
    })
}

pub(crate) fn function(name: &str) -> Option<&'static Json> {
    functions().get(name)
}

/// True when the function is there to give what is secret elsewhere.
pub(crate) fn gives_secrets(name: &str) -> bool {
    function(name).is_some_and(|function| function["gives_secrets"] == true)
}

/// A value without the texts of files, in which secrets may stand.
pub(crate) fn without_texts(value: &Json) -> Json {
    match value {
        Json::Object(object) => object
            .iter()
            .filter(|(key, _)| !matches!(key.as_str(), "before" | "after"))
            .map(|(key, value)| (key.clone(), without_texts(value)))
            .collect(),
        Json::Array(items) => items.iter().map(without_texts).collect(),
        other => other.clone(),
    }
}
