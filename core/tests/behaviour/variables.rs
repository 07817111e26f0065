//! What steps keep for later ones, and what arguments say of it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gatewright::client::{
    AccessToken, AdminEnvironment, ApiDocument, ApiKey, ApiRequest, ApiResponse, Application,
    ApplicationKeyInfo, ApplicationKeys, ConsumerSecret, Credentials, GatewayNode, Grant, seconds,
};
use gatewright::model::SecretText;
use gatewright::publish::{
    AccessOutcome, ApiProject, ApplicationAccess, Drift, Outcome, Plan, Publication, Publications,
    Rollout, SecretSink,
};
use gatewright::render::{RenderedFiles, RestoredFile};
use gatewright::{ControlPlane, Error, FixedFiles, Node, Ports, Report, Topology};
use gatewright_emulator::{Emulator, NodeInfo, OffsetBlock};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json, json};

pub(crate) type Steps = Arc<dyn Fn() -> Result<(), String> + Send + Sync>;

/// What a step can name with `as`; `Nothing` for what is all in its plain data.
#[derive(Clone)]
pub(crate) enum Value {
    Topology(Box<Topology>),
    Files(RenderedFiles),
    Report(Report),
    Fixed(FixedFiles),
    Restored(RestoredFile),
    Ports(Ports),
    Node(Box<Node>),
    ControlPlane(ControlPlane),
    Credentials(Credentials),
    Application(Application),
    Keys(ApplicationKeys),
    Grant(Grant),
    Token(AccessToken),
    Secret(SecretText),
    Request(ApiRequest),
    Response(ApiResponse),
    Project(Arc<ApiProject>),
    Publication(Publication),
    Publications(Publications),
    /// What a call failed with.
    Error(Arc<Error>),
    Plan(Arc<Plan>),
    Rollout(Rollout),
    Access(Box<ApplicationAccess>),
    AccessOutcome(Arc<AccessOutcome>),
    Sink(SecretSink),
    /// What a function was told, as plain data.
    Told(Arc<Mutex<Vec<Json>>>),
    /// A function that takes steps; what fails of them is its error.
    Steps(Steps),
    Outcome(Arc<Outcome>),
    Drift(Drift),
    /// As it is now: its fields can be set.
    Document(Arc<Mutex<ApiDocument>>),
    Bytes(Vec<u8>),
    KeyInfo(Box<ApplicationKeyInfo>),
    ConsumerSecret(ConsumerSecret),
    ApiKey(ApiKey),
    AdminEnvironment(AdminEnvironment),
    GatewayNode(Box<GatewayNode>),
    Emulator(Arc<Emulator>),
    Nodes(Vec<NodeInfo>),
    NodeInfo(NodeInfo),
    Block(Arc<Mutex<Option<OffsetBlock>>>),
    Nothing,
}

#[derive(Clone)]
pub(crate) struct Variable {
    pub(crate) value: Value,
    pub(crate) plain: Json,
}

pub(crate) type Variables = BTreeMap<String, Variable>;

/// A variable, or what an attribute of one holds: `emulator.ca_pem`, `endpoints.0.url`.
pub(crate) fn find(variables: &Variables, path: &str) -> Result<Variable, String> {
    let (name, attributes) = path.split_once('.').unwrap_or((path, ""));
    let mut variable =
        variables.get(name).ok_or_else(|| format!("there is no variable {name}"))?.clone();
    if let Value::Told(told) = &variable.value {
        variable.plain = told.lock().expect("what was told").clone().into();
    }
    if attributes.is_empty() {
        return Ok(variable);
    }
    let secret = match (&variable.value, attributes) {
        (Value::Node(node), "key_manager.password") => {
            node.key_manager.as_ref().map(|given| given.password.clone())
        }
        (Value::Keys(keys), "consumer_secret") => Some(keys.consumer_secret.clone()),
        (Value::Token(token), "token") => Some(token.token.clone()),
        (Value::KeyInfo(key), "consumer_secret") => key.consumer_secret.clone(),
        (Value::ConsumerSecret(secret), "value") => secret.value.clone(),
        (Value::ApiKey(key), "key") => Some(key.key.clone()),
        (Value::Token(token), "refresh_token") => token.refresh_token.clone(),
        _ => None,
    };
    if let Some(secret) = secret {
        let plain = format!("{secret:?}").into();
        return Ok(Variable { value: Value::Secret(secret), plain });
    }
    let node = match (&variable.value, attributes.parse::<usize>()) {
        (Value::Nodes(nodes), Ok(at)) => nodes.get(at).cloned(),
        _ => None,
    };
    let plain = variable.plain.pointer(&format!("/{}", attributes.replace('.', "/")));
    let plain = plain.ok_or_else(|| format!("{name} has no {attributes}"))?.clone();
    Ok(Variable { value: node.map_or(Value::Nothing, Value::NodeInfo), plain })
}

