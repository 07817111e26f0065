//! The JSON Schema of `topology.toml`, for editors.

use serde_json::Value;

use super::Topology;

const SCHEMA: &str = include_str!("schema.json");

impl Topology {
    /// A JSON Schema (draft 2020-12) of `topology.toml`, for completion and checks in editors. It knows keys, types, words
    /// and ranges; what belongs together only [`Topology::parse`] knows.
    ///
    /// ```
    /// let schema = gatewright::Topology::json_schema();
    /// assert_eq!(schema["properties"]["schema_version"]["const"], 1);
    /// ```
    pub fn json_schema() -> Value {
        // A test holds the constant against the draft's own schema.
        serde_json::from_str(SCHEMA).unwrap_or_default()
    }
}
