//! All keys of an application, by key manager, and tokens that the Developer Portal gets with them.

use std::time::Duration;

use crate::client::application::Application;
use crate::client::operation::operation;
use crate::client::token::{AccessToken, life};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{KeyType, SecretText};
use crate::rest::keys::{self, ApplicationKey, NewKeys, RESIDENT};

/// A key of an application, as the Developer Portal has it. Its secret does not print.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ApplicationKeyInfo {
    /// API-M's identifier of the key, since 3.2; empty before.
    pub mapping_id: String,
    /// Which gateways take tokens of it, when it is one of the known key types.
    pub key_type: Option<KeyType>,
    /// Whose it is, since 3.2; empty before.
    pub key_manager: String,
    /// The public half; empty while an approval is awaited.
    pub consumer_key: String,
    /// The secret half; none where the server does not show it again, as 4.7.
    pub consumer_secret: Option<SecretText>,
    /// `COMPLETED`, or `CREATED` while an approval is awaited.
    pub state: String,
    /// The grants it can be used with.
    pub grants: Vec<String>,
    /// Where authorisation codes are sent; empty when nowhere.
    pub callback_url: String,
}

impl ApplicationKeyInfo {
    /// A key that was read earlier, by its identifier and type: what else is known of it is set in its fields.
    ///
    /// ```
    /// use gatewright::KeyType;
    /// use gatewright::client::ApplicationKeyInfo;
    ///
    /// let key = ApplicationKeyInfo::new("c1f2", Some(KeyType::Production));
    /// assert!(key.consumer_secret.is_none());
    /// ```
    pub fn new(mapping_id: impl Into<String>, key_type: Option<KeyType>) -> Self {
        Self {
            mapping_id: mapping_id.into(),
            key_type,
            key_manager: String::new(),
            consumer_key: String::new(),
            consumer_secret: None,
            state: String::new(),
            grants: Vec::new(),
            callback_url: String::new(),
        }
    }
}

/// What new keys shall be like.
///
/// ```
/// use gatewright::KeyType;
/// use gatewright::client::KeyRequest;
///
/// let request = KeyRequest::new(KeyType::Production)
///     .grants(["authorization_code", "refresh_token"])
///     .callback_url("https://shop.example/callback");
/// # let _ = request;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRequest {
    key_type: KeyType,
    grants: Vec<String>,
    callback_url: String,
    scopes: Vec<String>,
    key_manager: String,
}

impl KeyRequest {
    /// Keys of API-M's own key manager for client credentials, password and refresh token.
    pub fn new(key_type: KeyType) -> Self {
        let grants = ["client_credentials", "password", "refresh_token"];
        Self {
            key_type,
            grants: grants.map(str::to_owned).into(),
            callback_url: String::new(),
            scopes: Vec::new(),
            key_manager: RESIDENT.to_owned(),
        }
    }

    /// The grants they can be used with.
    #[must_use]
    pub fn grants(mut self, grants: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.grants = grants.into_iter().map(Into::into).collect();
        self
    }

    /// Where authorisation codes are sent.
    #[must_use]
    pub fn callback_url(mut self, url: impl Into<String>) -> Self {
        self.callback_url = url.into();
        self
    }

    /// The scopes of the token that comes with them.
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Of this key manager, since 3.2; before there is one alone.
    #[must_use]
    pub fn key_manager(mut self, name: impl Into<String>) -> Self {
        self.key_manager = name.into();
        self
    }
}

