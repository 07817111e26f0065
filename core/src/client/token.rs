//! Tokens for applications: how they are asked for, where, and what comes back.

use std::time::Duration;

use crate::client::control_plane::ControlPlane;
use crate::client::keys::ApplicationKeys;
use crate::client::operation::operation;
use crate::error::Result;
use crate::model::SecretText;
use crate::rest::capability::Capability;
use crate::rest::identity::{self, Client, IssuedToken};

/// How an application proves for whom it asks.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Grant {
    /// For itself.
    ClientCredentials,
    /// For a user.
    Password {
        /// The user.
        user: String,
        /// The user's password.
        password: SecretText,
    },
    /// For whom it asked before.
    RefreshToken(SecretText),
}

impl Grant {
    /// For a user.
    ///
    /// ```
    /// use gatewright::client::Grant;
    ///
    /// assert!(!format!("{:?}", Grant::password("alice", "s3cret")).contains("s3cret"));
    /// ```
    pub fn password(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self::Password { user: user.into(), password: SecretText::new(password) }
    }

    fn to_rest(&self) -> identity::Grant {
        match self {
            Self::ClientCredentials => identity::Grant::ClientCredentials,
            Self::Password { user, password } => {
                identity::Grant::Password { user: user.clone(), password: password.clone() }
            }
            Self::RefreshToken(token) => identity::Grant::Refresh { token: token.clone() },
        }
    }
}

/// An access token of an application. It does not print its secrets.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AccessToken {
    /// What is sent as `Authorization: Bearer`.
    pub token: SecretText,
    /// What renews it, when there is such a thing.
    pub refresh_token: Option<SecretText>,
    /// How long it lives; `None` when it does not expire.
    pub expires_in: Option<Duration>,
    /// The scopes that were granted.
    pub scopes: Vec<String>,
}

/// Where applications get their tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenEndpoint {
    /// The environment whose gateway it is (3.x); none for the control plane's.
    pub environment: Option<String>,
    /// The whole URL.
    pub url: String,
}

impl ControlPlane {
    /// Where applications get their tokens: in 3.x at each environment's gateway, since 4.0 at the control plane.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// for endpoint in control_plane.token_endpoints().await? {
    ///     println!("{}", endpoint.url);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn token_endpoints(&self) -> Result<Vec<TokenEndpoint>> {
        if !Capability::GatewayTokens.is_in(self.release()) {
            let url = self.session.link.token_url().to_owned();
            return Ok(vec![TokenEndpoint { environment: None, url }]);
        }
        let environments = operation("token_endpoints", self.environments()).await?;
        let tenant = match self.session.link.tenant_domain() {
            "carbon.super" => String::new(),
            tenant => format!("/t/{tenant}"),
        };
        let endpoints = environments.into_iter().filter_map(|environment| {
            let url = format!("{}{tenant}/token", environment.https_url?);
            Some(TokenEndpoint { environment: Some(environment.name), url })
        });
        Ok(endpoints.collect())
    }

    /// A token for an application, by its keys, from a [`TokenEndpoint`] or any other token endpoint's URL.
    ///
    /// # Errors
    /// [`ErrorKind::Unauthenticated`](crate::ErrorKind::Unauthenticated) when the keys or the user are refused,
    /// [`ErrorKind::Connect`](crate::ErrorKind::Connect) when a gateway is down; see [`ErrorKind`](crate::ErrorKind).
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::KeyType;
    /// use gatewright::client::Grant;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let application = control_plane.application("quickstart").await?;
    /// let keys = application.keys(KeyType::Production).await?;
    /// for endpoint in control_plane.token_endpoints().await? {
    ///     let token = control_plane.token(&endpoint.url, &keys, &Grant::ClientCredentials).await?;
    ///     println!("{}: lives {:?}", endpoint.url, token.expires_in);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn token(
        &self,
        token_url: &str,
        keys: &ApplicationKeys,
        grant: &Grant,
    ) -> Result<AccessToken> {
        let ask = async {
            let address = self.session.link.parse("the token endpoint's URL", token_url)?;
            let client = Client {
                client_id: keys.consumer_key.clone(),
                client_secret: keys.consumer_secret.clone(),
            };
            let call = identity::token(&client, &grant.to_rest(), &[]);
            self.session.link.send_to(&address, &call).await
        };
        operation("token", ask).await.map(AccessToken::from)
    }

    /// Makes a token worthless at the control plane.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    ///
    /// # Example
    /// ```no_run
    /// # use gatewright::client::{AccessToken, ApplicationKeys};
    /// # async fn example(
    /// #     control_plane: gatewright::ControlPlane, keys: ApplicationKeys, token: AccessToken,
    /// # ) -> gatewright::Result<()> {
    /// control_plane.revoke_token(&keys, &token).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn revoke_token(&self, keys: &ApplicationKeys, token: &AccessToken) -> Result<()> {
        let client = Client {
            client_id: keys.consumer_key.clone(),
            client_secret: keys.consumer_secret.clone(),
        };
        let call = identity::revoke(&client, &token.token);
        operation("revoke_token", self.session.link.send(&call)).await
    }
}

/// Longer than anything lives that ends: servers say of what does not expire either a negative number or the largest one
/// they have, and languages have no date for the latter.
const FOR_EVER: Duration = Duration::from_secs(1000 * 31_557_600);

/// How long something lives that lives for so many seconds; none when it does not expire.
pub(crate) fn life(seconds: i64) -> Option<Duration> {
    let life = Duration::from_secs(u64::try_from(seconds).ok()?);
    (life < FOR_EVER).then_some(life)
}

impl From<IssuedToken> for AccessToken {
    fn from(issued: IssuedToken) -> Self {
        let scope = issued.scope.unwrap_or_default();
        Self {
            token: issued.access_token,
            refresh_token: issued.refresh_token,
            expires_in: issued.expires_in.and_then(life),
            scopes: scope.split_whitespace().map(str::to_owned).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lives_for_ages_does_not_expire() {
        assert_eq!(life(0), Some(Duration::ZERO));
        assert_eq!(life(3600), Some(Duration::from_secs(3600)));
        let a_hundred_years = 100 * 31_557_600;
        assert!(life(a_hundred_years).is_some());
        for endless in [-1, i64::MIN, 1000 * 31_557_600, i64::from(u32::MAX) * 100, i64::MAX] {
            assert_eq!(life(endless), None, "{endless}");
        }
    }
}
