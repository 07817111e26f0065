//! Secrets as JSON: `applications`, then the application's name, then the key type.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};

use crate::model::{KeyType, SecretText};
use crate::publish::access::environments::EnvironmentAccess;
use crate::publish::access::sink::file::Contents;
use crate::publish::access::sink::{Held, HeldToken, Label, ProvidedSecret, SecretKind};
use crate::rest::keys::RESIDENT;

const APPLICATIONS: &str = "applications";

/// It does not print.
pub(super) struct Json(Map<String, Value>);

/// Keys of another key manager than API-M's own stand beside them, under a name of their own.
fn entry_name(key_type: KeyType, key_manager: &str) -> String {
    match key_manager {
        "" | RESIDENT => key_type.as_str().to_owned(),
        other => format!("{key_type} {other}"),
    }
}

/// The member, which becomes an object when it is not there.
fn member<'m>(
    object: &'m mut Map<String, Value>,
    name: &str,
) -> Result<&'m mut Map<String, Value>, String> {
    let member = object.entry(name).or_insert_with(|| Value::Object(Map::new()));
    member
        .as_object_mut()
        .ok_or_else(|| format!("its member `{}` is no object", name.escape_debug()))
}

impl Contents for Json {
    fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Ok(Self(Map::new()));
        }
        match serde_json::from_str(text) {
            Ok(Value::Object(object)) => {
                if object.get(APPLICATIONS).is_some_and(|it| !it.is_object()) {
                    return Err(format!("its member `{APPLICATIONS}` is no object"));
                }
                Ok(Self(object))
            }
            Ok(_) => Err("it is no JSON object".to_owned()),
            Err(error) => {
                Err(format!("it is not JSON, at line {}, column {}", error.line(), error.column()))
            }
        }
    }

    fn held(&self, label: &Label) -> Held {
        let name = entry_name(label.key_type, &label.key_manager);
        let entry =
            self.0.get(APPLICATIONS).and_then(|all| all.get(&label.application)?.get(&name));
        let text = |key: &str| entry?.get(key)?.as_str().filter(|text| !text.is_empty());
        if text("consumerKey") != Some(label.consumer_key.as_str()) {
            return Held::default();
        }
        let expires = entry.and_then(|entry| entry.get("accessTokenExpires")?.as_u64());
        let scopes = entry.and_then(|entry| entry.get("scopes")?.as_array());
        let scopes = scopes.into_iter().flatten().filter_map(Value::as_str);
        Held {
            consumer_secret: text("consumerSecret").map(SecretText::from),
            token: text("accessToken").map(|_| HeldToken {
                expires_at: expires.and_then(time),
                scopes: scopes.map(str::to_owned).collect(),
            }),
        }
    }

    fn put(&mut self, secret: &ProvidedSecret) -> Result<(), String> {
        let application = member(member(&mut self.0, APPLICATIONS)?, &secret.application)?;
        let name = entry_name(secret.key_type, &secret.key_manager);
        let entry = member(application, &name)?;
        if entry.get("consumerKey").and_then(Value::as_str) != Some(secret.consumer_key.as_str()) {
            // Of keys that are there no more.
            entry.clear();
        }
        let mut set = |key: &str, value: Value| {
            entry.insert(key.to_owned(), value);
        };
        set("consumerKey", json!(secret.consumer_key));
        set("environments", secret.environments.iter().map(environment).collect());
        match secret.kind {
            SecretKind::ConsumerSecret => set("consumerSecret", json!(secret.value.expose())),
            SecretKind::AccessToken => {
                set("accessToken", json!(secret.value.expose()));
                set("accessTokenExpires", json!(secret.expires_at.map(seconds)));
                set("scopes", json!(secret.scopes));
            }
        }
        Ok(())
    }

    fn text(&self) -> String {
        // A map of texts and numbers has a form.
        let text = serde_json::to_string_pretty(&self.0).unwrap_or_default();
        format!("{text}\n")
    }
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