impl Application {
    /// Every key of the application: one per key manager and key type since 3.2, one per key type before.
    ///
    /// # Errors
    /// See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let application = control_plane.application("quickstart").await?;
    /// for key in application.all_keys().await? {
    ///     println!("{} of {}: {}", key.consumer_key, key.key_manager, key.grants.join(", "));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn all_keys(&self) -> Result<Vec<ApplicationKeyInfo>> {
        let call = keys::list(self.release(), self.id());
        let listed = operation("all_keys", self.control_plane().send(&call)).await?;
        Ok(listed.list.into_iter().map(ApplicationKeyInfo::from).collect())
    }

    /// One key, by its [`ApplicationKeyInfo::mapping_id`], since 3.2.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is none; [`ErrorKind::Unsupported`] before 3.2. See [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::generate_keys`].
    pub async fn key(&self, mapping_id: &str) -> Result<ApplicationKeyInfo> {
        let call = keys::get(self.release(), self.id(), mapping_id);
        let read = operation("key", async { self.control_plane().send(&call?).await }).await?;
        Ok(read.into())
    }

    /// Makes new keys; [`Self::keys`] takes those that are there. When the answer is lost, the keys are read; a 4.7 does not
    /// show their secret then.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`], code `keys-exist`, when there are keys of this type and key manager; see [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// use std::time::Duration;
    /// use gatewright::KeyType;
    /// use gatewright::client::KeyRequest;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let application = control_plane.application("quickstart").await?;
    /// let made = application.generate_keys(&KeyRequest::new(KeyType::Production)).await?;
    /// let key = application.key(&made.mapping_id).await?;
    /// if let Some(secret) = &made.consumer_secret {
    ///     let hour = Some(Duration::from_secs(3600));
    ///     let token = application.portal_token(&key, secret, hour, ["default"]).await?;
    ///     # let _ = token;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn generate_keys(&self, request: &KeyRequest) -> Result<ApplicationKeyInfo> {
        operation("generate_keys", self.new_keys(request)).await.map(ApplicationKeyInfo::from)
    }

    async fn new_keys(&self, request: &KeyRequest) -> Result<ApplicationKey> {
        let find = || async {
            let listed = self.control_plane().send(&keys::list(self.release(), self.id())).await?;
            Ok(listed.list.into_iter().find(|key| {
                let is_its = key.key_manager.is_empty() || key.key_manager == request.key_manager;
                is_its && key.key_type == request.key_type.as_str()
            }))
        };
        if find().await?.is_some() {
            let message = format!(
                "the application `{}` has {} keys of {} already: use them, or another application",
                self.name(),
                request.key_type,
                request.key_manager
            );
            return Err(Error::new(ErrorKind::Conflict, "keys-exist", message)
                .with_context("application", self.name())
                .with_context("key_type", request.key_type.as_str()));
        }
        let (grants, scopes) = (texts(&request.grants), texts(&request.scopes));
        let new = NewKeys {
            key_type: request.key_type,
            grants: &grants,
            callback_url: &request.callback_url,
            scopes: &scopes,
            key_manager: &request.key_manager,
        };
        let call = keys::generate(self.release(), self.id(), &new);
        self.control_plane().send_once(&call, find).await
    }

    /// A token by client credentials that the Developer Portal gets with a key: for those who cannot reach the token
    /// endpoint themselves. Each call gets a new one.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`], code `unknown-key-type`, for a key without a known type in 3.0 and 3.1;
    /// [`ErrorKind::Rejected`] for a wrong secret. See [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::generate_keys`].
    pub async fn portal_token(
        &self,
        key: &ApplicationKeyInfo,
        consumer_secret: &SecretText,
        validity: Option<Duration>,
        scopes: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<AccessToken> {
        let scopes: Vec<String> = scopes.into_iter().map(Into::into).collect();
        let validity = validity.map(|life| i64::try_from(life.as_secs()).unwrap_or(i64::MAX));
        let token = operation("portal_token", async {
            let Some(key_type) = key.key_type else {
                let message = "the key has no type that is known, PRODUCTION or SANDBOX";
                return Err(Error::new(ErrorKind::InvalidInput, "unknown-key-type", message));
            };
            let named = (key.mapping_id.as_str(), key_type);
            let release = self.release();
            let call = keys::token(release, self.id(), named, consumer_secret, validity, &scopes);
            self.control_plane().send(&call).await
        });
        let token = token.await?;
        Ok(AccessToken {
            token: token.access_token,
            refresh_token: None,
            expires_in: token.validity_time.and_then(life),
            scopes: token.token_scopes,
        })
    }
}

fn texts(owned: &[String]) -> Vec<&str> {
    owned.iter().map(String::as_str).collect()
}

impl From<ApplicationKey> for ApplicationKeyInfo {
    fn from(key: ApplicationKey) -> Self {
        Self {
            mapping_id: key.key_mapping_id,
            key_type: KeyType::ALL.into_iter().find(|known| known.as_str() == key.key_type),
            key_manager: key.key_manager,
            consumer_key: key.consumer_key,
            consumer_secret: key.consumer_secret,
            state: key.key_state,
            grants: key.supported_grant_types,
            callback_url: key.callback_url,
        }
    }
}
