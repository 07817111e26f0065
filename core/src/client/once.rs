//! Deletions, which are sent once: what is not there after a lost answer was deleted.

use crate::client::control_plane::ControlPlane;
use crate::error::{ErrorKind, Result, Retry};
use crate::rest::Call;

/// Runs an operation under its public name.
pub(crate) async fn operation<T>(
    name: &'static str,
    work: impl Future<Output = Result<T>>,
) -> Result<T> {
    work.await.map_err(|error| error.with_operation(name))
}

impl ControlPlane {
    /// Sends a call that must not be done twice; when its fate is unknown, `read_back` reads the server: what it gives is
    /// the call's answer, and without one the call is sent once more. What cannot be read leaves the first error.
    pub(crate) async fn send_once<T, F, R>(&self, call: &Call<T>, mut read_back: F) -> Result<T>
    where
        T: Send,
        F: FnMut() -> R + Send,
        R: Future<Output = Result<Option<T>>> + Send,
    {
        match self.send(call).await {
            Err(error) if error.retry() == Retry::Ambiguous => match read_back().await {
                Ok(Some(done)) => Ok(done),
                Ok(None) => self.send(call).await,
                Err(_) => Err(error),
            },
            answer => answer,
        }
    }

    /// Sends a deletion. `read` asks for what shall go: that it is not found is success.
    pub(crate) async fn delete_once<T: Send>(&self, call: &Call<()>, read: &Call<T>) -> Result<()> {
        self.send_once(call, || async {
            match self.send(read).await {
                Ok(_) => Ok(None),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(Some(())),
                Err(error) => Err(error),
            }
        })
        .await
    }
}
