//! Changing keys: their grants and callback, their secret, and taking them away.

use serde_json::json;

use super::super::super::desk::Desk;
use super::super::super::oauth::Secret;
use super::super::super::problem::{Answer, Problem};
use super::super::fields;
use super::{Which, find, get};
use crate::server::Reply;

/// `PUT`: another list of grants, another callback.
pub(in super::super) fn update(desk: &mut Desk<'_>, id: &str, which: &Which<'_>) -> Answer {
    let found = find(desk, id, which)?;
    let body = desk.body()?;
    let grants = fields::texts(&body, "supportedGrantTypes");
    let callback = fields::optional(&body, "callbackUrl").map(str::to_owned);
    let properties = body.get("additionalProperties").filter(|value| value.is_object()).cloned();
    if let Some(client) = desk.state.clients.get_mut(&found.keys.client) {
        if !grants.is_empty() {
            client.grants = grants;
        }
        if let Some(callback) = callback {
            client.callback = callback;
        }
    }
    if let (Some(keys), Some(properties)) = (desk.state.keys.get_mut(&found.mapping), properties) {
        keys.properties = properties;
    }
    get(desk, id, which)
}

/// One secret instead of the other. With several secrets per key it fails (REST reference §3.3, 4.7).
pub(in super::super) fn regenerate_secret(
    desk: &mut Desk<'_>,
    id: &str,
    which: &Which<'_>,
) -> Answer {
    let found = find(desk, id, which)?;
    if desk.file.has_several_secrets() {
        let description = "Error while re-generating the consumer secret";
        return Err(Problem::new(500, 900_967, "General Error", description));
    }
    let secret = Secret::new("", None);
    let answer = json!({"consumerKey": found.keys.client, "consumerSecret": secret.value});
    if let Some(client) = desk.state.clients.get_mut(&found.keys.client) {
        client.secrets = vec![secret];
    }
    Ok(Reply::json(200, &answer))
}

pub(in super::super) fn clean_up(desk: &mut Desk<'_>, id: &str, which: &Which<'_>) -> Answer {
    let found = find(desk, id, which)?;
    desk.state.remove_keys(&found.mapping);
    Ok(Reply::empty(200))
}
