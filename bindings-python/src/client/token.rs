//! Keys, grants and tokens.

use std::time::Duration;

use gatewright::KeyType;
use gatewright::client::{AccessToken, ApplicationKeys, Grant};
use gatewright::model::SecretText;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::model;
use crate::names::member;
use crate::package::Maker;

static APPLICATION_KEYS: Maker = Maker::new("gatewright.client._token", "ApplicationKeys");
pub(crate) static KEY_TYPE: Maker = Maker::new("gatewright._enums", "KeyType");

/// How an application proves for whom it asks.
#[pyclass(frozen, module = "gatewright._gatewright")]
pub(crate) struct NativeGrant {
    pub(crate) grant: Grant,
}

#[pymethods]
impl NativeGrant {
    #[staticmethod]
    fn client_credentials() -> Self {
        Self { grant: Grant::ClientCredentials }
    }

    #[staticmethod]
    fn password(user: String, password: String) -> Self {
        Self { grant: Grant::password(user, password) }
    }

    #[staticmethod]
    fn refresh_token(token: String) -> Self {
        Self { grant: Grant::RefreshToken(SecretText::new(token)) }
    }
}

/// A value of the package's `SecretText`.
pub(crate) struct Secret(pub(crate) SecretText);

impl<'a, 'py> FromPyObject<'a, 'py> for Secret {
    type Error = PyErr;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let exposed: String = value.call_method0("expose")?.extract()?;
        Ok(Self(SecretText::new(exposed)))
    }
}

/// The attributes of the package's `ApplicationKeys`.
#[derive(FromPyObject)]
pub(crate) struct Keys {
    key_type: String,
    consumer_key: String,
    consumer_secret: Secret,
}

impl Keys {
    pub(crate) fn into_core(self) -> PyResult<ApplicationKeys> {
        let key_type = key_type(&self.key_type)?;
        Ok(ApplicationKeys::new(key_type, self.consumer_key, self.consumer_secret.0.expose()))
    }
}

/// An access token of an application.
#[pyclass(frozen, module = "gatewright._gatewright")]
pub(crate) struct NativeAccessToken {
    pub(crate) token: AccessToken,
}

#[pymethods]
impl NativeAccessToken {
    #[getter]
    fn token<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        model::secret(py, &self.token.token)
    }

    #[getter]
    fn refresh_token<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.token.refresh_token.as_ref().map(|token| model::secret(py, token)).transpose()
    }

    #[getter]
    fn expires_in(&self) -> Option<Duration> {
        self.token.expires_in
    }

    #[getter]
    fn scopes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.token.scopes)
    }
}

/// The `curl` command that takes a token, with variables for what is secret.
#[pyfunction]
pub(crate) fn token_curl(
    keys: Keys,
    token_url: &str,
    grant: &Bound<'_, NativeGrant>,
) -> PyResult<String> {
    Ok(keys.into_core()?.to_curl(token_url, &grant.get().grant))
}

pub(crate) fn key_type(name: &str) -> PyResult<KeyType> {
    member(KeyType::ALL.into_iter().find(|known| known.as_str() == name), name)
}

pub(crate) fn keys<'py>(py: Python<'py>, keys: &ApplicationKeys) -> PyResult<Bound<'py, PyAny>> {
    let key_type = KEY_TYPE.make(py, (keys.key_type.as_str(),))?;
    let secret = model::secret(py, &keys.consumer_secret)?;
    APPLICATION_KEYS.make(py, (key_type, &keys.consumer_key, secret))
}

pub(crate) fn token(py: Python<'_>, token: AccessToken) -> PyResult<Bound<'_, PyAny>> {
    Bound::new(py, NativeAccessToken { token }).map(Bound::into_any)
}
