//! An application's subscriptions to APIs.

use gatewright::client::Subscription;
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::application::NativeApplication;
use crate::client::listing::all;
use crate::promise::{NativeCancellation, promise};

/// A subscription.
#[napi(object, use_nullable = true)]
pub struct NativeSubscription {
    /// API-M's identifier.
    pub id: String,
    /// The identifier of the application.
    pub application_id: String,
    /// The identifier of the API.
    pub api_id: String,
    /// The plan.
    pub plan: String,
    /// The plan that was asked for.
    pub requested_plan: Option<String>,
    /// Whether calls get through.
    pub status: String,
    /// Whether calls with either type of keys get through.
    pub is_usable: Option<bool>,
}

impl From<Subscription> for NativeSubscription {
    fn from(subscription: Subscription) -> Self {
        Self {
            is_usable: Some(subscription.is_usable()),
            id: subscription.id,
            application_id: subscription.application_id,
            api_id: subscription.api_id,
            plan: subscription.plan,
            requested_plan: subscription.requested_plan,
            status: subscription.status,
        }
    }
}

impl From<NativeSubscription> for Subscription {
    fn from(given: NativeSubscription) -> Self {
        let mut subscription = Self::new(given.id, given.application_id, given.api_id);
        subscription.plan = given.plan;
        subscription.requested_plan = given.requested_plan;
        subscription.status = given.status;
        subscription
    }
}

#[napi]
impl NativeApplication {
    /// The subscriptions.
    #[napi]
    pub fn subscriptions<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let work = async move { application.subscriptions().await };
        promise(env, cancellation, "subscriptions", work, all::<_, NativeSubscription>)
    }

    /// Subscribes with a plan.
    #[napi]
    pub fn subscribe_with_plan<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api_id: String,
        plan: String,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let work = async move { application.subscribe_with_plan(&api_id, &plan).await };
        promise(env, cancellation, "subscribe_with_plan", work, NativeSubscription::from)
    }

    /// Asks for another plan.
    #[napi]
    pub fn change_plan<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        subscription: NativeSubscription,
        plan: String,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let subscription = Subscription::from(subscription);
        let work = async move { application.change_plan(&subscription, &plan).await };
        promise(env, cancellation, "change_plan", work, NativeSubscription::from)
    }

    /// Ends a subscription.
    #[napi]
    pub fn unsubscribe<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        subscription_id: String,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let work = async move { application.unsubscribe(&subscription_id).await };
        promise(env, cancellation, "unsubscribe", work, |()| ())
    }
}
