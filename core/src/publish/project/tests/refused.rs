//! What is no project, or an unsafe one.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{ApiProject, Place, below, classic, current, edited, entries, refusal, zip};
use crate::error::ErrorKind;

#[test]
fn what_is_no_project_says_what_was_looked_for() {
    let two = [below("a", &current()), below("b", &current())].concat();
    let beside = [below("a", &current()), entries(&[("notes.txt", "x")])].concat();
    let cases = [
        (Vec::new(), "neither `api.yaml`"),
        (entries(&[("readme.txt", "x")]), "neither `api.yaml`"),
        (below("a", &below("b", &current())), "neither `api.yaml`"),
        (two, "`a` and `b`"),
        (beside, "beside the project's folder `a` it holds `notes.txt`"),
        ([current(), classic()].concat(), "both `api.yaml`"),
    ];
    for (entries, reason) in cases {
        let error = refusal(&entries);
        assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "not-an-api-project"));
        assert!(error.message().contains(reason), "{error}");
        assert_eq!(error.context()[0].0, "path");
    }
    let place = Place::new();
    for content in [b"".as_slice(), b"no archive", b"PK\x03\x04"] {
        let error = ApiProject::open(place.file("x.zip", content)).unwrap_err();
        assert_eq!(error.code(), "not-an-api-project");
    }
    let missing = ApiProject::open(place.path("nothing")).unwrap_err();
    assert_eq!((missing.kind(), missing.code()), (ErrorKind::NotFound, "unreadable-file"));
}

#[test]
fn documents_are_read_strictly() {
    let api = |from: &str, to: &str| edited(&current(), "api.yaml", from, to);
    let flat = |from: &str, to: &str| edited(&classic(), "Meta-information/api.yaml", from, to);
    let deployments =
        |from: &str, to: &str| edited(&current(), "deployment_environments.yaml", from, to);
    let both = [current(), entries(&[("api.json", "{}")])].concat();
    let cases = [
        (api("type: api\n", "type: api_product\n"), "`api_product`"),
        (api("data:", "dota:"), "`api.yaml` has no `data`"),
        (api("  name: Pets\n", ""), "`api.yaml` has no `name`"),
        (api("version: 1.0.0", "version: 1.0"), "within quotes"),
        (api("context: /pets", "context: [x]"), "`context` in `api.yaml` is a list"),
        (api("PUBLISHED", "LIVE"), "`LIVE` is no lifecycle state"),
        (api("data:", "\tdata:"), "`api.yaml` is not YAML at line 3"),
        (api("  name: Pets", "  name: !x Pets"), "a YAML tag"),
        (api("  name: Pets", "  rate: .inf\n  name: Pets"), "a number that is infinite"),
        (flat("apiName: Pets, ", ""), "has no `apiName`"),
        (flat("environments: [", "environments: [{}, "), "a list of texts"),
        (flat("endpointConfig: '", "endpointConfig: '{"), "no JSON within a text"),
        (
            deployments("deploymentEnvironment: eu-west", "name: eu-west"),
            "no `deploymentEnvironment`",
        ),
        (deployments("false", "'no'"), "`displayOnDevportal`"),
        (deployments("eu-west", "Default"), "`Default` twice"),
        (deployments("data:\n", "data:\n  - x\n"), "a list of objects"),
        (both, "both `api.yaml` and `api.json`"),
    ];
    for (entries, reason) in cases {
        let error = refusal(&entries);
        assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "invalid-api-project"));
        assert!(error.message().contains(reason), "{error}, not {reason}");
    }
}

#[test]
fn what_leads_out_of_an_archive_is_refused() {
    for path in ["../api.yaml", "a/../../x", "/etc/passwd", "C:/x", "a\\..\\..\\x"] {
        let mut entries = current();
        entries.push((path.to_owned(), "x".to_owned()));
        let error = refusal(&entries);
        assert_eq!(error.code(), "unsafe-api-project", "{path}: {error}");
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("Docs", "/etc", SimpleFileOptions::default()).unwrap();
    let place = Place::new();
    let linked = place.file("x.zip", writer.finish().unwrap().into_inner());
    assert_eq!(ApiProject::open(linked).unwrap_err().code(), "unsafe-api-project");
}

/// Two entries of one path, which only differ in how it is written.
#[test]
fn an_entry_that_is_there_twice_is_refused() {
    let mut entries = current();
    entries.push(("Image\\icon.png".to_owned(), "another".to_owned()));
    let error = refusal(&entries);
    assert_eq!(error.code(), "unsafe-api-project");
    assert!(error.message().contains("`Image/icon.png` twice"), "{error}");
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_are_refused() {
    let place = Place::new();
    let folder = place.folder("p", &current());
    std::os::unix::fs::symlink("/etc/hosts", folder.join("Docs")).unwrap();
    let error = ApiProject::open(&folder).unwrap_err();
    assert_eq!(error.code(), "unsafe-api-project");
    assert!(error.message().contains("`Docs`"), "{error}");
}

/// A few bytes that unpack to more than memory should hold.
#[test]
fn a_bomb_is_not_unpacked() {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("api.yaml", options).unwrap();
    let block = vec![0_u8; 1 << 20];
    for _ in 0..80 {
        writer.write_all(&block).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20, "it is small: {}", bytes.len());
    let place = Place::new();
    let error = ApiProject::open(place.file("x.zip", bytes)).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "api-project-too-large"));

    let many: Vec<_> = (0..10_001).map(|at| (format!("{at}"), String::new())).collect();
    let error = ApiProject::open(place.file("x.zip", zip(&many))).unwrap_err();
    assert_eq!(error.code(), "api-project-too-large");
}
