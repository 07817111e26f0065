//! Tokens: how they are asked for, and what comes back.

use gatewright::client::{AccessToken, Grant};
use gatewright::model::SecretText;
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::application::NativeApplicationKeys;
use crate::client::control_plane::NativeControlPlane;
use crate::client::listing::{NativeTokenEndpoint, all};
use crate::promise::{NativeCancellation, promise};
use crate::secret::NativeSecret;

/// How an application proves for whom it asks.
#[napi]
pub struct NativeGrant {
    pub(crate) grant: Grant,
}

#[napi]
impl NativeGrant {
    /// For itself.
    #[napi(factory)]
    pub fn client_credentials() -> Self {
        Self { grant: Grant::ClientCredentials }
    }

    /// For a user.
    #[napi(factory)]
    pub fn password(user: String, password: String) -> Self {
        Self { grant: Grant::password(user, password) }
    }

    /// For whom it asked before.
    #[napi(factory)]
    pub fn refresh_token(token: String) -> Self {
        Self { grant: Grant::RefreshToken(SecretText::new(token)) }
    }

    /// What may be printed of it.
    #[napi(getter)]
    pub fn shown(&self) -> String {
        format!("{:?}", self.grant)
    }
}

/// An access token of an application.
#[napi]
pub struct NativeAccessToken {
    token: AccessToken,
}

impl From<AccessToken> for NativeAccessToken {
    fn from(token: AccessToken) -> Self {
        Self { token }
    }
}

#[napi]
impl NativeAccessToken {
    /// What is sent.
    #[napi(getter)]
    pub fn token(&self) -> NativeSecret {
        self.token.token.clone().into()
    }

    /// What renews it.
    #[napi(getter)]
    pub fn refresh_token(&self) -> Option<NativeSecret> {
        self.token.refresh_token.clone().map(NativeSecret::from)
    }

    /// How many milliseconds it lives.
    #[napi(getter)]
    pub fn expires_in(&self) -> Option<f64> {
        self.token.expires_in.map(|life| life.as_secs_f64() * 1000.0)
    }

    /// The scopes that were granted.
    #[napi(getter)]
    pub fn scopes(&self) -> Vec<String> {
        self.token.scopes.clone()
    }
}

#[napi]
impl NativeControlPlane {
    /// Where applications get their tokens.
    #[napi]
    pub fn token_endpoints<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.token_endpoints().await };
        promise(env, cancellation, "token_endpoints", work, all::<_, NativeTokenEndpoint>)
    }

    /// A token for an application.
    #[napi]
    pub fn token<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        token_url: String,
        keys: &NativeApplicationKeys,
        grant: &NativeGrant,
    ) -> napi::Result<Object<'env>> {
        let (control_plane, keys) = (self.control_plane.clone(), keys.keys.clone());
        let grant = grant.grant.clone();
        let work = async move { control_plane.token(&token_url, &keys, &grant).await };
        promise(env, cancellation, "token", work, NativeAccessToken::from)
    }

    /// Makes a token worthless.
    #[napi]
    pub fn revoke_token<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        keys: &NativeApplicationKeys,
        token: &NativeAccessToken,
    ) -> napi::Result<Object<'env>> {
        let (control_plane, keys) = (self.control_plane.clone(), keys.keys.clone());
        let token = token.token.clone();
        let work = async move { control_plane.revoke_token(&keys, &token).await };
        promise(env, cancellation, "revoke_token", work, |()| ())
    }
}
