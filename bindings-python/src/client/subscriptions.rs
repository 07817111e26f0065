//! What an application is, and which APIs it may call.

use std::future::Future;

use gatewright::Result;
use gatewright::client::{Application, ApplicationChange, Subscription};
use pyo3::prelude::*;

use crate::call::NativeCall;
use crate::client::application::NativeApplication;
use crate::client::control_plane::nothing;
use crate::client::listing::all;
use crate::client::portal::application_summary;
use crate::package::Maker;

static SUBSCRIPTION: Maker = Maker::new("gatewright.client._subscriptions", "Subscription");

type Value<'py> = PyResult<Bound<'py, PyAny>>;

/// The attributes of the package's `Subscription` by which its plan is changed.
#[derive(FromPyObject)]
struct SubscriptionAttributes {
    id: String,
    application_id: String,
    api_id: String,
    plan: String,
    requested_plan: Option<String>,
    status: String,
}

#[pymethods]
impl NativeApplication {
    fn summary(&self, py: Python<'_>) -> NativeCall {
        self.begin(
            py,
            "summary",
            |application| async move { application.summary().await },
            |py, found| application_summary(py, &found),
        )
    }

    fn update(
        &self,
        py: Python<'_>,
        name: Option<String>,
        plan: Option<String>,
        description: Option<String>,
    ) -> NativeCall {
        let mut change = ApplicationChange::new();
        if let Some(name) = name {
            change = change.name(name);
        }
        if let Some(plan) = plan {
            change = change.plan(plan);
        }
        if let Some(description) = description {
            change = change.description(description);
        }
        self.begin(
            py,
            "update",
            |application| async move { application.update(&change).await },
            |py, changed| application_summary(py, &changed),
        )
    }

    fn delete(&self, py: Python<'_>) -> NativeCall {
        self.begin(py, "delete", |application| async move { application.delete().await }, nothing)
    }

    fn subscriptions(&self, py: Python<'_>) -> NativeCall {
        self.begin(
            py,
            "subscriptions",
            |application| async move { application.subscriptions().await },
            |py, found| all(py, &found, subscription),
        )
    }

    fn subscribe_with_plan(&self, py: Python<'_>, api_id: String, plan: String) -> NativeCall {
        self.begin(
            py,
            "subscribe_with_plan",
            |application| async move { application.subscribe_with_plan(&api_id, &plan).await },
            |py, made| subscription(py, &made),
        )
    }

    fn change_plan(&self, py: Python<'_>, of: SubscriptionAttributes, plan: String) -> NativeCall {
        let mut known = Subscription::new(of.id, of.application_id, of.api_id);
        (known.plan, known.requested_plan, known.status) = (of.plan, of.requested_plan, of.status);
        self.begin(
            py,
            "change_plan",
            |application| async move { application.change_plan(&known, &plan).await },
            |py, changed| subscription(py, &changed),
        )
    }

    fn unsubscribe(&self, py: Python<'_>, subscription_id: String) -> NativeCall {
        self.begin(
            py,
            "unsubscribe",
            |application| async move { application.unsubscribe(&subscription_id).await },
            nothing,
        )
    }
}

impl NativeApplication {
    /// A call of the application, on this process's connection.
    pub(crate) fn begin<T, F>(
        &self,
        py: Python<'_>,
        operation: &'static str,
        work: impl FnOnce(Application) -> F + Send + 'static,
        convert: impl for<'py> FnOnce(Python<'py>, T) -> Value<'py> + Send + 'static,
    ) -> NativeCall
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let application = self.get(py);
        NativeCall::new(operation, async move { work(application.await?).await }, convert)
    }
}

fn subscription<'py>(py: Python<'py>, subscription: &Subscription) -> Value<'py> {
    SUBSCRIPTION.make(
        py,
        (
            &subscription.id,
            &subscription.application_id,
            &subscription.api_id,
            &subscription.plan,
            subscription.requested_plan.as_deref(),
            &subscription.status,
            subscription.is_usable(),
        ),
    )
}
