//! Key managers, since 3.2.

use crate::client::control_plane::ControlPlane;
use crate::client::operation::operation;
use crate::error::Result;
use crate::rest::key_manager;
pub use crate::rest::key_manager::KeyManager;

impl ControlPlane {
    /// The key managers that applications can have keys of, with their token endpoints. Since 3.2.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) before 3.2; see [`ErrorKind`](crate::ErrorKind).
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// for manager in control_plane.key_managers().await? {
    ///     println!("{}: {}", manager.name, manager.token_endpoint.unwrap_or_default());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn key_managers(&self) -> Result<Vec<KeyManager>> {
        let call = key_manager::list(self.release());
        Ok(operation("key_managers", async { self.send(&call?).await }).await?.list)
    }
}
