//! Values that may be secret.

use gatewright::model::SecretText;
use napi_derive::napi;

/// A value that stays here until it is asked for.
#[napi]
pub struct NativeSecret {
    secret: SecretText,
}

impl From<SecretText> for NativeSecret {
    fn from(secret: SecretText) -> Self {
        Self { secret }
    }
}

#[napi]
impl NativeSecret {
    /// The value.
    #[napi]
    pub fn expose(&self) -> &str {
        self.secret.expose()
    }

    /// What may be printed of it.
    #[napi(getter)]
    pub fn shown(&self) -> String {
        format!("{:?}", self.secret)
    }
}
