//! An application's subscriptions to APIs.

use crate::client::application::Application;
use crate::client::operation::operation;
use crate::error::{Error, ErrorKind, Result};
use crate::rest::subscription;
pub use crate::rest::subscription::Subscription;

impl Application {
    /// The application's subscriptions.
    ///
    /// # Errors
    /// See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let application = control_plane.application("quickstart").await?;
    /// let pets = control_plane.api("Pets", "1.0.0").await?;
    /// let subscription = application.subscribe_with_plan(&pets.id, "Gold").await?;
    /// if !subscription.is_usable() {
    ///     println!("somebody has to approve it");
    /// }
    /// application.change_plan(&subscription, "Silver").await?;
    /// for subscription in application.subscriptions().await? {
    ///     application.unsubscribe(&subscription.id).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn subscriptions(&self) -> Result<Vec<Subscription>> {
        operation("subscriptions", self.list_subscriptions()).await
    }

    async fn list_subscriptions(&self) -> Result<Vec<Subscription>> {
        let (release, id) = (self.release(), self.id());
        self.control_plane().pages(|slice| subscription::list(release, id, slice)).await
    }

    /// Subscribes to an API, by its identifier, with this plan. When the answer is lost, the subscription is looked for.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`], code `subscription-exists`, when there is one, with whichever plan; [`ErrorKind::NotFound`]
    /// when there is no such API; [`ErrorKind::Rejected`] when the API does not offer the plan. See [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::subscriptions`].
    pub async fn subscribe_with_plan(&self, api_id: &str, plan: &str) -> Result<Subscription> {
        operation("subscribe_with_plan", async {
            let find = || async {
                let listed = self.list_subscriptions().await?;
                Ok(listed.into_iter().find(|listed| listed.api_id == api_id))
            };
            if let Some(found) = find().await? {
                let message = format!(
                    "the application `{}` is subscribed to the API already, with the plan `{}`: change the plan instead",
                    self.name(),
                    found.plan
                );
                return Err(Error::new(ErrorKind::Conflict, "subscription-exists", message)
                    .with_context("application", self.name()));
            }
            let call = subscription::create(self.release(), self.id(), api_id, plan);
            self.control_plane().send_once(&call, find).await
        })
        .await
    }

    /// Asks for another plan, since 3.2. Where somebody has to approve it, the answer has the old plan and the status
    /// `TIER_UPDATE_PENDING`.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] before 3.2; [`ErrorKind::NotFound`] when it was ended. See [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::subscriptions`].
    pub async fn change_plan(
        &self,
        subscription: &Subscription,
        plan: &str,
    ) -> Result<Subscription> {
        let call = subscription::update(self.release(), subscription, plan);
        operation("change_plan", async { self.control_plane().send(&call?).await }).await
    }

    /// Ends a subscription. When the answer is lost and the subscription is not there, it was ended.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is none; see [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::subscriptions`].
    pub async fn unsubscribe(&self, subscription_id: &str) -> Result<()> {
        let call = subscription::delete(self.release(), subscription_id);
        let unsubscribe = self.control_plane().send_once(&call, || async {
            let listed = self.list_subscriptions().await?;
            Ok((!listed.iter().any(|listed| listed.id == subscription_id)).then_some(()))
        });
        operation("unsubscribe", unsubscribe).await
    }
}
