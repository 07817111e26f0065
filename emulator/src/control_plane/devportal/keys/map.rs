//! `POST /applications/{id}/map-keys`: an OAuth client that is there already.

use serde_json::json;

use super::super::super::desk::Desk;
use super::super::super::problem::{Answer, Problem};
use super::super::super::state::{Approval, Keys, State};
use super::super::applications::own;
use super::super::fields;
use super::{Found, are_new, check_manager, describe, key_type};
use crate::ids;
use crate::server::Reply;

pub(in super::super) fn map(desk: &mut Desk<'_>, id: &str) -> Answer {
    own(desk, id)?;
    let body = desk.body()?;
    let consumer_key = fields::required(&body, "consumerKey")?.to_owned();
    let key_type = key_type(fields::required(&body, "keyType")?)?;
    check_manager(fields::optional(&body, "keyManager"))?;
    are_new(desk, id, key_type)?;
    let Some(client) = desk.state.clients.get(&consumer_key).cloned() else {
        let description = format!("The OAuth client '{consumer_key}' is not known");
        return Err(Problem::not_found(description));
    };
    if desk.state.keys.values().any(|keys| keys.client == consumer_key) {
        let description = format!("Key Mappings already exists for the client {consumer_key}");
        return Err(Problem::new(409, 900_967, "Key Mappings already exists", description));
    }
    let secret = fields::optional(&body, "consumerSecret").unwrap_or_default();
    if !secret.is_empty() && !client.accepts(secret, State::seconds()) {
        return Err(Problem::bad_request("The consumer secret is wrong"));
    }
    let mapping = ids::uuid();
    let keys = Keys {
        application: id.to_owned(),
        key_type,
        client: consumer_key,
        is_mapped: true,
        state: Approval::Approved,
        properties: json!({}),
    };
    desk.state.keys.insert(mapping.clone(), keys.clone());
    Ok(Reply::json(200, &describe(desk, &Found { mapping, keys, client }, false)))
}
