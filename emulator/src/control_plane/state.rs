//! Everything a control plane remembers: its databases, behind one lock.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::api::Api;
use super::push::Push;
use crate::node::Account;

/// The state of one control plane; it outlives a restart of its node, as databases do.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) users: BTreeMap<String, User>,
    /// By consumer key.
    pub(crate) clients: BTreeMap<String, Client>,
    pub(crate) tokens: BTreeMap<String, Token>,
    pub(crate) refresh_tokens: BTreeMap<String, RefreshToken>,
    pub(crate) apis: BTreeMap<String, Api>,
    pub(crate) applications: BTreeMap<String, Application>,
    pub(crate) subscriptions: BTreeMap<String, Subscription>,
    /// Gateways that listen for events, by node name.
    pub(crate) gateways: BTreeMap<String, ListeningGateway>,
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

/// An OAuth client.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) secret: String,
    pub(crate) grants: Vec<String>,
    pub(crate) purpose: Purpose,
}

/// What an OAuth client is for.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Registered for the management APIs.
    Management,
    /// An application's keys.
    Application { application: String, key_type: KeyType, mapping: String, callback: String },
}

/// REST reference §3.3.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum KeyType {
    Production,
    Sandbox,
}

impl KeyType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Production => "PRODUCTION",
            Self::Sandbox => "SANDBOX",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Production, Self::Sandbox].into_iter().find(|key_type| key_type.name() == text)
    }
}

#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) client: String,
    pub(crate) user: String,
    pub(crate) scopes: BTreeSet<String>,
    pub(crate) expires: Instant,
}

#[derive(Clone)]
pub(crate) struct RefreshToken {
    pub(crate) client: String,
    pub(crate) user: String,
    pub(crate) scopes: BTreeSet<String>,
    pub(crate) access_token: String,
}

#[derive(Clone)]
pub(crate) struct Application {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) policy: String,
    pub(crate) description: String,
    pub(crate) token_type: String,
    pub(crate) owner: String,
}

#[derive(Clone)]
pub(crate) struct Subscription {
    pub(crate) id: String,
    pub(crate) application: String,
    pub(crate) api: String,
    pub(crate) policy: String,
    pub(crate) owner: String,
}

#[derive(Clone, Default)]
pub(crate) struct ListeningGateway {
    pub(crate) labels: Vec<String>,
    /// The revisions it serves.
    pub(crate) serves: BTreeSet<String>,
}

impl State {
    /// A state whose only user is the super admin of the node's file.
    pub(crate) fn new(admin: &Account, token_life: Duration) -> Self {
        let mut state = Self { token_life, ..Self::default() };
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

    /// Until when a token made now is good.
    pub(crate) fn expiry(&self) -> Instant {
        Instant::now() + self.token_life
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
