//! What the Developer Portal's users own: applications, their keys and API keys, subscriptions (REST reference §3).

use std::collections::BTreeMap;
use std::time::Instant;

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

/// What an approval workflow said of an application or of keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Approval {
    /// Nobody has decided yet.
    Created,
    Approved,
    Rejected,
}

impl Approval {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Created => "CREATED",
            Self::Approved => "APPROVED",
            Self::Rejected => "REJECTED",
        }
    }
}

#[derive(Clone)]
pub(crate) struct Application {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) policy: String,
    pub(crate) description: String,
    pub(crate) token_type: String,
    pub(crate) owner: String,
    pub(crate) status: Approval,
    pub(crate) groups: Vec<String>,
    pub(crate) attributes: BTreeMap<String, String>,
    /// From 4.7: `PRIVATE` or `SHARED_WITH_ORG`.
    pub(crate) visibility: String,
}

/// The keys of an application for one key type: they lead to an OAuth client.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) application: String,
    pub(crate) key_type: KeyType,
    /// The consumer key.
    pub(crate) client: String,
    /// True for a client that was there before (`map-keys`).
    pub(crate) is_mapped: bool,
    pub(crate) state: Approval,
    /// As they were sent.
    pub(crate) properties: serde_json::Value,
}

/// An API key: it calls every API that its application is subscribed to and that is open to API keys.
#[derive(Clone)]
pub(crate) struct ApiKey {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) application: String,
    pub(crate) key_type: KeyType,
    /// Milliseconds since 1970.
    pub(crate) issued: u128,
    /// In seconds; negative for ever.
    pub(crate) validity: i64,
    pub(crate) expires: Option<Instant>,
}

/// A key of the Publisher's try-out: it calls one API, also before that is published.
#[derive(Clone)]
pub(crate) struct InternalKey {
    pub(crate) api: String,
    pub(crate) expires: Instant,
}

#[derive(Clone)]
pub(crate) struct Subscription {
    pub(crate) id: String,
    pub(crate) application: String,
    pub(crate) api: String,
    pub(crate) policy: String,
    /// The policy that waits for approval, or the one there is.
    pub(crate) requested_policy: String,
    pub(crate) owner: String,
    pub(crate) status: SubscriptionStatus,
}

/// REST reference §3.2.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SubscriptionStatus {
    Blocked,
    ProductionBlocked,
    Unblocked,
    OnHold,
    Rejected,
    TierUpdatePending,
}

impl SubscriptionStatus {
    const ALL: [Self; 6] = [
        Self::Blocked,
        Self::ProductionBlocked,
        Self::Unblocked,
        Self::OnHold,
        Self::Rejected,
        Self::TierUpdatePending,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Blocked => "BLOCKED",
            Self::ProductionBlocked => "PROD_ONLY_BLOCKED",
            Self::Unblocked => "UNBLOCKED",
            Self::OnHold => "ON_HOLD",
            Self::Rejected => "REJECTED",
            Self::TierUpdatePending => "TIER_UPDATE_PENDING",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == text)
    }
}
