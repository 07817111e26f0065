//! Who talks to the control plane.

use gatewright::client::{Credentials, milliseconds};
use napi::bindgen_prelude::Function;
use napi_derive::napi;

use crate::callback::{Callback, Reply};
use crate::failure::{Answer, answer};

/// Who talks to the control plane.
#[napi]
pub struct NativeCredentials {
    pub(crate) credentials: Credentials,
}

impl From<Credentials> for NativeCredentials {
    fn from(credentials: Credentials) -> Self {
        Self { credentials }
    }
}

/// Where the credentials that a function gives go.
#[napi]
pub struct CredentialsReply {
    reply: Reply<Credentials>,
}

#[napi]
impl CredentialsReply {
    /// The credentials.
    #[napi]
    pub fn fill(&mut self, credentials: &NativeCredentials) {
        self.reply.fill(credentials.credentials.clone());
    }

    /// Why there are none.
    #[napi]
    pub fn fail(&mut self, message: String) {
        self.reply.fail(message);
    }
}

#[napi]
impl NativeCredentials {
    /// A user.
    #[napi(factory)]
    pub fn password(user: String, password: String) -> Self {
        Credentials::password(user, password).into()
    }

    /// A user, with a client that is registered already.
    #[napi(factory)]
    pub fn password_with_client(
        user: String,
        password: String,
        client_id: String,
        client_secret: String,
    ) -> Self {
        Credentials::password_with_client(user, password, client_id, client_secret).into()
    }

    /// A client without a user.
    #[napi(factory)]
    pub fn client(id: String, secret: String) -> Self {
        Credentials::client(id, secret).into()
    }

    /// An access token that was obtained elsewhere.
    #[napi(factory)]
    pub fn token(token: String) -> Self {
        Credentials::token(token).into()
    }

    /// A user's name and password, sent with each request.
    #[napi(factory)]
    pub fn basic(user: String, password: String) -> Self {
        Credentials::basic(user, password).into()
    }

    /// What a function says.
    #[napi(factory)]
    pub fn callback(ask: Function<'_, CredentialsReply, ()>) -> napi::Result<Self> {
        let callback = Callback::new(&ask)?;
        let ask = move || callback.clone().ask(|reply| CredentialsReply { reply });
        Ok(Credentials::callback(ask).into())
    }

    /// What may be printed of them.
    #[napi(getter)]
    pub fn shown(&self) -> String {
        format!("{:?}", self.credentials)
    }
}

/// An access token that lives so many milliseconds from now.
#[napi]
pub fn expiring_token(token: String, expires_in: f64) -> Answer<NativeCredentials> {
    let made = milliseconds("expiresIn", expires_in)
        .map(|expires_in| Credentials::expiring_token(token, expires_in));
    answer(made, NativeCredentials::from)
}

/// What the environment says.
#[napi]
pub fn credentials_from_environment() -> Answer<NativeCredentials> {
    answer(Credentials::from_environment(), NativeCredentials::from)
}

/// What a file says.
#[napi]
pub fn credentials_from_file(path: String) -> Answer<NativeCredentials> {
    answer(Credentials::from_file(path), NativeCredentials::from)
}
