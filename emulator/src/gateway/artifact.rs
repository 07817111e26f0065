//! What a gateway needs to serve an API in an environment.

use serde::{Deserialize, Serialize};

/// An API as it is sent to a gateway.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct Artifact {
    pub(crate) api: String,
    /// From 4.0.
    pub(crate) revision: Option<String>,
    pub(crate) name: String,
    pub(crate) version: String,
    /// With the version in it.
    pub(crate) context: String,
    /// Without the version, for the default version of an API.
    pub(crate) default_context: Option<String>,
    pub(crate) environment: String,
    /// As the control plane's file has it.
    pub(crate) environment_type: String,
    pub(crate) production: Option<String>,
    pub(crate) sandbox: Option<String>,
    pub(crate) transports: Vec<String>,
    pub(crate) operations: Vec<Operation>,
    /// In upper case.
    pub(crate) lifecycle: String,
}

/// A verb on a path of the API.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct Operation {
    pub(crate) verb: String,
    pub(crate) target: String,
    /// False for resources without authentication.
    pub(crate) secured: bool,
}

/// What 3.x pushes to a gateway.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "camelCase")]
pub(crate) enum Pushed {
    /// The API is put there, or replaced.
    Deploy { artifact: Box<Artifact> },
    /// The API is taken away.
    Undeploy { api: String, environment: String },
}

/// What a gateway of 4.x is answered when it asks for its labels.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Artifacts {
    pub(crate) artifacts: Vec<Artifact>,
}

/// What the key manager says about a call.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Verdict {
    /// 0 when the call may go on, otherwise a code of REST reference §6.2.
    pub(crate) code: u32,
    /// `PRODUCTION` or `SANDBOX`; empty for a call that may not go on.
    pub(crate) key_type: String,
    /// `oauth2` and `api_key`, where the API takes them.
    pub(crate) schemes: Vec<String>,
}
