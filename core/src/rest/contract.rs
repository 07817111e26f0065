//! `contract/operations.json`: every operation with its sample requests, release by release, for the contract with WSO2's
//! documents, which validates them. It is held equal to the registry here.

use std::path::Path;

use serde_json::{Value, json};

use crate::model::Release;
use crate::rest::operation::{ALL, Operation};
use crate::rest::paths::base;
use crate::rest::request::{Body, Request};
use crate::rest::samples::sample;

const WRITE: &str = "GATEWRIGHT_WRITE_OPERATIONS";

#[test]
fn the_contract_knows_every_operation_and_its_requests() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../contract/operations.json");
    let operations: Vec<Value> = ALL.iter().map(|operation| described(operation)).collect();
    let text = serde_json::to_string_pretty(&json!({ "operations": operations })).unwrap() + "\n";
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&file, &text).unwrap();
    }
    let known = std::fs::read_to_string(&file).unwrap();
    assert!(
        known == text,
        "contract/operations.json does not say what the client sends: write it anew with \
         `{WRITE}=1 cargo test -p gatewright --lib rest::contract`, and look at what changed"
    );
}

/// An operation with its requests, each with the releases that it is the request to.
fn described(operation: &Operation) -> Value {
    let mut requests: Vec<(Vec<String>, Value)> = Vec::new();
    for release in Release::KNOWN.into_iter().filter(|r| operation.capability.is_in(*r)) {
        let request = shown(&sample(operation.id, release).unwrap().request, release);
        match requests.iter_mut().find(|(_, known)| *known == request) {
            Some((releases, _)) => releases.push(release.to_string()),
            None => requests.push((vec![release.to_string()], request)),
        }
    }
    let requests = requests.into_iter().map(|(releases, mut request)| {
        request["releases"] = json!(releases);
        request
    });
    json!({
        "name": operation.name,
        "service": format!("{:?}", operation.service),
        "method": operation.method.as_str(),
        "path": operation.path,
        "requests": requests.collect::<Vec<_>>(),
    })
}

/// A request without the base path, which the documents say themselves.
fn shown(request: &Request, release: Release) -> Value {
    let base = base(request.operation.service, release).unwrap();
    let mut shown = json!({ "target": request.target.strip_prefix(base).unwrap_or_default() });
    match &request.body {
        Body::Empty => {}
        Body::Json(value) => shown["json"] = value.clone(),
        body @ (Body::Form(_) | Body::Multipart(_)) => {
            let (content_type, bytes) = body.encode().unwrap();
            shown["type"] = json!(content_type);
            shown["text"] = json!(String::from_utf8(bytes).unwrap());
        }
    }
    shown
}
