//! Parameters, beside a project and wrapped with it.

use std::fs;
use std::io::{Cursor, Write as _};

use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{ApiProject, Place, classic, current, edited, with_parameters, zip};
use crate::model::KeyType;
use crate::publish::Target;

const PARAMETERS: &str = "environments:
  - name: dev
    configs:
      endpoints: {production: {url: 'https://dev.example/p'}, sandbox: {url: 'https://dev.example/s'}}
      deploymentEnvironments:
        - {displayOnDevportal: true, deploymentEnvironment: Internal, deploymentVhost: gw.dev.example}
  - name: prod
    configs: {deploymentEnvironments: [{deploymentEnvironment: eu-west}]}
";

#[test]
fn a_parameters_file_replaces_environments_and_endpoints() {
    let place = Place::new();
    let (project, file) = (place.folder("p", &current()), place.file("params.yaml", PARAMETERS));
    let dev = with_parameters(&project, &file, Some("dev")).unwrap();
    assert_eq!(dev.targets(), [Target::new("Internal").virtual_host("gw.dev.example")]);
    assert_eq!(dev.endpoint(KeyType::Production), Some("https://dev.example/p"));
    assert_eq!(dev.endpoint(KeyType::Sandbox), Some("https://dev.example/s"));
    let sent = dev.archive_for_import(None, &[]).unwrap();
    let sent = ApiProject::open(place.file("sent.zip", sent)).unwrap();
    assert_eq!(sent.endpoint(KeyType::Sandbox), Some("https://dev.example/s"));

    // A folder of parameters, with certificates beside them.
    fs::create_dir(place.path("Deployment")).unwrap();
    place.file("Deployment/params.yaml", PARAMETERS);
    let prod = with_parameters(&project, &place.path("Deployment"), Some("prod")).unwrap();
    assert_eq!(prod.targets(), [Target::new("eu-west")]);
    assert_eq!(prod.endpoint(KeyType::Production), Some("https://be.example/p"));
    assert_ne!(prod.digest(), dev.digest());
}

#[test]
fn in_3_the_parameters_list_gateway_environments() {
    let place = Place::new();
    let parameters = "environments:\n  - name: dev\n    gatewayEnvironments: [Internal]\n    endpoints:\n      \
                      production: {url: 'https://dev.example/p'}\n      sandbox: {url: 'https://dev.example/s'}\n";
    let (project, file) = (place.folder("p", &classic()), place.file("params.yaml", parameters));
    let project = with_parameters(&project, &file, None).unwrap();
    assert_eq!(project.targets(), [Target::new("Internal")]);
    assert_eq!(project.endpoint(KeyType::Production), Some("https://dev.example/p"));
    assert_eq!(project.endpoint(KeyType::Sandbox), Some("https://dev.example/s"));
}

/// A URL is set, and what else is said of its endpoint stays: in both layouts, in each form.
#[test]
fn what_parameters_do_not_name_of_an_endpoint_stays() {
    let place = Place::new();
    let parameters = "endpoints: {production: {url: 'https://dev.example/p'}}\n";
    let file = place.file("params.yaml", parameters);
    let said = "url: \"https://be.example/p\"";
    let current =
        edited(&current(), "api.yaml", said, &format!("{said}, config: {{retryDelay: 7}}"));
    let said = "\"url\":\"https://be.example/p\"";
    let path = "Meta-information/api.yaml";
    let with_config = format!("{said},\"config\":{{\"retryDelay\":7}}");
    let classic = edited(&classic(), path, said, &with_config);
    for (name, entries) in [("current", current), ("classic", classic)] {
        let project = with_parameters(&place.folder(name, &entries), &file, None).unwrap();
        let config = match &project.document["endpointConfig"] {
            Value::String(text) => serde_json::from_str(text).unwrap(),
            config => config.clone(),
        };
        let expected = json!({"url": "https://dev.example/p", "config": {"retryDelay": 7}});
        assert_eq!(config["production_endpoints"], expected, "{name}");
        assert_eq!(config["endpoint_type"], "http", "{name}");
    }
}

#[test]
fn an_archive_that_is_wrapped_with_parameters_is_unwrapped() {
    let inner = zip(&super::below("Pets-1.0.0", &current()));
    let configs = "deploymentEnvironments: [{deploymentEnvironment: Internal}]\n";
    for path in ["intermediate_params.yaml", "Deployment/intermediate_params.yaml"] {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in [("SourceArchive.zip", inner.as_slice()), (path, configs.as_bytes())]
        {
            writer.start_file(format!("Pets/{name}"), SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        let place = Place::new();
        let wrapped = place.file("wrapped.zip", writer.finish().unwrap().into_inner());
        let project = ApiProject::open(wrapped).unwrap();
        assert_eq!(project.targets(), [Target::new("Internal")]);
        let plain = ApiProject::open(place.file("plain.zip", &inner)).unwrap();
        assert_eq!(project.digest(), plain.digest());
    }
}

#[test]
fn which_parameters_are_meant_has_to_be_clear() {
    let place = Place::new();
    let project = place.folder("p", &current());
    let refused = |text: &str, environment| {
        let file = place.file("params.yaml", text);
        let error = with_parameters(&project, &file, environment).unwrap_err();
        (error.code(), error.message().to_owned())
    };
    let (code, message) = refused(PARAMETERS, None);
    assert_eq!(code, "invalid-api-project");
    assert!(message.contains("say for which of `dev`, `prod`"), "{message}");
    let (code, message) = refused(PARAMETERS, Some("qa"));
    assert_eq!(code, "invalid-api-project");
    assert!(message.contains("`qa`: it has `dev`, `prod`"), "{message}");
    for text in [
        "environments:\n  - name: dev\n    configs: {certs: [x]}\n",
        "environments:\n  - name: dev\n    configs: {endpoints: {production: {url: x, config: {}}}}\n",
        "environments:\n  - name: dev\n    configs: {endpoints: {staging: {url: x}}}\n",
    ] {
        assert_eq!(refused(text, None).0, "unsupported-parameters", "{text}");
    }
    for text in ["- a\n", "environments: dev\n", "environments:\n  - configs: {}\n", "a: [\n"] {
        assert_eq!(refused(text, None).0, "invalid-api-project", "{text}");
    }
}
