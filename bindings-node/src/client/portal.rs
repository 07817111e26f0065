//! What the Developer Portal shows: APIs, key managers, the user's applications.

use gatewright::client::{ApplicationChange, ApplicationSummary, KeyManager, PortalApi};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::application::NativeApplication;
use crate::client::control_plane::NativeControlPlane;
use crate::client::listing::{NativeEndpointUrls, all};
use crate::promise::{NativeCancellation, promise};

/// An API as the Developer Portal shows it.
#[napi(object, object_from_js = false)]
pub struct NativePortalApi {
    /// API-M's identifier.
    pub id: String,
    /// The name.
    pub name: String,
    /// The version.
    pub version: String,
    /// The context.
    pub context: String,
    /// Who made it.
    pub provider: String,
    /// What it is for.
    pub description: String,
    /// The lifecycle state.
    pub lifecycle: String,
    /// The plans that can be subscribed with.
    pub plans: Vec<String>,
    /// At which URLs it is offered.
    pub endpoint_urls: Vec<NativeEndpointUrls>,
}

impl From<PortalApi> for NativePortalApi {
    fn from(api: PortalApi) -> Self {
        Self {
            id: api.id,
            name: api.name,
            version: api.version,
            context: api.context,
            provider: api.provider,
            description: api.description,
            lifecycle: api.lifecycle,
            plans: api.plans,
            endpoint_urls: all(api.endpoint_urls),
        }
    }
}

/// A key manager.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeKeyManager {
    /// API-M's identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// What people are shown.
    pub display_name: String,
    /// Whether keys can be had of it.
    pub enabled: bool,
    /// Where its tokens are got.
    pub token_endpoint: Option<String>,
    /// Where its tokens are revoked.
    pub revoke_endpoint: Option<String>,
    /// The grants its keys can be used with.
    pub available_grant_types: Vec<String>,
}

impl From<KeyManager> for NativeKeyManager {
    fn from(manager: KeyManager) -> Self {
        Self {
            id: manager.id,
            name: manager.name,
            kind: manager.kind,
            display_name: manager.display_name,
            enabled: manager.enabled,
            token_endpoint: manager.token_endpoint,
            revoke_endpoint: manager.revoke_endpoint,
            available_grant_types: manager.available_grant_types,
        }
    }
}

/// An application as the Developer Portal lists it.
#[napi(object, object_from_js = false)]
pub struct NativeApplicationSummary {
    /// API-M's identifier.
    pub id: String,
    /// The name.
    pub name: String,
    /// The plan.
    pub plan: String,
    /// What whoever made it wrote.
    pub description: String,
    /// Whether it is approved.
    pub status: String,
    /// Whose it is.
    pub owner: String,
}

impl From<ApplicationSummary> for NativeApplicationSummary {
    fn from(summary: ApplicationSummary) -> Self {
        Self {
            id: summary.id,
            name: summary.name,
            plan: summary.plan,
            description: summary.description,
            status: summary.status,
            owner: summary.owner,
        }
    }
}

/// What of an application changes; what is absent stays.
#[napi(object, object_to_js = false)]
pub struct NativeApplicationChange {
    /// Another name.
    pub name: Option<String>,
    /// Another plan.
    pub plan: Option<String>,
    /// Another description.
    pub description: Option<String>,
}

impl From<NativeApplicationChange> for ApplicationChange {
    fn from(given: NativeApplicationChange) -> Self {
        let mut change = Self::new();
        if let Some(name) = given.name {
            change = change.name(name);
        }
        if let Some(plan) = given.plan {
            change = change.plan(plan);
        }
        if let Some(description) = given.description {
            change = change.description(description);
        }
        change
    }
}

#[napi]
impl NativeControlPlane {
    /// An API as the Developer Portal shows it.
    #[napi]
    pub fn portal_api<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        id: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.portal_api(&id).await };
        promise(env, cancellation, "portal_api", work, NativePortalApi::from)
    }

    /// An API's definition.
    #[napi]
    pub fn portal_definition<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        id: String,
        environment: Option<String>,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work =
            async move { control_plane.portal_definition(&id, environment.as_deref()).await };
        promise(env, cancellation, "portal_definition", work, |text| text)
    }

    /// The key managers.
    #[napi]
    pub fn key_managers<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.key_managers().await };
        promise(env, cancellation, "key_managers", work, all::<_, NativeKeyManager>)
    }

    /// The user's applications.
    #[napi]
    pub fn applications<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.applications().await };
        promise(env, cancellation, "applications", work, all::<_, NativeApplicationSummary>)
    }

    /// Makes an application.
    #[napi]
    pub fn create_application<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        name: String,
        plan: String,
        description: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work =
            async move { control_plane.create_application(&name, &plan, &description).await };
        promise(env, cancellation, "create_application", work, NativeApplicationSummary::from)
    }

    /// The application with an identifier.
    #[napi]
    pub fn application_by_id<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        id: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.application_by_id(&id).await };
        promise(env, cancellation, "application_by_id", work, NativeApplication::from)
    }
}

#[napi]
impl NativeApplication {
    /// What the Developer Portal says of it now.
    #[napi]
    pub fn summary<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let work = async move { application.summary().await };
        promise(env, cancellation, "summary", work, NativeApplicationSummary::from)
    }

    /// Changes it.
    #[napi]
    pub fn update<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        change: NativeApplicationChange,
    ) -> napi::Result<Object<'env>> {
        let (application, change) = (self.application.clone(), ApplicationChange::from(change));
        let work = async move { application.update(&change).await };
        promise(env, cancellation, "update", work, NativeApplicationSummary::from)
    }

    /// Deletes it.
    #[napi]
    pub fn delete<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let work = async move { application.delete().await };
        promise(env, cancellation, "delete", work, |()| ())
    }
}
