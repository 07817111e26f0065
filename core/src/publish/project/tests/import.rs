//! What is sent.

use std::io::{Cursor, Read as _};

use serde_json::Value;
use zip::ZipArchive;

use super::{ApiProject, Place, below, classic, current, open};
use crate::publish::{Lifecycle, Target};

fn names(archive: &[u8]) -> Vec<String> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    (0..archive.len())
        .map(|at| archive.by_index(at).unwrap().name().unwrap().into_owned())
        .collect()
}

fn json(archive: &[u8], path: &str) -> Value {
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut text = String::new();
    archive.by_name(path).unwrap().read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn reopened(archive: Vec<u8>) -> ApiProject {
    let place = Place::new();
    ApiProject::open(place.file("sent.zip", archive)).unwrap()
}

#[test]
fn since_4_it_names_no_environment_and_the_current_state() {
    let project = open(&below("whatever", &current()));
    let archive = project.archive_for_import(Some("Published"), &["Default"]).unwrap();
    assert_eq!(
        names(&archive),
        [
            "Pets-1.0.0/Definitions/swagger.yaml",
            "Pets-1.0.0/Image/icon.png",
            "Pets-1.0.0/api.json",
            "Pets-1.0.0/api_meta.yaml",
        ]
    );
    let api = json(&archive, "Pets-1.0.0/api.json");
    assert_eq!(api["type"], "api");
    assert_eq!(api["version"], "v4.7.0");
    assert_eq!(api["data"]["lifeCycleStatus"], "PUBLISHED");
    assert_eq!(api["data"]["version"], "1.0.0");
    let sent = reopened(archive);
    assert_eq!(sent.digest(), project.digest());
    assert!(sent.targets().is_empty());

    let new = reopened(project.archive_for_import(None, &[]).unwrap());
    assert_eq!(new.lifecycle(), Lifecycle::Created);
}

#[test]
fn in_3_it_names_exactly_the_wanted_environments() {
    let project = open(&classic());
    let archive = project.archive_for_import(Some("PUBLISHED"), &["Internal", "eu-west"]).unwrap();
    let api = json(&archive, "Pets-1.0.0/Meta-information/api.json");
    assert_eq!(api["status"], "PUBLISHED");
    assert_eq!(api["environments"], serde_json::json!(["Internal", "eu-west"]));
    let sent = reopened(archive);
    assert_eq!(sent.digest(), project.digest());
    assert_eq!(sent.targets(), [Target::new("Internal"), Target::new("eu-west")]);
}

#[test]
fn the_same_project_gives_the_same_bytes() {
    let place = Place::new();
    let folder = ApiProject::open(place.folder("folder", &current())).unwrap();
    let archive = || folder.archive_for_import(Some("CREATED"), &[]).unwrap();
    assert_eq!(archive(), archive());
    assert_ne!(archive(), folder.archive_for_import(Some("BLOCKED"), &[]).unwrap());
}
