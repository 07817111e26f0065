//! The session's proof of who it is: a token taken once, renewed early, by one task at a time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::client::credentials::{Account, Credentials, Source};
use crate::client::link::Link;
use crate::client::registration::register;
use crate::client::transport::Authorization;
use crate::error::{Error, ErrorKind, Result};
use crate::model::SecretText;
use crate::rest::identity::{self, Client, Grant, IssuedToken};
use crate::rest::operation::wanted_scopes;

/// A token is renewed when less than this is left of it, or a tenth of its life if that is shorter.
const MARGIN: Duration = Duration::from_secs(60);
/// How long an early renewal that failed is not tried again: the old token still serves.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// What proves who the session is.
#[derive(Debug)]
pub(crate) struct Tokens {
    credentials: Credentials,
    current: Mutex<Current>,
    /// Held by the task that renews. When that task gives up, the next one that waits takes over.
    renewal: tokio::sync::Mutex<Renewal>,
}

#[derive(Debug, Default)]
struct Current {
    held: Option<Arc<Held>>,
    /// Counts the renewals that failed, so that those who waited for one are told its error.
    failures: u64,
}

/// What only the task that renews needs.
#[derive(Debug, Default)]
struct Renewal {
    /// The client registered for a user.
    client: Option<(String, Client)>,
    failure: Option<Error>,
    not_before: Option<Instant>,
}

#[derive(Debug)]
struct Held {
    account: Arc<Account>,
    authorization: Authorization,
    refresh: Option<SecretText>,
    /// When to renew it and when it ends; never for one that does not expire.
    renew_at: Option<Instant>,
    ends_at: Option<Instant>,
    scopes: Option<Arc<[String]>>,
    /// Counts the tokens, so that of many tasks with one refused token the first renews it and the others see that.
    generation: u64,
}

/// What a request is sent with.
#[derive(Clone, Debug)]
pub(crate) struct Proof {
    pub(crate) authorization: Authorization,
    /// What was granted, when the server said so.
    pub(crate) scopes: Option<Arc<[String]>>,
    /// Of the token; none when it cannot be renewed.
    pub(crate) generation: Option<u64>,
    /// For what must not be printed.
    pub(crate) account: Arc<Account>,
}

impl Tokens {
    pub(crate) fn new(credentials: Credentials) -> Self {
        Self { credentials, current: Mutex::default(), renewal: tokio::sync::Mutex::default() }
    }

    /// In whose name requests are sent; none where the account names nobody, or is asked for from call to call.
    pub(crate) fn user(&self) -> Option<&str> {
        match &self.credentials.source {
            Source::Fixed(account) => match &**account {
                Account::Password { user, .. } | Account::Basic { user, .. } => Some(user),
                Account::Client { .. } | Account::Token { .. } => None,
            },
            Source::Callback(_) => None,
        }
    }

