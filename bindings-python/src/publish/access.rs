//! Access of whole applications on its way to the core, and what was done on its way to Python.

use std::path::PathBuf;

use gatewright::client;
use gatewright::publish::{
    AccessFailure, AccessOutcome, ApiAddress, ApplicationAccess, ApplicationAccessOutcome,
    EnvironmentAccess, Handover, ProvidedKey, ProvidedSecret, SecretFileFormat, SecretSink,
};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::call::NativeCall;
use crate::callback;
use crate::client::control_plane::NativeControlPlane;
use crate::client::listing::all;
use crate::client::token::{KEY_TYPE, Secret, key_type};
use crate::errors::OrRaise;
use crate::model;
use crate::names::member;
use crate::package::Maker;
use crate::publish::outcome::failure;

static ACCESS_FAILURE: Maker = Maker::new("gatewright.publish._access_outcome", "AccessFailure");
static ACCESS_OUTCOME: Maker = Maker::new("gatewright.publish._access_outcome", "AccessOutcome");
static ACTION: Maker = Maker::new("gatewright._enums", "AccessAction");
static API_ADDRESS: Maker = Maker::new("gatewright.publish._access_outcome", "ApiAddress");
static APPLICATION: Maker =
    Maker::new("gatewright.publish._access_outcome", "ApplicationAccessOutcome");
static ENVIRONMENT: Maker = Maker::new("gatewright.publish._access_outcome", "EnvironmentAccess");
static HANDOVER: Maker = Maker::new("gatewright._enums", "Handover");
static PROVIDED_KEY: Maker = Maker::new("gatewright.publish._access_outcome", "ProvidedKey");
static PROVIDED_SECRET: Maker = Maker::new("gatewright.publish._access", "ProvidedSecret");
static SECRET_KIND: Maker = Maker::new("gatewright._enums", "SecretKind");

type Value<'py> = PyResult<Bound<'py, PyAny>>;

/// The attributes of the package's `WantedSubscription`.
#[derive(FromPyObject)]
struct SubscriptionAttributes {
    api: String,
    version: String,
    plan: Option<String>,
}

/// The attributes of the package's `ApplicationAccess`; what is absent stays as the core has it.
#[derive(FromPyObject)]
pub(crate) struct AccessAttributes {
    name: String,
    plan: Option<String>,
    description: Option<String>,
    subscriptions: Vec<SubscriptionAttributes>,
    key_types: Vec<String>,
    key_manager: Option<String>,
    grants: Option<Vec<String>>,
    callback_url: Option<String>,
    tokens: bool,
    token_validity: Option<f64>,
    scopes: Vec<String>,
    environments: Vec<String>,
    #[pyo3(attribute("_secrets"))]
    consumer_secrets: Vec<(String, Secret)>,
}

impl AccessAttributes {
    fn into_core(self, py: Python<'_>) -> PyResult<ApplicationAccess> {
        let mut access = ApplicationAccess::new(self.name).scopes(self.scopes);
        if let Some(plan) = self.plan {
            access = access.plan(plan);
        }
        if let Some(description) = self.description {
            access = access.description(description);
        }
        for SubscriptionAttributes { api, version, plan } in self.subscriptions {
            access = match plan {
                Some(plan) => access.subscribe_with_plan(api, version, plan),
                None => access.subscribe(api, version),
            };
        }
        for name in self.key_types {
            access = access.key_type(key_type(&name)?);
        }
        if let Some(name) = self.key_manager {
            access = access.key_manager(name);
        }
        if let Some(grants) = self.grants {
            access = access.grants(grants);
        }
        if let Some(url) = self.callback_url {
            access = access.callback_url(url);
        }
        if self.tokens {
            access = access.tokens();
        }
        if let Some(validity) = self.token_validity {
            let validity = client::seconds("token_validity", validity).or_raise(py)?;
            access = access.token_validity(validity);
        }
        for name in self.environments {
            access = access.environment(name);
        }
        for (name, Secret(secret)) in self.consumer_secrets {
            access = access.consumer_secret(key_type(&name)?, secret);
        }
        Ok(access)
    }
}

/// The attributes of the package's `SecretFile`.
#[derive(FromPyObject)]
pub(crate) struct FileAttributes {
    path: PathBuf,
    format: String,
}

