//! Searches: one API after the other.

use std::sync::Arc;

use gatewright::client::{ApiOrder, ApiQuery, ApiStream};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;
use tokio::sync::Mutex;

use crate::client::control_plane::NativeControlPlane;
use crate::client::listing::NativeApiSummary;
use crate::promise::{NativeCancellation, promise};

/// Which APIs are searched for; what is absent stays as the core has it.
#[napi(object, object_to_js = false)]
pub struct NativeApiQuery {
    /// Of this name.
    pub name: Option<String>,
    /// Of this version.
    pub version: Option<String>,
    /// With this context.
    pub context: Option<String>,
    /// In this lifecycle state.
    pub status: Option<String>,
    /// Made by this user.
    pub provider: Option<String>,
    /// Terms in API-M's own language.
    pub text: Option<String>,
    /// In this order. JavaScript has checked that it is one.
    pub order: Option<String>,
    /// From the greatest on.
    pub descending: Option<bool>,
    /// How many are asked for at once.
    pub page_size: Option<u32>,
}

impl NativeApiQuery {
    fn into_core(self) -> ApiQuery {
        let mut query = ApiQuery::new();
        if let Some(name) = self.name {
            query = query.name(name);
        }
        if let Some(version) = self.version {
            query = query.version(version);
        }
        if let Some(context) = self.context {
            query = query.context(context);
        }
        if let Some(status) = self.status {
            query = query.status(status);
        }
        if let Some(provider) = self.provider {
            query = query.provider(provider);
        }
        if let Some(text) = self.text {
            query = query.text(text);
        }
        if let Some(order) = self.order.as_deref().and_then(ApiOrder::from_name) {
            let is_descending = self.descending == Some(true);
            query = if is_descending { query.descending(order) } else { query.order(order) };
        }
        if let Some(size) = self.page_size {
            query = query.page_size(usize::try_from(size).unwrap_or(usize::MAX));
        }
        query
    }
}

/// What a search finds.
#[napi]
pub struct NativeApiStream {
    found: Arc<Mutex<ApiStream>>,
    operation: &'static str,
}

#[napi]
impl NativeControlPlane {
    /// Searches the Publisher's APIs.
    #[napi]
    pub fn search_apis(&self, query: NativeApiQuery) -> NativeApiStream {
        let found = self.control_plane.search_apis(query.into_core());
        NativeApiStream { found: Arc::new(Mutex::new(found)), operation: "search_apis" }
    }

    /// Searches the Developer Portal's APIs.
    #[napi]
    pub fn search_portal_apis(&self, query: NativeApiQuery) -> NativeApiStream {
        let found = self.control_plane.search_portal_apis(query.into_core());
        NativeApiStream { found: Arc::new(Mutex::new(found)), operation: "search_portal_apis" }
    }
}

#[napi]
impl NativeApiStream {
    /// The next API; nothing after the last one.
    #[napi]
    pub fn next<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
    ) -> napi::Result<Object<'env>> {
        let found = Arc::clone(&self.found);
        let work = async move { found.lock().await.next().await.transpose() };
        let convert = |api: Option<_>| api.map(NativeApiSummary::from);
        promise(env, cancellation, self.operation, work, convert)
    }
}
