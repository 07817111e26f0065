//! Applications and their keys.

use gatewright::KeyType;
use gatewright::client::{Application, ApplicationKeys};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::control_plane::NativeControlPlane;
use crate::promise::{NativeCancellation, promise};
use crate::secret::NativeSecret;

/// An application of the user's.
#[napi]
pub struct NativeApplication {
    pub(crate) application: Application,
}

impl From<Application> for NativeApplication {
    fn from(application: Application) -> Self {
        Self { application }
    }
}

/// A consumer key and its secret.
#[napi]
pub struct NativeApplicationKeys {
    pub(crate) keys: ApplicationKeys,
}

impl From<ApplicationKeys> for NativeApplicationKeys {
    fn from(keys: ApplicationKeys) -> Self {
        Self { keys }
    }
}

#[napi]
impl NativeControlPlane {
    /// The user's application of a name.
    #[napi]
    pub fn application<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        name: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.application(&name).await };
        promise(env, cancellation, "application", work, NativeApplication::from)
    }
}

#[napi]
impl NativeApplication {
    /// API-M's identifier.
    #[napi(getter)]
    pub fn id(&self) -> &str {
        self.application.id()
    }

    /// The name.
    #[napi(getter)]
    pub fn name(&self) -> &str {
        self.application.name()
    }

    /// Subscribes to an API.
    #[napi]
    pub fn subscribe<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api: String,
        version: String,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let work = async move { application.subscribe(&api, &version).await };
        promise(env, cancellation, "subscribe", work, |()| ())
    }

    /// The keys of a type.
    #[napi]
    pub fn keys<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        key_type: String,
    ) -> napi::Result<Object<'env>> {
        let application = self.application.clone();
        let work = async move { application.keys(key_type_of(&key_type)).await };
        promise(env, cancellation, "keys", work, NativeApplicationKeys::from)
    }
}

#[napi]
impl NativeApplicationKeys {
    /// Keys that were obtained earlier.
    #[napi(constructor)]
    pub fn new(key_type: String, consumer_key: String, consumer_secret: String) -> Self {
        ApplicationKeys::new(key_type_of(&key_type), consumer_key, consumer_secret).into()
    }

    /// Which gateways take tokens of these keys.
    #[napi(getter)]
    pub fn key_type(&self) -> &'static str {
        self.keys.key_type.as_str()
    }

    /// The public half.
    #[napi(getter)]
    pub fn consumer_key(&self) -> &str {
        &self.keys.consumer_key
    }

    /// The secret half.
    #[napi(getter)]
    pub fn consumer_secret(&self) -> NativeSecret {
        self.keys.consumer_secret.clone().into()
    }
}

/// JavaScript has checked that it is one of the two.
pub(crate) fn key_type_of(name: &str) -> KeyType {
    KeyType::ALL.into_iter().find(|known| known.as_str() == name).unwrap_or(KeyType::Production)
}
