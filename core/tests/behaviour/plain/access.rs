//! What providing access did, as plain data.

use gatewright::KeyType;
use gatewright::publish::{
    AccessFailure, AccessOutcome, ApiAddress, ApplicationAccessOutcome, EnvironmentAccess,
    ProvidedKey, ProvidedSecret,
};
use serde_json::{Value as Json, json};

use super::{error, list};

pub(crate) fn outcome(outcome: &AccessOutcome) -> Json {
    json!({
        "applications": list(&outcome.applications, application),
        "is_ok": outcome.is_ok(),
        "display": outcome.to_string(),
    })
}

/// Without what a case cannot know: when a token ends.
pub(crate) fn secret(secret: &ProvidedSecret) -> Json {
    json!({
        "application": secret.application,
        "key_type": secret.key_type.as_str(),
        "key_manager": secret.key_manager,
        "consumer_key": secret.consumer_key,
        "kind": secret.kind.as_str(),
        "value": format!("{:?}", secret.value),
        "scopes": secret.scopes,
        "environments": list(&secret.environments, environment),
    })
}

fn application(application: &ApplicationAccessOutcome) -> Json {
    json!({
        "name": application.name,
        "id": application.id,
        "done": list(&application.done, |step| json!(step.to_string())),
        "pending": application.pending,
        "differences": application.differences,
        "failures": list(&application.failures, failure),
        "keys": list(&application.keys, key),
        "environments": list(&application.environments, environment),
        "is_ok": application.is_ok(),
        "display": application.to_string(),
    })
}

fn failure(failure: &AccessFailure) -> Json {
    let api = failure.step.api.as_ref();
    json!({
        "action": failure.step.action.as_str(),
        "api": api.map(|(name, _)| name),
        "version": api.map(|(_, version)| version),
        "key_type": failure.step.key_type.map(KeyType::as_str),
        "error": error(&failure.error),
    })
}

fn key(key: &ProvidedKey) -> Json {
    json!({
        "key_type": key.key_type.as_str(),
        "key_manager": key.key_manager,
        "mapping_id": key.mapping_id,
        "consumer_key": key.consumer_key,
        "secret": key.secret.as_str(),
        "token": key.token.map(gatewright::publish::Handover::as_str),
    })
}

fn environment(environment: &EnvironmentAccess) -> Json {
    json!({
        "environment": environment.environment,
        "environment_type": environment.environment_type.as_str(),
        "key_types": environment.key_types.iter().map(|it| it.as_str()).collect::<Vec<_>>(),
        "apis": list(&environment.apis, address),
        "display": environment.to_string(),
    })
}

fn address(address: &ApiAddress) -> Json {
    json!({
        "api": address.api, "version": address.version,
        "http": address.http, "https": address.https, "ws": address.ws, "wss": address.wss,
    })
}
