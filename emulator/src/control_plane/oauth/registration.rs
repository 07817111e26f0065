//! Dynamic client registration: REST reference §1.1.

use serde_json::{Value, json};

use super::super::problem::{Answer, Problem};
use super::super::state::State;
use super::{Client, Secret};
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
    if !is_name(&name) {
        return Err(Problem::bad_request(
            "The client name is empty or has characters that are not allowed",
        ));
    }
    let owner = match text("owner") {
        owner if owner.is_empty() => user.clone(),
        owner => owner,
    };
    if owner != user && user != state.super_admin {
        return Err(Problem::bad_request(
            "Logged in user 'username' and application 'owner' should be the same",
        ));
    }
    let existing = state
        .clients
        .iter()
        .find(|(_, client)| client.is_registered && client.name == name)
        .map(|(id, client)| (id.clone(), client.clone()));
    let (id, client) = match existing {
        Some((_, client)) if client.owner != owner => {
            let description = "Access is forbidden to the application";
            return Err(Problem::new(403, 403, "Forbidden", description));
        }
        Some(found) => found,
        None => {
            let callback = match text("callbackUrl") {
                callback if callback.is_empty() => text("callBackURL"),
                callback => callback,
            };
            let client = Client {
                name,
                owner,
                secrets: vec![Secret::new("", None)],
                grants: grants(&text("grantType"), callback.trim().is_empty()),
                callback,
                is_saas: profile.get("saasApp").and_then(Value::as_bool).unwrap_or(true),
                token_type: profile.get("tokenType").and_then(Value::as_str).map(str::to_owned),
                is_registered: true,
            };
            let id = ids::secret();
            state.clients.insert(id.clone(), client.clone());
            (id, client)
        }
    };
    Ok(Reply::json(200, &describe(&id, &client)))
}

/// Letters, digits, white space, `.`, `_` and `-`.
fn is_name(name: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || c.is_whitespace() || "._-".contains(c);
    !name.trim().is_empty() && name.chars().all(allowed)
}

/// One text with spaces; without a callback there is nobody to send a browser back to.
fn grants(text: &str, no_callback: bool) -> Vec<String> {
    let redirects = |grant: &str| matches!(grant, "authorization_code" | "implicit");
    let wanted = text.split_whitespace().filter(|grant| !(no_callback && redirects(grant)));
    wanted.map(str::to_owned).collect()
}

fn describe(id: &str, client: &Client) -> Value {
    let grants = client.grants.join(" ");
    json!({
        "clientId": id,
        "clientSecret": client.secret(),
        "clientName": client.name,
        "callBackURL": client.callback,
        "isSaasApplication": client.is_saas,
        "appOwner": client.owner,
        "jsonString": json!({"grant_types": grants}).to_string(),
        "jsonAppAttribute": "{}",
        "tokenType": client.token_type,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_section_1_1_says() {
        for (name, good) in
            [("my_sdk 1.0-x", true), ("", false), (" ", false), ("a/b", false), ("jo@x", false)]
        {
            assert_eq!(is_name(name), good, "{name}");
        }
    }

    #[test]
    fn a_blank_callback_drops_the_grants_that_redirect() {
        let all = "password authorization_code implicit refresh_token";
        assert_eq!(grants(all, true), ["password", "refresh_token"]);
        assert_eq!(grants(all, false).len(), 4);
    }
}
