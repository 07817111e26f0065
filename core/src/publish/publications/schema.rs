//! The JSON Schema of `publications.toml`, for editors.

use super::Publications;

const SCHEMA: &str = include_str!("schema.json");

impl Publications {
    /// A JSON Schema (draft 2020-12) of `publications.toml`, for completion and checks in editors. It knows keys, types,
    /// words and which keys go together; what documents, projects and variables say only [`Publications::load`] knows.
    ///
    /// ```
    /// let schema = gatewright::publish::Publications::json_schema();
    /// assert!(schema.contains("\"schema_version\""));
    /// ```
    pub fn json_schema() -> &'static str {
        SCHEMA
    }
}
