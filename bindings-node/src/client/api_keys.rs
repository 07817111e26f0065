//! API keys of an application.

use gatewright::client::{ApiKey, ApiKeyInfo, ApiKeyOptions, milliseconds};
use gatewright::model::SecretText;
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::application::{NativeApplication, key_type_of};
use crate::client::listing::all;
use crate::promise::{NativeCancellation, promise};
use crate::secret::NativeSecret;

/// A new API key.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeApiKey {
    /// What is sent.
    pub key: NativeSecret,
    /// Its name.
    pub name: String,
    /// How many milliseconds it lives.
    pub expires_in: Option<f64>,
}

impl From<ApiKey> for NativeApiKey {
    fn from(made: ApiKey) -> Self {
        let expires_in = made.expires_in.map(|life| life.as_secs_f64() * 1000.0);
        Self { key: made.key.into(), name: made.name, expires_in }
    }
}

/// An API key as it is listed: without the key itself.
#[napi(object, object_from_js = false)]
pub struct NativeApiKeyInfo {
    /// API-M's identifier.
    pub id: String,
    /// The name it was given.
    pub name: String,
    /// When it was issued.
    pub issued_on: String,
}

impl From<ApiKeyInfo> for NativeApiKeyInfo {
    fn from(info: ApiKeyInfo) -> Self {
        Self { id: info.id, name: info.name, issued_on: info.issued_on }
    }
}

/// Who may use a new API key, and how long; what is absent stays as the core has it.
#[napi(object, object_to_js = false)]
pub struct NativeApiKeyOptions {
    /// Its name.
    pub name: Option<String>,
    /// How many milliseconds it lives.
    pub validity: Option<f64>,
    /// The addresses it may be used from.
    pub permitted_ips: Option<Vec<String>>,
    /// The pages it may be used from.
    pub permitted_referers: Option<Vec<String>>,
}

impl NativeApiKeyOptions {
    fn into_core(self) -> gatewright::Result<ApiKeyOptions> {
        let mut options = ApiKeyOptions::new();
        if let Some(name) = self.name {
            options = options.name(name);
        }
        if let Some(validity) = self.validity {
            options = options.validity(milliseconds("validity", validity)?);
        }
        if let Some(ips) = self.permitted_ips {
            options = options.permitted_ips(ips);
        }
        if let Some(referers) = self.permitted_referers {
            options = options.permitted_referers(referers);
        }
        Ok(options)
    }
}

#[napi]
impl NativeApplication {
    /// Makes an API key.
    #[napi]
    pub fn generate_api_key<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        key_type: String,
        options: NativeApiKeyOptions,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let work = async move {
            application.generate_api_key(key_type_of(&key_type), &options.into_core()?).await
        };
        promise(env, cancellation, "generate_api_key", work, NativeApiKey::from)
    }

    /// The API keys that were made and not revoked.
    #[napi]
    pub fn api_keys<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        key_type: String,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let work = async move { application.api_keys(key_type_of(&key_type)).await };
        promise(env, cancellation, "api_keys", work, all::<_, NativeApiKeyInfo>)
    }

    /// Revokes an API key.
    #[napi]
    pub fn revoke_api_key<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        key_type: String,
        key: String,
    ) -> napi::Result<Object<'env>> {
        let (application, key) = (self.application.clone(), SecretText::new(key));
        let work = async move { application.revoke_api_key(key_type_of(&key_type), &key).await };
        promise(env, cancellation, "revoke_api_key", work, |()| ())
    }

    /// Revokes an API key by its identifier.
    #[napi]
    pub fn revoke_api_key_by_id<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        key_type: String,
        id: String,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let work =
            async move { application.revoke_api_key_by_id(key_type_of(&key_type), &id).await };
        promise(env, cancellation, "revoke_api_key_by_id", work, |()| ())
    }
}
