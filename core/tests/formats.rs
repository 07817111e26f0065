//! Reports of `check` in every format, as a user gets them: valid, the same each time, and without a secret.

#![allow(clippy::unwrap_used)] // clippy takes only functions marked #[test] for tests

use gatewright::{Format, NodeFile, Report, check};
use serde_json::Value;

/// What must never be printed.
const SECRET: &str = "hunter2";

/// Files whose findings show the line a secret stands on.
const LEAKY: [&str; 12] = [
    "[super_admin]\nusername = \"admin\"\npassword = \"hunter2\n",
    "[super_admin]\npassword = 'hun'hunter2'\n",
    "[super_admin]\npassword = hunter2\n",
    "[super_admin]\npassword \"hunter2\"\n",
    "[super_admin]\npassword: hunter2\n",
    "[super_admin]\npassword =\n\"hunter2\"\n",
    "[super_admin]\npassword = \"a\"\npassword = \"hunter2\"\n",
    "[apim.key_manager]\nservice_url = \"https://localhost:9443/services/\"\npasword = \"hunter2\"\n",
    "[apim.key_manager]\nservice_url = \"https://admin:hunter2@localhost:9443/services/\"\npassword = \"a&hunter2\"\n",
    "[apim.gateway.environment]\nname = \"A\"\npassword = \"<hunter2>\"\n",
    "[[apim.gateway.environment]]\nname = \"A\"\ntype = \"hybrid\"\npassword = \"$ref{x}hunter2\"\n\
     https_endpoint = \"https://u:hunter2@:x\"\n",
    "[secrets]\ndb = \"hunter2\nother = \"\\hunter2\"\n",
];

fn report(text: &str) -> Report {
    check([NodeFile::from_text("cp/deployment.toml", text)]).unwrap()
}

#[test]
fn no_format_shows_a_secret() {
    for text in LEAKY {
        let report = report(text);
        for format in Format::ALL {
            let shown = report.format(format);
            assert!(!shown.contains(SECRET), "{format} of {text:?}:\n{shown}");
        }
        assert!(!format!("{report:?}").contains(SECRET), "Debug of {text:?}");
    }
}

#[test]
fn json_follows_its_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("../schemas/report.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for text in LEAKY {
        let report = report(text);
        let document: Value = serde_json::from_str(&report.format(Format::Json)).unwrap();
        assert!(validator.is_valid(&document), "{document:#}");
        assert_eq!(document, serde_json::to_value(&report).unwrap());
        assert_eq!(document["diagnostics"].as_array().unwrap().len(), report.diagnostics().len());
    }
}

#[test]
fn every_finding_is_in_every_format() {
    let report = report("[server]\noffset = \"one\"\n\n[apim.key_manager]\npassword = \"\"\n");
    assert!(!report.ok() && report.diagnostics().len() == 2, "{report:?}");
    for format in Format::ALL {
        let text = report.format(format);
        assert_eq!(Format::from_name(format.as_str()), Some(format));
        for found in report.diagnostics() {
            assert!(text.contains(found.code), "{format} without {}", found.code);
        }
        assert_eq!(text, report.format(format));
    }
}
