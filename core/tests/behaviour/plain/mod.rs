//! Rust's values as plain data, in the form all languages agree on.

pub(crate) mod access;
pub(crate) mod client;
pub(crate) mod gateway;
pub(crate) mod operations;
pub(crate) mod proof;
pub(crate) mod publish;

use std::path::Path;

use gatewright::diagnostic::Rule;
use gatewright::model::{Credentials, LoadBalancers, SecretText};
use gatewright::render::{
    RenderedFile, RenderedFiles, RestoredFile, RevertOutcome, TopologyDraft, Undecided,
    WriteOutcome,
};
use gatewright::{
    Diagnostic, Edit, Endpoints, Environment, Error, ErrorCode, Fix, FixedFile, FixedFiles, Node,
    Ports, Related, Release, Report, SpanUnit, Topology, error_codes,
};
use serde_json::{Value as Json, json};

pub(crate) fn list<T>(items: impl IntoIterator<Item = T>, plain: impl Fn(T) -> Json) -> Json {
    items.into_iter().map(plain).collect()
}

pub(crate) fn topology(topology: &Topology) -> Json {
    json!({
        "release": topology.release().to_string(),
        "nodes": list(topology.nodes(), |one| node(one, topology.release())),
        "environments": list(topology.environments(), environment),
        "control_plane": topology.control_plane().map(|one| node(one, topology.release())),
        "control_planes": list(topology.control_planes(), |one| node(one, topology.release())),
        "load_balancers": load_balancers(topology.load_balancers()),
    })
}

pub(crate) fn topology_draft(draft: &TopologyDraft) -> Json {
    json!({
        "text": draft.text(),
        "undecided": list(draft.undecided(), undecided),
        "topology": draft.topology().map(topology),
    })
}

fn undecided(found: &Undecided) -> Json {
    json!({ "line": found.line, "message": found.message, "is_assumed": found.is_assumed })
}

fn load_balancers(given: &LoadBalancers) -> Json {
    json!({
        "control_plane": given.control_plane,
        "traffic_manager": given.traffic_manager,
        "key_manager": given.key_manager,
    })
}

pub(crate) fn node(node: &Node, release: Release) -> Json {
    json!({
        "name": node.name.as_str(),
        "roles": list(&node.roles, |role| role.as_str().into()),
        "pack": node.pack.as_str(),
        "host": node.host.as_str(),
        "offset": node.offset.get(),
        "home": node.home.as_deref().map(path),
        "http_proxy_port": node.http_proxy_port,
        "https_proxy_port": node.https_proxy_port,
        "key_manager": node.key_manager.as_ref().map(credentials),
        "ports": ports(node.ports(release)),
    })
}

fn credentials(credentials: &Credentials) -> Json {
    json!({ "username": credentials.username, "password": secret(&credentials.password) })
}

fn secret(secret: &SecretText) -> Json {
    format!("{secret:?}").into()
}

pub(crate) fn ports(ports: Ports) -> Json {
    list(ports.iter(), |(port, number)| json!([port.as_str(), number]))
}

pub(crate) fn environment(environment: &Environment) -> Json {
    json!({
        "name": environment.name.as_str(),
        "type": environment.environment_type.as_str(),
        "display_name": environment.display_name,
        "description": environment.description,
        "provider": environment.provider,
        "gateway_type": environment.gateway_type,
        "visibility": environment.visibility,
        "properties": properties(environment),
        "is_federated": environment.is_federated(),
        "display_in_api_console": environment.display_in_api_console,
        "show_as_token_endpoint_url": environment.show_as_token_endpoint_url,
        "gateways": list(&environment.gateways, |name| name.as_str().into()),
        "endpoints": endpoints(&environment.endpoints),
        "virtual_hosts": list(&environment.virtual_hosts, endpoints),
        "username": environment.username,
        "password": environment.password.as_ref().map(secret),
    })
}

fn properties(environment: &Environment) -> Json {
    let given = environment.properties.iter();
    Json::Object(given.map(|(name, value)| (name.clone(), secret(value))).collect())
}

pub(crate) fn endpoints(urls: &Endpoints) -> Json {
    json!({
        "service_url": urls.service_url,
        "http": urls.http,
        "https": urls.https,
        "ws": urls.ws,
        "wss": urls.wss,
        "websub_http": urls.websub_http,
        "websub_https": urls.websub_https,
    })
}

pub(crate) fn report(report: &Report) -> Json {
    json!({
        "diagnostics": diagnostics(report),
        "ok": report.ok(),
        "is_empty": report.is_empty(),
        "inferred": report.inferred(),
        "not_compared": report.not_compared(),
    })
}

fn diagnostics(report: &Report) -> Json {
    list(report.diagnostics(), |found| diagnostic(report, found))
}

fn diagnostic(report: &Report, found: &Diagnostic) -> Json {
    json!({
        "display": found.to_string(),
        "code": found.code,
        "severity": found.severity.as_str(),
        "message": found.message,
        "path": found.path.as_deref().map(path),
        "line": found.line,
        "column": found.column,
        "span": span(|unit| report.span_in(found, unit)),
        "help": found.help,
        "related": list(&found.related, |place| related(report, place)),
        "fix": found.fix.as_ref().map(|one| fix(report, found, one)),
    })
}

