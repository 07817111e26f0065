//! How a publication stands.

use gatewright::publish::{EnvironmentState, Verification};
use napi_derive::napi;

use crate::client::listing::{NativeEndpointUrls, all};

/// What the server says of a publication.
#[napi(object, object_from_js = false)]
pub struct NativeVerification {
    /// The lifecycle state.
    pub lifecycle: String,
    /// The one that the publication names.
    pub wanted_lifecycle: &'static str,
    /// One entry per environment.
    pub environments: Vec<NativeEnvironmentState>,
    /// True when it is as it should be.
    pub is_ok: bool,
    /// One line for the lifecycle and one for each environment.
    pub text: String,
}

/// How an API stands in one environment.
#[allow(clippy::struct_excessive_bools, reason = "the core's own, and what it makes of them")]
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeEnvironmentState {
    /// The environment's name.
    pub environment: String,
    /// Whether the API is in it.
    pub is_deployed: bool,
    /// Whether a deployment awaits an approval.
    pub is_pending: bool,
    /// Whether a deployment was refused an approval.
    pub is_rejected: bool,
    /// Whether the Developer Portal should show it.
    pub is_shown: bool,
    /// At which URLs the Developer Portal offers it.
    pub urls: Option<NativeEndpointUrls>,
    /// True when it is as it should be.
    pub is_ok: bool,
    /// All of it in one line.
    pub text: String,
}

impl From<Verification> for NativeVerification {
    fn from(verification: Verification) -> Self {
        let (is_ok, text) = (verification.is_ok(), verification.to_string());
        Self {
            lifecycle: verification.lifecycle,
            wanted_lifecycle: verification.wanted_lifecycle.as_str(),
            environments: all(verification.environments),
            is_ok,
            text,
        }
    }
}

impl From<EnvironmentState> for NativeEnvironmentState {
    fn from(state: EnvironmentState) -> Self {
        let (is_ok, text) = (state.is_ok(), state.to_string());
        Self {
            environment: state.environment,
            is_deployed: state.is_deployed,
            is_pending: state.is_pending,
            is_rejected: state.is_rejected,
            is_shown: state.is_shown,
            urls: state.urls.map(NativeEndpointUrls::from),
            is_ok,
            text,
        }
    }
}
