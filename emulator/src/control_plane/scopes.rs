//! Which role holds which scope, and who is calling: REST reference §1.3.

use std::collections::BTreeSet;

use serde_json::Value;

use super::api::{Api, strings};
use super::oauth::Client;
use super::problem::Problem;
use super::state::State;
use crate::server::Request;

const CREATOR: &[&str] = &[
    "api_create",
    "api_delete",
    "api_view",
    "api_list_view",
    "api_definition_view",
    "api_generate_key",
    "publisher_settings",
];
const PUBLISHER: &[&str] = &[
    "api_publish",
    "api_view",
    "api_list_view",
    "api_definition_view",
    "api_generate_key",
    "subscription_view",
    "subscription_block",
    "publisher_settings",
];
const SUBSCRIBER: &[&str] = &["subscribe", "app_manage", "sub_manage", "api_key", "store_settings"];
const ADMIN: &[&str] = &[
    "admin",
    "api_manage",
    "api_import_export",
    "api_product_import_export",
    "subscription_manage",
    "api_workflow_view",
    "api_workflow_approve",
    "environment_read",
    "environment_manage",
    "admin_settings",
];

/// Who sends a request.
pub(crate) struct Caller {
    pub(crate) user: String,
    scopes: BTreeSet<String>,
}

impl Caller {
    pub(crate) fn new(user: String, scopes: BTreeSet<String>) -> Self {
        Self { user, scopes }
    }

    /// Those that it holds.
    pub(crate) fn scopes(&self) -> &BTreeSet<String> {
        &self.scopes
    }

    /// Any one of the scopes, named without their prefix, is enough.
    pub(crate) fn needs(&self, scopes: &[&str]) -> Result<(), Problem> {
        let held = |scope: &&str| self.scopes.contains(&format!("apim:{scope}"));
        if scopes.iter().any(held) { Ok(()) } else { Err(Problem::unauthenticated()) }
    }
}

/// The scopes that a user's roles give.
pub(crate) fn scopes_of(state: &State, user: &str) -> BTreeSet<String> {
    let Some(user) = state.users.get(user) else { return BTreeSet::new() };
    user.roles
        .iter()
        .flat_map(|role| match role.as_str() {
            "admin" => vec![CREATOR, PUBLISHER, SUBSCRIBER, ADMIN],
            "Internal/creator" => vec![CREATOR],
            "Internal/publisher" => vec![PUBLISHER],
            "Internal/subscriber" => vec![SUBSCRIBER],
            _ => Vec::new(),
        })
        .flatten()
        .map(|scope| format!("apim:{scope}"))
        .collect()
}

/// The caller by token or by HTTP Basic, where a user's roles stand in for scopes.
pub(crate) fn caller(state: &State, request: &Request) -> Result<Caller, Problem> {
    if let Some((user, password)) = request.basic() {
        if !state.knows(&user, &password) {
            return Err(Problem::unauthenticated());
        }
        let scopes = scopes_of(state, &user);
        return Ok(Caller { user, scopes });
    }
    let token = request
        .bearer()
        .and_then(|token| state.tokens.get(token))
        .filter(|token| token.is_good())
        .ok_or_else(Problem::unauthenticated)?;
    let registered = state.clients.get(&token.client).is_some_and(|client| client.is_registered);
    let scopes = if registered { token.scopes.clone() } else { BTreeSet::new() };
    Ok(Caller { user: token.user.clone(), scopes })
}

/// Of the scopes that were asked for, those that are granted: of the management APIs what the user's roles hold, of
/// other APIs what is bound to no role or to one of the user's. Scopes that nobody defined are left out.
pub(crate) fn granted(
    state: &State,
    client: &Client,
    user: &str,
    wanted: BTreeSet<String>,
) -> BTreeSet<String> {
    let held = if client.is_registered { scopes_of(state, user) } else { BTreeSet::new() };
    let is_granted = |scope: &String| {
        if scope.starts_with("apim:") {
            held.contains(scope)
        } else {
            // What API-M's own configuration allows without a role.
            scope == "openid" || scope.starts_with("device_") || is_of_an_api(state, user, scope)
        }
    };
    let mut scopes: BTreeSet<String> = wanted.into_iter().filter(is_granted).collect();
    if scopes.is_empty() {
        scopes.insert("default".to_owned());
    }
    scopes
}

fn is_of_an_api(state: &State, user: &str, wanted: &str) -> bool {
    let roles = state.users.get(user).map(|user| &user.roles);
    state.apis.values().flat_map(bindings).any(|(name, bound)| {
        let holds = |role: &&str| roles.is_some_and(|roles| roles.contains(*role));
        name == wanted && (bound.is_empty() || bound.iter().any(holds))
    })
}

/// The scopes of an API and the roles they are bound to, in the form of 3.0 and in the later one.
fn bindings(api: &Api) -> Vec<(&str, Vec<&str>)> {
    let list = api.document.get("scopes").and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|item| {
            let item = item.get("scope").unwrap_or(item).as_object()?;
            let roles = match item.get("bindings") {
                Some(Value::Object(values)) => strings(values, "values"),
                _ => strings(item, "bindings"),
            };
            Some((item.get("name")?.as_str()?, roles))
        })
        .collect()
}
