//! Several secrets of one key, since 4.7.

use crate::client::application::Application;
use crate::client::operation::operation;
use crate::error::{Error, ErrorKind, Result};
use crate::model::SecretText;
use crate::rest::consumer_secret;

/// A secret of a key. It is shown once, when it is made, and does not print.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConsumerSecret {
    /// API-M's identifier: what it is revoked by.
    pub id: String,
    /// The secret itself, of a new one.
    pub value: Option<SecretText>,
}

impl Application {
    /// The secrets of a key, by its [`mapping_id`](crate::client::ApplicationKeyInfo::mapping_id), without their values.
    /// Since 4.7.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is no such key; [`ErrorKind::Unsupported`] before 4.7. See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let application = control_plane.application("quickstart").await?;
    /// for key in application.all_keys().await? {
    ///     let old = application.secrets(&key.mapping_id).await?;
    ///     let new = application.generate_secret(&key.mapping_id).await?;
    ///     # let _ = new;
    ///     // … once every client uses the new one:
    ///     for secret in old {
    ///         application.revoke_secret(&key.mapping_id, &secret.id).await?;
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn secrets(&self, mapping_id: &str) -> Result<Vec<ConsumerSecret>> {
        operation("secrets", self.list_secrets(mapping_id)).await
    }

    async fn list_secrets(&self, mapping_id: &str) -> Result<Vec<ConsumerSecret>> {
        let call = consumer_secret::list(self.release(), self.id(), mapping_id)?;
        let listed = self.control_plane().send(&call).await?.list;
        Ok(listed.into_iter().map(ConsumerSecret::from).collect())
    }

    /// Makes a further secret of a key. Since 4.7.
    ///
    /// When the answer is lost, its value is lost with it: the error is [`Ambiguous`](crate::Retry::Ambiguous);
    /// [`Self::secrets`] then has one more, which can be revoked once a further one was made.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is no such key; [`ErrorKind::Unexpected`], code `secret-without-value`, when the answer
    /// does not have the value; [`ErrorKind::Unsupported`] before 4.7. See [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::secrets`].
    pub async fn generate_secret(&self, mapping_id: &str) -> Result<ConsumerSecret> {
        operation("generate_secret", async {
            let call = consumer_secret::generate(self.release(), self.id(), mapping_id)?;
            let made = ConsumerSecret::from(self.control_plane().send(&call).await?);
            if made.value.is_none() {
                let message = format!(
                    "the server made the secret `{}` and does not show it: revoke it",
                    made.id.escape_debug()
                );
                return Err(Error::new(ErrorKind::Unexpected, "secret-without-value", message));
            }
            Ok(made)
        })
        .await
    }

    /// Revokes a secret of a key. Since 4.7. When the answer is lost and the secret is not listed, it was revoked.
    ///
    /// # Errors
    /// [`ErrorKind::Rejected`] for what API-M does not revoke, such as the newest secret;
    /// [`ErrorKind::NotFound`] when there is none; [`ErrorKind::Unsupported`] before 4.7. See [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::secrets`].
    pub async fn revoke_secret(&self, mapping_id: &str, secret_id: &str) -> Result<()> {
        operation("revoke_secret", async {
            let call = consumer_secret::revoke(self.release(), self.id(), mapping_id, secret_id)?;
            self.control_plane()
                .send_once(&call, || async {
                    let listed = self.list_secrets(mapping_id).await?;
                    Ok((!listed.iter().any(|listed| listed.id == secret_id)).then_some(()))
                })
                .await
        })
        .await
    }
}

impl From<consumer_secret::ConsumerSecret> for ConsumerSecret {
    fn from(secret: consumer_secret::ConsumerSecret) -> Self {
        Self { id: secret.secret_id, value: secret.secret_value }
    }
}
