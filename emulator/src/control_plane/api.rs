//! An API, its revisions and its deployments.

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
    pub(crate) history: Vec<(Option<Lifecycle>, Lifecycle, u128)>,
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

    /// The whole API as the Publisher shows it, with another document for a revision.
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
        Value::Object(document)
    }

    /// As it stands in lists.
    pub(crate) fn summary(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name(),
            "description": self.document.get("description"),
            "context": self.context(),
            "version": self.version(),
            "provider": self.provider,
            "type": self.document.get("type"),
            "lifeCycleStatus": self.lifecycle.status(),
            "createdTime": self.created.to_string(),
            "updatedTime": self.updated.to_string(),
        })
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
