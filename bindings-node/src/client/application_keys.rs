//! All keys of an application, their secrets, and tokens that the Developer Portal gets with them.

use gatewright::KeyType;
use gatewright::client::{ApplicationKeyInfo, ConsumerSecret, KeyRequest, milliseconds};
use gatewright::model::SecretText;
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::application::{NativeApplication, key_type_of};
use crate::client::listing::all;
use crate::client::token::NativeAccessToken;
use crate::promise::{NativeCancellation, promise};
use crate::secret::NativeSecret;

/// A key of an application.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeApplicationKeyInfo {
    /// API-M's identifier of the key.
    pub mapping_id: String,
    /// Which gateways take tokens of it.
    pub key_type: Option<&'static str>,
    /// Whose it is.
    pub key_manager: String,
    /// The public half.
    pub consumer_key: String,
    /// The secret half.
    pub consumer_secret: Option<NativeSecret>,
    /// Whether an approval is awaited.
    pub state: String,
    /// The grants it can be used with.
    pub grants: Vec<String>,
    /// Where authorisation codes are sent.
    pub callback_url: String,
}

impl From<ApplicationKeyInfo> for NativeApplicationKeyInfo {
    fn from(key: ApplicationKeyInfo) -> Self {
        Self {
            mapping_id: key.mapping_id,
            key_type: key.key_type.map(KeyType::as_str),
            key_manager: key.key_manager,
            consumer_key: key.consumer_key,
            consumer_secret: key.consumer_secret.map(NativeSecret::from),
            state: key.state,
            grants: key.grants,
            callback_url: key.callback_url,
        }
    }
}

/// What new keys shall be like; what is absent stays as the core has it.
#[napi(object, object_to_js = false)]
pub struct NativeKeyRequest {
    /// The grants they can be used with.
    pub grants: Option<Vec<String>>,
    /// Where authorisation codes are sent.
    pub callback_url: Option<String>,
    /// The scopes of the token that comes with them.
    pub scopes: Option<Vec<String>>,
    /// Of this key manager.
    pub key_manager: Option<String>,
}

impl NativeKeyRequest {
    fn into_core(self, key_type: KeyType) -> KeyRequest {
        let mut request = KeyRequest::new(key_type);
        if let Some(grants) = self.grants {
            request = request.grants(grants);
        }
        if let Some(url) = self.callback_url {
            request = request.callback_url(url);
        }
        if let Some(scopes) = self.scopes {
            request = request.scopes(scopes);
        }
        if let Some(name) = self.key_manager {
            request = request.key_manager(name);
        }
        request
    }
}

/// A secret of a key.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeConsumerSecret {
    /// API-M's identifier.
    pub id: String,
    /// The secret itself, of a new one.
    pub value: Option<NativeSecret>,
}

impl From<ConsumerSecret> for NativeConsumerSecret {
    fn from(secret: ConsumerSecret) -> Self {
        Self { id: secret.id, value: secret.value.map(NativeSecret::from) }
    }
}

#[napi]
impl NativeApplication {
    /// Every key.
    #[napi]
    pub fn all_keys<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let work = async move { application.all_keys().await };
        promise(env, cancellation, "all_keys", work, all::<_, NativeApplicationKeyInfo>)
    }

    /// One key.
    #[napi]
    pub fn key<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        mapping_id: String,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let work = async move { application.key(&mapping_id).await };
        promise(env, cancellation, "key", work, NativeApplicationKeyInfo::from)
    }

    /// Makes new keys.
    #[napi]
    pub fn generate_keys<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        key_type: String,
        request: NativeKeyRequest,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let request = request.into_core(key_type_of(&key_type));
        let work = async move { application.generate_keys(&request).await };
        promise(env, cancellation, "generate_keys", work, NativeApplicationKeyInfo::from)
    }

    /// A token that the Developer Portal gets.
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "the core's own, and the two of every call")]
    pub fn portal_token<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        mapping_id: String,
        key_type: Option<String>,
        consumer_secret: String,
        validity: Option<f64>,
        scopes: Vec<String>,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let key = ApplicationKeyInfo::new(mapping_id, key_type.as_deref().map(key_type_of));
        let secret = SecretText::new(consumer_secret);
        let work = async move {
            let validity = validity.map(|time| milliseconds("validity", time)).transpose()?;
            application.portal_token(&key, &secret, validity, scopes).await
        };
        promise(env, cancellation, "portal_token", work, NativeAccessToken::from)
    }

    /// The secrets of a key.
    #[napi]
    pub fn secrets<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        mapping_id: String,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let work = async move { application.secrets(&mapping_id).await };
        promise(env, cancellation, "secrets", work, all::<_, NativeConsumerSecret>)
    }

    /// Makes a further secret of a key.
    #[napi]
    pub fn generate_secret<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        mapping_id: String,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let work = async move { application.generate_secret(&mapping_id).await };
        promise(env, cancellation, "generate_secret", work, NativeConsumerSecret::from)
    }

    /// Revokes a secret of a key.
    #[napi]
    pub fn revoke_secret<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        mapping_id: String,
        secret_id: String,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let work = async move { application.revoke_secret(&mapping_id, &secret_id).await };
        promise(env, cancellation, "revoke_secret", work, |()| ())
    }
}
