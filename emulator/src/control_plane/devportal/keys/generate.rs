//! `POST /applications/{id}/generate-keys`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::super::api::Document;
use super::super::super::approvals::{Workflow, waits};
use super::super::super::desk::Desk;
use super::super::super::oauth::{Client, Secret, TokenLife};
use super::super::super::problem::{Answer, Problem};
use super::super::super::scopes::granted;
use super::super::super::state::{Approval, KeyType, Keys};
use super::super::applications::own;
use super::super::fields;
use super::{Found, are_new, check_manager, describe, key_type, token};
use crate::ids;
use crate::server::Reply;

/// From 3.2 they are an object; those of 3.1 are not kept.
fn properties(body: &Document) -> Value {
    let properties = body.get("additionalProperties").filter(|value| value.is_object());
    properties.cloned().unwrap_or_else(|| json!({}))
}

/// `validityTime` is a text with a number in it.
fn validity(body: &Document) -> Result<TokenLife, Problem> {
    let Some(text) = fields::optional(body, "validityTime").filter(|text| !text.is_empty()) else {
        return Ok(TokenLife::Configured);
    };
    let seconds: i64 = text.trim().parse().map_err(|_| {
        Problem::bad_request(format!("validityTime must be a number of seconds, not '{text}'"))
    })?;
    Ok(TokenLife::of_seconds(seconds))
}

/// 200; under a workflow the keys are there in the state `CREATED`, without a client to use.
pub(in super::super) fn generate(desk: &mut Desk<'_>, id: &str) -> Answer {
    let application = own(desk, id)?.clone();
    let body = desk.body()?;
    let key_type = key_type(fields::required(&body, "keyType")?)?;
    let grants = fields::texts(&body, "grantTypesToBeSupported");
    if grants.is_empty() {
        return Err(Problem::bad_request("grantTypesToBeSupported must not be null"));
    }
    check_manager(fields::optional(&body, "keyManager"))?;
    let properties = properties(&body);
    let life = validity(&body)?;
    let scopes: BTreeSet<String> = fields::texts(&body, "scopes").into_iter().collect();
    are_new(desk, id, key_type)?;
    let client = Client {
        name: format!("{}_{}_{}", application.owner, application.name, key_type.name()),
        owner: application.owner,
        secrets: vec![Secret::new("", None)],
        grants,
        callback: fields::optional(&body, "callbackUrl").unwrap_or_default().to_owned(),
        is_saas: true,
        token_type: Some(application.token_type),
        is_registered: false,
    };
    let mapping = ids::uuid();
    let workflow = match key_type {
        KeyType::Production => Workflow::ProductionKeys,
        KeyType::Sandbox => Workflow::SandboxKeys,
    };
    let waits = waits(desk.state, workflow, &mapping);
    let state = if waits { Approval::Created } else { Approval::Approved };
    let consumer_key = ids::secret();
    let keys = Keys {
        application: id.to_owned(),
        key_type,
        client: consumer_key.clone(),
        is_mapped: false,
        state,
        properties,
    };
    desk.state.clients.insert(consumer_key, client.clone());
    desk.state.keys.insert(mapping.clone(), keys.clone());
    let found = Found { mapping, keys, client };
    let mut answer = describe(desk, &found, false);
    let Value::Object(fields) = &mut answer else { return Ok(Reply::json(200, &answer)) };
    if state == Approval::Approved {
        let scopes = granted(desk.state, &found.client, &found.client.owner, scopes);
        fields.insert("token".into(), token::issue(desk, &found, scopes, life));
    }
    Ok(Reply::json(200, &answer))
}