    fn current(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What to send a request with. `refused` is the generation of a token that the server did not take.
    ///
    /// # Errors
    /// Of the registration and the token endpoint, and the callback's. Those who waited for one renewal are all told why
    /// it failed.
    pub(crate) async fn proof(&self, link: &Link, refused: Option<u64>) -> Result<Proof> {
        if let Source::Fixed(account) = &self.credentials.source
            && let Some(authorization) = account.as_it_is()
        {
            let account = Arc::clone(account);
            return Ok(Proof { authorization, scopes: None, generation: None, account });
        }
        let (held, failures) = {
            let current = self.current();
            (current.held.clone(), current.failures)
        };
        let held = held.filter(|held| Some(held.generation) != refused);
        if let Some(held) = held.filter(|held| !held.has_ended()) {
            if !held.is_due() {
                return Ok(held.proof());
            }
            return Ok(Box::pin(self.early(link, &held)).await.proof());
        }
        // Rare, and large: kept out of the future of every request.
        Box::pin(self.wait_or_renew(link, refused, failures)).await
    }

    /// Waits for the task that renews, or renews.
    async fn wait_or_renew(
        &self,
        link: &Link,
        refused: Option<u64>,
        failures: u64,
    ) -> Result<Proof> {
        let mut renewal = self.renewal.lock().await;
        let (held, failed_meanwhile) = {
            let current = self.current();
            (current.held.clone(), current.failures != failures)
        };
        let is_refused = held.as_ref().is_some_and(|held| Some(held.generation) == refused);
        if let Some(held) = held.filter(|held| !is_refused && !held.has_ended()) {
            return Ok(held.proof());
        }
        if failed_meanwhile && let Some(failure) = &renewal.failure {
            return Err(failure.clone());
        }
        match self.renew(link, &mut renewal, is_refused).await {
            Ok(held) => Ok(held.proof()),
            Err(error) => {
                renewal.failure = Some(error.clone());
                self.current().failures += 1;
                Err(error)
            }
        }
    }

    /// Renews a token that still serves: who comes meanwhile goes on with the old one.
    async fn early(&self, link: &Link, held: &Arc<Held>) -> Arc<Held> {
        let Ok(mut renewal) = self.renewal.try_lock() else { return Arc::clone(held) };
        let is_renewed = self
            .current()
            .held
            .clone()
            .filter(|now| now.generation != held.generation && !now.has_ended());
        if let Some(renewed) = is_renewed {
            return renewed;
        }
        if renewal.not_before.is_some_and(|at| Instant::now() < at) {
            return Arc::clone(held);
        }
        match self.renew(link, &mut renewal, false).await {
            Ok(renewed) => renewed,
            Err(error) => {
                tracing::warn!(
                    target: "gatewright",
                    code = error.code(),
                    "the token could not be renewed early and serves until it ends"
                );
                renewal.not_before = Instant::now().checked_add(AFTER_FAILURE);
                Arc::clone(held)
            }
        }
    }

    async fn renew(
        &self,
        link: &Link,
        renewal: &mut Renewal,
        is_refused: bool,
    ) -> Result<Arc<Held>> {
        let before = self.current().held.clone();
        let generation = before.as_ref().map_or(0, |held| held.generation) + 1;
        // The password grant of older releases gives the same token again until it has expired, and what was refused may
        // have been revoked with its refresh token.
        let refreshed = match before.filter(|_| !is_refused) {
            Some(held) => self.refreshed(link, renewal, &held).await?,
            None => None,
        };
        let (account, issued) = if let Some((account, issued)) = refreshed {
            (account, Some(issued))
        } else {
            let account = match &self.credentials.source {
                Source::Fixed(account) => Arc::clone(account),
                Source::Callback(callback) => callback.ask().await?,
            };
            let issued = issue(link, renewal, &account).await?;
            (account, issued)
        };
        let held = Arc::new(Held::new(account, issued, generation));
        self.current().held = Some(Arc::clone(&held));
        renewal.failure = None;
        renewal.not_before = None;
        Ok(held)
    }

    /// A new token by the refresh token, when there is one and the server takes it.
    async fn refreshed(
        &self,
        link: &Link,
        renewal: &mut Renewal,
        held: &Held,
    ) -> Result<Option<(Arc<Account>, IssuedToken)>> {
        let Some(token) = held.refresh.clone() else { return Ok(None) };
        let Some(client) = client(link, renewal, &held.account).await? else { return Ok(None) };
        match ask(link, &client, &Grant::Refresh { token }).await {
            Ok(issued) => Ok(Some((Arc::clone(&held.account), issued))),
            Err(error)
                if matches!(error.kind(), ErrorKind::Unauthenticated | ErrorKind::Rejected) =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// A token for an account; none for one that is sent as it is.
async fn issue(
    link: &Link,
    renewal: &mut Renewal,
    account: &Account,
) -> Result<Option<IssuedToken>> {
    let (grant, is_registered) = match account {
        Account::Token { .. } | Account::Basic { .. } => return Ok(None),
        Account::Client { .. } => (Grant::ClientCredentials, false),
        Account::Password { user, password, client } => {
            let grant = Grant::Password { user: user.clone(), password: password.clone() };
            (grant, client.is_none())
        }
    };
    let was_registered_before = renewal.client.is_some();
    let Some(known) = client(link, renewal, account).await? else { return Ok(None) };
    match ask(link, &known, &grant).await {
        // The client that was registered may have been deleted since.
        Err(error)
            if is_registered
                && was_registered_before
                && error.kind() == ErrorKind::Unauthenticated =>
        {
            renewal.client = None;
            let Some(again) = client(link, renewal, account).await? else { return Err(error) };
            ask(link, &again, &grant).await.map(Some)
        }
        issued => issued.map(Some),
    }
}

async fn ask(link: &Link, client: &Client, grant: &Grant) -> Result<IssuedToken> {
    link.send(&identity::token(client, grant, &wanted_scopes(link.release()))).await
}

/// The client tokens are issued to: given, or registered once per user.
async fn client(link: &Link, renewal: &mut Renewal, account: &Account) -> Result<Option<Client>> {
    let given = |id: &String, secret: &SecretText| Client {
        client_id: id.clone(),
        client_secret: secret.clone(),
    };
    match account {
        Account::Token { .. } | Account::Basic { .. } => Ok(None),
        Account::Client { id, secret } | Account::Password { client: Some((id, secret)), .. } => {
            Ok(Some(given(id, secret)))
        }
        Account::Password { user, password, client: None } => {
            if let Some((_, known)) = renewal.client.as_ref().filter(|(known, _)| known == user) {
                return Ok(Some(known.clone()));
            }
            let registered = register(link, user, password).await?;
            renewal.client = Some((user.clone(), registered.clone()));
            Ok(Some(registered))
        }
    }
}

impl Account {
    /// The header of one that needs no token to be issued.
    fn as_it_is(&self) -> Option<Authorization> {
        match self {
            Self::Token { token, .. } => Some(Authorization::Bearer(token.clone())),
            Self::Basic { user, password } => {
                Some(Authorization::Basic(user.clone(), password.clone()))
            }
            Self::Password { .. } | Self::Client { .. } => None,
        }
    }
}

impl Held {
    fn new(account: Arc<Account>, issued: Option<IssuedToken>, generation: u64) -> Self {
        let (authorization, refresh, life, scopes) = if let Some(issued) = issued {
            let life = issued.expires_in.and_then(|seconds| u64::try_from(seconds).ok());
            let scopes =
                issued.scope.map(|scope| scope.split_whitespace().map(str::to_owned).collect());
            let bearer = Authorization::Bearer(issued.access_token);
            (bearer, issued.refresh_token, life.map(Duration::from_secs), scopes)
        } else {
            let life = match &*account {
                Account::Token { expires_in, .. } => *expires_in,
                _ => None,
            };
            (account.as_it_is().unwrap_or(Authorization::None), None, life, None)
        };
        let after = |life: Duration| Instant::now().checked_add(life);
        let renew_at = life.and_then(|life| after(life.saturating_sub(MARGIN.min(life / 10))));
        let ends_at = life.and_then(after);
        Self { account, authorization, refresh, renew_at, ends_at, scopes, generation }
    }

    fn is_due(&self) -> bool {
        self.renew_at.is_some_and(|at| Instant::now() >= at)
    }

    fn has_ended(&self) -> bool {
        self.ends_at.is_some_and(|at| Instant::now() >= at)
    }

    fn proof(&self) -> Proof {
        Proof {
            authorization: self.authorization.clone(),
            scopes: self.scopes.clone(),
            generation: Some(self.generation),
            account: Arc::clone(&self.account),
        }
    }
}

#[cfg(test)]
#[path = "tokens_tests.rs"]
mod tests;
