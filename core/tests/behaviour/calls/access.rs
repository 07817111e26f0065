//! Access of whole applications.

use std::collections::BTreeMap;
use std::sync::Arc;

use gatewright::publish::{AccessOutcome, ApplicationAccess, SecretFileFormat, SecretSink};
use gatewright::{ControlPlane, Error, KeyType};
use serde::Deserialize;
use serde_json::Value as Json;

use super::{Given, given, shown, wait};
use crate::plain::access as plain;
use crate::variables::{Arguments, Value};

#[derive(Deserialize)]
struct Subscription {
    api: String,
    version: String,
    plan: Option<String>,
}

pub(super) fn free(name: &str, arguments: &mut Arguments) -> Option<Given> {
    match name {
        "ApplicationAccess.new" => Some(given(access(arguments), |made| {
            shown(&made.clone(), Value::Access(Box::new(made)), Json::Null)
        })),
        "SecretFile.new" => {
            let path = arguments.take::<String>("path");
            let format = arguments.optional::<String>("format");
            let format = SecretFileFormat::from_name(format.as_deref().unwrap_or("json"))?;
            let sink = SecretSink::file(path, format);
            Some(shown(&sink.clone(), Value::Sink(sink), Json::Null))
        }
        _ => None,
    }
}

pub(super) fn control_plane_method(
    on: &ControlPlane,
    name: &str,
    arguments: &mut Arguments,
) -> Option<Given> {
    if name != "ControlPlane.provide_access" {
        return None;
    }
    let wanted = arguments.values("accesses").into_iter().map(|value| match value {
        Value::Access(access) => *access,
        _ => panic!("an access is wanted"),
    });
    let wanted: Vec<ApplicationAccess> = wanted.collect();
    let sink = match arguments.value("sink") {
        Value::Sink(sink) => sink,
        Value::Told(told) => SecretSink::new(move |secret| {
            told.lock().expect("no one panicked").push(plain::secret(&secret));
            async { Ok(()) }
        }),
        _ => panic!("a sink is wanted"),
    };
    Some(given(wait(on.provide_access(&wanted, &sink)), |outcome| {
        let shown = format!("{outcome:?} {outcome}");
        let plain = plain::outcome(&outcome);
        Ok((Value::AccessOutcome(Arc::new(outcome)), plain, shown))
    }))
}

pub(super) fn outcome_method(on: &AccessOutcome, name: &str) -> Option<Given> {
    (name == "AccessOutcome.into_result").then(|| {
        given(on.clone().into_result(), |outcome| {
            let plain = plain::outcome(&outcome);
            shown(&outcome.clone(), Value::AccessOutcome(Arc::new(outcome)), plain)
        })
    })
}

fn access(arguments: &mut Arguments) -> Result<ApplicationAccess, Error> {
    let mut made = ApplicationAccess::new(arguments.take::<String>("name"));
    if let Some(plan) = arguments.optional::<String>("plan") {
        made = made.plan(plan);
    }
    if let Some(description) = arguments.optional::<String>("description") {
        made = made.description(description);
    }
    for one in arguments.optional::<Vec<Subscription>>("subscriptions").unwrap_or_default() {
        made = match one.plan {
            Some(plan) => made.subscribe_with_plan(one.api, one.version, plan),
            None => made.subscribe(one.api, one.version),
        };
    }
    for name in arguments.optional::<Vec<String>>("key_types").unwrap_or_default() {
        made = made.key_type(key_type(&name));
    }
    if let Some(name) = arguments.optional::<String>("key_manager") {
        made = made.key_manager(name);
    }
    if let Some(grants) = arguments.optional::<Vec<String>>("grants") {
        made = made.grants(grants);
    }
    if let Some(url) = arguments.optional::<String>("callback_url") {
        made = made.callback_url(url);
    }
    if arguments.optional("tokens") == Some(true) {
        made = made.tokens();
    }
    if let Some(validity) = arguments.duration("token_validity")? {
        made = made.token_validity(validity);
    }
    if let Some(scopes) = arguments.optional::<Vec<String>>("scopes") {
        made = made.scopes(scopes);
    }
    for name in arguments.optional::<Vec<String>>("environments").unwrap_or_default() {
        made = made.environment(name);
    }
    let known = arguments.optional::<BTreeMap<String, String>>("consumer_secrets");
    for (name, secret) in known.unwrap_or_default() {
        made = made.consumer_secret(key_type(&name), secret);
    }
    Ok(made)
}

fn key_type(name: &str) -> KeyType {
    KeyType::ALL.into_iter().find(|known| known.as_str() == name).expect("a key type")
}
