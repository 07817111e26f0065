//! Access of whole applications: what is wanted, where secrets go, and what was done.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use gatewright::KeyType;
use gatewright::client::milliseconds;
use gatewright::publish::{
    AccessFailure, AccessOutcome, ApiAddress, ApplicationAccess, ApplicationAccessOutcome,
    EnvironmentAccess, Handover, ProvidedKey, ProvidedSecret, SecretFileFormat, SecretSink,
};
use napi::Env;
use napi::bindgen_prelude::{Function, Object};
use napi_derive::napi;

use crate::callback::{Callback, Reply};
use crate::client::application::key_type_of;
use crate::client::control_plane::NativeControlPlane;
use crate::failure::Failure;
use crate::promise::{NativeCancellation, promise};
use crate::secret::NativeSecret;

/// An API an application should be subscribed to.
#[napi(object, object_to_js = false)]
pub struct NativeWantedSubscription {
    /// The API's name.
    pub api: String,
    /// The API's version.
    pub version: String,
    /// The plan.
    pub plan: Option<String>,
}

/// What an application should have; what is absent stays as the core has it.
#[napi(object, object_to_js = false)]
pub struct NativeAccess {
    /// The application's name.
    pub name: String,
    /// The plan of one that is made.
    pub plan: Option<String>,
    /// The description of one that is made.
    pub description: Option<String>,
    /// What it should be subscribed to.
    pub subscriptions: Option<Vec<NativeWantedSubscription>>,
    /// The types of its keys.
    pub key_types: Option<Vec<String>>,
    /// The key manager that the keys are of.
    pub key_manager: Option<String>,
    /// The grants of new keys.
    pub grants: Option<Vec<String>>,
    /// Where authorisation codes are sent.
    pub callback_url: Option<String>,
    /// Whether tokens are wanted.
    pub tokens: Option<bool>,
    /// How long they shall live, in milliseconds.
    pub token_validity: Option<f64>,
    /// Their scopes.
    pub scopes: Option<Vec<String>>,
    /// The environments the keys are for.
    pub environments: Option<Vec<String>>,
    /// Consumer secrets that were kept, by key type.
    pub consumer_secrets: Option<HashMap<String, String>>,
}

impl NativeAccess {
    fn into_core(self) -> gatewright::Result<ApplicationAccess> {
        let mut access = ApplicationAccess::new(self.name);
        if let Some(plan) = self.plan {
            access = access.plan(plan);
        }
        if let Some(description) = self.description {
            access = access.description(description);
        }
        for one in self.subscriptions.unwrap_or_default() {
            access = match one.plan {
                Some(plan) => access.subscribe_with_plan(one.api, one.version, plan),
                None => access.subscribe(one.api, one.version),
            };
        }
        for name in self.key_types.unwrap_or_default() {
            access = access.key_type(key_type_of(&name));
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
        if self.tokens == Some(true) {
            access = access.tokens();
        }
        if let Some(validity) = self.token_validity {
            access = access.token_validity(milliseconds("tokenValidity", validity)?);
        }
        if let Some(scopes) = self.scopes {
            access = access.scopes(scopes);
        }
        for name in self.environments.unwrap_or_default() {
            access = access.environment(name);
        }
        for (name, secret) in self.consumer_secrets.unwrap_or_default() {
            access = access.consumer_secret(key_type_of(&name), secret);
        }
        Ok(access)
    }
}

/// Where secrets go.
#[napi]
pub struct NativeSink {
    sink: SecretSink,
}

#[napi]
impl NativeSink {
    /// To this function.
    #[napi(constructor)]
    pub fn new(store: Function<'_, StoreReply, ()>) -> napi::Result<Self> {
        let callback = Callback::new(&store)?;
        let sink = SecretSink::new(move |secret| {
            callback.clone().ask(|reply| StoreReply { secret, reply })
        });
        Ok(Self { sink })
    }

