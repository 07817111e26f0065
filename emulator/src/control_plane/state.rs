//! Everything a control plane remembers: its databases, behind one lock.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::api::Api;
use super::approvals::Workflow;
use super::environments::Made;
use super::oauth::{Client, RefreshToken, Token};
use super::push::Push;
use super::workflows::{Gate, Task};
use crate::node::Account;

pub(crate) use super::consumers::{
    ApiKey, Application, Approval, InternalKey, KeyType, Keys, Subscription, SubscriptionStatus,
};

/// The state of one control plane; it outlives a restart of its node, as databases do.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) users: BTreeMap<String, User>,
    /// The user of the node's file.
    pub(crate) super_admin: String,
    /// By consumer key.
    pub(crate) clients: BTreeMap<String, Client>,
    pub(crate) tokens: BTreeMap<String, Token>,
    pub(crate) refresh_tokens: BTreeMap<String, RefreshToken>,
    pub(crate) apis: BTreeMap<String, Api>,
    pub(crate) applications: BTreeMap<String, Application>,
    /// By mapping id.
    pub(crate) keys: BTreeMap<String, Keys>,
    /// By the key itself.
    pub(crate) api_keys: BTreeMap<String, ApiKey>,
    /// By the key itself.
    pub(crate) internal_keys: BTreeMap<String, InternalKey>,
    pub(crate) subscriptions: BTreeMap<String, Subscription>,
    /// Gateways that listen for events, by node name.
    pub(crate) gateways: BTreeMap<String, ListeningGateway>,
    /// What of the Developer Portal waits for an approval before it is done.
    pub(crate) approvals: BTreeSet<Workflow>,
    /// What waits, by its reference: the kind, and the subject's id.
    pub(crate) waiting: BTreeMap<String, (Workflow, String)>,
    /// Gateway environments that were made through the Admin API (4.x).
    pub(crate) environments: Vec<Made>,
    /// What of the Publisher waits for an administrator, by its reference.
    pub(crate) tasks: BTreeMap<String, Task>,
    /// What of the Publisher waits for an approval before it is done.
    pub(crate) gates: BTreeSet<Gate>,
    /// Names of APIs that a governance policy refuses to deploy.
    pub(crate) governed: BTreeSet<String>,
    /// What the request at hand wants sent to gateways (3.x).
    pub(crate) pushes: Vec<Push>,
    /// True when the request at hand changed what gateways serve.
    pub(crate) changed: bool,
    pub(crate) log: Vec<String>,
    pub(crate) token_life: Duration,
    latest: u128,
}

pub(crate) struct User {
    pub(crate) password: String,
    pub(crate) roles: BTreeSet<String>,
}

/// A gateway that listens, or that listened once.
#[derive(Clone, Default)]
pub(crate) struct ListeningGateway {
    pub(crate) is_live: bool,
    /// Milliseconds since 1970 at which it was last heard of.
    pub(crate) last_active: u128,
    pub(crate) labels: Vec<String>,
    /// The revisions it serves.
    pub(crate) serves: BTreeSet<String>,
}

impl State {
    /// A state whose only user is the super admin of the node's file.
    pub(crate) fn new(admin: &Account, token_life: Duration) -> Self {
        let super_admin = admin.username.clone();
        let mut state = Self { super_admin, token_life, ..Self::default() };
        state.add_user(&admin.username, &admin.password, ["admin".to_owned()]);
        state
    }

    pub(crate) fn add_user(
        &mut self,
        name: &str,
        password: &str,
        roles: impl IntoIterator<Item = String>,
    ) {
        let user = User { password: password.to_owned(), roles: roles.into_iter().collect() };
        self.users.insert(name.to_owned(), user);
    }

    pub(crate) fn knows(&self, name: &str, password: &str) -> bool {
        self.users.get(name).is_some_and(|user| user.password == password)
    }

    /// Ends a token; it stays known, as one that is inactive.
    pub(crate) fn revoke(&mut self, token: &str) {
        if let Some(token) = self.tokens.get_mut(token) {
            token.is_revoked = true;
        }
    }

    /// Takes an application away, with its subscriptions and keys.
    pub(crate) fn remove_application(&mut self, id: &str) {
        self.applications.remove(id);
        self.subscriptions.retain(|_, subscription| subscription.application != id);
        self.api_keys.retain(|_, key| key.application != id);
        let mappings = self.keys.iter().filter(|(_, keys)| keys.application == id);
        let mappings: Vec<String> = mappings.map(|(mapping, _)| mapping.clone()).collect();
        for mapping in mappings {
            self.remove_keys(&mapping);
        }
    }

    /// Takes keys away, and their client if it was made for them.
    pub(crate) fn remove_keys(&mut self, mapping: &str) {
        if let Some(keys) = self.keys.remove(mapping).filter(|keys| !keys.is_mapped) {
            self.clients.remove(&keys.client);
        }
    }

    /// Whole seconds since 1970.
    pub(crate) fn seconds() -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }

    /// Milliseconds since 1970, never the same twice.
    pub(crate) fn now(&mut self) -> u128 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
        self.latest = now.max(self.latest + 1);
        self.latest
    }

    pub(crate) fn log(&mut self, line: impl Into<String>) {
        self.log.push(line.into());
    }
}
