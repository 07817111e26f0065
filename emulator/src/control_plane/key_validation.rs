//! Whether a credential may call a resource of an API: codes of REST reference §6.2. Gateways ask it of the key manager.

use serde_json::{Value, json};

use super::api::{Document, strings};
use super::oauth::Token;
use super::state::{KeyType, State, SubscriptionStatus};
use crate::gateway::Verdict;
use crate::server::{Reply, Request};

const UNKNOWN: u32 = 900_901;
const MISSING: u32 = 900_902;
const EXPIRED: u32 = 900_903;
const INACTIVE: u32 = 900_904;
const WRONG_KIND: u32 = 900_905;
const BLOCKED: u32 = 900_907;
const FORBIDDEN: u32 = 900_908;
const SUBSCRIPTION_INACTIVE: u32 = 900_909;
const SCOPE: u32 = 900_910;
const AUDIENCE: u32 = 900_914;

/// The call that a gateway asks about.
struct Call<'a> {
    state: &'a State,
    api: String,
    /// Of the revision that is called.
    document: &'a Document,
    operation: Option<&'a Value>,
}

/// A form with the API, its revision, the resource, and every credential that the call has.
pub(crate) fn validate(state: &State, request: &Request) -> Reply {
    let field = |name: &str| request.form(name).filter(|value| !value.is_empty());
    let api = field("api").unwrap_or_default();
    let Some(known) = state.apis.get(&api) else {
        return reply(Err(FORBIDDEN), &[]);
    };
    let revision = field("revision").and_then(|revision| known.revision(&revision));
    let document = revision.map_or(&known.document, |revision| &revision.document);
    let operation = find_operation(document, field("verb"), field("target"));
    let call = Call { state, api, document, operation };
    let schemes = strings(document, "securityScheme");
    // A list that names no way at all leaves tokens, as every API starts with.
    let takes = |scheme: &str, otherwise: bool| {
        let ways = ["oauth2", "api_key", "basic_auth"];
        let names_some = ways.iter().any(|way| schemes.contains(way));
        if names_some { schemes.contains(&scheme) } else { otherwise }
    };
    let verdict = match (field("internal"), field("token"), field("apikey")) {
        (Some(key), _, _) => call.internal_key(&key),
        (_, Some(token), _) if takes("oauth2", true) => call.token(&token),
        (_, _, Some(key)) if takes("api_key", false) => call.api_key(&key),
        _ => Err(MISSING),
    };
    let advertised: Vec<&str> =
        ["oauth2", "api_key"].into_iter().filter(|way| takes(way, *way == "oauth2")).collect();
    reply(verdict, &advertised)
}

fn reply(verdict: Result<KeyType, u32>, schemes: &[&str]) -> Reply {
    let schemes = schemes.iter().map(|scheme| (*scheme).to_owned()).collect();
    let verdict = match verdict {
        Ok(key_type) => Verdict { code: 0, key_type: key_type.name().to_owned(), schemes },
        Err(code) => Verdict { code, key_type: String::new(), schemes },
    };
    Reply::json(200, &json!(verdict))
}

fn find_operation(
    document: &Document,
    verb: Option<String>,
    target: Option<String>,
) -> Option<&Value> {
    let (verb, target) = (verb?, target?);
    let list = document.get("operations").and_then(Value::as_array)?;
    list.iter().find(|operation| {
        let of = |key: &str| operation.get(key).and_then(Value::as_str).unwrap_or_default();
        of("verb").eq_ignore_ascii_case(&verb) && of("target") == target
    })
}

impl Call<'_> {
    fn token(&self, text: &str) -> Result<KeyType, u32> {
        let token = self.state.tokens.get(text).ok_or(UNKNOWN)?;
        if token.is_expired() {
            return Err(EXPIRED);
        }
        if token.is_revoked {
            return Err(INACTIVE);
        }
        // A token of the management APIs belongs to no application that could be subscribed.
        let mut keys = self.state.keys.values();
        let keys = keys.find(|keys| keys.client == token.client).ok_or(FORBIDDEN)?;
        self.is_right_kind(token)?;
        self.is_subscribed(&keys.application, keys.key_type)?;
        let audiences = strings(self.document, "audiences");
        let is_meant = |name: &&str| *name == "all" || *name == token.client;
        if !audiences.is_empty() && !audiences.iter().any(is_meant) {
            return Err(AUDIENCE);
        }
        self.has_scope(token)?;
        Ok(keys.key_type)
    }

    /// Resources can be for users alone, or for applications alone.
    fn is_right_kind(&self, token: &Token) -> Result<(), u32> {
        let wanted = self.operation.and_then(|operation| operation.get("authType"));
        match wanted.and_then(Value::as_str) {
            Some("Application User") if !token.is_for_user => Err(WRONG_KIND),
            Some("Application") if token.is_for_user => Err(WRONG_KIND),
            _ => Ok(()),
        }
    }

    fn is_subscribed(&self, application: &str, key_type: KeyType) -> Result<(), u32> {
        let mut subscriptions = self.state.subscriptions.values();
        let found = subscriptions
            .find(|item| item.application == application && item.api == self.api)
            .ok_or(FORBIDDEN)?;
        match found.status {
            SubscriptionStatus::Unblocked | SubscriptionStatus::TierUpdatePending => Ok(()),
            SubscriptionStatus::ProductionBlocked if key_type == KeyType::Sandbox => Ok(()),
            SubscriptionStatus::Blocked | SubscriptionStatus::ProductionBlocked => Err(BLOCKED),
            SubscriptionStatus::OnHold | SubscriptionStatus::Rejected => Err(SUBSCRIPTION_INACTIVE),
        }
    }

    /// Any one of the resource's scopes is enough.
    fn has_scope(&self, token: &Token) -> Result<(), u32> {
        let Some(Value::Object(operation)) = self.operation else { return Ok(()) };
        let wanted = strings(operation, "scopes");
        let is_held = |scope: &&str| token.scopes.contains(*scope);
        if wanted.is_empty() || wanted.iter().any(is_held) { Ok(()) } else { Err(SCOPE) }
    }

    fn api_key(&self, text: &str) -> Result<KeyType, u32> {
        let key = self.state.api_keys.get(text).ok_or(UNKNOWN)?;
        if key.expires.is_some_and(|expires| expires <= std::time::Instant::now()) {
            return Err(EXPIRED);
        }
        self.is_subscribed(&key.application, key.key_type)?;
        Ok(key.key_type)
    }

    /// A key of the try-out calls its API in every lifecycle state, without a subscription.
    fn internal_key(&self, text: &str) -> Result<KeyType, u32> {
        let key = self.state.internal_keys.get(text).filter(|key| key.api == self.api);
        let key = key.ok_or(UNKNOWN)?;
        if key.expires <= std::time::Instant::now() {
            return Err(EXPIRED);
        }
        Ok(KeyType::Production)
    }
}