    /// To this file, in a format that JavaScript has vouched for.
    #[napi(factory)]
    pub fn file(path: String, format: String) -> Self {
        let format = SecretFileFormat::from_name(&format).unwrap_or(SecretFileFormat::Json);
        Self { sink: SecretSink::file(path, format) }
    }
}

/// A secret for a function, and where its answer goes.
#[napi]
pub struct StoreReply {
    secret: ProvidedSecret,
    reply: Reply<()>,
}

#[napi]
impl StoreReply {
    /// The secret.
    #[napi(getter)]
    pub fn secret(&self) -> NativeProvidedSecret {
        self.secret.clone().into()
    }

    /// It is stored.
    #[napi]
    pub fn fill(&mut self) {
        self.reply.fill(());
    }

    /// Why it is not.
    #[napi]
    pub fn fail(&mut self, message: String) {
        self.reply.fail(message);
    }
}

/// A secret with what it is for.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeProvidedSecret {
    /// The application's name.
    pub application: String,
    /// The type of its keys.
    pub key_type: &'static str,
    /// Whose they are.
    pub key_manager: String,
    /// Their public half.
    pub consumer_key: String,
    /// Which secret it is.
    pub kind: &'static str,
    /// The secret.
    pub value: NativeSecret,
    /// When a token expires, in milliseconds since 1970.
    pub expires_at: Option<f64>,
    /// The scopes of a token.
    pub scopes: Vec<String>,
    /// The environments that take it.
    pub environments: Vec<NativeEnvironmentAccess>,
}

/// What was done.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeAccessOutcome {
    /// One entry per application.
    pub applications: Vec<NativeApplicationAccessOutcome>,
    /// True when nothing failed.
    pub is_ok: bool,
    /// The first failure, with what had been done before it.
    pub failure: Option<Failure>,
    /// All of it in words.
    pub text: String,
}

/// What was done for one application.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeApplicationAccessOutcome {
    /// The application's name.
    pub name: String,
    /// API-M's identifier.
    pub id: Option<String>,
    /// What was done, in words.
    pub done: Vec<String>,
    /// What awaits an approval, in words.
    pub pending: Vec<String>,
    /// What is otherwise than wanted, in words.
    pub differences: Vec<String>,
    /// What failed.
    pub failures: Vec<NativeAccessFailure>,
    /// The keys that are there.
    pub keys: Vec<NativeProvidedKey>,
    /// Which environment takes whose tokens.
    pub environments: Vec<NativeEnvironmentAccess>,
    /// True when nothing failed.
    pub is_ok: bool,
    /// All of it in words.
    pub text: String,
}

/// A step that failed.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeAccessFailure {
    /// What the step does.
    pub action: &'static str,
    /// The API's name.
    pub api: Option<String>,
    /// The API's version.
    pub version: Option<String>,
    /// The type of the keys.
    pub key_type: Option<&'static str>,
    /// Why.
    pub error: Failure,
}

/// Keys that an application has.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeProvidedKey {
    /// Which gateways take tokens of them.
    pub key_type: &'static str,
    /// Whose they are.
    pub key_manager: String,
    /// API-M's identifier of them.
    pub mapping_id: String,
    /// The public half.
    pub consumer_key: String,
    /// Whether the sink has the consumer secret.
    pub secret: &'static str,
    /// Whether the sink has a token.
    pub token: Option<&'static str>,
}

/// An environment an application has access to.
#[napi(object, object_from_js = false)]
pub struct NativeEnvironmentAccess {
    /// The environment's name.
    pub environment: String,
    /// Its type.
    pub environment_type: &'static str,
    /// The wanted key types whose tokens it takes.
    pub key_types: Vec<&'static str>,
    /// Where the subscribed APIs are.
    pub apis: Vec<NativeApiAddress>,
    /// All of it in one line.
    pub text: String,
}

/// Where an API is offered.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeApiAddress {
    /// The API's name.
    pub api: String,
    /// The API's version.
    pub version: String,
    /// Its URL over HTTP.
    pub http: Option<String>,
    /// Its URL over HTTPS.
    pub https: Option<String>,
    /// Its URL over WebSocket.
    pub ws: Option<String>,
    /// Its URL over secure WebSocket.
    pub wss: Option<String>,
}

