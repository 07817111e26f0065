//! The JSON Schema of `topology.toml`, for editors.

use super::Topology;

const SCHEMA: &str = include_str!("schema.json");

impl Topology {
    /// A JSON Schema (draft 2020-12) of `topology.toml`, for completion and checks in editors. It knows keys, types, words
    /// and ranges; what belongs together only [`Topology::parse`] knows.
    ///
    /// ```
    /// let schema = gatewright::Topology::json_schema();
    /// assert!(schema.contains("\"schema_version\""));
    /// ```
    pub fn json_schema() -> &'static str {
        SCHEMA
    }
}
