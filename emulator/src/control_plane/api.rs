//! An API, its revisions and its deployments.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::lifecycle::Lifecycle;
use crate::node::Release;

/// An API's document: what a client sent, completed.
pub(crate) type Document = Map<String, Value>;

/// One API.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) id: String,
    /// The working copy.
    pub(crate) document: Document,
    /// Its definition, as text.
    pub(crate) definition: String,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) provider: String,
    pub(crate) created: u128,
    pub(crate) updated: u128,
    pub(crate) revisions: Vec<Revision>,
    /// How many revisions there ever were: the next one's number follows it.
    pub(crate) numbered: u32,
    pub(crate) deployments: Vec<Deployment>,
    /// Deployments that wait for an approval, or that were refused it (4.3).
    pub(crate) requests: Vec<DeploymentRequest>,
    /// By the environment's id (4.1).
    pub(crate) environment_keys: BTreeMap<String, BTreeMap<String, String>>,
    /// From, to, when, and by whom.
    pub(crate) history: Vec<(Option<Lifecycle>, Lifecycle, u128, String)>,
}

/// A copy of an API that can be deployed (4.x).
#[derive(Clone)]
pub(crate) struct Revision {
    pub(crate) id: String,
    pub(crate) number: u32,
    pub(crate) description: String,
    pub(crate) created: u128,
    pub(crate) document: Document,
    pub(crate) definition: String,
}

/// A revision in an environment (4.x).
#[derive(Clone)]
pub(crate) struct Deployment {
    pub(crate) environment: String,
    pub(crate) vhost: String,
    pub(crate) on_devportal: bool,
    pub(crate) revision: String,
    pub(crate) time: u128,
}

/// A deployment that a workflow decides about.
#[derive(Clone)]
pub(crate) struct DeploymentRequest {
    pub(crate) deployment: Deployment,
    /// False while it waits, true when it was refused.
    pub(crate) is_rejected: bool,
}

impl Api {
    pub(crate) fn text(&self, key: &str) -> &str {
        text(&self.document, key)
    }

    pub(crate) fn name(&self) -> &str {
        self.text("name")
    }

    pub(crate) fn version(&self) -> &str {
        self.text("version")
    }

    pub(crate) fn context(&self) -> &str {
        self.text("context")
    }

    /// The environments of the classic model.
    pub(crate) fn gateway_environments(&self) -> Vec<&str> {
        strings(&self.document, "gatewayEnvironments")
    }

    /// True for a third party's API, which is shown and not served (4.x).
    pub(crate) fn is_advertised(&self) -> bool {
        let info = self.document.get("advertiseInfo");
        info.and_then(|info| info.get("advertised")).and_then(Value::as_bool).unwrap_or(false)
    }

    pub(crate) fn revision(&self, id: &str) -> Option<&Revision> {
        self.revisions.iter().find(|revision| revision.id == id)
    }

    /// The whole API as the Publisher shows it, with another document for a revision. What has no
    /// value is left out.
    pub(crate) fn json(&self, revision: Option<&Revision>, release: Release) -> Value {
        let mut document = revision.map_or(&self.document, |revision| &revision.document).clone();
        document.insert("id".into(), json!(revision.map_or(&self.id, |revision| &revision.id)));
        document.insert("provider".into(), json!(self.provider));
        document.insert("lifeCycleStatus".into(), json!(self.lifecycle.status()));
        document.insert("createdTime".into(), json!(self.created.to_string()));
        document.insert("lastUpdatedTime".into(), json!(self.updated.to_string()));
        if release.at_least(4, 3) {
            let updated = json!(self.updated.to_string());
            document.insert("lastUpdatedTimestamp".into(), updated);
        }
        if !release.is_classic() {
            document.insert("isRevision".into(), json!(revision.is_some()));
            document
                .insert("revisionedApiId".into(), revision.map_or(Value::Null, |_| json!(self.id)));
            document
                .insert("revisionId".into(), json!(revision.map_or(0, |revision| revision.number)));
        }
        document.retain(|_, value| !value.is_null());
        Value::Object(document)
    }

    /// As it stands in the Publisher's lists.
    pub(crate) fn info(&self, release: Release) -> Value {
        let mut info = Document::new();
        let kept =
            ["name", "description", "context", "version", "type", "hasThumbnail", "securityScheme"];
        let later =
            ["additionalProperties", "additionalPropertiesMap", "audience", "gatewayVendor"];
        let since = if release.at_least(4, 1) { &later[..] } else { &[] };
        for key in kept.iter().chain(since) {
            if let Some(value) = self.document.get(*key).filter(|value| !value.is_null()) {
                info.insert((*key).to_owned(), value.clone());
            }
        }
        info.insert("id".into(), json!(self.id));
        info.insert("provider".into(), json!(self.provider));
        info.insert("lifeCycleStatus".into(), json!(self.lifecycle.status()));
        if release.at_least(4, 1) {
            info.insert("createdTime".into(), json!(self.created.to_string()));
            info.insert("updatedTime".into(), json!(self.updated.to_string()));
            info.insert("advertiseOnly".into(), json!(self.is_advertised()));
        }
        Value::Object(info)
    }
}

pub(crate) fn text<'d>(document: &'d Document, key: &str) -> &'d str {
    document.get(key).and_then(Value::as_str).unwrap_or_default()
}

pub(crate) fn strings<'d>(document: &'d Document, key: &str) -> Vec<&'d str> {
    let list = document.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The first URL of `production_endpoints` or `sandbox_endpoints`, which hold one or a list.
pub(crate) fn endpoint(document: &Document, kind: &str) -> Option<String> {
    let config = document.get("endpointConfig")?;
    let endpoints = config.get(kind)?;
    let first = endpoints.as_array().map_or(Some(endpoints), |list| list.first())?;
    first.get("url")?.as_str().filter(|url| !url.is_empty()).map(str::to_owned)
}

/// The path that calls go to, with the version in it.
pub(crate) fn full_context(context: &str, version: &str) -> String {
    if context.contains("{version}") {
        context.replace("{version}", version)
    } else {
        format!("{context}/{version}")
    }
}
