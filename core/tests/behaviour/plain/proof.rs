//! Proof from gateways, and what was taken off or back.

use gatewright::publish::{
    Drift, DriftItem, Evidence, LiveVerification, Proof, RetiredApi, Retirement, RolledBack,
    RolledBackEnvironment, Undeployment,
};
use serde_json::{Value as Json, json};

use super::gateway::probe;
use super::publish::verification;
use super::{error, list};

pub(crate) fn live_verification(found: &LiveVerification) -> Json {
    json!({
        "verification": verification(&found.verification),
        "evidence": list(&found.evidence, evidence),
        "certainty": found.certainty().as_str(),
        "is_ok": found.is_ok(),
        "display": found.to_string(),
    })
}

fn evidence(found: &Evidence) -> Json {
    let (deployed, live) = match &found.proof {
        Proof::Acknowledged { deployed, live } => (Some(deployed), Some(live)),
        _ => (None, None),
    };
    let detail = match &found.proof {
        Proof::Live(text)
        | Proof::Missing(text)
        | Proof::Unreachable(text)
        | Proof::Unknown(text) => Some(text),
        _ => None,
    };
    json!({
        "environment": found.environment,
        "node": found.node,
        "proof": {
            "kind": found.proof.kind(),
            "certainty": found.proof.certainty().as_str(),
            "deployed": deployed,
            "live": live,
            "detail": detail,
            "display": found.proof.to_string(),
        },
        "display": found.to_string(),
    })
}

pub(crate) fn undeployment(done: &Undeployment) -> Json {
    json!({
        "environment": done.environment,
        "was_there": done.was_there,
        "gone": list(&done.gone, probe),
        "others": done.others.as_ref().map(live_verification),
        "is_ok": done.is_ok(),
        "display": done.to_string(),
    })
}

pub(crate) fn rolled_back(done: &RolledBack) -> Json {
    let environment = |done: &RolledBackEnvironment| {
        json!({
            "environment": done.environment,
            "from_revision": done.from,
            "to_revision": done.to,
            "is_pending": done.is_pending,
            "cancelled_revisions": done.cancelled,
            "display": done.to_string(),
        })
    };
    json!({ "environments": list(&done.environments, environment), "display": done.to_string() })
}

pub(crate) fn retirement(done: &Retirement) -> Json {
    let api = |api: &RetiredApi| {
        json!({
            "name": api.name,
            "version": api.version,
            "id": api.id,
            "fate": api.fate.as_str(),
            "error": api.error.as_ref().map(error),
            "display": api.to_string(),
        })
    };
    json!({
        "environment": done.environment,
        "replacement": done.replacement,
        "apis": list(&done.apis, api),
        "is_ok": done.is_ok(),
        "display": done.to_string(),
    })
}

pub(crate) fn drift(found: &Drift) -> Json {
    let item = |item: &DriftItem| {
        json!({
            "kind": item.kind.as_str(),
            "environment": item.environment,
            "api": item.api,
            "version": item.version,
            "wanted": item.wanted,
            "found": item.found,
            "message": item.message,
            "display": item.to_string(),
        })
    };
    json!({
        "items": list(&found.items, item),
        "is_empty": found.is_empty(),
        "display": found.to_string(),
    })
}
