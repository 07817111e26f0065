//! API keys of applications: REST reference §3.3.

use serde_json::{Value, json};

use super::super::api::Document;
use super::super::desk::Desk;
use super::super::oauth::TokenLife;
use super::super::problem::{Answer, Problem};
use super::super::state::{ApiKey, KeyType};
use super::applications::own;
use super::fields;
use super::keys::key_type;
use crate::ids;
use crate::server::Reply;

/// Up to 4.6 `validityTime`; from 4.7 `validityPeriod`, and the key's name.
fn shown(desk: &Desk<'_>, key: &str, value: &ApiKey) -> Value {
    if desk.file.release.at_least(4, 7) {
        json!({"keyName": value.name, "apikey": key, "validityPeriod": value.validity})
    } else {
        json!({"apikey": key, "validityTime": value.validity})
    }
}

fn add(
    desk: &mut Desk<'_>,
    application: &str,
    key_type: KeyType,
    name: String,
    life: i64,
) -> Reply {
    let key = ids::secret();
    let value = ApiKey {
        id: ids::uuid(),
        name,
        application: application.to_owned(),
        key_type,
        issued: desk.state.now(),
        validity: life,
        expires: TokenLife::of_seconds(life).end(desk.state.token_life),
    };
    let answer = shown(desk, &key, &value);
    desk.state.api_keys.insert(key, value);
    Reply::json(200, &answer)
}

pub(super) fn generate(desk: &mut Desk<'_>, id: &str, text: &str) -> Answer {
    own(desk, id)?;
    let key_type = key_type(text)?;
    let named = desk.file.release.at_least(4, 7);
    let body = desk.body()?;
    let life = fields::number(&body, "validityPeriod").unwrap_or(-1);
    let name = fields::optional(&body, "keyName").unwrap_or_default().to_owned();
    let taken =
        |key: &ApiKey| key.application == id && key.key_type == key_type && key.name == name;
    if named && !name.is_empty() && desk.state.api_keys.values().any(taken) {
        let description = format!("An API key named '{name}' is there");
        return Err(Problem::new(409, 409, "Conflict", description));
    }
    Ok(add(desk, id, key_type, name, life))
}

/// The key that a body names: by itself, or from 4.7 by its id.
fn find(desk: &Desk<'_>, id: &str, key_type: KeyType, body: &Document) -> Option<String> {
    let named = |field: &str| body.get(field).and_then(Value::as_str).unwrap_or_default();
    let (wanted, wanted_id) = (named("apikey"), named("keyUUID"));
    let keys = desk.state.api_keys.iter();
    let mut own = keys.filter(|(_, key)| key.application == id && key.key_type == key_type);
    own.find(|(text, key)| *text == wanted || key.id == wanted_id).map(|(text, _)| text.clone())
}

/// A key that is not known is answered as one that is.
pub(super) fn revoke(desk: &mut Desk<'_>, id: &str, text: &str) -> Answer {
    own(desk, id)?;
    let key_type = key_type(text)?;
    let by_id = desk.file.release.at_least(4, 7);
    let body = desk.body()?;
    if !(by_id && body.contains_key("keyUUID")) {
        fields::required(&body, "apikey")?;
    }
    if let Some(key) = find(desk, id, key_type, &body) {
        desk.state.api_keys.remove(&key);
    }
    Ok(Reply::empty(200))
}

/// From 4.7.
pub(super) fn list(desk: &Desk<'_>, id: &str, text: &str) -> Answer {
    own(desk, id)?;
    let key_type = key_type(text)?;
    let keys = desk.state.api_keys.values();
    let list: Vec<Value> = keys
        .filter(|key| key.application == id && key.key_type == key_type)
        .map(|key| {
            json!({
                "keyUUID": key.id, "keyName": key.name, "issuedOn": key.issued.to_string(),
                "validityPeriod": key.validity,
            })
        })
        .collect();
    Ok(Reply::json(200, &json!({"count": list.len(), "list": list})))
}

/// From 4.7: another key in place of one.
pub(super) fn regenerate(desk: &mut Desk<'_>, id: &str, text: &str) -> Answer {
    own(desk, id)?;
    let key_type = key_type(text)?;
    let body = desk.body()?;
    let wanted = fields::required(&body, "keyUUID")?.to_owned();
    let found = find(desk, id, key_type, &body).and_then(|key| desk.state.api_keys.remove(&key));
    let old =
        found.ok_or_else(|| Problem::not_found(format!("No API key with the id '{wanted}'")))?;
    Ok(add(desk, id, key_type, old.name, old.validity))
}
