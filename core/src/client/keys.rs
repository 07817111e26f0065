//! An application's keys, per key type.

use crate::client::application::Application;
use crate::client::operation::operation;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{KeyType, SecretText};
use crate::rest::consumer_secret;
use crate::rest::keys::{self, ApplicationKey, NewKeys, RESIDENT};

/// The consumer key and secret of an application for one key type. The secret does not print.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ApplicationKeys {
    /// Which gateways take tokens of these keys.
    pub key_type: KeyType,
    /// The public half.
    pub consumer_key: String,
    /// The secret half.
    pub consumer_secret: SecretText,
}

impl ApplicationKeys {
    /// Keys that were obtained earlier, such as those of a 4.7, which shows a secret only once.
    pub fn new(
        key_type: KeyType,
        consumer_key: impl Into<String>,
        consumer_secret: impl Into<String>,
    ) -> Self {
        let consumer_secret = SecretText::new(consumer_secret);
        Self { key_type, consumer_key: consumer_key.into(), consumer_secret }
    }
}

/// The grants that new keys can be used with.
const GRANTS: [&str; 3] = ["client_credentials", "password", "refresh_token"];

impl Application {
    /// The application's keys of this type: those that are there, or new ones.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`], code `secret-not-shown`: there are keys, and the server does not show their secret again
    /// (4.7): keep the secret when the keys are made, or make a further one with [`Self::generate_secret`]. [`ErrorKind::Rejected`], code `approval-pending`: somebody has to
    /// approve first. See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::KeyType;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let application = control_plane.application("quickstart").await?;
    /// let production = application.keys(KeyType::Production).await?;
    /// let sandbox = application.keys(KeyType::Sandbox).await?;
    /// assert_ne!(production.consumer_key, sandbox.consumer_key);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn keys(&self, key_type: KeyType) -> Result<ApplicationKeys> {
        operation("keys", async {
            let keys = self.keys_or_new(key_type).await;
            keys.map_err(|error| {
                error
                    .concerning("application", self.name())
                    .concerning("key_type", key_type.as_str())
            })
        })
        .await
    }

    async fn keys_or_new(&self, key_type: KeyType) -> Result<ApplicationKeys> {
        if let Some(found) = self.find_keys(key_type).await? {
            return self.usable(key_type, found);
        }
        let new = NewKeys {
            key_type,
            grants: &GRANTS,
            callback_url: "",
            scopes: &[],
            key_manager: RESIDENT,
        };
        let call = keys::generate(self.release(), self.id(), &new);
        let made = self.control_plane().send_once(&call, || self.find_keys(key_type)).await;
        let made = match made {
            // Somebody was faster: what is there counts.
            Err(error) if error.kind() == ErrorKind::Conflict => {
                self.find_keys(key_type).await?.ok_or(error)?
            }
            made => made?,
        };
        self.usable(key_type, made)
    }

    async fn find_keys(&self, key_type: KeyType) -> Result<Option<ApplicationKey>> {
        let listed = self.control_plane().send(&keys::list(self.release(), self.id())).await?;
        Ok(listed.list.into_iter().find(|key| {
            let is_resident = key.key_manager.is_empty() || key.key_manager == RESIDENT;
            is_resident && key.key_type == key_type.as_str()
        }))
    }

    fn usable(&self, key_type: KeyType, key: ApplicationKey) -> Result<ApplicationKeys> {
        let refuse = |kind, code, why: &str| {
            let message = format!("the {key_type} keys of the application `{}` {why}", self.name());
            Err(Error::new(kind, code, message)
                .with_context("application", self.name())
                .with_context("key_type", key_type.as_str()))
        };
        if key.consumer_key.is_empty() {
            let why = format!(
                "await an approval (state `{}`): approve them in the Admin Portal",
                key.key_state
            );
            return refuse(ErrorKind::Rejected, "approval-pending", &why);
        }
        let Some(consumer_secret) = key.consumer_secret else {
            let otherwise = if consumer_secret::is_in(self.release()) {
                let mapping = key.key_mapping_id.escape_debug();
                format!("make a further one with `generate_secret` for `{mapping}`")
            } else {
                "regenerate it in the Developer Portal".to_owned()
            };
            let why = format!(
                "are there, but the server does not show their secret again: use the secret that was kept when they were \
                 made, or {otherwise}"
            );
            return refuse(ErrorKind::Conflict, "secret-not-shown", &why);
        };
        Ok(ApplicationKeys { key_type, consumer_key: key.consumer_key, consumer_secret })
    }
}
