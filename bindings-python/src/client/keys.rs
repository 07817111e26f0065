//! An application's keys, consumer secrets and API keys.

use std::time::Duration;

use gatewright::client::{
    ApiKey, ApiKeyInfo, ApiKeyOptions, ApplicationKeyInfo, ConsumerSecret, KeyRequest,
};
use gatewright::{KeyType, client};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::call::NativeCall;
use crate::client::application::NativeApplication;
use crate::client::control_plane::nothing;
use crate::client::listing::all;
use crate::client::token::{self, Secret, key_type};
use crate::errors::OrRaise;
use crate::model;
use crate::package::Maker;

static API_KEY: Maker = Maker::new("gatewright.client._keys", "ApiKey");
static API_KEY_INFO: Maker = Maker::new("gatewright.client._keys", "ApiKeyInfo");
static CONSUMER_SECRET: Maker = Maker::new("gatewright.client._keys", "ConsumerSecret");
static KEY_INFO: Maker = Maker::new("gatewright.client._keys", "ApplicationKeyInfo");

type Value<'py> = PyResult<Bound<'py, PyAny>>;

/// What the package says of new keys; what is absent stays as the core has it.
#[derive(FromPyObject)]
struct RequestAttributes {
    key_type: String,
    grants: Option<Vec<String>>,
    callback_url: Option<String>,
    scopes: Option<Vec<String>>,
    key_manager: Option<String>,
}

impl RequestAttributes {
    fn into_core(self) -> PyResult<KeyRequest> {
        let mut request = KeyRequest::new(key_type(&self.key_type)?);
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
        Ok(request)
    }
}

/// The attributes of the package's `ApplicationKeyInfo` by which a token is asked for.
#[derive(FromPyObject)]
struct KeyAttributes {
    mapping_id: String,
    key_type: Option<String>,
}

/// What the package says of a new API key.
#[derive(FromPyObject)]
struct ApiKeyAttributes {
    name: Option<String>,
    validity: Option<f64>,
    permitted_ips: Vec<String>,
    permitted_referers: Vec<String>,
}

impl ApiKeyAttributes {
    fn into_core(self, py: Python<'_>) -> PyResult<ApiKeyOptions> {
        let mut options = ApiKeyOptions::new()
            .permitted_ips(self.permitted_ips)
            .permitted_referers(self.permitted_referers);
        if let Some(name) = self.name {
            options = options.name(name);
        }
        if let Some(validity) = duration(py, self.validity)? {
            options = options.validity(validity);
        }
        Ok(options)
    }
}

fn duration(py: Python<'_>, validity: Option<f64>) -> PyResult<Option<Duration>> {
    validity.map(|given| client::seconds("validity", given).or_raise(py)).transpose()
}

#[pymethods]
impl NativeApplication {
    fn all_keys(&self, py: Python<'_>) -> NativeCall {
        self.begin(
            py,
            "all_keys",
            |application| async move { application.all_keys().await },
            |py, found| all(py, &found, key_info),
        )
    }

    fn key(&self, py: Python<'_>, mapping_id: String) -> NativeCall {
        self.begin(
            py,
            "key",
            |application| async move { application.key(&mapping_id).await },
            |py, found| key_info(py, &found),
        )
    }

    fn generate_keys(&self, py: Python<'_>, request: RequestAttributes) -> PyResult<NativeCall> {
        let request = request.into_core()?;
        Ok(self.begin(
            py,
            "generate_keys",
            |application| async move { application.generate_keys(&request).await },
            |py, made| key_info(py, &made),
        ))
    }

    fn portal_token(
        &self,
        py: Python<'_>,
        key: KeyAttributes,
        consumer_secret: Secret,
        validity: Option<f64>,
        scopes: Vec<String>,
    ) -> PyResult<NativeCall> {
        let known = key.key_type.as_deref().map(key_type).transpose()?;
        let (key, validity) =
            (ApplicationKeyInfo::new(key.mapping_id, known), duration(py, validity)?);
        Ok(self.begin(
            py,
            "portal_token",
            move |application| async move {
                application.portal_token(&key, &consumer_secret.0, validity, scopes).await
            },
            token::token,
        ))
    }

    fn secrets(&self, py: Python<'_>, mapping_id: String) -> NativeCall {
        self.begin(
            py,
            "secrets",
            |application| async move { application.secrets(&mapping_id).await },
            |py, found| all(py, &found, consumer_secret),
        )
    }

    fn generate_secret(&self, py: Python<'_>, mapping_id: String) -> NativeCall {
        self.begin(
            py,
            "generate_secret",
            |application| async move { application.generate_secret(&mapping_id).await },
            |py, made| consumer_secret(py, &made),
        )
    }

    fn revoke_secret(&self, py: Python<'_>, mapping_id: String, secret_id: String) -> NativeCall {
        self.begin(
            py,
            "revoke_secret",
            |application| async move { application.revoke_secret(&mapping_id, &secret_id).await },
            nothing,
        )
    }

    fn generate_api_key(
        &self,
        py: Python<'_>,
        of: &str,
        options: ApiKeyAttributes,
    ) -> PyResult<NativeCall> {
        let (of, options) = (key_type(of)?, options.into_core(py)?);
        Ok(self.begin(
            py,
            "generate_api_key",
            move |application| async move { application.generate_api_key(of, &options).await },
            |py, made| api_key(py, &made),
        ))
    }

    fn api_keys(&self, py: Python<'_>, of: &str) -> PyResult<NativeCall> {
        let of = key_type(of)?;
        Ok(self.begin(
            py,
            "api_keys",
            move |application| async move { application.api_keys(of).await },
            |py, found| all(py, &found, api_key_info),
        ))
    }

    fn revoke_api_key(&self, py: Python<'_>, of: &str, key: Secret) -> PyResult<NativeCall> {
        let of = key_type(of)?;
        Ok(self.begin(
            py,
            "revoke_api_key",
            move |application| async move { application.revoke_api_key(of, &key.0).await },
            nothing,
        ))
    }

    fn revoke_api_key_by_id(&self, py: Python<'_>, of: &str, id: String) -> PyResult<NativeCall> {
        let of = key_type(of)?;
        Ok(self.begin(
            py,
            "revoke_api_key_by_id",
            move |application| async move { application.revoke_api_key_by_id(of, &id).await },
            nothing,
        ))
    }
}

fn key_info<'py>(py: Python<'py>, key: &ApplicationKeyInfo) -> Value<'py> {
    let of = |of: KeyType| token::KEY_TYPE.make(py, (of.as_str(),));
    KEY_INFO.make(
        py,
        (
            &key.mapping_id,
            key.key_type.map(of).transpose()?,
            &key.key_manager,
            &key.consumer_key,
            key.consumer_secret.as_ref().map(|secret| model::secret(py, secret)).transpose()?,
            &key.state,
            PyTuple::new(py, &key.grants)?,
            &key.callback_url,
        ),
    )
}

fn consumer_secret<'py>(py: Python<'py>, secret: &ConsumerSecret) -> Value<'py> {
    let value = secret.value.as_ref().map(|value| model::secret(py, value)).transpose()?;
    CONSUMER_SECRET.make(py, (&secret.id, value))
}

fn api_key<'py>(py: Python<'py>, key: &ApiKey) -> Value<'py> {
    API_KEY.make(py, (model::secret(py, &key.key)?, &key.name, key.expires_in))
}

fn api_key_info<'py>(py: Python<'py>, key: &ApiKeyInfo) -> Value<'py> {
    API_KEY_INFO.make(py, (&key.id, &key.name, &key.issued_on))
}
