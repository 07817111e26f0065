//! An application's keys, and tokens from them: REST reference §3.3.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::api::{strings, text};
use super::super::desk::Desk;
use super::super::problem::{Answer, Problem};
use super::super::state::{Client, KeyType, Purpose, Token};
use super::applications::{may, own};
use super::settings::RESIDENT;
use crate::ids;
use crate::server::Reply;

pub(super) fn generate(desk: &mut Desk<'_>, id: &str) -> Answer {
    may(desk)?;
    let application = own(desk, id)?.clone();
    let body = desk.body()?;
    let Some(key_type) = KeyType::parse(text(&body, "keyType")) else {
        return Err(Problem::bad_request("keyType must be PRODUCTION or SANDBOX"));
    };
    let grants = strings(&body, "grantTypesToBeSupported");
    if grants.is_empty() {
        return Err(Problem::bad_request("grantTypesToBeSupported must not be null"));
    }
    let manager = text(&body, "keyManager");
    if !manager.is_empty() && manager != RESIDENT {
        return Err(Problem::bad_request(format!("The key manager '{manager}' is not there")));
    }
    if find(desk, id, |found, _| found == key_type).is_some() {
        let description =
            format!("Key Mappings already exists for application {}", application.name);
        return Err(Problem::new(409, 900_967, "Key Mappings already exists", description));
    }
    let client = Client {
        name: format!("{}_{}_{}", application.owner, application.name, key_type.name()),
        owner: application.owner,
        secret: ids::secret(),
        grants: grants.into_iter().map(str::to_owned).collect(),
        purpose: Purpose::Application {
            application: id.to_owned(),
            key_type,
            mapping: ids::uuid(),
            callback: text(&body, "callbackUrl").to_owned(),
        },
    };
    let key = ids::secret();
    let token = new_token(desk, &key, &client, BTreeSet::new());
    let mut answer = describe(desk, &key, &client, false);
    if let Value::Object(fields) = &mut answer {
        fields.insert("token".into(), token_json(desk, &token, &["default".to_owned()]));
    }
    desk.state.clients.insert(key, client);
    Ok(Reply::json(200, &answer))
}

fn new_token(desk: &mut Desk<'_>, key: &str, client: &Client, scopes: BTreeSet<String>) -> String {
    let token = ids::uuid();
    let expires = desk.state.expiry();
    let value = Token { client: key.to_owned(), user: client.owner.clone(), scopes, expires };
    desk.state.tokens.insert(token.clone(), value);
    token
}

fn token_json(desk: &Desk<'_>, token: &str, scopes: &[String]) -> Value {
    json!({"accessToken": token, "tokenScopes": scopes, "validityTime": desk.state.token_life.as_secs()})
}

/// From 4.7 secrets are masked when keys are read.
fn describe(desk: &Desk<'_>, key: &str, client: &Client, read: bool) -> Value {
    let Purpose::Application { key_type, mapping, callback, .. } = &client.purpose else {
        return Value::Null;
    };
    let release = desk.file.release;
    let secret = if read && release.at_least(4, 7) { "********" } else { client.secret.as_str() };
    let mut answer = json!({
        "consumerKey": key,
        "consumerSecret": secret,
        "supportedGrantTypes": client.grants,
        "callbackUrl": callback,
        "keyState": "APPROVED",
        "keyType": key_type.name(),
        "groupId": null,
        "token": null,
    });
    let Value::Object(fields) = &mut answer else { return answer };
    if release.at_least(3, 2) {
        fields.insert("keyMappingId".into(), json!(mapping));
        fields.insert("keyManager".into(), json!(RESIDENT));
        fields.insert("additionalProperties".into(), json!({}));
    }
    if release.at_least(4, 1) {
        fields.insert("mode".into(), json!("CREATED"));
    }
    answer
}

/// The first keys of an application that are wanted.
fn find(
    desk: &Desk<'_>,
    id: &str,
    wanted: impl Fn(KeyType, &str) -> bool,
) -> Option<(String, Client)> {
    let found = desk.state.clients.iter().find(|(_, client)| match &client.purpose {
        Purpose::Application { application, key_type, mapping, .. } => {
            application == id && wanted(*key_type, mapping)
        }
        Purpose::Management => false,
    });
    found.map(|(key, client)| (key.clone(), client.clone()))
}

pub(super) fn list(desk: &Desk<'_>, id: &str) -> Answer {
    may(desk)?;
    own(desk, id)?;
    let list: Vec<Value> = desk
        .state
        .clients
        .iter()
        .filter(|(_, client)| match &client.purpose {
            Purpose::Application { application, .. } => application == id,
            Purpose::Management => false,
        })
        .map(|(key, client)| describe(desk, key, client, true))
        .collect();
    Ok(Reply::json(200, &json!({"count": list.len(), "list": list})))
}

fn wanted_type(desk: &Desk<'_>, id: &str, key_type: &str) -> Result<(String, Client), Problem> {
    may(desk)?;
    own(desk, id)?;
    let key_type = KeyType::parse(key_type)
        .ok_or_else(|| Problem::bad_request("the key type is PRODUCTION or SANDBOX"))?;
    find(desk, id, |found, _| found == key_type)
        .ok_or_else(|| Problem::not_found("No keys of that type for the application"))
}

fn wanted_mapping(desk: &Desk<'_>, id: &str, mapping: &str) -> Result<(String, Client), Problem> {
    may(desk)?;
    own(desk, id)?;
    find(desk, id, |_, found| found == mapping)
        .ok_or_else(|| Problem::not_found("No keys with that mapping id for the application"))
}

pub(super) fn by_type(desk: &Desk<'_>, id: &str, key_type: &str) -> Answer {
    let (key, client) = wanted_type(desk, id, key_type)?;
    Ok(Reply::json(200, &describe(desk, &key, &client, true)))
}

pub(super) fn get(desk: &Desk<'_>, id: &str, mapping: &str) -> Answer {
    let (key, client) = wanted_mapping(desk, id, mapping)?;
    Ok(Reply::json(200, &describe(desk, &key, &client, true)))
}

pub(super) fn token_by_type(desk: &mut Desk<'_>, id: &str, key_type: &str) -> Answer {
    let found = wanted_type(desk, id, key_type)?;
    give_token(desk, &found.0, &found.1)
}

pub(super) fn token(desk: &mut Desk<'_>, id: &str, mapping: &str) -> Answer {
    let found = wanted_mapping(desk, id, mapping)?;
    give_token(desk, &found.0, &found.1)
}

fn give_token(desk: &mut Desk<'_>, key: &str, client: &Client) -> Answer {
    let body = desk.body()?;
    let secret = text(&body, "consumerSecret");
    // 4.7 masks secrets when they are read, so it takes a request without one.
    if secret != client.secret && !(secret.is_empty() && desk.file.release.at_least(4, 7)) {
        return Err(Problem::bad_request("The consumer secret is wrong"));
    }
    let mut scopes: Vec<String> = strings(&body, "scopes").into_iter().map(str::to_owned).collect();
    if scopes.is_empty() {
        scopes.push("default".to_owned());
    }
    let revoke = text(&body, "revokeToken");
    desk.state.tokens.remove(revoke);
    let token = new_token(desk, key, client, scopes.iter().cloned().collect());
    Ok(Reply::json(200, &token_json(desk, &token, &scopes)))
}
