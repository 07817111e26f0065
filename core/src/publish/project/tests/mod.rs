//! Projects built to the reference's description (`rest-api.md` §7.3), in folders and archives.

mod digest;
mod import;
mod landing;
mod parameters;
mod reading;
mod refused;

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{ApiProject, ApiProjectOptions};
use crate::error::Error;

/// Paths and contents.
pub(super) type Entries = Vec<(String, String)>;

const API: &str = r#"type: api
version: v4.7.0
data:
  name: Pets
  context: /pets
  version: 1.0.0
  lifeCycleStatus: PUBLISHED
  type: HTTP
  transport: [https]
  policies: [Unlimited]
  endpointConfig:
    endpoint_type: http
    production_endpoints: {url: "https://be.example/p"}
"#;

const DEPLOYMENTS: &str = "type: deployment_environments
version: v4.7.0
data:
  - {displayOnDevportal: true, deploymentEnvironment: Default, deploymentVhost: localhost}
  - {displayOnDevportal: false, deploymentEnvironment: eu-west}
";

const CLASSIC: &str = r#"id: {providerName: admin, apiName: Pets, version: 1.0.0}
context: /pets/1.0.0
contextTemplate: /pets/{version}
type: HTTP
availableTiers: [{name: Unlimited}]
status: PUBLISHED
visibility: public
transports: http,https
endpointConfig: '{"endpoint_type":"http","production_endpoints":{"url":"https://be.example/p"}}'
environments: [Production and Sandbox, eu-west]
"#;

pub(super) fn entries(given: &[(&str, &str)]) -> Entries {
    given.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

pub(super) fn current() -> Entries {
    entries(&[
        ("api.yaml", API),
        ("deployment_environments.yaml", DEPLOYMENTS),
        ("api_meta.yaml", "name: Pets\nversion: 1.0.0\n"),
        ("Definitions/swagger.yaml", "openapi: 3.0.1\npaths: {}\n"),
        ("Image/icon.png", "no picture"),
    ])
}

pub(super) fn classic() -> Entries {
    entries(&[
        ("Meta-information/api.yaml", CLASSIC),
        ("Meta-information/swagger.yaml", "openapi: 3.0.1\npaths: {}\n"),
    ])
}

/// The entries with one of them changed.
pub(super) fn edited(entries: &Entries, path: &str, from: &str, to: &str) -> Entries {
    let mut edited = entries.clone();
    let (_, text) = edited.iter_mut().find(|(found, _)| found == path).unwrap();
    assert!(text.contains(from), "nothing to replace: {from}");
    *text = text.replace(from, to);
    edited
}

/// The entries below a folder.
pub(super) fn below(root: &str, entries: &Entries) -> Entries {
    entries.iter().map(|(path, text)| (format!("{root}/{path}"), text.clone())).collect()
}

pub(super) fn zip(entries: &[(String, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in entries {
        writer.start_file(path.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A temporary folder to put projects in.
pub(super) struct Place(TempDir);

impl Place {
    pub(super) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(super) fn folder(&self, name: &str, entries: &[(String, String)]) -> PathBuf {
        for (path, text) in entries {
            let path = self.path(name).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        self.path(name)
    }

    pub(super) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        fs::write(self.path(name), content).unwrap();
        self.path(name)
    }
}

/// Opens the entries as an archive.
#[track_caller]
pub(super) fn open(entries: &Entries) -> ApiProject {
    let place = Place::new();
    ApiProject::open(place.file("project.zip", zip(entries))).unwrap()
}

#[track_caller]
pub(super) fn refusal(entries: &Entries) -> Error {
    let place = Place::new();
    ApiProject::open(place.file("project.zip", zip(entries))).unwrap_err()
}

pub(super) fn with_parameters(
    project: &Path,
    parameters: &Path,
    environment: Option<&str>,
) -> crate::error::Result<ApiProject> {
    let options = ApiProjectOptions::new().parameters(parameters);
    let options = match environment {
        Some(name) => options.parameters_environment(name),
        None => options,
    };
    ApiProject::open_with(project, &options)
}
