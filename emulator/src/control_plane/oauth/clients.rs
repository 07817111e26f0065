//! What is remembered of OAuth clients and their tokens.

use std::collections::BTreeSet;
use std::time::Instant;

use crate::ids;

/// An OAuth client.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) name: String,
    pub(crate) owner: String,
    /// One, or from 4.7 several, each as good as the others; the newest is the last.
    pub(crate) secrets: Vec<Secret>,
    pub(crate) grants: Vec<String>,
    pub(crate) callback: String,
    pub(crate) is_saas: bool,
    pub(crate) token_type: Option<String>,
    /// True for a client of the registration endpoint, whose tokens are for the management APIs.
    pub(crate) is_registered: bool,
}

/// A consumer secret.
#[derive(Clone)]
pub(crate) struct Secret {
    pub(crate) id: String,
    pub(crate) value: String,
    pub(crate) description: String,
    /// Seconds since 1970; `None` for ever.
    pub(crate) expires_at: Option<u64>,
}

impl Secret {
    pub(crate) fn new(description: &str, expires_at: Option<u64>) -> Self {
        let description = description.to_owned();
        Self { id: ids::uuid(), value: ids::secret(), description, expires_at }
    }
}

impl Client {
    /// The newest secret.
    pub(crate) fn secret(&self) -> &str {
        self.secrets.last().map(|secret| secret.value.as_str()).unwrap_or_default()
    }

    /// True for any of its secrets that is still good.
    pub(crate) fn accepts(&self, secret: &str, now: u64) -> bool {
        self.secrets.iter().any(|known| {
            known.value == secret && known.expires_at.is_none_or(|expires_at| now < expires_at)
        })
    }
}

/// An access token.
#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) client: String,
    pub(crate) user: String,
    pub(crate) scopes: BTreeSet<String>,
    /// `None` for ever.
    pub(crate) expires: Option<Instant>,
    pub(crate) is_revoked: bool,
    /// False for a token of the application alone (client credentials).
    pub(crate) is_for_user: bool,
}

impl Token {
    pub(crate) fn is_expired(&self) -> bool {
        self.expires.is_some_and(|expires| expires <= Instant::now())
    }

    pub(crate) fn is_good(&self) -> bool {
        !self.is_revoked && !self.is_expired()
    }
}

/// What a refresh token renews.
#[derive(Clone)]
pub(crate) struct RefreshToken {
    pub(crate) client: String,
    pub(crate) user: String,
    pub(crate) scopes: BTreeSet<String>,
    pub(crate) access_token: String,
}