#[napi]
impl NativeControlPlane {
    /// Gives applications what they should have.
    #[napi]
    pub fn provide_access<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        accesses: Vec<NativeAccess>,
        sink: &NativeSink,
    ) -> napi::Result<Object<'env>> {
        let (control_plane, sink) = (self.control_plane.clone(), sink.sink.clone());
        let work = async move {
            let accesses = accesses.into_iter().map(NativeAccess::into_core);
            let accesses: Vec<_> = accesses.collect::<gatewright::Result<_>>()?;
            control_plane.provide_access(&accesses, &sink).await
        };
        promise(env, cancellation, "provide_access", work, NativeAccessOutcome::from)
    }
}

fn milliseconds_since_1970(time: SystemTime) -> f64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64() * 1000.0
}

impl From<ProvidedSecret> for NativeProvidedSecret {
    fn from(secret: ProvidedSecret) -> Self {
        Self {
            application: secret.application,
            key_type: secret.key_type.as_str(),
            key_manager: secret.key_manager,
            consumer_key: secret.consumer_key,
            kind: secret.kind.as_str(),
            value: secret.value.into(),
            expires_at: secret.expires_at.map(milliseconds_since_1970),
            scopes: secret.scopes,
            environments: secret
                .environments
                .into_iter()
                .map(NativeEnvironmentAccess::from)
                .collect(),
        }
    }
}

impl From<AccessOutcome> for NativeAccessOutcome {
    fn from(outcome: AccessOutcome) -> Self {
        let (is_ok, text) = (outcome.is_ok(), outcome.to_string());
        let applications =
            outcome.applications.iter().cloned().map(NativeApplicationAccessOutcome::from);
        let applications = applications.collect();
        Self { applications, is_ok, failure: outcome.into_result().err().map(Failure::from), text }
    }
}

impl From<ApplicationAccessOutcome> for NativeApplicationAccessOutcome {
    fn from(application: ApplicationAccessOutcome) -> Self {
        let (is_ok, text) = (application.is_ok(), application.to_string());
        let environments = application.environments.into_iter();
        Self {
            name: application.name,
            id: application.id,
            done: application.done.iter().map(ToString::to_string).collect(),
            pending: application.pending,
            differences: application.differences,
            failures: application.failures.into_iter().map(NativeAccessFailure::from).collect(),
            keys: application.keys.into_iter().map(NativeProvidedKey::from).collect(),
            environments: environments.map(NativeEnvironmentAccess::from).collect(),
            is_ok,
            text,
        }
    }
}

impl From<AccessFailure> for NativeAccessFailure {
    fn from(failure: AccessFailure) -> Self {
        let (api, version) = failure.step.api.unzip();
        Self {
            action: failure.step.action.as_str(),
            api,
            version,
            key_type: failure.step.key_type.map(KeyType::as_str),
            error: failure.error.into(),
        }
    }
}

impl From<ProvidedKey> for NativeProvidedKey {
    fn from(key: ProvidedKey) -> Self {
        Self {
            key_type: key.key_type.as_str(),
            key_manager: key.key_manager,
            mapping_id: key.mapping_id,
            consumer_key: key.consumer_key,
            secret: key.secret.as_str(),
            token: key.token.map(Handover::as_str),
        }
    }
}

impl From<EnvironmentAccess> for NativeEnvironmentAccess {
    fn from(environment: EnvironmentAccess) -> Self {
        let text = environment.to_string();
        Self {
            environment: environment.environment,
            environment_type: environment.environment_type.as_str(),
            key_types: environment.key_types.into_iter().map(KeyType::as_str).collect(),
            apis: environment.apis.into_iter().map(NativeApiAddress::from).collect(),
            text,
        }
    }
}

impl From<ApiAddress> for NativeApiAddress {
    fn from(address: ApiAddress) -> Self {
        Self {
            api: address.api,
            version: address.version,
            http: address.http,
            https: address.https,
            ws: address.ws,
            wss: address.wss,
        }
    }
}
