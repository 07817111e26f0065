//! The session's token: taken once, renewed early, by one task at a time.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::client::credentials::{Credentials, Kind, client_name};
use crate::client::link::Link;
use crate::client::transport::Authorization;
use crate::error::{ErrorKind, Result};
use crate::model::SecretText;
use crate::rest::identity::{self, Client, Grant, IssuedToken};
use crate::rest::operation::wanted_scopes;

/// A token is renewed when less than this is left of it, or a tenth of its life if that is shorter.
const MARGIN: Duration = Duration::from_secs(60);

/// What proves who the session is.
#[derive(Debug)]
pub(crate) struct Tokens {
    credentials: Credentials,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    client: Option<Client>,
    token: Option<Token>,
    /// Counts the tokens, so that of many tasks with one refused token the first renews it and the others see that.
    generation: u64,
}

#[derive(Clone, Debug)]
struct Token {
    access: SecretText,
    refresh: Option<SecretText>,
    /// When to renew it; never for one that does not expire.
    renew_at: Option<Instant>,
    scopes: Option<Vec<String>>,
}

/// What a request is sent with.
#[derive(Clone, Debug)]
pub(crate) struct Proof {
    pub(crate) authorization: Authorization,
    /// What was granted, when the server said so.
    pub(crate) scopes: Option<Vec<String>>,
    /// Of the token; none when it cannot be renewed.
    pub(crate) generation: Option<u64>,
}

impl Tokens {
    pub(crate) fn new(credentials: Credentials) -> Self {
        Self { credentials, state: Mutex::default() }
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// What to send a request with. `refused` is the generation of a token that the server did not take.
    pub(crate) async fn proof(&self, link: &Link, refused: Option<u64>) -> Result<Proof> {
        let fixed = |authorization| Proof { authorization, scopes: None, generation: None };
        match &self.credentials.0 {
            Kind::Token(token) => return Ok(fixed(Authorization::Bearer(token.clone()))),
            Kind::Basic { user, password } => {
                return Ok(fixed(Authorization::Basic(user.clone(), password.clone())));
            }
            Kind::Password { .. } | Kind::Client { .. } => {}
        }
        let mut state = self.state.lock().await;
        let is_refused = refused == Some(state.generation);
        let usable = state.token.as_ref().filter(|token| !is_refused && !token.is_due());
        let token = match usable {
            Some(token) => token.clone(),
            None => self.renew(link, &mut state, is_refused).await?,
        };
        Ok(Proof {
            authorization: Authorization::Bearer(token.access),
            scopes: token.scopes,
            generation: Some(state.generation),
        })
    }

    async fn renew(&self, link: &Link, state: &mut State, is_refused: bool) -> Result<Token> {
        let client = self.client(link, state).await?;
        let refresh = state.token.as_ref().and_then(|token| token.refresh.clone());
        let issued = match refresh {
            // The password grant of older releases gives the same token again until it has expired.
            Some(token) if !is_refused => match self
                .issue(link, &client, &Grant::Refresh { token })
                .await
            {
                Err(error)
                    if matches!(error.kind(), ErrorKind::Unauthenticated | ErrorKind::Rejected) =>
                {
                    self.issue(link, &client, &self.grant()).await?
                }
                issued => issued?,
            },
            _ => self.issue(link, &client, &self.grant()).await?,
        };
        let token = Token::from(issued);
        state.token = Some(token.clone());
        state.generation += 1;
        Ok(token)
    }

    async fn issue(&self, link: &Link, client: &Client, grant: &Grant) -> Result<IssuedToken> {
        link.send(&identity::token(client, grant, &wanted_scopes(link.release()))).await
    }

    fn grant(&self) -> Grant {
        match &self.credentials.0 {
            Kind::Password { user, password, .. } => {
                Grant::Password { user: user.clone(), password: password.clone() }
            }
            _ => Grant::ClientCredentials,
        }
    }

    /// The client tokens are issued to: registered once.
    async fn client(&self, link: &Link, state: &mut State) -> Result<Client> {
        if let Some(client) = &state.client {
            return Ok(client.clone());
        }
        let given = |id: &String, secret: &SecretText| Client {
            client_id: id.clone(),
            client_secret: secret.clone(),
        };
        let client = match &self.credentials.0 {
            Kind::Client { id, secret } | Kind::Password { client: Some((id, secret)), .. } => {
                given(id, secret)
            }
            Kind::Password { user, password, .. } => {
                let name = client_name(user);
                link.send(&identity::register(link.release(), &name, user, password)).await?
            }
            Kind::Token(secret) | Kind::Basic { password: secret, .. } => {
                given(&String::new(), secret)
            }
        };
        state.client = Some(client.clone());
        Ok(client)
    }
}

impl Token {
    fn is_due(&self) -> bool {
        self.renew_at.is_some_and(|at| Instant::now() >= at)
    }
}

impl From<IssuedToken> for Token {
    fn from(issued: IssuedToken) -> Self {
        let life = issued.expires_in.and_then(|seconds| u64::try_from(seconds).ok());
        let renew_at = life.and_then(|seconds| {
            let life = Duration::from_secs(seconds);
            Instant::now().checked_add(life.saturating_sub(MARGIN.min(life / 10)))
        });
        let scopes =
            issued.scope.map(|scope| scope.split_whitespace().map(str::to_owned).collect());
        Self { access: issued.access_token, refresh: issued.refresh_token, renew_at, scopes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(expires_in: Option<i64>) -> Token {
        Token::from(IssuedToken {
            access_token: SecretText::new("a"),
            refresh_token: None,
            scope: Some("x y".to_owned()),
            expires_in,
        })
    }

    #[test]
    fn a_token_is_due_before_it_expires_and_one_without_an_end_never() {
        assert!(token(None).renew_at.is_none() && token(Some(-1)).renew_at.is_none());
        assert!(token(Some(i64::MAX)).renew_at.is_none() || !token(Some(i64::MAX)).is_due());
        assert!(token(Some(0)).is_due() && !token(Some(3600)).is_due());
        let left = token(Some(3600)).renew_at.unwrap() - Instant::now();
        assert!(left <= Duration::from_secs(3540) && left > Duration::from_secs(3500));
        assert_eq!(token(None).scopes.unwrap(), ["x", "y"]);
    }
}
