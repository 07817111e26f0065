//! Deletions, which are sent once: what is not there after a lost answer was deleted.

use crate::client::control_plane::ControlPlane;
use crate::error::{ErrorKind, Result};
use crate::rest::Call;

impl ControlPlane {
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