impl FileAttributes {
    fn into_core(self) -> PyResult<SecretSink> {
        let format = member(SecretFileFormat::from_name(&self.format), &self.format)?;
        Ok(SecretSink::file(self.path, format))
    }
}

#[pymethods]
impl NativeControlPlane {
    /// Secrets go to the file, or to the function when there is none.
    fn provide_access(
        &self,
        py: Python<'_>,
        accesses: Vec<AccessAttributes>,
        file: Option<FileAttributes>,
        function: Py<PyAny>,
    ) -> PyResult<NativeCall> {
        let accesses: PyResult<Vec<_>> =
            accesses.into_iter().map(|access| access.into_core(py)).collect();
        let accesses = accesses?;
        let sink = match file {
            Some(file) => file.into_core()?,
            None => SecretSink::new(callback::store(function)),
        };
        Ok(self.begin(
            py,
            "provide_access",
            |control_plane| async move { control_plane.provide_access(&accesses, &sink).await },
            |py, outcome| access_outcome(py, &outcome),
        ))
    }
}

pub(crate) fn provided_secret<'py>(py: Python<'py>, secret: &ProvidedSecret) -> Value<'py> {
    PROVIDED_SECRET.make(
        py,
        (
            &secret.application,
            KEY_TYPE.make(py, (secret.key_type.as_str(),))?,
            &secret.key_manager,
            &secret.consumer_key,
            SECRET_KIND.make(py, (secret.kind.as_str(),))?,
            model::secret(py, &secret.value)?,
            secret.expires_at,
            PyTuple::new(py, &secret.scopes)?,
            all(py, &secret.environments, environment)?,
        ),
    )
}

fn access_outcome<'py>(py: Python<'py>, outcome: &AccessOutcome) -> Value<'py> {
    let first = outcome.clone().into_result().err();
    let applications = all(py, &outcome.applications, application)?;
    let first = failure(py, first.as_ref());
    ACCESS_OUTCOME.make(py, (applications, outcome.is_ok(), first, outcome.to_string()))
}

fn application<'py>(py: Python<'py>, application: &ApplicationAccessOutcome) -> Value<'py> {
    let done = application.done.iter().map(ToString::to_string);
    APPLICATION.make(
        py,
        (
            &application.name,
            &application.id,
            PyTuple::new(py, done.collect::<Vec<String>>())?,
            PyTuple::new(py, &application.pending)?,
            PyTuple::new(py, &application.differences)?,
            all(py, &application.failures, access_failure)?,
            all(py, &application.keys, key)?,
            all(py, &application.environments, environment)?,
            application.is_ok(),
            application.to_string(),
        ),
    )
}

fn access_failure<'py>(py: Python<'py>, failed: &AccessFailure) -> Value<'py> {
    let step = &failed.step;
    let (api, version) = step.api.as_ref().map(|(name, version)| (name, version)).unzip();
    let key_type = step.key_type.map(|it| KEY_TYPE.make(py, (it.as_str(),))).transpose()?;
    ACCESS_FAILURE.make(
        py,
        (
            ACTION.make(py, (step.action.as_str(),))?,
            api,
            version,
            key_type,
            failure(py, Some(&failed.error)),
        ),
    )
}

fn key<'py>(py: Python<'py>, key: &ProvidedKey) -> Value<'py> {
    let handover = |state: Handover| HANDOVER.make(py, (state.as_str(),));
    PROVIDED_KEY.make(
        py,
        (
            KEY_TYPE.make(py, (key.key_type.as_str(),))?,
            &key.key_manager,
            &key.mapping_id,
            &key.consumer_key,
            handover(key.secret)?,
            key.token.map(handover).transpose()?,
        ),
    )
}

fn environment<'py>(py: Python<'py>, environment: &EnvironmentAccess) -> Value<'py> {
    let key_types = environment.key_types.iter().map(|it| KEY_TYPE.make(py, (it.as_str(),)));
    ENVIRONMENT.make(
        py,
        (
            &environment.environment,
            model::environment_type(py, environment.environment_type)?,
            PyTuple::new(py, key_types.collect::<PyResult<Vec<_>>>()?)?,
            all(py, &environment.apis, address)?,
            environment.to_string(),
        ),
    )
}

fn address<'py>(py: Python<'py>, address: &ApiAddress) -> Value<'py> {
    API_ADDRESS.make(
        py,
        (&address.api, &address.version, &address.http, &address.https, &address.ws, &address.wss),
    )
}
