//! Which role holds which scope, and who is calling: REST reference §1.3.

use std::collections::BTreeSet;
use std::time::Instant;

use super::problem::Problem;
use super::state::{Purpose, State};
use crate::server::Request;

const CREATOR: &[&str] = &["api_create", "api_view", "api_list_view", "publisher_settings"];
const PUBLISHER: &[&str] = &["api_publish", "api_view", "api_list_view", "publisher_settings"];
const SUBSCRIBER: &[&str] = &["subscribe", "app_manage", "sub_manage", "api_key", "store_settings"];
const ADMIN: &[&str] = &[
    "admin",
    "api_manage",
    "api_import_export",
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
        .filter(|token| token.expires > Instant::now())
        .ok_or_else(Problem::unauthenticated)?;
    let management = state
        .clients
        .get(&token.client)
        .is_some_and(|client| client.purpose == Purpose::Management);
    let scopes = if management { token.scopes.clone() } else { BTreeSet::new() };
    Ok(Caller { user: token.user.clone(), scopes })
}
