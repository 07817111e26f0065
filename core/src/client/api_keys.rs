//! API keys of an application: one text that calls APIs, without a token.

use std::time::Duration;

use crate::client::application::Application;
use crate::client::operation::operation;
use crate::client::token::life;
use crate::error::Result;
use crate::model::{KeyType, SecretText};
pub use crate::rest::api_key::ApiKeyInfo;
use crate::rest::api_key::{self, NewApiKey, RevokedBy};

/// An API key. It does not print.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ApiKey {
    /// What is sent in the header `apikey`.
    pub key: SecretText,
    /// Its name, since 4.7; empty before.
    pub name: String,
    /// How long it lives; `None` when it does not expire.
    pub expires_in: Option<Duration>,
}

/// Who may use a new API key, and how long.
///
/// ```
/// use std::time::Duration;
/// use gatewright::client::ApiKeyOptions;
///
/// let options = ApiKeyOptions::new().validity(Duration::from_secs(3600)).permitted_ips(["10.0.0.0/8"]);
/// # let _ = options;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKeyOptions(NewApiKey);

impl Default for ApiKeyOptions {
    fn default() -> Self {
        Self(NewApiKey { validity: -1, ..NewApiKey::default() })
    }
}

impl ApiKeyOptions {
    /// A key for everybody that does not expire.
    pub fn new() -> Self {
        Self::default()
    }

    /// Its name, since 4.7; left out before.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.0.name = Some(name.into());
        self
    }

    /// How long it lives, in whole seconds.
    #[must_use]
    pub fn validity(mut self, validity: Duration) -> Self {
        self.0.validity = i64::try_from(validity.as_secs()).unwrap_or(i64::MAX);
        self
    }

    /// The addresses and networks it may be used from.
    #[must_use]
    pub fn permitted_ips(mut self, ips: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.0.permitted_ips = ips.into_iter().map(Into::into).collect();
        self
    }

    /// The pages it may be used from, by their header `Referer`.
    #[must_use]
    pub fn permitted_referers(
        mut self,
        referers: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.0.permitted_referers = referers.into_iter().map(Into::into).collect();
        self
    }
}

impl Application {
    /// Makes an API key for the APIs that the application is subscribed to.
    ///
    /// When the answer is lost, the key is lost with it, and no release can be asked for it: the error is
    /// [`Ambiguous`](crate::Retry::Ambiguous). A further key does no harm; since 4.7 [`Self::api_keys`] has the lost one,
    /// which can be revoked.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::KeyType;
    /// use gatewright::client::ApiKeyOptions;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let application = control_plane.application("quickstart").await?;
    /// let made = application.generate_api_key(KeyType::Production, &ApiKeyOptions::new()).await?;
    /// application.revoke_api_key(KeyType::Production, &made.key).await?;
    /// for known in application.api_keys(KeyType::Production).await? {
    ///     application.revoke_api_key_by_id(KeyType::Production, &known.id).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn generate_api_key(
        &self,
        key_type: KeyType,
        options: &ApiKeyOptions,
    ) -> Result<ApiKey> {
        let call = api_key::generate(self.release(), self.id(), key_type, &options.0);
        let made = operation("generate_api_key", self.control_plane().send(&call)).await?;
        Ok(ApiKey {
            key: made.apikey,
            name: made.key_name,
            expires_in: made.validity_period.and_then(life),
        })
    }

    /// The API keys that were made and not revoked, without the keys themselves. Since 4.7.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) before 4.7; see [`ErrorKind`](crate::ErrorKind).
    ///
    /// # Example
    /// See [`Self::generate_api_key`].
    pub async fn api_keys(&self, key_type: KeyType) -> Result<Vec<ApiKeyInfo>> {
        operation("api_keys", self.list_api_keys(key_type)).await
    }

    async fn list_api_keys(&self, key_type: KeyType) -> Result<Vec<ApiKeyInfo>> {
        let call = api_key::list(self.release(), self.id(), key_type)?;
        Ok(self.control_plane().send(&call).await?.list)
    }

    /// Revokes an API key. Since 3.1.
    ///
    /// When the answer is lost, nobody can read whether it was done: the error is
    /// [`Ambiguous`](crate::Retry::Ambiguous), and doing it again harmless.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) in 3.0; see [`ErrorKind`](crate::ErrorKind).
    ///
    /// # Example
    /// See [`Self::generate_api_key`].
    pub async fn revoke_api_key(&self, key_type: KeyType, key: &SecretText) -> Result<()> {
        let call = api_key::revoke(self.release(), self.id(), key_type, &RevokedBy::Key(key));
        operation("revoke_api_key", async { self.control_plane().send(&call?).await }).await
    }

    /// Revokes an API key by its identifier. Since 4.7. When the answer is lost and the key is not listed, it was revoked.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`](crate::ErrorKind::NotFound) when there is none; [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) before 4.7. See [`ErrorKind`](crate::ErrorKind).
    ///
    /// # Example
    /// See [`Self::generate_api_key`].
    pub async fn revoke_api_key_by_id(&self, key_type: KeyType, id: &str) -> Result<()> {
        operation("revoke_api_key_by_id", async {
            let call = api_key::revoke(self.release(), self.id(), key_type, &RevokedBy::Id(id))?;
            self.control_plane()
                .send_once(&call, || async {
                    let listed = self.list_api_keys(key_type).await?;
                    Ok((!listed.iter().any(|listed| listed.id == id)).then_some(()))
                })
                .await
        })
        .await
    }
}
