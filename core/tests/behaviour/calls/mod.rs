//! The public functions by name.

mod access;
mod client;
mod emulator;
mod files;
mod gateway;
mod keys;
mod operations;
mod proof;
mod publications;
mod publish;
mod rollout;

use std::fmt::Debug;
use std::sync::{Arc, OnceLock};

use gatewright::Error;
use gatewright::model::SecretText;
use serde_json::{Value as Json, json};
use tokio::runtime::{Builder, Runtime};

use crate::plain;
use crate::variables::{Arguments, Value, Variable};

/// What a call gave, as plain data, what it shows when it is printed, and what it may show nowhere.
pub(crate) struct Called {
    pub(crate) result: Result<Variable, Variable>,
    pub(crate) shown: String,
    pub(crate) secrets: Vec<String>,
}

/// A result, its plain form, and how it prints.
type Given = Result<(Value, Json, String), Failed>;

/// An error, as plain data, and how it prints.
struct Failed(Box<Variable>, String);

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        let (plain, shown) = (plain::error(&error), format!("{error} {error:?}"));
        Self(Box::new(Variable { value: Value::Error(Arc::new(error)), plain }), shown)
    }
}

impl From<gatewright_emulator::Error> for Failed {
    fn from(error: gatewright_emulator::Error) -> Self {
        let plain = json!({
            "kind": error.kind().as_str(),
            "code": error.code(),
            "message": error.to_string(),
        });
        Self(Box::new(Variable { value: Value::Nothing, plain }), format!("{error} {error:?}"))
    }
}

/// The one runtime of all cases: each waits for its calls on its own thread.
pub(crate) fn wait<F: Future>(work: F) -> F::Output {
    runtime().block_on(work)
}

pub(crate) fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        Builder::new_multi_thread().worker_threads(4).enable_all().build().expect("a runtime")
    })
}

/// Calls a function; the error is about the case.
pub(crate) fn call(
    name: &str,
    on: Option<&Variable>,
    mut arguments: Arguments,
) -> Result<Called, String> {
    let arguments = &mut arguments;
    let called = match on.map(|on| &on.value) {
        None => files::free(name, arguments)
            .or_else(|| client::free(name, arguments))
            .or_else(|| gateway::free(name, arguments))
            .or_else(|| operations::free(name, arguments))
            .or_else(|| publish::free(name, arguments))
            .or_else(|| publications::free(name, arguments))
            .or_else(|| rollout::free(name, arguments))
            .or_else(|| access::free(name, arguments))
            .or_else(|| emulator::free(name, arguments)),
        Some(Value::ControlPlane(control_plane)) => {
            client::control_plane_method(control_plane, name, arguments)
                .or_else(|| gateway::control_plane_method(control_plane, name, arguments))
                .or_else(|| publish::control_plane_method(control_plane, name, arguments))
                .or_else(|| proof::control_plane_method(control_plane, name, arguments))
                .or_else(|| rollout::control_plane_method(control_plane, name, arguments))
                .or_else(|| access::control_plane_method(control_plane, name, arguments))
                .or_else(|| operations::control_plane_method(control_plane, name, arguments))
        }
        Some(Value::Application(application)) => {
            client::application_method(application, name, arguments)
                .or_else(|| operations::application_method(application, name, arguments))
                .or_else(|| keys::application_method(application, name, arguments))
        }
        Some(Value::Request(request)) if name == "ApiRequest.to_curl" => {
            Some(data(request.to_curl()))
        }
        Some(Value::Response(answer)) if name == "ApiResponse.header" => {
            Some(data(answer.header(&arguments.take::<String>("name")).map(str::to_owned)))
        }
        Some(Value::Document(document)) => operations::document_method(document, name, arguments),
        Some(Value::AdminEnvironment(known)) => {
            operations::admin_environment_method(known, name, arguments)
        }
        Some(Value::GatewayNode(node)) => operations::node_method(node, name, arguments),
        Some(Value::AccessOutcome(outcome)) => access::outcome_method(outcome, name),
        Some(Value::Publications(publications)) => {
            publications::method(publications, name, arguments)
        }
        Some(Value::Publication(publication)) => {
            publish::publication_method(publication, name, arguments)
        }
        Some(Value::Project(project)) => publish::project_method(project, name, arguments),
        Some(Value::Plan(plan)) => publish::plan_method(plan, name, arguments),
        Some(Value::Outcome(outcome)) => publish::outcome_method(outcome, name, arguments),
        Some(Value::Drift(drift)) => proof::drift_method(drift, name),
        Some(Value::NodeInfo(node)) if name == "NodeInfo.port" => {
            Some(data(node.port(arguments.take("base"))))
        }
        Some(Value::Keys(keys)) => gateway::keys_method(keys, name, arguments),
        Some(Value::Emulator(emulator)) => emulator::method(emulator, name, arguments),
        Some(Value::Secret(secret)) if name == "SecretText.expose" => Some(data(secret.expose())),
        Some(value) => files::method(value, name, arguments),
    };
    let called = called.ok_or_else(|| format!("there is no function {name}"))?;
    arguments.none_left(name)?;
    Ok(match called {
        Ok((value, plain, shown)) => {
            let secrets = secrets(&value);
            Called { result: Ok(Variable { value, plain }), shown, secrets }
        }
        Err(Failed(failed, shown)) => Called { result: Err(*failed), shown, secrets: Vec::new() },
    })
}

/// What the server made and nothing may print.
fn secrets(value: &Value) -> Vec<String> {
    let texts: Vec<Option<&SecretText>> = match value {
        Value::Keys(keys) => vec![Some(&keys.consumer_secret)],
        Value::KeyInfo(key) => vec![key.consumer_secret.as_ref()],
        Value::ConsumerSecret(secret) => vec![secret.value.as_ref()],
        Value::ApiKey(key) => vec![Some(&key.key)],
        Value::Token(token) => vec![Some(&token.token), token.refresh_token.as_ref()],
        _ => Vec::new(),
    };
    texts.into_iter().flatten().map(|secret| secret.expose().to_owned()).collect()
}

/// What becomes of a result that is a value.
fn given<T, E: Into<Failed>>(result: Result<T, E>, shown: impl FnOnce(T) -> Given) -> Given {
    result.map_or_else(|error| Err(error.into()), shown)
}

#[allow(clippy::unnecessary_wraps, reason = "the other calls can fail")]
fn data(plain: impl Into<Json>) -> Given {
    Ok((Value::Nothing, plain.into(), String::new()))
}

#[allow(clippy::unnecessary_wraps, reason = "the other calls can fail")]
fn shown<T: Debug>(value: &T, variable: Value, plain: Json) -> Given {
    Ok((variable, plain, format!("{value:?} {value:#?}")))
}
