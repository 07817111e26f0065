//! Moving everything off an environment.

use gatewright::publish::{RetireOptions, RetiredApi, Retirement, Target};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::control_plane::NativeControlPlane;
use crate::client::listing::all;
use crate::failure::Failure;
use crate::promise::{NativeCancellation, promise};
use crate::publish::proof::NativeVerifyOptions;
use crate::publish::publication::NativeTarget;

/// How an environment is retired.
#[napi(object, object_to_js = false)]
pub struct NativeRetireOptions {
    /// The environment that gets what is taken off.
    pub replacement: Option<NativeTarget>,
    /// The proof that it serves that.
    pub proof: Option<NativeVerifyOptions>,
    /// Whether what can be moved is, when something cannot.
    pub keep_going: Option<bool>,
}

/// What became of the APIs of an environment.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeRetirement {
    /// The environment's name.
    pub environment: String,
    /// Where the APIs were to go.
    pub replacement: Option<String>,
    /// One entry per API.
    pub apis: Vec<NativeRetiredApi>,
    /// True when no API is left.
    pub is_ok: bool,
    /// The verdict, and all of it.
    pub text: String,
}

/// What became of one API.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeRetiredApi {
    /// The API's name.
    pub name: String,
    /// The API's version.
    pub version: String,
    /// API-M's identifier.
    pub id: String,
    /// What became of it.
    pub fate: &'static str,
    /// Why it is still there.
    pub error: Option<Failure>,
    /// All of it in one line.
    pub text: String,
}

impl From<Retirement> for NativeRetirement {
    fn from(retired: Retirement) -> Self {
        let (is_ok, text) = (retired.is_ok(), retired.to_string());
        let Retirement { environment, replacement, apis, .. } = retired;
        Self { environment, replacement, apis: all(apis), is_ok, text }
    }
}

impl From<RetiredApi> for NativeRetiredApi {
    fn from(api: RetiredApi) -> Self {
        let text = api.to_string();
        Self {
            name: api.name,
            version: api.version,
            id: api.id,
            fate: api.fate.as_str(),
            error: api.error.map(Failure::from),
            text,
        }
    }
}

#[napi]
impl NativeControlPlane {
    /// Takes every API off an environment.
    #[napi]
    pub fn retire<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        environment: String,
        options: NativeRetireOptions,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let replacement = options.replacement.map(Target::from);
        let proof = options.proof.map(NativeVerifyOptions::hold);
        let keeps_going = options.keep_going == Some(true);
        let work = async move {
            let mut options = RetireOptions::new();
            if let Some(target) = replacement {
                options = options.replacement(target);
            }
            if let Some(proof) = proof {
                options = options.proof(proof.into_core()?);
            }
            if keeps_going {
                options = options.keep_going();
            }
            control_plane.retire(&environment, &options).await
        };
        promise(env, cancellation, "retire", work, NativeRetirement::from)
    }
}
