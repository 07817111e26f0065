//! The secrets of keys that are there: where each comes from, and handing it to the sink.

use std::time::{Duration, SystemTime};

use crate::client::{AccessToken, Application, ApplicationKeyInfo};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{KeyType, SecretText};
use crate::publish::access::outcome::{AccessAction, AccessStep, Handover, ProvidedKey};
use crate::publish::access::run::{Go, Run};
use crate::publish::access::sink::{Held, HeldToken, Label, Secret, SecretKind};

/// A token that ends sooner is as good as ended.
const MARGIN: Duration = Duration::from_secs(60);

/// Where a consumer secret came from.
enum Origin {
    Server,
    User,
    Sink,
}

/// Keys, and what is known of their secret.
struct Keys<'k> {
    application: &'k Application,
    key: &'k ApplicationKeyInfo,
    label: &'k Label,
    secret: &'k SecretText,
    held: &'k Held,
}

impl Run<'_> {
    pub(super) async fn secrets(
        &mut self,
        application: &Application,
        key_type: KeyType,
        key: &ApplicationKeyInfo,
        is_new: bool,
    ) -> Go<()> {
        let label = self.label(key_type, key);
        let hand_out = AccessStep::keys(AccessAction::HandOutSecret, key_type);
        let held = if is_new {
            // Of keys that are new it has nothing, and their secret waits for no reading.
            Held::default()
        } else {
            let held = self.sink.held(&label).await;
            self.require(hand_out.clone(), held)?
        };
        let Some((secret, origin)) = self.secret(key_type, key, &held, is_new) else {
            let is_further_made = self.is_shown_once();
            self.fail(hand_out, not_shown(application, key_type, key, is_new, is_further_made));
            return Ok(());
        };
        // What the user gave is tried before it is stored where that can be done, and before it replaces another one.
        // What the server shows once is stored before anything else is asked.
        let is_other = held.consumer_secret.as_ref() != Some(&secret);
        let (may_be_wrong, has_tokens) =
            (matches!(origin, Origin::User) && is_other, self.wanted.has_tokens);
        let keys = Keys { application, key, label: &label, secret: &secret, held: &held };
        let mut is_told = false;
        if !may_be_wrong {
            is_told |= self.hand_out_secret(&keys, &origin).await?;
        }
        if has_tokens {
            is_told |= self.token(&keys, may_be_wrong).await?;
        } else if may_be_wrong && held.consumer_secret.is_some() {
            let tried = self.new_token(&keys).await;
            self.require(AccessStep::keys(AccessAction::GetToken, key_type), tried)?;
        }
        if may_be_wrong {
            is_told |= self.hand_out_secret(&keys, &origin).await?;
        }
        if held.is_outdated && !is_told {
            let updated = self.sink.update(&label).await;
            self.require(hand_out, updated)?;
        }
        Ok(())
    }

    fn label(&self, key_type: KeyType, key: &ApplicationKeyInfo) -> Label {
        let takes_it = self.outcome.environments.iter();
        let takes_it = takes_it.filter(|it| it.key_types.contains(&key_type));
        Label {
            place: self.wanted.place(self.control_plane.release(), key_type),
            consumer_key: key.consumer_key.clone(),
            environments: takes_it.cloned().collect(),
        }
    }

    /// The secret that the server shows, the user has given, or the sink has, in this order. Of new keys nobody but the
    /// server can have it.
    fn secret(
        &self,
        key_type: KeyType,
        key: &ApplicationKeyInfo,
        held: &Held,
        is_new: bool,
    ) -> Option<(SecretText, Origin)> {
        let shown = key.consumer_secret.clone().map(|it| (it, Origin::Server));
        if is_new {
            return shown;
        }
        let given = || self.wanted.given_secret(key_type).map(|it| (it.clone(), Origin::User));
        let kept = || held.consumer_secret.clone().map(|it| (it, Origin::Sink));
        shown.or_else(given).or_else(kept)
    }

    /// Whether it went to the sink now.
    async fn hand_out_secret(&mut self, keys: &Keys<'_>, origin: &Origin) -> Go<bool> {
        let key_type = keys.label.place.key_type;
        if keys.held.consumer_secret.as_ref() == Some(keys.secret) {
            self.note(key_type, |key| key.secret = Handover::Held);
            return Ok(false);
        }
        let step = AccessStep::keys(AccessAction::HandOutSecret, key_type);
        let remedy = match origin {
            Origin::Server if self.is_shown_once() => {
                "the server does not show it again: mend the sink, make a further secret of these keys with \
                 `generate_secret`, give it as a known consumer secret and run again"
            }
            Origin::Server => "mend the sink and run again: the server shows it again",
            Origin::User | Origin::Sink => "mend the sink and run again",
        };
        let secret = Secret::consumer_secret(keys.secret.clone());
        let stored = self.sink.store(keys.label, secret, remedy).await;
        self.require(step.clone(), stored)?;
        self.outcome.done.push(step);
        self.note(key_type, |key| key.secret = Handover::HandedOut);
        Ok(true)
    }

    /// Whether one went to the sink now. One that it holds says nothing of a secret that is to be tried.
    async fn token(&mut self, keys: &Keys<'_>, is_trial: bool) -> Go<bool> {
        let (key_type, wanted) = (keys.label.place.key_type, self.wanted);
        let held = keys.held.token.as_ref().filter(|token| is_good(token, &wanted.scopes));
        if let Some(token) = held.filter(|_| !is_trial) {
            self.compare_scopes(key_type, &token.scopes);
            self.note(key_type, |key| key.token = Some(Handover::Held));
            return Ok(false);
        }
        let got = self.new_token(keys).await;
        let got = self.require(AccessStep::keys(AccessAction::GetToken, key_type), got)?;
        self.compare_scopes(key_type, &got.scopes);
        let secret = Secret {
            kind: SecretKind::AccessToken,
            value: got.token,
            expires_at: got.expires_in.and_then(|life| SystemTime::now().checked_add(life)),
            scopes: got.scopes,
            requested_scopes: wanted.scopes.clone(),
        };
        let step = AccessStep::keys(AccessAction::HandOutToken, key_type);
        let remedy = "mend the sink and run again: another token is got then";
        let stored = self.sink.store(keys.label, secret, remedy).await;
        self.require(step.clone(), stored)?;
        self.outcome.done.push(step);
        self.note(key_type, |key| key.token = Some(Handover::HandedOut));
        Ok(true)
    }

    async fn new_token(&self, keys: &Keys<'_>) -> Result<AccessToken> {
        let (validity, scopes) = (self.wanted.token_validity, &self.wanted.scopes);
        keys.application.portal_token(keys.key, keys.secret, validity, scopes).await
    }

    /// What a token lacks of what was wanted. A server that grants all may say nothing of scopes.
    fn compare_scopes(&mut self, key_type: KeyType, granted: &[String]) {
        let wanted = self.wanted.scopes.iter().filter(|scope| !granted.contains(scope));
        let missing: Vec<String> = wanted.map(|scope| format!("`{scope}`")).collect();
        if !missing.is_empty() && !granted.is_empty() {
            let missing = missing.join(", ");
            let note = format!("the {key_type} token was not granted the scopes {missing}");
            self.outcome.differences.push(note);
        }
    }

    fn note(&mut self, key_type: KeyType, note: impl FnOnce(&mut ProvidedKey)) {
        if let Some(key) = self.outcome.keys.iter_mut().find(|key| key.key_type == key_type) {
            note(key);
        }
    }

    /// Whether the server has several secrets per key, and shows each when it is made alone.
    fn is_shown_once(&self) -> bool {
        crate::rest::consumer_secret::is_in(self.control_plane.release())
    }
}

