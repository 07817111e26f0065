//! Credentials that a function of the user's gives.

use std::pin::Pin;
use std::sync::Arc;

use crate::client::credentials::{Account, Credentials, Source};
use crate::error::{Error, ErrorKind, Result, Retry};

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Answer = Pin<Box<dyn Future<Output = Result<Credentials, BoxError>> + Send>>;

/// The function.
#[derive(Clone)]
pub(crate) struct Callback(Arc<dyn Fn() -> Answer + Send + Sync>);

impl Callback {
    pub(crate) fn new<F, R>(ask: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<Credentials, BoxError>> + Send + 'static,
    {
        Self(Arc::new(move || Box::pin(ask())))
    }

    /// Asks it.
    ///
    /// # Errors
    /// Its own; and [`ErrorKind::InvalidInput`] when it answers with another callback.
    pub(crate) async fn ask(&self) -> Result<Arc<Account>> {
        match (self.0)().await {
            Ok(Credentials { source: Source::Fixed(account), .. }) => Ok(account),
            Ok(_) => {
                let message = "the credentials callback gave another callback: let it give a token, a user or a client";
                Err(Error::new(ErrorKind::InvalidInput, "nested-credentials-callback", message))
            }
            Err(error) => {
                let message = format!("the credentials callback failed: {error}");
                let code = "credentials-callback-failed";
                let told = Error::new(ErrorKind::Unauthenticated, code, message);
                Err(told.with_retry(Retry::Safe).with_cause(error))
            }
        }
    }
}
