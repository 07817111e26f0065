//! Tests of `publications.toml`: each finding at its exact place, and what is right.

mod checked;
mod findings;
mod located;
mod reading;
mod schema;

use std::fs;

use tempfile::TempDir;

use super::{Publications, PublicationsOptions};
use crate::diagnostic::Diagnostic;
use crate::error::Result;

/// Marks, in a test's text, where the finding must be.
const HERE: char = '▸';

pub(super) const OPENAPI: &str = "openapi: 3.0.1\ninfo: {title: Pets, version: 1.0.0}\npaths: {}\n";

const API: &str = "type: api\ndata: {name: Toys, version: '2', context: /toys, lifeCycleStatus: BLOCKED,\n  \
                   endpointConfig: {sandbox_endpoints: {url: 'https://be/s'}}}\n";

const CLASSIC: &str =
    "id: {apiName: Old, version: '1'}\ncontext: /old/1\nenvironments: [Sandbox]\n";

/// Everything the texts of the tests may name.
pub(super) fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let file = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    file("pets.yaml", OPENAPI);
    file("nameless.json", r#"{"swagger": "2.0", "info": {"version": 1.0}}"#);
    file("no-api.yaml", "a: 1\n");
    file("broken.yaml", "openapi: [\n");
    file("toys/api.yaml", API);
    file(
        "toys/deployment_environments.yaml",
        "data: [{deploymentEnvironment: Sandbox, displayOnDevportal: false}]\n",
    );
    file("bare/api.yaml", "data: {name: Bare, version: '1', context: /bare}\n");
    file("misnamed/api.yaml", "data: {name: 'Bare ', version: '1', context: bare}\n");
    file("old/Meta-information/api.yaml", CLASSIC);
    file(
        "params.yaml",
        "environments:\n  - name: dev\n    configs: {deploymentEnvironments: [{deploymentEnvironment: Hybrid}]}\n",
    );
    folder
}

pub(super) fn parse(text: &str) -> Result<Publications> {
    let options =
        PublicationsOptions::new().variables([("BACK_END", "https://be"), ("HOST", "gw")]);
    Publications::parse_with(text, folder().path(), &options)
}

/// Line and column.
pub(super) type At = (Option<u32>, Option<u32>);

/// Where the marks are, and the text without them.
pub(super) fn unmarked(marked: &str) -> (Vec<At>, String) {
    let mut places = Vec::new();
    let (mut line, mut column) = (1, 1);
    for character in marked.chars() {
        match character {
            HERE => places.push((Some(line), Some(column))),
            '\n' => (line, column) = (line + 1, 1),
            _ => column += 1,
        }
    }
    (places, marked.replace(HERE, ""))
}

/// Holds that these findings are where the text's marks are, and no others.
#[track_caller]
pub(super) fn are(codes: &[&str], places: Vec<At>, found: &[Diagnostic]) {
    assert_eq!(places.len(), codes.len(), "a mark for each finding");
    let expected: Vec<_> = codes.iter().copied().zip(places).collect();
    let actual: Vec<_> =
        found.iter().map(|found| (found.code, (found.line, found.column))).collect();
    assert_eq!(actual, expected, "{found:#?}");
    for found in found {
        let is_registered =
            crate::check::rules().iter().any(|rule| std::ptr::eq(*rule, found.rule()));
        assert!(is_registered, "{} has no page", found.code);
        assert!(found.help.as_ref().is_some_and(|help| !help.is_empty()), "{found:?}");
        assert!(!found.message.contains('\n'), "{found:?}");
    }
}

/// Holds that a text has these findings and no other, where its marks are, and gives them back.
#[track_caller]
pub(super) fn finds(codes: &[&str], marked: &str) -> Vec<Diagnostic> {
    let (places, text) = unmarked(marked);
    let error = parse(&text).expect_err("the text is not valid");
    assert_eq!(error.code(), "invalid-publications");
    let found = error.report().unwrap().diagnostics().to_vec();
    are(codes, places, &found);
    found
}
