//! What a project says.

use super::{ApiProject, Place, below, classic, current, edited, entries, open, zip};
use crate::model::{KeyType, Release};
use crate::publish::{Lifecycle, ProjectLayout, Publication, Source, Target};

#[test]
fn the_layout_of_4_is_read_from_a_folder_and_from_an_archive() {
    let place = Place::new();
    let inner = current();
    let outer = below("Pets-1.0.0", &inner);
    for path in [
        place.folder("plain", &inner),
        place.folder("rooted", &outer),
        place.file("plain.zip", zip(&inner)),
        place.file("rooted.zip", zip(&outer)),
    ] {
        let project = ApiProject::open(&path).unwrap();
        assert_eq!(project.path(), path);
        assert_eq!(project.layout(), ProjectLayout::Current);
        assert_eq!((project.name(), project.version()), ("Pets", "1.0.0"));
        assert_eq!((project.context(), project.lifecycle()), ("/pets", Lifecycle::Published));
        let targets = [
            Target::new("Default").virtual_host("localhost"),
            Target::new("eu-west").hidden_in_portal(),
        ];
        assert_eq!(project.targets(), targets);
        assert_eq!(project.endpoint(KeyType::Production), Some("https://be.example/p"));
        assert!(project.has_endpoint(KeyType::Production));
        assert!(!project.has_endpoint(KeyType::Sandbox));
    }
}

#[test]
fn the_layout_of_3_is_read() {
    let project = open(&below("Pets-1.0.0", &classic()));
    assert_eq!(project.layout(), ProjectLayout::Classic);
    assert_eq!((project.name(), project.version()), ("Pets", "1.0.0"));
    assert_eq!((project.context(), project.lifecycle()), ("/pets", Lifecycle::Published));
    let targets = [Target::new("Production and Sandbox"), Target::new("eu-west")];
    assert_eq!(project.targets(), targets);
    assert_eq!(project.endpoint(KeyType::Production), Some("https://be.example/p"));

    let config = r#"endpointConfig: '{"endpoint_type":"http","production_endpoints":{"url":"https://be.example/p"}}'"#;
    let urls =
        edited(&classic(), "Meta-information/api.yaml", config, "sandboxUrl: https://be.example/s");
    let project = open(&urls);
    assert_eq!(project.endpoint(KeyType::Sandbox), Some("https://be.example/s"));
    assert!(!project.has_endpoint(KeyType::Production));
}

#[test]
fn a_layout_is_for_its_releases() {
    let (classic, current) = (open(&classic()), open(&current()));
    for release in Release::KNOWN {
        assert_eq!(classic.require_release(release).is_ok(), release.is_classic(), "{release}");
        assert_eq!(current.require_release(release).is_ok(), !release.is_classic(), "{release}");
    }
    let error = classic.require_release(Release::V4_7).unwrap_err();
    assert_eq!(error.code(), "unsupported-by-release");
}

#[test]
fn a_publication_takes_what_its_project_says() {
    let publication = Publication::from_project(open(&current()));
    assert_eq!((publication.name(), publication.version()), ("Pets", "1.0.0"));
    assert_eq!(publication.context(), Some("/pets"));
    assert_eq!(publication.targets().len(), 2);
    assert!(publication.has_endpoint(KeyType::Production));
    assert!(!publication.has_endpoint(KeyType::Sandbox));
    assert!(matches!(publication.source(), Source::Project(_)));
    publication.validate().unwrap();
    let publication = publication.only_environments(["Internal"]).lifecycle(Lifecycle::Unchanged);
    assert_eq!(publication.targets(), [Target::new("Internal")]);
}

#[test]
fn what_is_left_out_has_its_default() {
    let least = "data: {name: Pets, version: '1', context: /pets}\n";
    let project = open(&entries(&[("api.yml", least), (".git/config", "x"), ("__MACOSX/y", "z")]));
    assert_eq!(project.lifecycle(), Lifecycle::Unchanged);
    assert!(project.targets().is_empty());
    let json = r#"{"data": {"name": "Pets", "version": "1", "context": "/pets"}}"#;
    assert_eq!(project.digest(), open(&entries(&[("api.json", json)])).digest());
}

#[test]
fn what_is_shown_of_a_project_holds_none_of_its_content() {
    let api = "  endpointConfig:\n    endpoint_security: {password: hunter2}\n";
    let secret = edited(&current(), "api.yaml", "  endpointConfig:\n", api);
    let shown = format!("{:?}", Publication::from_project(open(&secret)));
    assert!(shown.contains("Pets") && !shown.contains("hunter2"), "{shown}");
}
