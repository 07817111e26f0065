//! A topology as JSON, and back: what the bindings make of their languages' own objects.

use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::Value;

use super::construct::from_draft;
use super::write::quoted;
use super::{Topology, TopologySpec, read};
use crate::error::{Error, ErrorKind, Result};
use crate::model::reader::Findings;
use crate::text::SourceText;

impl Topology {
    /// Reads a topology from JSON: an object with the keys of a `topology.toml`, in which `null` is as good as absent.
    ///
    /// # Errors
    /// As [`Topology::parse`], but that findings have no positions; and `invalid-json` when the text is no JSON object.
    ///
    /// ```
    /// use gatewright::Topology;
    ///
    /// let topology = Topology::parse(gatewright::examples::THREE_NODES)?;
    /// assert_eq!(Topology::from_json(&topology.to_json())?, topology);
    ///
    /// let error = Topology::from_json(r#"{"release": "4.7", "nodes": []}"#).unwrap_err();
    /// let found = &error.report().unwrap().diagnostics()[0];
    /// assert_eq!((found.code, found.help.as_deref()), ("unknown-key", Some("did you mean `node`?")));
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self> {
        read_json(text).map_err(|error| error.with_operation("from_json"))
    }

    /// The topology as JSON, with the keys of a `topology.toml`: what has its default is left out, passwords are as they
    /// were given.
    pub fn to_json(&self) -> String {
        // Strings, numbers, lists and objects with texts as keys: there is nothing that could not be written.
        serde_json::to_string(&TopologySpec::from(self)).unwrap_or_default()
    }
}

fn read_json(text: &str) -> Result<Topology> {
    let invalid = |message: String| Error::new(ErrorKind::InvalidInput, "invalid-json", message);
    let value: Value = serde_json::from_str(text)
        .map_err(|error| invalid(format!("this is not JSON: {error}")))?;
    let Value::Object(object) = value else {
        return Err(invalid("a topology in JSON is an object".to_owned()));
    };
    let mut toml = String::new();
    for (key, value) in present(&object) {
        // Writing to a string does not fail.
        let _ = writeln!(toml, "{} = {}", quoted(key), inline(value));
    }
    // Without a source, findings get no positions: the caller has never seen this text.
    let mut findings = Findings::new(None);
    let draft = read::read(&Arc::new(SourceText::new(None, toml)), &mut findings);
    from_draft(draft, findings, None)
}

/// A value within a line of TOML.
fn inline(value: &Value) -> String {
    match value {
        Value::Null => "\"\"".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(object) => {
            let pairs: Vec<String> = present(object)
                .map(|(key, value)| format!("{} = {}", quoted(key), inline(value)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
    }
}

fn present(object: &serde_json::Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    object.iter().filter(|(_, value)| !value.is_null())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(json: &str) -> Vec<&'static str> {
        let error = Topology::from_json(json).unwrap_err();
        let report = error.report().cloned().unwrap_or_default();
        assert!(report.diagnostics().iter().all(|found| found.line.is_none()), "{error}");
        if report.is_empty() {
            vec![error.code()]
        } else {
            report.diagnostics().iter().map(|found| found.code).collect()
        }
    }

    #[test]
    fn all_problems_are_reported_at_once_and_without_positions() {
        let json = r#"{
            "release": "4.7", "offest": null, "relase": "\"\u007f\\\n",
            "node": [
                {"name": "cp", "roles": ["control-plane"], "host": "localhost", "offset": "one"},
                {"name": "gw", "roles": "gateway", "host": "localhost", "offset": 1e30},
                null
            ]
        }"#;
        let codes = codes(json);
        for code in ["unknown-key", "invalid-offset", "wrong-value-type"] {
            assert!(codes.contains(&code), "{code} is not among {codes:?}");
        }
    }

    #[test]
    fn what_is_no_json_object_is_refused() {
        for json in ["", "{", "[]", "null", "\"release\""] {
            assert_eq!(codes(json), ["invalid-json"], "{json}");
        }
    }
}
