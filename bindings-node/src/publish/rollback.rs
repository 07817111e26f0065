//! Deploying an older revision again.

use gatewright::publish::{RollbackTarget, RolledBack, RolledBackEnvironment};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::api_document::NativeApiDocument;
use crate::client::control_plane::NativeControlPlane;
use crate::client::listing::all;
use crate::promise::{NativeCancellation, promise};
use crate::publish::proof::number;

/// What a rollback did.
#[napi(object, object_from_js = false)]
pub struct NativeRolledBack {
    /// One entry per environment.
    pub environments: Vec<NativeRolledBackEnvironment>,
    /// One line for each environment.
    pub text: String,
}

/// What a rollback did in one environment.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeRolledBackEnvironment {
    /// The environment's name.
    pub environment: String,
    /// The number of the revision that was there.
    pub from_revision: Option<f64>,
    /// The number of the revision that is there now.
    pub to_revision: Option<f64>,
    /// Whether somebody has to approve it first.
    pub is_pending: bool,
    /// The numbers of revisions whose requests are taken back.
    pub cancelled_revisions: Vec<f64>,
    /// All of it in one line.
    pub text: String,
}

impl From<RolledBack> for NativeRolledBack {
    fn from(done: RolledBack) -> Self {
        let text = done.to_string();
        Self { environments: all(done.environments), text }
    }
}

impl From<RolledBackEnvironment> for NativeRolledBackEnvironment {
    fn from(done: RolledBackEnvironment) -> Self {
        let text = done.to_string();
        Self {
            environment: done.environment,
            from_revision: done.from.map(number),
            to_revision: done.to.map(number),
            is_pending: done.is_pending,
            cancelled_revisions: done.cancelled.into_iter().map(number).collect(),
            text,
        }
    }
}

#[napi]
impl NativeControlPlane {
    /// Brings an older revision back, or the content that was read before.
    #[allow(clippy::too_many_arguments, reason = "what is optional comes last")]
    #[napi]
    pub fn rollback<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        name: String,
        version: String,
        environments: Vec<String>,
        revision: Option<u32>,
        api: Option<&NativeApiDocument>,
        definition: Option<String>,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let target = match (api, revision) {
            (Some(api), _) => {
                RollbackTarget::Content { api: Box::new(api.document.clone()), definition }
            }
            (None, Some(number)) => RollbackTarget::Revision(number.into()),
            (None, None) => RollbackTarget::Previous,
        };
        let work =
            async move { control_plane.rollback(&name, &version, environments, &target).await };
        promise(env, cancellation, "rollback", work, NativeRolledBack::from)
    }
}
