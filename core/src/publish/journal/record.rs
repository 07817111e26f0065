//! What a journal says. The types hold identifiers alone, so that no body, endpoint or secret can come into it.

use std::collections::BTreeMap;
use std::fmt;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Retry};
use crate::model::Release;
use crate::publish::journal::timestamp;

/// Grows when a field changes its meaning or goes, or a new kind of record must not be passed over.
pub(crate) const SCHEMA_VERSION: u32 = 1;
pub(crate) const FORMAT: &str = "gatewright-journal";

/// Longer than any identifier of API-M's.
const LONGEST: usize = 300;

/// A name or an identifier: one line, of bounded length. What is neither is cut, so that a text that came here by mistake
/// does not come into the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Identifier(String);

impl Identifier {
    #[cfg(test)]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Identifier {
    fn from(text: &str) -> Self {
        Self(text.chars().take_while(|c| !c.is_control()).take(LONGEST).collect())
    }
}

impl From<&String> for Identifier {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What tells one set of publications from another, and gives nothing of it away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct PublicationsDigest(String);

impl PublicationsDigest {
    /// Of parts, in order; where a part ends makes a difference.
    pub(crate) fn of(parts: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            let part = part.as_ref();
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        Self(hexadecimal(&digest.finalize()))
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

/// Bytes as small hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.filter_map(|half| char::from_digit(u32::from(half), 16)).collect()
}

/// What kind of run a journal is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RunKind {
    /// All of a plan at once.
    #[default]
    Apply,
    /// In waves, with a gate after each, which nothing else asks.
    RollOut,
}

impl RunKind {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    fn is_apply(&self) -> bool {
        *self == Self::Apply
    }
}

/// Whose journal it is: the first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) schema_version: u32,
    pub(crate) format: String,
    pub(crate) publications: PublicationsDigest,
    pub(crate) control_plane: String,
    pub(crate) release: String,
    /// The version of Gatewright that began it.
    pub(crate) gatewright: String,
    /// When, in RFC 3339.
    pub(crate) started: String,
    #[serde(default, skip_serializing_if = "RunKind::is_apply")]
    pub(crate) run: RunKind,
}

impl Header {
    pub(crate) fn new(
        publications: PublicationsDigest,
        control_plane_url: &str,
        release: Release,
    ) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            format: FORMAT.to_owned(),
            publications,
            control_plane: without_user_info(control_plane_url),
            release: release.to_string(),
            gatewright: env!("CARGO_PKG_VERSION").to_owned(),
            started: timestamp::rfc_3339(SystemTime::now()),
            run: RunKind::Apply,
        }
    }

    /// The same, of a roll-out.
    pub(crate) fn of_roll_out(mut self) -> Self {
        self.run = RunKind::RollOut;
        self
    }
}

/// A URL without user and password. Connections refuse URLs that have them; this does not rely on it.
pub(crate) fn without_user_info(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").map_or(("", url), |(scheme, rest)| (scheme, rest));
    // Passwords may hold an `@`, and even a `/` that nobody escaped.
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    if scheme.is_empty() { host.to_owned() } else { format!("{scheme}://{host}") }
}

/// What is about to be asked of the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Intent {
    /// The API's name.
    pub(crate) api: Identifier,
    pub(crate) version: Identifier,
    /// [`Action::kind`](crate::publish::Action::kind), or that of another operation.
    pub(crate) action: Identifier,
    /// API-M's identifier of the API, once it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) api_id: Option<Identifier>,
    /// The revision that is deleted or deployed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) revision: Option<Identifier>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) environments: Vec<Identifier>,
    #[serde(default, skip_serializing_if = "Ground::is_empty")]
    pub(crate) before: Ground,
}

/// What was there before, as far as telling "done" from "not done" takes it, and going back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ground {
    /// The API's time of last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_updated: Option<Identifier>,
    /// The lifecycle state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) lifecycle: Option<Identifier>,
    /// The revision that each environment had; an environment that had none is not named.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) revisions: BTreeMap<Identifier, Identifier>,
}

impl Ground {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Intent {
    /// To do `action` to an API, of which more may be said in the other fields.
    pub(crate) fn new(api: &str, version: &str, action: &str) -> Self {
        Self {
            api: api.into(),
            version: version.into(),
            action: action.into(),
            api_id: None,
            revision: None,
            environments: Vec::new(),
            before: Ground::default(),
        }
    }
}

/// Whether a request took effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Effect {
    /// It did, as the server says or was seen to show.
    Done,
    /// It did not.
    Failed,
    /// It may have: the server has to be read.
    Unknown,
}

/// What became of an intent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct JournalResult {
    pub(crate) outcome: Effect,
    /// The API's identifier, when this request gave it one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) api_id: Option<Identifier>,
    /// The revision that was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) revision: Option<Identifier>,
    /// The code of the error, never its message: servers quote what they were sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<Identifier>,
}

impl JournalResult {
    pub(crate) fn done() -> Self {
        Self { outcome: Effect::Done, api_id: None, revision: None, error: None }
    }

    /// Failed, or unknown where the error leaves open what the server did.
    pub(crate) fn of_error(error: &Error) -> Self {
        let outcome =
            if error.retry() == Retry::Ambiguous { Effect::Unknown } else { Effect::Failed };
        Self { outcome, api_id: None, revision: None, error: Some(error.code().into()) }
    }
}

/// What one line after the first says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Record {
    Intent {
        seq: u64,
        #[serde(flatten)]
        intent: Intent,
    },
    Result {
        seq: u64,
        #[serde(flatten)]
        result: JournalResult,
    },
    /// The API is as its publication says.
    ApiDone { api: Identifier, version: Identifier },
    /// The run came to its end; `is_ok` when nothing failed.
    End { is_ok: bool },
}