fn related(report: &Report, place: &Related) -> Json {
    json!({
        "message": place.message,
        "path": place.path.as_deref().map(path),
        "line": place.line,
        "column": place.column,
        "span": span(|unit| report.related_span_in(place, unit)),
    })
}

fn fix(report: &Report, found: &Diagnostic, fix: &Fix) -> Json {
    let edit = |edit: &Edit| {
        json!({
            "path": edit.path.as_deref().map(path),
            "span": span(|unit| report.edit_span_in(found, edit, unit)),
            "replacement": edit.replacement,
        })
    };
    json!({ "edits": list(&fix.edits, edit), "safety": fix.safety.as_str() })
}

fn span(range_in: impl Fn(SpanUnit) -> Option<std::ops::Range<usize>>) -> Json {
    let range = |unit| range_in(unit).map(|range| [range.start, range.end]);
    let Some(bytes) = range(SpanUnit::Bytes) else { return Json::Null };
    json!({ "bytes": bytes, "scalars": range(SpanUnit::Scalars), "utf16": range(SpanUnit::Utf16) })
}

pub(crate) fn rule(rule: &Rule) -> Json {
    json!({
        "code": rule.code,
        "severity": rule.severity.as_str(),
        "summary": rule.summary,
        "documentation": rule.documentation,
    })
}

pub(crate) fn error_code(code: &ErrorCode) -> Json {
    json!({
        "code": code.code,
        "kinds": list(code.kinds, |kind| kind.as_str().into()),
        "retries": list(code.retries, |retry| retry.as_str().into()),
        "context": code.context,
        "summary": code.summary,
        "documentation": code.documentation,
    })
}

pub(crate) fn rendered_files(files: &RenderedFiles) -> Json {
    json!({
        "files": list(files, rendered_file),
        "removed_environments": files.removed_environments(),
        "is_changed": files.is_changed(),
        "diff": files.diff(),
    })
}

pub(crate) fn rendered_file(file: &RenderedFile) -> Json {
    json!({
        "node": file.node(),
        "path": path(file.path()),
        "before": file.before(),
        "after": file.after(),
        "is_changed": file.is_changed(),
        "diff": file.diff(),
    })
}

pub(crate) fn fixed_files(report: &Report, fixed: &FixedFiles) -> Json {
    json!({
        "files": list(fixed, fixed_file),
        "made": list(fixed.made(), |found| diagnostic(report, found)),
        "left": list(fixed.left(), |found| diagnostic(report, found)),
        "is_changed": fixed.is_changed(),
        "diff": fixed.diff(),
    })
}

fn fixed_file(file: &FixedFile) -> Json {
    json!({
        "path": file.path().map(path),
        "before": file.before(),
        "after": file.after(),
        "diff": file.diff(),
    })
}

pub(crate) fn restored_file(file: &RestoredFile) -> Json {
    json!({
        "path": path(file.path()),
        "environment": file.environment(),
        "before": file.before(),
        "after": file.after(),
        "is_changed": file.is_changed(),
        "diff": file.diff(),
    })
}

pub(crate) fn write_outcome(outcome: &WriteOutcome) -> Json {
    json!({
        "written": list(&outcome.written, |file| path(file)),
        "unchanged": list(&outcome.unchanged, |file| path(file)),
        "restart": outcome.restart,
    })
}

pub(crate) fn revert_outcome(outcome: &RevertOutcome) -> Json {
    json!({
        "restored": list(&outcome.restored, |file| path(file)),
        "unchanged": list(&outcome.unchanged, |file| path(file)),
    })
}

pub(crate) fn error(error: &Error) -> Json {
    as_its_page_says(error);
    let context =
        error.context().iter().map(|(key, value)| ((*key).to_owned(), value.clone().into()));
    json!({
        "kind": error.kind().as_str(),
        "code": error.code(),
        "message": error.message(),
        "operation": error.operation(),
        "context": Json::Object(context.collect()),
        "retry": error.retry().as_str(),
        "has_cause": error.cause().is_some(),
        "diagnostics": error.report().map_or_else(|| json!([]), diagnostics),
    })
}

/// Keys that any error may have, as docs/errors/README.md says.
const EVERYWHERE: [&str; 9] = [
    "api",
    "version",
    "environment",
    "application",
    "key_type",
    "done",
    "called",
    "attempts",
    "correlation_id",
];

/// Kind, retry class and context of an error that happened are among those that its code's page promises.
fn as_its_page_says(error: &Error) {
    let code = error_codes().into_iter().find(|code| code.code == error.code());
    let code = code.unwrap_or_else(|| panic!("{} has no page", error.code()));
    assert!(code.kinds.contains(&error.kind()), "{error:?}");
    assert!(code.retries.contains(&error.retry()), "{}: {error:?}", error.retry());
    for (key, _) in error.context() {
        assert!(code.context.contains(key) || EVERYWHERE.contains(key), "`{key}`: {error:?}");
    }
}

fn path(path: &Path) -> Json {
    path.display().to_string().into()
}
