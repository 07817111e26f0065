//! The connection, and what it lists.

use gatewright::ControlPlane;
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::listing::{NativeApiSummary, NativeEndpointUrls, NativeGatewayEnvironment, all};
use crate::promise::{NativeCancellation, promise};

/// A connection.
#[napi]
pub struct NativeControlPlane {
    pub(crate) control_plane: ControlPlane,
}

impl From<ControlPlane> for NativeControlPlane {
    fn from(control_plane: ControlPlane) -> Self {
        Self { control_plane }
    }
}

#[napi]
impl NativeControlPlane {
    /// The server's release.
    #[napi(getter)]
    pub fn release(&self) -> String {
        self.control_plane.release().to_string()
    }

    /// The URL that was connected to.
    #[napi(getter)]
    pub fn url(&self) -> &str {
        self.control_plane.url()
    }

    /// The gateway environments.
    #[napi]
    pub fn environments<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.environments().await };
        promise(env, cancellation, "environments", work, all::<_, NativeGatewayEnvironment>)
    }

    /// Every API.
    #[napi]
    pub fn apis<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.apis().await };
        promise(env, cancellation, "apis", work, all::<_, NativeApiSummary>)
    }

    /// One API.
    #[napi]
    pub fn api<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        name: String,
        version: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.api(&name, &version).await };
        promise(env, cancellation, "api", work, NativeApiSummary::from)
    }

    /// At which URLs the Developer Portal offers an API.
    #[napi]
    pub fn endpoint_urls<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        name: String,
        version: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.endpoint_urls(&name, &version).await };
        promise(env, cancellation, "endpoint_urls", work, all::<_, NativeEndpointUrls>)
    }

    /// Whether one gateway node holds an API.
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "the core's own, and the two of every call")]
    pub fn is_on_gateway<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        gateway_url: String,
        user: String,
        password: String,
        name: String,
        version: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move {
            control_plane.is_on_gateway(&gateway_url, &user, &password, &name, &version).await
        };
        promise(env, cancellation, "is_on_gateway", work, |is_there| is_there)
    }
}
