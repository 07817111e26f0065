//! The lines of an audit log.

use std::time::SystemTime;

use serde::Serialize;

use crate::error::Error;
use crate::publish::journal::{Identifier, timestamp, without_user_info};
use crate::publish::plan::Step;
use crate::publish::report::environments;

/// Grows when a field changes its meaning or goes; a new field or event does not count.
const SCHEMA_VERSION: u32 = 1;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Event {
    /// An apply has begun.
    PlanApplied,
    StepDone,
    StepFailed,
    /// The server took it, and somebody has to approve it.
    Pending,
    /// What an API had been changed was taken back, as far as no `rollback-failed` follows.
    RolledBack,
    /// It was not, or not all of it.
    RollbackFailed,
}

/// Where, and as whom: the same for all events of an apply.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    control_plane: String,
    user: Option<Identifier>,
}

impl Scene {
    pub(crate) fn new(control_plane_url: &str, user: Option<&str>) -> Self {
        Self { control_plane: without_user_info(control_plane_url), user: user.map(Into::into) }
    }
}

/// An event and what is known of it: names, identifiers and codes.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AuditEvent {
    event: Event,
    #[serde(skip_serializing_if = "Option::is_none")]
    api: Option<Identifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<Identifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<Identifier>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    environments: Vec<Identifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<Identifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Identifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    correlation_id: Option<Identifier>,
}

impl AuditEvent {
    pub(crate) fn new(event: Event) -> Self {
        Self {
            event,
            api: None,
            version: None,
            action: None,
            environments: Vec::new(),
            revision: None,
            error: None,
            correlation_id: None,
        }
    }

    /// About a step of an API, in the environments that the step names.
    pub(crate) fn step(mut self, step: &Step) -> Self {
        self.environments = environments(&step.action).into_iter().map(Into::into).collect();
        self.action = Some(step.action.kind().into());
        self.api(&step.api, &step.version)
    }

    pub(crate) fn api(mut self, name: &str, version: &str) -> Self {
        (self.api, self.version) = (Some(name.into()), Some(version.into()));
        self
    }

    pub(crate) fn environments<'e>(mut self, names: impl IntoIterator<Item = &'e str>) -> Self {
        self.environments = names.into_iter().map(Into::into).collect();
        self
    }

    pub(crate) fn revision(mut self, id: &str) -> Self {
        self.revision = Some(id.into());
        self
    }

    /// The code, and what finds the request in API-M's logs; never the message.
    pub(crate) fn error(mut self, error: &Error) -> Self {
        self.error = Some(error.code().into());
        let correlation = error.context().iter().find(|(key, _)| *key == "correlation_id");
        self.correlation_id = correlation.map(|(_, id)| id.into());
        self
    }
}

/// An event at its time.
#[derive(Debug, Serialize)]
pub(crate) struct Entry {
    schema_version: u32,
    time: String,
    control_plane: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<Identifier>,
    #[serde(flatten)]
    event: AuditEvent,
}

impl Entry {
    pub(super) fn new(time: SystemTime, scene: &Scene, event: AuditEvent) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            time: timestamp::rfc_3339(time),
            control_plane: scene.control_plane.clone(),
            user: scene.user.clone(),
            event,
        }
    }

    /// Adds the line.
    pub(super) fn write(&self, text: &mut Vec<u8>) {
        // It cannot fail: there is no map with keys other than text, and nothing is written to but memory.
        let json = serde_json::to_string(self).unwrap_or_default();
        text.extend_from_slice(json.as_bytes());
        text.push(b'\n');
    }
}