/// Whether a token that a sink has lives on for a while and was asked for with the scopes.
fn is_good(token: &HeldToken, scopes: &[String]) -> bool {
    let lives = token
        .expires_at
        .is_none_or(|end| SystemTime::now().checked_add(MARGIN).is_some_and(|soon| end > soon));
    // What was not granted is not asked for again as long as it lives.
    let is_asked = |scope| token.scopes.contains(scope) || token.requested_scopes.contains(scope);
    lives && scopes.iter().all(is_asked)
}

fn not_shown(
    application: &Application,
    key_type: KeyType,
    key: &ApplicationKeyInfo,
    is_new: bool,
    is_further_made: bool,
) -> Error {
    let why = if is_new {
        "were made, and their secret was lost with the answer"
    } else {
        "are there, and the server does not show their secret again"
    };
    let otherwise = if is_further_made {
        let mapping = key.mapping_id.escape_debug();
        format!(
            "make a further one with `generate_secret` of the application for `{mapping}`, and give that one"
        )
    } else {
        "regenerate it in the Developer Portal, tell every client of the application, and give that one".to_owned()
    };
    let message = format!(
        "the {key_type} keys of the application `{}` (consumer key {}) {why}, so nothing was handed out: give the \
         secret that was kept when they were made as a known consumer secret, or {otherwise}",
        application.name(),
        key.consumer_key.escape_debug()
    );
    Error::new(ErrorKind::Conflict, "secret-not-shown", message)
}
