//! One gateway node, by its own REST API.

use gatewright::client::GatewayNode;
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::control_plane::NativeControlPlane;
use crate::failure::{Answer, answer};
use crate::promise::{NativeCancellation, promise};

/// A gateway node and an account of it.
#[napi]
pub struct NativeGatewayNode {
    node: GatewayNode,
}

impl From<GatewayNode> for NativeGatewayNode {
    fn from(node: GatewayNode) -> Self {
        Self { node }
    }
}

#[napi]
impl NativeControlPlane {
    /// A gateway node of this control plane's.
    #[napi]
    pub fn gateway(
        &self,
        url: String,
        user: String,
        password: String,
    ) -> Answer<NativeGatewayNode> {
        answer(self.control_plane.gateway(&url, user, password), NativeGatewayNode::from)
    }
}

#[napi]
impl NativeGatewayNode {
    /// The management address.
    #[napi(getter)]
    pub fn url(&self) -> &str {
        self.node.url()
    }

    /// Whether the node holds an API.
    #[napi]
    pub fn has_api<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        name: String,
        version: String,
    ) -> napi::Result<Object<'env>> {
        let node = self.node.clone();
        let work = async move { node.has_api(&name, &version).await };
        promise(env, cancellation, "has_api", work, |is_there| is_there)
    }

    /// Has the node fetch an API again.
    #[napi]
    pub fn redeploy<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        name: String,
        version: String,
    ) -> napi::Result<Object<'env>> {
        let node = self.node.clone();
        let work = async move { node.redeploy(&name, &version).await };
        promise(env, cancellation, "redeploy", work, |()| ())
    }

    /// Whether the node has started and loaded its APIs.
    #[napi]
    pub fn is_healthy<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
    ) -> napi::Result<Object<'env>> {
        let node = self.node.clone();
        let work = async move { node.is_healthy().await };
        promise(env, cancellation, "is_healthy", work, |is_healthy| is_healthy)
    }
}
