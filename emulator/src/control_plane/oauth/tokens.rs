//! `/oauth2/token` and `/oauth2/revoke`: REST reference §1.2.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::scopes::granted;
use super::super::state::State;
use super::{Client, RefreshToken, Token, TokenLife};
use crate::ids;
use crate::server::{Reply, Request};

/// An OAuth failure in the form of RFC 6749.
fn refused(status: u16, error: &str, description: &str) -> Reply {
    let reply = Reply::json(status, &json!({"error": error, "error_description": description}));
    if status == 401 { reply.with("WWW-Authenticate", "Basic realm=") } else { reply }
}

fn client(state: &State, request: &Request) -> Result<(String, Client), Reply> {
    let (id, secret) = request
        .basic()
        .or_else(|| Some((request.form("client_id")?, request.form("client_secret")?)))
        .unwrap_or_default();
    state
        .clients
        .get(&id)
        .filter(|client| client.accepts(&secret, State::seconds()))
        .map(|client| (id, client.clone()))
        .ok_or_else(|| refused(401, "invalid_client", "Client credentials are invalid."))
}

pub(crate) fn token(state: &mut State, request: &Request) -> Reply {
    issue(state, request).unwrap_or_else(|refusal| refusal)
}

/// The grants that end at this endpoint.
const GRANTS: [&str; 3] = ["password", "client_credentials", "refresh_token"];

/// For whom a token is, and with which scopes.
struct Wanted {
    user: String,
    scopes: BTreeSet<String>,
}

fn issue(state: &mut State, request: &Request) -> Result<Reply, Reply> {
    let (id, client) = client(state, request)?;
    let grant = request
        .form("grant_type")
        .ok_or_else(|| refused(400, "invalid_request", "Missing grant_type parameter value"))?;
    if !GRANTS.contains(&grant.as_str()) {
        return Err(refused(400, "unsupported_grant_type", "Unsupported grant_type value"));
    }
    if !client.grants.contains(&grant) {
        let description =
            "The authenticated client is not authorized to use this authorization grant type";
        return Err(refused(400, "unauthorized_client", description));
    }
    let Wanted { user, scopes } = wanted(state, request, &id, &client, &grant)?;
    let scopes = granted(state, &client, &user, scopes);
    let access_token = ids::uuid();
    let token = Token {
        client: id.clone(),
        user: user.clone(),
        scopes: scopes.clone(),
        expires: TokenLife::Configured.end(state.token_life),
        is_revoked: false,
        is_for_user: grant != "client_credentials",
    };
    state.tokens.insert(access_token.clone(), token);
    let names: Vec<&str> = scopes.iter().map(String::as_str).collect();
    let mut body = json!({
        "access_token": access_token,
        "scope": names.join(" "),
        "token_type": "Bearer",
        "expires_in": TokenLife::Configured.seconds(state.token_life),
    });
    if grant != "client_credentials" {
        let refresh = ids::uuid();
        let value = RefreshToken { client: id, user, scopes, access_token };
        state.refresh_tokens.insert(refresh.clone(), value);
        if let Value::Object(body) = &mut body {
            body.insert("refresh_token".to_owned(), refresh.into());
        }
    }
    Ok(Reply::json(200, &body))
}

fn wanted(
    state: &mut State,
    request: &Request,
    id: &str,
    client: &Client,
    grant: &str,
) -> Result<Wanted, Reply> {
    let scopes: BTreeSet<String> = request
        .form("scope")
        .map(|scopes| scopes.split_whitespace().map(str::to_owned).collect())
        .unwrap_or_default();
    match grant {
        "client_credentials" => Ok(Wanted { user: client.owner.clone(), scopes }),
        "password" => {
            let user = request.form("username").unwrap_or_default();
            let password = request.form("password").unwrap_or_default();
            if !state.knows(&user, &password) {
                let description = format!("Authentication failed for {user}");
                return Err(refused(400, "invalid_grant", &description));
            }
            Ok(Wanted { user, scopes })
        }
        _ => {
            let given = request.form("refresh_token").unwrap_or_default();
            let known = state.refresh_tokens.get(&given).filter(|known| known.client == id);
            let Some(known) = known.cloned() else {
                return Err(refused(400, "invalid_grant", "Persisted access token data not found"));
            };
            // Both are replaced: a refresh token is good once.
            state.refresh_tokens.remove(&given);
            state.revoke(&known.access_token);
            let scopes = if scopes.is_empty() {
                known.scopes
            } else {
                scopes.intersection(&known.scopes).cloned().collect()
            };
            Ok(Wanted { user: known.user, scopes })
        }
    }
}

pub(crate) fn revoke(state: &mut State, request: &Request) -> Reply {
    let (id, _) = match client(state, request) {
        Ok(found) => found,
        Err(refusal) => return refusal,
    };
    let Some(token) = request.form("token") else {
        return refused(400, "invalid_request", "Missing token parameter value");
    };
    if state.tokens.get(&token).is_some_and(|token| token.client == id) {
        state.revoke(&token);
    }
    if let Some(refresh) = state.refresh_tokens.get(&token).filter(|refresh| refresh.client == id) {
        let access_token = refresh.access_token.clone();
        state.revoke(&access_token);
        state.refresh_tokens.remove(&token);
    }
    // An unknown token is answered as a known one (RFC 7009).
    Reply::empty(200)
}
