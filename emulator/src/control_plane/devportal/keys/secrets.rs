//! Several secrets per key, each as good as the others: REST reference §3.3, on by default from 4.7.

use serde_json::{Map, Value, json};

use super::super::super::desk::Desk;
use super::super::super::oauth::Secret;
use super::super::super::problem::{Answer, Problem};
use super::super::super::state::State;
use super::super::fields;
use super::{Found, MASK, Which, find};
use crate::server::Reply;

/// The keys, when the installation has several secrets per key.
fn found(desk: &Desk<'_>, id: &str, which: &Which<'_>) -> Result<Found, Problem> {
    let found = find(desk, id, which)?;
    if desk.file.has_several_secrets() {
        return Ok(found);
    }
    let description = "Several client secrets are switched off: oauth.multiple_client_secrets";
    Err(Problem::new(400, 900_916, "Multiple client secrets are not enabled", description))
}

/// A secret with its value, or masked.
fn describe(secret: &Secret, is_read: bool) -> Value {
    let mut properties = Map::new();
    if !secret.description.is_empty() {
        properties.insert("description".into(), json!(secret.description));
    }
    if let Some(expires_at) = secret.expires_at {
        properties.insert("expiresAt".into(), json!(expires_at));
    }
    json!({
        "secretId": secret.id,
        "secretValue": if is_read { MASK } else { secret.value.as_str() },
        "additionalProperties": properties,
    })
}

pub(in super::super) fn secrets(desk: &Desk<'_>, id: &str, which: &Which<'_>) -> Answer {
    let found = found(desk, id, which)?;
    let list: Vec<Value> =
        found.client.secrets.iter().map(|secret| describe(secret, true)).collect();
    Ok(Reply::json(200, &json!({"count": list.len(), "list": list})))
}

/// 201, the only time that the secret is shown.
pub(in super::super) fn generate_secret(
    desk: &mut Desk<'_>,
    id: &str,
    which: &Which<'_>,
) -> Answer {
    let found = found(desk, id, which)?;
    let body = if desk.request.body.is_empty() { Map::new() } else { desk.body()? };
    let properties = body.get("additionalProperties").and_then(Value::as_object);
    let properties = properties.cloned().unwrap_or_default();
    let description = fields::optional(&properties, "description").unwrap_or_default();
    let expires_at = fields::number(&properties, "expiresIn")
        .and_then(|seconds| u64::try_from(seconds).ok())
        .map(|seconds| State::seconds().saturating_add(seconds));
    let secret = Secret::new(description, expires_at);
    let answer = describe(&secret, false);
    if let Some(client) = desk.state.clients.get_mut(&found.keys.client) {
        client.secrets.push(secret);
    }
    Ok(Reply::json(201, &answer))
}

/// 204. The newest secret stays; tokens that a secret was good for are good on.
pub(in super::super) fn revoke_secret(desk: &mut Desk<'_>, id: &str, which: &Which<'_>) -> Answer {
    let found = found(desk, id, which)?;
    let body = desk.body()?;
    let wanted = fields::required(&body, "secretId")?;
    let Some(at) = found.client.secrets.iter().position(|secret| secret.id == wanted) else {
        return Err(Problem::not_found(format!("No secret with the id '{wanted}'")));
    };
    if at + 1 == found.client.secrets.len() {
        return Err(Problem::bad_request("The most recently added secret cannot be revoked"));
    }
    if let Some(client) = desk.state.clients.get_mut(&found.keys.client) {
        client.secrets.remove(at);
    }
    Ok(Reply::empty(204))
}
