//! `/oauth2/token` and `/oauth2/revoke`: REST reference §1.2.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::scopes::scopes_of;
use super::state::{Client, Purpose, RefreshToken, State, Token};
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
        .filter(|client| client.secret == secret)
        .map(|client| (id, client.clone()))
        .ok_or_else(|| refused(401, "invalid_client", "Client credentials are invalid."))
}

pub(crate) fn token(state: &mut State, request: &Request) -> Reply {
    issue(state, request).unwrap_or_else(|refusal| refusal)
}

fn issue(state: &mut State, request: &Request) -> Result<Reply, Reply> {
    let (id, client) = client(state, request)?;
    let grant = request
        .form("grant_type")
        .ok_or_else(|| refused(400, "invalid_request", "Missing grant_type parameter value"))?;
    if !client.grants.contains(&grant) {
        let description =
            "The authenticated client is not authorized to use this authorization grant type";
        return Err(refused(400, "unauthorized_client", description));
    }
    let wanted: BTreeSet<String> = request
        .form("scope")
        .map(|scopes| scopes.split_whitespace().map(str::to_owned).collect())
        .unwrap_or_default();
    let (user, scopes) = match grant.as_str() {
        "client_credentials" => (client.owner.clone(), wanted),
        "password" => {
            let user = request.form("username").unwrap_or_default();
            let password = request.form("password").unwrap_or_default();
            if !state.knows(&user, &password) {
                let description = format!("Authentication failed for {user}");
                return Err(refused(400, "invalid_grant", &description));
            }
            (user, wanted)
        }
        "refresh_token" => {
            let given = request.form("refresh_token").unwrap_or_default();
            let known = state.refresh_tokens.get(&given).filter(|known| known.client == id);
            let Some(RefreshToken { user, scopes, access_token, .. }) = known.cloned() else {
                return Err(refused(400, "invalid_grant", "Persisted access token data not found"));
            };
            state.refresh_tokens.remove(&given);
            state.tokens.remove(&access_token);
            (user, if wanted.is_empty() { scopes } else { wanted })
        }
        _ => return Err(refused(400, "unsupported_grant_type", "Unsupported grant_type value")),
    };
    let scopes = granted(state, &client, &user, scopes);
    let access_token = ids::uuid();
    let expires = state.expiry();
    let token = Token { client: id.clone(), user: user.clone(), scopes: scopes.clone(), expires };
    state.tokens.insert(access_token.clone(), token);
    let names: Vec<&str> = scopes.iter().map(String::as_str).collect();
    let mut body = json!({
        "access_token": access_token,
        "scope": names.join(" "),
        "token_type": "Bearer",
        "expires_in": state.token_life.as_secs(),
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

/// Scopes of the management APIs are granted to users whose roles hold them.
fn granted(
    state: &State,
    client: &Client,
    user: &str,
    wanted: BTreeSet<String>,
) -> BTreeSet<String> {
    let held = match client.purpose {
        Purpose::Management => scopes_of(state, user),
        Purpose::Application { .. } => BTreeSet::new(),
    };
    let mut scopes: BTreeSet<String> = wanted
        .into_iter()
        .filter(|scope| !scope.starts_with("apim:") || held.contains(scope))
        .collect();
    if scopes.is_empty() {
        scopes.insert("default".to_owned());
    }
    scopes
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
        state.tokens.remove(&token);
    }
    if let Some(refresh) = state.refresh_tokens.get(&token).filter(|refresh| refresh.client == id) {
        let access_token = refresh.access_token.clone();
        state.tokens.remove(&access_token);
        state.refresh_tokens.remove(&token);
    }
    Reply::empty(200)
}
