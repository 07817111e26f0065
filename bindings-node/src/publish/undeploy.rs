//! Taking an API off an environment, with proof.

use gatewright::client::milliseconds;
use gatewright::publish::{UndeployOptions, Undeployment};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::control_plane::NativeControlPlane;
use crate::client::listing::all;
use crate::client::wait::NativeProbe;
use crate::promise::{NativeCancellation, promise};
use crate::publish::proof::{NativeLiveVerification, NativeVerifyOptions};

/// Which proof an undeployment gives. Times are in milliseconds.
#[napi(object, object_to_js = false)]
pub struct NativeUndeployOptions {
    /// How long the environment's gateways are asked until they have it no more.
    pub gone: Option<f64>,
    /// The proof that the other environments serve it.
    pub others_serve: Option<NativeVerifyOptions>,
}

/// What an undeployment did and proved.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeUndeployment {
    /// The environment's name.
    pub environment: String,
    /// Whether the API was there.
    pub was_there: bool,
    /// What the environment's gateways answered last.
    pub gone: Vec<NativeProbe>,
    /// How the other environments stand.
    pub others: Option<NativeLiveVerification>,
    /// True when all that was asked for is proven.
    pub is_ok: bool,
    /// The verdict, and all of it.
    pub text: String,
}

impl From<Undeployment> for NativeUndeployment {
    fn from(done: Undeployment) -> Self {
        let (is_ok, text) = (done.is_ok(), done.to_string());
        let Undeployment { environment, was_there, gone, others, .. } = done;
        let others = others.map(NativeLiveVerification::from);
        Self { environment, was_there, gone: all(gone), others, is_ok, text }
    }
}

#[napi]
impl NativeControlPlane {
    /// Takes an API off one environment, and asks for proof.
    #[napi]
    pub fn undeploy_with<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        name: String,
        version: String,
        environment: String,
        options: NativeUndeployOptions,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let gone = options.gone;
        let others = options.others_serve.map(NativeVerifyOptions::hold);
        let work = async move {
            let mut options = UndeployOptions::new();
            if let Some(timeout) = gone {
                options = options.gone(milliseconds("gone", timeout)?);
            }
            if let Some(proof) = others {
                options = options.others_serve(proof.into_core()?);
            }
            control_plane.undeploy_with(&name, &version, &environment, &options).await
        };
        promise(env, cancellation, "undeploy_with", work, NativeUndeployment::from)
    }
}
