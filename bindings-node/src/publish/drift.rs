//! What the server has otherwise.

use gatewright::publish::{Drift, DriftItem};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::control_plane::NativeControlPlane;
use crate::client::listing::all;
use crate::promise::{NativeCancellation, promise};
use crate::publish::publication::{NativePublication, into_core};
use crate::topology::NativeTopology;

/// Every difference.
#[napi(object, object_from_js = false)]
pub struct NativeDrift {
    /// Environments first, then APIs.
    pub items: Vec<NativeDriftItem>,
    /// True when there is none.
    pub is_empty: bool,
    /// All of it as JSON.
    pub json: String,
    /// One line for each.
    pub text: String,
}

/// One difference.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeDriftItem {
    /// What kind of difference it is.
    pub kind: &'static str,
    /// The environment, when it is about one.
    pub environment: Option<String>,
    /// The API's name, when it is about one.
    pub api: Option<String>,
    /// The API's version.
    pub version: Option<String>,
    /// What the topology says.
    pub wanted: Option<String>,
    /// What the server says.
    pub found: Option<String>,
    /// The difference in words.
    pub message: String,
    /// All of it in one line.
    pub text: String,
}

impl From<Drift> for NativeDrift {
    fn from(found: Drift) -> Self {
        let (is_empty, json, text) = (found.is_empty(), found.to_json(), found.to_string());
        Self { items: all(found.items), is_empty, json, text }
    }
}

impl From<DriftItem> for NativeDriftItem {
    fn from(item: DriftItem) -> Self {
        let text = item.to_string();
        Self {
            kind: item.kind.as_str(),
            environment: item.environment,
            api: item.api,
            version: item.version,
            wanted: item.wanted,
            found: item.found,
            message: item.message,
            text,
        }
    }
}

#[napi]
impl NativeControlPlane {
    /// Compares the server with publications, and with a topology's environments.
    #[napi]
    pub fn drift<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        publications: Vec<NativePublication>,
        topology: Option<&NativeTopology>,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let publications = into_core(publications);
        let topology = topology.map(|topology| topology.topology.clone());
        let work = async move { control_plane.drift(topology.as_ref(), publications).await };
        promise(env, cancellation, "drift", work, NativeDrift::from)
    }
}
