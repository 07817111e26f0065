//! Whether an API is live and a node ready, and waiting for it.

use gatewright::client::{Probe, milliseconds, wait_until_ready};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::connect::{NativeConnectOptions, NativeHeaders};
use crate::client::control_plane::NativeControlPlane;
use crate::client::listing::all;
use crate::promise::{NativeCancellation, promise};

/// What a gateway answered when it was asked for an API.
#[napi(object, object_from_js = false)]
pub struct NativeProbe {
    /// The environment's name.
    pub environment: String,
    /// The URL that was asked.
    pub url: String,
    /// What the answer means.
    pub state: &'static str,
    /// The answer in words.
    pub detail: String,
    /// All of it in one line.
    pub text: String,
}

impl From<Probe> for NativeProbe {
    fn from(probe: Probe) -> Self {
        let text = probe.to_string();
        let state = probe.state.as_str();
        Self { environment: probe.environment, url: probe.url, state, detail: probe.detail, text }
    }
}

#[napi]
impl NativeControlPlane {
    /// Asks an environment's gateway once for an API.
    #[napi]
    pub fn probe<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        name: String,
        version: String,
        environment: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.probe(&name, &version, &environment).await };
        promise(env, cancellation, "probe", work, NativeProbe::from)
    }

    /// Waits until environments' gateways have an API.
    #[napi]
    pub fn wait_until_live<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        name: String,
        version: String,
        environments: Vec<String>,
        timeout: f64,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move {
            let timeout = milliseconds("timeout", timeout)?;
            control_plane.wait_until_live(&name, &version, environments, timeout).await
        };
        promise(env, cancellation, "wait_until_live", work, all::<_, NativeProbe>)
    }

    /// Waits until an environment's gateway has an API no more.
    #[napi]
    pub fn wait_until_absent<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        name: String,
        version: String,
        environment: String,
        timeout: f64,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move {
            let timeout = milliseconds("timeout", timeout)?;
            control_plane.wait_until_absent(&name, &version, &environment, timeout).await
        };
        promise(env, cancellation, "wait_until_absent", work, NativeProbe::from)
    }
}

/// Waits until a node has started.
#[napi]
pub fn wait_for_node<'env>(
    env: &'env Env,
    cancellation: &NativeCancellation,
    url: String,
    options: NativeConnectOptions,
    timeout: f64,
    headers: Option<&NativeHeaders>,
) -> napi::Result<Object<'env>> {
    let headers = headers.map(|headers| headers.callback.clone());
    let work = async move {
        let timeout = milliseconds("timeout", timeout)?;
        wait_until_ready(&url, &options.into_core(headers)?, timeout).await
    };
    promise(env, cancellation, "wait_until_ready", work, |()| ())
}
