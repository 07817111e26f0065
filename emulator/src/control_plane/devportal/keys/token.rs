//! Tokens from keys, by the portal itself: `generate-token`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::super::api::{Document, text};
use super::super::super::desk::Desk;
use super::super::super::oauth::{Token, TokenLife};
use super::super::super::problem::{Answer, Problem};
use super::super::super::scopes::granted;
use super::super::super::state::{Approval, State};
use super::super::fields;
use super::{Found, Which, find};
use crate::ids;
use crate::server::Reply;

/// A token of the application alone, as `ApplicationToken`.
pub(super) fn issue(
    desk: &mut Desk<'_>,
    found: &Found,
    scopes: BTreeSet<String>,
    life: TokenLife,
) -> Value {
    let token = ids::uuid();
    let configured = desk.state.token_life;
    let answer = json!({
        "accessToken": token,
        "tokenScopes": scopes,
        "validityTime": life.seconds(configured),
    });
    let value = Token {
        client: found.keys.client.clone(),
        user: found.client.owner.clone(),
        scopes,
        expires: life.end(configured),
        is_revoked: false,
        is_for_user: false,
    };
    desk.state.tokens.insert(token, value);
    answer
}

/// The emulator has no other identity provider whose token could be exchanged.
fn check_grant(body: &Document) -> Result<(), Problem> {
    if text(body, "grantType") == "TOKEN_EXCHANGE" {
        return Err(Problem::bad_request(
            "No identity provider is registered whose token could be exchanged",
        ));
    }
    Ok(())
}

pub(in super::super) fn generate_token(desk: &mut Desk<'_>, id: &str, which: &Which<'_>) -> Answer {
    let found = find(desk, id, which)?;
    let body = desk.body()?;
    check_grant(&body)?;
    if found.keys.state != Approval::Approved {
        return Err(Problem::bad_request("The keys have not been approved"));
    }
    let secret = fields::optional(&body, "consumerSecret").unwrap_or_default();
    // Whoever reads masked keys has no secret to send.
    let may_lack = secret.is_empty() && desk.file.has_several_secrets();
    if !may_lack && !found.client.accepts(secret, State::seconds()) {
        return Err(Problem::bad_request("The consumer secret is wrong"));
    }
    let life = fields::number(&body, "validityPeriod")
        .map_or(TokenLife::Configured, TokenLife::of_seconds);
    let scopes = fields::texts(&body, "scopes").into_iter().collect();
    let scopes = granted(desk.state, &found.client, &found.client.owner, scopes);
    if let Some(token) = fields::optional(&body, "revokeToken") {
        let own = desk.state.tokens.get(token).is_some_and(|old| old.client == found.keys.client);
        if own {
            desk.state.revoke(token);
        }
    }
    Ok(Reply::json(200, &issue(desk, &found, scopes, life)))
}
