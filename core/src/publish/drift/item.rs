//! The differences, and how they are shown.

use std::fmt;

use serde::Serialize;
use serde_json::json;

use crate::model::one_line::{Name, one_line};

/// Every difference. `Display` is one line for each, or `no drift`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// Environments first, in the order of the topology; then APIs, in the order of the publications.
    pub items: Vec<DriftItem>,
}

/// One difference. `Display` is one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DriftItem {
    /// What kind of difference it is.
    pub kind: DriftKind,
    /// The environment, when it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// The API's name, when it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api: Option<String>,
    /// The API's version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What the topology says, when it is about a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wanted: Option<String>,
    /// What the server says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// The difference in words.
    pub message: String,
}

/// What kind of difference it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DriftKind {
    /// The topology has an environment that the server lacks, or does not show to this user.
    MissingOnServer,
    /// The server has an environment that the topology lacks.
    MissingInTopology,
    /// An environment has another type.
    EnvironmentType,
    /// The try-out lists an environment, or does not.
    ApiConsole,
    /// An environment has other addresses: hosts or ports.
    Addresses,
    /// An API is otherwise than its publication.
    Api,
    /// An API cannot be as its publication says.
    ApiCannot,
}

impl DriftKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::MissingOnServer,
        Self::MissingInTopology,
        Self::EnvironmentType,
        Self::ApiConsole,
        Self::Addresses,
        Self::Api,
        Self::ApiCannot,
    ];

    /// The kind's name.
    ///
    /// ```
    /// assert_eq!(gatewright::publish::DriftKind::MissingOnServer.as_str(), "missing-on-server");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MissingOnServer => "missing-on-server",
            Self::MissingInTopology => "missing-in-topology",
            Self::EnvironmentType => "environment-type",
            Self::ApiConsole => "api-console",
            Self::Addresses => "addresses",
            Self::Api => "api",
            Self::ApiCannot => "api-cannot",
        }
    }
}

impl Drift {
    /// True when the server is as it should be.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The differences as JSON: an object with `schema_version` and `items`.
    ///
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let drift = control_plane.drift(None, []).await?;
    /// assert_eq!(drift.to_json(), r#"{"items":[],"schema_version":1}"#);
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_json(&self) -> String {
        json!({ "schema_version": 1, "items": self.items }).to_string()
    }
}

impl fmt::Display for DriftKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("no drift");
        }
        let lines: Vec<String> = self.items.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl fmt::Display for DriftItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(environment) = &self.environment {
            write!(f, "{}: ", Name(environment))?;
        }
        if let (Some(api), Some(version)) = (&self.api, &self.version) {
            write!(f, "{} {}: ", Name(api), Name(version))?;
        }
        f.write_str(&one_line(&self.message))
    }
}
