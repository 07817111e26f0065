//! Secrets as JSON: `applications`, then the application's name, then the key type. What others have written stays as it is
//! written, down to the form of its numbers.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::model::{KeyType, SecretText};
use crate::publish::access::environments::EnvironmentAccess;
use crate::publish::access::sink::file::Contents;
use crate::publish::access::sink::members::Members;
use crate::publish::access::sink::{Held, HeldToken, Label, Place, Secret, SecretKind};
use crate::rest::keys::RESIDENT;

const APPLICATIONS: &str = "applications";

/// It does not print.
pub(super) struct Json(Members);

/// Keys of another key manager than API-M's own stand beside them, under a name of their own.
fn entry_name(key_type: KeyType, key_manager: &str) -> String {
    match key_manager {
        "" | RESIDENT => key_type.as_str().to_owned(),
        other => format!("{key_type} {other}"),
    }
}

impl Json {
    fn entry(&self, place: &Place) -> Option<Value> {
        let name = entry_name(place.key_type, &place.key_manager);
        let entry = self.0.get(&[APPLICATIONS, &place.application, &name])?;
        entry.is_object().then_some(entry)
    }

    /// The entry of a place, which is made when it is not there.
    fn open(&mut self, place: &Place) -> Result<&mut Members, String> {
        let name = entry_name(place.key_type, &place.key_manager);
        self.0.open(APPLICATIONS)?.open(&place.application)?.open(&name)
    }
}

impl Contents for Json {
    fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Ok(Self(Members::default()));
        }
        match serde_json::from_str(text) {
            Ok(members) => Ok(Self(members)),
            Err(error) if error.is_data() => Err("it is no JSON object".to_owned()),
            Err(error) => {
                Err(format!("it is not JSON, at line {}, column {}", error.line(), error.column()))
            }
        }
    }

    fn held(&self, label: &Label) -> Held {
        let Some(entry) = self.entry(&label.place) else { return Held::default() };
        let text = |key: &str| entry.get(key)?.as_str().filter(|text| !text.is_empty());
        if text("consumerKey") != Some(label.consumer_key.as_str()) {
            return Held::default();
        }
        let expires = entry.get("accessTokenExpires").and_then(Value::as_u64);
        let scopes = |name: &str| {
            let scopes = entry.get(name).and_then(Value::as_array).into_iter().flatten();
            scopes.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        Held {
            consumer_secret: text("consumerSecret").map(SecretText::from),
            token: text("accessToken").map(|_| HeldToken {
                expires_at: expires.and_then(time),
                scopes: scopes("scopes"),
                requested_scopes: scopes("requestedScopes"),
            }),
            is_outdated: entry.get("environments") != Some(&environments(label)),
        }
    }

    fn claim(&mut self, place: &Place) -> Result<(), String> {
        self.open(place).map(|_| ())
    }

    fn put(&mut self, label: &Label, secret: Option<&Secret>) -> Result<(), String> {
        let known = self.entry(&label.place);
        let known = known.as_ref().and_then(|entry| entry.get("consumerKey")?.as_str());
        let is_its = known == Some(label.consumer_key.as_str());
        let entry = self.open(&label.place)?;
        if !is_its {
            // Of keys that are there no more.
            entry.clear();
        }
        entry.set("consumerKey", json!(label.consumer_key));
        entry.set("environments", environments(label));
        let Some(secret) = secret else { return Ok(()) };
        match secret.kind {
            SecretKind::ConsumerSecret => {
                entry.set("consumerSecret", json!(secret.value.expose()));
            }
            SecretKind::AccessToken => {
                entry.set("accessToken", json!(secret.value.expose()));
                entry.set("accessTokenExpires", json!(secret.expires_at.map(seconds)));
                entry.set("scopes", json!(secret.scopes));
                match secret.unmet_request() {
                    [] => entry.remove("requestedScopes"),
                    unmet => entry.set("requestedScopes", json!(unmet)),
                }
            }
        }
        Ok(())
    }

    fn text(&self) -> String {
        // Members whose names are texts have a form.
        let text = serde_json::to_string_pretty(&self.0).unwrap_or_default();
        format!("{text}\n")
    }
}

fn environments(label: &Label) -> Value {
    label.environments.iter().map(environment).collect()
}

fn environment(environment: &EnvironmentAccess) -> Value {
    let apis = environment.apis.iter().map(|api| {
        json!({
            "api": api.api, "version": api.version,
            "http": api.http, "https": api.https, "ws": api.ws, "wss": api.wss,
        })
    });
    json!({
        "name": environment.environment,
        "type": environment.environment_type.as_str(),
        "apis": apis.collect::<Vec<_>>(),
    })
}

/// Whole seconds since 1970.
pub(super) fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

pub(super) fn time(seconds: u64) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}
