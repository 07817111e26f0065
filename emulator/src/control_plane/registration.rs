//! Dynamic client registration: REST reference §1.1.

use serde_json::{Value, json};

use super::problem::{Answer, Problem};
use super::state::{Client, Purpose, State};
use crate::ids;
use crate::server::{Method, Reply, Request};

pub(crate) fn register(state: &mut State, request: &Request) -> Answer {
    if request.method == Method::DELETE {
        return Err(Problem::new(500, 500, "Internal server error", "not implemented"));
    }
    if request.method != Method::POST {
        return Err(Problem::new(405, 405, "Method Not Allowed", ""));
    }
    let (user, password) = request.basic().ok_or_else(Problem::unauthenticated)?;
    if !state.knows(&user, &password) {
        return Err(Problem::unauthenticated());
    }
    let profile =
        request.json_object().ok_or_else(|| Problem::bad_request("Malformed request body."))?;
    let text = |key: &str| profile.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let name = text("clientName");
    let allowed = |c: char| c.is_alphanumeric() || c.is_whitespace() || "._-".contains(c);
    if name.is_empty() || !name.chars().all(allowed) {
        return Err(Problem::bad_request(
            "The client name is empty or has characters that are not allowed",
        ));
    }
    let owner = match text("owner") {
        owner if owner.is_empty() => user.clone(),
        owner => owner,
    };
    let is_admin = state.users.get(&user).is_some_and(|user| user.roles.contains("admin"));
    if owner != user && !is_admin {
        return Err(Problem::bad_request(
            "Logged in user 'username' and application 'owner' should be the same",
        ));
    }
    let existing = state
        .clients
        .iter()
        .find(|(_, client)| client.purpose == Purpose::Management && client.name == name)
        .map(|(id, client)| (id.clone(), client.clone()));
    let (id, client) = match existing {
        Some((_, client)) if client.owner != owner => {
            return Err(Problem::new(
                403,
                403,
                "Forbidden",
                "Access is forbidden to the application",
            ));
        }
        Some(found) => found,
        None => {
            let callback = text("callbackUrl");
            let grants = text("grantType")
                .split_whitespace()
                .filter(|grant| {
                    !callback.is_empty() || !matches!(*grant, "authorization_code" | "implicit")
                })
                .map(str::to_owned)
                .collect();
            let secret = ids::secret();
            let client = Client { name, owner, secret, grants, purpose: Purpose::Management };
            let id = ids::secret();
            state.clients.insert(id.clone(), client.clone());
            (id, client)
        }
    };
    let grants = client.grants.join(" ");
    Ok(Reply::json(
        200,
        &json!({
            "clientId": id,
            "clientSecret": client.secret,
            "clientName": client.name,
            "callBackURL": text("callbackUrl"),
            "isSaasApplication": profile.get("saasApp").and_then(Value::as_bool).unwrap_or(true),
            "appOwner": client.owner,
            "jsonString": json!({"grant_types": grants}).to_string(),
            "jsonAppAttribute": "{}",
            "tokenType": null,
        }),
    ))
}
