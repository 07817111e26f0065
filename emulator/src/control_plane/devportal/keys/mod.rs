//! An application's keys: REST reference §3.3. Each lead to an OAuth client, and are named by their type or, from 3.2,
//! by a mapping id.

mod change;
mod generate;
mod map;
mod secrets;
mod token;

use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::oauth::Client;
use super::super::problem::{Answer, Problem};
use super::super::state::{Approval, KeyType, Keys};
use super::applications::own;
use super::key_managers::RESIDENT;
use crate::server::Reply;

pub(super) use change::{clean_up, regenerate_secret, update};
pub(super) use generate::generate;
pub(super) use map::map;
pub(super) use secrets::{generate_secret, revoke_secret, secrets};
pub(super) use token::generate_token;

/// How a request names keys.
pub(super) enum Which<'p> {
    Type(&'p str),
    Mapping(&'p str),
}

/// Keys with their mapping id and their client.
struct Found {
    mapping: String,
    keys: Keys,
    client: Client,
}

/// Every pair of keys of an application that the caller owns.
fn all(desk: &Desk<'_>, id: &str) -> Result<Vec<Found>, Problem> {
    own(desk, id)?;
    let keys = desk.state.keys.iter().filter(|(_, keys)| keys.application == id);
    Ok(keys
        .filter_map(|(mapping, keys)| {
            let client = desk.state.clients.get(&keys.client)?.clone();
            Some(Found { mapping: mapping.clone(), keys: keys.clone(), client })
        })
        .collect())
}

fn find(desk: &Desk<'_>, id: &str, which: &Which<'_>) -> Result<Found, Problem> {
    let all = all(desk, id)?;
    let (found, named) = match which {
        Which::Type(text) => {
            let wanted = key_type(text)?;
            (all.into_iter().find(|found| found.keys.key_type == wanted), format!("type {text}"))
        }
        Which::Mapping(wanted) => (
            all.into_iter().find(|found| found.mapping == *wanted),
            format!("mapping id '{wanted}'"),
        ),
    };
    found.ok_or_else(|| Problem::not_found(format!("The application has no keys with the {named}")))
}

pub(super) fn key_type(text: &str) -> Result<KeyType, Problem> {
    KeyType::parse(text).ok_or_else(|| {
        Problem::bad_request(format!("keyType must be PRODUCTION or SANDBOX, not '{text}'"))
    })
}

/// Keys are there once per key type and key manager.
fn are_new(desk: &Desk<'_>, id: &str, key_type: KeyType) -> Result<(), Problem> {
    if all(desk, id)?.iter().all(|found| found.keys.key_type != key_type) {
        return Ok(());
    }
    let name = &own(desk, id)?.name;
    let description = format!("Key Mappings already exists for application {name}");
    Err(Problem::new(409, 900_967, "Key Mappings already exists", description))
}

/// A key manager that a body names is the one there is; it need not be named.
fn check_manager(manager: Option<&str>) -> Result<(), Problem> {
    match manager {
        Some(name) if !name.is_empty() && name != RESIDENT => {
            Err(Problem::bad_request(format!("The key manager '{name}' is not there")))
        }
        _ => Ok(()),
    }
}

/// What stands for a secret that is not shown: from 4.7 reads show none.
const MASK: &str = "********";

/// Keys as reads show them, or as the request that made them does.
fn describe(desk: &Desk<'_>, found: &Found, is_read: bool) -> Value {
    let release = desk.file.release;
    let Found { mapping, keys, client } = found;
    let masked = is_read && desk.file.has_several_secrets();
    let mut answer = json!({
        "supportedGrantTypes": client.grants,
        "callbackUrl": client.callback,
        "keyState": keys.state.name(),
        "keyType": keys.key_type.name(),
    });
    let Value::Object(fields) = &mut answer else { return answer };
    // Before the approval there is no client to tell of.
    if keys.state == Approval::Approved {
        let secret = if masked { MASK } else { client.secret() };
        fields.insert("consumerKey".into(), json!(keys.client));
        fields.insert("consumerSecret".into(), json!(secret));
    }
    if release.at_least(3, 2) {
        fields.insert("keyMappingId".into(), json!(mapping));
        fields.insert("keyManager".into(), json!(RESIDENT));
        fields.insert("additionalProperties".into(), keys.properties.clone());
    }
    if release.at_least(4, 1) {
        fields.insert("mode".into(), json!(if keys.is_mapped { "MAPPED" } else { "CREATED" }));
    }
    answer
}

pub(super) fn list(desk: &Desk<'_>, id: &str) -> Answer {
    let list: Vec<Value> = all(desk, id)?.iter().map(|found| describe(desk, found, true)).collect();
    Ok(Reply::json(200, &json!({"count": list.len(), "list": list})))
}

pub(super) fn get(desk: &Desk<'_>, id: &str, which: &Which<'_>) -> Answer {
    let found = find(desk, id, which)?;
    Ok(Reply::json(200, &describe(desk, &found, true)))
}
