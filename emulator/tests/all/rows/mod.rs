//! The rows of the REST reference that state an answer, by section and words, and that the emulator gives it.
//!
//! A failing row says its section and words. `consumer_checklist` has all of OAuth, the Developer Portal and gateways;
//! `checklist` those of the Publisher, the Admin API and the workflows.

mod admin;
mod approvals;
mod archive_layouts;
mod archives;
mod checklist;
mod classic;
mod consumer_checklist;
mod copies;
mod create;
mod errors;
mod faults;
mod gateway_calls;
mod gateway_rest;
mod imports;
mod inputs;
mod keys;
mod lifecycle;
mod lists;
mod oauth;
mod operations;
mod other_answers;
mod portal;
mod registration;
mod revision_errors;
mod revisions;
mod schema;
mod settings;
mod subscriptions;
mod throttling;
mod workflows;

use serde_json::{Map, Value, json};

use crate::http::Answer;
use crate::world::{Plan, World};

/// A row of the reference.
#[derive(Clone, Copy)]
pub struct Row(pub &'static str, pub &'static str);

impl Row {
    fn name(self, release: &str) -> String {
        format!("REST reference {} \"{}\", API-M {release}", self.0, self.1)
    }

    /// The answer has this status.
    #[track_caller]
    pub fn is(self, release: &str, answer: Answer, status: u16) -> Answer {
        let name = self.name(release);
        assert_eq!(answer.status, status, "{name}: {}", answer.text);
        answer
    }

    #[track_caller]
    pub fn holds(self, release: &str, condition: bool, seen: impl std::fmt::Debug) {
        let name = self.name(release);
        assert!(condition, "{name}: {seen:?}");
    }

    #[track_caller]
    #[allow(clippy::needless_pass_by_value)]
    pub fn same<T: PartialEq + std::fmt::Debug>(self, release: &str, found: T, expected: T) {
        let name = self.name(release);
        assert_eq!(found, expected, "{name}");
    }
}

/// A row of the reference, which is said when its test fails.
pub struct Said(&'static str, &'static str);

pub fn row(section: &'static str, words: &'static str) -> Said {
    Said(section, words)
}

impl Drop for Said {
    #[allow(clippy::print_stderr)]
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the row that does not hold: {} \"{}\"", self.0, self.1);
        }
    }
}

/// The control plane of a release, without gateways.
pub async fn alone(version: &str) -> World {
    Plan::new(version).alone().start().await
}

/// A document with other values; null takes one away.
pub fn with(mut document: Value, changes: &Value) -> Value {
    let fields: &mut Map<String, Value> = document.as_object_mut().unwrap();
    for (key, value) in changes.as_object().unwrap() {
        if value.is_null() {
            fields.remove(key);
        } else {
            fields.insert(key.clone(), value.clone());
        }
    }
    document
}

impl World {
    /// What an API is now.
    pub async fn api(&self, id: &str) -> Value {
        self.admin("GET", &format!("p/apis/{id}")).send().await.expect(200).json()
    }

    pub async fn state(&self, id: &str) -> String {
        self.api(id).await["lifeCycleStatus"].as_str().unwrap().to_owned()
    }

    /// The deployments of an API as `environment: status`.
    pub async fn deployments(&self, id: &str) -> Vec<(String, Value)> {
        let path = format!("p/apis/{id}/deployments");
        let list = self.admin("GET", &path).send().await.expect(200).json();
        let list = list.as_array().unwrap().iter();
        list.map(|item| (item["name"].as_str().unwrap().to_owned(), item["status"].clone()))
            .collect()
    }

    /// A kind of workflow as the release's Admin API names it: 3.2 leaves `AM_` out.
    pub fn workflow<'k>(&self, kind: &'k str) -> &'k str {
        if self.release.is_classic() { kind.trim_start_matches("AM_") } else { kind }
    }

    /// An environment made through the Admin API.
    pub async fn make_environment(&self, name: &str) -> String {
        let body = json!({"name": name, "vhosts": [{"host": "localhost"}]});
        self.admin("POST", "a/environments").json(&body).send().await.expect(201).field("id")
    }
}