/// The arguments that were not asked for yet. A value that is no plain data stands as the number of a handle.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) left: Map<String, Json>,
    handles: Vec<Value>,
}

impl Arguments {
    /// What a variable or a call within an argument becomes.
    pub(crate) fn hold(&mut self, variable: Variable) -> Json {
        if matches!(variable.value, Value::Nothing) {
            return variable.plain;
        }
        self.handles.push(variable.value);
        json!({ "$handle": self.handles.len() - 1 })
    }

    pub(crate) fn optional<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let value = self.left.remove(name)?;
        Some(serde_json::from_value(value).unwrap_or_else(|error| panic!("{name}: {error}")))
    }

    pub(crate) fn take<T: DeserializeOwned>(&mut self, name: &str) -> T {
        self.optional(name).unwrap_or_else(|| panic!("there is no argument {name}"))
    }

    pub(crate) fn optional_value(&mut self, name: &str) -> Option<Value> {
        let given = self.left.remove(name)?;
        Some(self.handle(&given).unwrap_or_else(|| panic!("{name} is no variable: {given}")))
    }

    pub(crate) fn value(&mut self, name: &str) -> Value {
        self.optional_value(name).unwrap_or_else(|| panic!("there is no argument {name}"))
    }

    /// A function that takes steps, when that is what is given.
    pub(crate) fn steps(&mut self, name: &str) -> Option<Steps> {
        let Value::Steps(steps) = self.handle(self.left.get(name)?)? else { return None };
        self.left.remove(name);
        Some(steps)
    }

    /// The values in a list of them.
    pub(crate) fn values(&mut self, name: &str) -> Vec<Value> {
        let given: Vec<Json> = self.take(name);
        let value = |one: &Json| self.handle(one).unwrap_or_else(|| panic!("no variable: {one}"));
        given.iter().map(value).collect()
    }

    /// The fields of an object, or of each object of a list.
    pub(crate) fn objects(&mut self, name: &str) -> Vec<Self> {
        let given = match self.take::<Json>(name) {
            Json::Array(items) => items,
            one => vec![one],
        };
        let fields = |one: Json| match one {
            Json::Object(left) => Self { left, handles: self.handles.clone() },
            other => panic!("{name} holds no object: {other}"),
        };
        given.into_iter().map(fields).collect()
    }

    /// A text, or a secret for its text.
    pub(crate) fn text(&mut self, name: &str) -> String {
        let given: Json = self.take(name);
        match (self.handle(&given), given) {
            (Some(Value::Secret(secret)), _) => secret.expose().to_owned(),
            (_, Json::String(text)) => text,
            (_, other) => panic!("{name} is no text: {other}"),
        }
    }

    /// Seconds, when they are given.
    pub(crate) fn duration(&mut self, name: &str) -> Result<Option<Duration>, Error> {
        self.optional(name).map(|given| seconds(name, given)).transpose()
    }

    fn handle(&self, given: &Json) -> Option<Value> {
        let number = given.get("$handle")?.as_u64()?;
        self.handles.get(usize::try_from(number).ok()?).cloned()
    }

    pub(crate) fn none_left(&self, name: &str) -> Result<(), String> {
        if self.left.is_empty() { Ok(()) } else { Err(format!("{name} takes no {:?}", self.left)) }
    }
}
